/* model: ../examples/black_scholes/black_scholes.ad
 * The price of a call and its five first derivatives, by an expert: the normal densities at d1 and
 * d2 are S : K exp(-rT), so one exponential serves both.
 * skip: adolc it has no erfc
 * skip: rad it has no erfc */
#include "bench.h"

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double S = x[0], K = x[1], r = x[2], v = x[3], T = x[4];
    const double spread = v * sqrt(T);
    const double d1 = (log(S / K) + (r + 0.5 * v * v) * T) / spread;
    const double d2 = d1 - spread;
    y[0] = 0.5 *
           (S * erfc(-0.7071067811865476 * d1) - K * exp(-r * T) * erfc(-0.7071067811865476 * d2));
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    const double S = x[0], K = x[1], r = x[2], v = x[3], T = x[4];
    const double root = sqrt(T), spread = v * root;
    const double d1 = (log(S / K) + (r + 0.5 * v * v) * T) / spread;
    const double d2 = d1 - spread;
    const double N1 = 0.5 * erfc(-0.7071067811865476 * d1);
    const double N2 = 0.5 * erfc(-0.7071067811865476 * d2);
    const double df = exp(-r * T), KdN = K * df * N2;
    const double vega = S * root * 0.3989422804014327 * exp(-0.5 * d1 * d1);
    y[0] = S * N1 - KdN;
    d[0] = N1;
    d[1] = -df * N2;
    d[2] = T * KdN;
    d[3] = vega;
    d[4] = 0.5 * vega * v / T + r * KdN;
}

static const double low[] = {80, 80, 0.01, 0.1, 0.5}, high[] = {120, 120, 0.05, 0.4, 2};
const struct problem problem = {.nx = 5,
                                .ny = 1,
                                .nd = 5,
                                .lows = low,
                                .highs = high,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
