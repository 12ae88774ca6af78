/* The order `edge-reverse`: all edges out of the last intermediate in topological order are
 * eliminated behind it, from the last to the first, then those out of the one before, and so on.
 * The products are those of the vertex order `reverse`, one edge at a time. Ties play no part.
 *
 * U. Naumann, Efficient calculation of Jacobian matrices by optimized application of the chain rule
 * to computational graphs, thesis, Dresden 1999. */
#include "edge_greedy.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct lg_order_options sequence = *options;
    sequence.tie = LG_TIE_LAST;
    const struct edge_rule rule = {NULL, EDGE_ENDS, false, true};
    edge_greedy_run(graph, &sequence, &rule, NULL, plan);
}

const struct lg_order lg_order_edge_reverse = {
    .name = "edge-reverse",
    .summary = "reverse mode, one edge at a time",
    .quick = false,
    .run = run,
};
