/* Improves derivatives: one pass over a function that rebuilds every value which is no value of the
 * model under rules that only derivatives may use.
 *
 * Values and derivatives. A value that an exact result needs is copied as it is. All others are
 * derivatives; they may read exact values, and are one of them where both come out equal, but no
 * rule looks into the operations of an exact value in order to change it. Exact values are copied
 * first, so that a derivative finds them.
 *
 * Signs. A derivative is rebuilt as a term: a value, and whether it is meant negated. Products,
 * quotients and sums carry signs along at no cost; a negation becomes an operation only where
 * something else asks for it, and even there it is pushed into a difference or a constant.
 * `a - b` and `b - a` are one value.
 *
 * Quotients. a/b is a times the shared reciprocal of b wherever b divides more than once. The
 * reciprocal of c*x for constant c is (1/c)*(1/x), that of a quotient p/q is q*(1/p). A product in
 * which x meets 1/x loses both. Only a lone quotient stays a division.
 *
 * Sums. A tree of sums and differences, each used once, is taken as a whole (reassociation; cf.
 * P. Briggs, K. D. Cooper, Effective partial redundancy elimination, PLDI 1994, sec. 3.1): equal
 * terms are gathered under one coefficient, the factor that most terms share is taken out of them,
 * and so on for what remains. The sum is written as a chain, which C compilers contract into fused
 * operations; one of many terms as several chains side by side.
 *
 * What the rules need. They hold for real numbers. In floating point they give other roundings, and
 * other results where a reciprocal or product overflows although the quotient does not; derivatives
 * may differ in that, values never. 0*x is 0 in derivatives, and x*(1/x) is 1: a factor that is 0
 * for every argument is an edge that the model does not have, and where x is 0 the second is the
 * limit. Otherwise no inf or NaN of a path that is taken is lost: x - x stays. None is made
 * either: the reciprocal of a product is no product of reciprocals, and masks are selections and
 * stay so. */
#include "improve.h"

#include "build.h"
#include "ops.h"

#include <math.h>
#include <stdlib.h>

enum {
    FACTORS_MAX = 6, /* of a term, as far as factoring looks */
    NESTING_MAX = 6, /* of factors taken out */
    DEPTH_MAX = 3,   /* of products that are searched for a factor and its reciprocal */
    CHAIN_MAX = 8    /* terms in one chain */
};

/* `negative ? -ref : ref` */
struct term {
    ir_ref ref;
    bool negative;
};

/* A term of a sum: coefficient * ref. */
struct summand {
    double coefficient;
    ir_ref ref; /* the constant 1 for the part that is constant */
    bool done;
};

/* A factor of summand `of`. */
struct share {
    ir_ref factor;
    uint32_t of;
    uint32_t count; /* summands that have it */
};

struct sum {
    VEC_FIELDS(struct summand);
};

struct improve {
    const struct ir_function *from;
    struct ir_function *to;
    struct arena *scratch;
    bool *exact;              /* of each value of `from` */
    uint32_t *uses;           /* likewise */
    uint32_t *divisions;      /* likewise: how many derivatives it divides */
    bool *inner;              /* likewise: part of a larger sum, and built with it */
    struct term *terms;       /* likewise: what derivatives take for it */
    ir_ref *copies;           /* likewise: itself, of an exact value */
    VEC(bool) taken;          /* of each value of `to`: more than one value needs it */
    VEC(uint32_t) divides;    /* likewise: how many derivatives it divides */
    VEC(struct term) pending; /* of the sum that is being collected */
};

static struct term term(ir_ref ref)
{
    return (struct term){ref, false};
}

static struct term flipped(struct term a, bool flip)
{
    return (struct term){a.ref, a.negative != flip};
}

static bool number_of(const struct improve *s, ir_ref ref, double *number)
{
    return ir_is_constant(s->to, ref, number);
}

static const struct ir_value *at(const struct improve *s, ir_ref ref)
{
    return ir_at(s->to, ref);
}

