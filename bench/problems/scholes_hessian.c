/* model: ../examples/black_scholes/black_scholes.ad
 * adc: --derive=value,hessian
 * The second derivatives of the price of a call, by an expert.
 * skip: adolc it has no erfc */
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
    (void)y;
    const double S = x[0], K = x[1], r = x[2], v = x[3], T = x[4];
    const double root = sqrt(T), spread = v * root, is = 1 / spread, iS = 1 / S, iK = 1 / K;
    const double iv = root * is, iT = is * is * v * v;
    const double d1 = (log(S * iK) + (r + 0.5 * v * v) * T) * is;
    const double d2 = d1 - spread;
    const double N2 = 0.5 * erfc(-0.7071067811865476 * d2);
    const double df = exp(-r * T);
    const double phi = 0.3989422804014327 * exp(-0.5 * d1 * d1);
    const double Sphi = S * phi, phi2 = Sphi * iK; /* df * phi(d2) */
    const double dS = iS * is, dK = -iK * is, dr = root * iv;
    const double d1v = -d2 * iv, d2v = -d1 * iv;
    const double d1T = (r + 0.5 * v * v) * is - 0.5 * d1 * iT, d2T = d1T - 0.5 * spread * iT;
    const double vega = Sphi * root, KN = K * df * N2;
    const double theta = 0.5 * Sphi * spread * iT;
    const double h[15] = {phi * dS,
                          phi * dK,
                          -phi2 * dK,
                          phi * dr,
                          T * df * N2 - phi2 * dr,
                          T * (Sphi * dr - T * KN),
                          phi * d1v,
                          -phi2 * d2v,
                          T * Sphi * d2v,
                          -d1 * d1v * vega,
                          phi * d1T,
                          r * df * N2 - phi2 * d2T,
                          KN - r * T * KN + T * Sphi * d2T,
                          vega * (0.5 * iT - d1 * d1T),
                          -theta * (0.5 * iT + d1 * d1T) + r * (Sphi * d2T - r * KN)};
    for (int i = 0, n = 0; i < 5; i++) {
        for (int j = 0; j <= i; j++, n++) {
            d[5 * i + j] = h[n];
            d[5 * j + i] = h[n];
        }
    }
}

static const double low[] = {80, 80, 0.01, 0.1, 0.5}, high[] = {120, 120, 0.05, 0.4, 2};
const struct problem problem = {.nx = 5,
                                .ny = 1,
                                .nd = 25,
                                .lows = low,
                                .highs = high,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
