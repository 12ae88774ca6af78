/* The order `lns`, large neighbourhood search: the best quick order, improved window by window.
 *
 * A sweep goes through the order and puts every few intermediates that follow each other into their
 * best order, exactly (see window.c); each sweep's windows overlap by half. That alone ends where
 * no window improves, so between sweeps
 *   - the order is laid out anew. Only this matters for its cost: of two intermediates that are
 *     neighbours when the first of them goes, which one is first. All orders that keep that form
 *     a partial order, and each of its linear extensions costs the same. One that is laid out from
 *     its end, depth first, brings together what depends on each other, and so into one window;
 *     which branch goes first is up to chance, and so are the windows;
 *   - a few intermediates are moved to somewhere else. If the sweep does not bring the cost back
 *     to what it was, the order is given up, but for a little worse now and then (S. Kirkpatrick et
 *     al., Optimization by simulated annealing, Science 220, 1983).
 * P. Shaw, Using constraint programming and local search methods to solve vehicle routing problems,
 * CP 1998, for the kind of search. Effort is counted in windows. */
#include "lns.h"

#include "chains.h"
#include "window.h"

enum { LEAST_WINDOW = 5, USUAL_WINDOW = 9 };

static const uint64_t usual_effort = 20000;

struct lns {
    struct chain *chain;
    struct window *window;
    struct sets work;
    uint64_t *later;   /* a set for each item: neighbours when it went, which go later */
    uint32_t *waiting; /* of each item: later neighbours that are not placed yet */
    uint32_t *order;
    uint32_t *spare;
    uint32_t *stack;
};

/* Solves the windows of the order from left to right. Post: its cost; `later` belongs to it. False
 * where the budget is used up: the order is good, the cost is not. */
static bool sweep(struct lns *l, uint64_t *cost)
{
    const struct sets *sets = l->chain->sets;
    const uint32_t n = sets->count;
    uint32_t size = LEAST_WINDOW + search_below(&l->chain->dice, USUAL_WINDOW - LEAST_WINDOW + 1);
    size = size < n ? size : n;
    const uint32_t step = size > 1 ? size / 2 : 1;
    *cost = 0;
    sets_reset(&l->work, sets);
    for (uint32_t place = 0; place < n; place++) {
        if (place % step == 0) {
            if (!search_spend(&l->chain->budget, 1)) {
                return false;
            }
            const uint32_t count = n - place < size ? n - place : size;
            window_solve(l->window, &l->work, l->order + place, count);
        }
        const uint32_t v = l->order[place];
        for (uint32_t w = 0; w < sets->item_words; w++) {
            l->later[(size_t)v * sets->item_words + w] =
                sets_in(&l->work, v)[w] | sets_out(&l->work, v)[w];
        }
        *cost += sets_cost(&l->work, v);
        sets_eliminate(&l->work, v);
    }
    return true;
}

/* Lays the order out anew, from its end, depth first. */
static void lay_out(struct lns *l)
{
    const struct sets *sets = l->chain->sets;
    const uint32_t words = sets->item_words;
    uint32_t top = 0;
    for (uint32_t place = 0; place < sets->count; place++) {
        const uint32_t v = l->order[place];
        l->waiting[v] = 0;
        BITS_EACH(u, l->later + (size_t)v * words, words)
        {
            l->waiting[v] += u < sets->count;
        }
        if (l->waiting[v] == 0) {
            l->stack[top++] = v;
        }
    }
    /* earlier neighbours of v are those that have it among their later ones: kept as a list */
    for (uint32_t place = sets->count; place-- > 0;) {
        const uint32_t pick = top > 1 && search_below(&l->chain->dice, 8) == 0
                                  ? search_below(&l->chain->dice, top)
                                  : top - 1;
        const uint32_t v = l->stack[pick];
        l->stack[pick] = l->stack[--top];
        l->spare[place] = v;
        const uint32_t released = top;
        for (uint32_t u = 0; u < sets->count; u++) {
            if (bits_has(l->later + (size_t)u * words, v) && --l->waiting[u] == 0) {
                l->stack[top++] = u;
            }
        }
        for (uint32_t s = top; s > released + 1; s--) {
            const uint32_t other = released + search_below(&l->chain->dice, s - released);
            const uint32_t swapped = l->stack[other];
            l->stack[other] = l->stack[s - 1];
            l->stack[s - 1] = swapped;
        }
    }
    memcpy(l->order, l->spare, sets->count * sizeof *l->order);
}

/* Moves one intermediate to another place. */
static void kick(struct lns *l)
{
    const uint32_t n = l->chain->sets->count;
    const uint32_t from = search_below(&l->chain->dice, n);
    const uint32_t to = search_below(&l->chain->dice, n);
    const uint32_t v = l->order[from];
    if (from < to) {
        memmove(l->order + from, l->order + from + 1, (to - from) * sizeof v);
    } else {
        memmove(l->order + to + 1, l->order + to, (from - to) * sizeof v);
    }
    l->order[to] = v;
}

static bool is_taken(struct lns *l, uint64_t cost, uint64_t present)
{
    const double ahead = 1 - search_used(&l->chain->budget);
    const double heat = 0.25 + 0.002 * (double)present * ahead;
    return cost <= present || search_accept(&l->chain->dice, cost - present, heat);
}

static void walk(struct chain *chain)
{
    struct arena *arena = arena_create();
    const uint32_t n = chain->sets->count;
    struct lns l = {.chain = chain};
    l.window = window_create(arena, chain->sets);
    l.work = sets_copy(arena, chain->sets);
    l.later = arena_alloc(arena, (size_t)n * chain->sets->item_words * sizeof *l.later);
    l.waiting = arena_alloc(arena, n * sizeof *l.waiting);
    l.order = arena_alloc(arena, n * sizeof *l.order);
    l.spare = arena_alloc(arena, n * sizeof *l.spare);
    l.stack = arena_alloc(arena, n * sizeof *l.stack);
    uint32_t *present = arena_alloc(arena, n * sizeof *present);
    uint64_t present_cost = chain->cost;
    memcpy(l.order, chain->order, n * sizeof *l.order);
    memcpy(present, chain->order, n * sizeof *present);
    uint64_t cost;
    while (chain->cost > chain->bound && sweep(&l, &cost)) {
        lay_out(&l);
        if (is_taken(&l, cost, present_cost)) {
            present_cost = cost;
            memcpy(present, l.order, n * sizeof *present);
        } else {
            memcpy(l.order, present, n * sizeof *present);
        }
        if (cost < chain->cost) {
            chain->cost = cost;
            memcpy(chain->order, present, n * sizeof *present);
        }
        for (uint32_t kicks = 1 + search_below(&chain->dice, 3); kicks > 0; kicks--) {
            kick(&l);
        }
    }
    arena_destroy(arena);
}

void lns_improve(const struct sets *sets, struct search_budget *budget, uint64_t bound,
                 uint32_t *order, uint64_t *cost)
{
    chains_improve(sets, budget, bound, walk, order, cost);
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    chains_run(graph, options, usual_effort, walk, plan);
}

const struct lg_order lg_order_lns = {
    .name = "lns",
    .summary = "the best quick order, windows of it re-solved exactly again and again",
    .quick = false,
    .search = true,
    .judged = true,
    .run = run,
};
