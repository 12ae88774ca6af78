/* b/(a*a + b*b), the slope in a of the angle atan2(a, b); NaN at the origin. The squares serve
 * wherever their sum neither overflows nor loses digits to underflow.
 * May be used without any conditions. */
#include <math.h>

static double adc_polar_slope(double a, double b)
{
    const double square = a * a + b * b;
    double radius;

    if (isnormal(square)) {
        return b * (1.0 / square); /* the reciprocal is the same for the slope in b */
    }
    radius = hypot(a, b);
    return b / radius / radius;
}
