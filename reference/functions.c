/* The functions of the operator table that MPFR lacks, at the precision of their result.
 *
 * Each is computed with GUARD bits more than the result and the operands have, by formulas whose
 * parts are known to a few ulps of the working precision. Where parts of opposite sign are added,
 * the bits that cancel are counted, and if the guard does not cover them the sum is done again with
 * more (Ziv, "Fast evaluation of elementary mathematical functions with correctly rounded last
 * bit", 1991): `cancelled` below is the exponent of the largest part less that of the result.
 *
 * polygamma is the Hurwitz zeta function, k! zeta(k + 1, x) up to its sign, by Euler-Maclaurin
 * summation (Johansson, "Rigorous high-precision computation of the Hurwitz zeta function and its
 * derivatives", 2015), for x < 0 by reflection; the derivatives of sinc follow from u S = sin u,
 * or, where u is small, from Taylor's series. */
#include "functions.h"

#include <math.h>
#include <stdbool.h>

enum { GUARD = 64, MOST_ROUNDS = 8, LARGEST_ORDER = 1000 };

static mpfr_prec_t larger(mpfr_prec_t a, mpfr_prec_t b)
{
    return a > b ? a : b;
}

static mpfr_exp_t exponent(const mpfr_t a)
{
    return mpfr_regular_p(a) ? mpfr_get_exp(a) : mpfr_get_emin();
}

/* Post: whether y, added up from parts of which the largest has the exponent `most`, keeps half a
 * guard of bits more than `wanted`; if not, `*working` is a precision that gives them. */
static bool enough(const mpfr_t y, mpfr_exp_t most, mpfr_prec_t wanted, mpfr_prec_t *working)
{
    mpfr_prec_t lost = 0;

    if (mpfr_zero_p(y) && most != mpfr_get_emin()) {
        lost = *working; /* all that there was */
    } else if (mpfr_regular_p(y) && mpfr_get_exp(y) < most) {
        lost = most - mpfr_get_exp(y);
    }
    if (lost + GUARD / 2 <= *working - wanted) {
        return true;
    }
    *working = wanted + lost + GUARD;
    return false;
}

int reference_sigmoid(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding)
{
    mpfr_t t;

    mpfr_init2(t, larger(mpfr_get_prec(y), mpfr_get_prec(a)) + GUARD);
    mpfr_neg(t, a, MPFR_RNDN);
    mpfr_exp(t, t, MPFR_RNDN);
    mpfr_add_ui(t, t, 1, MPFR_RNDN);
    mpfr_ui_div(y, 1, t, rounding);
    mpfr_clear(t);
    return 0;
}

int reference_polar_slope(mpfr_t y, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding)
{
    mpfr_t s;

    mpfr_init2(s, larger(mpfr_get_prec(y), larger(mpfr_get_prec(a), mpfr_get_prec(b))) + GUARD);
    mpfr_fmma(s, a, a, b, b, MPFR_RNDN);
    mpfr_div(y, b, s, rounding);
    mpfr_clear(s);
    return 0;
}

/* Post: y = (1 - a)(1 + a), to the precision of y. */
static void set_one_less_square(mpfr_t y, const mpfr_t a)
{
    mpfr_t t;

    mpfr_init2(t, mpfr_get_prec(y) + 1);
    mpfr_ui_sub(t, 1, a, MPFR_RNDN);
    mpfr_add_ui(y, a, 1, MPFR_RNDN);
    mpfr_mul(y, y, t, MPFR_RNDN);
    mpfr_clear(t);
}

int reference_asin_slope(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding)
{
    mpfr_t t;

    mpfr_init2(t, larger(mpfr_get_prec(y), mpfr_get_prec(a)) + GUARD);
    set_one_less_square(t, a);
    mpfr_rec_sqrt(y, t, rounding);
    mpfr_clear(t);
    return 0;
}

int reference_atanh_slope(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding)
{
    mpfr_t t;

    mpfr_init2(t, larger(mpfr_get_prec(y), mpfr_get_prec(a)) + GUARD);
    set_one_less_square(t, a);
    mpfr_ui_div(y, 1, t, rounding);
    mpfr_clear(t);
    return 0;
}

