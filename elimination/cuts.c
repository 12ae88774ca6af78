/* Lower bounds of what is left to do: disjoint paths, and charges for what cannot all go first.
 *
 * Base. Let a(v) and b(v) be the numbers of vertex-disjoint paths from inputs to v, and from v to
 * outputs. When v goes, its predecessors cut it off from the inputs, so by Menger's theorem there
 * are a(v) of them at least, likewise b(v) successors: it costs a(v) * b(v) or more. Eliminating
 * others cannot make paths fewer: of disjoint paths one at most runs through a vertex, and goes on
 * past it when that is gone. This is the path bound (bound.c) of vertex elimination.
 *
 * Charges. Let A(v) be the intermediates whose elimination gives v a path from the inputs more:
 * those that lie in every smallest cut above it. If one of them goes before v, v costs b(v) more at
 * least: the charge of v above. Let B(v) be likewise below it; that charge is a(v). If u is in A(v)
 * and v in B(u), one of the two goes first: either v is charged above or u below. So the charges
 * that any order pays are a vertex cover of the graph of these conflicts, which is bipartite, and
 * the cheapest cover, by duality the largest flow through it, can be added to the base (where both
 * charges of a vertex are paid, it costs one more than their sum). Pairs alone are looked at, not
 * longer cycles, and each charge once.
 *
 * Paths are found as in bound.c. After the last search, which fails, an intermediate that was
 * entered and could not be left lies in the smallest cut next to v; it lies in all of them if the
 * ends can be reached from it. An intermediate that the search left would make a path more, were
 * it an input: so much do the counts grow for those that stay when it stays, too. Ends that
 * v reaches at once are taken first, which is never wrong: a path through such an end can be cut
 * short. */
#include "cuts.h"

#include "cover.h"

#define NONE UINT32_MAX

/* One side: towards the inputs, or towards the outputs. */
struct side {
    uint32_t *count;  /* disjoint paths of each intermediate */
    uint64_t *raised; /* a set for each: those whose elimination gives it a path more */
    uint64_t *inner;  /* a set for each: those that would give it a path more if they were ends */
};

/* The search for paths on one side. */
struct flow {
    const struct sets *sets;
    const uint64_t *rows;
    uint64_t *ends;    /* the items that are ends */
    uint64_t *blocked; /* ends that the vertex reaches at once */
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

struct cuts {
    uint32_t words;
    uint32_t item_words;
    struct side up;
    struct side down;
    struct flow flow;
    uint64_t *spare;     /* a row */
    struct cover *cover; /* of the charges */
};

static struct side side_create(struct arena *arena, const struct sets *sets)
{
    struct side side;
    side.count = arena_alloc(arena, sets->count * sizeof *side.count);
    side.raised = arena_alloc(arena, (size_t)sets->count * sets->item_words * sizeof(uint64_t));
    side.inner = arena_alloc(arena, (size_t)sets->count * sets->item_words * sizeof(uint64_t));
    return side;
}

struct cuts *cuts_create(struct arena *arena, const struct sets *sets)
{
    struct cuts *cuts = arena_alloc(arena, sizeof *cuts);
    const size_t row = sets->words * sizeof(uint64_t);
    const size_t items = 64 * (size_t)sets->words;
    cuts->words = sets->words;
    cuts->item_words = sets->item_words;
    cuts->up = side_create(arena, sets);
    cuts->down = side_create(arena, sets);
    struct flow *flow = &cuts->flow;
    uint64_t **const rows[] = {&flow->ends,     &flow->blocked,  &flow->on_path,   &flow->seen_in,
                               &flow->seen_out, &flow->saved_in, &flow->saved_out, &cuts->spare};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        *rows[r] = arena_alloc(arena, row);
    }
    flow->before = arena_alloc(arena, items * sizeof(uint32_t));
    flow->parent = arena_alloc(arena, 2 * items * sizeof(uint32_t));
    flow->stack = arena_alloc(arena, 2 * items * sizeof(uint32_t));
    cuts->cover = cover_create(arena, sets->count);
    return cuts;
}

/* -- paths -- */

enum { STATE_IN = 0, STATE_OUT = 1 };

static void reach(struct flow *flow, uint32_t item, uint32_t side, uint32_t from)
{
    bits_add(side == STATE_IN ? flow->seen_in : flow->seen_out, item);
    flow->parent[2 * item + side] = from;
    flow->stack[flow->top++] = 2 * item + side;
}

