/* The working graph: a copy of a linearized graph on which eliminations run. Its edges stand in
 * doubly linked lists, one for each end, so that an edge comes and goes in constant time. */
#ifndef ADC_ELIMINATION_WORK_H
#define ADC_ELIMINATION_WORK_H

#include "graph.h"
#include "plan.h"
#include "replay.h"
#include "vec.h"

#define WORK_NONE UINT32_MAX /* no edge */

struct work_edge {
    uint32_t from;
    uint32_t to;
    uint32_t label;
    uint32_t next_in; /* the next edge that leads to `to` */
    uint32_t previous_in;
    uint32_t next_out; /* the next edge that leaves `from`; of a free one: the next free one */
    uint32_t previous_out;
};

struct work_vertex {
    uint32_t first_in;
    uint32_t first_out;
    uint32_t in_degree;
    uint32_t out_degree;
    bool gone;
};

/* A product c_ki = c_kj * c_ji that is about to be done. */
struct work_product {
    lg_vertex i;
    lg_vertex j;
    lg_vertex k;
    uint32_t outer;
    uint32_t inner;
    bool adds; /* the edge (i, k) is there */
};

typedef void work_watch(void *context, const struct work_product *product);

/* Told of every edge that comes, when it has, or goes, before it does. */
typedef void work_edge_watch(void *context, uint32_t edge, bool comes);

struct work {
    struct arena *arena;
    const struct lg_graph *graph;
    const struct lg_algebra *algebra; /* NULL: the structure alone, all labels 0 */
    work_watch *watch;                /* NULL, or told every product */
    void *watch_context;
    work_edge_watch *edge_watch; /* NULL, or told every change */
    void *edge_context;
    struct work_vertex *vertices;
    VEC(struct work_edge) edges;
    uint32_t free_edge; /* edges that went, to be used again */
    uint32_t left;      /* intermediates that are not gone */
};

/* Post: a copy of the graph in the arena, on which nothing is eliminated yet. */
struct work work_create(struct arena *arena, const struct lg_graph *graph,
                        const struct lg_algebra *algebra);

/* Post: the edge from i to k, WORK_NONE where there is none. Takes time
 * of the smaller of the degrees at most. */
uint32_t work_find(const struct work *work, uint32_t i, uint32_t k);

/* Post: intermediate j is gone; in_degree * out_degree products. */
void work_eliminate_vertex(struct work *work, uint32_t j);

/* Post: the edge is gone, its label multiplied into all edges that leave its end j; where it was
 * the last that led there, j is gone. */
void work_eliminate_front(struct work *work, uint32_t edge);

/* Post: the edge is gone, its label multiplied into all edges that lead to its origin i; where it
 * was the last that left it, i is gone. */
void work_eliminate_back(struct work *work, uint32_t edge);

/* Post: the step is done. False, with its reason in `error`, where it does not fit the graph as it
 * is now, or is a face; the graph is unchanged then. Plans are replayed by a stepper. */
bool work_apply(struct work *work, const struct lg_step *step, struct text *error);

#endif
