/* The cheapest vertex order of a graph, from its end: which intermediate goes last?
 *
 * Let W(C) be the products that the intermediates of a set C take at least if they go first and all
 * others stay. If v goes last of C, its own products are known: what leads to it through C, times
 * what it leads to through C; and v stays for the others, which fall apart into the connected parts
 * D of C without v. Parts that do not touch have nothing to do with each other. So
 *
 *     W(C) = min over v in C of  last(v, C) + sum of W(D) over the connected parts D of C - v,
 *
 * and W depends on connected sets of the graph as it was given, nothing else: a separator that goes
 * last cuts the problem into independent ones. Going from the end has a second merit. What makes
 * an order dear are its last eliminations, so a bad choice shows at once, whereas in an order that
 * is built from its beginning nearly every choice looks cheap at first.
 *
 * The search is depth first with a limit: W(C) if it is at most that, or a lower bound above it.
 * Both are remembered for every set, and the limit of the whole is raised step by step from the
 * first bound to the best order known. Each set begins with the bound of cuts.c for the graph in
 * which all others are kept, as if they were inputs and outputs; the same numbers bound what each
 * choice of v leads to, before any of it is looked at.
 *
 * Three rules leave fewer choices. With an intermediate i a predecessor, k a successor of v, and
 * a(v), b(v) the disjoint paths to and from v (cuts.c), which never grow fewer:
 *
 * 1. v goes first if it costs a(v) * b(v) now, and every i already leads to all successors of v but
 *    for at most one that stays, and to every k lead all predecessors of v but for at most one
 *    that stays. Proof: v never costs less. While T goes before v, every successor that v then has
 *    is one of i, too, but for that one: the path from i to the successor that it came from is
 *    there. So without v, i has v less and at most one successor more; likewise k. Nothing costs
 *    more without v, in whatever order, so v can be moved to the front.
 * 2. u is the only predecessor of v, and v the only successor of u. If v costs b(v) now and that is
 *    at most a(u), v goes first; if u costs a(u) now and that is at most b(v), u does. Proof of the
 *    former: where v goes before u, moving it to the front changes no row but u's, which nobody
 *    sees before u goes, and v never costs less. Where u goes first, it costs a(u) at least and v
 *    takes its place; let v go at once and u where v went: all others have the same number of
 *    neighbours all the time, u costs what v did, and b(v) <= a(u). The latter is its mirror. (That
 *    a vertex between one predecessor and one successor always goes first is not true: it lets an
 *    elimination be done by halves, as edge elimination does.)
 * 3. Of vertices with the same predecessors and successors, false twins (Bentert, Crane et al.,
 *    arXiv 2506.17521, 2025), the one with the highest number goes last: they can change places in
 *    any order, and nobody sees the difference.
 *
 * Rules 1 and 2 give C a beginning, and what goes last is then one of the rest. Both are used on
 * counts from before the last forced moves: a(v) and b(v) may have grown since, but if the cost of
 * now is the product of the old ones, it is that of the new ones between the two.
 *
 * R. Bellman, Dynamic programming treatment of the travelling salesman problem, J. ACM 9, 1962, and
 * Bentert et al. for dynamic programming over sets; that many vertex orders need only be known by
 * connected sets is the idea of H. Tamaki, Positive-instance driven dynamic programming for
 * treewidth, J. Comb. Optim. 37, 2019. */
#include "shortest.h"

#include "cuts.h"

#include <stdlib.h>

enum { CHUNK_BITS = 12, CHUNK = 1 << CHUNK_BITS, LEAST_HEADS = 1024 };

#define NONE UINT32_MAX

/* What is remembered at most: some two hundred bytes each with its share of the tables. */
static const uint32_t most_states = UINT32_C(1) << 22;

/* A connected set of intermediates that go first, all others kept. */
struct state {
    uint32_t lower; /* products that they take at least */
    uint32_t last;  /* of the cheapest order, where that is known; NONE: every move is forced */
    uint32_t next;  /* with the same hash */
    bool exact;     /* `lower` is what the cheapest order takes */
    uint64_t set[];
};

struct choice {
    uint32_t v;     /* goes last */
    uint64_t cost;  /* its own products */
    uint64_t bound; /* of the whole set, if so */
};

