/* b/(a*a + b*b), the slope in a of the angle atan2(a, b); NaN at the origin. Where the sum of the
 * squares or its reciprocal leaves the range of normal numbers, a power of two brings them back;
 * without branches, so that loops around it vectorise.
 * May be used without any conditions. */
#include <float.h>

static double adc_polar_slope(double a, double b)
{
    const double square = a * a + b * b;
    const double up = square < DBL_MIN ? DBL_EPSILON / DBL_MIN : 1.0;
    const double scale = square > 1.0 / DBL_MIN ? DBL_MIN / DBL_EPSILON : up;

    a *= scale;
    b *= scale;
    return b * (1.0 / (a * a + b * b)) * scale;
}
