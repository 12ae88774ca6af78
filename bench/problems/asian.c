/* The payoff of an Asian call: the sensitivities by an expert. A price of the path depends on all
 * inputs through its own exponent, which is linear in the step and the sum of variates so far: two
 * weighted sums of the prices give everything. */
#include "bench.h"

enum { N = 16 };

static void hand_value(const double *restrict x, const double *restrict z, double *restrict y)
{
    const double r = x[1], sigma = x[2], T = x[3];
    const double dt = T * (1.0 / N), drift = (r - 0.5 * sigma * sigma) * dt;
    const double spread = sigma * sqrt(dt);
    double S = x[0], total = 0;
    for (int i = 0; i < N; i++) {
        S *= exp(drift + spread * z[i]);
        total += S;
    }
    const double gain = total * (1.0 / N) - x[4];
    y[0] = gain > 0 ? exp(-r * T) * gain : 0;
}

static void hand_derivative(const double *restrict x, const double *restrict z, double *restrict y,
                            double *restrict d)
{
    const double r = x[1], sigma = x[2], T = x[3];
    const double dt = T * (1.0 / N), rate = r - 0.5 * sigma * sigma, root = sqrt(dt);
    const double drift = rate * dt, spread = sigma * root;
    double S = x[0], total = 0, by_step = 0, by_variate = 0, sum = 0;
    for (int i = 0; i < N; i++) {
        S *= exp(drift + spread * z[i]);
        sum += z[i];
        total += S;
        by_step += (i + 1) * S;
        by_variate += sum * S;
    }
    const double mean = total * (1.0 / N), gain = mean - x[4];
    if (!(gain > 0)) {
        y[0] = 0;
        for (int i = 0; i < 5; i++) {
            d[i] = 0;
        }
        return;
    }
    const double discount = exp(-r * T), price = discount * gain;
    const double t = discount * dt * by_step * (1.0 / N);
    const double w = discount * root * by_variate * (1.0 / N), iT = 1 / T;
    y[0] = price;
    d[0] = discount * mean / x[0];
    d[1] = t - T * price;
    d[2] = w - sigma * t;
    d[3] = (rate * t + 0.5 * sigma * w) * iT - r * price;
    d[4] = -discount;
}

static const double low[] = {90, 0.01, 0.1, 0.5, 60}, high[] = {110, 0.05, 0.4, 1.5, 70};
/* drawn once from a normal distribution */
static const double variates[N] = {0.31, -1.22, 0.87, 0.05,  -0.44, 1.63, -0.58, -0.09,
                                   0.74, 0.26,  -1.9, -0.33, 1.08,  0.52, -0.71, 0.14};
const struct problem problem = {.nx = 5,
                                .np = N,
                                .ny = 1,
                                .nd = 5,
                                .lows = low,
                                .highs = high,
                                .p = variates,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
