/* The order `relative-markowitz`: the score of v is its Markowitz degree |P| * |S| less the number
 * of Jacobian entries that it takes part in: (inputs above v) * (outputs below v). That product is
 * what v costs if it goes last, between inputs and outputs alone; a vertex goes early where
 * it is cheap now compared with then. It does not change as other vertices go.
 *
 * A. Griewank & A. Walther, Evaluating Derivatives, 2nd edition, SIAM 2008, section 10.2; the rule
 * goes back to U. Naumann's thesis, Efficient calculation of Jacobian matrices by optimized
 * application of the chain rule to computational graphs, Dresden 1999. */
#include "greedy.h"
#include "reach.h"

static int64_t score(const struct greedy *greedy, uint32_t v)
{
    const struct reach *reach = greedy->context;
    return greedy_degree(greedy, v) - (int64_t)reach->inputs[v] * (int64_t)reach->outputs[v];
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    const struct reach reach = reach_count(scratch, graph);
    const struct greedy_rule rule = {score, GREEDY_OWN_DEGREES};
    greedy_run(graph, options, &rule, &reach, plan);
    arena_destroy(scratch);
}

const struct lg_order lg_order_relative_markowitz = {
    .name = "relative-markowitz",
    .summary = "fewest products compared with those of going last next",
    .quick = true,
    .run = run,
};
