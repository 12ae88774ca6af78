/* The cheapest order of a graph's intermediates, as a shortest path over sets of them. */
#ifndef ADC_ELIMINATION_SHORTEST_H
#define ADC_ELIMINATION_SHORTEST_H

#include "search.h"
#include "sets.h"

/* What is known of the best order. */
struct shortest {
    uint32_t *order; /* all intermediates */
    uint64_t cost;   /* of it, in products (textbook) */
    uint64_t bound;  /* no order costs less: equal to `cost` where that is proved to be the least */
};

/* Pre: an order, its cost, and a bound or 0. Post: the order is the cheapest one, with proof, or
 * the budget is used up; then the bound is as high as the search got. */
void shortest_find(const struct sets *sets, struct search_budget *budget, struct shortest *best);

#endif