int reference_atan_slope(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding)
{
    mpfr_t t;

    mpfr_init2(t, larger(mpfr_get_prec(y), mpfr_get_prec(a)) + GUARD);
    mpfr_sqr(t, a, MPFR_RNDN);
    mpfr_add_ui(t, t, 1, MPFR_RNDN);
    mpfr_ui_div(y, 1, t, rounding);
    mpfr_clear(t);
    return 0;
}

int reference_binade(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding)
{
    mpfr_exp_t exponent_of_a = -900;

    if (mpfr_regular_p(a)) {
        exponent_of_a = mpfr_get_exp(a) - 1;
    } else if (mpfr_inf_p(a)) {
        exponent_of_a = 900;
    }
    exponent_of_a = exponent_of_a < -900 ? -900 : exponent_of_a > 900 ? 900 : exponent_of_a;
    mpfr_set_ui_2exp(y, 1, exponent_of_a, rounding);
    return 0;
}

int reference_softplus(mpfr_t y, const mpfr_t a, mpfr_rnd_t rounding)
{
    mpfr_t t;

    mpfr_init2(t, larger(mpfr_get_prec(y), mpfr_get_prec(a)) + GUARD);
    if (mpfr_sgn(a) > 0) {
        mpfr_neg(t, a, MPFR_RNDN);
        mpfr_exp(t, t, MPFR_RNDN);
        mpfr_log1p(t, t, MPFR_RNDN);
        mpfr_add(y, a, t, rounding);
    } else {
        mpfr_exp(t, a, MPFR_RNDN);
        mpfr_log1p(y, t, rounding);
    }
    mpfr_clear(t);
    return 0;
}

int reference_logaddexp(mpfr_t y, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding)
{
    const mpfr_prec_t wanted = larger(mpfr_get_prec(y), larger(mpfr_get_prec(a), mpfr_get_prec(b)));
    mpfr_prec_t working = wanted + GUARD;
    mpfr_t t, sum;

    if (mpfr_nan_p(a) || mpfr_nan_p(b)) {
        mpfr_set_nan(y);
        return 0;
    }
    if (mpfr_inf_p(a) || mpfr_inf_p(b)) {
        return mpfr_max(y, a, b, rounding);
    }
    mpfr_inits2(working, t, sum, (mpfr_ptr)0);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        mpfr_set_prec(t, working);
        mpfr_set_prec(sum, working);
        const bool a_leads = mpfr_greaterequal_p(a, b) != 0;
        mpfr_sub(t, a_leads ? b : a, a_leads ? a : b, MPFR_RNDN);
        mpfr_exp(t, t, MPFR_RNDN);
        mpfr_log1p(t, t, MPFR_RNDN);
        mpfr_add(sum, a_leads ? a : b, t, MPFR_RNDN);
        if (enough(sum, exponent(t), wanted, &working)) {
            break;
        }
    }
    mpfr_set(y, sum, rounding);
    mpfr_clears(t, sum, (mpfr_ptr)0);
    return 0;
}

/* Post: whether k is an order that is served, and which. */
static bool order_of(const mpfr_t k, long *order)
{
    if (!mpfr_integer_p(k) || mpfr_cmp_si(k, 0) < 0 || mpfr_cmp_si(k, LARGEST_ORDER) > 0) {
        return false;
    }
    *order = mpfr_get_si(k, MPFR_RNDN);
    return true;
}

/* Post: s = sin(pi x) and c = cos(pi x), each with a small relative error, exactly 0 where they
 * are: the nearest half of a whole number is taken off first. */
static void sin_cos_pi(mpfr_t s, mpfr_t c, const mpfr_t x)
{
    const mpfr_prec_t working = larger(mpfr_get_prec(s), mpfr_get_prec(x) + 2);
    long quarter;
    mpfr_t r, n;

    mpfr_inits2(working, r, n, (mpfr_ptr)0);
    mpfr_mul_2ui(r, x, 1, MPFR_RNDN); /* half turns of pi/2 */
    mpfr_rint(n, r, MPFR_RNDN);
    mpfr_sub(r, r, n, MPFR_RNDN);
    mpfr_set_ui(s, 4, MPFR_RNDN);
    mpfr_fmod(n, n, s, MPFR_RNDN);
    quarter = (mpfr_get_si(n, MPFR_RNDN) + 4) % 4;
    mpfr_const_pi(n, MPFR_RNDN);
    mpfr_mul(r, r, n, MPFR_RNDN);
    mpfr_div_2ui(r, r, 1, MPFR_RNDN);
    mpfr_sin_cos(s, c, r, MPFR_RNDN);
    if (quarter % 2 != 0) { /* sin(r + pi/2) = cos r, cos(r + pi/2) = -sin r */
        mpfr_swap(s, c);
        mpfr_neg(c, c, MPFR_RNDN);
    }
    if (quarter >= 2) {
        mpfr_neg(s, s, MPFR_RNDN);
        mpfr_neg(c, c, MPFR_RNDN);
    }
    mpfr_clears(r, n, (mpfr_ptr)0);
}

