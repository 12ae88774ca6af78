/* A network 8-16-4: back propagation by an expert. */
#include "bench.h"

static double forward(const double *restrict x, const double *restrict p, double *restrict a,
                      double *restrict b)
{
    for (int i = 0; i < 16; i++) {
        double sum = x[128 + i];
        for (int j = 0; j < 8; j++) {
            sum += x[8 * i + j] * p[j];
        }
        a[i] = tanh(sum);
    }
    double loss = 0;
    for (int i = 0; i < 4; i++) {
        double sum = x[208 + i];
        for (int j = 0; j < 16; j++) {
            sum += x[144 + 16 * i + j] * a[j];
        }
        b[i] = tanh(sum);
        loss += (b[i] - p[8 + i]) * (b[i] - p[8 + i]);
    }
    return 0.5 * loss;
}

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    double a[16], b[4];
    y[0] = forward(x, p, a, b);
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    double a[16], b[4], back[16] = {0};
    y[0] = forward(x, p, a, b);
    for (int i = 0; i < 4; i++) {
        const double e = (b[i] - p[8 + i]) * (1 - b[i] * b[i]);
        d[208 + i] = e;
        for (int j = 0; j < 16; j++) {
            d[144 + 16 * i + j] = e * a[j];
            back[j] += e * x[144 + 16 * i + j];
        }
    }
    for (int i = 0; i < 16; i++) {
        const double e = back[i] * (1 - a[i] * a[i]);
        d[128 + i] = e;
        for (int j = 0; j < 8; j++) {
            d[8 * i + j] = e * p[j];
        }
    }
}

const struct problem problem = {.nx = 212,
                                .np = 12,
                                .ny = 1,
                                .nd = 212,
                                .low = -0.5,
                                .high = 0.5,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
