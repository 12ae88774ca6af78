/* Ranges: interval arithmetic over a function, with signs of zero and the provenance of NaN.
 *
 * Bounds are computed by the operations of the values themselves: rounding is monotonic, so the
 * rounded ends of an interval bound the rounded values in it. They hold in float too, where
 * constants are rounded and ranges are smaller: what is beyond `largest` counts as unbounded, what
 * is below `least` as possibly 0.
 *
 * sin x and cos x lie in [-1, 1] unless x is not finite; then both are NaN. So 0*sin x is a zero or
 * NaN, and NaN only where cos x is. That is kept as two sets of sources: those that a value needs
 * in order to be NaN, and those that it spreads. There are bits for few sources; a value that needs
 * one beyond them needs `unknown`, which nothing spreads. Both are safe: the first set may be too
 * large, the second too small. */
#include "range.h"

#include "ops.h"

#include <math.h>

enum { SOURCES_MAX = 31 };

static const ir_sources unknown = (ir_sources)1 << 63;
static const double largest = 1e30;
static const double least = 1e-30;

void ir_range_set_source(struct ir_ranges *ranges, ir_ref ref, uint8_t number)
{
    if (number != 0 && ranges->source.at[ref.index] == 0) {
        ranges->source.at[ref.index] = number;
        ranges->of.at[ref.index].spreads |= (ir_sources)2 << 2 * (number - 1); /* it is NaN */
    }
}

/* Post: the source `ref is not finite`, without one for it `unknown`. It is bad where ref is NaN
 * too, and so comes together with the source `ref is NaN`. */
static ir_sources not_finite(struct ir_ranges *s, ir_ref ref)
{
    if (s->source.at[ref.index] == 0 && s->source_count < SOURCES_MAX) {
        ir_range_set_source(s, ref, (uint8_t)++s->source_count);
    }
    const uint8_t number = s->source.at[ref.index];
    return number == 0 ? unknown : (ir_sources)1 << 2 * (number - 1);
}

static ir_sources not_a_number(struct ir_ranges *s, ir_ref ref)
{
    const ir_sources source = not_finite(s, ref);
    return source == unknown ? unknown : source << 1;
}

static bool is_bounded(const struct ir_range *a)
{
    return a->low >= -largest && a->high <= largest;
}

static bool excludes_zero(const struct ir_range *a)
{
    return a->low > least || a->high < -least;
}

/* Whether the sign bit is never set (sign 1), or always (sign -1). */
static bool has_sign(const struct ir_range *a, int sign)
{
    return sign > 0 ? a->low >= 0 && a->plus : a->high <= 0 && a->minus;
}

static struct ir_range between(double low, double high, ir_sources needs, ir_sources spreads)
{
    return (struct ir_range){.low = low, .high = high, .needs = needs, .spreads = spreads};
}

static struct ir_range anything(ir_sources spreads)
{
    return between(-INFINITY, INFINITY, unknown, spreads);
}

static struct ir_range of_constant(double number)
{
    struct ir_range range = isnan(number) ? anything(0) : between(number, number, 0, 0);
    range.plus = number != 0 || !signbit(number);
    range.minus = number != 0 || signbit(number);
    return range;
}

static struct ir_range negated(const struct ir_range *a)
{
    struct ir_range range = between(-a->high, -a->low, a->needs, a->spreads);
    range.plus = a->minus;
    range.minus = a->plus;
    return range;
}

/* A sum is -0 only where both terms are: x - x is +0. */
static struct ir_range of_sum(const struct ir_range *a, const struct ir_range *b)
{
    struct ir_range range = anything(a->spreads | b->spreads);
    if (is_bounded(a) && is_bounded(b)) {
        range = between(a->low + b->low, a->high + b->high, a->needs | b->needs, range.spreads);
    }
    range.plus = a->plus || b->plus;
    return range;
}

static void set_signs(struct ir_range *range, const struct ir_range *a, const struct ir_range *b)
{
    range->plus = (has_sign(a, 1) && has_sign(b, 1)) || (has_sign(a, -1) && has_sign(b, -1));
    range->minus = (has_sign(a, 1) && has_sign(b, -1)) || (has_sign(a, -1) && has_sign(b, 1));
}

/* Post: the hull of four numbers. */
static struct ir_range hull(const double ends[4], ir_sources needs, ir_sources spreads)
{
    return between(fmin(fmin(ends[0], ends[1]), fmin(ends[2], ends[3])),
                   fmax(fmax(ends[0], ends[1]), fmax(ends[2], ends[3])), needs, spreads);
}

