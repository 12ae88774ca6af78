#include "shortest.h"

#include "cuts.h"

enum { NONE = UINT32_MAX, CHUNK_BITS = 12, CHUNK = 1 << CHUNK_BITS, LEAST_HEADS = 1024 };

/* A set of intermediates that are gone, and the cheapest way to it so far. */
struct state {
    uint32_t spent;  /* products of that way */
    uint32_t ahead;  /* and at least so many for the rest */
    uint32_t parent; /* the state before, NONE for the empty set */
    uint32_t next;   /* with the same hash */
    bool measured;   /* `ahead` is what cuts_bound says */
    bool expanded;   /* at this `spent` */
    uint64_t set[];
};

struct entry {
    uint32_t state;
    uint32_t next;
};

struct shortest_path {
    struct arena *arena;
    const struct sets *sets;
    struct search_budget *budget;
    struct shortest *best;
    struct cuts *cuts;
    struct sets work; /* the graph of the state at hand */
    uint64_t *left;   /* its intermediates */
    uint64_t *part;   /* those of them that are taken next */
    uint64_t *row;
    size_t state_bytes;
    VEC(unsigned char *) chunks;
    uint32_t state_count;
    uint32_t *heads; /* of hash chains */
    uint32_t head_count;
    uint64_t lowest; /* the sum that the first bucket stands for */
    uint32_t *buckets;
    uint32_t bucket_count;
    VEC(struct entry) entries;
    uint32_t free_entry;
};

static struct state *state_at(const struct shortest_path *p, uint32_t s)
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

static void grow_heads(struct shortest_path *p)
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

/* Post: the state of this set, made where it is new. */
static uint32_t find_state(struct shortest_path *p, const uint64_t *set)
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
    state->spent = UINT32_MAX;
    state->parent = NONE;
    state->next = *head;
    bits_copy(state->set, set, words);
    *head = s;
    return s;
}

static void put(struct shortest_path *p, uint32_t s)
{
    const struct state *state = state_at(p, s);
    const uint64_t sum = (uint64_t)state->spent + state->ahead;
    if (sum >= p->best->cost) {
        return;
    }
    uint32_t e = p->free_entry;
    if (e != NONE) {
        p->free_entry = p->entries.at[e].next;
    } else {
        e = p->entries.count;
        vec_add(p->arena, &p->entries);
    }
    uint32_t *bucket = &p->buckets[sum - p->lowest];
    p->entries.at[e] = (struct entry){s, *bucket};
    *bucket = e;
}

/* -- the rules that leave one move -- */

/* Whether `row` is empty or a single end. */
static bool is_slight(const struct shortest_path *p, const uint64_t *row, const uint64_t *minus)
{
    uint32_t ones = 0;
    for (uint32_t w = 0; w < p->sets->words && ones <= 1; w++) {
        uint64_t word = row[w] & ~minus[w];
        ones += bits_ones(word);
        if (word != 0 && 64 * w + bits_lowest(word) < p->sets->count) {
            return false;
        }
    }
    return ones <= 1;
}

/* Rule 1 of the essay. */
static bool is_free(const struct shortest_path *p, uint32_t v)
{
    const struct sets *work = &p->work;
    if (sets_cost(work, v) != cuts_least(p->cuts, v)) {
        return false;
    }
    BITS_EACH(i, sets_in(work, v), work->item_words)
    {
        if (i < work->count && !is_slight(p, sets_out(work, v), sets_out(work, i))) {
            return false;
        }
    }
    BITS_EACH(k, sets_out(work, v), work->item_words)
    {
        if (k < work->count && !is_slight(p, sets_in(work, v), sets_in(work, k))) {
            return false;
        }
    }
    return true;
}

/* Post: the only item of the row where that is an intermediate, else NONE. */
static uint32_t only_item(const struct shortest_path *p, const uint64_t *row)
{
    const uint32_t item = bits_next(row, p->sets->words, 0);
    return item < p->sets->count && bits_count(row, p->sets->words) == 1 ? item : NONE;
}

