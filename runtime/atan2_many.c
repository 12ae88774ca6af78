/* atan2 at many points, which compilers vectorise: with r = min/max of both magnitudes the angle is
 * atan(r) or, for r > tan(pi/8), pi/4 + atan((r - 1)/(r + 1)), and of that a polynomial in t*t
 * (from an expansion in Chebyshev polynomials); then it is turned into its octant, a multiple of
 * pi/4 in two parts. Within 3 ulp; where the larger magnitude is no ordinary number, that of the C
 * library. May be used without any conditions. */
#include <math.h>
#include <stddef.h>

static void adc_atan2_many(size_t points, const double *restrict y, const double *restrict x,
                           double *restrict angle)
{
    int far = 0;

    for (size_t i = 0; i < points; i++) {
        const double p = fabs(y[i]);
        const double q = fabs(x[i]);
        const double most = p > q ? p : q;
        const double least = p > q ? q : p;
        const double half = 0.5 + copysign(0.5, least - 0.41421356237309503 * most);
        const double t = (least - half * most) / (most + half * least);
        const double s = t * t;
        double a = -0.019191569140354658;
        a = a * s + 0.039244760823634001;
        a = a * s - 0.050859461364777374;
        a = a * s + 0.058582529297895154;
        a = a * s - 0.06664524607650834;
        a = a * s + 0.076921842206109871;
        a = a * s - 0.090909046271524765;
        a = a * s + 0.11111111016596618;
        a = a * s - 0.14285714284685146;
        a = a * s + 0.19999999999995621;
        a = a * s - 0.3333333333333333;
        a = t + t * (s * a);
        /* mirrored where p > q, at y = x, and where x < 0, at the ordinate; by copysign, since
         * choices keep some compilers from vectorising */
        const double flat = copysign(1.0, q - p);
        const double right = copysign(1.0, x[i]);
        const double eighths = 2.0 - 2.0 * right + right * (1.0 - flat + flat * half);
        const double turned =
            eighths * 0.7853981633974456 + (eighths * 2.6951514290790595e-15 + flat * right * a);
        angle[i] = copysign(turned, y[i]);
        far |= (most < 1e-300) | !(most <= 1e300);
    }
    for (size_t i = 0; far && i < points; i++) {
        const double p = fabs(y[i]);
        const double q = fabs(x[i]);
        if (!((p > q ? p : q) >= 1e-300 && (p > q ? p : q) <= 1e300)) {
            angle[i] = atan2(y[i], x[i]);
        }
    }
}