/* Post: whether no other value needs it, so that it may be taken apart. */
static bool is_once(const struct improve *s, ir_ref ref)
{
    return ref.index >= s->taken.count || !s->taken.at[ref.index];
}

static void take(struct improve *s, ir_ref ref)
{
    while (s->taken.count <= ref.index) {
        vec_push(s->scratch, &s->taken, false);
    }
    s->taken.at[ref.index] = true;
}

static uint32_t divisions_by(const struct improve *s, ir_ref ref)
{
    return ref.index < s->divides.count ? s->divides.at[ref.index] : 0;
}

static struct term constant(struct improve *s, double number)
{
    return (struct term){ir_constant(s->to, fabs(number)), signbit(number) != 0 && !isnan(number)};
}

/* Post: the value that the term stands for. */
static ir_ref settle(struct improve *s, struct term a)
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
    return ir_unary(s->to, IR_NEG, a.ref);
}

/* Post: the value op(a, b), if it is there already. */
static ir_ref existing(const struct improve *s, enum ir_op op, ir_ref a, ir_ref b)
{
    const struct ir_value value = {.op = op, .operand = {a, b, IR_NONE}};
    return ir_find_value(s->to, &value);
}

/* -- products ---------------------------------------------------------------------------------- */

/* Post: whether the value is c*x with a constant c, which stands first in all products here. */
static bool is_scaled(const struct improve *s, ir_ref ref, double *c, ir_ref *x)
{
    const struct ir_value *value = at(s, ref);
    if (value->op != IR_MUL || !number_of(s, value->operand[0], c)) {
        return false;
    }
    *x = value->operand[1];
    return true;
}

static struct term multiply(struct improve *s, struct term a, struct term b);

/* c*x for a constant c >= 0; c*(d*x) is (c*d)*x. */
static struct term scale(struct improve *s, double c, ir_ref x)
{
    double d;
    ir_ref rest;
    if (c < 0) {
        return flipped(scale(s, -c, x), true);
    }
    if (number_of(s, x, &d)) {
        return constant(s, c * d);
    }
    if (c == 0 || c == 1) {
        return c == 0 ? constant(s, 0) : term(x);
    }
    if (is_scaled(s, x, &d, &rest)) {
        return scale(s, c * d, rest);
    }
    const ir_ref number = ir_constant(s->to, c);
    return term(ir_binary(s->to, IR_MUL, number, x));
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
        *rest = term(existing(s, IR_DIV, one, value.operand[1]));
        return !ir_is_none(rest->ref);
    }
    for (uint32_t i = 0; value.op == IR_MUL && depth < DEPTH_MAX && i < 2; i++) {
        if (divide_out(s, value.operand[i], x, depth + 1, rest)) {
            *rest = multiply(s, *rest, term(value.operand[1 - i]));
            return true;
        }
    }
    return false;
}

/* Post: whether b has a factor 1/x and a the factor x, and if so their product without both. */
static bool cancel(struct improve *s, ir_ref a, ir_ref b, unsigned depth, struct term *product)
{
    const struct ir_value value = *at(s, b);
    double number;
    if (value.op == IR_DIV && number_of(s, value.operand[0], &number) && number == 1) {
        return divide_out(s, a, value.operand[1], 0, product);
    }
    for (uint32_t i = 0; value.op == IR_MUL && depth < DEPTH_MAX && i < 2; i++) {
        if (cancel(s, a, value.operand[i], depth + 1, product)) {
            *product = multiply(s, *product, term(value.operand[1 - i]));
            return true;
        }
    }
    return false;
}

/* Constants move outwards, (c*x)*y = c*(x*y), where c*x is needed here alone: there they meet each
 * other, and sums take them out. */
