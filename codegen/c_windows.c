/* Cuts a large function into windows, so that little is alive from one to the next.
 *
 * All that is computed is computed for a block of points at a time, and what a later loop needs is
 * kept, an element for each point. In the order of the model, its sums and products first and its
 * derivatives behind them, a large function would keep as much as it computes, and each element
 * would leave the first cache before it is read. So values are taken in the order of results: depth
 * first, for each element what it needs that is not there yet. For the gradient of a chain or a
 * stencil then only neighbours are alive. A window is a piece of that order, as long as a loop
 * would be (c_cuts.h); within it calls and arithmetic are sorted as in a small function.
 *
 * Where several elements far from each other need the same value, as the rows of two components of
 * a reaction do, all that it makes possible can come right behind it (C_FORWARD), so that it is not
 * kept until the second is asked for.
 *
 * What an optional result alone needs comes as early as it can: in the window in which the last of
 * its operands is computed. So sums of terms, which are values of the model, do not keep the terms
 * until all derivatives are there. */
#include "c_windows.h"

#include "c_cuts.h"
#include "ops.h"

#define NOT_YET UINT32_MAX

struct walk {
    const struct c_plan *plan;
    const bool *spare;
    struct arena *scratch;
    uint32_t *of; /* of each value: how many statements come before it; then its window */
    struct c_statement_vec statements;
    VEC(ir_ref) stack;
    VEC(ir_ref) ready;
    const uint32_t *first_use; /* of each value, counted from 1; NULL: only what is asked for */
    const uint32_t *next_use; /* of use u of operand u % IR_MAX_INPUTS by value u / IR_MAX_INPUTS */
};

/* Puts a value, whose operands are there, behind them. */
static void settle(struct walk *walk, ir_ref ref)
{
    const struct c_slot *slot = &walk->plan->slots[ref.index];
    walk->of[ref.index] = walk->statements.count;
    if (slot->place == C_NAMED && ir_at(walk->plan->function, ref)->op != IR_ARGUMENT) {
        vec_push(walk->scratch, &walk->statements, (struct c_statement){.ref = ref});
    }
    if (slot->stored) {
        vec_push(walk->scratch, &walk->statements, (struct c_statement){.ref = ref, .store = true});
    }
}

/* Post: whether the value can be computed, and has to be whatever optional results are wanted. */
static bool is_ready(const struct walk *walk, ir_ref ref)
{
    ir_ref inputs[IR_MAX_INPUTS];
    const uint32_t count = ir_inputs(walk->plan->function, ref, inputs);
    const uint32_t owner = walk->plan->slots[ref.index].owner;
    bool ready = walk->of[ref.index] == NOT_YET && owner != C_NOBODY &&
                 (owner == C_SHARED || walk->spare[owner]);
    for (uint32_t k = 0; ready && k < count; k++) {
        const ir_ref input = walk->plan->same[inputs[k].index];
        ir_ref none[IR_MAX_INPUTS];
        ready =
            walk->of[input.index] != NOT_YET || ir_inputs(walk->plan->function, input, none) == 0;
    }
    return ready;
}

/* Puts what a value makes possible into windows, and what that does. */
static void follow(struct walk *walk, ir_ref from)
{
    vec_push(walk->scratch, &walk->ready, from);
    while (walk->ready.count > 0) {
        const ir_ref at = walk->ready.at[--walk->ready.count];
        for (uint32_t u = walk->first_use[at.index]; u != 0; u = walk->next_use[u - 1]) {
            const ir_ref user = {(u - 1) / IR_MAX_INPUTS};
            ir_ref inputs[IR_MAX_INPUTS];
            if (!is_ready(walk, user)) {
                continue;
            }
            const uint32_t count = ir_inputs(walk->plan->function, user, inputs);
            for (uint32_t k = 0; k < count; k++) {
                uint32_t *of = &walk->of[walk->plan->same[inputs[k].index].index];
                *of = *of == NOT_YET ? walk->statements.count : *of;
            }
            settle(walk, user);
            vec_push(walk->scratch, &walk->ready, user);
        }
    }
}

