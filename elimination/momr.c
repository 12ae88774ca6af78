/* The order `momr`, maximal overall Markowitz reduction: always the vertex whose elimination takes
 * most off the sum of the Markowitz degrees |P(v)| * |S(v)| of all intermediates. The vertex's own
 * degree goes, and those of its neighbours change: a predecessor i by |P(i)|, a successor k by
 * |S(k)|, down for the edge that each loses to v, and up for each new edge (i, k).
 *
 * Compared with `lmmd`, which adds the vertex's degree to what the others gain, this subtracts it:
 * a costly vertex goes early if the rest gets simpler for it.
 *
 * A. Albrecht, P. Gottschling & U. Naumann, Markowitz-type heuristics for computing Jacobian
 * matrices efficiently, ICCS 2003. */
#include "greedy.h"

static int64_t score(const struct greedy *greedy, uint32_t v)
{
    return greedy_growth(greedy, v) - greedy_degree(greedy, v);
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct greedy_rule rule = {score, GREEDY_NEIGHBOURS};
    greedy_run(graph, options, &rule, NULL, plan);
}

const struct lg_order lg_order_momr = {
    .name = "momr",
    .summary = "the vertex that leaves the least Markowitz degree in all next",
    .quick = true,
    .run = run,
};
