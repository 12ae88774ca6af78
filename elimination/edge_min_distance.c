/* The order `edge-min-distance`: always the elimination whose products span the shortest distance
 * in topological order at most: of (i, j) in front of j, to the farthest k in S(j) from i; behind
 * i, from the farthest p in P(i) to j. What is close together goes first, and the graph is thinned
 * evenly.
 *
 * The rule is one of those of the ANGEL library (A. Albrecht, P. Gottschling & U. Naumann), used in
 * J. Utke et al., OpenAD/F: a modular open-source tool for automatic differentiation of Fortran
 * codes, ACM Transactions on Mathematical Software 34, 2008. */
#include "edge_greedy.h"

static int64_t score(const struct edge_greedy *greedy, uint32_t edge, bool front)
{
    const struct work *work = &greedy->work;
    const struct work_edge *at = &work->edges.at[edge];
    int64_t farthest = 0;
    uint32_t e = front ? work->vertices[at->to].first_out : work->vertices[at->from].first_in;
    while (e != WORK_NONE) {
        const struct work_edge *next = &work->edges.at[e];
        const int64_t distance =
            front ? (int64_t)next->to - at->from : (int64_t)at->to - (int64_t)next->from;
        farthest = distance > farthest ? distance : farthest;
        e = front ? next->next_out : next->next_in;
    }
    return farthest;
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct edge_rule rule = {score, EDGE_NEXT, true, true};
    edge_greedy_run(graph, options, &rule, NULL, plan);
}

const struct lg_order lg_order_edge_min_distance = {
    .name = "edge-min-distance",
    .summary = "the edge whose products span the shortest distance next",
    .quick = false,
    .run = run,
};
