/* Decides what becomes of each value of a function in generated C.
 *
 * A value that is used once stands in the expression that uses it, as long as that stays short; one
 * that is used more often, or has a name in the model, gets a statement. Constants stand wherever
 * they are used, and so does a minus or a `!` before a name. The decisions are made in one pass
 * over the values in topological order, at the user of each value: only it can fold the value into
 * itself. A text is never regrouped: the C computes the operations of the IR, one for one.
 *
 * An optional result is stored under one test of its pointer. The values that it alone needs are
 * computed under that test too; a pass against the order finds them.
 *
 * Where loops compute a part of the function, the plan is for the rest: what a loop computes has a
 * name there, by which it is fetched from memory, and so has what a loop mentions by name. */
#include "c_plan.h"

#include "c_pair.h"

#include "c_roll.h"
#include "code_cost.h"
#include "ops.h"

#include <math.h>
#include <string.h>

enum {
    OPERATORS_MAX = 5,    /* of an expression */
    WIDTH_MAX = 64,       /* of an expression, in columns, as far as known */
    WIDTH_UNNAMED = 3,    /* t12 */
    WIDTH_INPUT = 5,      /* x_12 */
    CALL_DISTANCE_MAX = 4 /* values from a call to its user */
};

bool c_plan_is_constant(const struct c_plan *plan, ir_ref ref)
{
    const enum ir_op op = ir_at(plan->function, ref)->op;
    return op == IR_CONSTANT || op == IR_TRUE || op == IR_FALSE;
}

bool c_plan_is_given(const struct c_plan *plan, ir_ref ref, uint32_t owner)
{
    return c_plan_is_constant(plan, ref) || plan->slots[ref.index].owner != owner;
}

static void look_through_detach(struct c_plan *plan)
{
    const struct ir_function *function = plan->function;
    for (uint32_t i = 0; i < function->values.count; i++) {
        const struct ir_value *value = &function->values.at[i];
        plan->same[i] = value->op == IR_DETACH ? plan->same[value->operand[0].index] : (ir_ref){i};
    }
}

/* Post: whether a loop computes the value, or does the store. */
static bool is_rolled(const struct c_plan *plan, uint32_t unit)
{
    return plan->roll != NULL && plan->roll->loop_of[unit] != C_NO_LOOP;
}

/* Post: whether loops need the value, which they do not compute. */
static bool is_kept(const struct c_plan *plan, ir_ref ref)
{
    return plan->roll != NULL && plan->roll->kept[ref.index] != C_NOBODY;
}

ir_ref c_plan_partner(const struct c_plan *plan, ir_ref ref)
{
    const ir_ref partner = plan->partners == NULL ? IR_NONE : plan->partners[ref.index];
    return !ir_is_none(partner) && plan->slots[ref.index].owner == plan->slots[partner.index].owner
               ? partner
               : IR_NONE;
}

/* -- who needs what -- */

static bool is_list(const struct c_plan *plan, ir_ref ref)
{
    return ir_kind_of(ir_at(plan->function, ref)->op) == IR_ARGUMENTS;
}

static void add_uses(struct c_plan *plan, ir_ref ref, uint32_t uses, uint32_t owner)
{
    struct c_slot *slot = &plan->slots[ref.index];
    slot->uses += uses;
    slot->owner = slot->owner == C_NOBODY || slot->owner == owner ? owner : C_SHARED;
}

static void count_uses(struct c_plan *plan)
{
    const struct ir_function *function = plan->function;
    for (uint32_t i = 0; i < function->values.count; i++) {
        plan->slots[i].owner = C_NOBODY;
        if (is_kept(plan, (ir_ref){i})) {
            add_uses(plan, (ir_ref){i}, 1, plan->roll->kept[i]);
        }
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        const struct ir_result *result = &function->results.at[r];
        for (uint32_t e = 0; e < result->array.count; e++) {
            const ir_ref ref = c_plan_element(plan, r, e);
            if (plan->roll != NULL &&
                is_rolled(plan, c_unit_of_element(&plan->roll->units, r, e))) {
                continue;
            }
            add_uses(plan, ref, 1, result->optional ? r : C_SHARED);
            plan->slots[ref.index].stored = true;
        }
    }
    for (uint32_t i = function->values.count; i-- > 0;) {
        const ir_ref user = {i};
        const enum ir_op op = ir_at(function, user)->op;
        const uint32_t texts = is_list(plan, user) ? plan->slots[i].uses : 1;
        if (plan->slots[i].owner != C_NOBODY && !is_rolled(plan, i)) {
            for (uint32_t which = 0; which < ir_op_info(op)->arity; which++) {
                add_uses(plan, c_plan_operand(plan, user, which), texts, plan->slots[i].owner);
            }
        }
    }
}

