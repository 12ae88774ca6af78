/* The logistic function at many points, as adc_sigmoid computes it. Within 3 ulp. May be used
 * without any conditions. */
#include "exp_many.c"

#include <math.h>
#include <stddef.h>

static void adc_sigmoid_many(size_t points, const double *restrict x, double *restrict y)
{
    double size[32];

    for (size_t first = 0; first < points; first += 32) {
        const size_t count = points - first < 32 ? points - first : 32;
        for (size_t i = 0; i < count; i++) {
            size[i] = -fabs(x[first + i]);
        }
        adc_exp_many(count, size, y + first);
        for (size_t i = 0; i < count; i++) {
            const double e = y[first + i];
            y[first + i] = (x[first + i] < 0.0 ? e : 1.0) / (1.0 + e);
        }
    }
}
