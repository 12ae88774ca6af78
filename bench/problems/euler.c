/* The flux of the Euler equations: the flux Jacobian of the textbooks, by an expert. */
#include "bench.h"

static const double k = 0.4;

static void hand_value(const double *restrict U, const double *restrict n, double *restrict F)
{
    const double mn = U[1] * n[0] + U[2] * n[1];
    const double i = 1 / U[0], vn = mn * i;
    const double p = k * (U[3] - 0.5 * i * (U[1] * U[1] + U[2] * U[2]));
    F[0] = mn;
    F[1] = U[1] * vn + p * n[0];
    F[2] = U[2] * vn + p * n[1];
    F[3] = (U[3] + p) * vn;
}

static void hand_derivative(const double *restrict U, const double *restrict n, double *restrict F,
                            double *restrict d)
{
    const double a = n[0], b = n[1];
    const double i = 1 / U[0], u = U[1] * i, v = U[2] * i, vn = u * a + v * b;
    const double phi = 0.5 * k * (u * u + v * v);
    const double p = k * U[3] - phi * U[0], h = (U[3] + p) * i;
    F[0] = U[0] * vn;
    F[1] = U[1] * vn + p * a;
    F[2] = U[2] * vn + p * b;
    F[3] = (U[3] + p) * vn;
    const double ku = k * u, kv = k * v;
    d[0] = 0;
    d[1] = a;
    d[2] = b;
    d[3] = 0;
    d[4] = phi * a - u * vn;
    d[5] = vn + (u - ku) * a;
    d[6] = u * b - kv * a;
    d[7] = k * a;
    d[8] = phi * b - v * vn;
    d[9] = v * a - ku * b;
    d[10] = vn + (v - kv) * b;
    d[11] = k * b;
    d[12] = (phi - h) * vn;
    d[13] = a * h - ku * vn;
    d[14] = b * h - kv * vn;
    d[15] = (1 + k) * vn;
}

static const double low[] = {0.5, -1, -1, 3}, high[] = {1.5, 1, 1, 4};
const struct problem problem = {.nx = 4,
                                .np = 2,
                                .ny = 4,
                                .nd = 16,
                                .lows = low,
                                .highs = high,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
