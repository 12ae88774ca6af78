/* The order `anneal`, simulated annealing: the best quick order, and one move after the other.
 *
 * A move takes one intermediate v to another place, some places before or behind. Only what lies
 * between the two places can change its products, and of that only what leads to v or is led to:
 *   - where v now goes before w instead of behind it, w is worked out anew if v was among its
 *     neighbours when it went;
 *   - where v now goes behind w, if v was one of the gone that w's neighbours were found through.
 * For every intermediate both are kept as one set, the items that were looked at when its
 * neighbours were found, so that a move touches few of them. Where a neighbour of v stands, there
 * is the place from which it makes a difference: half of the moves go just past one.
 *
 * A move that makes the order cheaper is kept, one that makes it dearer by d with probability
 * exp(-d / heat), and the heat falls with the cube of what is left of the effort (S. Kirkpatrick,
 * C. D. Gelatt & M. P. Vecchi, Optimization by simulated annealing, Science 220, 1983; for
 * elimination orders U. Naumann & P. Gottschling, Simulated annealing for optimal pivot selection
 * in Jacobian accumulation, SAGA 2003). Effort is counted in moves. */
#include "chains.h"

enum { FARTHEST = 48, ROUND_OF_HEAT = 64 };

static const uint64_t usual_effort = 200000;

struct anneal {
    struct chain *chain;
    uint32_t *order;
    uint32_t *places;
    uint64_t *costs;
    uint64_t *looked; /* a set for each item: those gone that were passed, and its neighbours */
    uint64_t cost;
    double heat;
    uint64_t *row; /* scratch: rows and sets */
    uint64_t *open;
    uint32_t *undo_items; /* what a move changed */
    uint64_t *undo_costs;
    uint64_t *undo_looked;
    uint32_t undo_count;
};

/* Post: the number of neighbours that v has on one side with all before it gone; what was looked
 * at is added to `looked`. */
static uint64_t count_side(struct anneal *a, const uint64_t *rows, uint32_t v, uint64_t *looked)
{
    const struct sets *sets = a->chain->sets;
    bits_copy(a->row, rows + (size_t)v * sets->words, sets->words);
    uint64_t gone = 0;
    bits_copy(a->open, a->row, sets->item_words);
    for (uint32_t u = bits_next(a->open, sets->item_words, 0); u < sets->count;
         u = bits_next(a->open, sets->item_words, 0)) {
        bits_remove(a->open, u);
        bits_add(looked, u);
        if (a->places[u] > a->places[v]) {
            continue;
        }
        gone++;
        const uint64_t *more = rows + (size_t)u * sets->words;
        for (uint32_t w = 0; w < sets->item_words; w++) {
            a->open[w] |= more[w] & ~a->row[w];
        }
        for (uint32_t w = 0; w < sets->words; w++) {
            a->row[w] |= more[w];
        }
    }
    return bits_count(a->row, sets->words) - gone;
}

static void work_out(struct anneal *a, uint32_t v)
{
    const struct sets *sets = a->chain->sets;
    uint64_t *looked = a->looked + (size_t)v * sets->item_words;
    bits_clear(looked, sets->item_words);
    const uint64_t above = count_side(a, sets->in, v, looked);
    const uint64_t below = count_side(a, sets->out, v, looked);
    a->costs[v] = above * (below - bits_count(sets_own(sets, v), sets->words));
}

static void renew(struct anneal *a, uint32_t v)
{
    const uint32_t words = a->chain->sets->item_words;
    const uint32_t u = a->undo_count++;
    a->undo_items[u] = v;
    a->undo_costs[u] = a->costs[v];
    bits_copy(a->undo_looked + (size_t)u * words, a->looked + (size_t)v * words, words);
    a->cost -= a->costs[v];
    work_out(a, v);
    a->cost += a->costs[v];
}

static void shift(struct anneal *a, uint32_t from, uint32_t to)
{
    const uint32_t v = a->order[from];
    for (uint32_t place = from; place != to;) {
        const uint32_t next = from < to ? place + 1 : place - 1;
        a->order[place] = a->order[next];
        a->places[a->order[place]] = place;
        place = next;
    }
    a->order[to] = v;
    a->places[v] = to;
}

