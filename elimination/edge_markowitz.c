/* The order `edge-markowitz`: always the elimination with the fewest products: of the edge (i, j)
 * in front of j, |S(j)|; behind i, |P(i)|.
 *
 * A. Albrecht, P. Gottschling & U. Naumann, Markowitz-type heuristics for computing Jacobian
 * matrices efficiently, ICCS 2003. */
#include "edge_greedy.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct edge_rule rule = {edge_greedy_products, EDGE_NEXT, true, true};
    edge_greedy_run(graph, options, &rule, NULL, plan);
}

const struct lg_order lg_order_edge_markowitz = {
    .name = "edge-markowitz",
    .summary = "the edge with the fewest products next",
    .quick = false,
    .run = run,
};