/* -- stores -- */

/* Elements are stored in their order. A value that nothing but a store needs can wait for it in
 * place only if it is the latest so far; otherwise it is named, and its store comes later. */
static void place_stores(struct c_plan *plan)
{
    const struct ir_function *function = plan->function;
    for (uint32_t r = 0; r < function->results.count; r++) {
        const struct ir_result *result = &function->results.at[r];
        const uint32_t owner = result->optional ? r : C_SHARED;
        uint32_t latest = 0;
        for (uint32_t e = 0; e < result->array.count; e++) {
            const ir_ref ref = c_plan_element(plan, r, e);
            struct c_slot *slot = &plan->slots[ref.index];
            if (!c_plan_is_given(plan, ref, owner) && (ref.index >= latest)) {
                latest = ref.index;
                const bool alone = plan->roll == NULL ||
                                   !is_rolled(plan, c_unit_of_element(&plan->roll->units, r, e));
                if (alone && slot->uses == 1 && !is_kept(plan, ref) &&
                    ir_is_none(c_plan_partner(plan, ref))) {
                    slot->place = C_STORED;
                }
            }
        }
    }
}

/* -- expressions -- */

static uint16_t width_of_number(double number)
{
    return fabs(number) < 1000.0 && trunc(number) == number ? 4 : 12;
}

static uint16_t width_of_name(const struct c_plan *plan, ir_ref ref)
{
    const struct ir_value *value = ir_at(plan->function, ref);
    if (value->op == IR_ARGUMENT) {
        return WIDTH_INPUT;
    }
    if (atom_is_none(value->name)) {
        return WIDTH_UNNAMED;
    }
    const size_t length = strlen(atom_text(plan->function->atoms, value->name));
    return (uint16_t)(length < WIDTH_MAX ? length : WIDTH_MAX);
}

static void give_name(struct c_plan *plan, ir_ref ref)
{
    struct c_slot *slot = &plan->slots[ref.index];
    slot->place = C_NAMED;
    slot->operators = 0;
    slot->width = width_of_name(plan, ref);
}

/* A selection reads well on its own and as the last part of another, not inside a formula. A call
 * that comes early in the order is there for a reason (ir_schedule), and stays. */
static bool may_stand_in(const struct c_plan *plan, ir_ref user, uint32_t which, ir_ref operand)
{
    if (ir_is_library_call(ir_at(plan->function, operand)->op) &&
        user.index - operand.index > CALL_DISTANCE_MAX) {
        return false;
    }
    return ir_at(plan->function, operand)->op != IR_SELECT ||
           (ir_at(plan->function, user)->op == IR_SELECT && which == 2);
}

/* Gives names to operands, the longest first, until the text of this value is short enough. */
static void shorten(struct c_plan *plan, ir_ref ref)
{
    const struct ir_op_info *info = ir_op_info(ir_at(plan->function, ref)->op);
    const bool call = ir_at(plan->function, ref)->op == IR_CALL;
    const size_t own =
        strlen(call ? ir_callee(plan->function, ref)->name : info->c) + 2 * (size_t)info->arity;
    for (;;) {
        unsigned operators = 1;
        size_t width = own;
        ir_ref longest = IR_NONE;
        unsigned most = 0;
        for (uint32_t which = 0; which < info->arity; which++) {
            const ir_ref operand = c_plan_operand(plan, ref, which);
            const struct c_slot *slot = &plan->slots[operand.index];
            operators += slot->operators;
            width += slot->width;
            if (slot->place == C_INLINE && slot->uses == 1 && slot->operators > most &&
                !is_list(plan, operand)) {
                longest = operand;
                most = slot->operators;
            }
        }
        if ((operators <= OPERATORS_MAX && width <= WIDTH_MAX) || ir_is_none(longest)) {
            plan->slots[ref.index].operators = (uint16_t)operators;
            plan->slots[ref.index].width = (uint16_t)width;
            return;
        }
        give_name(plan, longest);
    }
}

