/* Puts the statements of a function into their order, and cuts large functions into pieces.
 *
 * The statements follow the order of the IR, which is that of demand, and each element of a result
 * is stored as soon as it and those before it are known; a result that is nearly all zeros is
 * filled with them first. An optional result gets one block behind one test, placed where all that
 * it shares with others is known, or at the end.
 *
 * Optimizing compilers take time that grows faster than a function's size, and keep all that it
 * names on the stack. A function of many statements is therefore cut into pieces, each a C function
 * of its own, whose temporaries are local; a value that a later piece uses too lives in scratch
 * memory, in a place that is free again when its last user is done. A block of up to half a piece
 * stays whole, a larger one is cut like the rest. A loop counts as one statement. */
#include "c_steps.h"

#include "code_cost.h"
#include "ops.h"

#include <math.h>

enum {
    WHOLE_PIECES = 3,    /* a function of up to so many pieces stays whole */
    CROSSING_ONE_IN = 4, /* operations behind a block one that takes from before it: many */
    ZEROS_LEAST = 128    /* that pay for one more pass over a result */
};

#define LAST UINT32_MAX /* behind all that others need */

/* A result on its way out. */
struct sink {
    const struct ir_result *result;
    uint32_t number;
    uint32_t owner;         /* as in the plan: its own number if it is optional, else C_SHARED */
    uint32_t stored;        /* elements stored so far */
    uint32_t ahead;         /* the next element that is not given, or the count */
    ir_ref filled;          /* what all elements hold from the start; IR_NONE: nothing */
    uint32_t after;         /* optional: the value behind which its block stands; or LAST */
    bool calls;             /* optional: its block calls functions of the C library */
    struct c_ref_vec owned; /* optional: the statements of its block */
};

struct sequencer {
    const struct c_plan *plan;
    struct arena *arena;
    struct c_steps *to;
    struct sink *sinks;
};

/* -- order -- */

static void compute(struct sequencer *sequencer, ir_ref ref, uint32_t guard)
{
    if (sequencer->plan->slots[ref.index].place == C_NAMED) {
        vec_push(sequencer->arena, &sequencer->to->steps,
                 (struct c_step){.loop = C_NO_LOOP, .ref = ref, .guard = guard});
    }
}

/* Adds a store, or makes the last one longer by it: the same constant, into the next element. */
static void add_store(struct sequencer *sequencer, const struct c_step *store)
{
    struct c_steps *to = sequencer->to;
    struct c_step *last = to->steps.count == 0 ? NULL : &to->steps.at[to->steps.count - 1];
    if (last != NULL && last->loop == C_NO_LOOP && last->store && ir_equal(last->ref, store->ref) &&
        c_plan_is_constant(sequencer->plan, store->ref) && last->result == store->result &&
        last->element + last->count == store->element) {
        last->count += store->count;
    } else {
        vec_push(sequencer->arena, &to->steps, *store);
    }
}

static void store(struct sequencer *sequencer, struct sink *sink)
{
    const uint32_t element = sink->stored++;
    const ir_ref ref = c_plan_element(sequencer->plan, sink->number, element);
    if (ir_is_none(sink->filled) || !ir_equal(ref, sink->filled)) {
        add_store(sequencer, &(struct c_step){.loop = C_NO_LOOP,
                                              .ref = ref,
                                              .store = true,
                                              .result = sink->number,
                                              .element = element,
                                              .count = 1,
                                              .guard = sink->owner});
    }
}

/* Fills the result with zeros if they are many, and no fewer than the rest. */
static void fill(struct sequencer *sequencer, struct sink *sink)
{
    const uint32_t count = sink->result->array.count;
    uint32_t zeros = 0;
    ir_ref zero = IR_NONE;
    for (uint32_t e = 0; e < count; e++) {
        const ir_ref ref = c_plan_element(sequencer->plan, sink->number, e);
        double number;
        if (ir_is_constant(sequencer->plan->function, ref, &number) && number == 0 &&
            !signbit(number)) {
            zero = ref;
            zeros++;
        }
    }
    if (zeros >= ZEROS_LEAST && zeros >= count - zeros) {
        add_store(sequencer, &(struct c_step){.loop = C_NO_LOOP,
                                              .ref = zero,
                                              .store = true,
                                              .result = sink->number,
                                              .count = count,
                                              .guard = C_SHARED});
        sink->filled = zero;
    }
}

