/* model: ../examples/rosenbrock/rosenbrock.ad
 * adc: -D n=1000
 * Rosenbrock's function in 1000 dimensions: the gradient by an expert.
 * skip: jet one direction for each of 1000 inputs
 * skip: sacado one direction for each of 1000 inputs */
#include "bench.h"

enum { N = 1000 };

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    double f = 0;
    double g = 0;
    for (int i = 0; i + 1 < N; i++) {
        const double a = x[i + 1] - x[i] * x[i];
        const double b = 1 - x[i];
        f += 100 * a * a;
        g += b * b;
    }
    y[0] = f + g;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    double f = 0;
    double g = 0;
    double carry = 0;
    for (int i = 0; i + 1 < N; i++) {
        const double a = x[i + 1] - x[i] * x[i];
        const double b = 1 - x[i];
        const double a200 = 200 * a;
        f += a * a;
        g += b * b;
        d[i] = carry - 2 * (a200 * x[i] + b);
        carry = a200;
    }
    d[N - 1] = carry;
    y[0] = 100 * f + g;
}

const struct problem problem = {
    .nx = N, .ny = 1, .nd = N, .hand_value = hand_value, .hand_derivative = hand_derivative};
