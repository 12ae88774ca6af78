#include "shortest.h"

#include "cuts.h"
#include <stdlib.h>

enum { NONE = UINT32_MAX, CHUNK_BITS = 12, CHUNK = 1 << CHUNK_BITS, LEAST_HEADS = 1024 };

struct state {
    uint32_t lower;
    uint32_t next;
    uint32_t last;
    bool exact;
    uint32_t used;
    uint64_t set[];
};

struct dissect {
    struct arena *arena;
    const struct sets *sets;
    struct search_budget *budget;
    struct cuts *cuts;
    size_t state_bytes;
    VEC(unsigned char *) chunks;
    uint32_t state_count;
    uint32_t *heads;
    uint32_t head_count;
    uint64_t *above; /* rows */
    uint64_t *below;
    uint64_t bounds;
    bool out;
};

struct choice {
    uint32_t v;
    uint32_t cost;
    uint32_t estimate;
};

static struct state *state_at(const struct dissect *p, uint32_t s)
{
    return (struct state *)(void *)(p->chunks.at[s >> CHUNK_BITS] +
                                    (s & (CHUNK - 1)) * p->state_bytes);
}

static uint64_t hash(const uint64_t *set, uint32_t words)
{
    uint64_t sum = 0;
    for (uint32_t w = 0; w < words; w++) {
        sum = (sum ^ set[w]) * UINT64_C(0x9E3779B97F4A7C15);
        sum ^= sum >> 29;
    }
    return sum ^ sum >> 32;
}

static void grow_heads(struct dissect *p)
{
    p->head_count = p->head_count == 0 ? LEAST_HEADS : 2 * p->head_count;
    p->heads = arena_alloc(p->arena, p->head_count * sizeof *p->heads);
    memset(p->heads, 0xFF, p->head_count * sizeof *p->heads);
    for (uint32_t s = 0; s < p->state_count; s++) {
        struct state *state = state_at(p, s);
        uint32_t *head = &p->heads[hash(state->set, p->sets->item_words) % p->head_count];
        state->next = *head;
        *head = s;
    }
}

static uint32_t find_state(struct dissect *p, const uint64_t *set)
{
    const uint32_t words = p->sets->item_words;
    if (p->state_count >= p->head_count) {
        grow_heads(p);
    }
    uint32_t *head = &p->heads[hash(set, words) % p->head_count];
    for (uint32_t s = *head; s != NONE; s = state_at(p, s)->next) {
        if (bits_equal(state_at(p, s)->set, set, words)) {
            return s;
        }
    }
    const uint32_t s = p->state_count++;
    if ((s & (CHUNK - 1)) == 0) {
        vec_push(p->arena, &p->chunks, arena_alloc(p->arena, CHUNK * p->state_bytes));
    }
    struct state *state = state_at(p, s);
    state->last = NONE;
    state->next = *head;
    bits_copy(state->set, set, words);
    *head = s;
    p->bounds++;
    state->lower = (uint32_t)cuts_bound(p->cuts, p->sets, set);
    const uint32_t only = bits_next(set, words, 0);
    if (bits_count(set, words) == 1) {
        state->lower = (uint32_t)sets_cost(p->sets, only);
        state->exact = true;
        state->last = only;
    }
    return s;
}

/* last costs of all of the set */
static void close_rows(struct dissect *p, const uint64_t *set)
{
    const uint32_t words = p->sets->words;
    const uint32_t iw = p->sets->item_words;
    BITS_EACH(v, set, iw)
    {
        uint64_t *row = p->above + (size_t)v * words;
        bits_copy(row, sets_in(p->sets, v), words);
        BITS_EACH(u, sets_in(p->sets, v), iw)
        {
            if (u < p->sets->count && bits_has(set, u)) {
                bits_remove(row, u);
                const uint64_t *more = p->above + (size_t)u * words;
                for (uint32_t w = 0; w < words; w++) {
                    row[w] |= more[w];
                }
            }
        }
    }
    for (uint32_t v = p->sets->count; v-- > 0;) {
        if (!bits_has(set, v)) {
            continue;
        }
        uint64_t *row = p->below + (size_t)v * words;
        bits_copy(row, sets_out(p->sets, v), words);
        BITS_EACH(u, sets_out(p->sets, v), iw)
        {
            if (u < p->sets->count && bits_has(set, u)) {
                bits_remove(row, u);
                const uint64_t *more = p->below + (size_t)u * words;
                for (uint32_t w = 0; w < words; w++) {
                    row[w] |= more[w];
                }
            }
        }
    }
}

static uint32_t last_cost(const struct dissect *p, uint32_t v)
{
    const uint32_t words = p->sets->words;
    return bits_count(p->above + (size_t)v * words, words) *
           (bits_count(p->below + (size_t)v * words, words) -
            bits_count(sets_own(p->sets, v), words));
}

static void take_component(const struct dissect *p, uint64_t *rest, uint64_t *part, uint64_t *open)
{
    const uint32_t words = p->sets->item_words;
    bits_clear(part, words);
    bits_clear(open, words);
    bits_add(open, bits_next(rest, words, 0));
    for (uint32_t v = bits_next(open, words, 0); v != NONE; v = bits_next(open, words, 0)) {
        bits_remove(open, v);
        bits_add(part, v);
        bits_remove(rest, v);
        for (uint32_t w = 0; w < words; w++) {
            open[w] |= (sets_in(p->sets, v)[w] | sets_out(p->sets, v)[w]) & rest[w];
        }
    }
}

