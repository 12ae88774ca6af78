/* erfc at many points, which compilers vectorise: for x >= 0 it is exp(-x*x)*f(t)/(1 + 2*x) with a
 * polynomial f in t = (x - 3)/(x + 3) (M. M. Shepherd, J. G. Laframboise, Mathematics of
 * Computation 36, 1981; the coefficients are from an expansion in Chebyshev polynomials), else
 * 2 - erfc(-x). x is split so that the larger part has an exact square. Within 7 ulp; of large x,
 * and of NaN, that of the C library. May be used without any conditions. */
#include "exp_many.c"

#include <math.h>
#include <stddef.h>
#include <string.h>

static void adc_erfc_many(size_t points, const double *restrict x, double *restrict y)
{
    double square[32];
    double e[32];
    double factor[32];

    for (size_t first = 0; first < points; first += 32) {
        const size_t count = points - first < 32 ? points - first : 32;
        int far = 0;
        for (size_t i = 0; i < count; i++) {
            const double a = fabs(x[first + i]);
            const double t = (a - 3.0) / (a + 3.0);
            const double s = t * t;
            double even = 8.3937348586908775e-10;
            double odd = 9.8625335103455876e-10;
            even = even * s - 8.2175950587114539e-9;
            odd = odd * s - 1.3312919661038688e-8;
            even = even * s + 4.1064013667940353e-8;
            odd = odd * s + 1.0183620603842737e-7;
            even = even * s - 1.4047654315428462e-7;
            odd = odd * s - 6.1660114603987259e-7;
            even = even * s + 3.5576086684080594e-7;
            odd = odd * s + 3.4723709449771682e-6;
            even = even * s - 7.3082814687836139e-7;
            odd = odd * s - 2.0100542268525611e-5;
            even = even * s + 4.9491966499683453e-6;
            odd = odd * s + 0.00012509934245837291;
            even = even * s - 0.00010515971958448065;
            odd = odd * s - 0.00077983226965433065;
            even = even * s + 0.0018886903449991718;
            odd = odd * s + 0.0025293918156939695;
            even = even * s - 0.023770514917171337;
            odd = odd * s + 0.068308027344009904;
            even = even * s - 0.11927366341538638;
            odd = odd * s + 0.12964515870275939;
            even = even * s - 0.047562294353449197;
            odd = odd * s - 0.13562110612458116;
            even = even * s + 1.2530080582697296;
            unsigned long long bits;
            double large;

            memcpy(&bits, &a, sizeof bits);
            bits &= 0xffffffff00000000;
            memcpy(&large, &bits, sizeof large);

            const double d = (a - large) * (a + large);
            const double g = d * (1.0 - d * (0.5 - d * (1.0 / 6.0 - d * (1.0 / 24.0 - d / 120.0))));
            square[i] = -(large * large);
            factor[i] = (even + t * odd) / (1.0 + 2.0 * a);
            factor[i] -= factor[i] * g; /* exp(-d) */
            far |= !(a < 26.0);
        }
        adc_exp_many(count, square, e);
        for (size_t i = 0; i < count; i++) {
            const double side = x[first + i] < 0.0 ? 1.0 : 0.0;
            y[first + i] = 2.0 * side + (1.0 - 2.0 * side) * (factor[i] * e[i]);
        }
        for (size_t i = 0; far && i < count; i++) {
            if (!(fabs(x[first + i]) < 26.0)) {
                y[first + i] = erfc(x[first + i]);
            }
        }
    }
}
