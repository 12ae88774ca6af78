/* A Lennard-Jones cluster: the forces by an expert, each pair once, one division a pair. */
#include "bench.h"

enum { N = 8 };

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    double sum = 0;
    for (int i = 0; i < N; i++) {
        for (int j = i + 1; j < N; j++) {
            const double *a = x + 3 * i, *b = x + 3 * j;
            const double u = a[0] - b[0], v = a[1] - b[1], w = a[2] - b[2];
            const double q = 1 / (u * u + v * v + w * w), s = q * q * q;
            sum += s * s - s;
        }
    }
    y[0] = 4 * sum;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    double sum = 0, g[3 * N] = {0};
    for (int i = 0; i + 1 < N; i++) {
        const double a = x[3 * i], b = x[3 * i + 1], c = x[3 * i + 2];
        double ga = g[3 * i], gb = g[3 * i + 1], gc = g[3 * i + 2];
        for (int j = i + 1; j < N; j++) {
            const double u = a - x[3 * j], v = b - x[3 * j + 1], w = c - x[3 * j + 2];
            const double q = 1 / (u * u + v * v + w * w), s = q * q * q;
            const double slope = q * s * (24 - 48 * s);
            sum += s * s - s;
            ga += slope * u;
            gb += slope * v;
            gc += slope * w;
            g[3 * j] -= slope * u;
            g[3 * j + 1] -= slope * v;
            g[3 * j + 2] -= slope * w;
        }
        d[3 * i] = ga;
        d[3 * i + 1] = gb;
        d[3 * i + 2] = gc;
    }
    d[3 * N - 3] = g[3 * N - 3];
    d[3 * N - 2] = g[3 * N - 2];
    d[3 * N - 1] = g[3 * N - 1];
    y[0] = 4 * sum;
}

/* about the corners of a cube */
static const double low[] = {0,   0, 0, 0,   0, 1.2, 0,   1.2, 0, 0,   1.2, 1.2,
                             1.2, 0, 0, 1.2, 0, 1.2, 1.2, 1.2, 0, 1.2, 1.2, 1.2};
static const double high[] = {0.2, 0.2, 0.2, 0.2, 0.2, 1.4, 0.2, 1.4, 0.2, 0.2, 1.4, 1.4,
                              1.4, 0.2, 0.2, 1.4, 0.2, 1.4, 1.4, 1.4, 0.2, 1.4, 1.4, 1.4};
const struct problem problem = {.nx = 3 * N,
                                .ny = 1,
                                .nd = 3 * N,
                                .lows = low,
                                .highs = high,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
