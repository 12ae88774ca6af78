/* model: ../examples/rosenbrock/rosenbrock.ad
 * adc: -D n=1000 --derive=value,hessian --layout=csr
 * Rosenbrock's function in 1000 dimensions: the lower half of the Hessian by an expert.
 * skip: sacado 1000 times 1000 directions */
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
        f += a * a;
        g += b * b;
    }
    y[0] = 100 * f + g;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    (void)y;
    d[0] = 1200 * x[0] * x[0] - 400 * x[1] + 2;
    for (int i = 1; i + 1 < N; i++) {
        d[2 * i - 1] = -400 * x[i - 1];
        d[2 * i] = 1200 * x[i] * x[i] - 400 * x[i + 1] + 202;
    }
    d[2 * N - 3] = -400 * x[N - 2];
    d[2 * N - 2] = 200;
}

const struct problem problem = {.nx = N,
                                .ny = 1,
                                .nd = 2 * N - 1,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