/* Stores the elements whose values stand up to value `limit`, in order; what is given anyway goes
 * with the next that is not, or behind the last. */
static void store_up_to(struct sequencer *sequencer, struct sink *sink, uint32_t limit)
{
    const struct c_plan *plan = sequencer->plan;
    const uint32_t count = sink->result->array.count;
    while (sink->stored < count) {
        while (
            sink->ahead < count &&
            c_plan_is_given(plan, c_plan_element(plan, sink->number, sink->ahead), sink->owner)) {
            sink->ahead++;
        }
        if (sink->ahead < count && c_plan_element(plan, sink->number, sink->ahead).index > limit) {
            return;
        }
        if (sink->ahead < count) {
            sink->ahead++;
        }
        while (sink->stored < sink->ahead) {
            store(sequencer, sink);
        }
    }
}

/* The block of an optional result stands behind the last value that it shares. */
static void await(const struct c_plan *plan, struct sink *sink, ir_ref ref)
{
    if (!c_plan_is_constant(plan, ref) && plan->slots[ref.index].owner == C_SHARED &&
        ref.index > sink->after) {
        sink->after = ref.index;
    }
}

static void prepare_sinks(struct sequencer *sequencer)
{
    const struct c_plan *plan = sequencer->plan;
    const struct ir_function *function = plan->function;
    sequencer->sinks =
        arena_alloc(sequencer->arena, function->results.count * sizeof *sequencer->sinks);
    for (uint32_t r = 0; r < function->results.count; r++) {
        struct sink *sink = &sequencer->sinks[r];
        sink->result = &function->results.at[r];
        sink->number = r;
        sink->owner = sink->result->optional ? r : C_SHARED;
        sink->filled = IR_NONE;
        if (!sink->result->optional) {
            fill(sequencer, sink);
        }
        for (uint32_t e = 0; sink->result->optional && e < sink->result->array.count; e++) {
            await(plan, sink, c_plan_element(plan, r, e));
        }
    }
    for (uint32_t i = 0; i < function->values.count; i++) {
        const ir_ref ref = {i};
        const struct c_slot *slot = &plan->slots[i];
        if (slot->owner == C_SHARED || slot->owner == C_NOBODY) {
            continue;
        }
        struct sink *sink = &sequencer->sinks[slot->owner];
        vec_push(sequencer->arena, &sink->owned, ref);
        sink->calls = sink->calls || ir_is_library_call(ir_at(function, ref)->op);
        for (uint32_t k = 0; k < ir_op_info(ir_at(function, ref)->op)->arity; k++) {
            await(plan, sink, c_plan_operand(plan, ref, k));
        }
    }
}

/* Post: how many values that all need, and that were computed up to `limit`, the value takes that
 * are not counted yet. */
static uint32_t count_new(const struct c_plan *plan, ir_ref ref, uint32_t limit, bool *counted)
{
    const struct ir_function *function = plan->function;
    uint32_t count = 0;
    for (uint32_t k = 0; k < ir_op_info(ir_at(function, ref)->op)->arity; k++) {
        const ir_ref operand = c_plan_operand(plan, ref, k);
        if (operand.index <= limit && plan->slots[operand.index].owner == C_SHARED &&
            !c_plan_is_constant(plan, operand) && ir_at(function, operand)->op != IR_ARGUMENT) {
            count += !counted[operand.index];
            counted[operand.index] = true;
        }
    }
    return count;
}

/* Puts a block with calls behind everything where that saves much: a call leaves no register as it
 * was, so what is computed before the block and needed behind it has to go through memory; at the
 * end only what the block itself needs. Where a long computation follows, most of it is in memory
 * anyway, and calls that come early go on while it waits for its own results (the end cost a Kalman
 * filter 2 to 6 %, and saved a robot arm up to 5 %). */
