/* Local simplification: what ir_build does with an operation before it becomes a value.
 *
 * A rule looks at one operation and at the values that its operands are, no deeper than two levels.
 * It keeps the operation, finds an existing value that stands for it, or rewrites it; a rewritten
 * operation goes through the rules again. Every rewriting gives fewer operations, or the same
 * number of simpler ones, so this ends, and because operands were simplified when they were built,
 * one pass over a function reaches everything that the rules can say.
 *
 * Order. Constants first: where all operands are constant the evaluator gives the value, to the
 * bits that the generated code would compute, and no other rule need think of that case. Then the
 * rules of the operator, found by its number in a table, from the most special to the most general;
 * within one function the first that fits wins.
 *
 * What a rule must respect. It must hold for every operand: for -0, infinities, NaN, subnormal
 * numbers and where results overflow, in round-to-nearest, with no assumption on libm beyond C's
 * Annex F. The sign and payload of a NaN do not count as its value. And it must keep derivatives:
 * the partials of the simpler form have to be those of the written one under the conventions for
 * points where a function is not smooth. |-x| = |x| does, for both have slope 0 at 0.
 *
 * Algebra that is wrong in floating point, and therefore absent:
 *
 *     x + 0 = x          -0 + 0 is 0; only x + -0 and x - 0 leave every x alone
 *     0 - x = -x         0 - 0 is 0, not -0; -0 - x is right
 *     x * 0 = 0          NaN for infinite x and NaN, -0 for negative x
 *     x - x = 0          NaN for infinite x and NaN
 *     x / x = 1          NaN for 0, infinite x and NaN
 *     0 / x = 0          NaN for 0
 *     -(a - b) = b - a   for a = b the left side is -0
 *     -a + -b = -(a+b)   for b = -a the right side is -0
 *     (a + b) + c = a + (b + c), a*b + a*c = a*(b + c), x/c = x*(1/c)    other roundings
 *     !(a < b) = b <= a  both are false where one is NaN; only == and != are complements
 *     x == x, x <= x     false for NaN, while x < x is always false, and x != x tests for NaN
 *     sqrt(x*x) = |x|, exp(log(x)) = x, hypot(x, 0) = |x| ...    other roundings or domains
 *
 * The structural zeros of a derivative need none of these: an edge that does not exist costs
 * nothing. */
#include "build.h"

#include "ops.h"

#include <math.h>

enum verdict { KEEP, FOUND, AGAIN };

struct fold {
    struct ir_function *function;
    struct ir_value *value; /* the operation, rewritten in place */
    ir_ref found;
};

typedef enum verdict rule(struct fold *fold);

static enum verdict is(struct fold *fold, ir_ref ref)
{
    fold->found = ref;
    return FOUND;
}

static enum verdict rewrite(struct fold *fold, enum ir_op op, ir_ref a, ir_ref b, ir_ref c)
{
    fold->value->op = op;
    fold->value->operand[0] = a;
    fold->value->operand[1] = b;
    fold->value->operand[2] = c;
    return AGAIN;
}

/* Post: the value that operand number `which` is; good until something is built. */
static const struct ir_value *operand(const struct fold *fold, uint32_t which)
{
    return ir_at(fold->function, fold->value->operand[which]);
}

/* Post: whether it is exactly this number, of zeros the one with this sign. */
static bool is_number(const struct ir_value *value, double number)
{
    return value->op == IR_CONSTANT && value->number == number &&
           !signbit(value->number) == !signbit(number);
}

static ir_ref negated(struct fold *fold, const struct ir_value *constant)
{
    return ir_constant(fold->function, -constant->number);
}

/* -- constants -- */

static bool is_known(const struct ir_value *value, double *number)
{
    *number = value->op == IR_TRUE ? 1 : value->number;
    return value->op == IR_CONSTANT || value->op == IR_TRUE || value->op == IR_FALSE;
}

