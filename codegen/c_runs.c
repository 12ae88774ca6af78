/* Finds runs in the classes of units.
 *
 * The values of a class are gone through in the order of their numbers, and a run is as long as the
 * steps from one to the next stay the same. Where that goes for two values only, the first stays
 * alone, so that the odd value at a boundary does not take the first of the next run with it.
 *
 * Stores have no order to keep, and are taken in that of their elements. Where a loop stores a row
 * of a sparse matrix, what is stored repeats with the length of the row: of all periods that wins
 * which goes on longest. Each element of the period makes a run, and all of them are a block, which
 * stays together if nothing else says where they belong. They go in the direction of the numbers of
 * their values. Stores that take several runs of values one after the other are as many runs: then
 * each can go in step with its values, which need no memory for it. */
#include "c_runs.h"

#include "ops.h"

enum {
    PERIOD_MAX = 16, /* elements */
    ENOUGH = 16,     /* periods, after which no longer one is looked for */
    ROW_LEAST = 8    /* equal elements in a period are a run of their own */
};

struct finder {
    const struct c_units *units;
    struct arena *arena;
    struct c_runs *to;
};

/* Post: whether the unit differs from `first` in nothing but the positions of its operands. */
static bool is_alike(const struct c_units *units, uint32_t first, uint32_t unit)
{
    const struct ir_function *function = units->plan->function;
    if (c_unit_is_store(units, first) != c_unit_is_store(units, unit) ||
        c_unit_owner(units, first) != c_unit_owner(units, unit)) {
        return false;
    }
    const bool store = c_unit_is_store(units, first);
    if (store ? c_unit_store(units, first)->result != c_unit_store(units, unit)->result
              : ir_at(function, (ir_ref){first})->op != ir_at(function, (ir_ref){unit})->op) {
        return false;
    }
    for (uint32_t k = 0; k < c_unit_arity(units, first); k++) {
        const struct c_coordinate a = c_unit_coordinate(units, first, k);
        const struct c_coordinate b = c_unit_coordinate(units, unit, k);
        const bool data = !store && a.space == C_SPACE_CONSTANT &&
                          ir_at(function, (ir_ref){a.position})->op == IR_CONSTANT &&
                          !ir_operand_is_whole(ir_at(function, (ir_ref){first})->op, k);
        if (a.space != b.space || (a.space == C_SPACE_ALONE && a.position != b.position) ||
            (a.space == C_SPACE_CONSTANT && a.position != b.position && !data)) {
            return false;
        }
    }
    return true;
}

static int64_t distance(const struct c_units *units, uint32_t from, uint32_t to, uint32_t which)
{
    const struct c_coordinate a = c_unit_coordinate(units, from, which);
    const struct c_coordinate b = c_unit_coordinate(units, to, which);
    return a.space == C_SPACE_CONSTANT ? 0 : (int64_t)b.position - a.position;
}

/* Post: whether the step from b to c is that from a to b. */
static bool goes_on(const struct c_units *units, uint32_t a, uint32_t b, uint32_t c)
{
    bool same = is_alike(units, a, c);
    for (uint32_t k = 0; same && k < c_unit_arity(units, a); k++) {
        same = distance(units, a, b, k) == distance(units, b, c, k);
    }
    return same;
}

static void add_run(struct finder *finder, const uint32_t *units, uint32_t count, uint32_t block)
{
    const uint32_t number = finder->to->runs.count;
    for (uint32_t i = 0; i < count; i++) {
        finder->to->run_of[units[i]] = number;
        finder->to->position[units[i]] = i;
    }
    vec_push(finder->arena, &finder->to->runs, (struct c_run){units, count, block});
}

/* -- values -- */

static void find_values(struct finder *finder, const uint32_t *members, uint32_t count)
{
    const struct c_units *units = finder->units;
    for (uint32_t first = 0; first < count;) {
        uint32_t last = first + 1;
        if (last < count && is_alike(units, members[first], members[last])) {
            last++;
            while (last < count &&
                   goes_on(units, members[last - 2], members[last - 1], members[last])) {
                last++;
            }
        }
        if (last - first >= C_RUN_LEAST) {
            add_run(finder, members + first, last - first, 0);
            first = last;
        } else {
            first = last - first > 1 ? last - 1 : last;
        }
    }
}

/* -- stores -- */

/* Post: how many elements from `first` to `end` repeat what the `period` elements before them do;
 * only whole periods count, the first too. 0: there are none. */
static uint32_t repetition(const struct c_units *units, uint32_t first, uint32_t end,
                           uint32_t period)
{
    uint32_t at = first + period;
    while (at < end && units->class[at] == units->class[at - period] &&
           (at < first + 2 * period ? is_alike(units, at - period, at)
                                    : goes_on(units, at - 2 * period, at - period, at))) {
        at++;
    }
    const uint32_t periods = (at - first) / period;
    return periods < C_RUN_LEAST ? 0 : periods * period;
}