/* Rule 2 of the essay. Post: the one of two in a row that goes first, or NONE. */
static uint32_t first_of_link(const struct shortest_path *p, uint32_t v)
{
    const uint32_t u = only_item(p, sets_in(&p->work, v));
    if (u == NONE || only_item(p, sets_out(&p->work, u)) != v) {
        return NONE;
    }
    const uint64_t lower = bits_count(sets_out(&p->work, v), p->sets->words);
    const uint64_t upper = bits_count(sets_in(&p->work, u), p->sets->words);
    if (lower == cuts_below(p->cuts, v) && lower <= cuts_above(p->cuts, u)) {
        return v;
    }
    if (upper == cuts_above(p->cuts, u) && upper <= cuts_below(p->cuts, v)) {
        return u;
    }
    return NONE;
}

static uint32_t forced_move(const struct shortest_path *p)
{
    BITS_EACH(v, p->left, p->sets->item_words)
    {
        if (is_free(p, v)) {
            return v;
        }
        const uint32_t first = first_of_link(p, v);
        if (first != NONE) {
            return first;
        }
    }
    return NONE;
}

/* Post: `part` holds the intermediates that are connected with the first one that is left. */
static void find_part(struct shortest_path *p)
{
    const uint32_t words = p->sets->item_words;
    uint64_t *open = p->row;
    bits_clear(p->part, words);
    bits_clear(open, words);
    bits_add(open, bits_next(p->left, words, 0));
    for (uint32_t v = bits_next(open, words, 0); v != NONE; v = bits_next(open, words, 0)) {
        bits_remove(open, v);
        bits_add(p->part, v);
        for (uint32_t w = 0; w < words; w++) {
            const uint64_t beside = sets_in(&p->work, v)[w] | sets_out(&p->work, v)[w];
            open[w] |= beside & p->left[w] & ~p->part[w];
        }
    }
}

static bool are_twins(const struct shortest_path *p, uint32_t u, uint32_t v)
{
    const uint32_t words = p->sets->words;
    return bits_equal(sets_in(&p->work, u), sets_in(&p->work, v), words) &&
           bits_equal(sets_out(&p->work, u), sets_out(&p->work, v), words);
}

/* -- the search -- */

static bool is_last(const struct shortest_path *p, const uint64_t *set)
{
    return bits_count(set, p->sets->item_words) == p->sets->count;
}

/* Takes the way to the full set as the best order. */
static void take_order(struct shortest_path *p, uint32_t s)
{
    uint32_t place = p->sets->count;
    p->best->cost = state_at(p, s)->spent;
    for (; state_at(p, s)->parent != NONE; s = state_at(p, s)->parent) {
        const struct state *state = state_at(p, s);
        const struct state *before = state_at(p, state->parent);
        for (uint32_t v = p->sets->count; v-- > 0;) {
            if (bits_has(state->set, v) && !bits_has(before->set, v)) {
                p->best->order[--place] = v;
            }
        }
    }
}

/* The move to v and its twins, from the state s whose graph is at hand. */
static void move(struct shortest_path *p, uint32_t s, uint32_t v)
{
    const struct state *from = state_at(p, s);
    const uint64_t cost = sets_cost(&p->work, v);
    uint64_t products = cost;
    uint64_t ahead = cuts_bound_without(p->cuts, p->left, v);
    bits_copy(p->row, from->set, p->sets->item_words);
    bits_add(p->row, v);
    BITS_EACH(u, p->left, p->sets->item_words)
    {
        if (u > v && are_twins(p, u, v)) {
            bits_add(p->row, u);
            products += cost;
            ahead -= cuts_least(p->cuts, u);
        }
    }
    const uint64_t spent = from->spent + products;
    if (from->ahead > ahead + products) {
        ahead = from->ahead - products;
    }
    if (spent + ahead >= p->best->cost) {
        return;
    }
    const uint32_t to = find_state(p, p->row);
    struct state *state = state_at(p, to);
    if (ahead > state->ahead) {
        state->ahead = (uint32_t)ahead;
    }
    if (spent < state->spent) {
        state->spent = (uint32_t)spent;
        state->parent = s;
        state->expanded = false;
        if (is_last(p, state->set)) {
            take_order(p, to);
        } else {
            put(p, to);
        }
    }
}