static enum verdict fold_constants(struct fold *fold)
{
    double number[IR_MAX_ARITY] = {0};
    const enum ir_op op = fold->value->op;
    const uint32_t arity = ir_op_info(op)->arity;
    for (uint32_t i = 0; i < arity; i++) {
        if (!is_known(operand(fold, i), &number[i])) {
            return KEEP;
        }
    }
    if (arity == 0) {
        return KEEP;
    }
    const double folded = ir_evaluate_op(op, number[0], number[1], number[2]);
    return is(fold, ir_kind_of(op) == IR_BOOL ? ir_boolean(fold->function, folded != 0)
                                              : ir_constant(fold->function, folded));
}

/* -- arithmetic -- */

static enum verdict fold_neg(struct fold *fold)
{
    if (operand(fold, 0)->op == IR_NEG) {
        return is(fold, operand(fold, 0)->operand[0]);
    }
    return KEEP;
}

static enum verdict fold_add(struct fold *fold)
{
    const ir_ref a = fold->value->operand[0];
    const ir_ref b = fold->value->operand[1];
    if (is_number(operand(fold, 1), -0.0)) {
        return is(fold, a);
    }
    if (is_number(operand(fold, 0), -0.0)) {
        return is(fold, b);
    }
    if (operand(fold, 1)->op == IR_NEG) {
        return rewrite(fold, IR_SUB, a, operand(fold, 1)->operand[0], IR_NONE);
    }
    if (operand(fold, 0)->op == IR_NEG) {
        return rewrite(fold, IR_SUB, b, operand(fold, 0)->operand[0], IR_NONE);
    }
    return KEEP;
}

static enum verdict fold_sub(struct fold *fold)
{
    const ir_ref a = fold->value->operand[0];
    const ir_ref b = fold->value->operand[1];
    if (is_number(operand(fold, 1), 0.0)) {
        return is(fold, a);
    }
    if (is_number(operand(fold, 0), -0.0)) {
        return rewrite(fold, IR_NEG, b, IR_NONE, IR_NONE);
    }
    if (operand(fold, 1)->op == IR_NEG) {
        return rewrite(fold, IR_ADD, a, operand(fold, 1)->operand[0], IR_NONE);
    }
    return KEEP;
}

/* Signs in products and quotients: rounding to nearest is symmetric. */
static enum verdict fold_signs(struct fold *fold)
{
    const struct ir_value *left = operand(fold, 0);
    const struct ir_value *right = operand(fold, 1);
    const enum ir_op op = fold->value->op;
    if (left->op == IR_NEG && right->op == IR_NEG) {
        return rewrite(fold, op, left->operand[0], right->operand[0], IR_NONE);
    }
    if (left->op == IR_NEG && right->op == IR_CONSTANT) {
        const ir_ref inner = left->operand[0];
        return rewrite(fold, op, inner, negated(fold, right), IR_NONE);
    }
    if (left->op == IR_CONSTANT && right->op == IR_NEG) {
        const ir_ref inner = right->operand[0];
        return rewrite(fold, op, negated(fold, left), inner, IR_NONE);
    }
    return KEEP;
}

static enum verdict fold_mul(struct fold *fold)
{
    for (uint32_t i = 0; i < 2; i++) {
        const ir_ref other = fold->value->operand[1 - i];
        if (is_number(operand(fold, i), 1)) {
            return is(fold, other);
        }
        if (is_number(operand(fold, i), -1)) {
            return rewrite(fold, IR_NEG, other, IR_NONE, IR_NONE);
        }
    }
    return fold_signs(fold);
}

static enum verdict fold_div(struct fold *fold)
{
    const ir_ref a = fold->value->operand[0];
    if (is_number(operand(fold, 1), 1)) {
        return is(fold, a);
    }
    if (is_number(operand(fold, 1), -1)) {
        return rewrite(fold, IR_NEG, a, IR_NONE, IR_NONE);
    }
    return fold_signs(fold);
}

/* -- functions -- */

