/* The power of two next below the size of x, between 2^-900 and 2^900, by which something may be
 * divided without rounding (S. M. Rump, T. Ogita, S. Oishi, Accurate floating-point summation part
 * I, SIAM J. Sci. Comput. 31, 2008, algorithm 3.5); 2^-900 for NaN. Where a compiler computes with
 * more digits it is some number of that size. May be used without any conditions. */
#include <math.h>

static double adc_binade(double x)
{
    const double least = 1.1830521861667747e-271;
    const double most = 8.452712498170644e270;
    const double p = fabs(x) > least ? (fabs(x) < most ? fabs(x) : most) : least;
    const double q = 4503599627370497.0 * p; /* 2^52 + 1 */

    return q - 0.99999999999999988898 * q; /* 1 - 2^-53 */
}
