/* Sums of derivatives: gathered, factored, written as chains; the essay is in improve.c. */
#include "improve_term.h"
#include "ops.h"

#include <math.h>
#include <stdlib.h>

enum {
    FACTORS_MAX = 6, /* of a term, as far as factoring looks */
    NESTING_MAX = 6, /* of factors taken out */
    CHAIN_MAX = 8    /* terms in one chain */
};

/* A factor of summand `of`. */
struct share {
    ir_ref factor;
    uint32_t of;
    uint32_t count; /* summands that have it */
};

/* Pre: those of all values before v are there. */
static struct place place_of(const struct improve *s, uint32_t v)
{
    const struct ir_value *value = &s->to->values.at[v];
    struct place place = {0, UINT32_MAX, 0};
    if (value->op == IR_ARGUMENT) {
        place.first = place.last = s->positions[value->array] + value->element;
    }
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        const struct place *of = &s->places.at[value->operand[i].index];
        place.level = of->level >= place.level ? of->level + 1 : place.level;
        place.first = of->first < place.first ? of->first : place.first;
        place.last = of->last > place.last ? of->last : place.last;
    }
    return place;
}

static int by_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* What is ready first comes first; of that, what has the first arguments. */
static int by_place(const void *left, const void *right)
{
    const struct summand *a = left;
    const struct summand *b = right;
    int order = by_number(a->place.level, b->place.level);
    order = order != 0 ? order : by_number(a->place.first, b->place.first);
    order = order != 0 ? order : by_number(a->place.last, b->place.last);
    if (order != 0) {
        return order;
    }
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

void sum_add(struct improve *s, struct sum *sum, double coefficient, ir_ref ref)
{
    double c;
    ir_ref x;
    if (number_of(s, ref, &c)) {
        coefficient *= c;
        ref = ir_constant(s->to, 1);
        if (coefficient == 0) {
            return;
        }
    } else if (term_is_scaled(s, ref, &c, &x) && is_once(s, ref)) {
        coefficient *= c;
        ref = x;
    }
    vec_push(s->scratch, sum, (struct summand){.coefficient = coefficient, .ref = ref});
}

/* Likewise, for a value that may be a negation or a sum of two, needed here alone. */
static void add_operand(struct improve *s, struct sum *sum, double coefficient, ir_ref ref)
{
    const struct ir_value value = *at(s, ref);
    if (value.op == IR_NEG) {
        add_operand(s, sum, -coefficient, value.operand[0]);
    } else {
        sum_add(s, sum, coefficient, ref);
    }
}

static void find_places(struct improve *s, struct sum *sum)
{
    while (s->places.count < s->to->values.count) {
        const struct place place = place_of(s, s->places.count);
        vec_push(s->scratch, &s->places, place);
    }
    for (uint32_t i = 0; i < sum->count; i++) {
        sum->at[i].place = s->places.at[sum->at[i].ref.index];
    }
}

/* Equal terms become one. Those that cancel become x - x, which is no 0 for infinite x. */
static void gather(struct improve *s, struct sum *sum)
{
    if (sum->count > 1) {
        find_places(s, sum);
        qsort(sum->at, sum->count, sizeof *sum->at, by_place);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < sum->count; i++) {
        struct summand *last = kept == 0 ? NULL : &sum->at[kept - 1];
        if (last == NULL || !ir_equal(last->ref, sum->at[i].ref)) {
            sum->at[kept++] = sum->at[i];
        } else if (last->coefficient + sum->at[i].coefficient != 0) {
            last->coefficient += sum->at[i].coefficient;
        } else {
            const ir_ref nothing = ir_binary(s->to, IR_SUB, last->ref, last->ref);
            *last = (struct summand){.coefficient = 1, .ref = nothing};
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
    struct term rest = term_constant(s, 1);
    bool left_out = false;
    for (uint32_t i = 0; i < count; i++) {
        if (!left_out && ir_equal(factors[i], factor)) {
            left_out = true;
        } else {
            rest = term_multiply(s, rest, term(factors[i]));
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
                sum_add(s, &rest, left.negative ? -summand->coefficient : summand->coefficient,
                        left.ref);
            }
        }
        const struct term inner = add_all(s, &rest, nesting + 1);
        const struct term product = term_multiply(s, term(shares[i].factor), inner);
        sum_add(s, sum, product.negative ? -1 : 1, product.ref);
    }
    drop_done(sum);
}

struct term term_add(struct improve *s, struct term a, struct term b)
{
    if (a.negative == b.negative) {
        return flipped(term_found(s, ir_binary(s->to, IR_ADD, a.ref, b.ref)), a.negative);
    }
    const struct term plus = a.negative ? b : a;
    const struct term minus = a.negative ? a : b;
    const ir_ref opposite = term_existing(s, IR_SUB, minus.ref, plus.ref);
    if (!ir_is_none(opposite)) {
        return flipped(term_found(s, opposite), true);
    }
    return term_found(s, ir_binary(s->to, IR_SUB, plus.ref, minus.ref));
}

static int by_coefficient(const void *left, const void *right)
{
    const struct summand *a = left;
    const struct summand *b = right;
    const double first = fabs(a->coefficient);
    const double second = fabs(b->coefficient);
    return first != second ? (first < second ? -1 : 1) : by_place(left, right);
}

/* Post: the sum of summands first..end, which have coefficients 1 or -1 beside `unit`. */
static struct term add_chain(struct improve *s, const struct sum *sum, uint32_t first, uint32_t end,
                             double unit)
{
    struct term total = {.ref = IR_NONE};
    struct term chain = {.ref = IR_NONE};
    for (uint32_t i = first; i < end; i++) {
        const struct term next = {sum->at[i].ref, sum->at[i].coefficient * unit < 0};
        chain = ir_is_none(chain.ref) ? next : term_add(s, chain, next);
        if ((i + 1 - first) % CHAIN_MAX == 0 || i + 1 == end) {
            total = ir_is_none(total.ref) ? chain : term_add(s, total, chain);
            chain.ref = IR_NONE;
        }
    }
    return total;
}

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
            const struct term chosen = term_choose(s, shares.at[i].factor, left, right);
            sum_add(s, sum, chosen.negative ? -1 : 1, chosen.ref);
        }
    }
    drop_done(sum);
}

/* Summands with the same coefficient but for the sign are added before they are scaled. */
static struct term add_all(struct improve *s, struct sum *sum, unsigned nesting)
{
    gather(s, sum);
    if (nesting < NESTING_MAX) {
        merge_selections(s, sum, nesting);
        factor(s, sum, nesting);
        gather(s, sum);
    }
    if (sum->count > 1) {
        find_places(s, sum);
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
        const struct term part = flipped(term_scale(s, unit, plain.ref), plain.negative);
        vec_push(s->scratch, &parts,
                 ((struct summand){.coefficient = part.negative ? -1 : 1, .ref = part.ref}));
    }
    return parts.count == 0 ? term_constant(s, 0) : add_chain(s, &parts, 0, parts.count, 1);
}

struct term sum_build(struct improve *s, struct sum *sum)
{
    return add_all(s, sum, 0);
}