/* x^0 is 1 for every x, as C's pow has it. An even power does not see the sign. */
static enum verdict fold_powi(struct fold *fold)
{
    const ir_ref a = fold->value->operand[0];
    double power;
    if (!ir_is_constant(fold->function, fold->value->operand[1], &power)) {
        return KEEP;
    }
    if (power == 0) {
        return is(fold, ir_constant(fold->function, 1));
    }
    if (power == 1) {
        return is(fold, a);
    }
    if (power == -1) {
        return rewrite(fold, IR_DIV, ir_constant(fold->function, 1), a, IR_NONE);
    }
    if (operand(fold, 0)->op == IR_NEG && fmod(power, 2) == 0) {
        return rewrite(fold, IR_POWI, operand(fold, 0)->operand[0], fold->value->operand[1],
                       IR_NONE);
    }
    return KEEP;
}

/* pow(x, 0) and pow(1, x) are 1 for every x (C11, F.10.4.4). */
static enum verdict fold_pow(struct fold *fold)
{
    const struct ir_value *exponent = operand(fold, 1);
    if (is_number(operand(fold, 0), 1) || (exponent->op == IR_CONSTANT && exponent->number == 0)) {
        return is(fold, ir_constant(fold->function, 1));
    }
    return KEEP;
}

static enum verdict fold_abs(struct fold *fold)
{
    if (operand(fold, 0)->op == IR_NEG) {
        return rewrite(fold, IR_ABS, operand(fold, 0)->operand[0], IR_NONE, IR_NONE);
    }
    return operand(fold, 0)->op == IR_ABS ? is(fold, fold->value->operand[0]) : KEEP;
}

/* floor ceil round trunc: a whole number (an infinity, a NaN) stays what it is. */
static enum verdict fold_rounding(struct fold *fold)
{
    const enum ir_op inner = operand(fold, 0)->op;
    return inner == IR_FLOOR || inner == IR_CEIL || inner == IR_ROUND || inner == IR_TRUNC
               ? is(fold, fold->value->operand[0])
               : KEEP;
}

/* sign, detach */
static enum verdict fold_idempotent(struct fold *fold)
{
    return operand(fold, 0)->op == fold->value->op ? is(fold, fold->value->operand[0]) : KEEP;
}

/* -- conditions -- */

/* `(c ? k1 : k2) < k3` with constants: a condition that was stored as a number, and comes back. */
static enum verdict fold_stored(struct fold *fold)
{
    const enum ir_op op = fold->value->op;
    const uint32_t at = operand(fold, 0)->op == IR_SELECT ? 0 : 1;
    const struct ir_value *select = operand(fold, at);
    double then;
    double otherwise;
    double other;
    if (select->op != IR_SELECT || !ir_is_constant(fold->function, select->operand[1], &then) ||
        !ir_is_constant(fold->function, select->operand[2], &otherwise) ||
        !ir_is_constant(fold->function, fold->value->operand[1 - at], &other)) {
        return KEEP;
    }
    const bool if_true =
        (at == 0 ? ir_evaluate_op(op, then, other, 0) : ir_evaluate_op(op, other, then, 0)) != 0;
    const bool if_false = (at == 0 ? ir_evaluate_op(op, otherwise, other, 0)
                                   : ir_evaluate_op(op, other, otherwise, 0)) != 0;
    if (if_true == if_false) {
        return is(fold, ir_boolean(fold->function, if_true));
    }
    return if_true ? is(fold, select->operand[0])
                   : rewrite(fold, IR_NOT, select->operand[0], IR_NONE, IR_NONE);
}

static enum verdict fold_less(struct fold *fold)
{
    if (fold->value->op == IR_LT && ir_equal(fold->value->operand[0], fold->value->operand[1])) {
        return is(fold, ir_boolean(fold->function, false));
    }
    return fold_stored(fold);
}

