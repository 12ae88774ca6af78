/* Puts the statements of a function into loops that compilers vectorise.
 *
 * A loop over points is vectorised if it holds arithmetic alone: one call of a function of the C
 * library makes it serial. So the function is taken apart (loop fission; Kennedy and Allen,
 * "Optimizing Compilers for Modern Architectures", 2001, section 2.4). Every value has a level: the
 * number of calls on the longest way from the inputs to it. Level by level come the calls, each in
 * a loop of its own, and then the arithmetic that these make possible, in as few loops as their
 * length permits; what can wait until it is used first waits where that keeps no more alive. A body
 * of some hundred statements lives in registers and on the stack not much worse than a small one,
 * but compilers take more than linear time for it; what has to be cut anyway is cut short where
 * hardly anything is kept from one loop to the next. A sine and a cosine of the same value share a
 * loop, as C libraries compute both at once. What one loop computes and a later one needs is kept
 * in a row of a small array, an element for each point, which is free again behind the last loop
 * that reads it. A function that would keep more than stays near is cut into windows (c_windows.c),
 * and taken apart within each.
 *
 * What optional results alone need comes last, result by result, under a test around whole loops.
 * Constants are stored in loops that do nothing else. */
#include "c_segments.h"

#include "c_windows.h"
#include "ops.h"

#include <stdlib.h>

enum {
    STATEMENTS_MAX = 100, /* in a loop of arithmetic */
    STATEMENTS_FAIR = 16, /* in one behind which hardly anything has to be kept: */
    CROSSING_FEW = 2,     /* values */
    WINDOW = 16,          /* statements in a piece of a function that would keep more than */
    ROWS_NEAR = 96        /* rows: of 32 doubles, they leave half of a first cache */
};

/* A statement and the place of its loop in the order. */
struct placed {
    struct c_statement statement;
    uint32_t window;
    uint32_t phase; /* 0: shared; r + 1: for optional result r */
    uint32_t level; /* 2*calls, one more for arithmetic behind them */
};

struct sorter {
    struct c_plan *plan;
    struct arena *scratch;
    uint32_t *calls; /* of each value: on the longest way to it */
    uint32_t *level; /* of each value that has a statement: where it is computed, not below that */
    uint32_t calls_most;
    uint32_t *reach; /* of each value: one behind the place of its latest mention, or of itself */
    struct c_windows windows;
    VEC(struct placed) placed;
};

/* -- levels -------------------------------------------------------------------------------------
 */

/* Post: whether the operation is a call that keeps a loop from being vectorised. */
static bool is_call(enum ir_op op)
{
    const struct ir_op_info *info = ir_op_info(op);
    return op == IR_CALL || (info->spelling == IR_SPELL_MATH && op != IR_ABS && op != IR_SQRT) ||
           (info->spelling == IR_SPELL_RUNTIME && op != IR_SIGN && op != IR_BINADE);
}

static bool is_needed(const struct c_plan *plan, uint32_t index)
{
    return plan->slots[index].owner != C_NOBODY;
}

static void give_name(struct c_plan *plan, ir_ref ref)
{
    if (!c_plan_is_constant(plan, ref)) {
        plan->slots[ref.index].place = C_NAMED;
    }
}

/* Gives statements to calls, to what they are called with, and to inputs. */
static void name_more(struct c_plan *plan)
{
    const struct ir_function *function = plan->function;
    for (uint32_t i = 0; i < function->values.count; i++) {
        const ir_ref ref = {i};
        const enum ir_op op = ir_at(function, ref)->op;
        if (!is_needed(plan, i) || (op != IR_ARGUMENT && !is_call(op))) {
            continue;
        }
        give_name(plan, ref);
        ir_ref inputs[IR_MAX_INPUTS];
        const uint32_t count = ir_inputs(function, ref, inputs);
        for (uint32_t k = 0; k < count; k++) {
            give_name(plan, plan->same[inputs[k].index]);
        }
    }
}

static void count_calls(struct sorter *sorter)
{
    const struct ir_function *function = sorter->plan->function;
    sorter->calls = arena_alloc(sorter->scratch, function->values.count * sizeof *sorter->calls);
    for (uint32_t i = 0; i < function->values.count; i++) {
        const enum ir_op op = function->values.at[i].op;
        uint32_t most = 0;
        for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
            const uint32_t operand = c_plan_operand(sorter->plan, (ir_ref){i}, k).index;
            most = sorter->calls[operand] > most ? sorter->calls[operand] : most;
        }
        sorter->calls[i] = most + (is_call(op) ? 1 : 0);
        if (sorter->calls[i] > sorter->calls_most) {
            sorter->calls_most = sorter->calls[i];
        }
    }
}