/* What a visit of a state needs, one for each level of the recursion. */
struct frame {
    struct choice *choices;
    uint32_t *parts; /* states */
    uint64_t *rest;  /* a set */
};

struct dissection {
    struct arena *arena;
    const struct sets *sets;
    struct search_budget *budget;
    bool out; /* the budget is used up */

    struct cuts *cuts;
    struct sets work; /* the graph after the forced moves of the state at hand */
    uint64_t *left;   /* those of its set that remain then */
    uint32_t *forced; /* the moves in order */
    uint32_t forced_count;
    uint64_t forced_cost;

    uint64_t *above; /* rows: kept ones and inputs that lead to an item through the set */
    uint64_t *below;
    uint64_t *bounds; /* of each item */
    uint64_t *part;   /* sets */
    uint64_t *open;
    VEC(struct frame) frames;

    size_t state_bytes;
    VEC(unsigned char *) chunks;
    uint32_t state_count;
    uint32_t *heads;
    uint32_t head_count;
};

/* -- forced moves -- */

/* Whether the row less the other is empty or one item that stays. */
static bool is_slight(const struct dissection *d, const uint64_t *row, const uint64_t *minus)
{
    uint32_t ones = 0;
    for (uint32_t w = 0; w < d->sets->words; w++) {
        const uint64_t word = row[w] & ~minus[w];
        ones += bits_ones(word);
        if (ones > 1 || (w < d->sets->item_words && (word & d->left[w]) != 0)) {
            return false;
        }
    }
    return true;
}

/* Rule 1. */
static bool is_free(const struct dissection *d, uint32_t v)
{
    const uint64_t *in = sets_in(&d->work, v);
    const uint64_t *out = sets_out(&d->work, v);
    if (sets_cost(&d->work, v) != cuts_least(d->cuts, v)) {
        return false;
    }
    BITS_EACH(i, in, d->sets->item_words)
    {
        if (i < d->sets->count && bits_has(d->left, i) &&
            !is_slight(d, out, sets_out(&d->work, i))) {
            return false;
        }
    }
    BITS_EACH(k, out, d->sets->item_words)
    {
        if (k < d->sets->count && bits_has(d->left, k) && !is_slight(d, in, sets_in(&d->work, k))) {
            return false;
        }
    }
    return true;
}

/* Post: the only item of the row where that is in the set, else NONE. */
static uint32_t only_item(const struct dissection *d, const uint64_t *row)
{
    const uint32_t item = bits_next(row, d->sets->words, 0);
    const bool is_one = item < d->sets->count && bits_has(d->left, item) &&
                        bits_next(row, d->sets->words, item + 1) == NONE;
    return is_one ? item : NONE;
}

/* Rule 2. Post: the one of two in a row that goes first, or NONE. */
static uint32_t first_of_link(const struct dissection *d, uint32_t v)
{
    const uint32_t u = only_item(d, sets_in(&d->work, v));
    if (u == NONE || only_item(d, sets_out(&d->work, u)) != v) {
        return NONE;
    }
    const uint32_t outs = bits_count(sets_out(&d->work, v), d->sets->words);
    const uint32_t ins = bits_count(sets_in(&d->work, u), d->sets->words);
    if (outs == cuts_below(d->cuts, v) && outs <= cuts_above(d->cuts, u)) {
        return v;
    }
    if (ins == cuts_above(d->cuts, u) && ins <= cuts_below(d->cuts, v)) {
        return u;
    }
    return NONE;
}

static bool force_moves(struct dissection *d)
{
    const uint32_t before = d->forced_count;
    BITS_EACH(v, d->left, d->sets->item_words)
    {
        const uint32_t first = is_free(d, v) ? v : first_of_link(d, v);
        if (first != NONE) {
            d->forced[d->forced_count++] = first;
            d->forced_cost += sets_cost(&d->work, first);
            sets_eliminate(&d->work, first);
            bits_remove(d->left, first);
        }
    }
    return d->forced_count > before;
}

/* Post: the forced moves of the set are done in `work`, the others are in `left`; a lower bound of
 * the products of all. */
