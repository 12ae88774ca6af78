/* Vertex-disjoint paths in graphs as rows of bits, and what their smallest cuts consist of. */
#ifndef ADC_ELIMINATION_PATHS_H
#define ADC_ELIMINATION_PATHS_H

#include "sets.h"

struct paths;

/* Post: room for searches in graphs with as many items as this one. */
struct paths *paths_create(struct arena *arena, const struct sets *sets);

/* From now on paths lead through the intermediates in `left`; all other items are ends. */
void paths_begin(struct paths *paths, const uint64_t *left);

/* Post: how many disjoint paths lead from the items of `start` to ends over the edges of `rows`, a
 * row for each item of `left`; no more than `most` are looked for. */
uint32_t paths_count(struct paths *paths, const uint64_t *rows, const uint64_t *start,
                     uint32_t most);

/* After paths_count that found less than `most`, with the same rows: */

/* Post: the set of those that would make a path more if they were ends. */
void paths_find_inner(const struct paths *paths, uint64_t *inner);

/* Post: the set of those that lie in every smallest cut: eliminating one of them makes a path more.
 * The search is forgotten. */
void paths_find_raised(struct paths *paths, uint64_t *raised);

#endif
