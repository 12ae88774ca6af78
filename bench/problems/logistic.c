/* Logistic regression: the gradient by an expert; one exponential serves the value and the slope.
 */
#include "bench.h"

static const double ridge = 0.1;

static double margin(const double *restrict w, const double *restrict x)
{
    double a = w[10], b = 0;
    for (int j = 0; j < 10; j += 2) {
        a += x[j] * w[j];
        b += x[j + 1] * w[j + 1];
    }
    return a + b;
}

static void hand_value(const double *restrict w, const double *restrict p, double *restrict y)
{
    double f = 0, square = 0;
    for (int i = 0; i < 20; i++) {
        const double m = margin(w, p + 10 * i);
        f += log1p(exp(-fabs(m))) + (m > 0 ? m : 0) - p[200 + i] * m;
    }
    for (int j = 0; j < 10; j++) {
        square += w[j] * w[j];
    }
    y[0] = f + 0.5 * ridge * square;
}

static void hand_derivative(const double *restrict w, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    double f = 0, square = 0, bias = 0, g[10];
    for (int j = 0; j < 10; j++) {
        square += w[j] * w[j];
        g[j] = ridge * w[j];
    }
    for (int i = 0; i < 20; i++) {
        const double *x = p + 10 * i;
        const double m = margin(w, x), e = exp(-fabs(m)), t = p[200 + i];
        f += log1p(e) + (m > 0 ? m : 0) - t * m;
        const double slope = (m > 0 ? 1 : e) / (1 + e) - t;
        bias += slope;
        for (int j = 0; j < 10; j++) {
            g[j] += slope * x[j];
        }
    }
    for (int j = 0; j < 10; j++) {
        d[j] = g[j];
    }
    d[10] = bias;
    y[0] = f + 0.5 * ridge * square;
}

const struct problem problem = {.nx = 11,
                                .np = 220,
                                .ny = 1,
                                .nd = 11,
                                .low = -0.5,
                                .high = 0.5,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
