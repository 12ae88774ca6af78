/* b/(a*a + b*b) and *other = a/(a*a + b*b), the slopes of the angle atan2(a, b) in a and, but for
 * the sign, in b; NaN at the origin. Where the sum of the squares or its reciprocal leaves the
 * range of normal numbers, a power of two brings them back.
 * May be used without any conditions. */
#include <float.h>

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
