/* A binary heap with a position index, so that a key can change in logarithmic time. */
#include "heap.h"

struct heap heap_create(struct arena *arena, uint32_t capacity, bool last)
{
    return (struct heap){
        .items = arena_alloc(arena, capacity * sizeof(uint32_t)),
        .places = arena_alloc(arena, capacity * sizeof(uint32_t)),
        .keys = arena_alloc(arena, capacity * sizeof(int64_t)),
        .last = last,
    };
}

static bool goes_before(const struct heap *heap, uint32_t a, uint32_t b)
{
    if (heap->keys[a] != heap->keys[b]) {
        return heap->keys[a] < heap->keys[b];
    }
    return heap->last ? a > b : a < b;
}

static void set(struct heap *heap, uint32_t place, uint32_t item)
{
    heap->items[place] = item;
    heap->places[item] = place + 1;
}

static void move_up(struct heap *heap, uint32_t place)
{
    const uint32_t item = heap->items[place];
    while (place > 0) {
        const uint32_t above = (place - 1) / 2;
        if (!goes_before(heap, item, heap->items[above])) {
            break;
        }
        set(heap, place, heap->items[above]);
        place = above;
    }
    set(heap, place, item);
}

static void move_down(struct heap *heap, uint32_t place)
{
    const uint32_t item = heap->items[place];
    while (place < heap->count / 2) {
        uint32_t below = 2 * place + 1;
        if (below + 1 < heap->count &&
            goes_before(heap, heap->items[below + 1], heap->items[below])) {
            below++;
        }
        if (!goes_before(heap, heap->items[below], item)) {
            break;
        }
        set(heap, place, heap->items[below]);
        place = below;
    }
    set(heap, place, item);
}

void heap_put(struct heap *heap, uint32_t item, int64_t key)
{
    heap->keys[item] = key;
    if (heap->places[item] == 0) {
        set(heap, heap->count++, item);
    }
    move_up(heap, heap->places[item] - 1);
    move_down(heap, heap->places[item] - 1);
}

uint32_t heap_pop(struct heap *heap)
{
    const uint32_t item = heap->items[0];
    heap->places[item] = 0;
    heap->count--;
    if (heap->count > 0) {
        set(heap, 0, heap->items[heap->count]);
        move_down(heap, 0);
    }
    return item;
}
