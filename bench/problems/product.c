/* The product of 64 variables: a tree of products and back, by an expert. */
#include "bench.h"

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    double a = x[0], b = x[1], c = x[2], d = x[3];
    for (int i = 4; i < 64; i += 4) {
        a *= x[i];
        b *= x[i + 1];
        c *= x[i + 2];
        d *= x[i + 3];
    }
    y[0] = a * b * (c * d);
}

/* Halves are multiplied with halves, so that each level of the tree is one loop over neighbours;
 * then back from the root, where each factor gets the product of the others. */
static double up(const double *restrict x, double *restrict t)
{
    for (int i = 0; i < 32; i++) {
        t[32 + i] = x[i] * x[32 + i];
    }
    for (int i = 0; i < 16; i++) {
        t[16 + i] = t[32 + i] * t[48 + i];
    }
    for (int i = 0; i < 8; i++) {
        t[8 + i] = t[16 + i] * t[24 + i];
    }
    for (int i = 0; i < 4; i++) {
        t[4 + i] = t[8 + i] * t[12 + i];
    }
    t[2] = t[4] * t[6];
    t[3] = t[5] * t[7];
    return t[2] * t[3];
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    double t[64], b[64];
    y[0] = up(x, t);
    b[4] = t[3] * t[6];
    b[6] = t[3] * t[4];
    b[5] = t[2] * t[7];
    b[7] = t[2] * t[5];
    for (int i = 0; i < 4; i++) {
        b[8 + i] = b[4 + i] * t[12 + i];
        b[12 + i] = b[4 + i] * t[8 + i];
    }
    for (int i = 0; i < 8; i++) {
        b[16 + i] = b[8 + i] * t[24 + i];
        b[24 + i] = b[8 + i] * t[16 + i];
    }
    for (int i = 0; i < 16; i++) {
        b[32 + i] = b[16 + i] * t[48 + i];
        b[48 + i] = b[16 + i] * t[32 + i];
    }
    for (int i = 0; i < 32; i++) {
        d[i] = b[32 + i] * x[32 + i];
        d[32 + i] = b[32 + i] * x[i];
    }
}

const struct problem problem = {
    .nx = 64, .ny = 1, .nd = 64, .hand_value = hand_value, .hand_derivative = hand_derivative};
