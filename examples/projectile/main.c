/* Aims a shell at targets: the angle and the time of flight by Newton's method with the 2 x 2
 * Jacobian by adc, which goes through the table of drag in C. */
#include "../common/common.h"
#include "projectile_grad.h"

#include <math.h>
#include <stdio.h>

static const double pi = 3.14159265358979323846;
static const double given[projectile_np] = {600, 2e-4}; /* muzzle velocity, drag */

/* Post: x, angle and time, hit the target; how far the shell misses it is returned. */
static double aim(const double *target, double *x, int *steps)
{
    double place[2], jac[4], step[2];
    double miss = 1;
    for (*steps = 0; *steps < 20 && miss > 1e-8; ++*steps) {
        projectile_jacobian(x, given, place, jac);
        step[0] = target[0] - place[0];
        step[1] = target[1] - place[1];
        miss = hypot(step[0], step[1]);
        if (!solve(2, jac, 1, step)) {
            return HUGE_VAL;
        }
        x[0] += step[0];
        x[1] += step[1];
    }
    return miss;
}

/* Post: the largest difference of the Jacobian and differences of the values, relative. */
static double against_differences(const double *x)
{
    const double h = 1e-5;
    double place[2], jac[4], low[2], high[2];
    double largest = 0;
    projectile_jacobian(x, given, place, jac);
    for (int j = 0; j < 2; j++) {
        double moved[2] = {x[0], x[1]};
        moved[j] = x[j] - h;
        projectile_value(moved, given, low);
        moved[j] = x[j] + h;
        projectile_value(moved, given, high);
        for (int i = 0; i < 2; i++) {
            const double difference = (high[i] - low[i]) / (2 * h);
            largest = larger(largest, fabs(jac[2 * i + j] - difference) / (1 + fabs(difference)));
        }
    }
    return largest;
}

int main(void)
{
    static const double targets[][2] = {{1000, 0}, {2000, 100}, {4000, -50}, {6000, 0}};
    int failed = 0;
    printf("  target       angle    time   steps of Newton's method\n");
    for (int i = 0; i < 4; i++) {
        double x[projectile_nx] = {0.1, targets[i][0] / 500};
        int steps;
        const double miss = aim(targets[i], x, &steps);
        printf("%5.0f, %4.0f  %6.3f deg %6.3f s   %d\n", targets[i][0], targets[i][1],
               x[0] * 180 / pi, x[1], steps);
        failed += check_below("  hit", miss, 1e-8);
        failed += check_below("  Jacobian against differences", against_differences(x), 1e-6);
    }
    return failed;
}
