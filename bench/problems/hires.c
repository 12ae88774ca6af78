/* HIRES: the Jacobian by an expert, nearly all of it constant. */
#include "bench.h"

static void hand_value(const double *restrict y, const double *restrict p, double *restrict f)
{
    (void)p;
    const double fast = 280 * y[5] * y[7] - 1.81 * y[6];
    f[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
    f[1] = 1.71 * y[0] - 8.75 * y[1];
    f[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
    f[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
    f[4] = -1.745 * y[4] + 0.43 * (y[5] + y[6]);
    f[5] = 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] - 1.12 * y[6] - fast;
    f[6] = fast;
    f[7] = -fast;
}

static void hand_derivative(const double *restrict y, const double *restrict p, double *restrict f,
                            double *restrict d)
{
    const double a = 280 * y[7], b = 280 * y[5];
    hand_value(y, p, f);
    for (int i = 0; i < 64; i++) {
        d[i] = 0;
    }
    d[0] = -1.71;
    d[1] = 0.43;
    d[2] = 8.32;
    d[8] = 1.71;
    d[9] = -8.75;
    d[18] = -10.03;
    d[19] = 0.43;
    d[20] = 0.035;
    d[25] = 8.32;
    d[26] = 1.71;
    d[27] = -1.12;
    d[36] = -1.745;
    d[37] = 0.43;
    d[38] = 0.43;
    d[43] = 0.69;
    d[44] = 1.71;
    d[45] = -0.43 - a;
    d[46] = 0.69;
    d[47] = -b;
    d[53] = a;
    d[54] = -1.81;
    d[55] = b;
    d[61] = -a;
    d[62] = 1.81;
    d[63] = -b;
}

const struct problem problem = {
    .nx = 8, .ny = 8, .nd = 64, .hand_value = hand_value, .hand_derivative = hand_derivative};
