/* A mixture of Gaussians: the gradient by an expert, the points weighted by their memberships. */
#include "bench.h"

enum { K = 3, M = 8 };

/* Post: the logarithm of the sum of exponentials; w the shares. */
static double log_sum_exp(const double *restrict v, double *restrict w)
{
    const double a = v[0] > v[1] ? v[0] : v[1], top = a > v[2] ? a : v[2];
    const double e0 = exp(v[0] - top), e1 = exp(v[1] - top), e2 = exp(v[2] - top);
    const double sum = e0 + e1 + e2, inverse = 1 / sum;
    w[0] = e0 * inverse;
    w[1] = e1 * inverse;
    w[2] = e2 * inverse;
    return top + log(sum);
}

static void hand_value(const double *restrict x, const double *restrict z, double *restrict y)
{
    const double *mu = x + 3, *q = x + 9, *l = x + 15;
    double e[2 * K], start[K], inner[K], w[K];
    for (int j = 0; j < K; j++) {
        e[2 * j] = exp(q[2 * j]);
        e[2 * j + 1] = exp(q[2 * j + 1]);
        start[j] = x[j] + q[2 * j] + q[2 * j + 1];
    }
    double f = -M * log_sum_exp(x, w);
    for (int i = 0; i < M; i++) {
        for (int j = 0; j < K; j++) {
            const double d0 = z[2 * i] - mu[2 * j], d1 = z[2 * i + 1] - mu[2 * j + 1];
            const double u0 = e[2 * j] * d0, u1 = l[j] * d0 + e[2 * j + 1] * d1;
            inner[j] = start[j] - 0.5 * (u0 * u0 + u1 * u1);
        }
        f += log_sum_exp(inner, w);
    }
    y[0] = f;
}

static void hand_derivative(const double *restrict x, const double *restrict z, double *restrict y,
                            double *restrict d)
{
    const double *mu = x + 3, *q = x + 9, *l = x + 15;
    double e[2 * K], start[K], inner[K], w[K];
    /* sums over the points of w, w*u0*u0, w*u1*e1*d1, w*u1*d0, w*u0, w*u1 */
    double sw[K] = {0}, s00[K] = {0}, s11[K] = {0}, s10[K] = {0}, s0[K] = {0}, s1[K] = {0};
    for (int j = 0; j < K; j++) {
        e[2 * j] = exp(q[2 * j]);
        e[2 * j + 1] = exp(q[2 * j + 1]);
        start[j] = x[j] + q[2 * j] + q[2 * j + 1];
    }
    double prior[K];
    double f = -M * log_sum_exp(x, prior);
    for (int i = 0; i < M; i++) {
        double d0[K], u0[K], u1[K], v1[K];
        for (int j = 0; j < K; j++) {
            d0[j] = z[2 * i] - mu[2 * j];
            u0[j] = e[2 * j] * d0[j];
            v1[j] = e[2 * j + 1] * (z[2 * i + 1] - mu[2 * j + 1]);
            u1[j] = l[j] * d0[j] + v1[j];
            inner[j] = start[j] - 0.5 * (u0[j] * u0[j] + u1[j] * u1[j]);
        }
        f += log_sum_exp(inner, w);
        for (int j = 0; j < K; j++) {
            const double w0 = w[j] * u0[j], w1 = w[j] * u1[j];
            sw[j] += w[j];
            s0[j] += w0;
            s1[j] += w1;
            s00[j] += w0 * u0[j];
            s11[j] += w1 * v1[j];
            s10[j] += w1 * d0[j];
        }
    }
    y[0] = f;
    for (int j = 0; j < K; j++) {
        d[j] = sw[j] - M * prior[j];
        d[3 + 2 * j] = s0[j] * e[2 * j] + s1[j] * l[j];
        d[4 + 2 * j] = s1[j] * e[2 * j + 1];
        d[9 + 2 * j] = sw[j] - s00[j];
        d[10 + 2 * j] = sw[j] - s11[j];
        d[15 + j] = -s10[j];
    }
}

const struct problem problem = {.nx = 18,
                                .np = 2 * M,
                                .ny = 1,
                                .nd = 18,
                                .low = -0.5,
                                .high = 0.5,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
