/* The algebra of derivatives for improve.c: terms with signs, products and quotients
 * (improve_product.c), sums (improve_sum.c), values that are the same (improve_same.c). */
#ifndef ADC_IR_IMPROVE_TERM_H
#define ADC_IR_IMPROVE_TERM_H

#include "ir.h"

/* `negative ? -ref : ref` */
struct term {
    ir_ref ref;
    bool negative;
};

/* A polynomial at two points of a finite field, and the sum of the magnitudes of its monomials. */
struct image {
    uint32_t at[2];
    uint32_t magnitude[2];
};

/* What all multiples of a polynomial have in common. */
struct key {
    uint32_t of;
    uint32_t of_magnitudes;
};

struct known {
    struct key key;
    uint32_t used;   /* the value of `to` behind the key, from 1; 0: none */
    uint32_t scaled; /* likewise: one with a constant factor */
};

/* Where a value lies in the formula, whatever the order in which values were made: how many
 * operations it is from the arguments, and the first and last of these. */
struct place {
    uint32_t level;
    uint32_t first;
    uint32_t last;
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
    VEC(struct term) twins;   /* likewise: an exact value that serves for it; IR_NONE: none */
    VEC(uint32_t) divides;    /* likewise: how many derivatives it divides */
    VEC(ir_ref) quotients;    /* likewise: an exact value c/it with a constant c; IR_NONE: none */
    VEC(struct image) images; /* likewise, as far as asked for */
    VEC(struct place) places; /* likewise */
    uint32_t *positions;      /* of each argument array: of its first element among all arguments */
    struct known *known;      /* a hash table of those that are kept */
    uint32_t known_count;     /* a power of two */
    struct known *latest;     /* the one looked for last, for which value; NULL: none */
    ir_ref latest_ref;
    VEC(struct term) pending; /* of the sum that is being collected */
};

/* A term of a sum: coefficient * ref. */
struct summand {
    double coefficient;
    ir_ref ref; /* the constant 1 for the part that is constant */
    bool done;
    struct place place; /* of `ref`, once the sum is sorted */
};

struct sum {
    VEC_FIELDS(struct summand);
};

static inline struct term term(ir_ref ref)
{
    return (struct term){ref, false};
}

static inline struct term flipped(struct term a, bool flip)
{
    return (struct term){a.ref, a.negative != flip};
}

static inline bool number_of(const struct improve *s, ir_ref ref, double *number)
{
    return ir_is_constant(s->to, ref, number);
}

static inline const struct ir_value *at(const struct improve *s, ir_ref ref)
{
    return ir_at(s->to, ref);
}

/* Post: whether no other value needs it, so that it may be taken apart. */
static inline bool is_once(const struct improve *s, ir_ref ref)
{
    return ref.index >= s->taken.count || !s->taken.at[ref.index];
}

/* Post: op(a, b), if it is there already, else IR_NONE. */
ir_ref term_existing(const struct improve *s, enum ir_op op, ir_ref a, ir_ref b);

/* Post: whether the value is c*x with a constant c, which stands first in all products here. */
bool term_is_scaled(const struct improve *s, ir_ref ref, double *c, ir_ref *x);

/* Post: the value, or the exact value that serves for it. */
struct term term_found(const struct improve *s, ir_ref ref);

/* Keeps the value whole from now on: more than one value needs it. */
void term_take(struct improve *s, ir_ref ref);

/* Keeps an exact value in mind if it is c/x with a constant c: it serves for 1/x. */
void term_keep_quotient(struct improve *s, ir_ref ref);

/* Post: the value that the term stands for. */
ir_ref term_settle(struct improve *s, struct term a);

/* Post: the number; number*x; a + b; a*b; a/b; `condition ? a : b`. */
struct term term_constant(struct improve *s, double number);
struct term term_scale(struct improve *s, double number, ir_ref x);
struct term term_add(struct improve *s, struct term a, struct term b);
struct term term_multiply(struct improve *s, struct term a, struct term b);
struct term term_divide(struct improve *s, struct term a, struct term b);
struct term term_choose(struct improve *s, ir_ref condition, struct term a, struct term b);

/* Keeps in mind that this value is there. */
void same_keep(struct improve *s, ir_ref ref);

/* Post: the value, or a multiple of one that is there and is the same polynomial. `is_new`: nothing
 * has asked for `a` yet. */
struct term same_find(struct improve *s, struct term a, bool is_new);

/* Adds coefficient*ref to the sum. */
void sum_add(struct improve *s, struct sum *sum, double coefficient, ir_ref ref);

/* Post: the sum's value; the sum is used up. */
struct term sum_build(struct improve *s, struct sum *sum);

#endif
