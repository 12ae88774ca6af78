/* Which edges are COPY edges, on graphs in work that have no labels. A private sink has no
 * predecessor but its origin at first, and nothing behind the origin ever leads to it, so the edge
 * between the two is the COPY edge until it is eliminated, and does not come back. */
#ifndef ADC_ELIMINATION_COPIES_H
#define ADC_ELIMINATION_COPIES_H

#include "graph.h"

/* Post: of each vertex the origin of the COPY edge to it; one that is no vertex where there is
 * none. */
static inline const uint32_t *copies_origins(struct arena *arena, const struct lg_graph *graph)
{
    uint32_t *origins = arena_alloc(arena, graph->vertices.count * sizeof *origins);
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        origins[v] = UINT32_MAX;
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        if (edge->kind == LG_COPY) {
            origins[edge->to.index] = edge->from.index;
        }
    }
    return origins;
}

#endif