static struct ir_range of_product(struct ir_ranges *s, const struct ir_value *value)
{
    const struct ir_range a = s->of.at[value->operand[0].index];
    const struct ir_range b = s->of.at[value->operand[1].index];
    struct ir_range range = anything(a.spreads | b.spreads);
    if (is_bounded(&a) && is_bounded(&b)) {
        const double ends[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
        range = hull(ends, a.needs | b.needs, range.spreads);
    } else if (ir_range_is_zero(&a) || ir_range_is_zero(&b)) {
        const ir_sources infinite = not_finite(s, value->operand[ir_range_is_zero(&a) ? 1 : 0]);
        const ir_sources needs = (ir_range_is_zero(&a) ? a.needs : b.needs) | infinite;
        range = between(0, 0, needs, range.spreads | (infinite & ~unknown));
    }
    set_signs(&range, &a, &b);
    range.plus = range.plus || ir_equal(value->operand[0], value->operand[1]);
    return range;
}

static struct ir_range of_quotient(const struct ir_range *a, const struct ir_range *b)
{
    struct ir_range range = anything(a->spreads | b->spreads);
    if (is_bounded(a) && is_bounded(b) && excludes_zero(b)) {
        const double ends[] = {a->low / b->low, a->low / b->high, a->high / b->low,
                               a->high / b->high};
        range = hull(ends, a->needs | b->needs, range.spreads);
    }
    set_signs(&range, a, b);
    return range;
}

static struct ir_range of_root(const struct ir_range *a)
{
    struct ir_range range = anything(a->spreads);
    if (is_bounded(a) && a->low >= 0) {
        range = between(sqrt(a->low), sqrt(a->high), a->needs, a->spreads);
    }
    range.plus = a->plus;
    return range;
}

static struct ir_range of_magnitude(const struct ir_range *a)
{
    struct ir_range range = between(0, fmax(-a->low, a->high), a->needs, a->spreads);
    range.plus = true;
    return range;
}

static struct ir_range of_choice(const struct ir_range *a, const struct ir_range *b)
{
    struct ir_range range = between(fmin(a->low, b->low), fmax(a->high, b->high),
                                    a->needs | b->needs, a->spreads & b->spreads);
    range.plus = a->plus && b->plus;
    range.minus = a->minus && b->minus;
    return range;
}

/* A function with values in [low, high] and NaN just where a source is bad. */
static struct ir_range of_bounded(const struct ir_range *a, double low, double high,
                                  ir_sources source)
{
    return between(low, high, source, a->spreads | (source & ~unknown));
}

static struct ir_range range_of(struct ir_ranges *s, const struct ir_value *value)
{
    const uint32_t arity = ir_op_info(value->op)->arity;
    const struct ir_range none = anything(0);
    const struct ir_range a = arity > 0 ? s->of.at[value->operand[0].index] : none;
    const struct ir_range b = arity > 1 ? s->of.at[value->operand[1].index] : none;
    switch ((int)value->op) {
    case IR_CONSTANT:
        return of_constant(value->number);
    case IR_NEG:
        return negated(&a);
    case IR_ADD:
        return of_sum(&a, &b);
    case IR_SUB: {
        const struct ir_range minus_b = negated(&b);
        return of_sum(&a, &minus_b);
    }
    case IR_MUL:
        return of_product(s, value);
    case IR_DIV:
        return of_quotient(&a, &b);
    case IR_SQRT:
        return of_root(&a);
    case IR_ABS:
        return of_magnitude(&a);
    case IR_SIN:
    case IR_COS: {
        struct ir_range range = of_bounded(&a, -1, 1, not_finite(s, value->operand[0]));
        range.spreads |= not_a_number(s, value->operand[0]) & ~unknown;
        return range;
    }
    case IR_TANH:
    case IR_ERF:
        return of_bounded(&a, -1, 1, not_a_number(s, value->operand[0]));
    case IR_SIGMOID: {
        struct ir_range range = of_bounded(&a, 0, 1, not_a_number(s, value->operand[0]));
        range.plus = true;
        return range;
    }
    case IR_ATAN:
        return of_bounded(&a, -2, 2, not_a_number(s, value->operand[0]));
    case IR_DETACH:
        return a;
    case IR_SELECT:
        return of_choice(&b, &s->of.at[value->operand[2].index]);
    default:
        return anything(arity == 1 ? a.spreads : 0);
    }
}

/* Of a function of one operand the sources that it adds are firm. */
static ir_sources firm_of(const struct ir_ranges *s, const struct ir_value *value,
                          const struct ir_range *range)
{
    const uint32_t arity = ir_op_info(value->op)->arity;
    if (arity == 1) {
        const struct ir_range *a = &s->of.at[value->operand[0].index];
        return (a->firm | ~a->spreads) & range->spreads;
    }
    ir_sources firm = 0;
    for (uint32_t i = 0; i < arity; i++) {
        const struct ir_range *a = &s->of.at[value->operand[i].index];
        firm |= ir_range_is_single(a) ? 0 : a->firm;
    }
    return value->op == IR_SELECT ? 0 : firm & range->spreads;
}

void ir_ranges_update(struct ir_ranges *ranges)
{
    while (ranges->of.count < ranges->function->values.count) {
        const struct ir_value *value = &ranges->function->values.at[ranges->of.count];
        struct ir_range range = range_of(ranges, value);
        range.plus = range.plus || excludes_zero(&range);
        range.minus = range.minus || excludes_zero(&range);
        range.firm = firm_of(ranges, value, &range);
        vec_push(ranges->arena, &ranges->of, range);
        vec_push(ranges->arena, &ranges->source, 0);
    }
}
