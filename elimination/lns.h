/* Large neighbourhood search on rows of bits, for other searches to begin with. */
#ifndef ADC_ELIMINATION_LNS_H
#define ADC_ELIMINATION_LNS_H

#include "search.h"
#include "sets.h"

/* Pre: an order of all items, and its cost. Post: one that costs no more. */
void lns_improve(const struct sets *sets, struct search_budget *budget, uint64_t bound,
                 uint32_t *order, uint64_t *cost);

#endif