/* Reaches what the row leads to. Post: an end off all paths, or NONE. */
static uint32_t leave(struct flow *flow, const uint64_t *row, uint32_t from)
{
    for (uint32_t w = 0; w < flow->sets->words; w++) {
        const uint64_t open = row[w] & ~flow->blocked[w];
        const uint64_t found = open & flow->ends[w] & ~flow->on_path[w];
        if (found != 0) {
            const uint32_t end = 64 * w + bits_lowest(found);
            flow->parent[2 * end + STATE_OUT] = from;
            return end;
        }
        uint64_t off = open & ~flow->on_path[w] & ~flow->seen_out[w];
        for (; off != 0; off &= off - 1) {
            reach(flow, 64 * w + bits_lowest(off), STATE_OUT, from);
        }
        uint64_t on = open & flow->on_path[w] & ~flow->seen_in[w];
        for (; on != 0; on &= on - 1) {
            reach(flow, 64 * w + bits_lowest(on), STATE_IN, from);
        }
    }
    return NONE;
}

/* Goes on from the states on the stack. Post: an end off all paths, or NONE. */
static uint32_t search(struct flow *flow)
{
    while (flow->top > 0) {
        const uint32_t state = flow->stack[--flow->top];
        const uint32_t item = state / 2;
        if (state % 2 == STATE_IN) {
            const uint32_t before = flow->before[item];
            if (before != NONE && !bits_has(flow->seen_out, before)) {
                reach(flow, before, STATE_OUT, state);
            }
            continue;
        }
        if (bits_has(flow->on_path, item) && !bits_has(flow->seen_in, item)) {
            reach(flow, item, STATE_IN, state);
        }
        if (!bits_has(flow->ends, item)) {
            const uint64_t *row = flow->rows + (size_t)item * flow->sets->words;
            const uint32_t end = leave(flow, row, state);
            if (end != NONE) {
                return end;
            }
        }
    }
    return NONE;
}

static uint32_t search_from(struct flow *flow, const uint64_t *start)
{
    flow->top = 0;
    bits_clear(flow->seen_in, flow->sets->words);
    bits_clear(flow->seen_out, flow->sets->words);
    const uint32_t end = leave(flow, start, NONE);
    return end != NONE ? end : search(flow);
}

static void augment(struct flow *flow, uint32_t end)
{
    uint32_t state = 2 * end + STATE_OUT;
    while (state != NONE) { /* edges that were pushed back */
        const uint32_t from = flow->parent[state];
        if (from != NONE && state % 2 == STATE_OUT && from % 2 == STATE_IN) {
            bits_remove(flow->on_path, from / 2);
        }
        state = from;
    }
    state = 2 * end + STATE_OUT;
    while (state != NONE) { /* edges that were found */
        const uint32_t from = flow->parent[state];
        if (from == NONE || (from % 2 == STATE_OUT && from / 2 != state / 2)) {
            flow->before[state / 2] = from == NONE ? NONE : from / 2;
            bits_add(flow->on_path, state / 2);
        }
        state = from;
    }
}

/* Notes in `raised` each intermediate that lies in every smallest cut. Pre: the last search found
 * no end. */
static void find_raised(struct flow *flow, uint64_t *raised)
{
    const struct sets *sets = flow->sets;
    for (uint32_t w = 0; w < sets->item_words; w++) {
        uint64_t cut = flow->seen_in[w] & flow->on_path[w] & ~flow->seen_out[w] & ~flow->ends[w];
        for (; cut != 0; cut &= cut - 1) {
            const uint32_t v = 64 * w + bits_lowest(cut);
            if (bits_has(flow->seen_out, v)) {
                continue;
            }
            bits_copy(flow->saved_in, flow->seen_in, sets->words);
            bits_copy(flow->saved_out, flow->seen_out, sets->words);
            flow->top = 0;
            reach(flow, v, STATE_OUT, NONE);
            if (search(flow) != NONE) {
                bits_add(raised, v);
                bits_copy(flow->seen_in, flow->saved_in, sets->words);
                bits_copy(flow->seen_out, flow->saved_out, sets->words);
            }
        }
    }
}

