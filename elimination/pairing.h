/* Pairing heaps: many small queues over one set of small numbers, each number in one at most. */
#ifndef ADC_ELIMINATION_PAIRING_H
#define ADC_ELIMINATION_PAIRING_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

#define PAIRING_NONE UINT32_MAX

struct pairing_node {
    uint32_t child;  /* the first of its children */
    uint32_t next;   /* the next child of its parent */
    uint32_t before; /* the child of its parent before it; of the first one the parent */
};

struct pairing {
    struct pairing_node *nodes;
    uint32_t capacity;
    bool last; /* the highest item of a queue goes first, else the lowest */
    bool (*is_higher)(const void *context, uint32_t a, uint32_t b);
    const void *context;
};

/* Post: room for the items 0..capacity-1. */
void pairing_reserve(struct arena *arena, struct pairing *pairing, uint32_t capacity);

/* Post: the first item of the queue that `root` was the first of (PAIRING_NONE: an empty one), with
 * the item in it. Pre: the item is in no queue. O(1). */
uint32_t pairing_insert(struct pairing *pairing, uint32_t root, uint32_t item);

/* Post: the first item of the queue, without the item, or PAIRING_NONE. Pre: the item is in the
 * queue of which `root` is the first. O(log count), amortized. */
uint32_t pairing_remove(struct pairing *pairing, uint32_t root, uint32_t item);

#endif
