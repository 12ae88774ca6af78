/* An arm of two links: the Jacobian by an expert, M da = db - dM a: the inverse of the mass matrix
 * serves the accelerations and all columns. */
#include "bench.h"

static const double k = 0.8 * 0.7 * 0.5, m22 = 0.5 * 0.5 * 0.8, m11 = 0.7 * 0.7 * 2.0;
static const double g2 = 0.8 * 0.5 * 9.81, g1 = 2.0 * 0.7 * 9.81;

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double kc = k * cos(x[1]), ks = k * sin(x[1]), G2 = g2 * cos(x[0] + x[1]);
    const double M11 = m11 + m22 + 2 * kc, M12 = m22 + kc;
    const double b0 = x[4] + ks * x[3] * (x[3] + 2 * x[2]) - G2 - g1 * cos(x[0]);
    const double b1 = x[5] - ks * x[2] * x[2] - G2;
    const double i = 1 / (M11 * m22 - M12 * M12);
    y[0] = (m22 * b0 - M12 * b1) * i;
    y[1] = (M11 * b1 - M12 * b0) * i;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    const double w0 = x[2], w1 = x[3], q01 = x[0] + x[1];
    const double kc = k * cos(x[1]), ks = k * sin(x[1]);
    const double G2 = g2 * cos(q01), S2 = g2 * sin(q01);
    const double M11 = m11 + m22 + 2 * kc, M12 = m22 + kc;
    const double i = 1 / (M11 * m22 - M12 * M12), I11 = m22 * i, I12 = -M12 * i, I22 = M11 * i;
    const double r = w1 * (w1 + 2 * w0), v = w0 * w0;
    const double b0 = x[4] + ks * r - G2 - g1 * cos(x[0]), b1 = x[5] - ks * v - G2;
    const double a0 = I11 * b0 + I12 * b1, a1 = I12 * b0 + I22 * b1;
    y[0] = a0;
    y[1] = a1;
    /* columns of db - dM a by q0, q1, w0, w1 */
    const double u0 = S2 + g1 * sin(x[0]);
    const double u1 = S2 + kc * r + ks * (2 * a0 + a1), v1 = S2 - kc * v + ks * a0;
    const double u2 = 2 * ks * w1, v2 = -2 * ks * w0, u3 = 2 * ks * (w0 + w1);
    d[0] = I11 * u0 + I12 * S2;
    d[1] = I11 * u1 + I12 * v1;
    d[2] = I11 * u2 + I12 * v2;
    d[3] = I11 * u3;
    d[4] = I11;
    d[5] = I12;
    d[6] = I12 * u0 + I22 * S2;
    d[7] = I12 * u1 + I22 * v1;
    d[8] = I12 * u2 + I22 * v2;
    d[9] = I12 * u3;
    d[10] = I12;
    d[11] = I22;
}

const struct problem problem = {
    .nx = 6, .ny = 2, .nd = 12, .hand_value = hand_value, .hand_derivative = hand_derivative};
