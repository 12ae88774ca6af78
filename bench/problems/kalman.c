/* The likelihood by the Kalman filter: the gradient by an expert, the sensitivities carried along.
 */
#include "bench.h"

enum { M = 12 };

static void hand_value(const double *restrict x, const double *restrict t, double *restrict y)
{
    const double q0 = exp(x[0]), q1 = exp(x[1]), r = exp(x[2]);
    double a0 = t[0], a1 = 0, p00 = 1, p01 = 0, p11 = 1, sum = 0;
    for (int i = 1; i < M; i++) {
        a0 += a1;
        p00 += 2 * p01 + p11 + q0;
        p01 += p11;
        p11 += q1;
        const double miss = t[i] - a0, S = p00 + r, inverse = 1 / S;
        const double k0 = p00 * inverse, k1 = p01 * inverse;
        sum += log(S) + miss * miss * inverse;
        a0 += k0 * miss;
        a1 += k1 * miss;
        p11 -= k1 * p01;
        p01 *= 1 - k0;
        p00 *= 1 - k0;
    }
    y[0] = 0.5 * sum;
}

/* A letter with d is the derivative by each of the three variances; with k = p0/S the update of the
 * covariance is p0 r/S, whose derivative has no cancellation. */
static void hand_derivative(const double *restrict x, const double *restrict t, double *restrict y,
                            double *restrict d)
{
    const double q0 = exp(x[0]), q1 = exp(x[1]), r = exp(x[2]);
    const double dq0[3] = {q0, 0, 0}, dq1[3] = {0, q1, 0}, dr[3] = {0, 0, r};
    double a0 = t[0], a1 = 0, p00 = 1, p01 = 0, p11 = 1, sum = 0;
    double da0[3] = {0}, da1[3] = {0}, dp00[3] = {0}, dp01[3] = {0}, dp11[3] = {0}, df[3] = {0};
    for (int i = 1; i < M; i++) {
        a0 += a1;
        p00 += 2 * p01 + p11 + q0;
        p01 += p11;
        p11 += q1;
        const double miss = t[i] - a0, S = p00 + r, inverse = 1 / S, e = miss * inverse;
        const double k0 = p00 * inverse, k1 = p01 * inverse, rest = 1 - k0;
        sum += log(S) + miss * e;
        const double of_S = inverse - e * e;
        for (int j = 0; j < 3; j++) {
            const double b0 = da0[j] + da1[j];
            const double b00 = dp00[j] + 2 * dp01[j] + dp11[j] + dq0[j];
            const double b01 = dp01[j] + dp11[j], b11 = dp11[j] + dq1[j];
            const double dS = b00 + dr[j];
            const double dk0 = (b00 - k0 * dS) * inverse, dk1 = (b01 - k1 * dS) * inverse;
            df[j] += of_S * dS - 2 * e * b0;
            da0[j] = rest * b0 + dk0 * miss;
            da1[j] += dk1 * miss - k1 * b0;
            dp11[j] = b11 - dk1 * p01 - k1 * b01;
            dp01[j] = rest * b01 - dk0 * p01;
            dp00[j] = rest * b00 - dk0 * p00;
        }
        a0 += k0 * miss;
        a1 += k1 * miss;
        p11 -= k1 * p01;
        p01 *= rest;
        p00 *= rest;
    }
    y[0] = 0.5 * sum;
    for (int j = 0; j < 3; j++) {
        d[j] = 0.5 * df[j];
    }
}

const struct problem problem = {.nx = 3,
                                .np = M,
                                .ny = 1,
                                .nd = 3,
                                .low = -1,
                                .high = 1,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
