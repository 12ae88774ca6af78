/* The product of 64 variables: products from the left and from the right, by an expert. */
#include "bench.h"

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    double a = x[0], b = x[1], c = x[2], d = x[3];
    for (int i = 4; i < 64; i += 4) {
        a *= x[i];
        b *= x[i + 1];
        c *= x[i + 2];
        d *= x[i + 3];
    }
    y[0] = a * b * (c * d);
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    double left[4][16];
    double end[4];
    for (int k = 0; k < 4; k++) {
        double a = 1;
        for (int i = 0; i < 16; i++) {
            left[k][i] = a;
            a *= x[16 * k + i];
        }
        end[k] = a;
    }
    const double e01 = end[0] * end[1], e23 = end[2] * end[3];
    double right[4] = {end[1] * e23, end[0] * e23, end[3] * e01, end[2] * e01};
    y[0] = e01 * e23;
    for (int i = 15; i >= 0; i--) {
        for (int k = 0; k < 4; k++) {
            d[16 * k + i] = left[k][i] * right[k];
            right[k] *= x[16 * k + i];
        }
    }
}

const struct problem problem = {
    .nx = 64, .ny = 1, .nd = 64, .hand_value = hand_value, .hand_derivative = hand_derivative};
