/* The sine and the cosine of |x| < 100000, without branches: x = k*pi/2 + r with pi/2 in three
 * parts (W. J. Cody, W. Waite, Software Manual for the Elementary Functions, 1980), and the series
 * of both in r. Within 3 ulp. Compilers vectorise loops around it, and leave out what is not used.
 * May be used without any conditions. */
#ifndef ADC_RUNTIME_SINE_AND_COSINE
#define ADC_RUNTIME_SINE_AND_COSINE
#include <string.h>

static inline void adc_sine_and_cosine(double x, double *sine, double *cosine)
{
    const double shift = 6755399441055744.0; /* 1.5*2^52: adding it rounds to whole numbers */
    const double n = x * 0.6366197723675814 + shift;
    const double k = n - shift;
    /* 33 bits, 33 bits and what is left: the first two times k are exact */
    const double begun = (x - k * 1.5707963267341256) - k * 6.077100506303966e-11;
    const double r = begun - k * 2.0222662487959506e-21;
    const double z = r * r;
    const double odd =
        r + r * z *
                (-1.0 / 6.0 +
                 z * (1.0 / 120.0 +
                      z * (-1.0 / 5040.0 +
                           z * (1.0 / 362880.0 +
                                z * (-1.0 / 39916800.0 +
                                     z * (1.0 / 6227020800.0 + z * (-1.0 / 1307674368000.0)))))));
    const double half = 0.5 * z;
    const double whole = 1.0 - half;
    const double even =
        whole +
        ((1.0 - whole - half) +
         z * z *
             (1.0 / 24.0 +
              z * (-1.0 / 720.0 +
                   z * (1.0 / 40320.0 +
                        z * (-1.0 / 3628800.0 +
                             z * (1.0 / 479001600.0 +
                                  z * (-1.0 / 87178291200.0 + z * (1.0 / 20922789888000.0))))))));
    unsigned long long quarter; /* of a turn, k modulo 4 in its lowest bits */
    unsigned long long bits;
    double chosen;

    memcpy(&quarter, &n, sizeof quarter);
    chosen = (quarter & 1) != 0 ? even : (r == 0.0 ? r : odd);
    memcpy(&bits, &chosen, sizeof bits);
    bits ^= (quarter & 2) << 62;
    memcpy(sine, &bits, sizeof bits);
    quarter++; /* cos(x) is sin(x + pi/2) */
    chosen = (quarter & 1) != 0 ? even : (r == 0.0 ? r : odd);
    memcpy(&bits, &chosen, sizeof bits);
    bits ^= (quarter & 2) << 62;
    memcpy(cosine, &bits, sizeof bits);
}
#endif /* ADC_RUNTIME_SINE_AND_COSINE */
