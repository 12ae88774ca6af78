/* What a plan costs. Defined here once; no order counts its own. */
#ifndef ADC_ELIMINATION_COST_H
#define ADC_ELIMINATION_COST_H

#include "graph.h"
#include "plan.h"

struct lg_cost {
    uint64_t textbook; /* every product but those over a COPY edge: the literature's count */
    uint64_t mul;      /* products that cost something: neither factor ONE or NEG, not both CONST */
    uint64_t add;      /* additions to an entry that was there already, unless both are constant */
    uint64_t fma;      /* those of the products `mul` that are fused with such an addition */
    uint64_t fill;     /* edges that were not there before */
};

/* Post: the cost of the plan on this graph. Pre: the plan fits it. */
struct lg_cost lg_cost_of(const struct lg_graph *graph, const struct lg_plan *plan);

/* Post: true and the cost, if the plan fits the graph and its textbook cost is at most `limit`;
 * else false, after no more than about that many products, and *cost has no meaning. */
bool lg_cost_within(const struct lg_graph *graph, const struct lg_plan *plan, uint64_t limit,
                    struct lg_cost *cost);

/* Post: the operations that the generated code will run for it: (mul - fma) + add, as a fused
 * product and addition is one operation. */
uint64_t lg_cost_operations(const struct lg_cost *cost);

/* Post: a lower bound of the textbook cost of every order, by vertices, edges or faces: the sum
 * over the intermediates v of (vertex-disjoint paths from inputs to v) * (from v to outputs), where
 * COPY edges count as part of the sink. On very large graphs some of the factors may be lower than
 * that (see bound.c): it is a bound all the same. */
uint64_t lg_path_bound(const struct lg_graph *graph);

#endif
