/* The greeks of a European call by adc against their closed forms, and the volatility that a
 * market price implies, by Newton's method. */
#include "../common/common.h"
#include "black_scholes_grad.h"

#include <math.h>
#include <stdio.h>

enum { S, K, r, sigma, T, inputs };

static double cdf(double z)
{
    return erfc(-z / sqrt(2)) / 2;
}

static double density(double z)
{
    return exp(-z * z / 2) / sqrt(2 * 3.14159265358979323846);
}

static void closed_form(const double *x, double *greeks)
{
    double d1 =
        (log(x[S] / x[K]) + (x[r] + x[sigma] * x[sigma] / 2) * x[T]) / (x[sigma] * sqrt(x[T]));
    double d2 = d1 - x[sigma] * sqrt(x[T]);
    double discount = exp(-x[r] * x[T]);

    greeks[S] = cdf(d1);
    greeks[K] = -discount * cdf(d2);
    greeks[r] = x[K] * x[T] * discount * cdf(d2);
    greeks[sigma] = x[S] * sqrt(x[T]) * density(d1);
    greeks[T] = x[S] * x[sigma] * density(d1) / (2 * sqrt(x[T])) + x[r] * x[K] * discount * cdf(d2);
}

/* Post: x[sigma] gives this price. Newton's method from the turning point of the price as a
 * function of sigma: from there it cannot overshoot (Manaster, Koehler 1982). Returns the price's
 * error. */
static double imply_volatility(double *x, double price)
{
    double y = 0, g[inputs];
    x[sigma] = sqrt(2 * fabs(log(x[S] / x[K]) + x[r] * x[T]) / x[T]);
    for (int k = 0; k < 50; k++) {
        black_scholes_gradient(x, NULL, &y, g);
        double change = (price - y) / g[sigma];
        x[sigma] += change;
        if (!(fabs(change) > 1e-14)) {
            break;
        }
    }
    black_scholes_value(x, NULL, &y);
    return fabs(price - y);
}

int main(void)
{
    static const char *const name[inputs] = {"delta = d/dS", "d/dK", "rho = d/dr",
                                             "vega = d/dsigma", "-theta = d/dT"};
    double x[inputs] = {100, 105, 0.03, 0.25, 0.5};
    double price, g[inputs], closed[inputs], worst = 0;

    black_scholes_gradient(x, NULL, &price, g);
    closed_form(x, closed);
    printf("Call, S = 100, K = 105, r = 3 %%, sigma = 25 %%, T = 1/2: price %.4f\n", price);
    for (int i = 0; i < inputs; i++) {
        printf("  %-16s %9.4f\n", name[i], g[i]);
    }
    int failed = check_below("greeks against their closed forms",
                             largest_difference(inputs, g, closed), 1e-12);

    printf("\nstrike   price   implied volatility\n");
    for (int k = 0; k < 5; k++) {
        double smile = 0.2 + 0.01 * (k - 3) * (k - 3);
        x[K] = 80 + 10 * k;
        x[sigma] = smile;
        black_scholes_value(x, NULL, &price);
        worst = larger(worst, imply_volatility(x, price));
        worst = larger(worst, fabs(x[sigma] - smile));
        printf("%6.0f %7.3f   %.4f\n", x[K], price, x[sigma]);
    }
    return failed + check_below("price and volatility come back", worst, 1e-11);
}
