/* model: ../examples/heart_dipole/heart_dipole.ad
 * The human heart dipole: the Jacobian by an expert, from powers of complex numbers. */
#include "bench.h"

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double a = x[0], b = x[1], c = x[2], d = x[3], t = x[4], u = x[5], v = x[6], w = x[7];
    const double r1 = t * t - v * v, i1 = 2 * t * v, r2 = u * u - w * w, i2 = 2 * u * w;
    const double R1 = r1 * t - i1 * v, I1 = r1 * v + i1 * t;
    const double R2 = r2 * u - i2 * w, I2 = r2 * w + i2 * u;
    y[0] = a + b;
    y[1] = c + d;
    y[2] = t * a + u * b - v * c - w * d;
    y[3] = v * a + w * b + t * c + u * d;
    y[4] = a * r1 - c * i1 + b * r2 - d * i2;
    y[5] = c * r1 + a * i1 + d * r2 + b * i2;
    y[6] = a * R1 - c * I1 + b * R2 - d * I2;
    y[7] = c * R1 + a * I1 + d * R2 + b * I2;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict j)
{
    (void)p;
    const double a = x[0], b = x[1], c = x[2], d = x[3], t = x[4], u = x[5], v = x[6], w = x[7];
    const double r1 = t * t - v * v, i1 = 2 * t * v, r2 = u * u - w * w, i2 = 2 * u * w;
    const double R1 = r1 * t - i1 * v, I1 = r1 * v + i1 * t;
    const double R2 = r2 * u - i2 * w, I2 = r2 * w + i2 * u;
    y[0] = a + b;
    y[1] = c + d;
    y[2] = t * a + u * b - v * c - w * d;
    y[3] = v * a + w * b + t * c + u * d;
    y[4] = a * r1 - c * i1 + b * r2 - d * i2;
    y[5] = c * r1 + a * i1 + d * r2 + b * i2;
    y[6] = a * R1 - c * I1 + b * R2 - d * I2;
    y[7] = c * R1 + a * I1 + d * R2 + b * I2;
    const double real[4][8] = {{1, 1, 0, 0, 0, 0, 0, 0},
                               {t, u, -v, -w, a, b, -c, -d},
                               {r1, r2, -i1, -i2, 2 * (a * t - c * v), 2 * (b * u - d * w),
                                -2 * (a * v + c * t), -2 * (b * w + d * u)},
                               {R1, R2, -I1, -I2, 3 * (a * r1 - c * i1), 3 * (b * r2 - d * i2),
                                -3 * (a * i1 + c * r1), -3 * (b * i2 + d * r2)}};
    for (int k = 0; k < 4; k++) {
        for (int e = 0; e < 4; e++) {
            const double r0 = real[k][2 * e], s0 = real[k][2 * e + 1];
            j[16 * k + 2 * e] = r0;
            j[16 * k + 2 * e + 1] = s0;
        }
        for (int e = 0; e < 2; e++) {
            j[16 * k + 8 + e] = -real[k][2 + e];
            j[16 * k + 10 + e] = real[k][e];
            j[16 * k + 12 + e] = -real[k][6 + e];
            j[16 * k + 14 + e] = real[k][4 + e];
        }
    }
}

const struct problem problem = {
    .nx = 8, .ny = 8, .nd = 64, .hand_value = hand_value, .hand_derivative = hand_derivative};