static void put_off(struct sequencer *sequencer, struct sink *sink, struct arena *scratch)
{
    const struct c_plan *plan = sequencer->plan;
    const uint32_t count = plan->function->values.count;
    bool *needed = arena_alloc(scratch, count * sizeof *needed);
    bool *crossing = arena_alloc(scratch, count * sizeof *crossing);
    uint32_t needed_count = 0;
    uint32_t crossing_count = 0;
    uint32_t operations = 0;
    for (uint32_t i = 0; i < sink->owned.count; i++) {
        needed_count += count_new(plan, sink->owned.at[i], sink->after, needed);
    }
    for (uint32_t v = sink->after + 1; v < count; v++) {
        if (plan->slots[v].owner == C_SHARED) {
            crossing_count += count_new(plan, (ir_ref){v}, sink->after, crossing);
            operations++;
        }
    }
    if (needed_count < crossing_count && operations < CROSSING_ONE_IN * crossing_count) {
        sink->after = LAST;
    }
}

static void add_block(struct sequencer *sequencer, struct sink *sink)
{
    for (uint32_t i = 0; i < sink->owned.count; i++) {
        compute(sequencer, sink->owned.at[i], sink->owner);
        store_up_to(sequencer, sink, sink->owned.at[i].index);
    }
    store_up_to(sequencer, sink, UINT32_MAX);
}

static void put_in_order(struct sequencer *sequencer)
{
    const struct ir_function *function = sequencer->plan->function;
    struct arena *scratch = arena_create();
    prepare_sinks(sequencer);
    for (uint32_t r = 0; r < function->results.count; r++) {
        if (sequencer->sinks[r].calls) {
            put_off(sequencer, &sequencer->sinks[r], scratch);
        }
    }
    arena_destroy(scratch);
    for (uint32_t i = 0; i < function->values.count; i++) {
        if (sequencer->plan->slots[i].owner == C_SHARED) {
            compute(sequencer, (ir_ref){i}, C_SHARED);
        }
        for (uint32_t r = 0; r < function->results.count; r++) {
            struct sink *sink = &sequencer->sinks[r];
            if (!sink->result->optional) {
                store_up_to(sequencer, sink, i);
            } else if (sink->after == i) {
                add_block(sequencer, sink);
            }
        }
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        if (sequencer->sinks[r].after == LAST) {
            add_block(sequencer, &sequencer->sinks[r]);
        }
    }
}

/* Loops and what stands between them have their order already. */
static void take_items(struct sequencer *sequencer)
{
    const struct c_roll *roll = sequencer->plan->roll;
    for (uint32_t i = 0; i < roll->items.count; i++) {
        const struct c_item *item = &roll->items.at[i];
        struct c_step step = {.loop = item->loop};
        if (item->loop != C_NO_LOOP) {
            step.guard = roll->loops.at[item->loop].guard;
        } else if (c_unit_is_store(&roll->units, item->unit)) {
            const struct c_store *to = c_unit_store(&roll->units, item->unit);
            step = (struct c_step){.loop = C_NO_LOOP,
                                   .ref = c_plan_element(sequencer->plan, to->result, to->element),
                                   .store = true,
                                   .result = to->result,
                                   .element = to->element,
                                   .count = 1,
                                   .guard = c_unit_owner(&roll->units, item->unit)};
            add_store(sequencer, &step);
            continue;
        } else {
            compute(sequencer, (ir_ref){item->unit}, c_unit_owner(&roll->units, item->unit));
            continue;
        }
        vec_push(sequencer->arena, &sequencer->to->steps, step);
    }
}

/* -- pieces -- */

static void add_piece(struct c_steps *to, struct arena *arena, uint32_t first, uint32_t last,
                      uint32_t guard)
{
    if (first < last) {
        vec_push(arena, &to->pieces, (struct c_piece){first, last, guard});
    }
}

/* Post: the end of the run of steps under the same test. */
static uint32_t block_end(const struct c_steps *to, uint32_t first)
{
    uint32_t last = first;
    while (last < to->steps.count && to->steps.at[last].guard == to->steps.at[first].guard) {
        last++;
    }
    return last;
}

static void cut(struct c_steps *to, uint32_t piece, struct arena *arena)
{
    const uint32_t count = to->steps.count;
    if (piece == 0 || count / WHOLE_PIECES <= piece) {
        add_piece(to, arena, 0, count, C_SHARED);
        return;
    }
    uint32_t first = 0;
    for (uint32_t at = 0; at < count;) {
        const uint32_t guard = to->steps.at[at].guard;
        const uint32_t end = guard == C_SHARED ? at + 1 : block_end(to, at);
        if (guard != C_SHARED && end - at > piece / 2) {
            add_piece(to, arena, first, at, C_SHARED);
            for (first = at; end - first > piece; first += piece) {
                add_piece(to, arena, first, first + piece, guard);
            }
            add_piece(to, arena, first, end, guard);
            first = end;
        } else if (end - first > piece) {
            add_piece(to, arena, first, at, C_SHARED);
            first = at;
        }
        at = end;
    }
    add_piece(to, arena, first, count, C_SHARED);
}