/* -- polygamma -- */

/* Post: y = (k-1)! end^-k (1 + k/(2 end) + sum over j of B_2j/(2j)! k (k+1)...(k+2j-1)/end^2j),
 * which is k! zeta(k + 1, end), for an end so large that the terms fall below an ulp before they
 * grow again. B_2j/(2j)! is 2 zeta(2j)/(2 pi)^2j with alternating signs. */
static void add_tail(mpfr_t y, long k, const mpfr_t end)
{
    mpfr_t sum, term, factor, turn;

    mpfr_inits2(mpfr_get_prec(y), sum, term, factor, turn, (mpfr_ptr)0);
    mpfr_set_si(sum, k, MPFR_RNDN);
    mpfr_div(sum, sum, end, MPFR_RNDN);
    mpfr_div_2ui(sum, sum, 1, MPFR_RNDN);
    mpfr_add_ui(sum, sum, 1, MPFR_RNDN);
    mpfr_const_pi(turn, MPFR_RNDN);
    mpfr_mul(turn, turn, end, MPFR_RNDN);
    mpfr_mul_2ui(turn, turn, 1, MPFR_RNDN); /* 2 pi end */
    mpfr_set_si(factor, -2, MPFR_RNDN);
    for (long j = 1; j == 1 || exponent(term) > exponent(sum) - mpfr_get_prec(y); j++) {
        mpfr_mul_si(factor, factor, -(k + 2 * j - 2), MPFR_RNDN);
        mpfr_mul_si(factor, factor, k + 2 * j - 1, MPFR_RNDN);
        mpfr_div(factor, factor, turn, MPFR_RNDN);
        mpfr_div(factor, factor, turn, MPFR_RNDN);
        mpfr_zeta_ui(term, (unsigned long)(2 * j), MPFR_RNDN);
        mpfr_mul(term, term, factor, MPFR_RNDN);
        mpfr_add(sum, sum, term, MPFR_RNDN);
    }
    mpfr_pow_si(term, end, -k, MPFR_RNDN);
    mpfr_mul(sum, sum, term, MPFR_RNDN);
    mpfr_fac_ui(term, (unsigned long)(k - 1), MPFR_RNDN);
    mpfr_mul(sum, sum, term, MPFR_RNDN);
    mpfr_add(y, y, sum, MPFR_RNDN);
    mpfr_clears(sum, term, factor, turn, (mpfr_ptr)0);
}

/* Post: y = k! zeta(k + 1, x) for k >= 1, x > 0. */
static void hurwitz(mpfr_t y, long k, const mpfr_t x)
{
    const mpfr_prec_t working = mpfr_get_prec(y);
    const long enough = working / 5 + k + 10;
    mpfr_t at, term, factorial;

    mpfr_inits2(working, at, term, factorial, (mpfr_ptr)0);
    mpfr_set(at, x, MPFR_RNDN);
    mpfr_fac_ui(factorial, (unsigned long)k, MPFR_RNDN);
    mpfr_set_zero(y, 1);
    while (mpfr_cmp_si(at, enough) < 0) {
        mpfr_pow_si(term, at, -k - 1, MPFR_RNDN);
        mpfr_mul(term, term, factorial, MPFR_RNDN);
        mpfr_add(y, y, term, MPFR_RNDN);
        mpfr_add_ui(at, at, 1, MPFR_RNDN);
    }
    add_tail(y, k, at);
    mpfr_clears(at, term, factorial, (mpfr_ptr)0);
}

/* Post: y = the k-th derivative of pi cot(pi x): pi^(k+1) P_k(cot(pi x)) with P_0 = c and
 * P_(j+1) = -(1 + c^2) P_j'; evaluated on the coefficients of P_k, whose signs agree. */