static struct term multiply(struct improve *s, struct term a, struct term b)
{
    const bool negative = a.negative != b.negative;
    double c;
    ir_ref x;
    struct term product;
    for (uint32_t i = 0; i < 2; i++) {
        const ir_ref one = i == 0 ? a.ref : b.ref;
        const ir_ref other = i == 0 ? b.ref : a.ref;
        if (number_of(s, one, &c)) {
            return flipped(scale(s, c, other), negative);
        }
        if (is_scaled(s, one, &c, &x) && is_once(s, one)) {
            product = multiply(s, term(x), term(other));
            return flipped(flipped(scale(s, c, product.ref), product.negative), negative);
        }
        if (cancel(s, one, other, 0, &product)) {
            return flipped(product, negative);
        }
    }
    return (struct term){ir_binary(s->to, IR_MUL, a.ref, b.ref), negative};
}

/* -- quotients --------------------------------------------------------------------------------- */

/* Of c*x as a divisor x counts; what is left of a divisor when reciprocal() has looked through. */
static ir_ref divisor_of(const struct improve *s, ir_ref b)
{
    double c;
    ir_ref x;
    return is_scaled(s, b, &c, &x) && c != 0 ? x : b;
}

static struct term reciprocal(struct improve *s, ir_ref b)
{
    const struct ir_value value = *at(s, b);
    double c;
    ir_ref x;
    if (number_of(s, b, &c)) {
        return constant(s, 1 / c);
    }
    if (value.op == IR_MUL && number_of(s, value.operand[1], &c) && c != 0) {
        return multiply(s, constant(s, 1 / c), reciprocal(s, value.operand[0]));
    }
    if (is_scaled(s, b, &c, &x) && c != 0) {
        return multiply(s, constant(s, 1 / c), reciprocal(s, x));
    }
    if (value.op == IR_DIV) {
        return multiply(s, term(value.operand[1]), reciprocal(s, value.operand[0]));
    }
    const ir_ref one = ir_constant(s->to, 1);
    const ir_ref inverse = ir_binary(s->to, IR_DIV, one, b);
    take(s, inverse);
    return term(inverse);
}

static struct term divide(struct improve *s, struct term a, struct term b)
{
    const bool negative = a.negative != b.negative;
    const ir_ref divisor = divisor_of(s, b.ref);
    double c;
    const ir_ref one = ir_constant(s->to, 1);
    const bool shared = divisions_by(s, divisor) > 1 ||
                        !ir_is_none(existing(s, IR_DIV, one, divisor)) ||
                        at(s, divisor)->op == IR_DIV || number_of(s, divisor, &c);
    if (shared || number_of(s, a.ref, &c)) {
        return flipped(multiply(s, term(a.ref), reciprocal(s, b.ref)), negative);
    }
    return (struct term){ir_binary(s->to, IR_DIV, a.ref, b.ref), negative};
}

/* -- sums -------------------------------------------------------------------------------------- */

static int by_ref(const void *left, const void *right)
{
    const struct summand *a = left;
    const struct summand *b = right;
    if (a->ref.index != b->ref.index) {
        return a->ref.index < b->ref.index ? -1 : 1;
    }
    return (a->coefficient > b->coefficient) - (a->coefficient < b->coefficient);
}

/* The shares of one factor together, the most frequent factor first. */
static int by_factor(const void *left, const void *right)
{
    const struct share *a = left;
    const struct share *b = right;
    if (a->factor.index != b->factor.index) {
        return a->factor.index < b->factor.index ? -1 : 1;
    }
    return (a->of > b->of) - (a->of < b->of);
}

static int by_count(const void *left, const void *right)
{
    const struct share *a = left;
    const struct share *b = right;
    return a->count != b->count ? (a->count > b->count ? -1 : 1) : by_factor(left, right);
}

static void add_summand(struct improve *s, struct sum *sum, double coefficient, ir_ref ref)
{
    double c;
    ir_ref x;
    if (number_of(s, ref, &c)) {
        coefficient *= c;
        ref = ir_constant(s->to, 1);
        if (coefficient == 0) {
            return;
        }
    } else if (is_scaled(s, ref, &c, &x) && is_once(s, ref)) {
        coefficient *= c;
        ref = x;
    }
    vec_push(s->scratch, sum, (struct summand){coefficient, ref, false});
}

