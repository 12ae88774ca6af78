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

static int64_t reduction_front(const struct edge_greedy *greedy, uint32_t i, uint32_t j)
{
    const struct work *work = &greedy->work;
    const bool goes = work->vertices[j].in_degree == 1;
    int64_t reduction = edge_greedy_next(greedy, j) + degree_in(greedy, i);
    uint32_t e = work->vertices[j].first_out;
    for (; e != WORK_NONE; e = work->edges.at[e].next_out) {
        const uint32_t k = work->edges.at[e].to;
        const bool fill = work_find(work, i, k) == WORK_NONE;
        reduction -= fill ? degree_in(greedy, i) : 0;
        reduction += (goes - fill) * edge_greedy_next(greedy, k);
    }
    return reduction;
}

static int64_t reduction_back(const struct edge_greedy *greedy, uint32_t i, uint32_t j)
{
    const struct work *work = &greedy->work;
    const bool goes = work->vertices[i].out_degree == 1;
    int64_t reduction = degree_in(greedy, i) + edge_greedy_next(greedy, j);
    uint32_t e = work->vertices[i].first_in;
    for (; e != WORK_NONE; e = work->edges.at[e].next_in) {
        const uint32_t p = work->edges.at[e].from;
        const bool fill = work_find(work, p, j) == WORK_NONE;
        reduction -= fill ? edge_greedy_next(greedy, j) : 0;
        reduction += (goes - fill) * degree_in(greedy, p);
    }
    return reduction;
}

static int64_t score(const struct edge_greedy *greedy, uint32_t edge, bool front)
{
    const struct work_edge *at = &greedy->work.edges.at[edge];
    return front ? -reduction_front(greedy, at->from, at->to)
                 : -reduction_back(greedy, at->from, at->to);
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
