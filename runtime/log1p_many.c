/* log(1 + x) at many points, which compilers vectorise: what rounding 1 + x to u loses is put back
 * by the slope, log(u) + (x - (u - 1))/u (cf. D. Goldberg, "What every computer scientist should
 * know about floating-point arithmetic", 1991, theorem 4). Within 2 ulp; where u is no normal
 * number, that of the C library. May be used without any conditions. */
#ifndef ADC_RUNTIME_LOG1P_MANY
#define ADC_RUNTIME_LOG1P_MANY
#include "log_many.c"

#include <math.h>
#include <stddef.h>

static void adc_log1p_many(size_t points, const double *restrict x, double *restrict y)
{
    double above[32];

    for (size_t first = 0; first < points; first += 32) {
        const size_t count = points - first < 32 ? points - first : 32;
        int far = 0;
        for (size_t i = 0; i < count; i++) {
            above[i] = 1.0 + x[first + i];
        }
        adc_log_many(count, above, y + first);
        for (size_t i = 0; i < count; i++) {
            const double u = above[i];
            const double lost = (x[first + i] - (u - 1.0)) / u;
            y[first + i] = u == 1.0 ? x[first + i] : y[first + i] + lost;
            far |= !(u > 0.0 && u <= 1.7976931348623157e308);
        }
        for (size_t i = 0; far && i < count; i++) {
            if (!(above[i] > 0.0 && above[i] <= 1.7976931348623157e308)) {
                y[first + i] = log1p(x[first + i]);
            }
        }
    }
}
#endif /* ADC_RUNTIME_LOG1P_MANY */
