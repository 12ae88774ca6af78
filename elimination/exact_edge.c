/* The order `exact-edge`: the cheapest sequence of edge eliminations, by exact search on graphs of
 * up to some fifty edges; on larger ones the best heuristic order. Edge elimination can beat every
 * vertex order (the sample graphs lion and bat_like). See dual_search.c.
 *
 * U. Naumann, Elimination techniques for cheap Jacobians, in: Automatic Differentiation of
 * Algorithms: From Simulation to Optimization, Springer 2002. */
#include "dual_search.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    dual_search_run(graph, options, DUAL_MOVE_EDGE, plan);
}

const struct lg_order lg_order_exact_edge = {
    .name = "exact-edge",
    .summary = "the fewest products by edges, on small graphs",
    .quick = false,
    .search = true,
    .run = run,
};
