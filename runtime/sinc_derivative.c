/* The k-th derivative of sinc x = sin(pi x)/(pi x), k whole, 0 to 500. With u = pi x and
 * S = sin u/u: from u S = sin u follows u S^(j) + j S^(j-1) = sin^(j) u, a recurrence that
 * amplifies errors where u is small against k; there Taylor's series of S^(k) about 0 is summed.
 * At infinity 0, the limit. May be used without any conditions. */
#include <math.h>

static double adc_sinc_derivative(double k, double x)
{
    const double pi = 3.14159265358979323846;
    const double u = pi * x;
    double scale = 1.0; /* pi^k */
    double s;

    if (!(k >= 0.0 && k <= 500.0 && k == floor(k)) || x != x) {
        return (double)NAN;
    }
    if (fabs(x) > 1.7976931348623157e308) {
        return 0.0;
    }
    for (int j = 1; j <= (int)k; j++) {
        scale *= pi;
    }
    if (fabs(u) > 1.0 + 0.5 * k) {
        /* sin and cos of pi r up to a sign, where r = x - n is exact */
        const double n = floor(x + 0.5);
        const double sign = fmod(n, 2.0) == 0.0 ? 1.0 : -1.0;
        const double wave[2] = {sign * sin(pi * (x - n)), sign * cos(pi * (x - n))};
        s = wave[0] / pi / x;
        for (int j = 1; j <= (int)k; j++) {
            s = ((j % 4 < 2 ? wave[j % 2] : -wave[j % 2]) - j * s) / u;
        }
        return scale * s;
    }
    {
        /* sum over m >= k/2 of (-1)^m u^(2m-k) / ((2m-k)! (2m+1)) */
        const int first = ((int)k + 1) / 2;
        int power = 2 * first - (int)k;
        double term = power == 0 ? 1.0 : u;
        term = first % 2 == 0 ? term : -term;
        s = 0.0;
        for (int m = first; fabs(term) > 1e-21 * fabs(s); m++) {
            s += term / (2 * m + 1);
            power += 2;
            term *= -u * u / (power * (power - 1.0));
        }
    }
    return scale * s;
}
