/* What conflicts cost: of two charges, one above and one below, that conflict, one is paid. */
#ifndef ADC_ELIMINATION_COVER_H
#define ADC_ELIMINATION_COVER_H

#include "arena.h"
#include "bits.h"

/* Items 0..count-1 have a charge above and one below each. */
struct cover {
    uint32_t count;
    uint32_t words;
    uint64_t *above; /* of each item: what is left of its charge */
    uint64_t *below;
    uint64_t *conflicts; /* a set for each charge above: the charges below that it conflicts with */
    uint64_t *carriers;  /* a set for each charge below: those above from which it has flow */
    uint64_t *flow;      /* from charge w above to charge v below: count x count */
    uint64_t *seen;      /* sets: charges above, charges below that were reached */
    uint64_t *reached;
    uint32_t *from; /* of a charge that was reached, above, then below: the one before it */
    uint32_t *queue;
};

/* Post: room for so many items. */
struct cover *cover_create(struct arena *arena, uint32_t count);

/* Post: the item has these charges and no conflicts. */
void cover_begin(struct cover *cover, uint32_t item, uint64_t above, uint64_t below);

/* Post: of the charge of w above and that of v below, one is paid. Pre: both have begun. */
void cover_add_conflict(struct cover *cover, uint32_t w, uint32_t v);

/* Post: what is paid at least by the items in `left`; their charges are what is not part of it.
 * Pre: each of them has begun, with conflicts among them alone. */
uint64_t cover_cost(struct cover *cover, const uint64_t *left);

#endif
