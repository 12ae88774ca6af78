/* Drops operations that change no value: x + 0, x*1 and the like, where it can be proved.
 *
 * Local simplification must leave x + 0*y alone: for y infinite it is NaN, and for x = -0 it may be
 * +0. But models are full of such sums, above all of products with matrices that have zeros, and
 * ranges (range.c) often show what one operation does not: that y is finite, or NaN only where x is
 * NaN too; that x is never -0. The rules:
 *
 *  1. In a sum, difference or product, an operand that is one number k or NaN, and NaN only where
 *     the other operand is, may be written as k: NaN comes out either way. (Local simplification
 *     then does the rest: x*1 = x.)
 *  2. x + z = x and x - z = x for a z that is a zero of any sign or NaN, and NaN only where x is,
 *     if x is never -0.
 *  3. (x + z) + w = x + w for such a z, NaN only where x or w is, if w is never -0: where x is a
 *     zero, both sides are w. Likewise w - (x + z), and (x + z) - w for a w that is never +0.
 *  4. (x + y) + z = x + (y + z) for a zero z and a product y, whatever the signs: z matters only
 *     where x and y are zeros, and the sum of zeros is -0 only if all are. The product and z are
 *     one fused operation then, and z waits for no sum.
 *
 * Nor does a NaN matter that reaches only what is NaN without it. A value is *covered* against a
 * source if, where that is bad, whatever uses the value is NaN by its other operand or covered
 * itself; the rules allow NaN there too. They drop nothing but numbers and zeros, so a value that
 * is NaN by its other operands stays so: that source is *firm*, and covers what stands beside the
 * value. Of two that are not firm each could cover the other, and both would be dropped. So only
 * the higher of them covers the lower: numbers are higher than zeros, later values than earlier
 * ones. A value that lost a source by a rule was then covered against it, and what it had covered
 * was, by the same use.
 *
 * Values stay the same to the bit for every argument, infinite ones and NaN included (its sign and
 * payload do not count). The derivative of what is dropped was a product with 0. */
#include "ir.h"
#include "ops.h"
#include "range.h"

#include <math.h>

struct neutral {
    const struct ir_function *from;
    struct ir_ranges before; /* of `from` */
    ir_sources *covered;     /* of each value of `from`: the sources that it is covered against */
    uint32_t *uses;          /* likewise: how many values and results need it */
    struct ir_function *to;
    struct ir_ranges ranges; /* of `to`, over the same sources */
    ir_sources free;         /* what the value in hand is covered against */
    bool lone;               /* the first operand of the value in hand has no other user */
    bool fuses;              /* rule 4, after the others: they look for zeros at the end of a sum */
    bool changed;
};

static bool is_arithmetic(enum ir_op op)
{
    return op == IR_ADD || op == IR_SUB || op == IR_MUL || op == IR_DIV;
}

/* -- covering -- */

static bool is_higher(const struct neutral *s, ir_ref a, ir_ref b)
{
    const bool zero_a = ir_range_is_zero(&s->before.of.at[a.index]);
    const bool zero_b = ir_range_is_zero(&s->before.of.at[b.index]);
    return zero_a == zero_b ? a.index > b.index : zero_b;
}

/* Post: the sources that `other` covers an operand beside it against. */
static ir_sources covered_by(const struct neutral *s, ir_ref other, ir_ref operand)
{
    const struct ir_range *range = &s->before.of.at[other.index];
    if (ir_equal(other, operand)) {
        return 0;
    }
    return (ir_range_is_single(range) ? 0 : range->firm) |
           (is_higher(s, other, operand) ? range->spreads : 0);
}

static void find_users(struct neutral *s)
{
    const struct ir_function *from = s->from;
    for (uint32_t v = 0; v < from->values.count; v++) {
        s->covered[v] = ~(ir_sources)0;
    }
    for (uint32_t r = 0; r < from->results.count; r++) {
        for (uint32_t e = 0; e < from->results.at[r].array.count; e++) {
            s->uses[from->results.at[r].elements[e].index]++;
            s->covered[from->results.at[r].elements[e].index] = 0;
        }
    }
    for (uint32_t v = from->values.count; v-- > 0;) {
        const struct ir_value *value = &from->values.at[v];
        for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
            ir_sources here = s->covered[v];
            const ir_ref other =
                is_arithmetic(value->op) ? value->operand[1 - i] : value->operand[i];
            here |= covered_by(s, other, value->operand[i]);
            s->covered[value->operand[i].index] &= here;
            s->uses[value->operand[i].index]++;
        }
    }
}

/* -- the rules -- */

static const struct ir_range *range_of(struct neutral *s, ir_ref ref)
{
    ir_ranges_update(&s->ranges);
    return &s->ranges.of.at[ref.index];
}

/* Post: whether `z` is a zero or NaN, and NaN only where one of the sources is bad. */
static bool is_neutral(struct neutral *s, ir_ref z, ir_sources sources)
{
    const struct ir_range *range = range_of(s, z);
    return ir_range_is_zero(range) && (range->needs & ~(sources | s->free)) == 0;
}

/* Rule 1. Post: what stands for `k` beside `other`. */
static ir_ref constant_beside(struct neutral *s, ir_ref k, ir_ref other)
{
    const struct ir_range range = *range_of(s, k);
    const bool signless = range.low == 0 && !range.plus && !range.minus;
    if (range.low != range.high || signless || ir_at(s->to, k)->op == IR_CONSTANT ||
        (range.needs & ~(range_of(s, other)->spreads | s->free)) != 0) {
        return k;
    }
    s->changed = true;
    return ir_constant(s->to, range.low == 0 && !range.plus ? -0.0 : range.low + 0.0);
}

