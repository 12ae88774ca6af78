/* A higher bound than that of cuts.h: of a group of intermediates, one goes last. */
#ifndef ADC_ELIMINATION_GROUPS_H
#define ADC_ELIMINATION_GROUPS_H

#include "cuts.h"

struct groups;

/* Post: room for bounds of graphs with as many items as this one. */
struct groups *groups_create(struct arena *arena, const struct sets *sets);

/* Post: a lower bound of the products that are needed to eliminate the intermediates in `left` from
 * this graph, `enough` or more if such a one was found. Pre: `bound` is what cuts_bound has just
 * given for them. */
uint64_t groups_bound(struct groups *groups, struct cuts *cuts, const struct sets *sets,
                      const uint64_t *left, uint64_t bound, uint64_t enough);

#endif
