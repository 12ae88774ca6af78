/* The Jacobian of dual_graph by adc, and three times by hand: by the product rule written out, by
 * forward accumulation in 10 products, and in the order v2, v1, v3 in 7. */
#include "../common/common.h"
#include "dual_graph_grad.h"

#include <math.h>
#include <stdio.h>

/* What a student writes down: every entry for itself, every product expanded. */
static void expanded(double a, double b, double *jac)
{
    double s = sin(a * b);
    double c = cos(a * b);
    jac[0] = -sin(a * b * s) * (b * s + a * b * b * c);
    jac[1] = -sin(a * b * s) * (a * s + a * a * b * c);
    jac[2] = exp(a * b * s) * (b * s + a * b * b * c);
    jac[3] = exp(a * b * s) * (a * s + a * a * b * c);
}

/* Forward: v1 (4 products), v2 (2), v3 (4); the partials are those of the local operations. */
static void forward(double a, double b, double *jac)
{
    double v1 = a * b;
    double v2 = sin(v1);
    double v3 = v1 * v2;
    double v2_v1 = cos(v1);
    double y1_v3 = -sin(v3);
    double y2_v3 = exp(v3);

    double v2_a = v2_v1 * b;
    double v2_b = v2_v1 * a;
    double v3_a = v2 * b;
    double v3_b = v2 * a;
    v3_a += v1 * v2_a;
    v3_b += v1 * v2_b;
    jac[0] = y1_v3 * v3_a;
    jac[1] = y1_v3 * v3_b;
    jac[2] = y2_v3 * v3_a;
    jac[3] = y2_v3 * v3_b;
}

/* The factored form: v2 (1 product), v1 (2), v3 (4). Both paths from v1 to v3 are joined first. */
static void cheapest(double a, double b, double *jac)
{
    double v1 = a * b;
    double v2 = sin(v1);
    double v3 = v1 * v2;
    double v2_v1 = cos(v1);
    double y1_v3 = -sin(v3);
    double y2_v3 = exp(v3);

    double v3_v1 = v2 + v1 * v2_v1;
    double v3_a = v3_v1 * b;
    double v3_b = v3_v1 * a;
    jac[0] = y1_v3 * v3_a;
    jac[1] = y1_v3 * v3_b;
    jac[2] = y2_v3 * v3_a;
    jac[3] = y2_v3 * v3_b;
}

int main(void)
{
    static const double points[4][2] = {{1, 2}, {0.5, -1.5}, {-2, 0.3}, {0, 1}};
    double worst[3] = {0, 0, 0};

    printf("     a      b |       y1       y2 |   dy1/da   dy1/db   dy2/da   dy2/db\n");
    for (int k = 0; k < 4; k++) {
        double y[2], jac[4], hand[3][4];
        double a = points[k][0];
        double b = points[k][1];
        dual_graph_jacobian(points[k], NULL, y, jac);
        printf("%6.2f %6.2f | %8.4f %8.4f |", a, b, tidy(y[0], 4), tidy(y[1], 4));
        for (int i = 0; i < 4; i++) {
            printf(" %8.4f", tidy(jac[i], 4));
        }
        printf("\n");

        expanded(a, b, hand[0]);
        forward(a, b, hand[1]);
        cheapest(a, b, hand[2]);
        for (int i = 0; i < 3; i++) {
            worst[i] = larger(worst[i], largest_difference(4, jac, hand[i]));
        }
    }
    printf("\nJacobian by adc against\n");
    int failed = check_below("  the product rule written out", worst[0], 1e-13);
    failed += check_below("  forward accumulation, 10 products", worst[1], 1e-13);
    failed += check_below("  the order v2, v1, v3, 7 products", worst[2], 1e-13);
    return failed;
}
