/* exp at many points, which compilers vectorise: k added to the exponent of what is left of x.
 * Within 1 ulp; beyond the normal numbers, and for NaN, that of the C library. May be used without
 * any conditions. */
#ifndef ADC_RUNTIME_EXP_MANY
#define ADC_RUNTIME_EXP_MANY
#include "exp_reduced.c"

#include <math.h>
#include <stddef.h>
#include <string.h>

static void adc_exp_many(size_t points, const double *restrict x, double *restrict y)
{
    int far = 0;

    for (size_t i = 0; i < points; i++) {
        unsigned long long power;
        unsigned long long bits;
        const double e = 1.0 + adc_exp_reduced(x[i], &power);

        memcpy(&bits, &e, sizeof bits);
        bits += power << 52;
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
