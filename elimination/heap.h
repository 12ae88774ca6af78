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
    uint32_t capacity;
    bool last; /* equal keys: the highest item goes first, else the lowest */
    /* NULL, or what decides which of two items with equal keys is the higher one. */
    bool (*is_higher)(const void *context, uint32_t a, uint32_t b);
    const void *context;
};

/* Post: an empty heap for the items 0..capacity-1. */
struct heap heap_create(struct arena *arena, uint32_t capacity, bool last);

/* Post: the item is in the heap under this key, whether or not it was before. O(log count). */
void heap_put(struct heap *heap, uint32_t item, int64_t key);

/* Post: room for the items 0..capacity-1. */
void heap_reserve(struct arena *arena, struct heap *heap, uint32_t capacity);

/* Post: the item is not in the heap, whether or not it was before. O(log count). */
void heap_remove(struct heap *heap, uint32_t item);

/* Post: the item with the lowest key, which is taken out. Pre: the heap is not empty. */
uint32_t heap_pop(struct heap *heap);

#endif
