/* Finds derivatives that are there already, written differently: values that are one polynomial.
 *
 * Elimination writes the same thing in several ways: entries that are equal by symmetry or by the
 * Cauchy-Riemann equations, a derivative that is a multiple of a term of the model. Hash-consing
 * sees none of that, and normal forms of polynomials may be exponentially long. So every value is
 * evaluated at random points of a finite field, where sums and products are exact: polynomials that
 * agree there are the same with a probability that differs from 1 by some 2^-60 (S. Gulwani,
 * G. C. Necula, Global value numbering using random interpretation, POPL 2004). What is no sum,
 * difference, product or negation, and each reciprocal, is an indeterminate, numbered by its
 * operator and the images of its operands; where a rounding could make it jump, as in a comparison,
 * it is nothing but itself. The numbers come from hashes of these, never from chance: the same
 * input gives the same output.
 *
 * Rounding. The same polynomial is not enough: a^2 - b^2 must not stand for (a - b)*(a + b). So a
 * second image is taken with all signs positive, and both must agree. That is the sum of the
 * magnitudes of all monomials, by which the rounding error of any way to evaluate the polynomial is
 * bounded; and as no monomial may have cancelled in one way and not in the other, neither has an
 * infinity that the other lacks.
 *
 * Quotients. The image of a/b is that of a*(1/b): a quotient that is there serves for the product.
 * It has one rounding less, and is finite wherever the product is.
 *
 * Multiples. Quotients of the images at two points do not change when a value is scaled; they are
 * the key under which a value is looked up. The scale is then the quotient of two images, if that
 * is a small fraction. */
#include "improve_term.h"
#include "ops.h"

#include <math.h>

static const uint32_t prime = 2147483629; /* 2^31 - 19 */

enum { NUMERATOR_MAX = 64, DENOMINATOR_MAX = 12 };

/* -- the field -- */

static uint32_t times(uint32_t a, uint32_t b)
{
    return (uint32_t)((uint64_t)a * b % prime);
}

static uint32_t plus(uint32_t a, uint32_t b)
{
    return (uint32_t)(((uint64_t)a + b) % prime);
}

static uint32_t minus(uint32_t a)
{
    return a == 0 ? 0 : prime - a;
}

static uint32_t power(uint32_t base, uint32_t exponent)
{
    uint32_t result = 1;
    for (; exponent != 0; exponent >>= 1) {
        result = (exponent & 1) != 0 ? times(result, base) : result;
        base = times(base, base);
    }
    return result;
}

static uint32_t inverse(uint32_t a)
{
    return power(a, prime - 2);
}

/* Post: the finite number, which is a whole number times a power of two. */
static uint32_t of_number(double number)
{
    int exponent;
    const double mantissa = ldexp(frexp(number, &exponent), 53);
    const uint32_t whole = (uint32_t)((uint64_t)fabs(mantissa) % prime);
    exponent -= 53;
    const uint32_t base = exponent < 0 ? (prime + 1) / 2 : 2;
    const uint32_t scaled =
        times(whole, power(base, (uint32_t)(exponent < 0 ? -exponent : exponent)));
    return number < 0 ? minus(scaled) : scaled;
}

/* -- images -- */

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static uint64_t mix_image(uint64_t hash, const struct image *image)
{
    for (int i = 0; i < 2; i++) {
        hash = mix(hash, (uint64_t)image->at[i] << 32 | image->magnitude[i]);
    }
    return hash;
}

static struct image indeterminate(uint64_t hash)
{
    struct image image;
    for (uint64_t i = 0; i < 2; i++) {
        image.at[i] = (uint32_t)(mix(mix(hash, 2 * i + 1), 1) % prime);
        image.magnitude[i] = (uint32_t)(mix(mix(hash, 2 * i + 2), 1) % prime);
    }
    return image;
}

static struct image product(const struct image *a, const struct image *b)
{
    struct image image;
    for (int i = 0; i < 2; i++) {
        image.at[i] = times(a->at[i], b->at[i]);
        image.magnitude[i] = times(a->magnitude[i], b->magnitude[i]);
    }
    return image;
}

static struct image sum(const struct image *a, const struct image *b, bool negative)
{
    struct image image;
    for (int i = 0; i < 2; i++) {
        image.at[i] = plus(a->at[i], negative ? minus(b->at[i]) : b->at[i]);
        image.magnitude[i] = plus(a->magnitude[i], b->magnitude[i]);
    }
    return image;
}

static struct image constant(double number)
{
    const uint32_t at = of_number(number);
    const uint32_t magnitude = of_number(fabs(number));
    return (struct image){{at, at}, {magnitude, magnitude}};
}

static struct image reciprocal(const struct improve *s, ir_ref ref, const struct image *of)
{
    double number;
    if (number_of(s, ref, &number) && isfinite(number) && number != 0) {
        const uint32_t at = inverse(of->at[0]);
        const uint32_t magnitude = inverse(of->magnitude[0]);
        return (struct image){{at, at}, {magnitude, magnitude}};
    }
    return indeterminate(mix_image(IR_DIV, of));
}

