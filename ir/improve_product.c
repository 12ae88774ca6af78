/* Products, quotients and selections of derivatives; the essay is in improve.c. */
#include "build.h"
#include "improve_term.h"

#include <math.h>

enum { DEPTH_MAX = 3 /* of products that are searched for a factor and its reciprocal */ };

void term_take(struct improve *s, ir_ref ref)
{
    while (s->taken.count <= ref.index) {
        vec_push(s->scratch, &s->taken, false);
    }
    s->taken.at[ref.index] = true;
}

struct term term_found(const struct improve *s, ir_ref ref)
{
    const bool paired = ref.index < s->twins.count && !ir_is_none(s->twins.at[ref.index].ref);
    return paired ? s->twins.at[ref.index] : term(ref);
}

static uint32_t divisions_by(const struct improve *s, ir_ref ref)
{
    return ref.index < s->divides.count ? s->divides.at[ref.index] : 0;
}

struct term term_constant(struct improve *s, double number)
{
    return (struct term){ir_constant(s->to, fabs(number)), signbit(number) != 0 && !isnan(number)};
}

ir_ref term_settle(struct improve *s, struct term a)
{
    if (!a.negative) {
        return a.ref;
    }
    const struct ir_value value = *at(s, a.ref);
    double number;
    if (value.op == IR_SUB && is_once(s, a.ref)) {
        return ir_binary(s->to, IR_SUB, value.operand[1], value.operand[0]);
    }
    if (value.op == IR_MUL && is_once(s, a.ref) && number_of(s, value.operand[0], &number)) {
        const ir_ref opposite = ir_constant(s->to, -number);
        return ir_binary(s->to, IR_MUL, opposite, value.operand[1]);
    }
    for (uint32_t i = 0; i < 2 && value.op == IR_MUL && is_once(s, a.ref); i++) {
        const ir_ref opposite = term_existing(s, IR_NEG, value.operand[i], IR_NONE);
        if (!ir_is_none(opposite)) {
            return ir_binary(s->to, IR_MUL, opposite, value.operand[1 - i]);
        }
    }
    return ir_unary(s->to, IR_NEG, a.ref);
}

ir_ref term_existing(const struct improve *s, enum ir_op op, ir_ref a, ir_ref b)
{
    const struct ir_value value = {.op = op, .operand = {a, b, IR_NONE}};
    return ir_find_value(s->to, &value);
}

/* -- products -- */

bool term_is_scaled(const struct improve *s, ir_ref ref, double *c, ir_ref *x)
{
    const struct ir_value *value = at(s, ref);
    if (value->op != IR_MUL || !number_of(s, value->operand[0], c)) {
        return false;
    }
    *x = value->operand[1];
    return true;
}

/* Post: whether the value is visibly a quotient or a power, or has one as a factor: it may be
 * infinite for finite operands, and then 0 times it is no 0. */
static bool is_quotient(const struct improve *s, ir_ref ref, unsigned depth)
{
    const struct ir_value *value = at(s, ref);
    if (value->op == IR_MUL && depth < DEPTH_MAX) {
        return is_quotient(s, value->operand[0], depth + 1) ||
               is_quotient(s, value->operand[1], depth + 1);
    }
    return value->op == IR_DIV || value->op == IR_POW || value->op == IR_POLAR_SLOPE;
}

/* c*x for a constant c >= 0; c*(d*x) is (c*d)*x. */
struct term term_scale(struct improve *s, double c, ir_ref x)
{
    double d;
    ir_ref rest;
    if (c < 0) {
        return flipped(term_scale(s, -c, x), true);
    }
    if (number_of(s, x, &d)) {
        return term_constant(s, c * d);
    }
    if (c == 1 || (c == 0 && !is_quotient(s, x, 0))) {
        return c == 0 ? term_constant(s, 0) : term(x);
    }
    if (term_is_scaled(s, x, &d, &rest)) {
        return term_scale(s, c * d, rest);
    }
    const struct ir_value value = *at(s, x);
    for (uint32_t i = 0; i < 2 && value.op == IR_MUL; i++) {
        if (term_is_scaled(s, value.operand[i], &d, &rest) && (is_once(s, x) || c * d == 1)) {
            const struct term product = term_multiply(s, term(rest), term(value.operand[1 - i]));
            return flipped(term_scale(s, c * d, product.ref), product.negative);
        }
    }
    const ir_ref number = ir_constant(s->to, c);
    return term(ir_binary(s->to, IR_MUL, number, x));
}

/* Post: whether x may be scaled by the number, and back, without leaving the range of numbers
 * before x nearly has. */
static bool is_moderate(double number)
{
    return fabs(number) >= 0x1p-40 && fabs(number) <= 0x1p40;
}

