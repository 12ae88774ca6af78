/* A network 8-16-4: back propagation by an expert. */
#include "bench.h"

static double dot(const double *restrict a, const double *restrict b, int n)
{
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (int j = 0; j < n; j += 4) {
        s0 += a[j] * b[j];
        s1 += a[j + 1] * b[j + 1];
        s2 += a[j + 2] * b[j + 2];
        s3 += a[j + 3] * b[j + 3];
    }
    return s0 + s1 + (s2 + s3);
}

static double forward(const double *restrict x, const double *restrict p, double *restrict a,
                      double *restrict b)
{
    for (int i = 0; i < 16; i++) {
        a[i] = tanh(dot(x + 8 * i, p, 8) + x[128 + i]);
    }
    double loss = 0;
    for (int i = 0; i < 4; i++) {
        b[i] = tanh(dot(x + 144 + 16 * i, a, 16) + x[208 + i]);
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
    double a[16], b[4], e[4];
    y[0] = forward(x, p, a, b);
    for (int i = 0; i < 4; i++) {
        e[i] = (b[i] - p[8 + i]) * (1 - b[i] * b[i]);
        d[208 + i] = e[i];
        for (int j = 0; j < 16; j++) {
            d[144 + 16 * i + j] = e[i] * a[j];
        }
    }
    for (int i = 0; i < 16; i++) {
        d[128 + i] =
            (e[0] * x[144 + i] + e[1] * x[160 + i] + (e[2] * x[176 + i] + e[3] * x[192 + i])) *
            (1 - a[i] * a[i]);
    }
    for (int i = 0; i < 16; i++) {
        const double back = d[128 + i];
        for (int j = 0; j < 8; j++) {
            d[8 * i + j] = back * p[j];
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
