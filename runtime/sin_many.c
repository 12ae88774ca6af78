/* sin at many points, which compilers vectorise. Within 3 ulp; of large x, and of NaN, that of the
 * C library. May be used without any conditions. */
#include "sine_and_cosine.c"

#include <math.h>
#include <stddef.h>

static void adc_sin_many(size_t points, const double *restrict x, double *restrict y)
{
    int far = 0;

    for (size_t i = 0; i < points; i++) {
        double cosine;

        adc_sine_and_cosine(x[i], &y[i], &cosine);
        far |= !(fabs(x[i]) < 100000.0);
    }
    for (size_t i = 0; far && i < points; i++) {
        if (!(fabs(x[i]) < 100000.0)) {
            y[i] = sin(x[i]);
        }
    }
}
