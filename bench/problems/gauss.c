/* Two Gaussians on an exponential baseline: the Jacobian of the residuals by an expert. */
#include "bench.h"

static void hand_value(const double *restrict b, const double *restrict p, double *restrict r)
{
    const double s = 1 / b[4], t = 1 / b[7];
    for (int i = 0; i < 20; i++) {
        const double x = p[i], u = (x - b[3]) * s, v = (x - b[6]) * t;
        r[i] = b[0] * exp(-b[1] * x) + b[2] * exp(-u * u) + b[5] * exp(-v * v) - p[20 + i];
    }
}

static void hand_derivative(const double *restrict b, const double *restrict p, double *restrict r,
                            double *restrict d)
{
    const double b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b5 = b[5], b6 = b[6];
    const double s = 1 / b[4], t = 1 / b[7], b2s = 2 * b2 * s, b5t = 2 * b5 * t;
    for (int i = 0; i < 20; i++) {
        const double x = p[i], u = (x - b3) * s, v = (x - b6) * t;
        const double base = exp(-b1 * x), first = exp(-u * u), second = exp(-v * v);
        double *row = d + 8 * i;
        r[i] = b0 * base + b2 * first + b5 * second - p[20 + i];
        row[0] = base;
        row[1] = -b0 * x * base;
        row[2] = first;
        row[3] = b2s * u * first;
        row[4] = row[3] * u;
        row[5] = second;
        row[6] = b5t * v * second;
        row[7] = row[6] * v;
    }
}

const struct problem problem = {.nx = 8,
                                .np = 40,
                                .ny = 20,
                                .nd = 160,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