static void cotangent_derivative(mpfr_t y, long k, const mpfr_t x)
{
    static const long most = LARGEST_ORDER + 3;
    mpfr_t p[LARGEST_ORDER + 3];
    mpfr_t s, c, t;

    mpfr_inits2(mpfr_get_prec(y), s, c, t, (mpfr_ptr)0);
    for (long i = 0; i < k + 3 && i < most; i++) {
        mpfr_init2(p[i], mpfr_get_prec(y));
        mpfr_set_ui(p[i], i == 1, MPFR_RNDN);
    }
    for (long degree = 1; degree <= k; degree++) {
        mpfr_set_zero(s, 1); /* (i - 1) p[i - 1], of the old p */
        for (long i = 0; i <= degree + 1; i++) {
            mpfr_mul_si(t, p[i], i, MPFR_RNDN);
            mpfr_mul_si(c, p[i + 1], i + 1, MPFR_RNDN);
            mpfr_add(p[i], c, s, MPFR_RNDN);
            mpfr_neg(p[i], p[i], MPFR_RNDN);
            mpfr_swap(s, t);
        }
    }
    sin_cos_pi(s, c, x);
    mpfr_div(c, c, s, MPFR_RNDN);
    mpfr_set_zero(y, 1);
    for (long i = k + 1; i >= 0; i--) {
        mpfr_fma(y, y, c, p[i], MPFR_RNDN);
    }
    mpfr_const_pi(t, MPFR_RNDN);
    mpfr_pow_si(t, t, k + 1, MPFR_RNDN);
    mpfr_mul(y, y, t, MPFR_RNDN);
    for (long i = 0; i < k + 3 && i < most; i++) {
        mpfr_clear(p[i]);
    }
    mpfr_clears(s, c, t, (mpfr_ptr)0);
}

/* Post: y = psi^(k)(x) for k >= 1 and x < 0 that is no pole: with psi^(k)(1 - x), which is
 * -(-1)^k k! zeta(k + 1, 1 - x), the reflection gives -(pi cot(pi x))^(k) - k! zeta(k + 1, 1 - x).
 */
static void reflect(mpfr_t y, long k, const mpfr_t x, mpfr_rnd_t rounding)
{
    const mpfr_prec_t wanted = larger(mpfr_get_prec(y), mpfr_get_prec(x)) + k / 8;
    mpfr_prec_t working = wanted + GUARD;
    mpfr_t sum, cotangent, at;

    mpfr_inits2(working, sum, cotangent, at, (mpfr_ptr)0);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        mpfr_set_prec(sum, working);
        mpfr_set_prec(cotangent, working);
        mpfr_set_prec(at, working);
        mpfr_ui_sub(at, 1, x, MPFR_RNDN);
        hurwitz(sum, k, at);
        cotangent_derivative(cotangent, k, x);
        mpfr_add(sum, sum, cotangent, MPFR_RNDN);
        mpfr_neg(sum, sum, MPFR_RNDN);
        if (enough(sum, exponent(cotangent), wanted, &working)) {
            break;
        }
    }
    mpfr_set(y, sum, rounding);
    mpfr_clears(sum, cotangent, at, (mpfr_ptr)0);
}

int reference_polygamma(mpfr_t y, const mpfr_t k, const mpfr_t x, mpfr_rnd_t rounding)
{
    long order;

    if (!order_of(k, &order) || mpfr_nan_p(x)) {
        mpfr_set_nan(y);
    } else if (mpfr_sgn(x) <= 0 && (mpfr_integer_p(x) || mpfr_inf_p(x))) {
        mpfr_set_nan(y);
        if (order % 2 != 0 && !mpfr_inf_p(x)) {
            mpfr_set_inf(y, 1);
        }
    } else if (order == 0) {
        mpfr_digamma(y, x, rounding);
    } else if (mpfr_inf_p(x)) {
        mpfr_set_zero(y, order % 2 != 0 ? 1 : -1);
    } else if (mpfr_sgn(x) < 0) {
        reflect(y, order, x, rounding);
    } else {
        mpfr_t t;
        mpfr_init2(t, larger(mpfr_get_prec(y), mpfr_get_prec(x)) + GUARD + order / 8);
        hurwitz(t, order, x);
        mpfr_mul_si(y, t, order % 2 != 0 ? 1 : -1, rounding);
        mpfr_clear(t);
    }
    return 0;
}

