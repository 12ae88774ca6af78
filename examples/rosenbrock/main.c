/* Minimises the chained Rosenbrock function by the BFGS method with the gradient by adc. Works for
 * every n that the model was compiled with. */
#include "../common/common.h"
#include "rosenbrock_grad.h"

#include <math.h>
#include <stdio.h>

enum { n = rosenbrock_nx };

static double dot(const double *a, const double *b)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

/* inverse: an approximation of the inverse Hessian; s: the step taken; y: how the gradient changed.
 * Post: inverse' = (I - s y'/sy) inverse (I - y s'/sy) + s s'/sy (Nocedal, Wright 2006, (6.17)). */
static void update(double inverse[n][n], const double *s, const double *y)
{
    double sy = dot(s, y);
    double by[n];
    if (!(sy > 0)) {
        return; /* would no longer be positive definite */
    }
    for (int i = 0; i < n; i++) {
        by[i] = dot(inverse[i], y);
    }
    double weight = (1 + dot(y, by) / sy) / sy;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            inverse[i][j] += weight * s[i] * s[j] - (by[i] * s[j] + s[i] * by[j]) / sy;
        }
    }
}

/* Halves the step along d until f falls as its slope promises (Armijo). Post: next, its value and
 * gradient; returns 0 where no step helps any more. */
static int search(const double *x, double f, double slope, const double *d, double *next,
                  double *value, double *g)
{
    for (double t = 1; t > 1e-12; t /= 2) {
        for (int i = 0; i < n; i++) {
            next[i] = x[i] + t * d[i];
        }
        rosenbrock_gradient(next, NULL, value, g);
        if (*value <= f + 1e-4 * t * slope) {
            return 1;
        }
    }
    return 0;
}

/* Post: x is where the gradient's largest entry is below 1e-10, or where no step helps. */
static void minimise(double *x)
{
    double inverse[n][n], g[n], d[n], next[n], g_next[n], f, f_next;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            inverse[i][j] = i == j;
        }
    }
    rosenbrock_gradient(x, NULL, &f, g);
    for (int k = 0; k < 100 * n && largest_entry(n, g) > 1e-10; k++) {
        for (int i = 0; i < n; i++) {
            d[i] = -dot(inverse[i], g);
        }
        if (!search(x, f, dot(g, d), d, next, &f_next, g_next)) {
            return;
        }
        for (int i = 0; i < n; i++) {
            d[i] = next[i] - x[i];
            g[i] = g_next[i] - g[i];
        }
        update(inverse, d, g);
        for (int i = 0; i < n; i++) {
            x[i] = next[i];
            g[i] = g_next[i];
        }
        f = f_next;
    }
}

int main(void)
{
    double x[n], ones[n], f, g[n];
    for (int i = 0; i < n; i++) {
        x[i] = i % 2 == 0 ? -1.2 : 1;
        ones[i] = 1;
    }
    rosenbrock_gradient(x, NULL, &f, g);
    printf("n = %d\nat the start:   f = %.2f, largest entry of the gradient %.1f\n", n, f,
           largest_entry(n, g));

    minimise(x);
    rosenbrock_gradient(x, NULL, &f, g);
    printf("at the minimum: x =");
    for (int i = 0; i < n; i++) {
        printf(" %.6f", x[i]);
    }
    printf("\n");
    int failed = check_below("f", f, 1e-16);
    failed += check_below("largest entry of the gradient", largest_entry(n, g), 1e-8);
    return failed + check_below("distance from (1, ..., 1)", largest_difference(n, x, ones), 1e-8);
}
