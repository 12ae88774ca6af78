/* log(1 + exp(x)) at many points, as adc_softplus computes it. Within 3 ulp. May be used without
 * any conditions. */
#include "exp_many.c"
#include "log1p_many.c"

#include <math.h>
#include <stddef.h>

static void adc_softplus_many(size_t points, const double *restrict x, double *restrict y)
{
    double size[32];
    double e[32];

    for (size_t first = 0; first < points; first += 32) {
        const size_t count = points - first < 32 ? points - first : 32;
        for (size_t i = 0; i < count; i++) {
            size[i] = -fabs(x[first + i]);
        }
        adc_exp_many(count, size, e);
        adc_log1p_many(count, e, y + first);
        for (size_t i = 0; i < count; i++) {
            y[first + i] = x[first + i] > 0.0 ? x[first + i] + y[first + i] : y[first + i];
        }
    }
}
