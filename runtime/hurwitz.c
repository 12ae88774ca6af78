/* k! zeta(k + 1, x), the Hurwitz zeta function, for whole k, 1 to 170, and x > 0: the sum of
 * k!/(x + n)^(k+1) over n >= 0, from k + 10 on by the Euler-Maclaurin formula; no term is negative
 * that counts (Johansson, "Rigorous high-precision computation of the Hurwitz zeta function and its
 * derivatives", 2015). May be used without any conditions. */
#include <math.h>

static double adc_hurwitz(double k, double x)
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
    const double steps = ceil(k + 10.0 - x);
    const int count = x < k + 10.0 ? (int)steps : 0;
    const double end = x + count;
    const double root = pow(end, -0.5 * k); /* half the power, lest it underflow on its own */
    double factorial = 1.0;                 /* (k - 1)! */
    double series = 0.0;
    double sum;

    for (int i = 2; i < (int)k; i++) {
        factorial *= i;
    }
    for (int j = 10; j >= 1; j--) {
        series += bernoulli[10 - j];
        series *= (k + 2 * j - 2) * (k + 2 * j - 1) / end / end;
    }
    sum = factorial * root * root * (1.0 + 0.5 * k / end + series);
    for (int n = count - 1; n >= 0; n--) {
        sum += factorial * k * pow(x + n, -k - 1.0);
    }
    return sum;
}