/* Post: the disjoint paths that begin with the row `start`. */
static uint32_t count_paths(struct flow *flow, const uint64_t *start, uint64_t *raised,
                            uint64_t *inner)
{
    const struct sets *sets = flow->sets;
    uint32_t paths = 0;
    uint64_t others = 0;
    bits_clear(raised, sets->item_words);
    bits_clear(inner, sets->item_words);
    for (uint32_t w = 0; w < sets->words; w++) {
        flow->blocked[w] = start[w] & flow->ends[w];
        paths += bits_ones(flow->blocked[w]);
        others |= start[w] & ~flow->ends[w];
    }
    if (others == 0) {
        return paths;
    }
    bits_clear(flow->on_path, sets->words);
    for (uint32_t end = search_from(flow, start); end != NONE; end = search_from(flow, start)) {
        augment(flow, end);
        paths++;
    }
    for (uint32_t w = 0; w < sets->item_words; w++) {
        inner[w] = flow->seen_out[w] & ~flow->ends[w];
    }
    find_raised(flow, raised);
    return paths;
}

/* -- charges -- */

static uint64_t *row_of(const struct cuts *cuts, uint64_t *rows, uint32_t v)
{
    return rows + (size_t)v * cuts->item_words;
}

/* Post: the least that any order pays in charges. */
static uint64_t charge(struct cuts *cuts, const uint64_t *left)
{
    BITS_EACH(v, left, cuts->item_words)
    {
        cover_begin(cuts->cover, v, cuts->down.count[v], cuts->up.count[v]);
    }
    BITS_EACH(w, left, cuts->item_words)
    {
        BITS_EACH(v, row_of(cuts, cuts->up.raised, w), cuts->item_words)
        {
            if (bits_has(row_of(cuts, cuts->down.raised, v), w)) {
                cover_add_conflict(cuts->cover, w, v);
            }
        }
    }
    return cover_cost(cuts->cover, left);
}

uint64_t cuts_bound(struct cuts *cuts, const struct sets *sets, const uint64_t *left)
{
    struct flow *flow = &cuts->flow;
    flow->sets = sets;
    uint64_t bound = 0;
    memset(flow->ends, 0xFF, sets->words * sizeof *flow->ends);
    for (uint32_t w = 0; w < sets->item_words; w++) {
        flow->ends[w] = ~left[w];
    }
    BITS_EACH(v, left, cuts->item_words)
    {
        flow->rows = sets->in;
        cuts->up.count[v] = count_paths(flow, sets_in(sets, v), row_of(cuts, cuts->up.raised, v),
                                        row_of(cuts, cuts->up.inner, v));
        flow->rows = sets->out;
        const uint64_t *out = sets_out(sets, v);
        const uint64_t *own = sets_own(sets, v);
        for (uint32_t w = 0; w < cuts->words; w++) {
            cuts->spare[w] = out[w] & ~own[w];
        }
        cuts->down.count[v] = count_paths(flow, cuts->spare, row_of(cuts, cuts->down.raised, v),
                                          row_of(cuts, cuts->down.inner, v));
        bound += cuts_least(cuts, v);
    }
    return bound + charge(cuts, left);
}

uint64_t cuts_least(const struct cuts *cuts, uint32_t v)
{
    return (uint64_t)cuts->up.count[v] * cuts->down.count[v];
}

uint32_t cuts_above(const struct cuts *cuts, uint32_t v)
{
    return cuts->up.count[v];
}

uint32_t cuts_below(const struct cuts *cuts, uint32_t v)
{
    return cuts->down.count[v];
}

void cuts_bounds_without(const struct cuts *cuts, const uint64_t *left, uint64_t bound,
                         uint64_t *bounds)
{
    const struct cover *cover = cuts->cover;
    BITS_EACH(v, left, cuts->item_words)
    {
        const uint64_t used =
            cuts->down.count[v] - cover->above[v] + cuts->up.count[v] - cover->below[v];
        bounds[v] = bound - cuts_least(cuts, v) - used;
    }
    BITS_EACH(w, left, cuts->item_words)
    {
        BITS_EACH(v, row_of(cuts, cuts->up.inner, w), cuts->item_words)
        {
            bounds[v] += cover->above[w];
        }
        BITS_EACH(v, row_of(cuts, cuts->down.inner, w), cuts->item_words)
        {
            bounds[v] += cover->below[w];
        }
    }
}
