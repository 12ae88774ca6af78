/* Combustion of propane: the Jacobian by an expert. */
#include "bench.h"

static const double k5 = 1.930e-1, k6 = 2.597e-3, k7 = 3.448e-3, k8 = 1.799e-5, k9 = 2.155e-4,
                    k10 = 3.846e-5;

static void hand(const double *restrict n, double *restrict f, double *restrict j)
{
    const double i = 1 / n[10], q = 40 * i, s = sqrt(q);
    const double r0 = sqrt(n[0]), r1 = sqrt(n[1]), r2 = sqrt(n[2]), r3 = sqrt(n[3]);
    const double r0s = r0 * s, r3s = r3 * s, n3s = n[3] * s, n3q = n[3] * q;
    f[0] = n[0] + n[3] - 3;
    f[1] = 2 * (n[0] + n[9]) + n[1] + n[3] + n[6] + n[7] + n[8] - 10;
    f[2] = 2 * (n[1] + n[4]) + n[5] + n[6] - 8;
    f[3] = 2 * n[2] + n[8] - 40;
    f[4] = k5 * n[1] * n[3] - n[0] * n[4];
    f[5] = k6 * r1 * r3 - r0s * n[5];
    f[6] = k7 * r0 * r1 - r3s * n[6];
    f[7] = k8 * n[0] - n3q * n[7];
    f[8] = k9 * n[0] * r2 - n3s * n[8];
    f[9] = k10 * n[0] * n[0] - n[3] * n3q * n[9];
    f[10] = n[10] - (n[0] + n[1] + n[2] + n[3] + n[4] + n[5] + n[6] + n[7] + n[8] + n[9]);
    if (j == 0) {
        return;
    }
    const double i0 = 0.5 / (r0 * r1), i2 = 0.5 / (r2 * r3);
    const double h0 = i0 * r1, half = i0 * r0, h2 = i2 * r3, h3 = i2 * r2;
    j[0] = 1, j[1] = 0, j[2] = 0, j[3] = 1, j[4] = 0, j[5] = 0, j[6] = 0, j[7] = 0, j[8] = 0,
    j[9] = 0, j[10] = 0;
    j[11] = 2, j[12] = 1, j[13] = 0, j[14] = 1, j[15] = 0, j[16] = 0, j[17] = 1, j[18] = 1,
    j[19] = 1, j[20] = 2, j[21] = 0;
    j[22] = 0, j[23] = 2, j[24] = 0, j[25] = 0, j[26] = 2, j[27] = 1, j[28] = 1, j[29] = 0,
    j[30] = 0, j[31] = 0, j[32] = 0;
    j[33] = 0, j[34] = 0, j[35] = 2, j[36] = 0, j[37] = 0, j[38] = 0, j[39] = 0, j[40] = 0,
    j[41] = 1, j[42] = 0, j[43] = 0;
    j[44] = -n[4], j[45] = k5 * n[3], j[46] = 0, j[47] = k5 * n[1], j[48] = -n[0], j[49] = 0,
    j[50] = 0, j[51] = 0, j[52] = 0, j[53] = 0, j[54] = 0;
    j[55] = -h0 * s * n[5], j[56] = k6 * r3 * half, j[57] = 0, j[58] = k6 * r1 * h3, j[59] = 0,
    j[60] = -r0s, j[61] = 0, j[62] = 0, j[63] = 0, j[64] = 0, j[65] = 0.5 * i * r0s * n[5];
    j[66] = k7 * r1 * h0, j[67] = k7 * r0 * half, j[68] = 0, j[69] = -h3 * s * n[6], j[70] = 0,
    j[71] = 0, j[72] = -r3s, j[73] = 0, j[74] = 0, j[75] = 0, j[76] = 0.5 * i * r3s * n[6];
    j[77] = k8, j[78] = 0, j[79] = 0, j[80] = -q * n[7], j[81] = 0, j[82] = 0, j[83] = 0,
    j[84] = -n3q, j[85] = 0, j[86] = 0, j[87] = n3q * n[7] * i;
    j[88] = k9 * r2, j[89] = 0, j[90] = k9 * n[0] * h2, j[91] = -s * n[8], j[92] = 0, j[93] = 0,
    j[94] = 0, j[95] = 0, j[96] = -n3s, j[97] = 0, j[98] = 0.5 * i * n3s * n[8];
    j[99] = 2 * k10 * n[0], j[100] = 0, j[101] = 0, j[102] = -2 * n3q * n[9], j[103] = 0,
    j[104] = 0, j[105] = 0, j[106] = 0, j[107] = 0, j[108] = -n[3] * n3q,
    j[109] = n[3] * n3q * n[9] * i;
    j[110] = -1, j[111] = -1, j[112] = -1, j[113] = -1, j[114] = -1, j[115] = -1, j[116] = -1,
    j[117] = -1, j[118] = -1, j[119] = -1, j[120] = 1;
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

const struct problem problem = {
    .nx = 11, .ny = 11, .nd = 121, .hand_value = hand_value, .hand_derivative = hand_derivative};