/* Post: the period that covers most from `first` on, or 0; the number of elements it covers. */
static uint32_t best_period(const struct c_units *units, uint32_t first, uint32_t end,
                            uint32_t *covered)
{
    uint32_t best = 0;
    *covered = 0;
    uint32_t equal = 1; /* of the last elements of the period */
    for (uint32_t period = 1; period <= PERIOD_MAX && period < end - first; period++) {
        const uint32_t last = first + period - 1;
        equal = period > 1 && units->class[last] == units->class[last - 1] ? equal + 1 : 1;
        if (equal == ROW_LEAST) {
            break;
        }
        const uint32_t covers = repetition(units, first, end, period);
        if (covers > *covered) {
            *covered = covers;
            best = period;
        }
        if (*covered / (best == 0 ? 1 : best) >= ENOUGH) {
            break;
        }
    }
    return best;
}

/* Adds a run for each element of the period. They go up, unless the numbers of the first values
 * that move go down. */
static void add_block(struct finder *finder, uint32_t first, uint32_t period, uint32_t count)
{
    const uint32_t block = ++finder->to->blocks;
    int64_t direction = 0;
    for (uint32_t q = 0; q < period && direction == 0; q++) {
        direction = distance(finder->units, first + q, first + q + period, 0);
    }
    for (uint32_t q = 0; q < period; q++) {
        uint32_t *run = arena_alloc(finder->arena, count * sizeof *run);
        for (uint32_t i = 0; i < count; i++) {
            run[direction < 0 ? count - 1 - i : i] = first + q + i * period;
        }
        add_run(finder, run, count, block);
    }
}

/* Post: the number of stores from `first` on that put the values of one run there, all of them one
 * by one, up or down; 0 if they do not. */
static uint32_t whole_run(const struct finder *finder, uint32_t first, uint32_t end)
{
    const struct c_units *units = finder->units;
    const uint32_t value = c_unit_operand(units, first, 0).index;
    const uint32_t number = finder->to->run_of[value];
    if (number == C_NO_RUN || c_unit_owner(units, value) != c_unit_owner(units, first)) {
        return 0;
    }
    const struct c_run *run = &finder->to->runs.at[number];
    const bool up = run->units[0] == value;
    for (uint32_t i = 0; i < run->count; i++) {
        if (first + i == end ||
            c_unit_operand(units, first + i, 0).index != run->units[up ? i : run->count - 1 - i]) {
            return 0;
        }
    }
    return run->count;
}

/* Adds a run of stores; one for each run of values, where it takes several of them as they are. */
static void add_stores(struct finder *finder, uint32_t first, uint32_t count)
{
    uint32_t at = first;
    for (uint32_t length; at < first + count; at += length) {
        length = whole_run(finder, at, first + count);
        if (length == 0) {
            add_block(finder, first, 1, count);
            return;
        }
    }
    for (uint32_t length; first < at; first += length) {
        length = whole_run(finder, first, at);
        add_block(finder, first, 1, length);
    }
}

static void find_stores(struct finder *finder, uint32_t first, uint32_t end)
{
    while (first < end) {
        uint32_t covered;
        const uint32_t period = best_period(finder->units, first, end, &covered);
        if (period == 1) {
            add_stores(finder, first, covered);
        } else if (period > 0) {
            add_block(finder, first, period, covered / period);
        }
        first += period > 0 ? covered : 1;
    }
}

/* -- all -- */

struct c_runs c_runs_make(const struct c_units *units, struct arena *arena)
{
    struct c_runs runs = {.run_of = arena_alloc(arena, units->count * sizeof *runs.run_of),
                          .position = arena_alloc(arena, units->count * sizeof *runs.position)};
    struct finder finder = {units, arena, &runs};
    uint32_t *first = arena_alloc(arena, (units->class_count + 1) * sizeof *first);
    uint32_t *members = arena_alloc(arena, units->value_count * sizeof *members);
    for (uint32_t u = 0; u < units->count; u++) {
        runs.run_of[u] = C_NO_RUN;
        if (u < units->value_count && units->class[u] != C_NO_CLASS) {
            first[units->class[u] + 1]++;
        }
    }
    for (uint32_t c = 0; c < units->class_count; c++) {
        first[c + 1] += first[c];
    }
    for (uint32_t v = 0; v < units->value_count; v++) {
        if (units->class[v] != C_NO_CLASS) {
            members[first[units->class[v]] + units->ordinal[v]] = v;
        }
    }
    for (uint32_t c = 0; c < units->class_count; c++) {
        find_values(&finder, members + first[c], first[c + 1] - first[c]);
    }
    for (uint32_t r = 0; r < units->plan->function->results.count; r++) {
        const uint32_t store = units->value_count + units->first_store[r];
        find_stores(&finder, store, store + units->plan->function->results.at[r].array.count);
    }
    return runs;
}

void c_runs_dissolve(struct c_runs *runs, uint32_t run)
{
    struct c_run *at = &runs->runs.at[run];
    for (uint32_t i = 0; i < at->count; i++) {
        runs->run_of[at->units[i]] = C_NO_RUN;
    }
    at->count = 0;
}

int64_t c_run_stride(const struct c_units *units, const struct c_run *run, uint32_t which)
{
    return distance(units, run->units[0], run->units[1], which);
}
