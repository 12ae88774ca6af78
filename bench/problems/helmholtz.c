/* Helmholtz energy: the gradient by an expert. The matrix is read once, for its rows and columns.
 */
#include "bench.h"

enum { N = 10 };

static const double c1 = 2.414213562373095, c2 = -0.41421356237309515, root8 = 2.8284271247461903;

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    const double *b = p + N * N;
    double bx = 0, sum = 0, ideal = 0, quadratic = 0;
    for (int i = 0; i < N; i++) {
        bx += b[i] * x[i];
        sum += x[i];
        ideal += x[i] * log(x[i]);
        double row = 0;
        for (int k = 0; k < N; k++) {
            row += p[N * i + k] * x[k];
        }
        quadratic += x[i] * row;
    }
    y[0] =
        ideal - sum * log(1 - bx) - quadratic / (root8 * bx) * log((1 + c1 * bx) / (1 + c2 * bx));
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    const double *b = p + N * N;
    double bx = 0, sum = 0, ideal = 0, quadratic = 0, both[N] = {0}, logs[N];
    for (int i = 0; i < N; i++) {
        const double *a = p + N * i, xi = x[i];
        bx += b[i] * xi;
        sum += xi;
        logs[i] = log(xi);
        ideal += xi * logs[i];
        double row = 0;
        for (int k = 0; k < N; k++) {
            row += a[k] * x[k];
            both[k] += a[k] * xi;
        }
        quadratic += xi * row;
        both[i] += row;
    }
    const double free = 1 - bx, log_free = log(free), u = 1 + c1 * bx, v = 1 + c2 * bx;
    const double inverse = 1 / (root8 * bx * free * u * v); /* one division for four */
    const double scale = inverse * free * u * v, ratio = log(u * u * (inverse * root8 * bx * free));
    const double g = scale * ratio;
    y[0] = ideal - sum * log_free - quadratic * g;
    /* the factor of b[i] */
    const double slope = inverse * root8 * bx * u * v * sum +
                         quadratic * (g * root8 * scale - inverse * free * root8);
    for (int i = 0; i < N; i++) {
        d[i] = logs[i] - log_free + 1 + slope * b[i] - g * both[i];
    }
}

const struct problem problem = {.nx = N,
                                .np = N * N + N,
                                .ny = 1,
                                .nd = N,
                                .low = 0.01,
                                .high = 0.05,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
