/* The risk of a book of a thousand options: the price and the gradient of all at once. */
#include "option_book_grad.h"

#include <math.h>
#include <stdio.h>

enum { OPTIONS = 1000, SPOT = 0, RATE, VOLATILITY, MARKET = option_nx };
enum { STRIKE = 0, EXPIRY, KIND, TERMS = option_np };

/* Element k of option i is at [k][i]. */
static double terms[TERMS][OPTIONS];
static double quantity[OPTIONS];
static double price[OPTIONS];
static double greeks[MARKET][OPTIONS];

static void make_book(void)
{
    for (int i = 0; i < OPTIONS; i++) {
        terms[STRIKE][i] = 60 + i % 81;
        terms[EXPIRY][i] = 0.1 + 0.05 * (i % 37);
        terms[KIND][i] = i % 3 == 0 ? -1 : 1;
        quantity[i] = i % 7 - 2;
    }
}

/* The market is the same for all options, so its stride is 0. */
static void price_book(const double *market)
{
    option_gradient_batch(OPTIONS, market, 0, &terms[0][0], OPTIONS, price, OPTIONS, &greeks[0][0],
                          OPTIONS);
}

/* Post: the sum over the book, each option as often as it is held. */
static double total(const double *of_each)
{
    double sum = 0;
    for (int i = 0; i < OPTIONS; i++) {
        sum += quantity[i] * of_each[i];
    }
    return sum;
}

/* Post: the largest difference from the function for one option. */
static double difference(const double *market)
{
    double largest = 0;
    for (int i = 0; i < OPTIONS; i++) {
        const double own[TERMS] = {terms[STRIKE][i], terms[EXPIRY][i], terms[KIND][i]};
        double y;
        double g[MARKET];
        option_gradient(market, own, &y, g);
        largest = fmax(largest, fabs(y - price[i]));
        for (int k = 0; k < MARKET; k++) {
            largest = fmax(largest, fabs(g[k] - greeks[k][i]));
        }
    }
    return largest;
}

int main(void)
{
    static const char *const name[MARKET] = {"spot", "rate", "volatility"};
    static const double shift[MARKET] = {0.01, 0.0001, 0.0001};
    double market[MARKET] = {100, 0.03, 0.25};
    double slope[MARKET];
    make_book();
    price_book(market);
    const double value = total(price);
    printf("%d options are worth %.2f\n", OPTIONS, value);
    printf("all at once as one by one, below 1e-10: %s\n",
           difference(market) < 1e-10 ? "yes" : "no");
    for (int k = 0; k < MARKET; k++) {
        slope[k] = total(greeks[k]);
    }
    for (int k = 0; k < MARKET; k++) {
        market[k] += shift[k];
        price_book(market);
        market[k] -= shift[k];
        const double change = total(price) - value;
        printf("%-10s slope %9.1f, a shift of %g foretold to a hundredth: %s\n", name[k], slope[k],
               shift[k], fabs(change - slope[k] * shift[k]) < 0.01 * fabs(change) ? "yes" : "no");
    }
    return 0;
}
