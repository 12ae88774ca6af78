/* The digamma function: near its positive zero x0 a polynomial that has x - x0 as a factor, from
 * there recurrence, from 10 on the asymptotic series, for x < 0 reflection (Abramowitz and Stegun,
 * 6.3.5, 6.3.7, 6.3.18). NaN at its poles 0, -1, -2, ... May be used without any conditions. */
#include <math.h>

static double adc_digamma(double x)
{
    /* psi(x) x (x + 1) / (x - x0) on [1, 2] in powers of x - 3/2, interpolated at Chebyshev's
     * points with an error below 2e-18. */
    static const double near_zero[] = {
        4.5518769759041085e-09,  -1.6199049019693457e-08, 5.368610607451517e-08,
        -1.9362453756465416e-07, 7.069346526732497e-07,   -2.610676594171931e-06,
        9.828216186050696e-06,   -3.803565990506649e-05,  0.00015331863492718827,
        -0.0006580250116463634,  0.003130508723544546,    -0.017975945770492083,
        0.15858050680894184,     2.2156206743218547,      3.5664595351193733,
    };
    /* B_2j / 2j, the last first */
    static const double asymptotic[] = {
        -3617.0 / 8160.0, 1.0 / 12.0,  -691.0 / 32760.0, 1.0 / 132.0,
        -1.0 / 240.0,     1.0 / 252.0, -1.0 / 120.0,     1.0 / 12.0,
    };
    const double pi = 3.14159265358979323846;
    double sum = 0.0;

    if (x <= 0.0) {
        const double r = x - floor(x + 0.5); /* the period is 1: nothing is rounded */
        if (r == 0.0) {
            return (double)NAN;
        }
        /* minus pi cot(pi x), by the tangent of the smaller angle */
        sum = fabs(r) > 0.25 ? -pi * tan(pi * (r > 0.0 ? 0.5 - r : -0.5 - r)) : -pi / tan(pi * r);
        x = 1.0 - x;
    }
    if (x >= 10.0) {
        double series = 0.0;
        for (int i = 0; i < 8; i++) {
            series = (series + asymptotic[i]) / x / x;
        }
        return sum + (log(x) - (0.5 / x + series));
    }
    if (x < 1.0) {
        sum -= 1.0 / x;
        x += 1.0;
    }
    while (x > 2.0) {
        x -= 1.0;
        sum += 1.0 / x;
    }
    {
        const double t = x - 1.5;
        double p = 0.0;
        for (int i = 0; i < 15; i++) {
            p = p * t + near_zero[i];
        }
        /* x0 in two parts */
        return sum + (x - 1.4616321449683622 - 9.549995429965697e-17) * p / (x * (x + 1.0));
    }
}
