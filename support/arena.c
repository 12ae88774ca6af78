/* Region allocation in chained blocks that double in size; see arena.h. What is large has a block
 * of its own, so that it can grow where it is, or be given back: an array that doubles leaves
 * nothing behind. */
#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#define POISON(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION(at, size)
#else
#define POISON(at, size) ((void)0)
#define UNPOISON(at, size) ((void)0)
#endif

enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 64 * 1024 * 1024, LARGE = 256 * 1024 };

struct block {
    struct block *previous;
    size_t capacity; /* bytes behind the header */
    size_t used;
    max_align_t data[];
};

/* One allocation of at least LARGE bytes. */
struct large {
    struct large *previous;
    struct large *next;
    max_align_t data[];
};

struct arena {
    struct block *top;
    struct large *large; /* the latest */
    size_t next_capacity;
    size_t bytes;
    void *last; /* the latest allocation, which alone can grow in place */
};

_Noreturn void fail_no_memory(void)
{
    fputs("adc: out of memory\n", stderr);
    exit(3);
}

struct arena *arena_create(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        fail_no_memory();
    }
    arena->next_capacity = FIRST_BLOCK;
    return arena;
}

void arena_destroy(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (struct block *block = arena->top; block != NULL;) {
        struct block *previous = block->previous;
        UNPOISON(block->data, block->capacity);
        free(block);
        block = previous;
    }
    for (struct large *large = arena->large; large != NULL;) {
        struct large *previous = large->previous;
        free(large);
        large = previous;
    }
    free(arena);
}

static size_t round_up(size_t size)
{
    const size_t unit = sizeof(max_align_t);
    if (size > SIZE_MAX / 2) {
        fail_no_memory();
    }
    return size == 0 ? unit : (size + unit - 1) / unit * unit;
}

static void add_block(struct arena *arena, size_t size)
{
    size_t capacity = arena->next_capacity;
    if (capacity < size) {
        capacity = size;
    } else if (arena->next_capacity < LARGEST_STEP) {
        arena->next_capacity *= 2;
    }
    struct block *block = malloc(sizeof *block + capacity);
    if (block == NULL) {
        fail_no_memory();
    }
    block->previous = arena->top;
    block->capacity = capacity;
    block->used = 0;
    POISON(block->data, capacity);
    arena->top = block;
}

/* -- large allocations -- */

static struct large *large_of(void *at)
{
    return (struct large *)(void *)((char *)at - offsetof(struct large, data));
}

static void *link_large(struct arena *arena, struct large *large)
{
    if (large == NULL) {
        fail_no_memory();
    }
    large->previous = arena->large;
    large->next = NULL;
    if (arena->large != NULL) {
        arena->large->next = large;
    }
    arena->large = large;
    return large->data;
}

static void unlink_large(struct arena *arena, struct large *large)
{
    if (large->previous != NULL) {
        large->previous->next = large->next;
    }
    if (large->next != NULL) {
        large->next->previous = large->previous;
    } else {
        arena->large = large->previous;
    }
}

static void *grow_large(struct arena *arena, void *old, size_t old_size, size_t had, size_t wants)
{
    struct large *large = large_of(old);
    unlink_large(arena, large);
    void *at = link_large(arena, realloc(large, sizeof *large + wants));
    memset((char *)at + old_size, 0, wants - old_size);
    arena->bytes += wants - had;
    return at;
}

/* -- allocations -- */

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t rounded = round_up(size);
    if (rounded >= LARGE) {
        arena->bytes += rounded;
        return link_large(arena, calloc(1, sizeof(struct large) + rounded));
    }
    if (arena->top == NULL || arena->top->capacity - arena->top->used < rounded) {
        add_block(arena, rounded);
    }
    void *at = (char *)arena->top->data + arena->top->used;
    arena->top->used += rounded;
    arena->bytes += rounded;
    arena->last = at;
    UNPOISON(at, rounded);
    memset(at, 0, rounded);
    return at;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
    const size_t had = old == NULL ? 0 : round_up(old_size);
    const size_t wants = round_up(new_size);
    if (old != NULL && old == arena->last && wants >= had && wants < LARGE &&
        arena->top->capacity - arena->top->used >= wants - had) {
        UNPOISON((char *)old + had, wants - had);
        memset((char *)old + old_size, 0, wants - old_size);
        arena->top->used += wants - had;
        arena->bytes += wants - had;
        return old;
    }
    if (had >= LARGE && wants >= had) {
        return grow_large(arena, old, old_size, had, wants);
    }
    void *fresh = arena_alloc(arena, new_size);
    if (old_size > 0) {
        memcpy(fresh, old, old_size);
    }
    return fresh;
}

void arena_give_back(struct arena *arena, void *at, size_t size)
{
    if (at != NULL && round_up(size) >= LARGE) {
        unlink_large(arena, large_of(at));
        free(large_of(at));
        arena->bytes -= round_up(size);
    }
}

char *arena_copy_text(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

char *arena_format_list(struct arena *arena, const char *format, va_list arguments)
{
    char first[256]; /* most texts fit; a longer one is formatted again */
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(first, sizeof first, format, arguments);
    char *text = arena_alloc(arena, (size_t)length + 1);
    if ((size_t)length < sizeof first) {
        memcpy(text, first, (size_t)length);
    } else {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

size_t arena_bytes(const struct arena *arena)
{
    return arena->bytes;
}