static uint64_t measure(struct dissection *d, const uint64_t *set)
{
    bits_copy(d->left, set, d->sets->item_words);
    BITS_EACH(v, set, d->sets->item_words)
    {
        bits_copy(sets_in(&d->work, v), sets_in(d->sets, v), d->sets->words);
        bits_copy(sets_out(&d->work, v), sets_out(d->sets, v), d->sets->words);
    }
    d->forced_count = 0;
    d->forced_cost = 0;
    uint64_t bound;
    bool moved;
    do { /* counts from before the last moves are low, but where a rule holds by them it holds */
        bound = cuts_bound(d->cuts, &d->work, d->left);
        moved = false;
        while (force_moves(d)) {
            moved = true;
        }
    } while (moved);
    return d->forced_cost + bound;
}

/* -- states -- */

static struct state *state_at(const struct dissection *d, uint32_t s)
{
    return (struct state *)(void *)(d->chunks.at[s >> CHUNK_BITS] +
                                    (s & (CHUNK - 1)) * d->state_bytes);
}

static uint32_t *head_of(const struct dissection *d, const uint64_t *set)
{
    uint64_t sum = 0;
    for (uint32_t w = 0; w < d->sets->item_words; w++) {
        sum = (sum ^ set[w]) * UINT64_C(0x9E3779B97F4A7C15);
        sum ^= sum >> 29;
    }
    return &d->heads[(sum ^ sum >> 32) % d->head_count];
}

static void grow_heads(struct dissection *d)
{
    d->head_count = d->head_count == 0 ? LEAST_HEADS : 2 * d->head_count;
    d->heads = arena_alloc(d->arena, d->head_count * sizeof *d->heads);
    memset(d->heads, 0xFF, d->head_count * sizeof *d->heads);
    for (uint32_t s = 0; s < d->state_count; s++) {
        struct state *state = state_at(d, s);
        uint32_t *head = head_of(d, state->set);
        state->next = *head;
        *head = s;
    }
}

/* Post: the state of this set, measured where it is new. */
static uint32_t find_state(struct dissection *d, const uint64_t *set)
{
    if (d->state_count >= d->head_count) {
        grow_heads(d);
    }
    uint32_t *head = head_of(d, set);
    for (uint32_t s = *head; s != NONE; s = state_at(d, s)->next) {
        if (bits_equal(state_at(d, s)->set, set, d->sets->item_words)) {
            return s;
        }
    }
    const uint32_t s = d->state_count++;
    if ((s & (CHUNK - 1)) == 0) {
        vec_push(d->arena, &d->chunks, arena_alloc(d->arena, CHUNK * d->state_bytes));
    }
    struct state *state = state_at(d, s);
    state->lower = (uint32_t)measure(d, set);
    state->exact = d->forced_cost == state->lower;
    state->last = NONE;
    state->next = *head;
    bits_copy(state->set, set, d->sets->item_words);
    *head = s;
    return s;
}

/* -- what goes last -- */

/* Post: every row of the set holds all that leads to it, or that it leads to, through the set. */
static void close_row(const struct dissection *d, const uint64_t *set, const uint64_t *from,
                      uint64_t *rows, uint32_t v)
{
    const uint32_t words = d->sets->words;
    uint64_t *row = rows + (size_t)v * words;
    bits_copy(row, from, words);
    for (uint32_t w = 0; w < d->sets->item_words; w++) {
        row[w] &= ~set[w];
    }
    for (uint32_t w = 0; w < d->sets->item_words; w++) {
        for (uint64_t inner = from[w] & set[w]; inner != 0; inner &= inner - 1) {
            const uint64_t *more = rows + (size_t)(64 * w + bits_lowest(inner)) * words;
            for (uint32_t m = 0; m < words; m++) {
                row[m] |= more[m];
            }
        }
    }
}

/* Intermediates are numbered in topological order: those before an item have smaller numbers. */
static void close_rows(struct dissection *d, const uint64_t *set)
{
    for (uint32_t v = 0; v < d->sets->count; v++) {
        if (bits_has(set, v)) {
            close_row(d, set, sets_in(d->sets, v), d->above, v);
        }
    }
    for (uint32_t v = d->sets->count; v-- > 0;) {
        if (bits_has(set, v)) {
            close_row(d, set, sets_out(d->sets, v), d->below, v);
        }
    }
}