/* -- derivatives of sinc -- */

/* Post: s = sum over m >= k/2 of (-1)^m u^(2m-k)/((2m-k)! (2m+1)), the k-th derivative of
 * sin(u)/u. */
static void sinc_series(mpfr_t s, long k, const mpfr_t u)
{
    const long first = (k + 1) / 2;
    long power = 2 * first - k;
    mpfr_t term, part;

    mpfr_inits2(mpfr_get_prec(s), term, part, (mpfr_ptr)0);
    mpfr_pow_si(term, u, power, MPFR_RNDN);
    mpfr_mul_si(term, term, first % 2 == 0 ? 1 : -1, MPFR_RNDN);
    mpfr_set_zero(s, 1);
    for (long m = first; !mpfr_zero_p(term); m++) {
        mpfr_div_si(part, term, 2 * m + 1, MPFR_RNDN);
        mpfr_add(s, s, part, MPFR_RNDN);
        if (exponent(part) < exponent(s) - mpfr_get_prec(s) &&
            mpfr_cmpabs_ui(u, (unsigned long)power) < 0) {
            break;
        }
        power += 2;
        mpfr_mul(term, term, u, MPFR_RNDN);
        mpfr_mul(term, term, u, MPFR_RNDN);
        mpfr_div_si(term, term, -power * (power - 1), MPFR_RNDN);
    }
    mpfr_clears(term, part, (mpfr_ptr)0);
}

/* Post: s = the k-th derivative of sin(u)/u at u = pi x by u S^(j) + j S^(j-1) = sin^(j) u. */
static void sinc_recurrence(mpfr_t s, long k, const mpfr_t u, const mpfr_t x)
{
    mpfr_t sine, cosine, t;

    mpfr_inits2(mpfr_get_prec(s), sine, cosine, t, (mpfr_ptr)0);
    sin_cos_pi(sine, cosine, x);
    mpfr_div(s, sine, u, MPFR_RNDN);
    for (long j = 1; j <= k; j++) {
        mpfr_mul_si(s, s, -j, MPFR_RNDN);
        mpfr_set(t, j % 2 == 0 ? sine : cosine, MPFR_RNDN);
        mpfr_mul_si(t, t, j % 4 < 2 ? 1 : -1, MPFR_RNDN);
        mpfr_add(s, s, t, MPFR_RNDN);
        mpfr_div(s, s, u, MPFR_RNDN);
    }
    mpfr_clears(sine, cosine, t, (mpfr_ptr)0);
}

/* Post: the exponent of S^(k)(u) where no zero is near. */
static mpfr_exp_t largest_part(long k, const mpfr_t u, bool near)
{
    if (!near) {
        return 1 - exponent(u);
    }
    return k % 2 != 0 && exponent(u) < 0 ? exponent(u) : 0;
}

int reference_sinc_derivative(mpfr_t y, const mpfr_t k, const mpfr_t x, mpfr_rnd_t rounding)
{
    mpfr_prec_t wanted = larger(mpfr_get_prec(y), mpfr_get_prec(x));
    long order;
    mpfr_t s, u;

    if (!order_of(k, &order) || mpfr_nan_p(x)) {
        mpfr_set_nan(y);
        return 0;
    }
    if (mpfr_inf_p(x)) {
        mpfr_set_zero(y, 1);
        return 0;
    }
    wanted += 4 * order; /* both ways lose less than that many bits */
    mpfr_prec_t working = wanted + GUARD;
    mpfr_inits2(working, s, u, (mpfr_ptr)0);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        bool near;
        mpfr_set_prec(s, working);
        mpfr_set_prec(u, working);
        mpfr_const_pi(u, MPFR_RNDN);
        mpfr_mul(u, u, x, MPFR_RNDN);
        near = mpfr_cmpabs_ui(u, (unsigned long)order + 1) < 0;
        if (near) {
            sinc_series(s, order, u);
        } else {
            sinc_recurrence(s, order, u, x);
        }
        if (mpfr_zero_p(s) || enough(s, largest_part(order, u, near), wanted, &working)) {
            break;
        }
    }
    mpfr_const_pi(u, MPFR_RNDN);
    mpfr_pow_si(u, u, order, MPFR_RNDN);
    mpfr_mul(y, s, u, rounding);
    mpfr_clears(s, u, (mpfr_ptr)0);
    return 0;
}