static bool is_computed(const struct c_plan *plan, ir_ref ref)
{
    return plan->slots[ref.index].place == C_NAMED && ir_at(plan->function, ref)->op != IR_ARGUMENT;
}

/* Post: how many of the values differ and are computed; none behind `enough` is counted. */
static uint32_t count_computed(const struct c_plan *plan, const struct c_ref_vec *refs,
                               uint32_t enough)
{
    uint32_t count = 0;
    ir_ref last = IR_NONE;
    for (uint32_t i = 0; i < refs->count && count < enough; i++) {
        if (is_computed(plan, refs->at[i]) && !ir_equal(refs->at[i], last)) {
            last = refs->at[i];
            count++;
        }
    }
    return count;
}

/* Computes a value only at the level at which it is used first, if no more than one other has to be
 * kept for it until then: else it would be kept itself. */
static void choose_levels(struct sorter *sorter)
{
    const struct c_plan *plan = sorter->plan;
    const uint32_t count = plan->function->values.count;
    uint32_t *latest = arena_alloc(sorter->scratch, count * sizeof *latest);
    struct c_ref_vec refs = {0};
    sorter->level = arena_alloc(sorter->scratch, count * sizeof *sorter->level);
    for (uint32_t i = 0; i < count; i++) {
        latest[i] = sorter->calls_most;
    }
    for (uint32_t i = count; i-- > 0;) {
        const ir_ref ref = {i};
        const bool call = is_call(ir_at(plan->function, ref)->op);
        sorter->level[i] = sorter->calls[i];
        if (!is_computed(plan, ref) && !plan->slots[i].stored) {
            continue;
        }
        refs.count = 0;
        c_segments_mentions(plan, &(struct c_statement){.ref = ref}, sorter->scratch, &refs);
        if (!call && is_computed(plan, ref) && count_computed(plan, &refs, 2) < 2) {
            sorter->level[i] = latest[i];
        }
        const uint32_t needed = sorter->level[i] - (call ? 1 : 0);
        for (uint32_t k = 0; k < refs.count; k++) {
            const uint32_t index = refs.at[k].index;
            if (plan->slots[index].owner == plan->slots[i].owner && needed < latest[index]) {
                latest[index] = needed;
            }
        }
    }
}

/* -- order --------------------------------------------------------------------------------------
 */

static void place_computation(struct sorter *sorter, ir_ref ref)
{
    const uint32_t owner = sorter->plan->slots[ref.index].owner;
    const bool call = is_call(ir_at(sorter->plan->function, ref)->op);
    vec_push(sorter->scratch, &sorter->placed,
             (struct placed){.statement = {.ref = ref},
                             .window = sorter->windows.of[ref.index],
                             .phase = owner == C_SHARED ? 0 : owner + 1,
                             .level = 2 * sorter->level[ref.index] + (call ? 0 : 1)});
}

static void place_store(struct sorter *sorter, uint32_t result, uint32_t element)
{
    const struct c_plan *plan = sorter->plan;
    const ir_ref ref = c_plan_element(plan, result, element);
    const bool constant = c_plan_is_constant(plan, ref);
    const uint32_t level = constant ? sorter->calls_most + 1 : sorter->level[ref.index];
    const struct c_windows *windows = &sorter->windows;
    vec_push(sorter->scratch, &sorter->placed,
             (struct placed){.statement = {ref, true, result, element},
                             .window = constant ? windows->count - 1 : windows->of[ref.index],
                             .phase = plan->function->results.at[result].optional ? result + 1 : 0,
                             .level = 2 * level + 1});
}

