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

struct label label_of(struct ir_function *f, ir_ref value)
{
    return (struct label){ir_boolean(f, true), value, true};
}

ir_ref label_value(struct ir_function *f, struct label label)
{
    if (label.settled) {
        return label.value;
    }
    const ir_ref zero = ir_constant(f, 0);
    return ir_build(f, IR_SELECT, label.guard, label.value, zero);
}

struct label label_multiply(struct ir_function *f, struct label outer, struct label inner)
{
    const ir_ref guard = ir_binary(f, IR_AND, outer.guard, inner.guard);
    const ir_ref value = ir_binary(f, IR_MUL, outer.value, inner.value);
    return (struct label){guard, value, ir_is_boolean(f, guard, true)};
}

struct label label_add(struct ir_function *f, struct label a, struct label b)
{
    if (ir_equal(a.guard, b.guard)) {
        const ir_ref sum = ir_binary(f, IR_ADD, a.value, b.value);
        return (struct label){a.guard, sum, a.settled && b.settled};
    }
    const ir_ref not_a = ir_unary(f, IR_NOT, a.guard);
    if (ir_equal(not_a, b.guard)) {
        const ir_ref choice = ir_build(f, IR_SELECT, a.guard, a.value, b.value);
        return label_of(f, choice);
    }
    const ir_ref guard = ir_binary(f, IR_OR, a.guard, b.guard);
    const ir_ref left = label_value(f, a);
    const ir_ref right = label_value(f, b);
    const ir_ref sum = ir_binary(f, IR_ADD, left, right);
    return (struct label){guard, sum, true};
}

static uint32_t push(struct linearization *l, struct label label)
{
    vec_push(l->function->arena, &l->labels, label);
    return l->labels.count - 1;
}

uint32_t multiply_labels(void *context, uint32_t outer, uint32_t inner)
{
    struct linearization *l = context;
    return push(l, label_multiply(l->function, l->labels.at[outer], l->labels.at[inner]));
}

uint32_t add_labels(void *context, uint32_t present, uint32_t more)
{
    struct linearization *l = context;
    return push(l, label_add(l->function, l->labels.at[present], l->labels.at[more]));
}