/* Likewise, for a value that may be a negation or a sum of two, needed here alone. */
static void add_operand(struct improve *s, struct sum *sum, double coefficient, ir_ref ref)
{
    const struct ir_value value = *at(s, ref);
    if (value.op == IR_NEG) {
        add_operand(s, sum, -coefficient, value.operand[0]);
    } else {
        add_summand(s, sum, coefficient, ref);
    }
}

/* Equal terms become one; what has the coefficient 0 thereby, stays: x - x is NaN for infinite x.
 */
static void gather(struct sum *sum)
{
    if (sum->count > 1) {
        qsort(sum->at, sum->count, sizeof *sum->at, by_ref);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < sum->count; i++) {
        struct summand *last = kept == 0 ? NULL : &sum->at[kept - 1];
        if (last != NULL && ir_equal(last->ref, sum->at[i].ref) &&
            last->coefficient + sum->at[i].coefficient != 0) {
            last->coefficient += sum->at[i].coefficient;
        } else {
            sum->at[kept++] = sum->at[i];
        }
    }
    sum->count = kept;
}

/* Post: the factors of a product that nothing else needs; their number. */
static uint32_t factors_of(const struct improve *s, ir_ref ref, ir_ref factors[FACTORS_MAX])
{
    uint32_t count = 1;
    factors[0] = ref;
    for (uint32_t i = 0; i < count && count < FACTORS_MAX;) {
        const struct ir_value *value = at(s, factors[i]);
        if (value->op == IR_MUL && is_once(s, factors[i])) {
            factors[i] = value->operand[0];
            factors[count++] = value->operand[1];
        } else {
            i++;
        }
    }
    return count;
}

/* Post: the product without one of its factors. */
static struct term without(struct improve *s, ir_ref product, ir_ref factor)
{
    ir_ref factors[FACTORS_MAX];
    const uint32_t count = factors_of(s, product, factors);
    struct term rest = constant(s, 1);
    bool left_out = false;
    for (uint32_t i = 0; i < count; i++) {
        if (!left_out && ir_equal(factors[i], factor)) {
            left_out = true;
        } else {
            rest = multiply(s, rest, term(factors[i]));
        }
    }
    return rest;
}

static struct term add_all(struct improve *s, struct sum *sum, unsigned nesting);

/* Post: the factors that several summands share, a share for each of these summands, the most
 * frequent factor first; their number. */
static uint32_t find_shares(struct improve *s, const struct sum *sum, struct share **out)
{
    VEC(struct share) shares = {0};
    for (uint32_t i = 0; i < sum->count; i++) {
        ir_ref factors[FACTORS_MAX];
        const uint32_t count = factors_of(s, sum->at[i].ref, factors);
        for (uint32_t k = 0; k < count; k++) {
            double c;
            if (!number_of(s, factors[k], &c)) {
                vec_push(s->scratch, &shares, (struct share){factors[k], i, 0});
            }
        }
    }
    if (shares.count == 0) {
        return 0;
    }
    qsort(shares.at, shares.count, sizeof *shares.at, by_factor);
    uint32_t kept = 0;
    for (uint32_t i = 0, next; i < shares.count; i = next) {
        const uint32_t first = kept;
        for (next = i; next < shares.count && ir_equal(shares.at[next].factor, shares.at[i].factor);
             next++) {
            if (kept == first || shares.at[kept - 1].of != shares.at[next].of) {
                shares.at[kept++] = shares.at[next];
            }
        }
        for (uint32_t k = first; k < kept; k++) {
            shares.at[k].count = kept - first;
        }
        kept = kept - first > 1 ? kept : first;
    }
    qsort(shares.at, kept, sizeof *shares.at, by_count);
    *out = shares.at;
    return kept;
}

static void drop_done(struct sum *sum)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < sum->count; i++) {
        if (!sum->at[i].done) {
            sum->at[kept++] = sum->at[i];
        }
    }
    sum->count = kept;
}