/* Places each value and, behind it, the stores of it. */
static void place_all(struct sorter *sorter)
{
    const struct c_plan *plan = sorter->plan;
    const struct ir_function *function = plan->function;
    VEC(struct c_statement) stores = {0};
    /* of each value: the first store of it, and of each store the next, counted from 1 */
    uint32_t *first = arena_alloc(sorter->scratch, function->values.count * sizeof *first);
    VEC(uint32_t) next = {0};
    for (uint32_t r = function->results.count; r-- > 0;) {
        for (uint32_t e = function->results.at[r].array.count; e-- > 0;) {
            const ir_ref ref = c_plan_element(plan, r, e);
            vec_push(sorter->scratch, &stores, (struct c_statement){ref, true, r, e});
            vec_push(sorter->scratch, &next, first[ref.index]);
            first[ref.index] = stores.count;
        }
    }
    for (uint32_t i = 0; i < function->values.count; i++) {
        if (plan->slots[i].place == C_NAMED && function->values.at[i].op != IR_ARGUMENT) {
            place_computation(sorter, (ir_ref){i});
        }
        for (uint32_t s = first[i]; s != 0; s = next.at[s - 1]) {
            place_store(sorter, stores.at[s - 1].result, stores.at[s - 1].element);
        }
    }
}

enum key { BY_LEVEL, BY_PHASE, BY_WINDOW };

static uint32_t key_of(const struct placed *placed, enum key key)
{
    return key == BY_LEVEL ? placed->level : key == BY_PHASE ? placed->phase : placed->window;
}

/* Sorts by one of the keys, those of equal keys staying in their order; keys are below `bound`. */
static void sort_by(struct sorter *sorter, enum key key, uint32_t bound)
{
    const uint32_t count = sorter->placed.count;
    uint32_t *start = arena_alloc(sorter->scratch, (bound + 1) * sizeof *start);
    struct placed *to = arena_alloc(sorter->scratch, count * sizeof *to);
    for (uint32_t i = 0; i < count; i++) {
        start[key_of(&sorter->placed.at[i], key) + 1]++;
    }
    for (uint32_t k = 0; k < bound; k++) {
        start[k + 1] += start[k];
    }
    for (uint32_t i = 0; i < count; i++) {
        to[start[key_of(&sorter->placed.at[i], key)]++] = sorter->placed.at[i];
    }
    sorter->placed.at = to;
}

/* Constants are stored in the order of their places, so that neighbours meet. */
static void sort(struct sorter *sorter)
{
    sort_by(sorter, BY_LEVEL, 2 * sorter->calls_most + 4);
    sort_by(sorter, BY_PHASE, sorter->plan->function->results.count + 1);
    sort_by(sorter, BY_WINDOW, sorter->windows.count);
}

/* -- segments -----------------------------------------------------------------------------------
 */

static void add_segment(struct c_segments *to, struct arena *arena, enum c_segment_kind kind,
                        uint32_t first, uint32_t phase)
{
    vec_push(
        arena, &to->segments,
        (struct c_segment){kind, first, to->statements.count, phase == 0 ? C_SHARED : phase - 1});
}

/* Adds statements first .. last - 1, each call in a segment, but a sine and, behind it, a cosine of
 * the same value in one; `met` is of each value the place of the first of the two, counted from 1.
 */
static void add_calls(struct sorter *sorter, struct c_segments *to, uint32_t first, uint32_t last,
                      uint32_t *met, struct arena *arena)
{
    const struct c_plan *plan = sorter->plan;
    uint32_t *twin = arena_alloc(sorter->scratch, (last - first) * sizeof *twin);
    for (uint32_t s = first; s < last; s++) {
        const ir_ref ref = sorter->placed.at[s].statement.ref;
        const enum ir_op op = ir_at(plan->function, ref)->op;
        if (op == IR_SIN || op == IR_COS) {
            uint32_t *place = &met[c_plan_operand(plan, ref, 0).index];
            if (*place > first) {
                twin[*place - 1 - first] = s;
                twin[s - first] = s; /* comes with the other */
                *place = 0;
            } else {
                *place = s + 1;
            }
        }
    }
    for (uint32_t s = first; s < last; s++) {
        const uint32_t begin = to->statements.count;
        if (twin[s - first] == s && s > first) {
            continue;
        }
        const struct c_statement *statement = &sorter->placed.at[s].statement;
        const struct c_statement *other = &sorter->placed.at[twin[s - first]].statement;
        const bool both = twin[s - first] > s;
        const bool sine = ir_at(plan->function, statement->ref)->op == IR_SIN;
        vec_push(arena, &to->statements, both && !sine ? *other : *statement);
        if (both) {
            vec_push(arena, &to->statements, sine ? *other : *statement);
        }
        add_segment(to, arena, C_SEGMENT_CALLS, begin, sorter->placed.at[s].phase);
    }
}

