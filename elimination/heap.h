/* A binary heap of small numbers with keys that may change: what picks the next vertex. */
#ifndef ADC_ELIMINATION_HEAP_H
#define ADC_ELIMINATION_HEAP_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

struct heap {
    uint32_t *items;
    uint32_t *places; /* of each item in `items`, plus one; 0 where it is not in the heap */
    int64_t *keys;    /* of each item */
    uint32_t count;
    bool last; /* equal keys: the highest item goes first, else the lowest */
};

/* Post: an empty heap for the items 0..capacity-1. */
struct heap heap_create(struct arena *arena, uint32_t capacity, bool last);

/* Post: the item is in the heap under this key, whether or not it was before. O(log count). */
void heap_put(struct heap *heap, uint32_t item, int64_t key);

/* Post: the item with the lowest key, which is taken out. Pre: the heap is not empty. */
uint32_t heap_pop(struct heap *heap);

#endif