static enum verdict fold_not(struct fold *fold)
{
    const struct ir_value *inner = operand(fold, 0);
    if (inner->op == IR_NOT) {
        return is(fold, inner->operand[0]);
    }
    if (inner->op == IR_EQ || inner->op == IR_NE) {
        return rewrite(fold, inner->op == IR_EQ ? IR_NE : IR_EQ, inner->operand[0],
                       inner->operand[1], IR_NONE);
    }
    return KEEP;
}

bool ir_are_opposite(const struct ir_function *function, ir_ref p, ir_ref q)
{
    const struct ir_value *a = ir_at(function, p);
    const struct ir_value *b = ir_at(function, q);
    if ((a->op == IR_NOT && ir_equal(a->operand[0], q)) ||
        (b->op == IR_NOT && ir_equal(b->operand[0], p))) {
        return true;
    }
    if ((a->op == IR_EQ && b->op == IR_NE) || (a->op == IR_NE && b->op == IR_EQ)) {
        struct ir_value same = *a;
        same.op = b->op;
        return ir_same_value(&same, b);
    }
    return false;
}

/* and, or where one side is p and the other q = (r op' s). With && and || swapped everything holds
 * for or, too:
 *
 *     p && (p && s) = p && s        p && (p || s) = p
 *     p && (!p && s) = false        p && (!p || s) = p && s */
static enum verdict absorb(struct fold *fold, ir_ref p, ir_ref q)
{
    const enum ir_op op = fold->value->op;
    const struct ir_value *inner = ir_at(fold->function, q);
    if (inner->op != IR_AND && inner->op != IR_OR) {
        return KEEP;
    }
    for (uint32_t i = 0; i < 2; i++) {
        const ir_ref r = inner->operand[i];
        const ir_ref s = inner->operand[1 - i];
        if (ir_equal(p, r)) {
            return is(fold, inner->op == op ? q : p);
        }
        if (ir_are_opposite(fold->function, p, r)) {
            return inner->op == op ? is(fold, ir_boolean(fold->function, op == IR_OR))
                                   : rewrite(fold, op, p, s, IR_NONE);
        }
    }
    return KEEP;
}

/* (p && s) || (p && !s) = p, and with && and || swapped: what the guards of a branch's two halves
 * add up to. */
static enum verdict unite(struct fold *fold)
{
    const struct ir_value *left = operand(fold, 0);
    const struct ir_value *right = operand(fold, 1);
    if (left->op != right->op || left->op != (fold->value->op == IR_OR ? IR_AND : IR_OR)) {
        return KEEP;
    }
    for (uint32_t i = 0; i < 2; i++) {
        for (uint32_t j = 0; j < 2; j++) {
            if (ir_equal(left->operand[i], right->operand[j]) &&
                ir_are_opposite(fold->function, left->operand[1 - i], right->operand[1 - j])) {
                return is(fold, left->operand[i]);
            }
        }
    }
    return KEEP;
}

static enum verdict fold_and_or(struct fold *fold)
{
    const ir_ref a = fold->value->operand[0];
    const ir_ref b = fold->value->operand[1];
    const bool is_or = fold->value->op == IR_OR;
    for (uint32_t i = 0; i < 2; i++) {
        const ir_ref one = fold->value->operand[i];
        if (ir_is_boolean(fold->function, one, is_or)) {
            return is(fold, one);
        }
        if (ir_is_boolean(fold->function, one, !is_or)) {
            return is(fold, fold->value->operand[1 - i]);
        }
    }
    if (ir_equal(a, b)) {
        return is(fold, a);
    }
    if (ir_are_opposite(fold->function, a, b)) {
        return is(fold, ir_boolean(fold->function, is_or));
    }
    enum verdict verdict = absorb(fold, a, b);
    if (verdict == KEEP) {
        verdict = absorb(fold, b, a);
    }
    return verdict == KEEP ? unite(fold) : verdict;
}

/* p || q ? (p ? a : b) : c = p ? a : (q ? b : c), as long as it goes; chains that are longer than
 * that stay, for one that grows by an arm at a time, as early returns of a loop make it, would be
 * written anew each time. */
