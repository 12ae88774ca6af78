/* Replaying a plan: the one place that knows what the eliminations do to labels. These are the
 * client's: numbers (path sum), kinds (cost) or IR values with guards (code). */
#ifndef ADC_ELIMINATION_REPLAY_H
#define ADC_ELIMINATION_REPLAY_H

#include "graph.h"
#include "plan.h"

/* The algebra of labels. A label is a 32-bit name that the client gives a meaning. */
struct lg_algebra {
    void *context;
    /* Post: the label of edge number `edge` of the graph. */
    uint32_t (*label)(void *context, lg_edge edge);
    /* Post: the label of a path: `outer` after `inner`, c_kj * c_ji. */
    uint32_t (*multiply)(void *context, uint32_t outer, uint32_t inner);
    /* Post: the label of two parallel paths. */
    uint32_t (*add)(void *context, uint32_t present, uint32_t more);
};

/* An entry of the Jacobian that is not zero by structure. */
struct lg_entry {
    uint32_t output; /* its place among the graph's outputs */
    uint32_t input;  /* its place among the graph's inputs */
    uint32_t label;
};

struct lg_jacobian {
    VEC(struct lg_entry) entries; /* by output, then by input */
};

/* Post: *jacobian holds the entries that the plan leaves, in `arena`. False, with a line in
 * `error`, where the plan does not fit the graph: it names a vertex twice, or leaves an
 * intermediate. */
bool lg_replay(struct arena *arena, const struct lg_graph *graph, const struct lg_plan *plan,
               const struct lg_algebra *algebra, struct lg_jacobian *jacobian, struct text *error);

/* Post: the same entries as sums over all paths from inputs to outputs, worked out without any
 * elimination (row by row, forward over the graph): the reference that orders are checked against.
 */
void lg_path_sum(struct arena *arena, const struct lg_graph *graph,
                 const struct lg_algebra *algebra, struct lg_jacobian *jacobian);

#endif
