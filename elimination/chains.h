/* Searches that start several times over and keep the best, on as many threads as are wanted. */
#ifndef ADC_ELIMINATION_CHAINS_H
#define ADC_ELIMINATION_CHAINS_H

#include "search.h"
#include "sets.h"

/* One of them: a walk through orders with its own random numbers and its own share of the effort.
 */
struct chain {
    const struct sets *sets;
    struct search_budget budget;
    struct search_dice dice;
    uint32_t number;
    uint32_t *order; /* where it begins; then the best that it found */
    uint64_t cost;   /* of that */
    uint64_t bound;  /* it may stop when it reaches this */
};

typedef void chain_walk(struct chain *chain);

/* Adds to the plan the best order that chains find, which begin with the best of the quick orders.
 * The same effort and seed give the same plan with any number of threads. */
void chains_run(const struct lg_graph *graph, const struct lg_order_options *options,
                uint64_t usual_effort, chain_walk *walk, struct lg_plan *plan);

/* The same on rows of bits. Pre: an order of all items, and its cost, which gets better. */
void chains_improve(const struct sets *sets, struct search_budget *budget, uint64_t bound,
                    chain_walk *walk, uint32_t *order, uint64_t *cost);

/* Post: the products of the order; `costs`, where not NULL, those of each item. */
uint64_t chains_cost(const struct sets *sets, struct sets *work, const uint32_t *order,
                     uint64_t *costs);

#endif
