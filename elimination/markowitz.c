/* The order `markowitz`: always the vertex whose elimination takes the fewest products, its
 * Markowitz degree |P| * |S| (P its predecessors, S its successors; an own sink over a COPY edge is
 * free and not counted).
 *
 * H. M. Markowitz, The elimination form of the inverse, Management Science 3, 1957, for sparse
 * matrices; A. Griewank & S. Reese, On the calculation of Jacobian matrices by the Markowitz rule,
 * in: Automatic Differentiation of Algorithms, SIAM 1991, for Jacobians. */
#include "greedy.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct greedy_rule rule = {greedy_degree, GREEDY_OWN_DEGREES};
    greedy_run(graph, options, &rule, NULL, plan);
}

const struct lg_order lg_order_markowitz = {
    .name = "markowitz",
    .summary = "the vertex with the fewest products next",
    .quick = true,
    .run = run,
};