/* Rule 3. Post: x where `sum` is x + z or x - z and z is neutral beside `w`; else `sum`. */
static ir_ref without_zero(struct neutral *s, ir_ref sum, ir_ref w)
{
    const struct ir_value value = *ir_at(s->to, sum);
    for (uint32_t i = 0; i < 2 && (value.op == IR_ADD || (value.op == IR_SUB && i == 0)); i++) {
        const ir_sources sources = range_of(s, value.operand[i])->spreads | range_of(s, w)->spreads;
        if (is_neutral(s, value.operand[1 - i], sources)) {
            s->changed = true;
            return value.operand[i];
        }
    }
    return sum;
}

/* Rules 2 and 3. `op` is IR_ADD or IR_SUB. */
static ir_ref add(struct neutral *s, enum ir_op op, ir_ref a, ir_ref b)
{
    for (ir_ref before = IR_NONE; !ir_equal(before, a);) {
        before = a;
        const struct ir_range *w = range_of(s, b);
        a = (op == IR_ADD ? w->plus : w->minus) ? without_zero(s, a, b) : a;
    }
    for (ir_ref before = IR_NONE; !ir_equal(before, b);) {
        before = b;
        b = range_of(s, a)->plus ? without_zero(s, b, a) : b;
    }
    const bool drops_b = range_of(s, a)->plus && is_neutral(s, b, range_of(s, a)->spreads);
    const bool drops_a =
        op == IR_ADD && range_of(s, b)->plus && is_neutral(s, a, range_of(s, b)->spreads);
    s->changed = s->changed || drops_a || drops_b;
    return drops_b ? a : drops_a ? b : ir_binary(s->to, op, a, b);
}

/* Rule 4. Post: a + b. */
static ir_ref fuse(struct neutral *s, ir_ref a, ir_ref b)
{
    const struct ir_value sum = *ir_at(s->to, a);
    if (sum.op == IR_ADD && s->lone && ir_range_is_zero(range_of(s, b)) &&
        ir_at(s->to, sum.operand[1])->op == IR_MUL) {
        s->changed = true;
        return ir_binary(s->to, IR_ADD, sum.operand[0],
                         ir_binary(s->to, IR_ADD, sum.operand[1], b));
    }
    return ir_binary(s->to, IR_ADD, a, b);
}

static ir_ref rebuild(struct neutral *s, const struct ir_value *value)
{
    ir_ref a = value->operand[0];
    ir_ref b = value->operand[1];
    if (s->fuses && value->op == IR_ADD) {
        return fuse(s, a, b);
    }
    if (s->fuses || !is_arithmetic(value->op) || value->op == IR_DIV) {
        return ir_build_like(s->to, value);
    }
    a = constant_beside(s, a, b);
    b = constant_beside(s, b, a);
    return value->op == IR_MUL ? ir_binary(s->to, IR_MUL, a, b) : add(s, value->op, a, b);
}

/* The copy of a source is the same source. */
static void copy_source(struct neutral *s, uint32_t v, ir_ref copy)
{
    ir_ranges_update(&s->ranges);
    ir_range_set_source(&s->ranges, copy, s->before.source.at[v]);
}

static void copy_values(struct neutral *s, ir_ref *copies)
{
    for (uint32_t v = 0; v < s->from->values.count; v++) {
        struct ir_value value = s->from->values.at[v];
        s->lone = ir_op_info(value.op)->arity > 0 && s->uses[value.operand[0].index] == 1;
        for (uint32_t i = 0; i < ir_op_info(value.op)->arity; i++) {
            value.operand[i] = copies[value.operand[i].index];
        }
        s->to->span = value.span;
        s->free = s->covered[v];
        copies[v] = rebuild(s, &value);
        copy_source(s, v, copies[v]);
        struct ir_value *copied = ir_at(s->to, copies[v]);
        if (atom_is_none(copied->name)) {
            copied->name = value.name;
        }
    }
}

static void copy_results(struct neutral *s, const ir_ref *copies)
{
    for (uint32_t r = 0; r < s->from->results.count; r++) {
        struct ir_result result = s->from->results.at[r];
        ir_ref *elements = arena_alloc(s->to->arena, result.array.count * sizeof *elements);
        for (uint32_t e = 0; e < result.array.count; e++) {
            elements[e] = copies[result.elements[e].index];
        }
        result.elements = elements;
        vec_push(s->to->arena, &s->to->results, result);
    }
}

/* Post: the function after rules 1 to 3, or after rule 4; itself if none applies. */
static struct ir_function *apply_rules(struct ir_function *from, bool fuses)
{
    struct arena *scratch = arena_create();
    struct neutral s = {.from = from,
                        .before = {.arena = scratch, .function = from},
                        .covered = arena_alloc(scratch, from->values.count * sizeof(ir_sources)),
                        .uses = arena_alloc(scratch, from->values.count * sizeof(uint32_t)),
                        .to = ir_function_create_like(from),
                        .fuses = fuses};
    ir_ranges_update(&s.before);
    find_users(&s);
    s.ranges = (struct ir_ranges){
        .arena = scratch, .function = s.to, .source_count = s.before.source_count};
    ir_ref *copies = arena_alloc(scratch, from->values.count * sizeof *copies);
    copy_values(&s, copies);
    copy_results(&s, copies);
    s.to->span = from->span;
    arena_destroy(scratch);
    return s.changed ? ir_prune(s.to) : from;
}

struct ir_function *ir_drop_neutral(struct ir_function *function)
{
    return apply_rules(apply_rules(function, false), true);
}
