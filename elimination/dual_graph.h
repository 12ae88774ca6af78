/* The dual graph (Naumann 2004) as a working structure: what faces are eliminated on. Its vertices
 * are the edges of a linearized graph, with a source for each input and a sink for each output; its
 * edges are the faces, pairs of edges that follow each other. */
#ifndef ADC_ELIMINATION_DUAL_GRAPH_H
#define ADC_ELIMINATION_DUAL_GRAPH_H

#include "work.h"

/* A dual vertex. Its index tells its age: vertices are numbered as they are created. */
struct dual_vertex {
    uint32_t from; /* the ends in the linearized graph; a source or sink begins and ends in its */
    uint32_t to;   /* input or output */
    uint32_t label;
    uint32_t first_in; /* faces that lead to it, and that leave it */
    uint32_t first_out;
    uint32_t in_degree;
    uint32_t out_degree;
    uint64_t in_mark;  /* sums of random numbers, one for each predecessor, each successor: equal */
    uint64_t out_mark; /* sets have equal marks */
    uint32_t next_from; /* the next younger one out of `from`, and into `to` */
    uint32_t next_to;
    uint32_t previous_from;
    uint32_t previous_to;
    bool terminal; /* a source or a sink */
    bool gone;
};

struct dual_face {
    uint32_t before;
    uint32_t after;
    uint32_t next_in; /* the next face that leads to `after` */
    uint32_t previous_in;
    uint32_t next_out; /* the next face that leaves `before`; of a free one: the next free one */
    uint32_t previous_out;
};

/* The dual vertices at a vertex of the linearized graph, from the oldest to the youngest. */
struct dual_ends {
    uint32_t first_from; /* out of it */
    uint32_t last_from;
    uint32_t first_to; /* into it */
    uint32_t last_to;
    uint32_t faces; /* centred at it: an intermediate without any is gone */
};

/* Told of every face between two edges that comes, when it has, or goes, before it does. */
typedef void dual_watch(void *context, uint32_t face, bool comes);

struct dual {
    struct arena *arena;
    const struct lg_graph *graph;
    const struct lg_algebra *algebra; /* NULL: the structure alone, all labels 0 */
    work_watch *watch;                /* NULL, or told every product */
    void *watch_context;
    dual_watch *face_watch; /* NULL, or told every change */
    void *face_context;
    VEC(struct dual_vertex) vertices; /* sources, sinks, then edges */
    VEC(struct dual_face) faces;
    uint32_t free_face;
    struct dual_ends *ends; /* of each vertex of the linearized graph */
    uint32_t left;          /* intermediates that faces are centred at */
    VEC(uint32_t) changed;  /* dual vertices that may have lost a neighbour */
    VEC(uint32_t) stamps;   /* of each dual vertex, for comparing sets */
    uint32_t stamp;
};

/* Post: the dual of the working graph as it is now, with its labels, algebra and watch. */
struct dual *dual_create(struct arena *arena, const struct work *work);

/* Post: the face between two dual vertices, WORK_NONE where there is none. Takes time
 * of the smaller of the degrees at most. */
uint32_t dual_find(const struct dual *dual, uint32_t before, uint32_t after);

/* Post: the oldest dual vertex that stands for an edge from i to j, WORK_NONE where there is none;
 * and the next younger one that is parallel to `vertex`. */
uint32_t dual_first(const struct dual *dual, uint32_t i, uint32_t j);
uint32_t dual_next(const struct dual *dual, uint32_t vertex);

/* Post: whether both ends are edges: the face can be eliminated. */
static inline bool dual_is_inner(const struct dual *dual, const struct dual_face *face)
{
    return !dual->vertices.at[face->before].terminal && !dual->vertices.at[face->after].terminal;
}

/* Post: the dual vertex into which the product of this face would be absorbed: one with the
 * predecessors of the one end and the successors of the other. WORK_NONE where there is none. */
uint32_t dual_find_absorber(struct dual *dual, uint32_t face);

/* Post: the step of a plan that eliminates this face (see struct lg_step). */
struct lg_step dual_step(const struct dual *dual, uint32_t face);

/* Post: the face between two edges is gone; its product is absorbed, or a new dual vertex. Dual
 * vertices without faces on one side are gone, those with the same neighbours are merged. */
void dual_eliminate(struct dual *dual, uint32_t face);

/* Post: the step is done: for vertices and edges, all the faces at the vertex, or those with the
 * edge in front or behind, one by one from the oldest. False, with its reason in `error`, where it
 * does not fit the graph as it is now; the graph is unchanged then. */
bool dual_apply(struct dual *dual, const struct lg_step *step, struct text *error);

#endif
