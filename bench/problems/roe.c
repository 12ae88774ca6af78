/* Roe's flux: the Jacobian by an expert. */
#include "bench.h"

static const double k = 0.4;

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double il = 1 / x[0], ir = 1 / x[3];
    const double ul = x[1] * il, ur = x[4] * ir;
    const double pl = k * (x[2] - 0.5 * x[1] * ul), pr = k * (x[5] - 0.5 * x[4] * ur);
    const double hl = (x[2] + pl) * il, hr = (x[5] + pr) * ir;
    const double wl = sqrt(x[0]), wr = sqrt(x[3]);
    const double is = 1 / (wl + wr);
    const double u = (wl * ul + wr * ur) * is, h = (wl * hl + wr * hr) * is;
    const double q = 0.5 * u * u, c2 = k * (h - q), c = sqrt(c2), ic = 1 / c;
    const double d0 = x[3] - x[0], d1 = x[4] - x[1], d2 = x[5] - x[2];
    const double a2 = k * ic * ic * (d0 * (h - 2 * q) + u * d1 - d2);
    const double sum = d0 - a2, dif = (d1 - u * d0) * ic;
    const double w1 = fabs(u - c) * 0.5 * (sum - dif), w3 = fabs(u + c) * 0.5 * (sum + dif);
    const double w2 = fabs(u) * a2;
    const double ws = w1 + w3, wd = c * (w3 - w1);
    y[0] = 0.5 * (x[1] + x[4] - (ws + w2));
    y[1] = 0.5 * (x[1] * ul + pl + x[4] * ur + pr - (u * (ws + w2) + wd));
    y[2] = 0.5 * (x[1] * hl + x[4] * hr - (h * ws + u * wd + q * w2));
}

/* The dissipation depends on u, h and the jump: its five columns, then the chain rule. */
static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    const double il = 1 / x[0], ir = 1 / x[3];
    const double ul = x[1] * il, ur = x[4] * ir;
    const double pl = k * (x[2] - 0.5 * x[1] * ul), pr = k * (x[5] - 0.5 * x[4] * ur);
    const double hl = (x[2] + pl) * il, hr = (x[5] + pr) * ir;
    const double wl = sqrt(x[0]), wr = sqrt(x[3]);
    const double is = 1 / (wl + wr);
    const double u = (wl * ul + wr * ur) * is, h = (wl * hl + wr * hr) * is;
    const double q = 0.5 * u * u, c2 = k * (h - q), c = sqrt(c2), ic = 1 / c;
    const double d0 = x[3] - x[0], d1 = x[4] - x[1], d2 = x[5] - x[2];
    const double kc2 = k * ic * ic;
    const double a2 = kc2 * (d0 * (h - 2 * q) + u * d1 - d2);
    const double sum = d0 - a2, dif = (d1 - u * d0) * ic;
    const double a1 = 0.5 * (sum - dif), a3 = 0.5 * (sum + dif);
    const double l1 = fabs(u - c), l2 = fabs(u), l3 = fabs(u + c);
    const double w1 = l1 * a1, w2 = l2 * a2, w3 = l3 * a3;
    const double ws = w1 + w3, wd = w3 - w1;
    y[0] = 0.5 * (x[1] + x[4] - (ws + w2));
    y[1] = 0.5 * (x[1] * ul + pl + x[4] * ur + pr - (u * (ws + w2) + c * wd));
    y[2] = 0.5 * (x[1] * hl + x[4] * hr - (h * ws + u * c * wd + q * w2));

    const double s1 = u - c > 0 ? 1 : -1, s2 = u > 0 ? 1 : -1, s3 = u + c > 0 ? 1 : -1;
    const double cu = -0.5 * k * u * ic, ch = 0.5 * k * ic; /* dc/du, dc/dh */
    /* derivatives of a2, sum and dif in u, h, d0, d1, d2 */
    const double a2c = -2 * a2 * ic;
    const double A2[5] = {kc2 * (d1 - 2 * u * d0) + a2c * cu, kc2 * d0 + a2c * ch,
                          kc2 * (h - 2 * q), kc2 * u, -kc2};
    const double DF[5] = {-(d0 + dif * cu) * ic, -dif * ch * ic, -u * ic, ic, 0};
    const double L1[2] = {s1 * (1 - cu), -s1 * ch}, L3[2] = {s3 * (1 + cu), s3 * ch};
    double D[5][3];
    for (int j = 0; j < 5; j++) {
        const double ds = (j == 2) - A2[j];
        double e1 = 0.5 * l1 * (ds - DF[j]), e3 = 0.5 * l3 * (ds + DF[j]), e2 = l2 * A2[j];
        if (j < 2) {
            e1 += L1[j] * a1;
            e3 += L3[j] * a3;
        }
        if (j == 0) {
            e2 += s2 * a2;
        }
        const double es = e1 + e3, ed = c * (e3 - e1);
        D[j][0] = es + e2;
        D[j][1] = u * (es + e2) + ed;
        D[j][2] = h * es + u * ed + q * e2;
    }
    D[0][1] += ws + w2 + cu * wd;
    D[0][2] += (c + u * cu) * wd + u * w2;
    D[1][1] += ch * wd;
    D[1][2] += ws + u * ch * wd;
    for (int side = 0; side < 2; side++) {
        const double in = side == 0 ? il : ir, w = side == 0 ? wl : wr;
        const double us = side == 0 ? ul : ur, hs = side == 0 ? hl : hr;
        const double sign = side == 0 ? -1 : 1;
        const double b = w * is * in; /* d u / d (u_s) / rho */
        const double u0 = -0.5 * (us + u) * b, u1 = b;
        const double h0 = (0.5 * k * us * us - 0.5 * (hs + h)) * b;
        const double g = 1 + k;
        const double h1 = -k * us * b, h2 = g * b;
        const double us2 = us * us;
        const double A[3][3] = {{0, 1, 0},
                                {(0.5 * k - 1) * us2, (2 - k) * us, k},
                                {us * (0.5 * k * us2 - hs), hs - k * us2, g * us}};
        for (int i = 0; i < 3; i++) {
            double *row = d + 6 * i + 3 * side;
            row[0] = 0.5 * (A[i][0] - (D[0][i] * u0 + D[1][i] * h0 + sign * D[2][i]));
            row[1] = 0.5 * (A[i][1] - (D[0][i] * u1 + D[1][i] * h1 + sign * D[3][i]));
            row[2] = 0.5 * (A[i][2] - (D[1][i] * h2 + sign * D[4][i]));
        }
    }
}

static const double low[] = {0.5, 0.1, 2, 0.5, 0.1, 2}, high[] = {1.5, 0.9, 3, 1.5, 0.9, 3};
const struct problem problem = {.nx = 6,
                                .ny = 3,
                                .nd = 18,
                                .lows = low,
                                .highs = high,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
