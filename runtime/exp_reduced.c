/* exp(r) - 1 for |x| < 1000, without branches, where x = k*log(2) + r with log(2) in two parts (W.
 * J. Cody, W. Waite, Software Manual for the Elementary Functions, 1980): exp(x) is 2^k times one
 * more. *power has k in its lowest bits. May be used without any conditions. */
#ifndef ADC_RUNTIME_EXP_REDUCED
#define ADC_RUNTIME_EXP_REDUCED
#include <string.h>

static inline double adc_exp_reduced(double x, unsigned long long *power)
{
    const double shift = 6755399441055744.0; /* 1.5*2^52: adding it rounds to whole numbers */
    const double n = x * 1.4426950408889634 + shift;
    const double k = n - shift;
    /* the first part times k is exact */
    const double r = (x - k * 0.6931471803691238) - k * 1.9082149292705877e-10;
    const double s = r * r;
    const double low = 1.0 / 6.0 + r * (1.0 / 24.0) + s * (1.0 / 120.0 + r * (1.0 / 720.0));
    const double high =
        1.0 / 5040.0 + r * (1.0 / 40320.0) +
        s * (1.0 / 362880.0 + r * (1.0 / 3628800.0) +
             s * (1.0 / 39916800.0 + r * (1.0 / 479001600.0) + s * (1.0 / 6227020800.0)));

    memcpy(power, &n, sizeof n);
    return r + s * (0.5 + r * (low + (s * s) * high));
}
#endif /* ADC_RUNTIME_EXP_REDUCED */
