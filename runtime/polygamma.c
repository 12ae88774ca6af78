/* The k-th derivative of the digamma function, k whole, 0 to 170: for x > 0 the Hurwitz zeta
 * function (-1)^(k+1) k! zeta(k + 1, x) by Euler-Maclaurin summation, whose terms all count alike
 * (Johansson, "Rigorous high-precision computation of the Hurwitz zeta function", 2015), else
 * reflection. At the poles +inf for odd k, NaN for even. May be used without any conditions. */
#include "cotangent_derivative.c"
#include "digamma.c"
#include <math.h>

static double adc_polygamma(double k, double x)
{
    /* B_2j / (2j)!, the last first */
    static const double bernoulli[] = {
        -174611.0 / 802857662698291200000.0,
        43867.0 / 5109094217170944000.0,
        -3617.0 / 10670622842880000.0,
        1.0 / 74724249600.0,
        -691.0 / 1307674368000.0,
        1.0 / 47900160.0,
        -1.0 / 1209600.0,
        1.0 / 30240.0,
        -1.0 / 720.0,
        1.0 / 12.0,
    };
    const double sign = fmod(k, 2.0) == 0.0 ? -1.0 : 1.0;
    double cotangent = 0.0;
    int reflected = 0;
    double factorial = 1.0; /* (k - 1)! */
    double series = 0.0;
    double sum, root;
    int shift;

    if (k == 0.0) {
        return adc_digamma(x);
    }
    if (!(k > 0.0 && k <= 170.0 && k == floor(k)) || x != x) {
        return (double)NAN;
    }
    if (x <= 0.0) {
        if (x == floor(x)) {
            return sign > 0.0 && x - x == 0.0 ? (double)INFINITY : (double)NAN;
        }
        cotangent = adc_cotangent_derivative(k, x);
        reflected = 1;
        x = 1.0 - x;
    }
    for (int i = 2; i < (int)k; ++i) {
        factorial *= i;
    }
    shift = x < k + 10.0 ? (int)ceil(k + 10.0 - x) : 0;
    {
        const double end = x + shift;
        const double w = 1.0 / end / end;
        for (int j = 10; j >= 1; --j) {
            series = (bernoulli[10 - j] + series) * ((k + 2 * j - 2) * (k + 2 * j - 1) * w);
        }
        root = pow(end, -0.5 * k); /* half the power, lest it underflow before the product does */
        sum = factorial * root * root * (1.0 + 0.5 * k / end + series);
    }
    for (int n = shift - 1; n >= 0; --n) {
        sum += factorial * k * pow(x + n, -k - 1.0);
    }
    return reflected ? -cotangent - sum : sign * sum;
}
