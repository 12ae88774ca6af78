/* The order `exact-face`: the cheapest sequence of face eliminations, by exact search on graphs of
 * up to some fifty edges; on larger ones the best heuristic order. No elimination is more general,
 * and none can be cheaper. See dual_search.c.
 *
 * U. Naumann, Optimal accumulation of Jacobian matrices by elimination methods on the dual
 * computational graph, Mathematical Programming 99, 2004. */
#include "dual_search.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    dual_search_run(graph, options, DUAL_MOVE_FACE, plan);
}

const struct lg_order lg_order_exact_face = {
    .name = "exact-face",
    .summary = "the fewest products by faces, on small graphs",
    .quick = false,
    .search = true,
    .run = run,
};
