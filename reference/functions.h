/* The functions of ops.def that MPFR does not have: each sets y to its value, rounded to y's
 * precision with an error of an ulp of y at most, and gives 0 (the ternary value is not told). */
#ifndef ADC_REFERENCE_FUNCTIONS_H
#define ADC_REFERENCE_FUNCTIONS_H

#define MPFR_USE_NO_MACRO /* functions, so that arguments are evaluated once and nothing shadows \
                           */
#include <mpfr.h>

/* 1/(1 + exp(-a)). */
int reference_sigmoid(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding);

/* log(1 + exp(a)). */
int reference_softplus(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding);

/* log(exp(a) + exp(b)); also where both are the same infinity. */
int reference_logaddexp(mpfr_t y, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding);

/* b/(a*a + b*b); NaN at the origin. */
int reference_polar_slope(mpfr_t y, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding);

/* 1/sqrt((1 - a)*(1 + a)), 1/(1 + a*a), 1/((1 - a)*(1 + a)). */
int reference_asin_slope(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding);
int reference_atan_slope(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding);
int reference_atanh_slope(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding);

/* The power of two next below the size of a, between 2^-900 and 2^900; 2^-900 for NaN. */
int reference_binade(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding);

/* The k-th derivative of digamma at x; NaN where k is not whole or not in 0..1000. At the poles 0,
 * -1, -2, ... it is +inf for odd k and NaN for even k. */
int reference_polygamma(mpfr_t y, const mpfr_t k, const mpfr_t x, mpfr_rnd_t rounding);

/* The k-th derivative of sin(pi x)/(pi x) at x, 0 at infinity; NaN where k is not whole or not in
 * 0..1000. */
int reference_sinc_derivative(mpfr_t y, const mpfr_t k, const mpfr_t x, mpfr_rnd_t rounding);

#endif
