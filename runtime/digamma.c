/* The digamma function: near its positive zero x0 a polynomial that has x - x0 as a factor, from
 * there recurrence, from 10 on the asymptotic series, for x < 0 reflection (Abramowitz and Stegun,
 * 6.3.5, 6.3.7, 6.3.18). NaN at its poles 0, -1, -2, ... May be used without any conditions. */
#include <math.h>

static double adc_digamma(double x)
{
    /* psi(x) x (x + 1) / (x - x0) on [1, 2] in powers of x - 3/2, interpolated at Chebyshev's
     * points with an error below 6e-21. */
    static const double near_zero[] = {
        3.670509907045369150039e-10,  -1.297171450114759430225e-09, 4.207883373032899185978e-09,
        -1.498336156918176706761e-08, 5.381505265624698691765e-08,  -1.940802407716176498532e-07,
        7.069100389626796401579e-07,  -2.610589608014166909556e-06, 9.828218701951576051392e-06,
        -3.803566879641338163076e-05, 1.533186347951938568236e-04,  -6.580250111798857960483e-04,
        3.130508723547599004892e-03,  -1.797594577050287240333e-02, 1.58580506808941822172e-01,
        2.215620674321854658399,      3.566459535119373298916,
    };
    /* B_2j / 2j, the last first */
    static const double asymptotic[] = {
        -174611.0 / 6600.0, 43867.0 / 14364.0, -3617.0 / 8160.0, 1.0 / 12.0,   -691.0 / 32760.0,
        1.0 / 132.0,        -1.0 / 240.0,      1.0 / 252.0,      -1.0 / 120.0, 1.0 / 12.0,
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
        for (int i = 0; i < 10; i++) {
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
        for (int i = 0; i < 17; i++) {
            p = p * t + near_zero[i];
        }
        /* x0 in two parts, the first a double in every type */
        const double above = x - 1.4616321449683622457627052426687442 - 9.549995429965697715e-17;
        return sum + above * p / (x * (x + 1.0));
    }
}