/* Takes out common factors, the most frequent first: a*c + b*c = (a + b)*c. */
static void factor(struct improve *s, struct sum *sum, unsigned nesting)
{
    struct share *shares;
    const uint32_t count = find_shares(s, sum, &shares);
    for (uint32_t i = 0, next; i < count; i = next) {
        uint32_t live = 0;
        for (next = i; next < count && ir_equal(shares[next].factor, shares[i].factor); next++) {
            live += !sum->at[shares[next].of].done;
        }
        if (live < 2) {
            continue;
        }
        struct sum rest = {0};
        for (uint32_t k = i; k < next; k++) {
            struct summand *summand = &sum->at[shares[k].of];
            if (!summand->done) {
                summand->done = true;
                const struct term left = without(s, summand->ref, shares[i].factor);
                add_summand(s, &rest, left.negative ? -summand->coefficient : summand->coefficient,
                            left.ref);
            }
        }
        const struct term inner = add_all(s, &rest, nesting + 1);
        const struct term product = multiply(s, term(shares[i].factor), inner);
        add_summand(s, sum, product.negative ? -1 : 1, product.ref);
    }
    drop_done(sum);
}

static struct term add_two(struct improve *s, struct term a, struct term b)
{
    if (a.negative == b.negative) {
        return (struct term){ir_binary(s->to, IR_ADD, a.ref, b.ref), a.negative};
    }
    const struct term plus = a.negative ? b : a;
    const struct term minus = a.negative ? a : b;
    const ir_ref opposite = existing(s, IR_SUB, minus.ref, plus.ref);
    if (!ir_is_none(opposite)) {
        return (struct term){opposite, true};
    }
    return term(ir_binary(s->to, IR_SUB, plus.ref, minus.ref));
}

static int by_coefficient(const void *left, const void *right)
{
    const struct summand *a = left;
    const struct summand *b = right;
    const double first = fabs(a->coefficient);
    const double second = fabs(b->coefficient);
    return first != second ? (first < second ? -1 : 1) : by_ref(left, right);
}

/* Post: the sum of summands first..end, which have coefficients 1 or -1 beside `unit`. */
static struct term add_chain(struct improve *s, const struct sum *sum, uint32_t first, uint32_t end,
                             double unit)
{
    struct term total = {.ref = IR_NONE};
    struct term chain = {.ref = IR_NONE};
    for (uint32_t i = first; i < end; i++) {
        const struct term next = {sum->at[i].ref, sum->at[i].coefficient * unit < 0};
        chain = ir_is_none(chain.ref) ? next : add_two(s, chain, next);
        if ((i + 1 - first) % CHAIN_MAX == 0 || i + 1 == end) {
            total = ir_is_none(total.ref) ? chain : add_two(s, total, chain);
            chain.ref = IR_NONE;
        }
    }
    return total;
}

static struct term choose(struct improve *s, ir_ref condition, struct term a, struct term b);

/* Selections under one condition are one: the sum of what was chosen is the choice of two sums. */
static void merge_selections(struct improve *s, struct sum *sum, unsigned nesting)
{
    VEC(struct share) shares = {0};
    for (uint32_t i = 0; i < sum->count; i++) {
        const struct ir_value *value = at(s, sum->at[i].ref);
        if (value->op == IR_SELECT && is_once(s, sum->at[i].ref)) {
            vec_push(s->scratch, &shares, ((struct share){value->operand[0], i, 0}));
        }
    }
    if (shares.count < 2) {
        return;
    }
    qsort(shares.at, shares.count, sizeof *shares.at, by_factor);
    for (uint32_t i = 0, next; i < shares.count; i = next) {
        struct sum then = {0};
        struct sum otherwise = {0};
        next = i + 1;
        while (next < shares.count && ir_equal(shares.at[next].factor, shares.at[i].factor)) {
            next++;
        }
        for (uint32_t k = i; k < next && next - i > 1; k++) {
            struct summand *summand = &sum->at[shares.at[k].of];
            const struct ir_value value = *at(s, summand->ref);
            summand->done = true;
            add_operand(s, &then, summand->coefficient, value.operand[1]);
            add_operand(s, &otherwise, summand->coefficient, value.operand[2]);
        }
        if (next - i > 1) {
            const struct term left = add_all(s, &then, nesting + 1);
            const struct term right = add_all(s, &otherwise, nesting + 1);
            const struct term chosen = choose(s, shares.at[i].factor, left, right);
            add_summand(s, sum, chosen.negative ? -1 : 1, chosen.ref);
        }
    }
    drop_done(sum);
}

