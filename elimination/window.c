/* A window: some intermediates that go one after the other, put in their best order by dynamic
 * programming over the sets of those that are gone (Bellman 1962; Held & Karp 1962).
 *
 * Whatever goes before the window and after it does not matter, as the graph that the window leaves
 * does not depend on the order within it (see sets.c). With T of the window gone, v leads up to all
 * items that its own predecessors and those of the gone ones above it lead to; so the row of v is
 * the union of the rows of a set A of window items. The sizes of all such unions are worked out
 * once, 2^k of them, and every one of the k * 2^k steps is then a look-up and a few operations on
 * words of k bits: kept ones of the window are counted by those, all others by the table. */
#include "window.h"

struct half {
    uint32_t inner[WINDOW_MOST]; /* of each item: the others of the window beside it, as bits */
    uint64_t *rows;              /* of each set of items: the outer ones beside one of them */
    uint32_t *sizes;             /* the number of these */
};

struct window {
    uint32_t words;
    struct half up;
    struct half down;
    uint64_t *members; /* the window as a row */
    uint64_t *best;    /* of each set gone: the products of the best way to it */
    uint8_t *last;     /* and what went last on it */
};

struct window *window_create(struct arena *arena, const struct sets *sets)
{
    const size_t subsets = (size_t)1 << WINDOW_MOST;
    struct window *window = arena_alloc(arena, sizeof *window);
    window->words = sets->words;
    window->up.rows = arena_alloc(arena, subsets * sets->words * sizeof(uint64_t));
    window->up.sizes = arena_alloc(arena, subsets * sizeof(uint32_t));
    window->down.rows = arena_alloc(arena, subsets * sets->words * sizeof(uint64_t));
    window->down.sizes = arena_alloc(arena, subsets * sizeof(uint32_t));
    window->members = arena_alloc(arena, sets->words * sizeof(uint64_t));
    window->best = arena_alloc(arena, subsets * sizeof(uint64_t));
    window->last = arena_alloc(arena, subsets);
    return window;
}

/* The unions of all subsets: that of a set is that of the set without its lowest item, and its. */
static void unite(const struct window *window, struct half *half, uint32_t count)
{
    const uint32_t words = window->words;
    half->sizes[0] = 0;
    bits_clear(half->rows, words);
    for (uint32_t set = 1; set < UINT32_C(1) << count; set++) {
        const uint32_t lowest = set & (~set + 1);
        uint64_t *row = half->rows + (size_t)set * words;
        if (set != lowest) {
            const uint64_t *one = half->rows + (size_t)lowest * words;
            const uint64_t *others = half->rows + (size_t)(set ^ lowest) * words;
            for (uint32_t w = 0; w < words; w++) {
                row[w] = one[w] | others[w];
            }
        }
        half->sizes[set] = bits_count(row, words);
    }
}

static void load(const struct window *window, struct half *half, const uint64_t *rows,
                 const uint32_t *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t *from = rows + (size_t)items[i] * window->words;
        uint64_t *row = half->rows + (size_t)(UINT32_C(1) << i) * window->words;
        half->inner[i] = 0;
        for (uint32_t j = 0; j < count; j++) {
            half->inner[i] |= (uint32_t)bits_has(from, items[j]) << j;
        }
        for (uint32_t w = 0; w < window->words; w++) {
            row[w] = from[w] & ~window->members[w];
        }
    }
    unite(window, half, count);
}

/* Post: the items beside i with those of `gone` gone. */
static uint32_t beside(const struct half *half, uint32_t i, uint32_t gone)
{
    uint32_t passed = UINT32_C(1) << i;
    uint32_t inner = half->inner[i];
    for (uint32_t open = inner & gone; open != 0; open = inner & gone & ~passed) {
        const uint32_t next = open & (~open + 1);
        passed |= next;
        inner |= half->inner[bits_lowest(next)];
    }
    return half->sizes[passed] + bits_ones(inner & ~gone);
}

static uint64_t cost_of(const struct window *window, uint32_t i, uint32_t gone, uint32_t own)
{
    return (uint64_t)beside(&window->up, i, gone) * (beside(&window->down, i, gone) - own);
}

/* Post: the products of the items in the order that they have. */
static uint64_t present_cost(const struct window *window, uint32_t count, const uint32_t *own)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += cost_of(window, i, (UINT32_C(1) << i) - 1, own[i]);
    }
    return sum;
}

bool window_solve(struct window *window, const struct sets *sets, uint32_t *items, uint32_t count)
{
    uint32_t own[WINDOW_MOST];
    const uint32_t full = (UINT32_C(1) << count) - 1;
    bits_clear(window->members, window->words);
    for (uint32_t i = 0; i < count; i++) {
        bits_add(window->members, items[i]);
        own[i] = bits_count(sets_own(sets, items[i]), sets->words);
    }
    load(window, &window->up, sets->in, items, count);
    load(window, &window->down, sets->out, items, count);
    memset(window->best, 0xFF, ((size_t)full + 1) * sizeof *window->best);
    window->best[0] = 0;
    for (uint32_t gone = 0; gone < full; gone++) {
        for (uint32_t rest = full & ~gone; rest != 0; rest &= rest - 1) {
            const uint32_t i = bits_lowest(rest);
            const uint64_t cost = window->best[gone] + cost_of(window, i, gone, own[i]);
            const uint32_t then = gone | UINT32_C(1) << i;
            if (cost < window->best[then]) {
                window->best[then] = cost;
                window->last[then] = (uint8_t)i;
            }
        }
    }
    if (window->best[full] >= present_cost(window, count, own)) {
        return false;
    }
    uint32_t before[WINDOW_MOST];
    memcpy(before, items, count * sizeof *items);
    uint32_t place = count;
    for (uint32_t set = full; set != 0; set &= ~(UINT32_C(1) << window->last[set])) {
        items[--place] = before[window->last[set]];
    }
    return true;
}