/* Post: of each place first .. last, at [place - first], how many values are computed in front of
 * it and mentioned behind it by these statements. */
static uint32_t *count_crossing(struct sorter *sorter, uint32_t first, uint32_t last)
{
    uint32_t *crossing = arena_alloc(sorter->scratch, (last - first + 2) * sizeof *crossing);
    struct c_ref_vec refs = {0};
    for (uint32_t s = first; s < last; s++) {
        const struct c_statement *statement = &sorter->placed.at[s].statement;
        refs.count = 0;
        c_segments_mentions(sorter->plan, statement, sorter->scratch, &refs);
        for (uint32_t i = 0; i < refs.count; i++) {
            uint32_t *reach = &sorter->reach[refs.at[i].index];
            if (*reach > first && *reach <= s) { /* as differences: one more from here to s */
                crossing[*reach - first]++;
                crossing[s + 1 - first]--;
                *reach = s + 1;
            }
        }
        if (!statement->store) {
            sorter->reach[statement->ref.index] = s + 1;
        }
    }
    for (uint32_t p = 0; p < last - first; p++) {
        crossing[p + 1] += crossing[p];
    }
    return crossing;
}

/* Post: where a loop from `begin` on ends if there are too many statements for one: as soon as it
 * has a fair length and hardly anything is kept for the next; else so that all have about the same
 * length. */
static uint32_t cut(const uint32_t *crossing, uint32_t begin, uint32_t last)
{
    const uint32_t loops = (last - begin + STATEMENTS_MAX - 1) / STATEMENTS_MAX;
    const uint32_t even = begin + (last - begin + loops - 1) / loops;
    for (uint32_t p = begin + STATEMENTS_FAIR; p < even && p + STATEMENTS_FAIR / 2 < last; p++) {
        if (crossing[p] <= CROSSING_FEW) {
            return p;
        }
    }
    return even;
}

/* Adds statements first .. last - 1 in segments between which little is kept; in one if they
 * are few. */
static void add_arithmetic(struct sorter *sorter, struct c_segments *to, uint32_t first,
                           uint32_t last, struct arena *arena)
{
    const uint32_t *crossing = count_crossing(sorter, first, last);
    const uint32_t phase = sorter->placed.at[first].phase;
    for (uint32_t begin = first, end; begin < last; begin = end) {
        const uint32_t start = to->statements.count;
        end = last - first <= STATEMENTS_MAX ? last
                                             : first + cut(crossing, begin - first, last - first);
        for (uint32_t s = begin; s < end; s++) {
            vec_push(arena, &to->statements, sorter->placed.at[s].statement);
        }
        add_segment(to, arena, C_SEGMENT_ARITHMETIC, start, phase);
    }
}

static int by_place(const void *left, const void *right)
{
    const struct c_statement *a = &((const struct placed *)left)->statement;
    const struct c_statement *b = &((const struct placed *)right)->statement;
    if (a->result != b->result) {
        return a->result < b->result ? -1 : 1;
    }
    return (a->element > b->element) - (a->element < b->element);
}

static void add_constants(struct sorter *sorter, struct c_segments *to, uint32_t first,
                          uint32_t last, struct arena *arena)
{
    const uint32_t begin = to->statements.count;
    qsort(sorter->placed.at + first, last - first, sizeof *sorter->placed.at, by_place);
    for (uint32_t s = first; s < last; s++) {
        vec_push(arena, &to->statements, sorter->placed.at[s].statement);
    }
    add_segment(to, arena, C_SEGMENT_CONSTANTS, begin, sorter->placed.at[first].phase);
}

static bool is_constants(const struct sorter *sorter, uint32_t level)
{
    return level > 2 * sorter->calls_most + 2;
}

/* Post: whether statements of both levels may share a loop, if none of another comes between. */
static bool share_a_loop(const struct sorter *sorter, uint32_t level, uint32_t next)
{
    return level == next || (level % 2 == 1 && next % 2 == 1 && !is_constants(sorter, next));
}