/* Summands with the same coefficient but for the sign are added before they are scaled. */
static struct term add_all(struct improve *s, struct sum *sum, unsigned nesting)
{
    gather(sum);
    if (nesting < NESTING_MAX) {
        merge_selections(s, sum, nesting);
        factor(s, sum, nesting);
        gather(sum);
    }
    if (sum->count > 1) {
        qsort(sum->at, sum->count, sizeof *sum->at, by_coefficient);
    }
    struct sum parts = {0};
    for (uint32_t i = 0, next; i < sum->count; i = next) {
        const double unit = fabs(sum->at[i].coefficient);
        next = i + 1;
        while (next < sum->count && fabs(sum->at[next].coefficient) == unit) {
            next++;
        }
        const struct term plain = add_chain(s, sum, i, next, 1);
        const struct term part = flipped(scale(s, unit, plain.ref), plain.negative);
        vec_push(s->scratch, &parts, (struct summand){part.negative ? -1 : 1, part.ref, false});
    }
    return parts.count == 0 ? constant(s, 0) : add_chain(s, &parts, 0, parts.count, 1);
}

static bool is_sum(enum ir_op op)
{
    return op == IR_ADD || op == IR_SUB;
}

/* Collects the tree of sums below a value and builds it as one. */
static struct term build_sum(struct improve *s, ir_ref root)
{
    struct sum sum = {0};
    s->pending.count = 0;
    vec_push(s->scratch, &s->pending, term(root));
    while (s->pending.count > 0) {
        const struct term top = s->pending.at[--s->pending.count];
        const struct ir_value *value = ir_at(s->from, top.ref);
        for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
            const ir_ref operand = value->operand[i];
            const bool negative =
                top.negative != (value->op == IR_NEG || (value->op == IR_SUB && i == 1));
            if (s->inner[operand.index]) {
                vec_push(s->scratch, &s->pending, ((struct term){operand, negative}));
            } else {
                const struct term leaf = flipped(s->terms[operand.index], negative);
                add_summand(s, &sum, leaf.negative ? -1 : 1, leaf.ref);
            }
        }
    }
    return add_all(s, &sum, 0);
}

/* -- values ------------------------------------------------------------------------------------ */

static struct term choose(struct improve *s, ir_ref condition, struct term a, struct term b)
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
        is_scaled(s, a.ref, &c, &x) && is_once(s, a.ref)) {
        const struct term plain = choose(s, condition, term(x), b);
        return flipped(scale(s, c, plain.ref), plain.negative != negative);
    }
    const ir_ref then = settle(s, flipped(a, negative));
    const ir_ref otherwise = settle(s, flipped(b, negative));
    return (struct term){ir_build(s->to, IR_SELECT, condition, then, otherwise), negative};
}

static struct term rebuild(struct improve *s, uint32_t v)
{
    const struct ir_value *value = &s->from->values.at[v];
    struct term operand[IR_MAX_ARITY] = {{IR_NONE, false}, {IR_NONE, false}, {IR_NONE, false}};
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        operand[i] = s->terms[value->operand[i].index];
    }
    if (is_sum(value->op)) {
        return build_sum(s, (ir_ref){v});
    }
    if (value->op == IR_CONSTANT) {
        return constant(s, value->number);
    }
    if (value->op == IR_NEG) {
        return flipped(operand[0], true);
    }
    if (value->op == IR_MUL) {
        return multiply(s, operand[0], operand[1]);
    }
    if (value->op == IR_DIV) {
        return divide(s, operand[0], operand[1]);
    }
    if (value->op == IR_SELECT) {
        return choose(s, operand[0].ref, operand[1], operand[2]);
    }
    struct ir_value copied = *value;
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        copied.operand[i] = settle(s, operand[i]);
    }
    return term(ir_op_info(value->op)->arity == 0 ? ir_intern_value(s->to, &copied)
                                                  : ir_build(s->to, copied.op, copied.operand[0],
                                                             copied.operand[1], copied.operand[2]));
}

