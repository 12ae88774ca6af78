/* Cuts a large function into windows, so that little is alive from one to the next.
 *
 * All that is computed is computed for a block of points at a time, and what a later loop needs is
 * kept, an element for each point. In the order of the model, its sums and products first and its
 * derivatives behind them, a large function would keep as much as it computes, and each element
 * would leave the first cache before it is read. So values are taken in the order of results: depth
 * first, for each element what it needs that is not there yet. For the gradient of a chain or a
 * stencil then only neighbours are alive. A window is a piece of that order; within it calls and
 * arithmetic are sorted as in a small function.
 *
 * What an optional result alone needs comes as early as it can: in the window in which the last of
 * its operands is computed. So sums of terms, which are values of the model, do not keep the terms
 * until all derivatives are there. */
#include "c_windows.h"

#include "ops.h"

#define NOT_YET UINT32_MAX

struct walk {
    const struct c_plan *plan;
    struct arena *scratch;
    uint32_t *of;
    uint32_t length;
    uint32_t statements; /* in the window being filled */
    uint32_t window;
    VEC(ir_ref) stack;
};

/* Puts a value, whose operands are in windows, into the one being filled. */
static void settle(struct walk *walk, ir_ref ref)
{
    const struct c_slot *slot = &walk->plan->slots[ref.index];
    const bool statement =
        slot->place == C_NAMED && ir_at(walk->plan->function, ref)->op != IR_ARGUMENT;
    walk->of[ref.index] = walk->window;
    walk->statements += (statement ? 1u : 0u) + (slot->stored ? 1u : 0u);
    if (walk->statements >= walk->length) {
        walk->statements = 0;
        walk->window++;
    }
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

struct c_windows c_windows_make(const struct c_plan *plan, uint32_t length, struct arena *arena)
{
    const struct ir_function *function = plan->function;
    const uint32_t count = function->values.count;
    struct c_windows windows = {arena_alloc(arena, count * sizeof *windows.of), 1};
    if (length == 0) {
        return windows;
    }
    struct walk walk = {
        .plan = plan, .scratch = arena_create(), .of = windows.of, .length = length};
    for (uint32_t i = 0; i < count; i++) {
        walk.of[i] = NOT_YET;
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
    settle_optional(&walk);
    windows.count = walk.window + 1;
    arena_destroy(walk.scratch);
    return windows;
}