/* Post: whether it is a minus or `!` before a name, which costs less to repeat than to name. */
static bool is_sign_of_name(const struct c_plan *plan, ir_ref ref)
{
    return ir_op_info(ir_at(plan->function, ref)->op)->spelling == IR_SPELL_PREFIX &&
           plan->slots[c_plan_operand(plan, ref, 0).index].place == C_NAMED;
}

static void place(struct c_plan *plan, ir_ref ref)
{
    const struct ir_value *value = ir_at(plan->function, ref);
    struct c_slot *slot = &plan->slots[ref.index];
    if (c_plan_is_constant(plan, ref)) {
        slot->place = C_INLINE;
        slot->width = value->op == IR_CONSTANT ? width_of_number(value->number) : 1;
        return;
    }
    if (is_rolled(plan, ref.index)) {
        give_name(plan, ref);
        return;
    }
    const struct ir_op_info *info = ir_op_info(value->op);
    for (uint32_t which = 0; which < info->arity; which++) {
        const ir_ref operand = c_plan_operand(plan, ref, which);
        if (plan->slots[operand.index].place == C_INLINE &&
            !may_stand_in(plan, ref, which, operand)) {
            give_name(plan, operand);
        }
    }
    shorten(plan, ref);
    if (slot->place == C_STORED) {
        return;
    }
    if (is_list(plan, ref)) {
        slot->place = C_INLINE; /* its text stands in every call that it is the list of */
        return;
    }
    const bool kept = is_kept(plan, ref) || !ir_is_none(c_plan_partner(plan, ref));
    const bool once = slot->uses == 1 && !slot->stored && value->op != IR_ARGUMENT && !kept;
    if (atom_is_none(value->name) && (once || (!kept && is_sign_of_name(plan, ref)))) {
        slot->place = C_INLINE;
    } else {
        give_name(plan, ref);
    }
}

/* What only loops compute and use, and the arguments that only they read. */
static void note_rolled(struct c_plan *plan)
{
    for (uint32_t u = 0; u < plan->roll->units.count; u++) {
        if (!is_rolled(plan, u)) {
            continue;
        }
        for (uint32_t k = 0; k < c_unit_arity(&plan->roll->units, u); k++) {
            const uint32_t operand = c_unit_operand(&plan->roll->units, u, k).index;
            if (plan->slots[operand].place == C_DEAD) {
                plan->slots[operand].place = C_ROLLED;
            }
        }
    }
}

struct c_plan c_plan_make(const struct ir_function *function, const struct c_roll *roll,
                          struct arena *arena)
{
    const size_t count = function->values.count;
    struct c_plan plan = {
        .function = function,
        .roll = roll,
        .same = arena_alloc(arena, count * sizeof *plan.same),
        .slots = arena_alloc(arena, count * sizeof *plan.slots),
        .partners = roll == NULL ? c_pairs_find(function, arena) : NULL,
    };
    look_through_detach(&plan);
    count_uses(&plan);
    place_stores(&plan);
    for (uint32_t i = 0; i < count; i++) {
        if (plan.slots[i].owner != C_NOBODY) {
            place(&plan, (ir_ref){i});
        }
    }
    if (roll != NULL) {
        note_rolled(&plan);
    }
    return plan;
}

void c_plan_mentions(const struct c_plan *plan, ir_ref ref, struct arena *arena,
                     struct c_ref_vec *refs)
{
    if (c_plan_is_constant(plan, ref)) {
        return;
    }
    if (plan->slots[ref.index].place == C_NAMED) {
        vec_push(arena, refs, ref);
        return;
    }
    c_plan_operand_mentions(plan, ref, arena, refs); /* as deep as an expression */
}

void c_plan_operand_mentions(const struct c_plan *plan, ir_ref ref, struct arena *arena,
                             struct c_ref_vec *refs)
{
    for (uint32_t k = 0; k < ir_op_info(ir_at(plan->function, ref)->op)->arity; k++) {
        c_plan_mentions(plan, c_plan_operand(plan, ref, k), arena, refs);
    }
}