/* -- the pass ---------------------------------------------------------------------------------- */

static void mark_exact(struct improve *s, uint32_t exact)
{
    const struct ir_function *from = s->from;
    for (uint32_t r = 0; r < exact; r++) {
        for (uint32_t e = 0; e < from->results.at[r].array.count; e++) {
            s->exact[from->results.at[r].elements[e].index] = true;
        }
    }
    for (uint32_t v = from->values.count; v > 0; v--) {
        const struct ir_value *value = &from->values.at[v - 1];
        for (uint32_t i = 0; s->exact[v - 1] && i < ir_op_info(value->op)->arity; i++) {
            s->exact[value->operand[i].index] = true;
        }
    }
}

/* Counts uses, and finds the sums that are used once, by a sum. */
static void mark_uses(struct improve *s)
{
    const struct ir_function *from = s->from;
    for (uint32_t r = 0; r < from->results.count; r++) {
        for (uint32_t e = 0; e < from->results.at[r].array.count; e++) {
            s->uses[from->results.at[r].elements[e].index]++;
        }
    }
    for (uint32_t v = 0; v < from->values.count; v++) {
        const struct ir_value *value = &from->values.at[v];
        for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
            s->uses[value->operand[i].index]++;
        }
    }
    for (uint32_t v = from->values.count; v > 0; v--) {
        const struct ir_value *value = &from->values.at[v - 1];
        const bool sum = is_sum(value->op) || (value->op == IR_NEG && s->inner[v - 1]);
        for (uint32_t i = 0; sum && !s->exact[v - 1] && i < ir_op_info(value->op)->arity; i++) {
            const uint32_t operand = value->operand[i].index;
            const enum ir_op op = from->values.at[operand].op;
            s->inner[operand] =
                (is_sum(op) || op == IR_NEG) && s->uses[operand] == 1 && !s->exact[operand];
        }
    }
}

static bool is_constant_in(const struct ir_function *from, ir_ref ref)
{
    return ir_at(from, ref)->op == IR_CONSTANT;
}

/* Counts how many derivatives each value divides. */
static void count_divisions(struct improve *s)
{
    const struct ir_function *from = s->from;
    for (uint32_t v = 0; v < from->values.count; v++) {
        if (from->values.at[v].op == IR_DIV && !s->exact[v]) {
            const ir_ref divisor = from->values.at[v].operand[1];
            const struct ir_value *value = ir_at(from, divisor);
            const bool scaled = value->op == IR_MUL && is_constant_in(from, value->operand[0]);
            s->divisions[(scaled ? value->operand[1] : divisor).index]++;
        }
    }
}

/* Keeps what value v has become. */
static void keep(struct improve *s, uint32_t v, struct term became)
{
    s->terms[v] = became;
    while (s->divides.count <= became.ref.index) {
        vec_push(s->scratch, &s->divides, 0);
    }
    s->divides.at[became.ref.index] += s->divisions[v];
}

static bool is_zero(const struct improve *s, struct term a)
{
    double number;
    return number_of(s, a.ref, &number) && number == 0;
}

/* Post: what derivatives take for an exact value: itself, or a simpler value that it equals for
 * finite operands, but for the sign of 0, and that is there already. */
