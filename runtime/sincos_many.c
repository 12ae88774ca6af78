/* sin and cos of the same many points, which compilers vectorise. Within 3 ulp; of large x, and of
 * NaN, those of the C library. May be used without any conditions. */
#include "sine_and_cosine.c"

#include <math.h>
#include <stddef.h>

static void adc_sincos_many(size_t points, const double *restrict x, double *restrict sine,
                            double *restrict cosine)
{
    int far = 0;

    for (size_t i = 0; i < points; i++) {
        adc_sine_and_cosine(x[i], &sine[i], &cosine[i]);
        far |= !(fabs(x[i]) < 100000.0);
    }
    for (size_t i = 0; far && i < points; i++) {
        if (!(fabs(x[i]) < 100000.0)) {
            sine[i] = sin(x[i]);
            cosine[i] = cos(x[i]);
        }
    }
}
