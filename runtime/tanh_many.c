/* tanh at many points, which compilers vectorise: t/(t + 2) with t = exp(2|x|) - 1, of which no
 * digits cancel, as 2|x| = k*log(2) + r and t = 2^k*(exp(r) - 1) + (2^k - 1). Within 3 ulp. May be
 * used without any conditions. */
#include <math.h>
#include <stddef.h>
#include <string.h>

static void adc_tanh_many(size_t points, const double *restrict x, double *restrict y)
{
    const double shift = 6755399441055744.0; /* 1.5*2^52: adding it rounds to whole numbers */

    for (size_t i = 0; i < points; i++) {
        const double a = 2.0 * (fabs(x[i]) < 22.0 ? fabs(x[i]) : 22.0);
        const double n = a * 1.4426950408889634 + shift;
        const double k = n - shift;
        const double r = (a - k * 0.6931471803691238) - k * 1.9082149292705877e-10;
        const double s = r * r;
        const double low = 1.0 / 6.0 + r * (1.0 / 24.0) + s * (1.0 / 120.0 + r * (1.0 / 720.0));
        const double high =
            1.0 / 5040.0 + r * (1.0 / 40320.0) +
            s * (1.0 / 362880.0 + r * (1.0 / 3628800.0) +
                 s * (1.0 / 39916800.0 + r * (1.0 / 479001600.0) + s * (1.0 / 6227020800.0)));
        const double e = r + s * (0.5 + r * (low + (s * s) * high));
        unsigned long long bits;
        double power;

        memcpy(&bits, &n, sizeof bits);
        bits = (bits << 52) + 0x3ff0000000000000;
        memcpy(&power, &bits, sizeof power);

        const double t = power * e + (power - 1.0);
        y[i] = x[i] != x[i] ? x[i] : copysign(t / (t + 2.0), x[i]);
    }
}
