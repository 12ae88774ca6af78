/* Trains the perceptron by gradient descent, and checks the gradient by adc against
 * backpropagation as the textbooks have it, written out by hand. */
#include "../common/common.h"
#include "mlp_grad.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { batch = 6, layers = 3, widest = 5 };

static const int width[layers + 1] = {3, 5, 4, 2};
static const double lambda = 0.001;

/* Six corners of a cube; the targets: is x0 positive, do x1 and x2 have the same sign. */
static const double inputs[batch][3] = {{-1, -1, -1}, {-1, -1, 1}, {-1, 1, 1},
                                        {1, -1, -1},  {1, 1, -1},  {1, 1, 1}};
static const double targets[batch][2] = {{0, 1}, {0, 0}, {0, 1}, {1, 1}, {1, 0}, {1, 1}};

/* Where in x the weights (rows: units of layer l, columns: those before) and biases of layer
 * l = 1, 2, 3 begin: W1 b1 W2 b2 W3 b3 one after the other. */
static int weights_at(int l)
{
    int at = 0;
    for (int k = 1; k < l; k++) {
        at += width[k] * (width[k - 1] + 1);
    }
    return at;
}

static int biases_at(int l)
{
    return weights_at(l) + width[l] * width[l - 1];
}

static double s(double z)
{
    return 1 / (1 + exp(-z));
}

/* One example: a[l] = s(W[l] a[l-1] + b[l]); s'(z) = s(z) (1 - s(z)) needs no z any more. */
static void feed_forward(const double *x, double a[layers + 1][widest])
{
    for (int l = 1; l <= layers; l++) {
        const double *W = x + weights_at(l);
        const double *b = x + biases_at(l);
        for (int i = 0; i < width[l]; i++) {
            double z = b[i];
            for (int j = 0; j < width[l - 1]; j++) {
                z += W[i * width[l - 1] + j] * a[l - 1][j];
            }
            a[l][i] = s(z);
        }
    }
}

/* delta[L] = dC/da .* s'(z[L]);  delta[l] = W[l+1]^T delta[l+1] .* s'(z[l]);
 * dC/db[l] += delta[l];  dC/dW[l] += delta[l] a[l-1]^T. */
static void feed_back(const double *x, double a[layers + 1][widest], const double *target,
                      double *g)
{
    double delta[layers + 1][widest];
    for (int i = 0; i < width[layers]; i++) {
        double out = a[layers][i];
        delta[layers][i] = (out - target[i]) / batch * out * (1 - out);
    }
    for (int l = layers - 1; l >= 1; l--) {
        const double *W = x + weights_at(l + 1);
        for (int j = 0; j < width[l]; j++) {
            double sum = 0;
            for (int i = 0; i < width[l + 1]; i++) {
                sum += W[i * width[l] + j] * delta[l + 1][i];
            }
            delta[l][j] = sum * a[l][j] * (1 - a[l][j]);
        }
    }
    for (int l = 1; l <= layers; l++) {
        for (int i = 0; i < width[l]; i++) {
            g[biases_at(l) + i] += delta[l][i];
            for (int j = 0; j < width[l - 1]; j++) {
                g[weights_at(l) + i * width[l - 1] + j] += delta[l][i] * a[l - 1][j];
            }
        }
    }
}

static void backpropagate(const double *x, double *g)
{
    for (int i = 0; i < mlp_nx; i++) {
        g[i] = 0;
    }
    for (int l = 1; l <= layers; l++) {
        for (int i = weights_at(l); i < biases_at(l); i++) {
            g[i] = lambda * x[i];
        }
    }
    for (int k = 0; k < batch; k++) {
        double a[layers + 1][widest];
        memcpy(a[0], inputs[k], sizeof inputs[k]);
        feed_forward(x, a);
        feed_back(x, a, targets[k], g);
    }
}

int main(void)
{
    double x[mlp_nx], p[mlp_np], g[mlp_nx], by_hand[mlp_nx];
    double cost, worst = 0;

    memcpy(p, inputs, sizeof inputs);
    memcpy(p + batch * 3, targets, sizeof targets);

    /* A start between -1 and 1 that looks random and is the same everywhere. */
    for (int i = 0; i < mlp_nx; i++) {
        x[i] = ((37 * i * i + 11 * i + 5) % 101 - 50) / 50.0;
    }
    printf(" step    cost  largest entry of the gradient\n");
    for (int step = 0; step <= 500; step++) {
        mlp_gradient(x, p, &cost, g);
        backpropagate(x, by_hand);
        double size = largest_entry(mlp_nx, g);
        worst = larger(worst, largest_difference(mlp_nx, g, by_hand) / size);
        if (step % 100 == 0) {
            printf("%5d  %6.4f  %.4f\n", step, cost, size);
        }
        for (int i = 0; i < mlp_nx; i++) {
            x[i] -= 2 * g[i];
        }
    }
    printf("\n");
    return check_below("adc against backpropagation by hand, of the largest entry", worst, 1e-12);
}
