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

/* What one edge more out of i adds to its degree. */
static int64_t in_degree(const struct work *work, uint32_t i)
{
    return (int64_t)work->vertices[i].in_degree;
}

/* What one edge more into k adds to its degree. */
static int64_t out_degree(const struct greedy *greedy, uint32_t k)
{
    return (int64_t)(greedy->work.vertices[k].out_degree - greedy->copies[k]);
}

static int64_t score(const struct greedy *greedy, uint32_t v)
{
    const struct work *work = &greedy->work;
    const struct work_vertex *vertex = &work->vertices[v];
    int64_t change = 0;
    uint32_t out = vertex->first_out;
    for (; out != WORK_NONE; out = work->edges.at[out].next_out) {
        change -= out_degree(greedy, work->edges.at[out].to);
    }
    for (uint32_t in = vertex->first_in; in != WORK_NONE; in = work->edges.at[in].next_in) {
        const uint32_t i = work->edges.at[in].from;
        change -= in_degree(work, i);
        for (out = vertex->first_out; out != WORK_NONE; out = work->edges.at[out].next_out) {
            const uint32_t k = work->edges.at[out].to;
            const int64_t more = in_degree(work, i) + out_degree(greedy, k);
            if (more > 0 && work_find(work, i, k) == WORK_NONE) {
                change += more;
            }
        }
    }
    return greedy_degree(greedy, v) + change;
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