/* Post: whether x is a factor of a, and if so a without it: a quotient x/q leaves 1/q, if that is
 * there. */
static bool divide_out(struct improve *s, ir_ref a, ir_ref x, unsigned depth, struct term *rest)
{
    const struct ir_value value = *at(s, a);
    const ir_ref one = ir_constant(s->to, 1);
    if (ir_equal(a, x)) {
        *rest = term(one);
        return true;
    }
    if (value.op == IR_DIV && ir_equal(value.operand[0], x)) {
        *rest = term(term_existing(s, IR_DIV, one, value.operand[1]));
        return !ir_is_none(rest->ref);
    }
    for (uint32_t i = 0; value.op == IR_MUL && depth < DEPTH_MAX && i < 2; i++) {
        if (divide_out(s, value.operand[i], x, depth + 1, rest)) {
            *rest = term_multiply(s, *rest, term(value.operand[1 - i]));
            return true;
        }
    }
    return false;
}

/* Post: whether a has the factor x, and if so a*(c/x) without both. Of x = sqrt(y) the factor y
 * will do, too: y*(1/sqrt(y)) = sqrt(y). */
static bool cancel_divisor(struct improve *s, ir_ref a, ir_ref x, double c, struct term *product)
{
    const struct ir_value divisor = *at(s, x);
    if (divide_out(s, a, x, 0, product)) {
    } else if (divisor.op == IR_SQRT && divide_out(s, a, divisor.operand[0], 0, product)) {
        *product = term_multiply(s, *product, term(x));
    } else {
        return false;
    }
    *product = flipped(term_scale(s, c, product->ref), product->negative);
    return true;
}

/* Post: whether b has a factor c/x with a constant c and a the factor x, and if so their product
 * without both. */
static bool cancel(struct improve *s, ir_ref a, ir_ref b, unsigned depth, struct term *product)
{
    const struct ir_value value = *at(s, b);
    double number;
    if (value.op == IR_DIV && number_of(s, value.operand[0], &number) && is_moderate(number)) {
        return cancel_divisor(s, a, value.operand[1], number, product);
    }
    for (uint32_t i = 0; value.op == IR_MUL && depth < DEPTH_MAX && i < 2; i++) {
        if (cancel(s, a, value.operand[i], depth + 1, product)) {
            *product = term_multiply(s, *product, term(value.operand[1 - i]));
            return true;
        }
    }
    return false;
}

/* Post: whether the product is there already. */
static bool is_there(const struct improve *s, ir_ref a, ir_ref b)
{
    return !ir_is_none(term_existing(s, IR_MUL, a, b)) ||
           !ir_is_none(term_existing(s, IR_MUL, b, a));
}

/* Constants move outwards, (c*x)*y = c*(x*y), where c*x is needed here alone or x*y is there: then
 * they meet each other, and sums take them out. */
struct term term_multiply(struct improve *s, struct term a, struct term b)
{
    const bool negative = a.negative != b.negative;
    double c;
    ir_ref x;
    struct term product;
    for (uint32_t i = 0; i < 2; i++) {
        const ir_ref one = i == 0 ? a.ref : b.ref;
        const ir_ref other = i == 0 ? b.ref : a.ref;
        if (number_of(s, one, &c)) {
            return flipped(term_scale(s, c, other), negative);
        }
        if (term_is_scaled(s, one, &c, &x) && (is_once(s, one) || is_there(s, x, other))) {
            product = term_multiply(s, term(x), term(other));
            return flipped(flipped(term_scale(s, c, product.ref), product.negative), negative);
        }
        if (cancel(s, one, other, 0, &product)) {
            return flipped(product, negative);
        }
    }
    return flipped(term_found(s, ir_binary(s->to, IR_MUL, a.ref, b.ref)), negative);
}

/* -- quotients -- */

/* Of c*x as a divisor x counts; what is left of a divisor when reciprocal() has looked through. */
static ir_ref divisor_of(const struct improve *s, ir_ref b)
{
    double c;
    ir_ref x;
    return term_is_scaled(s, b, &c, &x) && c != 0 ? x : b;
}

static bool is_constant_quotient(const struct improve *s, ir_ref ref)
{
    const struct ir_value *value = at(s, ref);
    double c;
    return value->op == IR_DIV && number_of(s, value->operand[0], &c) && is_moderate(c);
}

void term_keep_quotient(struct improve *s, ir_ref ref)
{
    if (is_constant_quotient(s, ref)) {
        const ir_ref divisor = at(s, ref)->operand[1];
        while (s->quotients.count <= divisor.index) {
            vec_push(s->scratch, &s->quotients, IR_NONE);
        }
        s->quotients.at[divisor.index] = ref;
    }
}