static uint64_t last_cost(const struct dissection *d, uint32_t v)
{
    const size_t row = (size_t)v * d->sets->words;
    const uint64_t below = bits_count(d->below + row, d->sets->words) -
                           bits_count(sets_own(d->sets, v), d->sets->words);
    return below * bits_count(d->above + row, d->sets->words);
}

/* Whether another one just like v comes behind it. */
static bool has_later_twin(const struct dissection *d, uint32_t v)
{
    const uint32_t words = d->sets->words;
    for (uint32_t u = v + 1; u < d->sets->count; u++) {
        if (bits_has(d->left, u) && bits_equal(sets_in(&d->work, u), sets_in(&d->work, v), words) &&
            bits_equal(sets_out(&d->work, u), sets_out(&d->work, v), words)) {
            return true;
        }
    }
    return false;
}

static int compare_choices(const void *left, const void *right)
{
    const struct choice *a = left;
    const struct choice *b = right;
    if (a->bound != b->bound) {
        return a->bound < b->bound ? -1 : 1;
    }
    return a->v < b->v ? -1 : a->v > b->v;
}

/* Post: what may go last of the set, those with the lowest bounds first; the number of them. */
static uint32_t list_choices(struct dissection *d, const uint64_t *set, struct choice *choices)
{
    const uint64_t bound = measure(d, set);
    cuts_bounds_without(d->cuts, d->left, bound, d->bounds);
    close_rows(d, set);
    uint32_t count = 0;
    BITS_EACH(v, d->left, d->sets->item_words)
    {
        if (!has_later_twin(d, v)) {
            const uint64_t cost = last_cost(d, v);
            choices[count++] = (struct choice){v, cost, cost + d->bounds[v]};
        }
    }
    qsort(choices, count, sizeof *choices, compare_choices);
    return count;
}

/* Moves what is connected with the first item from `rest` to `part`. */
static void split_part(const struct dissection *d, uint64_t *rest)
{
    const uint32_t words = d->sets->item_words;
    bits_clear(d->part, words);
    bits_clear(d->open, words);
    bits_add(d->open, bits_next(rest, words, 0));
    for (uint32_t v = bits_next(d->open, words, 0); v != NONE; v = bits_next(d->open, words, 0)) {
        bits_remove(d->open, v);
        bits_remove(rest, v);
        bits_add(d->part, v);
        for (uint32_t w = 0; w < words; w++) {
            d->open[w] |= (sets_in(d->sets, v)[w] | sets_out(d->sets, v)[w]) & rest[w];
        }
    }
}

static bool is_empty(const struct dissection *d, const uint64_t *set)
{
    return bits_next(set, d->sets->item_words, 0) == NONE;
}

static struct frame *frame_at(struct dissection *d, uint32_t depth)
{
    while (depth >= d->frames.count) {
        const uint32_t n = d->sets->count;
        struct frame *frame = vec_add(d->arena, &d->frames);
        frame->choices = arena_alloc(d->arena, n * sizeof *frame->choices);
        frame->parts = arena_alloc(d->arena, n * sizeof *frame->parts);
        frame->rest = arena_alloc(d->arena, d->sets->item_words * sizeof(uint64_t));
    }
    return &d->frames.at[depth];
}

static uint64_t solve(struct dissection *d, uint32_t s, uint64_t limit, uint32_t depth);

/* Post: what the set of s takes if this one goes last, where that is at most `limit`; else a lower
 * bound of it above `limit`. */
static uint64_t try_last(struct dissection *d, uint32_t s, const struct choice *choice,
                         uint64_t limit, uint32_t depth)
{
    const struct frame frame = *frame_at(d, depth);
    uint32_t count = 0;
    uint64_t sum = choice->cost;
    bits_copy(frame.rest, state_at(d, s)->set, d->sets->item_words);
    bits_remove(frame.rest, choice->v);
    while (!is_empty(d, frame.rest)) {
        split_part(d, frame.rest);
        frame.parts[count] = find_state(d, d->part);
        sum += state_at(d, frame.parts[count++])->lower;
    }
    for (uint32_t part = 0; part < count && sum <= limit && !d->out; part++) {
        const uint64_t others = sum - state_at(d, frame.parts[part])->lower;
        sum = others + solve(d, frame.parts[part], limit - others, depth + 1);
    }
    return sum;
}

