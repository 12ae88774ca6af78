/* sin at many points, which compilers vectorise: x = k*pi/2 + r with pi/2 in three parts (W. J.
 * Cody, W. Waite, Software Manual for the Elementary Functions, 1980), and the series of sine and
 * cosine. Within 3 ulp; of large x, and of NaN, that of the C library. May be used without any
 * conditions. */
#include <math.h>
#include <stddef.h>
#include <string.h>

static void adc_sin_many(size_t points, const double *restrict x, double *restrict y)
{
    const double shift = 6755399441055744.0; /* 1.5*2^52: adding it rounds to whole numbers */
    int far = 0;

    for (size_t i = 0; i < points; i++) {
        const double n = x[i] * 0.6366197723675814 + shift;
        const double k = n - shift;
        /* 33 bits, 33 bits and what is left: the first two times k are exact */
        const double begun = (x[i] - k * 1.5707963267341256) - k * 6.077100506303966e-11;
        const double r = begun - k * 2.0222662487959506e-21;
        const double z = r * r;
        const double sine =
            r + r * z *
                    (-1.0 / 6.0 +
                     z * (1.0 / 120.0 +
                          z * (-1.0 / 5040.0 +
                               z * (1.0 / 362880.0 + z * (-1.0 / 39916800.0 +
                                                          z * (1.0 / 6227020800.0 +
                                                               z * (-1.0 / 1307674368000.0)))))));
        const double half = 0.5 * z;
        const double whole = 1.0 - half;
        const double cosine =
            whole +
            ((1.0 - whole - half) +
             z * z *
                 (1.0 / 24.0 +
                  z * (-1.0 / 720.0 +
                       z * (1.0 / 40320.0 +
                            z * (-1.0 / 3628800.0 +
                                 z * (1.0 / 479001600.0 + z * (-1.0 / 87178291200.0 +
                                                               z * (1.0 / 20922789888000.0))))))));
        unsigned long long quarter;
        unsigned long long bits;

        memcpy(&quarter, &n, sizeof quarter);
        const double chosen = (quarter & 1) != 0 ? cosine : (r == 0.0 ? r : sine);
        memcpy(&bits, &chosen, sizeof bits);
        bits ^= (quarter & 2) << 62;
        memcpy(&y[i], &bits, sizeof bits);
        far |= !(fabs(x[i]) < 100000.0);
    }
    for (size_t i = 0; far && i < points; i++) {
        if (!(fabs(x[i]) < 100000.0)) {
            y[i] = sin(x[i]);
        }
    }
}
