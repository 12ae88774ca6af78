/* The order `edge-forward`: all edges into the first intermediate in topological order are
 * eliminated in front of it, from the first to the last, then those into the second, and so on. The
 * products are those of the vertex order `forward`, one edge at a time. Ties play no part.
 *
 * U. Naumann, Efficient calculation of Jacobian matrices by optimized application of the chain rule
 * to computational graphs, thesis, Dresden 1999. */
#include "edge_greedy.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct lg_order_options sequence = *options;
    sequence.tie = LG_TIE_FIRST;
    const struct edge_rule rule = {NULL, EDGE_ENDS, true, false};
    edge_greedy_run(graph, &sequence, &rule, NULL, plan);
}

const struct lg_order lg_order_edge_forward = {
    .name = "edge-forward",
    .summary = "forward mode, one edge at a time",
    .quick = false,
    .run = run,
};
