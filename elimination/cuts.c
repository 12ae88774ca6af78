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
 * A vertex that stays is an end: each intermediate that paths.c calls an inner one of v would give
 * v a path more if it stayed, and with that v costs so much more. */
#include "cuts.h"

#include "cover.h"
#include "paths.h"

/* One side: towards the inputs, or towards the outputs. */
struct side {
    uint32_t *count;  /* disjoint paths of each intermediate */
    uint64_t *raised; /* a set for each: those whose elimination gives it a path more */
    uint64_t *inner;  /* a set for each: those that would give it a path more if they were ends */
};

struct cuts {
    uint32_t words;
    uint32_t item_words;
    struct side up;
    struct side down;
    struct paths *paths;
    uint64_t *spare;     /* a row */
    struct cover *cover; /* of the charges */
    uint64_t *paid; /* of each item: all charges in the bound that are paid only if it is there */
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
    cuts->words = sets->words;
    cuts->item_words = sets->item_words;
    cuts->up = side_create(arena, sets);
    cuts->down = side_create(arena, sets);
    cuts->paths = paths_create(arena, sets);
    cuts->spare = arena_alloc(arena, sets->words * sizeof *cuts->spare);
    cuts->paid = arena_alloc(arena, sets->count * sizeof *cuts->paid);
    cuts->cover = cover_create(arena, sets->count);
    return cuts;
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

static void look(struct cuts *cuts, struct side *side, const uint64_t *rows, const uint64_t *start,
                 uint32_t v)
{
    side->count[v] = paths_count(cuts->paths, rows, start, UINT32_MAX);
    paths_find_inner(cuts->paths, row_of(cuts, side->inner, v));
    paths_find_raised(cuts->paths, row_of(cuts, side->raised, v));
}

uint64_t cuts_bound(struct cuts *cuts, const struct sets *sets, const uint64_t *left)
{
    uint64_t bound = 0;
    paths_begin(cuts->paths, left);
    BITS_EACH(v, left, cuts->item_words)
    {
        look(cuts, &cuts->up, sets->in, sets_in(sets, v), v);
        const uint64_t *out = sets_out(sets, v);
        const uint64_t *own = sets_own(sets, v);
        for (uint32_t w = 0; w < cuts->words; w++) {
            cuts->spare[w] = out[w] & ~own[w];
        }
        look(cuts, &cuts->down, sets->out, cuts->spare, v);
        bound += cuts_least(cuts, v);
    }
    bound += charge(cuts, left);
    BITS_EACH(v, left, cuts->item_words)
    {
        cuts->paid[v] =
            cuts->down.count[v] - cuts->cover->above[v] + cuts->up.count[v] - cuts->cover->below[v];
    }
    return bound;
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

uint32_t cuts_charge_above(const struct cuts *cuts, uint32_t v)
{
    return (uint32_t)cuts->cover->above[v];
}

uint32_t cuts_charge_below(const struct cuts *cuts, uint32_t v)
{
    return (uint32_t)cuts->cover->below[v];
}

static void take(uint64_t *charge, uint64_t amount)
{
    *charge -= amount < *charge ? amount : *charge;
}

void cuts_pay(struct cuts *cuts, uint32_t v, uint32_t amount, bool above, bool below)
{
    cuts->paid[v] += amount;
    take(&cuts->cover->above[v], above ? amount : 0);
    take(&cuts->cover->below[v], below ? amount : 0);
}

void cuts_bounds_without(const struct cuts *cuts, const uint64_t *left, uint64_t bound,
                         uint64_t *bounds)
{
    const struct cover *cover = cuts->cover;
    BITS_EACH(v, left, cuts->item_words)
    {
        bounds[v] = bound - cuts_least(cuts, v) - cuts->paid[v];
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
