/* Puts the statements of a function into loops that compilers vectorise.
 *
 * A loop over points is vectorised if it holds arithmetic alone: one call of a function of the C
 * library makes it serial. So the function is taken apart (loop fission; Kennedy and Allen,
 * "Optimizing Compilers for Modern Architectures", 2001, section 2.4). Every value has a level: the
 * number of calls on the longest way from the inputs to it. Level by level come the calls, each in
 * a loop of its own, and then the arithmetic that these make possible, in loops between which
 * little goes through memory (c_cuts.c); what can wait until it is used first waits where that
 * keeps no more alive. A sine and a cosine of the same value share a loop, as C libraries compute
 * both at once. What one loop computes and a later one needs is kept in a row of a small array, an
 * element for each point, or computed again (c_rows.c).
 *
 * The order of the function is one of three; the others are cut into windows (c_windows.c), each
 * taken apart as a function is. The one whose loops load and store least is taken. What is kept and
 * does not fit into the first cache counts for more: a large function in its own order may keep as
 * much as it computes.
 *
 * What optional results alone need comes last, result by result, under a test around whole loops.
 * Constants are stored in loops that do nothing else. */
#include "c_segments.h"

#include "c_cuts.h"
#include "c_rows.h"
#include "c_windows.h"
#include "ops.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS_NEAR = 80 /* of 32 doubles: they leave half of a first cache */ };

static const double far_row = 8; /* cycles for a vector of points, of each row more than that */

/* A statement and the place of its loop in the order. */
struct placed {
    struct c_statement statement;
    uint32_t window;
    uint32_t phase; /* 0: shared; r + 1: for optional result r */
    uint32_t level; /* 2*calls, one more for arithmetic behind them */
};

struct sorter {
    struct c_plan *plan;
    const bool *spare; /* of each result: computed even if it is optional and not wanted */
    struct arena *scratch;
    uint32_t *calls; /* of each value: on the longest way to it */
    uint32_t *level; /* of each value that has a statement: where it is computed, not below that */
    uint32_t calls_most;
    struct c_windows windows;
    VEC(struct placed) placed;
    struct c_cuts *cuts; /* of what is placed, in its order */
};

/* -- levels -------------------------------------------------------------------------------------
 */

bool c_segments_is_call(enum ir_op op)
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
        if (!is_needed(plan, i) || (op != IR_ARGUMENT && !c_segments_is_call(op))) {
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
        sorter->calls[i] = most + (c_segments_is_call(op) ? 1 : 0);
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

/* Post: the phase of what this result alone needs, or of what more than one does (C_SHARED). */
static uint32_t phase_of(const struct sorter *sorter, uint32_t owner)
{
    return owner == C_SHARED || owner == C_NOBODY || sorter->spare[owner] ? 0 : owner + 1;
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
        const bool call = c_segments_is_call(ir_at(plan->function, ref)->op);
        sorter->level[i] = sorter->calls[i];
        if (!is_computed(plan, ref) && !plan->slots[i].stored) {
            continue;
        }
        refs.count = 0;
        c_statement_mentions(plan, &(struct c_statement){.ref = ref}, sorter->scratch, &refs);
        if (!call && is_computed(plan, ref) && count_computed(plan, &refs, 2) < 2) {
            sorter->level[i] = latest[i];
        }
        const uint32_t needed = sorter->level[i] - (call ? 1 : 0);
        const uint32_t phase = phase_of(sorter, plan->slots[i].owner);
        for (uint32_t k = 0; k < refs.count; k++) {
            const uint32_t index = refs.at[k].index;
            if (phase_of(sorter, plan->slots[index].owner) == phase && needed < latest[index]) {
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
    const bool call = c_segments_is_call(ir_at(sorter->plan->function, ref)->op);
    vec_push(sorter->scratch, &sorter->placed,
             (struct placed){.statement = {.ref = ref},
                             .window = sorter->windows.of[ref.index],
                             .phase = phase_of(sorter, owner),
                             .level = 2 * sorter->level[ref.index] + (call ? 0 : 1)});
}

static void place_store(struct sorter *sorter, uint32_t result, uint32_t element)
{
    const struct c_plan *plan = sorter->plan;
    const ir_ref ref = c_plan_element(plan, result, element);
    const bool constant = c_plan_is_constant(plan, ref);
    const bool optional = plan->function->results.at[result].optional;
    const uint32_t level = constant ? sorter->calls_most + 1 : sorter->level[ref.index];
    const struct c_windows *windows = &sorter->windows;
    vec_push(sorter->scratch, &sorter->placed,
             (struct placed){.statement = {ref, true, result, element},
                             .window = constant ? windows->count - 1 : windows->of[ref.index],
                             .phase = phase_of(sorter, optional ? result : C_SHARED),
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

/* Adds statements first .. last - 1 in loops between which little goes through memory. */
static void add_arithmetic(struct sorter *sorter, struct c_segments *to, uint32_t first,
                           uint32_t last, struct arena *arena)
{
    uint32_t loops;
    const uint32_t *ends = c_cuts_best(sorter->cuts, first, last, &loops, sorter->scratch);
    for (uint32_t l = 0, s = first; l < loops; l++) {
        const uint32_t start = to->statements.count;
        for (; s < ends[l]; s++) {
            vec_push(arena, &to->statements, sorter->placed.at[s].statement);
        }
        add_segment(to, arena, C_SEGMENT_ARITHMETIC, start, sorter->placed.at[first].phase);
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

static void prepare_cuts(struct sorter *sorter)
{
    struct c_statement_vec statements = {0};
    for (uint32_t s = 0; s < sorter->placed.count; s++) {
        vec_push(sorter->scratch, &statements, sorter->placed.at[s].statement);
    }
    sorter->cuts = c_cuts_make(sorter->plan, &statements, sorter->scratch);
}

static struct c_segments make(struct sorter *sorter, enum c_window_order order, struct arena *arena)
{
    struct c_segments to = {0};
    sorter->placed.count = 0;
    sorter->windows = c_windows_make(sorter->plan, sorter->spare, order, sorter->scratch);
    place_all(sorter);
    sort(sorter);
    prepare_cuts(sorter);
    add_segments(sorter, &to, arena);
    c_rows_give(sorter->plan, &to, arena);
    return to;
}

/* Post: about the cycles of a vector of points for what its loops load, store and divide. */
static double cost(const struct c_plan *plan, const struct c_segments *segments)
{
    struct arena *scratch = arena_create();
    struct c_cuts *cuts = c_cuts_make(plan, &segments->statements, scratch);
    double sum = 0;
    for (uint32_t g = 0; g < segments->segments.count; g++) {
        sum += c_cuts_cost(cuts, segments->segments.at[g].first, segments->segments.at[g].last);
    }
    arena_destroy(scratch);
    return sum + (segments->row_count > ROWS_NEAR
                      ? far_row * (double)(segments->row_count - ROWS_NEAR)
                      : 0);
}

struct c_segments c_segments_make(struct c_plan *plan, const bool *spare, struct arena *arena)
{
    struct sorter sorter = {.plan = plan, .spare = spare, .scratch = arena_create()};
    name_more(plan);
    count_calls(&sorter);
    choose_levels(&sorter);
    struct c_segments best = {0};
    double least = HUGE_VAL;
    for (enum c_window_order order = C_ONE_WINDOW; order <= C_FORWARD; order++) {
        const struct c_segments segments = make(&sorter, order, arena);
        const double cycles = cost(plan, &segments);
        if (cycles < least) {
            least = cycles;
            best = segments;
        }
    }
    arena_destroy(sorter.scratch);
    return best;
}
