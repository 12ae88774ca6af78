/* Search by a cost that the products do not tell. */
#ifndef ADC_ELIMINATION_JUDGED_H
#define ADC_ELIMINATION_JUDGED_H

#include "order.h"
#include "sets.h"

/* Post: `order`, an order of all items, is the one that the judge finds cheapest of itself, of all
 * quick orders under both tie rules, and of those that a walk from there meets. `part`: of the
 * usual number of orders to be judged, so many times. */
void judged_improve(const struct lg_graph *graph, const struct lg_order_options *options,
                    const struct sets *sets, double part, uint32_t *order);

#endif