enum { CHAIN_MAX = 16 };

static enum verdict chain_selections(struct fold *fold)
{
    struct ir_function *function = fold->function;
    struct ir_value taken[CHAIN_MAX];
    uint32_t count = 0;
    ir_ref condition = fold->value->operand[0];
    ir_ref then = fold->value->operand[1];
    while (ir_at(function, condition)->op == IR_OR && ir_at(function, then)->op == IR_SELECT) {
        const struct ir_value either = *ir_at(function, condition);
        const struct ir_value choice = *ir_at(function, then);
        const bool is_first = ir_equal(either.operand[0], choice.operand[0]);
        if (!is_first && !ir_equal(either.operand[1], choice.operand[0])) {
            break;
        }
        if (count == CHAIN_MAX) {
            return KEEP;
        }
        taken[count++] = choice;
        condition = either.operand[is_first];
        then = choice.operand[2];
    }
    if (count == 0) {
        return KEEP;
    }
    ir_ref chain = ir_build(function, IR_SELECT, condition, then, fold->value->operand[2]);
    while (count > 1) {
        const struct ir_value *choice = &taken[--count];
        chain = ir_build(function, IR_SELECT, choice->operand[0], choice->operand[1], chain);
    }
    return rewrite(fold, IR_SELECT, taken[0].operand[0], taken[0].operand[1], chain);
}

static enum verdict fold_select(struct fold *fold)
{
    const ir_ref c = fold->value->operand[0];
    const ir_ref a = fold->value->operand[1];
    const ir_ref b = fold->value->operand[2];
    const struct ir_value *then = operand(fold, 1);
    const struct ir_value *otherwise = operand(fold, 2);
    if (ir_equal(a, b) || ir_is_boolean(fold->function, c, true)) {
        return is(fold, a);
    }
    if (ir_is_boolean(fold->function, c, false)) {
        return is(fold, b);
    }
    if (operand(fold, 0)->op == IR_NOT) {
        return rewrite(fold, IR_SELECT, operand(fold, 0)->operand[0], b, a);
    }
    if (then->op == IR_SELECT && ir_equal(then->operand[0], c)) {
        return rewrite(fold, IR_SELECT, c, then->operand[1], b);
    }
    if (otherwise->op == IR_SELECT && ir_equal(otherwise->operand[0], c)) {
        return rewrite(fold, IR_SELECT, c, a, otherwise->operand[2]);
    }
    return chain_selections(fold);
}

/* ---------------------------------------------------------------------------------------------- */

static rule *const rules[IR_OP_COUNT] = {
    [IR_NEG] = fold_neg,         [IR_ADD] = fold_add,           [IR_SUB] = fold_sub,
    [IR_MUL] = fold_mul,         [IR_DIV] = fold_div,           [IR_POWI] = fold_powi,
    [IR_POW] = fold_pow,         [IR_ABS] = fold_abs,           [IR_FLOOR] = fold_rounding,
    [IR_CEIL] = fold_rounding,   [IR_ROUND] = fold_rounding,    [IR_TRUNC] = fold_rounding,
    [IR_SIGN] = fold_idempotent, [IR_DETACH] = fold_idempotent, [IR_LT] = fold_less,
    [IR_LE] = fold_less,         [IR_EQ] = fold_stored,         [IR_NE] = fold_stored,
    [IR_NOT] = fold_not,         [IR_AND] = fold_and_or,        [IR_OR] = fold_and_or,
    [IR_SELECT] = fold_select,
};

ir_ref ir_simplify(struct ir_function *function, struct ir_value *value)
{
    struct fold fold = {.function = function, .value = value, .found = IR_NONE};
    enum verdict verdict;
    do {
        verdict = fold_constants(&fold);
        if (verdict == KEEP && rules[value->op] != NULL) {
            verdict = rules[value->op](&fold);
        }
    } while (verdict == AGAIN);
    return verdict == FOUND ? fold.found : IR_NONE;
}
