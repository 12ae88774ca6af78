/* The k-th derivative of pi cot(pi x): with c = cot(pi x) it is pi^(k+1) P_k(c), where P_0 = c and
 * P_(k+1) = -(1 + c^2) P_k' (Abramowitz and Stegun, 6.4.7); the coefficients of one P_k have all
 * the same sign, so nothing cancels. k is whole, 0 to 170. May be used without any conditions. */
#include <math.h>

static double adc_cotangent_derivative(double k, double x)
{
    const double pi = 3.14159265358979323846;
    const double r = x - floor(x + 0.5); /* the period is 1: nothing is rounded */
    const double c = fabs(r) > 0.25 ? tan(pi * (r > 0.0 ? 0.5 - r : -0.5 - r)) : 1.0 / tan(pi * r);
    double p[173] = {0.0, 1.0}; /* p[i] belongs to c^i */
    double scale = pi;
    double sum = 0.0;
    int degree = 1;

    for (; degree <= (int)k; degree++) {
        double before = 0.0; /* (i - 1) p[i - 1], of the old p */
        for (int i = 0; i <= degree + 1; i++) {
            const double after = i < degree ? (i + 1) * p[i + 1] : 0.0;
            const double own = i * p[i];
            p[i] = -(after + before);
            before = own;
        }
        scale *= pi;
    }
    for (int i = degree; i >= 0; i--) {
        sum = sum * c + p[i];
    }
    return scale * sum;
}
