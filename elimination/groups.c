/* Groups: of some intermediates, one goes last, and the others are gone when it goes.
 *
 * Let a(v) and b(v) be the disjoint paths to and from v, and p and q those that there are once all
 * others of a group are gone. If v goes last of it, v costs p * q at least instead of a(v) * b(v),
 * whatever else is gone by then. One of the group goes last, so the least of these differences can
 * be added to the sum of all a(v) * b(v). For groups of two this is, but for its size, the conflict
 * of charges of cuts.c.
 *
 * Many groups add up as long as no vertex pays twice. Let a group raise v by i paths above and j
 * below, p = a + i and q = b + j. In an order where v is raised by I and J when it goes, it pays
 * for no group with i > I or j > J: what is charged to v by groups with i <= I and j <= J must
 * not be more than (a + I) * (b + J) - a * b, for every I and J. A table of what is left of that
 * is kept for each vertex; what a further group may charge is the least entry with I >= i and
 * J >= j. What the pairs of cuts.c charged is taken off to begin with.
 *
 * Groups are found from above. The smaller a group, the less it raises its vertices. So if each
 * vertex is to pay some amount at least, those that cannot pay it can be removed from the whole,
 * and again, till nothing changes; what is left, if anything, is the largest group for that amount
 * (the same idea as S. B. Seidman, Network structure and minimum degree, Social Networks 5, 1983).
 * The highest amount for which something is left is taken, and of that group as many are removed as
 * can be: all that remain are charged, and none of the others should be. This goes on with what is
 * left in the tables, until nothing can be charged any more. */
#include "groups.h"

#include "paths.h"

#define NONE UINT32_MAX

enum { LEVELS = 8 }; /* more paths than that are not told apart */

/* How many paths more there are to an item, and from it. */
struct rise {
    uint8_t above;
    uint8_t below;
};

struct group {
    uint64_t *members;
    struct rise *rises; /* of each of them, if it goes last */
};

struct table {
    uint32_t left[LEVELS][LEVELS];
    uint32_t room[LEVELS][LEVELS]; /* the least of those that are as far down and right, or more */
};

struct groups {
    const struct sets *sets;
    const uint64_t *left;
    const struct cuts *cuts;
    struct paths *paths;
    uint64_t *in; /* rows of the graph in which a group is gone */
    uint64_t *out;
    uint64_t *above; /* a set for each item: all in `left` that lead to it */
    uint64_t *below;
    uint64_t *removed; /* sets */
    uint64_t *untried;
    uint64_t *start; /* a row */
    struct table *tables;
    struct group whole;
    struct group present;
    struct group best;
};

static struct group group_create(struct arena *arena, const struct sets *sets)
{
    struct group group;
    group.members = arena_alloc(arena, sets->item_words * sizeof *group.members);
    group.rises = arena_alloc(arena, sets->count * sizeof *group.rises);
    return group;
}