static void undo(struct anneal *a, uint32_t from, uint32_t to)
{
    const uint32_t words = a->chain->sets->item_words;
    shift(a, to, from);
    while (a->undo_count > 0) {
        const uint32_t v = a->undo_items[--a->undo_count];
        a->cost += a->undo_costs[a->undo_count] - a->costs[v];
        a->costs[v] = a->undo_costs[a->undo_count];
        bits_copy(a->looked + (size_t)v * words, a->undo_looked + (size_t)a->undo_count * words,
                  words);
    }
}

/* Post: a place to move the item at `from` to. */
static uint32_t pick_place(struct anneal *a, uint32_t from)
{
    const uint32_t n = a->chain->sets->count;
    const uint32_t words = a->chain->sets->item_words;
    struct search_dice *dice = &a->chain->dice;
    if (search_below(dice, 2) == 0) {
        const uint64_t *beside = a->looked + (size_t)a->order[from] * words;
        uint32_t u = bits_next(beside, words, search_below(dice, n));
        u = u == UINT32_MAX ? bits_next(beside, words, 0) : u;
        if (u != UINT32_MAX) {
            const uint32_t to = a->places[u];
            if ((to > from ? to - from : from - to) <= FARTHEST) {
                return to;
            }
        }
    }
    const uint32_t least = from > FARTHEST ? from - FARTHEST : 0;
    const uint32_t most = from + FARTHEST < n ? from + FARTHEST : n - 1;
    return least + search_below(dice, most - least + 1);
}

static void move(struct anneal *a)
{
    const uint32_t words = a->chain->sets->item_words;
    const uint32_t from = search_below(&a->chain->dice, a->chain->sets->count);
    const uint32_t to = pick_place(a, from);
    const uint32_t v = a->order[from];
    const uint64_t before = a->cost;
    const uint32_t least = from < to ? from : to + 1;
    const uint32_t most = from < to ? to - 1 : from;
    shift(a, from, to);
    a->undo_count = 0;
    renew(a, v);
    for (uint32_t place = least; place <= most && from != to; place++) {
        if (bits_has(a->looked + (size_t)a->order[place] * words, v)) {
            renew(a, a->order[place]);
        }
    }
    if (a->cost > before && !search_accept(&a->chain->dice, a->cost - before, a->heat)) {
        undo(a, from, to);
    }
}

static struct anneal start(struct arena *arena, struct chain *chain)
{
    const struct sets *sets = chain->sets;
    const size_t n = sets->count;
    struct anneal a = {.chain = chain, .cost = chain->cost};
    a.order = arena_alloc(arena, n * sizeof *a.order);
    a.places = arena_alloc(arena, n * sizeof *a.places);
    a.costs = arena_alloc(arena, n * sizeof *a.costs);
    a.looked = arena_alloc(arena, n * sets->item_words * sizeof *a.looked);
    a.row = arena_alloc(arena, sets->words * sizeof *a.row);
    a.open = arena_alloc(arena, sets->words * sizeof *a.open);
    const size_t most = FARTHEST + 1;
    a.undo_items = arena_alloc(arena, most * sizeof *a.undo_items);
    a.undo_costs = arena_alloc(arena, most * sizeof *a.undo_costs);
    a.undo_looked = arena_alloc(arena, most * sets->item_words * sizeof *a.undo_looked);
    memcpy(a.order, chain->order, n * sizeof *a.order);
    for (uint32_t place = 0; place < sets->count; place++) {
        a.places[a.order[place]] = place;
    }
    for (uint32_t v = 0; v < sets->count; v++) {
        work_out(&a, v);
    }
    return a;
}

static void walk(struct chain *chain)
{
    struct arena *arena = arena_create();
    struct anneal a = start(arena, chain);
    const double hottest = 0.5 * (double)chain->cost / (double)chain->sets->count;
    const double coolest = 0.15;
    while (chain->cost > chain->bound && search_spend(&chain->budget, ROUND_OF_HEAT)) {
        const double ahead = 1 - search_used(&chain->budget);
        a.heat = coolest + hottest * ahead * ahead * ahead;
        for (uint32_t m = 0; m < ROUND_OF_HEAT && chain->cost > chain->bound; m++) {
            move(&a);
            if (a.cost < chain->cost) {
                chain->cost = a.cost;
                memcpy(chain->order, a.order, chain->sets->count * sizeof *a.order);
            }
        }
    }
    arena_destroy(arena);
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    chains_run(graph, options, usual_effort, walk, plan);
}

const struct lg_order lg_order_anneal = {
    .name = "anneal",
    .summary = "the best quick order, improved by simulated annealing",
    .quick = false,
    .search = true,
    .judged = true,
    .run = run,
};
