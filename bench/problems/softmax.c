/* The cross entropy of a softmax layer: the gradient by an expert, shares predicted less shares
 * given, times the features. */
#include "bench.h"

static double layer(const double *restrict x, const double *restrict u, double *restrict z)
{
    double top = -HUGE_VAL;
    for (int i = 0; i < 6; i++) {
        const double *w = x + 8 * i;
        z[i] = x[48 + i] + (w[0] * u[0] + w[1] * u[1]) + (w[2] * u[2] + w[3] * u[3]) +
               (w[4] * u[4] + w[5] * u[5]) + (w[6] * u[6] + w[7] * u[7]);
        top = z[i] > top ? z[i] : top;
    }
    return top;
}

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    const double *t = p + 8;
    double z[6], sum = 0, agreement = 0, shares = 0;
    const double top = layer(x, p, z);
    for (int i = 0; i < 6; i++) {
        sum += exp(z[i] - top);
        agreement += t[i] * z[i];
        shares += t[i];
    }
    y[0] = shares * (top + log(sum)) - agreement;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    const double *t = p + 8;
    double z[6], e[6], sum = 0, agreement = 0, shares = 0, u[8];
    const double top = layer(x, p, z);
    for (int i = 0; i < 6; i++) {
        e[i] = exp(z[i] - top);
        sum += e[i];
        agreement += t[i] * z[i];
        shares += t[i];
    }
    y[0] = shares * (top + log(sum)) - agreement;
    for (int j = 0; j < 8; j++) {
        u[j] = p[j];
    }
    const double scale = shares / sum;
    for (int i = 0; i < 6; i++) {
        const double miss = scale * e[i] - t[i];
        d[48 + i] = miss;
        for (int j = 0; j < 8; j++) {
            d[8 * i + j] = miss * u[j];
        }
    }
}

const struct problem problem = {.nx = 54,
                                .np = 14,
                                .ny = 1,
                                .nd = 54,
                                .low = -0.5,
                                .high = 0.5,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
