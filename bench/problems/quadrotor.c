/* A quadrotor: the Jacobian by an expert. */
#include "bench.h"

static const double arm0 = 0.17 / 2.3e-3, arm1 = 0.17 / 2.4e-3, drag2 = 0.016 / 4e-3;
static const double turn0 = (2.4e-3 - 4e-3) / 2.3e-3, turn1 = (4e-3 - 2.3e-3) / 2.4e-3;
static const double turn2 = (2.3e-3 - 2.4e-3) / 4e-3;

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double a = x[6], b = x[7], c = x[8], e = x[9], w0 = x[10], w1 = x[11], w2 = x[12];
    const double u0 = x[13], u1 = x[14], u2 = x[15], u3 = x[16];
    const double lift = 2 * (u0 + u1 + u2 + u3), twice = 2 * lift;
    y[0] = x[3];
    y[1] = x[4];
    y[2] = x[5];
    y[3] = twice * (b * e + a * c);
    y[4] = twice * (c * e - a * b);
    y[5] = lift * (a * a - b * b - c * c + e * e) - 9.81;
    y[6] = -0.5 * (b * w0 + c * w1 + e * w2);
    y[7] = 0.5 * (a * w0 + c * w2 - e * w1);
    y[8] = 0.5 * (a * w1 - b * w2 + e * w0);
    y[9] = 0.5 * (a * w2 + b * w1 - c * w0);
    y[10] = arm0 * (u1 - u3) + turn0 * w1 * w2;
    y[11] = arm1 * (u2 - u0) + turn1 * w2 * w0;
    y[12] = drag2 * (u0 - u1 + u2 - u3) + turn2 * w0 * w1;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    hand_value(x, p, y);
    const double a = x[6], b = x[7], c = x[8], e = x[9], w0 = x[10], w1 = x[11], w2 = x[12];
    const double twice = 4 * (x[13] + x[14] + x[15] + x[16]);
    for (int i = 0; i < 221; i++) {
        d[i] = 0;
    }
    d[3] = 1;
    d[21] = 1;
    d[39] = 1;
    const double ta = twice * a, tb = twice * b, tc = twice * c, te = twice * e;
    double *row = d + 51;
    row[6] = tc;
    row[7] = te;
    row[8] = ta;
    row[9] = tb;
    row += 17;
    row[6] = -tb;
    row[7] = -ta;
    row[8] = te;
    row[9] = tc;
    row += 17;
    row[6] = ta;
    row[7] = -tb;
    row[8] = -tc;
    row[9] = te;
    const double lift[3] = {4 * (b * e + a * c), 4 * (c * e - a * b),
                            2 * (a * a - b * b - c * c + e * e)};
    for (int i = 0; i < 3; i++) {
        for (int k = 13; k < 17; k++) {
            d[51 + 17 * i + k] = lift[i];
        }
    }
    const double h0 = 0.5 * w0, h1 = 0.5 * w1, h2 = 0.5 * w2;
    const double ha = 0.5 * a, hb = 0.5 * b, hc = 0.5 * c, he = 0.5 * e;
    row += 17;
    row[7] = -h0;
    row[8] = -h1;
    row[9] = -h2;
    row[10] = -hb;
    row[11] = -hc;
    row[12] = -he;
    row += 17;
    row[6] = h0;
    row[8] = h2;
    row[9] = -h1;
    row[10] = ha;
    row[11] = -he;
    row[12] = hc;
    row += 17;
    row[6] = h1;
    row[7] = -h2;
    row[9] = h0;
    row[10] = he;
    row[11] = ha;
    row[12] = -hb;
    row += 17;
    row[6] = h2;
    row[7] = h1;
    row[8] = -h0;
    row[10] = -hc;
    row[11] = hb;
    row[12] = ha;
    row += 17;
    row[11] = turn0 * w2;
    row[12] = turn0 * w1;
    row[14] = arm0;
    row[16] = -arm0;
    row += 17;
    row[10] = turn1 * w2;
    row[12] = turn1 * w0;
    row[13] = -arm1;
    row[15] = arm1;
    row += 17;
    row[10] = turn2 * w1;
    row[11] = turn2 * w0;
    row[13] = drag2;
    row[14] = -drag2;
    row[15] = drag2;
    row[16] = -drag2;
}

const struct problem problem = {
    .nx = 17, .ny = 13, .nd = 221, .hand_value = hand_value, .hand_derivative = hand_derivative};