static int compare(const void *a, const void *b)
{
    const struct choice *x = a;
    const struct choice *y = b;
    return x->estimate != y->estimate ? (x->estimate < y->estimate ? -1 : 1)
                                      : (x->v < y->v ? -1 : x->v > y->v);
}

static uint32_t solve(struct dissect *p, uint32_t s, uint32_t limit)
{
    struct state *state = state_at(p, s);
    if (state->exact || state->lower > limit) {
        return state->lower;
    }
    if (!search_spend(p->budget, 1)) {
        p->out = true;
        return state->lower;
    }
    struct arena *frame = arena_create();
    const uint32_t words = p->sets->item_words;
    const uint32_t n = bits_count(state->set, words);
    struct choice *choices = arena_alloc(frame, n * sizeof *choices);
    uint32_t *parts = arena_alloc(frame, n * sizeof *parts);
    uint64_t *rest = arena_alloc(frame, words * 8);
    uint64_t *part = arena_alloc(frame, words * 8);
    uint64_t *open = arena_alloc(frame, words * 8);
    close_rows(p, state->set);
    const uint32_t bound = (uint32_t)cuts_bound(p->cuts, p->sets, state->set);
    uint32_t count = 0;
    BITS_EACH(v, state->set, words)
    {
        struct choice *c = &choices[count++];
        c->v = v;
        c->cost = last_cost(p, v);
        c->estimate =
            c->cost + bound - (uint32_t)cuts_least(p->cuts, v) - (uint32_t)cuts_used(p->cuts, v);
    }
    qsort(choices, n, sizeof *choices, compare);
    uint32_t least = UINT32_MAX;
    bool found = false;
    for (uint32_t c = 0; c < n && !p->out; c++) {
        if (choices[c].estimate > limit) {
            least = choices[c].estimate < least ? choices[c].estimate : least;
            break;
        }
        bits_copy(rest, state->set, words);
        bits_remove(rest, choices[c].v);
        uint32_t part_count = 0;
        uint64_t sum = choices[c].cost;
        while (bits_next(rest, words, 0) != NONE) {
            take_component(p, rest, part, open);
            parts[part_count] = find_state(p, part);
            sum += state_at(p, parts[part_count++])->lower;
        }
        for (uint32_t i = 0; i < part_count && sum <= limit && !p->out; i++) {
            const uint32_t before = state_at(p, parts[i])->lower;
            const uint32_t others = (uint32_t)sum - before;
            sum = others + solve(p, parts[i], limit - others);
        }
        if (p->out) {
            break;
        }
        if (sum <= limit) {
            found = true;
            state->last = choices[c].v;
            least = (uint32_t)sum;
            limit = least - 1;
        } else if (sum < least) {
            least = (uint32_t)sum;
        }
    }
    if (!p->out) {
        state->exact = found;
        state->lower = least > state->lower ? least : state->lower;
    }
    arena_destroy(frame);
    return state->lower;
}

static void take_order(struct dissect *p, uint64_t *set, uint32_t *order, uint32_t *place)
{
    /* recursion for the prototype: order filled from the end */
    const uint32_t words = p->sets->item_words;
    uint64_t part[16], open[16], rest[16];
    const struct state *state = state_at(p, find_state(p, set));
    order[--*place] = state->last;
    bits_copy(rest, set, words);
    bits_remove(rest, state->last);
    while (bits_next(rest, words, 0) != NONE) {
        take_component(p, rest, part, open);
        take_order(p, part, order, place);
    }
}

void shortest_find(const struct sets *sets, struct search_budget *budget, struct shortest *best)
{
    struct arena *arena = arena_create();
    struct dissect p = {.arena = arena, .sets = sets, .budget = budget};
    p.cuts = cuts_create(arena, sets);
    p.above = arena_alloc(arena, (size_t)sets->count * sets->words * 8);
    p.below = arena_alloc(arena, (size_t)sets->count * sets->words * 8);
    p.state_bytes = sizeof(struct state) + sets->item_words * sizeof(uint64_t);
    uint64_t *all = arena_alloc(arena, sets->words * 8);
    uint64_t *part = arena_alloc(arena, sets->words * 8);
    uint64_t *open = arena_alloc(arena, sets->words * 8);
    for (uint32_t v = 0; v < sets->count; v++) {
        bits_add(all, v);
    }
    uint32_t place = sets->count;
    (void)place;
    /* assume connected for now */
    take_component(&p, all, part, open);
    if (bits_next(all, sets->item_words, 0) != NONE) {
        best->bound = 0;
        arena_destroy(arena);
        return;
    }
    const uint32_t s = find_state(&p, part);
    uint32_t lower = state_at(&p, s)->lower;
    while (lower < best->cost && !p.out) {
        uint32_t limit = lower + (uint32_t)(best->cost - lower) / 4;
        if (limit >= best->cost)
            limit = (uint32_t)best->cost - 1;
        solve(&p, s, limit);
        lower = state_at(&p, s)->lower;
        if (state_at(&p, s)->exact) {
            best->cost = lower;
            take_order(&p, part, best->order, &place);
            break;
        }
    }
    best->bound = lower < best->cost ? lower : best->cost;
    arena_destroy(arena);
}
