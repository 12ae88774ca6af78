/* Disjoint paths by augmentation, as in bound.c, on rows of bits.
 *
 * After the last search, which fails, an intermediate that was entered and could not be left lies
 * in the smallest cut next to where the paths begin; it lies in all of them if the ends can be
 * reached from it. An intermediate that the search left would make a path more, were it an end.
 * Ends that the start reaches at once are taken first, which is never wrong: a path through such an
 * end can be cut short. */
#include "paths.h"

#define NONE UINT32_MAX

struct paths {
    uint32_t words;
    uint32_t item_words;
    const uint64_t *rows;
    uint64_t *ends;    /* the items that are ends */
    uint64_t *blocked; /* ends that the start reaches at once */
    uint64_t *on_path;
    uint64_t *seen_in;  /* items on a path that were entered */
    uint64_t *seen_out; /* items that may be left on any edge */
    uint64_t *saved_in;
    uint64_t *saved_out;
    uint32_t *before; /* of an item on a path: the one before it; NONE: the path begins here */
    uint32_t *parent; /* of a state */
    uint32_t *stack;
    uint32_t top;
};

struct paths *paths_create(struct arena *arena, const struct sets *sets)
{
    struct paths *paths = arena_alloc(arena, sizeof *paths);
    const size_t row = sets->words * sizeof(uint64_t);
    const size_t items = 64 * (size_t)sets->words;
    paths->words = sets->words;
    paths->item_words = sets->item_words;
    uint64_t **const rows[] = {&paths->ends,     &paths->blocked,  &paths->on_path,
                               &paths->seen_in,  &paths->seen_out, &paths->saved_in,
                               &paths->saved_out};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        *rows[r] = arena_alloc(arena, row);
    }
    paths->before = arena_alloc(arena, items * sizeof(uint32_t));
    paths->parent = arena_alloc(arena, 2 * items * sizeof(uint32_t));
    paths->stack = arena_alloc(arena, 2 * items * sizeof(uint32_t));
    return paths;
}

void paths_begin(struct paths *paths, const uint64_t *left)
{
    memset(paths->ends, 0xFF, paths->words * sizeof *paths->ends);
    for (uint32_t w = 0; w < paths->item_words; w++) {
        paths->ends[w] = ~left[w];
    }
}

enum { STATE_IN = 0, STATE_OUT = 1 };

static void reach(struct paths *paths, uint32_t item, uint32_t side, uint32_t from)
{
    bits_add(side == STATE_IN ? paths->seen_in : paths->seen_out, item);
    paths->parent[2 * item + side] = from;
    paths->stack[paths->top++] = 2 * item + side;
}

/* Reaches what the row leads to. Post: an end off all paths, or NONE. */
static uint32_t leave(struct paths *paths, const uint64_t *row, uint32_t from)
{
    for (uint32_t w = 0; w < paths->words; w++) {
        const uint64_t open = row[w] & ~paths->blocked[w];
        const uint64_t found = open & paths->ends[w] & ~paths->on_path[w];
        if (found != 0) {
            const uint32_t end = 64 * w + bits_lowest(found);
            paths->parent[2 * end + STATE_OUT] = from;
            return end;
        }
        uint64_t off = open & ~paths->on_path[w] & ~paths->seen_out[w];
        for (; off != 0; off &= off - 1) {
            reach(paths, 64 * w + bits_lowest(off), STATE_OUT, from);
        }
        uint64_t on = open & paths->on_path[w] & ~paths->seen_in[w];
        for (; on != 0; on &= on - 1) {
            reach(paths, 64 * w + bits_lowest(on), STATE_IN, from);
        }
    }
    return NONE;
}

/* Goes on from the states on the stack. Post: an end off all paths, or NONE. */
static uint32_t search(struct paths *paths)
{
    while (paths->top > 0) {
        const uint32_t state = paths->stack[--paths->top];
        const uint32_t item = state / 2;
        if (state % 2 == STATE_IN) {
            const uint32_t before = paths->before[item];
            if (before != NONE && !bits_has(paths->seen_out, before)) {
                reach(paths, before, STATE_OUT, state);
            }
            continue;
        }
        if (bits_has(paths->on_path, item) && !bits_has(paths->seen_in, item)) {
            reach(paths, item, STATE_IN, state);
        }
        if (!bits_has(paths->ends, item)) {
            const uint64_t *row = paths->rows + (size_t)item * paths->words;
            const uint32_t end = leave(paths, row, state);
            if (end != NONE) {
                return end;
            }
        }
    }
    return NONE;
}

static uint32_t search_from(struct paths *paths, const uint64_t *start)
{
    paths->top = 0;
    bits_clear(paths->seen_in, paths->words);
    bits_clear(paths->seen_out, paths->words);
    const uint32_t end = leave(paths, start, NONE);
    return end != NONE ? end : search(paths);
}

static void augment(struct paths *paths, uint32_t end)
{
    uint32_t state = 2 * end + STATE_OUT;
    while (state != NONE) { /* edges that were pushed back */
        const uint32_t from = paths->parent[state];
        if (from != NONE && state % 2 == STATE_OUT && from % 2 == STATE_IN) {
            bits_remove(paths->on_path, from / 2);
        }
        state = from;
    }
    state = 2 * end + STATE_OUT;
    while (state != NONE) { /* edges that were found */
        const uint32_t from = paths->parent[state];
        if (from == NONE || (from % 2 == STATE_OUT && from / 2 != state / 2)) {
            paths->before[state / 2] = from == NONE ? NONE : from / 2;
            bits_add(paths->on_path, state / 2);
        }
        state = from;
    }
}

uint32_t paths_count(struct paths *paths, const uint64_t *rows, const uint64_t *start,
                     uint32_t most)
{
    uint32_t count = 0;
    uint64_t others = 0;
    paths->rows = rows;
    for (uint32_t w = 0; w < paths->words; w++) {
        paths->blocked[w] = start[w] & paths->ends[w];
        count += bits_ones(paths->blocked[w]);
        others |= start[w] & ~paths->ends[w];
    }
    bits_clear(paths->on_path, paths->words);
    if (others == 0) {
        bits_clear(paths->seen_in, paths->words);
        bits_clear(paths->seen_out, paths->words);
        return count;
    }
    while (count < most) {
        const uint32_t end = search_from(paths, start);
        if (end == NONE) {
            break;
        }
        augment(paths, end);
        count++;
    }
    return count;
}

void paths_find_inner(const struct paths *paths, uint64_t *inner)
{
    for (uint32_t w = 0; w < paths->item_words; w++) {
        inner[w] = paths->seen_out[w] & ~paths->ends[w];
    }
}

void paths_find_raised(struct paths *paths, uint64_t *raised)
{
    bits_clear(raised, paths->item_words);
    for (uint32_t w = 0; w < paths->item_words; w++) {
        uint64_t cut =
            paths->seen_in[w] & paths->on_path[w] & ~paths->seen_out[w] & ~paths->ends[w];
        for (; cut != 0; cut &= cut - 1) {
            const uint32_t v = 64 * w + bits_lowest(cut);
            if (bits_has(paths->seen_out, v)) {
                continue;
            }
            bits_copy(paths->saved_in, paths->seen_in, paths->words);
            bits_copy(paths->saved_out, paths->seen_out, paths->words);
            paths->top = 0;
            reach(paths, v, STATE_OUT, NONE);
            if (search(paths) != NONE) {
                bits_add(raised, v);
                bits_copy(paths->seen_in, paths->saved_in, paths->words);
                bits_copy(paths->seen_out, paths->saved_out, paths->words);
            }
        }
    }
}
