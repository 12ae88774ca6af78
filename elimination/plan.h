/* A plan: the eliminations that turn a linearized graph into its Jacobian, as data. */
#ifndef ADC_ELIMINATION_PLAN_H
#define ADC_ELIMINATION_PLAN_H

#include "graph.h"

enum lg_step_kind {
    LG_STEP_VERTEX, /* vertex j */
    LG_STEP_FRONT,  /* front (i, j): the label goes into all edges that leave j */
    LG_STEP_BACK,   /* back (i, j): the label goes into all edges that lead to i */
    LG_STEP_FACE    /* face (i, j, k): the product of the edges (i, j) and (j, k) alone */
};

struct lg_step {
    enum lg_step_kind kind;
    lg_vertex i; /* FRONT, BACK, FACE */
    lg_vertex j; /* all */
    lg_vertex k; /* FACE */
    /* FACE: which of the faces with these three vertices. There is one only, until elimination of
     * faces has left several dual vertices between the same ends. They count from the oldest edge
     * (i, j) on, and with it from the oldest edge (j, k); 0 is the first. */
    uint32_t place;
};

struct lg_plan {
    struct arena *arena;
    const char *order; /* the name of the order that made it */
    VEC(struct lg_step) steps;
};

/* Post: an empty plan in the arena. */
struct lg_plan lg_plan_create(struct arena *arena, const char *order);
void lg_plan_vertex(struct lg_plan *plan, lg_vertex j);

/* Adds the plan as text, one step a line, each with the products it does as a comment:
 *     vertex v2            # c(v3,a) += c(v3,v2) * c(v2,a) */
void lg_plan_write(const struct lg_graph *graph, const struct lg_plan *plan, struct text *out);

/* Adds the graph in Graphviz's format; under the name of each vertex stands which step of the plan
 * eliminates it, where one does as a whole. */
void lg_write_dot(const struct lg_graph *graph, const struct lg_plan *plan, struct text *out);

/* Post: its dual graph likewise; each face carries the number of the step that eliminates it. */
void lg_write_dual_dot(const struct lg_graph *graph, const struct lg_plan *plan, struct text *out);

/* Post: the plan in this text, checked against the graph; NULL with diagnostics where it is wrong.
 */
struct lg_plan *lg_plan_read(const struct compilation *compilation, const struct source *source,
                             const struct lg_graph *graph);

#endif
