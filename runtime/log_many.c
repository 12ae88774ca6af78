/* log at many points, which compilers vectorise: x = 2^k*m with m between sqrt(1/2) and sqrt(2),
 * and log(m) = 2*artanh((m - 1)/(m + 1)) by its series (as in the fdlibm of Sun Microsystems,
 * 1993). Within 1 ulp; of what is not a normal positive number, that of the C library. May be used
 * without any conditions. */
#ifndef ADC_RUNTIME_LOG_MANY
#define ADC_RUNTIME_LOG_MANY
#include <math.h>
#include <stddef.h>
#include <string.h>

static void adc_log_many(size_t points, const double *restrict x, double *restrict y)
{
    const unsigned long long half = 0x3fe6a09e667f3bcd; /* sqrt(1/2) */
    int far = 0;

    for (size_t i = 0; i < points; i++) {
        unsigned long long bits;
        unsigned long long above;
        unsigned long long whole;
        double m;
        double k;

        memcpy(&bits, &x[i], sizeof bits);
        above = bits - half + 0x4000000000000000; /* its exponent is k + 1024 */
        bits -= (above & 0xfff0000000000000) - 0x4000000000000000;
        memcpy(&m, &bits, sizeof m);
        whole = (above >> 52) | 0x4330000000000000; /* 2^52 + k + 1024 */
        memcpy(&k, &whole, sizeof k);
        k -= 4503599627371520.0;

        const double f = m - 1.0;
        const double s = f / (2.0 + f);
        const double z = s * s;
        const double w = z * z;
        const double even =
            2.0 / 3.0 + w * (2.0 / 7.0 + w * (2.0 / 11.0 + w * (2.0 / 15.0 + w * (2.0 / 19.0))));
        const double odd =
            2.0 / 5.0 + w * (2.0 / 9.0 + w * (2.0 / 13.0 + w * (2.0 / 17.0 + w * (2.0 / 21.0))));
        const double square = 0.5 * f * f;
        const double rest = s * (square + z * (even + z * odd)) + k * 1.9082149292705877e-10;

        y[i] = k * 0.6931471803691238 - ((square - rest) - f);
        far |= !(x[i] >= 2.2250738585072014e-308);
        far |= !(x[i] <= 1.7976931348623157e308);
    }
    for (size_t i = 0; far && i < points; i++) {
        if (!(x[i] >= 2.2250738585072014e-308 && x[i] <= 1.7976931348623157e308)) {
            y[i] = log(x[i]);
        }
    }
}
#endif /* ADC_RUNTIME_LOG_MANY */
