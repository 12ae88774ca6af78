/* adc: --layout=csr
 * The Brusselator: the sparse Jacobian by an expert. */
#include "bench.h"

enum { N = 40 };

static const double c = 41.0 * 41.0 / 50;

/* The values at point i, whose neighbours are given. */
static void values(const double *restrict x, double *restrict y, int i, double left_u,
                   double right_u, double left_v, double right_v)
{
    const double u = x[i], v = x[N + i], reaction = u * u * v;
    y[i] = 1 + c * (left_u + right_u) - (4 + 2 * c) * u + reaction;
    y[N + i] = 3 * u + c * (left_v + right_v) - 2 * c * v - reaction;
}

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    values(x, y, 0, 1, x[1], 3, x[N + 1]);
    for (int i = 1; i + 1 < N; i++) {
        values(x, y, i, x[i - 1], x[i + 1], x[N + i - 1], x[N + i + 1]);
    }
    values(x, y, N - 1, x[N - 2], 1, x[2 * N - 2], 3);
}

/* Rows of u: left, centre, right, v; rows of v: u, left, centre, right. */
static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    hand_value(x, p, y);
    double *of_u = d, *of_v = d + 4 * N - 2;
    for (int i = 0; i < N; i++) {
        const double u = x[i], uv2 = 2 * u * x[N + i], uu = u * u;
        /* the first row has no left: its places are taken by what follows */
        of_u[0] = c;
        of_u += i > 0;
        of_u[0] = uv2 - (4 + 2 * c);
        of_u[1] = c;
        of_u += 1 + (i + 1 < N);
        *of_u++ = uu;
        of_v[0] = 3 - uv2;
        of_v[1] = c;
        of_v += 1 + (i > 0);
        of_v[0] = -uu - 2 * c;
        of_v++;
        if (i + 1 < N) {
            *of_v++ = c;
        }
    }
}

const struct problem problem = {.nx = 2 * N,
                                .ny = 2 * N,
                                .nd = 8 * N - 4,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
