/* The order `min-fill`: always the vertex whose elimination makes the fewest new edges: the pairs
 * of a predecessor and a successor that are not connected yet.
 *
 * The rule is that of sparse factorization (W. F. Tinney & J. W. Walker, Direct solutions of sparse
 * network equations by optimally ordered triangular factorization, Proc. IEEE 55, 1967, their third
 * scheme), taken over to Jacobians. */
#include "greedy.h"

static int64_t score(const struct greedy *greedy, uint32_t v)
{
    const struct work *work = &greedy->work;
    const struct work_vertex *vertex = &work->vertices[v];
    int64_t fill = 0;
    for (uint32_t in = vertex->first_in; in != WORK_NONE; in = work->edges.at[in].next_in) {
        uint32_t out = vertex->first_out;
        for (; out != WORK_NONE; out = work->edges.at[out].next_out) {
            fill += work_find(work, work->edges.at[in].from, work->edges.at[out].to) == WORK_NONE;
        }
    }
    return fill;
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct greedy_rule rule = {score, GREEDY_NEIGHBOURS};
    greedy_run(graph, options, &rule, NULL, plan);
}

const struct lg_order lg_order_min_fill = {
    .name = "min-fill",
    .summary = "the vertex that makes the fewest new edges next",
    .quick = true,
    .run = run,
};
