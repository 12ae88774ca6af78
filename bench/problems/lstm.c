/* A step of an LSTM: back propagation by an expert. */
#include "bench.h"

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static void sums(const double *restrict x, const double *restrict p, double *restrict z)
{
    for (int i = 0; i < 16; i++) {
        const double *U = x + 4 * i, *V = x + 64 + 3 * i;
        z[i] = x[112 + i] + (U[0] * p[0] + U[1] * p[1]) + (U[2] * p[2] + U[3] * p[3]) +
               (V[0] * p[8] + V[1] * p[9] + V[2] * p[10]);
    }
}

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    double z[16], loss = 0;
    sums(x, p, z);
    for (int i = 0; i < 4; i++) {
        const double cell = sigmoid(z[4 + i]) * p[4 + i] + sigmoid(z[i]) * tanh(z[8 + i]);
        const double miss = sigmoid(z[12 + i]) * tanh(cell) - p[11 + i];
        loss += miss * miss;
    }
    y[0] = 0.5 * loss;
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    double z[16], loss = 0;
    sums(x, p, z);
    for (int i = 0; i < 4; i++) {
        const double c = p[4 + i];
        const double in = sigmoid(z[i]), forget = sigmoid(z[4 + i]), g = tanh(z[8 + i]);
        const double out = sigmoid(z[12 + i]), t = tanh(forget * c + in * g);
        const double miss = out * t - p[11 + i];
        loss += miss * miss;
        const double back = miss * out * (1 - t * t);
        z[i] = back * g * in * (1 - in);
        z[4 + i] = back * c * forget * (1 - forget);
        z[8 + i] = back * in * (1 - g * g);
        z[12 + i] = miss * t * out * (1 - out);
    }
    y[0] = 0.5 * loss;
    const double h0 = p[0], h1 = p[1], h2 = p[2], h3 = p[3], u0 = p[8], u1 = p[9], u2 = p[10];
    for (int i = 0; i < 16; i++) {
        double *U = d + 4 * i, *V = d + 64 + 3 * i;
        U[0] = z[i] * h0;
        U[1] = z[i] * h1;
        U[2] = z[i] * h2;
        U[3] = z[i] * h3;
        V[0] = z[i] * u0;
        V[1] = z[i] * u1;
        V[2] = z[i] * u2;
        d[112 + i] = z[i];
    }
}

const struct problem problem = {.nx = 128,
                                .np = 15,
                                .ny = 1,
                                .nd = 128,
                                .low = -0.5,
                                .high = 0.5,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