/* -- what lives across pieces -- */

static void mention_loop(const struct c_roll *roll, const struct c_loop *loop, struct arena *arena,
                         struct c_ref_vec *refs)
{
    for (uint32_t r = loop->first; r < loop->last; r++) {
        for (uint32_t k = 0; k < c_unit_arity(&roll->units, roll->runs.at[r][0]); k++) {
            if (c_roll_reach(roll, loop, r, k) == C_REACH_NAME) {
                vec_push(arena, refs, c_unit_operand(&roll->units, roll->runs.at[r][0], k));
            }
        }
    }
}

void c_steps_mentions(const struct c_plan *plan, const struct c_step *step, struct arena *arena,
                      struct c_ref_vec *refs)
{
    if (step->loop != C_NO_LOOP) {
        mention_loop(plan->roll, &plan->roll->loops.at[step->loop], arena, refs);
        return;
    }
    if (step->store) {
        c_plan_mentions(plan, step->ref, arena, refs);
        return;
    }
    c_plan_operand_mentions(plan, step->ref, arena, refs);
}

/* Post: last[v], the number of the last piece that mentions value v, counted from 1. */
static uint32_t *last_mentions(const struct c_plan *plan, const struct c_steps *to,
                               struct arena *scratch)
{
    uint32_t *last = arena_alloc(scratch, plan->function->values.count * sizeof *last);
    struct c_ref_vec refs = {0};
    for (uint32_t p = 0; p < to->pieces.count; p++) {
        for (uint32_t s = to->pieces.at[p].first; s < to->pieces.at[p].last; s++) {
            refs.count = 0;
            c_steps_mentions(plan, &to->steps.at[s], scratch, &refs);
            for (uint32_t i = 0; i < refs.count; i++) {
                last[refs.at[i].index] = p + 1;
            }
        }
    }
    return last;
}

static void give_slots(const struct c_plan *plan, struct c_steps *to, struct arena *scratch)
{
    const uint32_t *last = last_mentions(plan, to, scratch);
    struct c_ref_vec *ending = arena_alloc(scratch, (to->pieces.count + 1) * sizeof *ending);
    VEC(uint32_t) free_slots = {0};
    for (uint32_t p = 0; p < to->pieces.count; p++) {
        for (uint32_t s = to->pieces.at[p].first; s < to->pieces.at[p].last; s++) {
            const struct c_step *step = &to->steps.at[s];
            const bool is_input = ir_at(plan->function, step->ref)->op == IR_ARGUMENT;
            if (step->loop != C_NO_LOOP || step->store || is_input ||
                to->slot[step->ref.index] != C_NO_SLOT || last[step->ref.index] <= p + 1) {
                continue;
            }
            to->slot[step->ref.index] =
                free_slots.count > 0 ? free_slots.at[--free_slots.count] : to->slot_count++;
            vec_push(scratch, &ending[last[step->ref.index]], step->ref);
        }
        for (uint32_t i = ending[p + 1].count; i > 0; i--) {
            vec_push(scratch, &free_slots, to->slot[ending[p + 1].at[i - 1].index]);
        }
    }
}

struct c_steps c_steps_make(const struct c_plan *plan, uint32_t piece, struct arena *arena)
{
    const uint32_t count = plan->function->values.count;
    struct c_steps to = {.slot = arena_alloc(arena, count * sizeof *to.slot)};
    struct sequencer sequencer = {.plan = plan, .arena = arena, .to = &to};
    for (uint32_t i = 0; i < count; i++) {
        to.slot[i] = plan->roll == NULL ? C_NO_SLOT : plan->roll->slot[i];
    }
    if (plan->roll == NULL) {
        put_in_order(&sequencer);
    } else {
        to.slot_count = plan->roll->slot_count;
        take_items(&sequencer);
    }
    cut(&to, piece, arena);
    if (to.pieces.count > 1) {
        struct arena *scratch = arena_create();
        give_slots(plan, &to, scratch);
        arena_destroy(scratch);
    }
    return to;
}
