/* The algebra of guarded partial derivatives.
 *
 * A label (g, v) means `g ? v : 0`, and v may be inf or NaN where g is false: the square root of a
 * negative number on the branch not taken. Hence
 *
 *     (g1, v1) * (g2, v2) = (g1 && g2, v1*v2)
 *     (g,  v1) + (g,  v2) = (g, v1 + v2)
 *     (g,  v1) + (!g, v2) = (true, g ? v1 : v2)
 *     (g1, v1) + (g2, v2) = (g1 || g2, (g1 ? v1 : 0) + (g2 ? v2 : 0))     otherwise
 *
 * The mask is applied at sums of unlike guards and at the end, never as a product with 0 or 1,
 * which would turn inf into NaN. The guard of a sum stays: a later factor may be infinite. */
#include "labels.h"

static uint32_t push(struct linearization *l, struct label label)
{
    vec_push(l->function->arena, &l->labels, label);
    return l->labels.count - 1;
}

static ir_ref masked(struct ir_function *f, const struct label *label)
{
    if (label->settled) {
        return label->value;
    }
    const ir_ref zero = ir_constant(f, 0);
    return ir_build(f, IR_SELECT, label->guard, label->value, zero);
}

uint32_t multiply_labels(void *context, uint32_t outer, uint32_t inner)
{
    struct linearization *l = context;
    struct ir_function *f = l->function;
    const struct label a = l->labels.at[outer];
    const struct label b = l->labels.at[inner];
    const ir_ref guard = ir_binary(f, IR_AND, a.guard, b.guard);
    const ir_ref value = ir_binary(f, IR_MUL, a.value, b.value);
    return push(l, (struct label){guard, value, ir_is_boolean(f, guard, true)});
}

uint32_t add_labels(void *context, uint32_t present, uint32_t more)
{
    struct linearization *l = context;
    struct ir_function *f = l->function;
    const struct label a = l->labels.at[present];
    const struct label b = l->labels.at[more];
    if (ir_equal(a.guard, b.guard)) {
        const ir_ref sum = ir_binary(f, IR_ADD, a.value, b.value);
        return push(l, (struct label){a.guard, sum, a.settled && b.settled});
    }
    const ir_ref not_a = ir_unary(f, IR_NOT, a.guard);
    if (ir_equal(not_a, b.guard)) {
        const ir_ref choice = ir_build(f, IR_SELECT, a.guard, a.value, b.value);
        return push(l, (struct label){ir_boolean(f, true), choice, true});
    }
    const ir_ref guard = ir_binary(f, IR_OR, a.guard, b.guard);
    const ir_ref left = masked(f, &a);
    const ir_ref right = masked(f, &b);
    const ir_ref sum = ir_binary(f, IR_ADD, left, right);
    return push(l, (struct label){guard, sum, true});
}

ir_ref label_value(struct linearization *linearization, uint32_t label)
{
    const struct label *at = &linearization->labels.at[label];
    return masked(linearization->function, at);
}
