/* The independent reference that derivatives are compared with: values of the IR at any precision,
 * differences of them, and the error that double arithmetic may make.
 *
 * How a caller compares a derivative function with its value function:
 *
 *     struct reference_jacobian *exact =
 *         reference_jacobian(scratch, value, 0, IR_ARRAY_X, arguments, REFERENCE_PRECISION);
 *     ir_evaluate(derivative, arguments, values);
 *     reference_bound(derivative, &reference_double, values, bounds);
 *     for every element e, row-major, of the derivative's result `jac`:
 *         ref = jac.elements[e].index;
 *         if (exact->smooth[e] && !reference_agrees(values[ref], exact->value[e],
 *                                                   bounds[ref] + exact->error[e]))
 *             the element is wrong.
 *
 * The bounds need no MPFR; what does is there where ADC_HAVE_MPFR is 1. */
#ifndef ADC_REFERENCE_REFERENCE_H
#define ADC_REFERENCE_REFERENCE_H

#include "ir.h"

/* -- errors of arithmetic (bound.c) -- */

/* An arithmetic whose errors are bounded. */
struct reference_arithmetic {
    double unit;      /* roundoff: half the distance from 1 to the next number */
    double smallest;  /* number above 0; 0 where that is none of double */
    double largest;   /* number, as far as values in double can tell */
    double constants; /* relative error of a constant that was rounded */
    bool evaluated;   /* it is the one of ir_evaluate: decisions are those of the values */
};

extern const struct reference_arithmetic reference_float;
extern const struct reference_arithmetic reference_double;
extern const struct reference_arithmetic reference_long_double;

/* Post: a bound on |value - op(operands)| for a value computed from exact operands, as the
 * arithmetic and libm promise it. 0 where the operator is exact, infinite where the value is
 * infinite or NaN. */
double reference_rounding(const struct reference_arithmetic *arithmetic, enum ir_op op,
                          const double operands[IR_MAX_ARITY], double value);

/* Post: `bounds[i]` bounds to first order the error of value i in this arithmetic, for all values
 * of the function; `values` are those that ir_evaluate computed, from arguments that are taken to
 * be exact but for opened constants. Infinite where nothing can be said. */
void reference_bound(const struct ir_function *function,
                     const struct reference_arithmetic *arithmetic, const double *values,
                     double *bounds);

/* Post: a copy of the function in which the constants of sums, products and quotients are elements
 * of an argument array of their own, behind the others (constants.c), and their numbers in the
 * function's arena. */
struct ir_function *reference_open_constants(const struct ir_function *function,
                                             const double **numbers);

/* Post: whether this is such an array. */
bool reference_is_constants(const struct ir_array *array);

/* Post: whether the computed number is as near to the reference as a bound of reference_bound
 * allows: within twice the bound, for what first order leaves out, and the smallest normal number.
 * NaN agrees with NaN alone; an infinite bound allows every number. */
bool reference_agrees(double computed, double reference, double bound);

/* -- differences in floating point (difference.c) -- */

/* Post: the partial derivative of an extern, which can be run, in argument `which` at a point, from
 * differences of its values, and an estimate of the error that is rather too large than too small.
 * NaN and an infinite error where there is none. */
double reference_difference(const struct ir_extern *of, const double *point, uint32_t which,
                            double *error);

/* -- values and derivatives at any precision (reference.c) -- */

#if ADC_HAVE_MPFR

#include "functions.h"

/* The bits of all numbers where nothing else is wanted: see reference.c for what they give. */
enum { REFERENCE_PRECISION = 500 };

/* Post: `count` numbers of this precision, all NaN, that live in the arena and need no mpfr_clear.
 */
mpfr_t *reference_numbers(struct arena *arena, size_t count, mpfr_prec_t precision);

/* Post: y = op(a, b, c), rounded to y's precision; operands behind the operator's arity are not
 * looked at. */
void reference_evaluate_op(mpfr_t y, enum ir_op op, const mpfr_t a, const mpfr_t b, const mpfr_t c);

/* Computes every value as ir_evaluate does, each rounded to the precision of its `values[i]`. */
void reference_evaluate(const struct ir_function *function, const double *const *arguments,
                        mpfr_t *values);

/* The derivatives of one result in one argument array, row-major: entry row*columns + column is
 * that of result element `row` in argument element `column`. */
struct reference_jacobian {
    uint32_t rows;
    uint32_t columns;
    mpfr_t *exact; /* to the full precision, with an error of `error` */
    double *value; /* the same, rounded */
    double *error; /* an estimate of what the differences leave out, far below double's */
    bool *smooth;  /* false where there is no derivative to compare with: on a kink or a step, next
                      to one nearer than double can tell, where something is infinite or NaN */
};

/* Post: the derivatives of result number `result` of the function in argument array `wrt` at the
 * point that all the arguments give, from differences at this precision (at least 300); detached
 * values stay as they are. All lives in the arena. Time: for each element of `wrt`, three
 * evaluations of the values that depend on it. */
struct reference_jacobian *reference_jacobian(struct arena *arena,
                                              const struct ir_function *function, uint32_t result,
                                              uint32_t wrt, const double *const *arguments,
                                              mpfr_prec_t precision);

/* Adds the number in scientific notation with this many significant digits. */
void reference_add_number(struct text *out, const mpfr_t number, int digits);

#endif

#endif