/* Lists the uses of each value that is computed, in their order. */
static void list_uses(struct walk *walk)
{
    const struct ir_function *function = walk->plan->function;
    const uint32_t count = function->values.count;
    uint32_t *first = arena_alloc(walk->scratch, count * sizeof *first);
    uint32_t *next = arena_alloc(walk->scratch, count * IR_MAX_INPUTS * sizeof *next);
    ir_ref inputs[IR_MAX_INPUTS];
    for (uint32_t i = count; i-- > 0;) {
        const uint32_t arity = ir_inputs(function, (ir_ref){i}, inputs);
        for (uint32_t k = 0; k < arity; k++) {
            const uint32_t input = walk->plan->same[inputs[k].index].index;
            next[i * IR_MAX_INPUTS + k] = first[input];
            first[input] = i * IR_MAX_INPUTS + k + 1;
        }
    }
    walk->first_use = first;
    walk->next_use = next;
}

/* Puts a value and what it needs into windows, depth first. */
static void visit(struct walk *walk, ir_ref root)
{
    vec_push(walk->scratch, &walk->stack, root);
    while (walk->stack.count > 0) {
        const ir_ref ref = walk->stack.at[walk->stack.count - 1];
        const uint32_t before = walk->stack.count;
        ir_ref inputs[IR_MAX_INPUTS];
        const uint32_t count = ir_inputs(walk->plan->function, ref, inputs);
        for (uint32_t k = count; walk->of[ref.index] == NOT_YET && k-- > 0;) {
            const ir_ref input = walk->plan->same[inputs[k].index];
            if (walk->of[input.index] == NOT_YET) {
                vec_push(walk->scratch, &walk->stack, input);
            }
        }
        if (walk->stack.count == before) {
            walk->stack.count--;
            if (walk->of[ref.index] == NOT_YET) {
                settle(walk, ref);
                if (walk->first_use != NULL && count > 0) {
                    follow(walk, ref);
                }
            }
        }
    }
}

/* Puts what optional results alone need into windows. */
static void settle_optional(struct walk *walk)
{
    const struct ir_function *function = walk->plan->function;
    for (uint32_t i = 0; i < function->values.count; i++) {
        if (walk->of[i] != NOT_YET) {
            continue;
        }
        ir_ref inputs[IR_MAX_INPUTS];
        const uint32_t count = ir_inputs(function, (ir_ref){i}, inputs);
        walk->of[i] = 0;
        for (uint32_t k = 0; k < count; k++) {
            const uint32_t window = walk->of[walk->plan->same[inputs[k].index].index];
            walk->of[i] = window > walk->of[i] ? window : walk->of[i];
        }
    }
}

/* Cuts the statements into windows. Post: how many. */
static uint32_t cut(struct walk *walk)
{
    const uint32_t count = walk->plan->function->values.count;
    const uint32_t length = walk->statements.count;
    struct c_cuts *cuts = c_cuts_make(walk->plan, &walk->statements, walk->scratch);
    uint32_t windows;
    const uint32_t *ends = c_cuts_best(cuts, 0, length, &windows, walk->scratch);
    uint32_t *window = arena_alloc(walk->scratch, (length + 1) * sizeof *window);
    for (uint32_t s = 0, w = 0; s < length; s++) {
        w += s == ends[w] ? 1 : 0;
        window[s] = w;
    }
    window[length] = windows == 0 ? 0 : windows - 1;
    for (uint32_t i = 0; i < count; i++) {
        walk->of[i] = walk->of[i] == NOT_YET ? NOT_YET : window[walk->of[i]];
    }
    return windows == 0 ? 1 : windows;
}

struct c_windows c_windows_make(const struct c_plan *plan, const bool *spare,
                                enum c_window_order order, struct arena *arena)
{
    const struct ir_function *function = plan->function;
    const uint32_t count = function->values.count;
    struct c_windows windows = {arena_alloc(arena, count * sizeof *windows.of), 1};
    if (order == C_ONE_WINDOW) {
        return windows;
    }
    struct walk walk = {.plan = plan, .spare = spare, .scratch = arena_create(), .of = windows.of};
    for (uint32_t i = 0; i < count; i++) {
        walk.of[i] = NOT_YET;
    }
    if (order == C_FORWARD) {
        list_uses(&walk);
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        const struct ir_result *result = &function->results.at[r];
        for (uint32_t e = 0; !result->optional && e < result->array.count; e++) {
            visit(&walk, c_plan_element(plan, r, e));
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (walk.of[i] == NOT_YET && plan->slots[i].owner == C_SHARED) {
            visit(&walk, (ir_ref){i});
        }
    }
    windows.count = cut(&walk);
    settle_optional(&walk);
    arena_destroy(walk.scratch);
    return windows;
}
