/* tanh at many points, which compilers vectorise: t/(t + 2) with t = exp(2|x|) - 1, of which no
 * digits cancel, as 2|x| = k*log(2) + r and t = 2^k*(exp(r) - 1) + (2^k - 1). Within 3 ulp. May be
 * used without any conditions. */
#include "exp_reduced.c"

#include <math.h>
#include <stddef.h>
#include <string.h>

static void adc_tanh_many(size_t points, const double *restrict x, double *restrict y)
{
    for (size_t i = 0; i < points; i++) {
        unsigned long long bits;
        double power;
        const double e = adc_exp_reduced(2.0 * (fabs(x[i]) < 22.0 ? fabs(x[i]) : 22.0), &bits);

        bits = (bits << 52) + 0x3ff0000000000000;
        memcpy(&power, &bits, sizeof power);

        const double t = power * e + (power - 1.0);
        y[i] = x[i] != x[i] ? x[i] : copysign(t / (t + 2.0), x[i]);
    }
}