static struct term stand_in(struct improve *s, uint32_t v)
{
    const struct ir_value *value = &s->from->values.at[v];
    struct term operand[2] = {{IR_NONE, false}, {IR_NONE, false}};
    for (uint32_t i = 0; i < 2 && i < ir_op_info(value->op)->arity; i++) {
        operand[i] = s->terms[value->operand[i].index];
    }
    const bool product = value->op == IR_MUL;
    double number;
    if (value->op == IR_CONSTANT) {
        return constant(s, value->number);
    }
    if (value->op == IR_NEG) {
        return flipped(operand[0], true);
    }
    if (product && (is_zero(s, operand[0]) || is_zero(s, operand[1]))) {
        return constant(s, 0);
    }
    for (uint32_t i = 0; i < 2 && (product || is_sum(value->op)); i++) {
        const struct term other = flipped(operand[1 - i], value->op == IR_SUB && i == 0);
        if (product && number_of(s, operand[i].ref, &number) && number == 1) {
            return flipped(other, operand[i].negative);
        }
        if (!product && is_zero(s, operand[i])) {
            return other;
        }
    }
    return term(s->copies[v]);
}

static void copy_exact(struct improve *s, uint32_t v)
{
    struct ir_value copied = s->from->values.at[v];
    for (uint32_t i = 0; i < ir_op_info(copied.op)->arity; i++) {
        copied.operand[i] = s->copies[copied.operand[i].index];
    }
    s->copies[v] = ir_intern_value(s->to, &copied);
    take(s, s->copies[v]);
    keep(s, v, stand_in(s, v));
}

static void rebuild_values(struct improve *s)
{
    for (uint32_t v = 0; v < s->from->values.count; v++) {
        if (s->exact[v]) {
            s->to->span = s->from->values.at[v].span;
            copy_exact(s, v);
        }
    }
    for (uint32_t v = 0; v < s->from->values.count; v++) {
        if (s->exact[v] || s->inner[v]) {
            continue;
        }
        s->to->span = s->from->values.at[v].span;
        const uint32_t before = s->to->values.count;
        keep(s, v, rebuild(s, v));
        if (s->uses[v] > 1 || s->terms[v].ref.index < before) {
            take(s, s->terms[v].ref);
        }
    }
}

static void copy_results(struct improve *s, uint32_t exact)
{
    struct arena *arena = s->to->arena;
    for (uint32_t r = 0; r < s->from->results.count; r++) {
        struct ir_result result = s->from->results.at[r];
        ir_ref *elements = arena_alloc(arena, result.array.count * sizeof *elements);
        for (uint32_t e = 0; e < result.array.count; e++) {
            const struct term element = s->terms[result.elements[e].index];
            elements[e] = r < exact ? s->copies[result.elements[e].index] : settle(s, element);
        }
        result.elements = elements;
        vec_push(arena, &s->to->results, result);
    }
}

static struct ir_function *improve_once(const struct ir_function *from, uint32_t exact)
{
    const uint32_t count = from->values.count;
    struct arena *scratch = arena_create();
    struct improve s = {.from = from,
                        .scratch = scratch,
                        .exact = arena_alloc(scratch, count * sizeof(bool)),
                        .uses = arena_alloc(scratch, count * sizeof(uint32_t)),
                        .divisions = arena_alloc(scratch, count * sizeof(uint32_t)),
                        .inner = arena_alloc(scratch, count * sizeof(bool)),
                        .copies = arena_alloc(scratch, count * sizeof(ir_ref)),
                        .terms = arena_alloc(scratch, count * sizeof(struct term))};
    s.to = ir_function_create(from->arena, from->atoms, from->name, from->suffix);
    for (uint32_t a = 0; a < from->arguments.count; a++) {
        vec_push(from->arena, &s.to->arguments, from->arguments.at[a]);
    }
    mark_exact(&s, exact);
    mark_uses(&s);
    count_divisions(&s);
    rebuild_values(&s);
    copy_results(&s, exact);
    s.to->span = from->span;
    arena_destroy(scratch);
    return ir_prune(s.to);
}

/* The second round finds what the first one made: sums that became products, values that lost all
 * but one of their uses. */
struct ir_function *ir_improve(const struct ir_function *function, uint32_t exact)
{
    const struct ir_function *once = improve_once(ir_expand(function), exact);
    return ir_schedule(improve_once(once, exact));
}
