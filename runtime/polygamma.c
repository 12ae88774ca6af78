/* The k-th derivative of the digamma function, k whole, 0 to 170: (-1)^(k+1) k! zeta(k + 1, x) for
 * x > 0, else by reflection (Abramowitz and Stegun, 6.4.10, 6.4.7). At the poles 0, -1, -2, ... it
 * is +inf for odd k and NaN for even. May be used without any conditions. */
#include "cotangent_derivative.c"
#include "digamma.c"
#include "hurwitz.c"
#include <math.h>

static double adc_polygamma(double k, double x)
{
    const int odd = fmod(k, 2.0) != 0.0;

    if (k == 0.0) {
        return adc_digamma(x);
    }
    if (!(k > 0.0 && k <= 170.0 && k == floor(k)) || x != x) {
        return (double)NAN;
    }
    if (x > 0.0) {
        return odd ? adc_hurwitz(k, x) : -adc_hurwitz(k, x);
    }
    if (x == floor(x)) {
        return odd && x - x == 0.0 ? (double)INFINITY : (double)NAN;
    }
    return -adc_cotangent_derivative(k, x) - adc_hurwitz(k, 1.0 - x);
}