struct groups *groups_create(struct arena *arena, const struct sets *sets)
{
    struct groups *groups = arena_alloc(arena, sizeof *groups);
    const size_t rows = (size_t)sets->count * sets->words * sizeof(uint64_t);
    const size_t items = (size_t)sets->count * sets->item_words * sizeof(uint64_t);
    groups->paths = paths_create(arena, sets);
    groups->in = arena_alloc(arena, rows);
    groups->out = arena_alloc(arena, rows);
    groups->above = arena_alloc(arena, items);
    groups->below = arena_alloc(arena, items);
    groups->removed = arena_alloc(arena, sets->item_words * sizeof(uint64_t));
    groups->untried = arena_alloc(arena, sets->item_words * sizeof(uint64_t));
    groups->start = arena_alloc(arena, sets->words * sizeof(uint64_t));
    groups->tables = arena_alloc(arena, sets->count * sizeof *groups->tables);
    groups->whole = group_create(arena, sets);
    groups->present = group_create(arena, sets);
    groups->best = group_create(arena, sets);
    return groups;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static void copy_group(const struct groups *groups, struct group *to, const struct group *from)
{
    bits_copy(to->members, from->members, groups->sets->item_words);
    memcpy(to->rises, from->rises, groups->sets->count * sizeof *to->rises);
}

static bool is_empty(const struct groups *groups, const uint64_t *set)
{
    return bits_next(set, groups->sets->item_words, 0) == NONE;
}

static bool touches(const struct groups *groups, const uint64_t *left, const uint64_t *right)
{
    uint64_t both = 0;
    for (uint32_t w = 0; w < groups->sets->item_words; w++) {
        both |= left[w] & right[w];
    }
    return both != 0;
}

/* -- rows -- */

/* Post: `closed` has the row of v with the group gone. Pre: it has those of all that v leads to. */
static void close_row(const struct groups *groups, const uint64_t *group, const uint64_t *rows,
                      uint64_t *closed, uint32_t v)
{
    const uint32_t words = groups->sets->words;
    const uint64_t *from = rows + (size_t)v * words;
    uint64_t *row = closed + (size_t)v * words;
    bits_copy(row, from, words);
    for (uint32_t w = 0; w < groups->sets->item_words; w++) {
        row[w] &= ~group[w];
    }
    for (uint32_t w = 0; w < groups->sets->item_words; w++) {
        for (uint64_t gone = from[w] & group[w]; gone != 0; gone &= gone - 1) {
            const uint64_t *more = closed + (size_t)(64 * w + bits_lowest(gone)) * words;
            for (uint32_t m = 0; m < words; m++) {
                row[m] |= more[m];
            }
        }
    }
}

static void close_rows(struct groups *groups, const uint64_t *group)
{
    const struct sets *sets = groups->sets;
    BITS_EACH(v, groups->left, sets->item_words)
    {
        close_row(groups, group, sets->in, groups->in, v);
    }
    for (uint32_t v = sets->count; v-- > 0;) {
        if (bits_has(groups->left, v)) {
            close_row(groups, group, sets->out, groups->out, v);
        }
    }
}

/* Adds to the set of v those of the row, and theirs. */
static void add_all(const struct groups *groups, const uint64_t *row, uint64_t *sets, uint32_t v)
{
    const uint32_t words = groups->sets->item_words;
    uint64_t *set = sets + (size_t)v * words;
    bits_clear(set, words);
    for (uint32_t w = 0; w < words; w++) {
        for (uint64_t more = row[w] & groups->left[w]; more != 0; more &= more - 1) {
            const uint64_t *theirs = sets + (size_t)(64 * w + bits_lowest(more)) * words;
            for (uint32_t m = 0; m < words; m++) {
                set[m] |= theirs[m];
            }
        }
        set[w] |= row[w] & groups->left[w];
    }
}

static void relate(struct groups *groups)
{
    const struct sets *sets = groups->sets;
    BITS_EACH(v, groups->left, sets->item_words)
    {
        add_all(groups, sets_in(sets, v), groups->above, v);
    }
    for (uint32_t v = sets->count; v-- > 0;) {
        if (bits_has(groups->left, v)) {
            add_all(groups, sets_out(sets, v), groups->below, v);
        }
    }
}

/* -- what a group charges -- */

static uint8_t rise_above(struct groups *groups, uint32_t v, uint32_t most)
{
    const uint32_t a = cuts_above(groups->cuts, v);
    const uint64_t *start = groups->in + (size_t)v * groups->sets->words;
    return (uint8_t)(paths_count(groups->paths, groups->in, start, a + most) - a);
}

static uint8_t rise_below(struct groups *groups, uint32_t v, uint32_t most)
{
    const uint32_t b = cuts_below(groups->cuts, v);
    const uint64_t *row = groups->out + (size_t)v * groups->sets->words;
    const uint64_t *own = sets_own(groups->sets, v);
    for (uint32_t w = 0; w < groups->sets->words; w++) {
        groups->start[w] = row[w] & ~own[w];
    }
    return (uint8_t)(paths_count(groups->paths, groups->out, groups->start, b + most) - b);
}

/* Removes some members of the group, which raised the others by what they do and less now. */
static void shrink(struct groups *groups, struct group *group, const uint64_t *removed)
{
    const uint32_t words = groups->sets->item_words;
    for (uint32_t w = 0; w < words; w++) {
        group->members[w] &= ~removed[w];
    }
    close_rows(groups, group->members);
    BITS_EACH(v, group->members, words)
    {
        struct rise *rise = &group->rises[v];
        if (rise->above > 0 && touches(groups, groups->above + (size_t)v * words, removed)) {
            rise->above = rise_above(groups, v, rise->above);
        }
        if (rise->below > 0 && touches(groups, groups->below + (size_t)v * words, removed)) {
            rise->below = rise_below(groups, v, rise->below);
        }
    }
}

static uint32_t charge(const struct groups *groups, const struct group *group, uint32_t v)
{
    return groups->tables[v].room[group->rises[v].above][group->rises[v].below];
}

static uint32_t least_charge(const struct groups *groups, const struct group *group)
{
    uint32_t amount = UINT32_MAX;
    BITS_EACH(v, group->members, groups->sets->item_words)
    {
        amount = least(amount, charge(groups, group, v));
    }
    return amount;
}

/* Post: the set of the members that pay less than `amount`; false where there is none. */
static bool find_poor(struct groups *groups, const struct group *group, uint32_t amount)
{
    bool any = false;
    bits_clear(groups->removed, groups->sets->item_words);
    BITS_EACH(v, group->members, groups->sets->item_words)
    {
        if (charge(groups, group, v) < amount) {
            bits_add(groups->removed, v);
            any = true;
        }
    }
    return any;
}

/* -- finding groups -- */

/* Post: the best group is the largest that pays the highest amount; the amount, which is known to
 * be no higher than `most`. */
static uint32_t find_group(struct groups *groups, uint32_t most)
{
    struct group *present = &groups->present;
    uint32_t amount = 0;
    copy_group(groups, present, &groups->whole);
    while (!is_empty(groups, present->members)) {
        const uint32_t all = least_charge(groups, present);
        if (all > amount) {
            amount = all;
            copy_group(groups, &groups->best, present);
        }
        if (amount >= most) {
            break;
        }
        find_poor(groups, present, amount + 1);
        shrink(groups, present, groups->removed);
    }
    return amount;
}

/* Post: the present group is the largest part of it of which each pays the amount; false where
 * there is none. */
static bool peel(struct groups *groups, uint32_t amount)
{
    while (!is_empty(groups, groups->present.members)) {
        if (!find_poor(groups, &groups->present, amount)) {
            return true;
        }
        shrink(groups, &groups->present, groups->removed);
    }
    return false;
}

/* Post: the member that can pay least among those in `untried`, NONE where there is none. */
static uint32_t find_poorest(const struct groups *groups, const struct group *group,
                             const uint64_t *untried)
{
    uint32_t poorest = NONE;
    BITS_EACH(v, group->members, groups->sets->item_words)
    {
        if (bits_has(untried, v) &&
            (poorest == NONE || charge(groups, group, v) < charge(groups, group, poorest))) {
            poorest = v;
        }
    }
    return poorest;
}

/* Removes from the best group what can be removed so that the others still pay the amount, the
 * poorest first: they would have nothing left for another group. */
static void reduce_group(struct groups *groups, uint32_t amount)
{
    struct group *best = &groups->best;
    bits_copy(groups->untried, best->members, groups->sets->item_words);
    for (uint32_t v = find_poorest(groups, best, groups->untried); v != NONE;
         v = find_poorest(groups, best, groups->untried)) {
        bits_remove(groups->untried, v);
        copy_group(groups, &groups->present, best);
        bits_clear(groups->removed, groups->sets->item_words);
        bits_add(groups->removed, v);
        shrink(groups, &groups->present, groups->removed);
        if (peel(groups, amount)) {
            copy_group(groups, best, &groups->present);
        }
    }
}

/* -- tables -- */

static void find_room(struct table *table)
{
    for (uint32_t i = LEVELS; i-- > 0;) {
        for (uint32_t j = LEVELS; j-- > 0;) {
            uint32_t room = table->left[i][j];
            room = i + 1 < LEVELS ? least(room, table->room[i + 1][j]) : room;
            room = j + 1 < LEVELS ? least(room, table->room[i][j + 1]) : room;
            table->room[i][j] = room;
        }
    }
}

static void begin_table(struct groups *groups, uint32_t v)
{
    struct table *table = &groups->tables[v];
    const uint32_t a = cuts_above(groups->cuts, v);
    const uint32_t b = cuts_below(groups->cuts, v);
    const uint32_t paid_above = b - cuts_charge_above(groups->cuts, v);
    const uint32_t paid_below = a - cuts_charge_below(groups->cuts, v);
    for (uint32_t i = 0; i < LEVELS; i++) {
        for (uint32_t j = 0; j < LEVELS; j++) {
            const uint32_t paid = (i > 0 ? paid_above : 0) + (j > 0 ? paid_below : 0);
            table->left[i][j] = (a + i) * (b + j) - a * b - paid;
        }
    }
    find_room(table);
}

static void pay(struct groups *groups, struct cuts *cuts, uint32_t v, uint32_t amount)
{
    struct table *table = &groups->tables[v];
    const struct rise rise = groups->best.rises[v];
    for (uint32_t i = rise.above; i < LEVELS; i++) {
        for (uint32_t j = rise.below; j < LEVELS; j++) {
            table->left[i][j] -= amount;
        }
    }
    find_room(table);
    cuts_pay(cuts, v, amount, rise.above > 0, rise.below > 0);
}

/* Everything that is left is the largest group. */
static void begin(struct groups *groups)
{
    const uint32_t words = groups->sets->item_words;
    paths_begin(groups->paths, groups->left);
    relate(groups);
    bits_copy(groups->whole.members, groups->left, words);
    close_rows(groups, groups->left);
    BITS_EACH(v, groups->left, words)
    {
        begin_table(groups, v);
        groups->whole.rises[v].above = rise_above(groups, v, LEVELS - 1);
        groups->whole.rises[v].below = rise_below(groups, v, LEVELS - 1);
    }
}

uint64_t groups_bound(struct groups *groups, struct cuts *cuts, const struct sets *sets,
                      const uint64_t *left, uint64_t bound, uint64_t enough)
{
    groups->sets = sets;
    groups->left = left;
    groups->cuts = cuts;
    begin(groups);
    uint32_t amount = UINT32_MAX;
    while (bound < enough) {
        amount = find_group(groups, amount);
        if (amount == 0) {
            break;
        }
        reduce_group(groups, amount);
        const uint32_t paid = least_charge(groups, &groups->best);
        BITS_EACH(v, groups->best.members, sets->item_words)
        {
            pay(groups, cuts, v, paid);
        }
        bound += paid;
    }
    return bound;
}
