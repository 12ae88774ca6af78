/* The order `edge-relative`: the score of eliminating (i, j) in front of j is |S(j)| less the
 * outputs below j; behind i, |P(i)| less the inputs above i. That is what it costs now, compared
 * with what it costs when j, or i, goes last, as in the vertex order `relative-markowitz`. Inputs
 * and outputs are counted in the graph as it was at first.
 *
 * A. Albrecht, P. Gottschling & U. Naumann, Markowitz-type heuristics for computing Jacobian
 * matrices efficiently, ICCS 2003. */
#include "edge_greedy.h"
#include "reach.h"

static int64_t score(const struct edge_greedy *greedy, uint32_t edge, bool front)
{
    const struct reach *reach = greedy->context;
    const struct work_edge *at = &greedy->work.edges.at[edge];
    const uint32_t last = front ? reach->outputs[at->to] : reach->inputs[at->from];
    return edge_greedy_products(greedy, edge, front) - (int64_t)last;
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    const struct reach reach = reach_count(scratch, graph);
    const struct edge_rule rule = {score, EDGE_NEXT, true, true};
    edge_greedy_run(graph, options, &rule, &reach, plan);
    arena_destroy(scratch);
}

const struct lg_order lg_order_edge_relative = {
    .name = "edge-relative",
    .summary = "the edge with the fewest products, compared with going last, next",
    .quick = false,
    .run = run,
};
