/* exp at many points, which compilers vectorise: x = k*log(2) + r, the series of exp(r), and k
 * added to the exponent (W. J. Cody, W. Waite, Software Manual for the Elementary Functions, 1980).
 * Within 1 ulp; beyond the normal numbers, and for NaN, that of the C library. May be used without
 * any conditions. */
#ifndef ADC_RUNTIME_EXP_MANY
#define ADC_RUNTIME_EXP_MANY
#include <math.h>
#include <stddef.h>
#include <string.h>

static void adc_exp_many(size_t points, const double *restrict x, double *restrict y)
{
    const double shift = 6755399441055744.0; /* 1.5*2^52: adding it rounds to whole numbers */
    int far = 0;

    for (size_t i = 0; i < points; i++) {
        const double t = x[i] * 1.4426950408889634 + shift;
        const double k = t - shift;
        /* log(2) in two parts; the first times k is exact */
        const double r = (x[i] - k * 0.6931471803691238) - k * 1.9082149292705877e-10;
        const double s = r * r;
        const double low = 1.0 / 6.0 + r * (1.0 / 24.0) + s * (1.0 / 120.0 + r * (1.0 / 720.0));
        const double high =
            1.0 / 5040.0 + r * (1.0 / 40320.0) +
            s * (1.0 / 362880.0 + r * (1.0 / 3628800.0) +
                 s * (1.0 / 39916800.0 + r * (1.0 / 479001600.0) + s * (1.0 / 6227020800.0)));
        const double e = 1.0 + (r + s * (0.5 + r * (low + (s * s) * high)));
        unsigned long long exponent;
        unsigned long long bits;

        memcpy(&exponent, &t, sizeof exponent);
        memcpy(&bits, &e, sizeof bits);
        bits += exponent << 52;
        memcpy(&y[i], &bits, sizeof bits);
        far |= !(fabs(x[i]) < 708.0);
    }
    for (size_t i = 0; far && i < points; i++) {
        if (!(fabs(x[i]) < 708.0)) {
            y[i] = exp(x[i]);
        }
    }
}
#endif /* ADC_RUNTIME_EXP_MANY */
