/* The order `lmmd`, lowest Markowitz degree with minimal damage: the score of v is its Markowitz
 * degree plus the change that its elimination makes to the degrees of all other vertices.
 *
 * That change has three parts. A predecessor i loses its edge to v, which takes |pred(i)| off its
 * degree; a successor k loses one likewise, which takes |succ(k)| off; and each new edge (i, k)
 * adds |pred(i)| to the degree of i and |succ(k)| to that of k. Inputs and outputs have degree 0
 * throughout, as they have nothing on one side.
 *
 * A. Albrecht, P. Gottschling & U. Naumann, Markowitz-type heuristics for computing Jacobian
 * matrices efficiently, ICCS 2003. */
#include "greedy.h"

static int64_t score(const struct greedy *greedy, uint32_t v)
{
    return greedy_degree(greedy, v) + greedy_growth(greedy, v);
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct greedy_rule rule = {score, GREEDY_NEIGHBOURS};
    greedy_run(graph, options, &rule, NULL, plan);
}

const struct lg_order lg_order_lmmd = {
    .name = "lmmd",
    .summary = "fewest products plus growth of the others' degrees next",
    .quick = true,
    .run = run,
};