/* Post: the exact value c/x with a constant c, or IR_NONE. */
static ir_ref quotient_by(const struct improve *s, ir_ref x)
{
    return x.index < s->quotients.count ? s->quotients.at[x.index] : IR_NONE;
}

/* Post: 1/x: that which is there, or (1/c)*q for an exact q = c/x, or a division. */
static struct term inverse(struct improve *s, ir_ref x)
{
    const ir_ref one = ir_constant(s->to, 1);
    const ir_ref quotient = quotient_by(s, x);
    double c;
    if (!ir_is_none(quotient) && number_of(s, at(s, quotient)->operand[0], &c)) {
        return term_scale(s, 1 / c, quotient);
    }
    const ir_ref division = ir_binary(s->to, IR_DIV, one, x);
    term_take(s, division);
    return term(division);
}

/* Of a product the reciprocal is taken apart at a factor c/x, which is x/c then. */
static struct term reciprocal(struct improve *s, ir_ref b)
{
    const struct ir_value value = *at(s, b);
    double c;
    ir_ref x;
    if (number_of(s, b, &c)) {
        return term_constant(s, 1 / c);
    }
    if (!ir_is_none(quotient_by(s, b))) {
        return inverse(s, b);
    }
    if (value.op == IR_MUL && number_of(s, value.operand[1], &c) && c != 0) {
        return term_multiply(s, term_constant(s, 1 / c), reciprocal(s, value.operand[0]));
    }
    if (term_is_scaled(s, b, &c, &x) && c != 0) {
        return term_multiply(s, term_constant(s, 1 / c), reciprocal(s, x));
    }
    if (value.op == IR_DIV) {
        return term_multiply(s, term(value.operand[1]), reciprocal(s, value.operand[0]));
    }
    for (uint32_t i = 0; value.op == IR_MUL && i < 2; i++) {
        if (is_constant_quotient(s, value.operand[i])) {
            const struct term rest = inverse(s, value.operand[1 - i]);
            return term_multiply(s, reciprocal(s, value.operand[i]), rest);
        }
    }
    return inverse(s, b);
}

/* Post: whether a reciprocal of this divisor is there, or will serve several. */
static bool is_shared(struct improve *s, ir_ref divisor)
{
    const ir_ref one = ir_constant(s->to, 1);
    return divisions_by(s, divisor) > 1 || !ir_is_none(term_existing(s, IR_DIV, one, divisor)) ||
           !ir_is_none(quotient_by(s, divisor));
}

struct term term_divide(struct improve *s, struct term a, struct term b)
{
    const bool negative = a.negative != b.negative;
    const ir_ref divisor = divisor_of(s, b.ref);
    double c;
    const bool multiplies = is_shared(s, divisor) || is_shared(s, b.ref) ||
                            at(s, divisor)->op == IR_DIV || number_of(s, divisor, &c) ||
                            number_of(s, a.ref, &c);
    if (multiplies) {
        return flipped(term_multiply(s, term(a.ref), reciprocal(s, b.ref)), negative);
    }
    return (struct term){ir_binary(s->to, IR_DIV, a.ref, b.ref), negative};
}

struct term term_choose(struct improve *s, ir_ref condition, struct term a, struct term b)
{
    double number;
    /* sign(x) is 0 where x is */
    const struct ir_value *guard = at(s, condition);
    if (guard->op == IR_NE && at(s, a.ref)->op == IR_SIGN && number_of(s, b.ref, &number) &&
        number == 0 && ir_equal(at(s, a.ref)->operand[0], guard->operand[0]) &&
        number_of(s, guard->operand[1], &number) && number == 0) {
        return a;
    }
    bool negative = a.negative && b.negative;
    if (number_of(s, b.ref, &number) && number == 0) {
        negative = a.negative;
        b.negative = negative;
    } else if (number_of(s, a.ref, &number) && number == 0) {
        negative = b.negative;
        a.negative = negative;
    }
    double c;
    ir_ref x;
    if (!ir_is_none(b.ref) && number_of(s, b.ref, &number) && number == 0 &&
        term_is_scaled(s, a.ref, &c, &x) && isfinite(c) && is_once(s, a.ref)) {
        const struct term plain = term_choose(s, condition, term(x), b);
        return flipped(term_scale(s, c, plain.ref), plain.negative != negative);
    }
    const ir_ref then = term_settle(s, flipped(a, negative));
    const ir_ref otherwise = term_settle(s, flipped(b, negative));
    return (struct term){ir_build(s->to, IR_SELECT, condition, then, otherwise), negative};
}