static void build_graph(struct shortest_path *p, const struct state *state)
{
    sets_reset(&p->work, p->sets);
    for (uint32_t v = 0; v < p->sets->count; v++) {
        if (bits_has(state->set, v)) {
            sets_eliminate(&p->work, v);
            bits_remove(p->left, v);
        } else {
            bits_add(p->left, v);
        }
    }
}

/* Pre: s has the lowest sum of all that are open. */
static void visit(struct shortest_path *p, uint32_t s)
{
    struct state *state = state_at(p, s);
    build_graph(p, state);
    const uint64_t bound = cuts_bound(p->cuts, &p->work, p->left);
    state->measured = true;
    if (bound > state->ahead) {
        state->ahead = (uint32_t)bound;
        put(p, s);
        return;
    }
    state->expanded = true;
    const uint32_t forced = forced_move(p);
    if (forced != NONE) {
        move(p, s, forced);
        return;
    }
    find_part(p);
    BITS_EACH(v, p->part, p->sets->item_words)
    {
        bool is_first = true;
        for (uint32_t u = 0; u < v && is_first; u++) {
            is_first = !bits_has(p->part, u) || !are_twins(p, u, v);
        }
        if (is_first) {
            move(p, s, v);
        }
    }
}

/* Post: whether a state was visited or the bucket is empty; false where the budget is used up. */
static bool visit_next(struct shortest_path *p, uint32_t bucket)
{
    const uint32_t e = p->buckets[bucket];
    const uint32_t s = p->entries.at[e].state;
    p->buckets[bucket] = p->entries.at[e].next;
    p->entries.at[e].next = p->free_entry;
    p->free_entry = e;
    const struct state *state = state_at(p, s);
    if (state->expanded || state->spent + (uint64_t)state->ahead != p->lowest + bucket) {
        return true;
    }
    if (!search_spend(p->budget, 1)) {
        return false;
    }
    visit(p, s);
    return true;
}

static void run(struct shortest_path *p)
{
    bits_clear(p->row, p->sets->item_words);
    const uint32_t start = find_state(p, p->row);
    state_at(p, start)->spent = 0;
    state_at(p, start)->ahead = (uint32_t)p->lowest;
    put(p, start);
    for (uint32_t bucket = 0; p->lowest + bucket < p->best->cost; bucket++) {
        p->best->bound = p->lowest + bucket;
        search_report(p->budget, p->best->cost, p->best->bound);
        while (p->buckets[bucket] != NONE && p->best->bound < p->best->cost) {
            if (!visit_next(p, bucket)) {
                return;
            }
        }
    }
    p->best->bound = p->best->cost;
}

void shortest_find(const struct sets *sets, struct search_budget *budget, struct shortest *best)
{
    struct arena *arena = arena_create();
    struct shortest_path p = {.arena = arena, .sets = sets, .budget = budget, .best = best};
    p.cuts = cuts_create(arena, sets);
    p.work = sets_copy(arena, sets);
    p.left = arena_alloc(arena, sets->words * sizeof *p.left);
    p.part = arena_alloc(arena, sets->words * sizeof *p.part);
    p.row = arena_alloc(arena, sets->words * sizeof *p.row);
    for (uint32_t v = 0; v < sets->count; v++) {
        bits_add(p.left, v);
    }
    const uint64_t bound = cuts_bound(p.cuts, sets, p.left);
    best->bound = bound > best->bound ? bound : best->bound;
    if (best->bound < best->cost && best->cost < UINT32_MAX / 2) {
        p.state_bytes = sizeof(struct state) + sets->item_words * sizeof(uint64_t);
        p.free_entry = NONE;
        p.lowest = best->bound;
        p.bucket_count = (uint32_t)(best->cost - best->bound);
        p.buckets = arena_alloc(arena, p.bucket_count * sizeof *p.buckets);
        memset(p.buckets, 0xFF, p.bucket_count * sizeof *p.buckets);
        run(&p);
    }
    arena_destroy(arena);
}
