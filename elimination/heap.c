/* A binary heap with a position index, so that a key can change in logarithmic time. */
#include "heap.h"

struct heap heap_create(struct arena *arena, uint32_t capacity, bool last)
{
    return (struct heap){
        .items = arena_alloc(arena, capacity * sizeof(uint32_t)),
        .places = arena_alloc(arena, capacity * sizeof(uint32_t)),
        .keys = arena_alloc(arena, capacity * sizeof(int64_t)),
        .capacity = capacity,
        .last = last,
    };
}

static bool goes_before(const struct heap *heap, uint32_t a, uint32_t b)
{
    if (heap->keys[a] != heap->keys[b]) {
        return heap->keys[a] < heap->keys[b];
    }
    const bool higher = heap->is_higher != NULL ? heap->is_higher(heap->context, a, b) : a > b;
    return heap->last == higher;
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

void heap_reserve(struct arena *arena, struct heap *heap, uint32_t capacity)
{
    if (capacity <= heap->capacity) {
        return;
    }
    const size_t before = heap->capacity;
    const size_t after = capacity + before / 2;
    heap->items =
        arena_grow(arena, heap->items, before * sizeof *heap->items, after * sizeof *heap->items);
    heap->places = arena_grow(arena, heap->places, before * sizeof *heap->places,
                              after * sizeof *heap->places);
    heap->keys =
        arena_grow(arena, heap->keys, before * sizeof *heap->keys, after * sizeof *heap->keys);
    heap->capacity = (uint32_t)after;
}

void heap_remove(struct heap *heap, uint32_t item)
{
    if (item >= heap->capacity || heap->places[item] == 0) {
        return;
    }
    const uint32_t place = heap->places[item] - 1;
    const uint32_t moved = heap->items[--heap->count];
    heap->places[item] = 0;
    if (moved != item) {
        set(heap, place, moved);
        move_up(heap, place);
        move_down(heap, heap->places[moved] - 1);
    }
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
