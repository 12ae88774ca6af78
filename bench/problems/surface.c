/* The area of a surface: the gradient by an expert. Cells are walked once; what a cell adds to its
 * four corners is kept in a frame around the points. */
#include "bench.h"

enum { N = 10, SIDE = N + 2 };

static const double inverse_h = N + 1, weight = 0.5 / ((N + 1.0) * (N + 1.0));

static void frame(const double *restrict u, double v[SIDE][SIDE])
{
    const double h = 1.0 / (N + 1);
    for (int i = 0; i < SIDE; i++) {
        const double s = i * h * (i * h);
        v[i][0] = s;
        v[i][N + 1] = s - 1;
        v[0][i] = -s;
        v[N + 1][i] = 1 - s;
    }
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            v[i + 1][j + 1] = u[N * i + j];
        }
    }
}

static void hand_value(const double *restrict u, const double *restrict p, double *restrict y)
{
    (void)p;
    double v[SIDE][SIDE], total = 0;
    frame(u, v);
    for (int i = 0; i <= N; i++) {
        for (int j = 0; j <= N; j++) {
            const double a = (v[i + 1][j] - v[i][j]) * inverse_h;
            const double b = (v[i][j + 1] - v[i][j]) * inverse_h;
            const double c = (v[i + 1][j + 1] - v[i][j + 1]) * inverse_h;
            const double e = (v[i + 1][j + 1] - v[i + 1][j]) * inverse_h;
            total += sqrt(1 + a * a + b * b) + sqrt(1 + c * c + e * e);
        }
    }
    y[0] = weight * total;
}

static void hand_derivative(const double *restrict u, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    double v[SIDE][SIDE], g[SIDE][SIDE] = {{0}}, total = 0;
    frame(u, v);
    for (int i = 0; i <= N; i++) {
        for (int j = 0; j <= N; j++) {
            const double a = (v[i + 1][j] - v[i][j]) * inverse_h;
            const double b = (v[i][j + 1] - v[i][j]) * inverse_h;
            const double c = (v[i + 1][j + 1] - v[i][j + 1]) * inverse_h;
            const double e = (v[i + 1][j + 1] - v[i + 1][j]) * inverse_h;
            const double low = sqrt(1 + a * a + b * b), up = sqrt(1 + c * c + e * e);
            total += low + up;
            const double of_low = weight * inverse_h / low, of_up = weight * inverse_h / up;
            const double ga = of_low * a, gb = of_low * b, gc = of_up * c, ge = of_up * e;
            g[i][j] -= ga + gb;
            g[i + 1][j] += ga - ge;
            g[i][j + 1] += gb - gc;
            g[i + 1][j + 1] += gc + ge;
        }
    }
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            d[N * i + j] = g[i + 1][j + 1];
        }
    }
    y[0] = weight * total;
}

const struct problem problem = {.nx = N * N,
                                .ny = 1,
                                .nd = N * N,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