/* Post: what the set of s takes, and `exact`, where that is at most `limit`; else a lower bound
 * above `limit`, unless the budget is used up. Recursion is as deep as there are items at most. */
static uint64_t solve(struct dissection *d, uint32_t s, uint64_t limit, uint32_t depth)
{
    struct state *state = state_at(d, s);
    if (state->exact || state->lower > limit) {
        return state->lower;
    }
    if (d->state_count >= most_states || !search_spend(d->budget, 1)) {
        d->out = true;
        return state->lower;
    }
    struct choice *choices = frame_at(d, depth)->choices;
    const uint32_t count = list_choices(d, state->set, choices);
    uint64_t least = UINT32_MAX;
    uint32_t last = NONE;
    for (uint32_t c = 0; c < count; c++) {
        if (choices[c].bound > limit) {
            least = choices[c].bound < least ? choices[c].bound : least;
            break;
        }
        const uint64_t sum = try_last(d, s, &choices[c], limit, depth);
        if (d->out) {
            return state->lower;
        }
        least = sum < least ? sum : least;
        if (sum <= limit) {
            last = choices[c].v;
            limit = sum - 1;
        }
    }
    if (last != NONE) {
        state->exact = true;
        state->last = last;
        state->lower = (uint32_t)least;
    } else if (least > state->lower) {
        state->lower = (uint32_t)least;
    }
    return state->lower;
}

/* -- the order -- */

/* Post: the cheapest order. Pre: the state is exact. */
static void take_order(struct dissection *d, uint32_t s, uint32_t *order)
{
    uint32_t place = d->sets->count;
    uint64_t *rest = arena_alloc(d->arena, d->sets->item_words * sizeof *rest);
    VEC(uint32_t) stack = {0};
    vec_push(d->arena, &stack, s);
    while (stack.count > 0) {
        const struct state *state = state_at(d, stack.at[--stack.count]);
        if (state->last == NONE) {
            measure(d, state->set);
            while (d->forced_count > 0) {
                order[--place] = d->forced[--d->forced_count];
            }
            continue;
        }
        order[--place] = state->last;
        bits_copy(rest, state->set, d->sets->item_words);
        bits_remove(rest, state->last);
        while (!is_empty(d, rest)) {
            split_part(d, rest);
            vec_push(d->arena, &stack, find_state(d, d->part));
        }
    }
}

static struct dissection start(struct arena *arena, const struct sets *sets,
                               struct search_budget *budget)
{
    const size_t rows = (size_t)sets->count * sets->words * sizeof(uint64_t);
    const size_t set = sets->item_words * sizeof(uint64_t);
    struct dissection d = {.arena = arena, .sets = sets, .budget = budget};
    d.cuts = cuts_create(arena, sets);
    d.work = sets_copy(arena, sets);
    d.left = arena_alloc(arena, set);
    d.forced = arena_alloc(arena, sets->count * sizeof *d.forced);
    d.above = arena_alloc(arena, rows);
    d.below = arena_alloc(arena, rows);
    d.bounds = arena_alloc(arena, sets->count * sizeof *d.bounds);
    d.part = arena_alloc(arena, set);
    d.open = arena_alloc(arena, set);
    d.state_bytes = sizeof(struct state) + set;
    return d;
}

void shortest_find(const struct sets *sets, struct search_budget *budget, struct shortest *best)
{
    struct arena *arena = arena_create();
    struct dissection d = start(arena, sets, budget);
    uint64_t *all = arena_alloc(arena, sets->item_words * sizeof *all);
    for (uint32_t v = 0; v < sets->count; v++) {
        bits_add(all, v);
    }
    const uint32_t s = find_state(&d, all);
    const struct state *root = state_at(&d, s);
    while (root->lower < best->cost && !root->exact && !d.out) {
        search_report(budget, best->cost, root->lower);
        solve(&d, s, root->lower + (best->cost - 1 - root->lower) / 4, 0);
    }
    if (root->exact && root->lower < best->cost) {
        best->cost = root->lower;
        take_order(&d, s, best->order);
    }
    best->bound = root->lower < best->cost ? root->lower : best->cost;
    arena_destroy(arena);
}
