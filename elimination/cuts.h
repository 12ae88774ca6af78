/* What the elimination of the intermediates that are left costs at least. */
#ifndef ADC_ELIMINATION_CUTS_H
#define ADC_ELIMINATION_CUTS_H

#include "sets.h"

struct cuts;

/* Post: room for bounds of graphs with as many items as this one. */
struct cuts *cuts_create(struct arena *arena, const struct sets *sets);

/* Post: a lower bound of the products that are needed to eliminate the intermediates in `left` from
 * this graph. Pre: those not in `left` are in no row of these. */
uint64_t cuts_bound(struct cuts *cuts, const struct sets *sets, const uint64_t *left);

/* After cuts_bound, for v in `left`: */

/* Post: what v costs at least, whenever it goes. */
uint64_t cuts_least(const struct cuts *cuts, uint32_t v);

/* Post: vertex-disjoint paths from the inputs to v; from v to the outputs. */
uint32_t cuts_above(const struct cuts *cuts, uint32_t v);
uint32_t cuts_below(const struct cuts *cuts, uint32_t v);

/* Post: for every v in `left`, bounds[v] is a lower bound of the products for the others if v stays
 * where it is; `bound` is what cuts_bound gave. */
void cuts_bounds_without(const struct cuts *cuts, const uint64_t *left, uint64_t bound,
                         uint64_t *bounds);

#endif
