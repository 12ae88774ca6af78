/* Regression with Student's t: the gradient by an expert. The logarithm's argument over the
 * variance is the weight of iteratively reweighted least squares. */
#include "bench.h"

enum { M = 25, N = 5 };

static double residual(const double *restrict beta, const double *restrict p, int i)
{
    const double *x = p + N * i;
    return p[M * N + i] - (x[0] * beta[0] + x[1] * beta[1]) -
           (x[2] * beta[2] + x[3] * beta[3] + x[4] * beta[4]);
}

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    const double inverse = exp(-x[N]), quarter = 0.25 * inverse * inverse;
    double sum = 0;
    for (int i = 0; i < M; i++) {
        const double r = residual(x, p, i);
        sum += log(1 + r * r * quarter);
    }
    y[0] = M * x[N] + 2.5 * sum;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    const double inverse = exp(-x[N]), quarter = 0.25 * inverse * inverse;
    double sum = 0, weighted = 0, g0 = 0, g1 = 0, g2 = 0, g3 = 0, g4 = 0;
    for (int i = 0; i < M; i++) {
        const double *row = p + N * i;
        const double r = residual(x, p, i), u = 1 + r * r * quarter, w = r / u;
        sum += log(u);
        weighted += r * w;
        g0 += w * row[0];
        g1 += w * row[1];
        g2 += w * row[2];
        g3 += w * row[3];
        g4 += w * row[4];
    }
    const double scale = -5 * quarter;
    y[0] = M * x[N] + 2.5 * sum;
    d[0] = scale * g0;
    d[1] = scale * g1;
    d[2] = scale * g2;
    d[3] = scale * g3;
    d[4] = scale * g4;
    d[5] = M + scale * weighted;
}

const struct problem problem = {.nx = N + 1,
                                .np = M * (N + 1),
                                .ny = 1,
                                .nd = N + 1,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
