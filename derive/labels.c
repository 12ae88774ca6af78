/* The algebra of guarded partial derivatives.
 *
 * A label (g, v) means `g ? v : 0`, and v may be inf or NaN where g is false: the square root of a
 * negative number on the branch not taken. Hence
 *
 *     (g1, v1) * (g2, v2) = (g1 && g2, v1*v2)
 *     (g,  v1) + (g,  v2) = (g, v1 + v2)
 *     (g1, v1) + (g2, v2) = (g1 || g2, g1 ? v1 : v2)                      if never g1 && g2
 *     (g1, v1) + (g2, v2) = (g1 || g2, (g1 ? v1 : 0) + (g2 ? v2 : 0))     otherwise
 *
 * so that the arms of a branch in a branch, or of a table, come out as one chain of selections. The
 * mask is applied at sums of unlike guards and at the end, never as a product with 0 or 1,
 * which would turn inf into NaN. The guard of a sum stays: a later factor may be infinite. */
#include "labels.h"

/* How deep conditions are compared: two arms of a branch, and the guards of the sums around them.
 */
enum { LEVELS = 6 };

struct label label_of(struct ir_function *f, ir_ref value)
{
    return (struct label){ir_boolean(f, true), value, true};
}

/* A condition, or its opposite. */
struct condition {
    ir_ref ref;
    bool negated;
};

static struct condition condition_of(const struct ir_function *f, ir_ref ref, bool negated)
{
    const struct ir_value *value = ir_at(f, ref);
    return value->op == IR_NOT ? (struct condition){value->operand[0], !negated}
                               : (struct condition){ref, negated};
}

/* Post: whether a and b are never both true, as far as `depth` levels of them show. */
static bool exclude(const struct ir_function *f, struct condition a, struct condition b,
                    unsigned depth)
{
    if (ir_equal(a.ref, b.ref)) {
        return a.negated != b.negated;
    }
    if (ir_are_opposite(f, a.ref, b.ref)) {
        return a.negated == b.negated;
    }
    for (unsigned turn = 0; turn < 2 && depth > 0; turn++) {
        const struct ir_value *value = ir_at(f, a.ref);
        if (value->op == IR_AND || value->op == IR_OR) {
            const struct condition left = condition_of(f, value->operand[0], a.negated);
            const struct condition right = condition_of(f, value->operand[1], a.negated);
            const bool needs_both = (value->op == IR_OR) != a.negated;
            const bool is_left = exclude(f, left, b, depth - 1);
            if (is_left != needs_both ? is_left : exclude(f, right, b, depth - 1)) {
                return true;
            }
        }
        const struct condition other = a;
        a = b;
        b = other;
    }
    return false;
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

static bool never_both(const struct ir_function *f, ir_ref a, ir_ref b)
{
    return exclude(f, condition_of(f, a, false), condition_of(f, b, false), LEVELS);
}

static bool one_always(const struct ir_function *f, ir_ref a, ir_ref b)
{
    return exclude(f, condition_of(f, a, true), condition_of(f, b, true), LEVELS);
}

struct label label_add(struct ir_function *f, struct label a, struct label b)
{
    if (ir_equal(a.guard, b.guard)) {
        const ir_ref sum = ir_binary(f, IR_ADD, a.value, b.value);
        return (struct label){a.guard, sum, a.settled && b.settled};
    }
    if (never_both(f, a.guard, b.guard)) {
        const bool is_b_arm = ir_at(f, b.guard)->op == IR_AND;
        const struct label arm = is_b_arm ? b : a;
        const struct label other = is_b_arm ? a : b;
        const ir_ref choice = ir_build(f, IR_SELECT, other.guard, other.value, arm.value);
        return one_always(f, a.guard, b.guard)
                   ? label_of(f, choice)
                   : (struct label){ir_binary(f, IR_OR, a.guard, b.guard), choice, false};
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
