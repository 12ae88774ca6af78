/* adc: --layout=csr
 * Bratu's problem: the sparse Jacobian by an expert. */
#include "bench.h"

enum { N = 32 };

static void hand(const double *restrict u, double *restrict r, double *restrict d)
{
    const double c = 5.0 / ((N + 1) * (N + 1));
    int k = 0;
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            const double *at = u + N * i + j;
            const double e = c * exp(*at);
            const double up = i > 0 ? at[-N] : 0, down = i + 1 < N ? at[N] : 0;
            const double left = j > 0 ? at[-1] : 0, right = j + 1 < N ? at[1] : 0;
            r[N * i + j] = 4 * *at - up - down - left - right - e;
            if (d != 0) {
                if (i > 0) {
                    d[k++] = -1;
                }
                if (j > 0) {
                    d[k++] = -1;
                }
                d[k++] = 4 - e;
                if (j + 1 < N) {
                    d[k++] = -1;
                }
                if (i + 1 < N) {
                    d[k++] = -1;
                }
            }
        }
    }
}

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    hand(x, y, 0);
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    hand(x, y, d);
}

const struct problem problem = {.nx = N * N,
                                .ny = N * N,
                                .nd = 5 * N * N - 4 * N,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
