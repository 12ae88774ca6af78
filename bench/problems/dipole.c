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
    const double A = t * a - v * c, B = u * b - w * d, C = v * a + t * c, D = w * b + u * d;
    const double E = a * r1 - c * i1, F = b * r2 - d * i2, G = c * r1 + a * i1, H = d * r2 + b * i2;
    y[0] = a + b;
    y[1] = c + d;
    y[2] = A + B;
    y[3] = C + D;
    y[4] = E + F;
    y[5] = G + H;
    y[6] = a * R1 - c * I1 + b * R2 - d * I2;
    y[7] = c * R1 + a * I1 + d * R2 + b * I2;
    j[0] = 1, j[1] = 1, j[2] = 0, j[3] = 0, j[4] = 0, j[5] = 0, j[6] = 0, j[7] = 0;
    j[8] = 0, j[9] = 0, j[10] = 1, j[11] = 1, j[12] = 0, j[13] = 0, j[14] = 0, j[15] = 0;
    j[16] = t, j[17] = u, j[18] = -v, j[19] = -w, j[20] = a, j[21] = b, j[22] = -c, j[23] = -d;
    j[24] = v, j[25] = w, j[26] = t, j[27] = u, j[28] = c, j[29] = d, j[30] = a, j[31] = b;
    j[32] = r1, j[33] = r2, j[34] = -i1, j[35] = -i2;
    j[36] = 2 * A, j[37] = 2 * B, j[38] = -2 * C, j[39] = -2 * D;
    j[40] = i1, j[41] = i2, j[42] = r1, j[43] = r2;
    j[44] = 2 * C, j[45] = 2 * D, j[46] = 2 * A, j[47] = 2 * B;
    j[48] = R1, j[49] = R2, j[50] = -I1, j[51] = -I2;
    j[52] = 3 * E, j[53] = 3 * F, j[54] = -3 * G, j[55] = -3 * H;
    j[56] = I1, j[57] = I2, j[58] = R1, j[59] = R2;
    j[60] = 3 * G, j[61] = 3 * H, j[62] = 3 * E, j[63] = 3 * F;
}

const struct problem problem = {
    .nx = 8, .ny = 8, .nd = 64, .hand_value = hand_value, .hand_derivative = hand_derivative};
