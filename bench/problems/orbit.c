/* A satellite: the Jacobian by an expert. The gradient of gravity is symmetric, and its trace is 0
 * outside the Earth. */
#include "bench.h"

static const double mu = 398600.4418, k = 1.5 * 1.0826269e-3 * 6378.1363 * 6378.1363;

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double s = 1 / (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
    const double pull = mu * s * sqrt(s), c = k * s, t = 5 * x[2] * x[2] * s;
    const double a = pull * (1 + c * (1 - t));
    y[0] = x[3];
    y[1] = x[4];
    y[2] = x[5];
    y[3] = -a * x[0];
    y[4] = -a * x[1];
    y[5] = -pull * (1 + c * (3 - t)) * x[2];
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    const double x0 = x[0], x1 = x[1], x2 = x[2];
    const double s = 1 / (x0 * x0 + x1 * x1 + x2 * x2);
    const double pull = mu * s * sqrt(s), c = k * s, t = 5 * x2 * x2 * s;
    const double a = pull * (1 + c * (1 - t));
    y[0] = x[3];
    y[1] = x[4];
    y[2] = x[5];
    y[3] = -a * x0;
    y[4] = -a * x1;
    y[5] = -pull * (1 + c * (3 - t)) * x2;
    const double slope = pull * s, across = slope * (3 + c * (5 - 7 * t));
    const double along = slope * (3 + c * (15 - 7 * t)) * x2;
    for (int i = 0; i < 36; i++) {
        d[i] = 0;
    }
    d[3] = 1;
    d[10] = 1;
    d[17] = 1;
    d[18] = across * x0 * x0 - a;
    d[25] = across * x1 * x1 - a;
    d[32] = -(d[18] + d[25]);
    d[19] = d[24] = across * x0 * x1;
    d[20] = d[30] = along * x0;
    d[26] = d[31] = along * x1;
}

static const double low[] = {4000, 4000, 4000, -5, -5, -5}, high[] = {6000, 6000, 6000, 5, 5, 5};
const struct problem problem = {.nx = 6,
                                .ny = 6,
                                .nd = 36,
                                .lows = low,
                                .highs = high,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
