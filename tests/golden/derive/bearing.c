/* Made from bearing.ad by adc 0.1.0 with --order=auto --derive=jacobian.
 * This file may be used without any conditions. */
#include <float.h>
#include <math.h>

#ifdef __cplusplus
#define restrict __restrict /* the keyword is C's alone */
#endif

/* b/(a*a + b*b), the slope in a of the angle atan2(a, b); NaN at the origin. Where the sum of the
 * squares or its reciprocal leaves the range of normal numbers, a power of two brings them back;
 * without branches, so that loops around it vectorise.
 * May be used without any conditions. */
static double adc_polar_slope(double a, double b)
{
    const double square = a * a + b * b;
    const double up = square < DBL_MIN ? DBL_EPSILON / DBL_MIN : 1.0;
    const double scale = square > 1.0 / DBL_MIN ? DBL_MIN / DBL_EPSILON : up;

    a *= scale;
    b *= scale;
    return b * (1.0 / (a * a + b * b)) * scale;
}

/* b/(a*a + b*b) and *other = a/(a*a + b*b), the slopes of the angle atan2(a, b) in a and, but for
 * the sign, in b; NaN at the origin. Where the sum of the squares or its reciprocal leaves the
 * range of normal numbers, a power of two brings them back.
 * May be used without any conditions. */
static double adc_polar_slopes(double a, double b, double *other)
{
    const double square = a * a + b * b;
    double scale;
    double inverse;

    if (square >= DBL_MIN && square <= 1.0 / DBL_MIN) {
        inverse = 1.0 / square;
        *other = a * inverse;
        return b * inverse;
    }
    scale = square < 1.0 ? DBL_EPSILON / DBL_MIN : DBL_MIN / DBL_EPSILON;
    a *= scale;
    b *= scale;
    inverse = 1.0 / (a * a + b * b);
    *other = a * inverse * scale;
    return b * inverse * scale;
}

/* Model bearing
 * x: r[2]
 * p: c
 * y: angle[2]
 *
 * jacobian: order forward, 0 multiplications and 0 additions to accumulate it
 * (textbook count 0, lower bound of every order 0). */
enum { bearing_nx = 2, bearing_np = 1, bearing_ny = 2, bearing_jac_nnz = 4 };
void bearing_jacobian(const double *x, const double *p, double *y, double *jac);

/* Computes y, the outputs, and their Jacobian, row by row: jac[i*bearing_nx + j] = dy[i]/dx[j].
 * y may be NULL. */
void bearing_jacobian(const double *restrict x, const double *restrict p, double *restrict y,
                      double *restrict jac)
{
    const double r_0 = x[0];
    const double r_1 = x[1];
    const double c = p[0];

    if (y) {
        y[0] = atan2(r_1, r_0);
        y[1] = atan2(c, r_0);
    }
    double t1;
    const double t2 = adc_polar_slopes(r_0, r_1, &t1);
    jac[0] = -t2;
    jac[1] = t1;
    jac[2] = -adc_polar_slope(r_0, c);
    jac[3] = 0.0;
}
