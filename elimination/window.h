/* The best order of a few intermediates that go one after the other. */
#ifndef ADC_ELIMINATION_WINDOW_H
#define ADC_ELIMINATION_WINDOW_H

#include "sets.h"

enum { WINDOW_MOST = 12 };

struct window;

/* Post: room for windows on graphs with as many items. */
struct window *window_create(struct arena *arena, const struct sets *sets);

/* Post: the items, at most WINDOW_MOST, are in an order that takes the fewest products of all, if
 * they go next from this graph; where the one they had is as good, they keep it. True where they
 * take fewer than before. */
bool window_solve(struct window *window, const struct sets *sets, uint32_t *items, uint32_t count);

#endif
