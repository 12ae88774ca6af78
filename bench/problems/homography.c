/* The errors of a homography: the Jacobian by an expert. */
#include "bench.h"

static void hand_value(const double *restrict H, const double *restrict p, double *restrict y)
{
    for (int i = 0; i < 4; i++) {
        const double u = p[2 * i], v = p[2 * i + 1];
        const double w = 1 / (H[6] * u + H[7] * v + H[8]);
        y[2 * i] = (H[0] * u + H[1] * v + H[2]) * w - p[8 + 2 * i];
        y[2 * i + 1] = (H[3] * u + H[4] * v + H[5]) * w - p[8 + 2 * i + 1];
    }
}

static void hand_derivative(const double *restrict H, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    for (int i = 0; i < 4; i++) {
        const double u = p[2 * i], v = p[2 * i + 1];
        const double w = 1 / (H[6] * u + H[7] * v + H[8]), uw = u * w, vw = v * w;
        double *row = d + 18 * i;
        for (int e = 0; e < 2; e++, row += 9) {
            const double *h = H + 3 * e;
            const double q = (h[0] * u + h[1] * v + h[2]) * w;
            y[2 * i + e] = q - p[8 + 2 * i + e];
            row[3 * e] = uw;
            row[3 * e + 1] = vw;
            row[3 * e + 2] = w;
            row[3 - 3 * e] = 0;
            row[4 - 3 * e] = 0;
            row[5 - 3 * e] = 0;
            row[6] = -q * uw;
            row[7] = -q * vw;
            row[8] = -q * w;
        }
    }
}

const struct problem problem = {.nx = 9,
                                .np = 16,
                                .ny = 8,
                                .nd = 72,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
