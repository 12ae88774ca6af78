/* Forward and reverse accumulation of s = x y + sin x written out step by step, next to the
 * gradient by adc; then the derivative of a composition as the product of its factors. */
#include "../common/common.h"
#include "chain_grad.h"

#include <math.h>
#include <stdio.h>

/* Forward: the derivative of every value with respect to one input, in the order of the values.
 * (dx, dy) chooses the input; a gradient takes one sweep for each. */
static double forward(double x, double y, double dx, double dy)
{
    double w1 = x, d1 = dx;
    double w2 = y, d2 = dy;
    double w3 = w1 * w2, d3 = d1 * w2 + w1 * d2;
    double w4 = sin(w1), d4 = cos(w1) * d1;
    double w5 = w3 + w4, d5 = d3 + d4;

    printf("  w1 = x       %8.4f  %8.4f\n", w1, d1);
    printf("  w2 = y       %8.4f  %8.4f\n", w2, d2);
    printf("  w3 = w1 w2   %8.4f  %8.4f\n", w3, d3);
    printf("  w4 = sin w1  %8.4f  %8.4f\n", w4, d4);
    printf("  w5 = w3+w4   %8.4f  %8.4f\n", w5, d5);
    return d5;
}

/* Reverse: the derivative of s with respect to every value, last one first; one sweep for all. */
static void reverse(double x, double y, double *gradient)
{
    double a5 = 1;           /* s is w5                    */
    double a4 = a5;          /* w5 = w3 + w4               */
    double a3 = a5;          /* w5 = w3 + w4               */
    double a2 = a3 * x;      /* w3 = w1 w2                 */
    double a1 = a4 * cos(x); /* w4 = sin w1                */
    a1 += a3 * y;            /* w3 = w1 w2: the other path */

    printf("  a5 = 1             %8.4f\n", a5);
    printf("  a4 = a5            %8.4f\n", a4);
    printf("  a3 = a5            %8.4f\n", a3);
    printf("  a2 = a3 x          %8.4f\n", a2);
    printf("  a1 = a4 cos x\n");
    printf("     + a3 y          %8.4f\n", a1);
    gradient[0] = a1;
    gradient[1] = a2;
}

static int show_chain(void)
{
    const double x[2] = {1.5, 2};
    double s, g[2], by_forward[2], by_reverse[2];

    printf("s = x y + sin x at x = 1.5, y = 2\n\n");
    printf("forward, d/dx     value     d/dx\n");
    by_forward[0] = forward(x[0], x[1], 1, 0);
    printf("forward, d/dy     value     d/dy\n");
    by_forward[1] = forward(x[0], x[1], 0, 1);
    printf("reverse            adjoint\n");
    reverse(x[0], x[1], by_reverse);

    chain_gradient(x, NULL, &s, g);
    printf("\nadc: s = %.4f, ds/dx = %.4f, ds/dy = %.4f\n", s, g[0], g[1]);
    int failed = check_below("  forward accumulation differs by",
                             largest_difference(2, g, by_forward), 1e-14);
    failed += check_below("  reverse accumulation differs by", largest_difference(2, g, by_reverse),
                          1e-14);
    return failed;
}

static int show_composition(void)
{
    int failed = 0;
    printf("\ny = log sqrt(1 + x^2)\n");
    printf("       x        y    dy/dx\n");
    for (int k = -2; k <= 2; k++) {
        double x = 1.5 * k;
        double y, g;
        composition_gradient(&x, NULL, &y, &g);
        printf("%8.4f %8.4f %8.4f\n", x, tidy(y, 4), tidy(g, 4));

        double h = 1 + x * x;
        double by_hand = 1 / sqrt(h) * (1 / (2 * sqrt(h))) * (2 * x);
        failed += !(fabs(g - by_hand) < 1e-14) + !(fabs(y - log(h) / 2) < 1e-14);
    }
    printf("f'(g(h(x))) g'(h(x)) h'(x) is the same, within 1e-14: %s\n", failed ? "no" : "yes");
    return failed;
}

int main(void)
{
    return show_chain() + show_composition();
}
