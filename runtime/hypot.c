/* sqrt(a*a + b*b). Where the squares would overflow, or lose digits to underflow, both are scaled
 * by a power of two, which rounds nothing; without branches, so that loops around it vectorise. As
 * C's hypot it is infinite where one of the two is, whatever the other.
 * May be used without any conditions. */
#include <math.h>

static double adc_hypot(double a, double b)
{
    const double p = fabs(a);
    const double q = fabs(b);
    const double most = p > q ? p : q;
    /* 2^-600 and 2^600 */
    const double down = 2.409919865102884e-181;
    const double up = 4.149515568880993e180;
    const double scale = most > 1e150 ? down : most < 1e-140 ? up : 1.0;
    const double back = most > 1e150 ? up : most < 1e-140 ? down : 1.0;
    const double x = scale * p;
    const double y = scale * q;
    const double root = back * sqrt(x * x + y * y);
    const double largest = 1.7976931348623157e308;

    return p > largest || q > largest ? (double)INFINITY : root;
}