static struct image image_of(const struct improve *s, uint32_t v)
{
    const struct ir_value *value = &s->to->values.at[v];
    const struct ir_op_info *info = ir_op_info(value->op);
    const struct image none = {{0, 0}, {0, 0}};
    const struct image a = info->arity > 0 ? s->images.at[value->operand[0].index] : none;
    const struct image b = info->arity > 1 ? s->images.at[value->operand[1].index] : none;
    if (value->op == IR_CONSTANT && isfinite(value->number)) {
        return constant(value->number);
    }
    if (value->op == IR_NEG) {
        return sum(&none, &a, true);
    }
    if (value->op == IR_ADD || value->op == IR_SUB) {
        return sum(&a, &b, value->op == IR_SUB);
    }
    if (value->op == IR_MUL || value->op == IR_DIV) {
        const struct image factor = value->op == IR_MUL ? b : reciprocal(s, value->operand[1], &b);
        return product(&a, &factor);
    }
    uint64_t hash = mix(value->op, (uint64_t)value->array << 32 | value->element);
    if (ir_kind_of(value->op) == IR_BOOL || (info->flags & IR_PIECEWISE_CONSTANT) != 0 ||
        value->op == IR_CONSTANT) {
        return indeterminate(mix(hash, v));
    }
    for (uint32_t i = 0; i < info->arity; i++) {
        hash = mix_image(hash, &s->images.at[value->operand[i].index]);
    }
    return indeterminate(hash);
}

static const struct image *image_at(struct improve *s, ir_ref ref)
{
    while (s->images.count <= ref.index) {
        const struct image image = image_of(s, s->images.count);
        vec_push(s->scratch, &s->images, image);
    }
    return &s->images.at[ref.index];
}

/* -- looking up -- */

/* Post: the quotients of the images at both points, by one inversion for both; 0 where one of the
 * divisors is 0. */
static struct key key_of(const struct image *image)
{
    const uint32_t both = inverse(times(image->at[1], image->magnitude[1]));
    return (struct key){times(image->at[0], times(image->magnitude[1], both)),
                        times(image->magnitude[0], times(image->at[1], both))};
}

/* Post: the place in the table of the value that is a multiple of this one, or of none. What is
 * looked for is mostly kept next. */
static struct known *known_of(struct improve *s, ir_ref ref)
{
    if (s->latest != NULL && ir_equal(s->latest_ref, ref)) {
        return s->latest;
    }
    const struct key key = key_of(image_at(s, ref));
    uint64_t slot = mix(key.of, key.of_magnitudes) >> 7;
    for (;; slot++) {
        struct known *known = &s->known[slot & (s->known_count - 1)];
        if (known->used == 0 ||
            (known->key.of == key.of && known->key.of_magnitudes == key.of_magnitudes)) {
            known->key = key;
            s->latest = known;
            s->latest_ref = ref;
            return known;
        }
    }
}

/* Post: whether a is c*b in the field, for a small fraction c. */
static bool ratio(uint32_t a, uint32_t b, double *c)
{
    const uint32_t quotient_of_both = times(a, inverse(b));
    for (uint32_t d = 1; d <= DENOMINATOR_MAX; d++) {
        const uint32_t numerator = times(quotient_of_both, d);
        if (numerator <= NUMERATOR_MAX || numerator >= prime - NUMERATOR_MAX) {
            *c = numerator <= NUMERATOR_MAX ? numerator : -(double)(prime - numerator);
            *c /= d;
            return true;
        }
    }
    return false;
}

/* Post: whether the value takes at least two operations that nothing else needs. */
static bool is_dear(const struct improve *s, ir_ref ref)
{
    const struct ir_value *value = at(s, ref);
    for (uint32_t i = 0; i < 2 && (ir_op_info(value->op)->flags & IR_CHEAP) != 0 &&
                         i < ir_op_info(value->op)->arity;
         i++) {
        const ir_ref operand = value->operand[i];
        if (ir_op_info(at(s, operand)->op)->arity > 0 && is_once(s, operand)) {
            return true;
        }
    }
    return false;
}

/* Post: the values that are sums and products are worth looking up: others are found as they are.
 */
static bool is_polynomial(enum ir_op op)
{
    return op == IR_ADD || op == IR_SUB || op == IR_MUL;
}

/* Post: whether it is a/b and neither is constant: what a*(1/b) may take instead. */
static bool is_proper_quotient(const struct improve *s, ir_ref ref)
{
    const struct ir_value *value = at(s, ref);
    double c;
    return value->op == IR_DIV && !number_of(s, value->operand[0], &c) &&
           !number_of(s, value->operand[1], &c);
}

void same_keep(struct improve *s, ir_ref ref)
{
    double c;
    ir_ref x = ref;
    const bool scaled = term_is_scaled(s, ref, &c, &x);
    if (is_polynomial(at(s, x)->op) || is_proper_quotient(s, x)) {
        struct known *known = known_of(s, x);
        if (known->used == 0) {
            known->used = x.index + 1;
        }
        if (known->scaled == 0 && scaled) {
            known->scaled = ref.index + 1;
        }
    }
}

/* Post: whether `found` is `a` or -a. */
static bool is_equal(struct improve *s, ir_ref a, ir_ref found, double *sign)
{
    return !ir_equal(a, found) && ratio(image_at(s, a)->at[0], image_at(s, found)->at[0], sign) &&
           fabs(*sign) == 1;
}

struct term same_find(struct improve *s, struct term a, bool is_new)
{
    double scale = 1;
    double c;
    ir_ref x = a.ref;
    term_is_scaled(s, a.ref, &scale, &x);
    if (!is_polynomial(at(s, x)->op) || image_at(s, x)->at[0] == 0) {
        return a;
    }
    const struct known *known = known_of(s, x);
    const ir_ref found = {known->used - 1};
    if (known->scaled != 0 && is_equal(s, a.ref, (ir_ref){known->scaled - 1}, &c)) {
        term_take(s, (ir_ref){known->scaled - 1});
        return (struct term){{known->scaled - 1}, a.negative != (c < 0)};
    }
    if (known->used == 0 || ir_equal(found, x) ||
        !ratio(image_at(s, x)->at[0], image_at(s, found)->at[0], &c) ||
        (fabs(c) != 1 && !(is_new && is_dear(s, x)))) {
        return a;
    }
    term_take(s, found);
    return flipped(term_scale(s, fabs(c) * scale, found), a.negative != (c < 0));
}
