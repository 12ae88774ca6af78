/* The order `edge-momr`, maximal overall Markowitz reduction: always the elimination that takes
 * most off the sum of the Markowitz degrees |P(v)| * |S(v)| of all intermediates.
 *
 * Eliminating (i, j) in front of j takes |S(j)| off the degree of j, which has an edge less in; i
 * loses one edge out and gains one to each k in S(j) that it did not lead to; such a k gains an
 * edge in; and where (i, j) was the last edge into j, its edges out go as well. Behind i it is the
 * same seen from the other side.
 *
 * A. Albrecht, P. Gottschling & U. Naumann, Markowitz-type heuristics for computing Jacobian
 * matrices efficiently, ICCS 2003. */
#include "edge_greedy.h"

static int64_t degree_in(const struct edge_greedy *greedy, uint32_t v)
{
    return (int64_t)greedy->work.vertices[v].in_degree;
}

/* What eliminating (i, j) in front of j, or behind i, takes off the sum. */
static int64_t reduction(const struct edge_greedy *greedy, uint32_t i, uint32_t j, bool front)
{
    const struct work *work = &greedy->work;
    const bool goes = front ? work->vertices[j].in_degree == 1 : work->vertices[i].out_degree == 1;
    int64_t sum = degree_in(greedy, i) + edge_greedy_next(greedy, j);
    uint32_t e = front ? work->vertices[j].first_out : work->vertices[i].first_in;
    while (e != WORK_NONE) {
        const struct work_edge *next = &work->edges.at[e];
        const uint32_t far = front ? next->to : next->from;
        const bool fill = (front ? work_find(work, i, far) : work_find(work, far, j)) == WORK_NONE;
        const int64_t near_degree = front ? degree_in(greedy, i) : edge_greedy_next(greedy, j);
        const int64_t far_degree = front ? edge_greedy_next(greedy, far) : degree_in(greedy, far);
        sum += (goes - fill) * far_degree - (fill ? near_degree : 0);
        e = front ? next->next_out : next->next_in;
    }
    return sum;
}

static int64_t score(const struct edge_greedy *greedy, uint32_t edge, bool front)
{
    const struct work_edge *at = &greedy->work.edges.at[edge];
    return -reduction(greedy, at->from, at->to, front);
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct edge_rule rule = {score, EDGE_NEIGHBOURS, true, true};
    edge_greedy_run(graph, options, &rule, NULL, plan);
}

const struct lg_order lg_order_edge_momr = {
    .name = "edge-momr",
    .summary = "the edge that leaves the least Markowitz degree in all next",
    .quick = false,
    .run = run,
};