static void add_segments(struct sorter *sorter, struct c_segments *to, struct arena *arena)
{
    uint32_t *met =
        arena_alloc(sorter->scratch, sorter->plan->function->values.count * sizeof *met);
    uint32_t last;
    for (uint32_t first = 0; first < sorter->placed.count; first = last) {
        const struct placed *at = &sorter->placed.at[first];
        last = first;
        while (last < sorter->placed.count && sorter->placed.at[last].phase == at->phase &&
               sorter->placed.at[last].window == at->window &&
               share_a_loop(sorter, at->level, sorter->placed.at[last].level)) {
            last++;
        }
        if (is_constants(sorter, at->level)) {
            add_constants(sorter, to, first, last, arena);
        } else if (at->level % 2 == 0) {
            add_calls(sorter, to, first, last, met, arena);
        } else {
            add_arithmetic(sorter, to, first, last, arena);
        }
    }
}

/* -- what is kept across segments ---------------------------------------------------------------
 */

void c_segments_mentions(const struct c_plan *plan, const struct c_statement *statement,
                         struct arena *arena, struct c_ref_vec *refs)
{
    if (statement->store) {
        c_plan_mentions(plan, statement->ref, arena, refs);
        return;
    }
    c_plan_operand_mentions(plan, statement->ref, arena, refs);
}

/* Post: last[v], the number of the last segment that mentions value v, counted from 1. */
static uint32_t *last_mentions(const struct c_plan *plan, const struct c_segments *to,
                               struct arena *scratch)
{
    uint32_t *last = arena_alloc(scratch, plan->function->values.count * sizeof *last);
    struct c_ref_vec refs = {0};
    for (uint32_t g = 0; g < to->segments.count; g++) {
        for (uint32_t s = to->segments.at[g].first; s < to->segments.at[g].last; s++) {
            refs.count = 0;
            c_segments_mentions(plan, &to->statements.at[s], scratch, &refs);
            for (uint32_t i = 0; i < refs.count; i++) {
                last[refs.at[i].index] = g + 1;
            }
        }
    }
    return last;
}

static void give_rows(const struct c_plan *plan, struct c_segments *to, struct arena *scratch)
{
    const uint32_t *last = last_mentions(plan, to, scratch);
    struct c_ref_vec *ending = arena_alloc(scratch, (to->segments.count + 1) * sizeof *ending);
    VEC(uint32_t) free_rows = {0};
    for (uint32_t g = 0; g < to->segments.count; g++) {
        for (uint32_t s = to->segments.at[g].first; s < to->segments.at[g].last; s++) {
            const struct c_statement *statement = &to->statements.at[s];
            const uint32_t index = statement->ref.index;
            if (statement->store || last[index] <= g + 1) {
                continue;
            }
            to->row[index] =
                free_rows.count > 0 ? free_rows.at[--free_rows.count] : to->row_count++;
            vec_push(scratch, &ending[last[index]], statement->ref);
        }
        for (uint32_t i = ending[g + 1].count; i > 0; i--) {
            vec_push(scratch, &free_rows, to->row[ending[g + 1].at[i - 1].index]);
        }
    }
}

/* Post: the segments where the function is cut into windows of so many statements; 0: not. */
static struct c_segments make(struct sorter *sorter, uint32_t length, bool forward,
                              struct arena *arena)
{
    const uint32_t count = sorter->plan->function->values.count;
    struct c_segments to = {.row = arena_alloc(arena, count * sizeof *to.row)};
    for (uint32_t i = 0; i < count; i++) {
        to.row[i] = C_NOT_KEPT;
    }
    sorter->placed.count = 0;
    sorter->reach = arena_alloc(sorter->scratch, count * sizeof *sorter->reach);
    sorter->windows = c_windows_make(sorter->plan, length, forward, sorter->scratch);
    place_all(sorter);
    sort(sorter);
    add_segments(sorter, &to, arena);
    give_rows(sorter->plan, &to, sorter->scratch);
    return to;
}

struct c_segments c_segments_make(struct c_plan *plan, struct arena *arena)
{
    struct sorter sorter = {.plan = plan, .scratch = arena_create()};
    name_more(plan);
    count_calls(&sorter);
    choose_levels(&sorter);
    struct c_segments to = make(&sorter, 0, false, arena);
    for (int forward = 0; forward < 2 && to.row_count > ROWS_NEAR; forward++) {
        const struct c_segments cut = make(&sorter, WINDOW, forward == 1, arena);
        to = cut.row_count < to.row_count ? cut : to;
    }
    arena_destroy(sorter.scratch);
    return to;
}
