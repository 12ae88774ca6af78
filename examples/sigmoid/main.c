/* Prints values and slopes of activation functions at ordinary points, at the kinks and far out. */
#include "sigmoid_grad.h"

#include "../common/common.h"

#include <math.h>
#include <stdio.h>

static const struct unit {
    const char *name;
    void (*gradient)(const double *x, const double *p, double *y, double *g);
} units[] = {
    {"logistic", logistic_gradient},   {"written_out", written_out_gradient},
    {"tangent", tangent_gradient},     {"soft", soft_gradient},
    {"rectifier", rectifier_gradient}, {"leaky", leaky_gradient},
    {"threshold", threshold_gradient}, {"hard", hard_gradient},
};
enum { unit_count = sizeof units / sizeof units[0], point_count = 5 };

static const double points[point_count] = {-1000, -1, 0, 1, 1000};

static void print_table(const char *title, double table[unit_count][point_count])
{
    printf("%-12s", title);
    for (int k = 0; k < point_count; k++) {
        printf(" %10.0f", points[k]);
    }
    printf("\n");
    for (int u = 0; u < unit_count; u++) {
        printf("%-12s", units[u].name);
        for (int k = 0; k < point_count; k++) {
            printf(" %10.4f", tidy(table[u][k], 4));
        }
        printf("\n");
    }
    printf("\n");
}

int main(void)
{
    double value[unit_count][point_count], slope[unit_count][point_count];
    int all_finite = 1;
    double worst = 0;

    for (int u = 0; u < unit_count; u++) {
        for (int k = 0; k < point_count; k++) {
            units[u].gradient(&points[k], NULL, &value[u][k], &slope[u][k]);
            all_finite = all_finite && isfinite(value[u][k]) && isfinite(slope[u][k]);
        }
    }
    print_table("value at", value);
    print_table("slope at", slope);
    printf("no overflow, no NaN: %s\n", all_finite ? "yes" : "no");

    /* s' = s (1 - s) in between, and the two ways to write the function agree. */
    for (int i = -40; i <= 40; i++) {
        double x = 0.25 * i;
        double s, ds, t, dt;
        logistic_gradient(&x, NULL, &s, &ds);
        written_out_gradient(&x, NULL, &t, &dt);
        double here[3] = {ds, s, ds};
        double there[3] = {s * (1 - s), t, dt};
        worst = larger(worst, largest_difference(3, here, there));
    }
    return !all_finite +
           check_below("slope against s (1 - s) and against the written-out form", worst, 1e-13);
}
