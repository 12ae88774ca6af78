/* A robot's arm that is let go: its motion by the implicit midpoint rule, Newton's method in every
 * step with the derivatives by adc, which also give the matrix of inertia. */
#include "../common/common.h"
#include "arm_dynamics_grad.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { n = 6, inputs = 3 * n, outputs = n + 1 };

/* What the model says of a motion. */
struct arm {
    double x[inputs];             /* angles, speeds, accelerations */
    double y[outputs];            /* torques, energy */
    double jac[outputs * inputs]; /* a row for each of these */
};

static void set(struct arm *arm, const double *angle, const double *speed, const double *speed_up,
                const double *p)
{
    memcpy(arm->x, angle, n * sizeof(double));
    memcpy(arm->x + n, speed, n * sizeof(double));
    memcpy(arm->x + 2 * n, speed_up, n * sizeof(double));
    arm_dynamics_jacobian(arm->x, p, arm->y, arm->jac);
}

static double slope(const struct arm *arm, int output, int kind, int joint)
{
    return arm->jac[output * inputs + kind * n + joint];
}

/* One step of the midpoint rule without motors: the acceleration for which all torques are 0, from
 * the one of the step before. Post: the number of Newton's iterations. */
static int step(double h, double *angle, double *speed, double *speed_up, const double *p)
{
    struct arm arm;
    double largest = 1;
    int iterations = 0;

    for (; largest > 1e-10 && iterations < 50; iterations++) {
        double mid_angle[n], mid_speed[n], matrix[n * n], change[n];
        for (int i = 0; i < n; i++) {
            mid_speed[i] = speed[i] + h / 2 * speed_up[i];
            mid_angle[i] = angle[i] + h / 2 * mid_speed[i];
        }
        set(&arm, mid_angle, mid_speed, speed_up, p);
        for (int i = 0; i < n; i++) {
            change[i] = -arm.y[i];
            for (int j = 0; j < n; j++) {
                matrix[i * n + j] = slope(&arm, i, 2, j) + h / 2 * slope(&arm, i, 1, j) +
                                    h * h / 4 * slope(&arm, i, 0, j);
            }
        }
        largest = largest_entry(n, change);
        solve(n, matrix, 1, change);
        for (int i = 0; i < n; i++) {
            speed_up[i] += change[i];
        }
    }
    for (int i = 0; i < n; i++) {
        angle[i] += h * (speed[i] + h / 2 * speed_up[i]);
        speed[i] += h * speed_up[i];
    }
    return iterations;
}

/* The laws of mechanics that any motion keeps. */
static int check_laws(void)
{
    static const double angle[n] = {0.1, -1, 1.2, 0.3, -0.5, 0.2};
    static const double speed[n] = {0.5, -0.3, 0.8, 1.1, -0.7, 2};
    static const double speed_up[n] = {1, 2, -3, 0.5, 1.5, -1};
    static const double rest[n] = {0};
    static const double p[] = {1.5, 0, 0};
    struct arm arm;
    double transposed[n * n], inertia[n * n], slopes[n], twice = 0, power = 0, growth = 0;

    set(&arm, angle, speed, speed_up, p);
    const double energy = arm.y[n];
    printf("  matrix of inertia, kg m^2\n");
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            inertia[i * n + j] = slope(&arm, i, 2, j);
            transposed[j * n + i] = inertia[i * n + j];
            twice += inertia[i * n + j] * speed[i] * speed[j];
            printf(" %8.4f", tidy(inertia[i * n + j], 4));
        }
        printf("\n");
        power += arm.y[i] * speed[i];
        growth += slope(&arm, n, 0, i) * speed[i] + slope(&arm, n, 1, i) * speed_up[i];
    }
    int failed =
        check_below("  it is symmetric", largest_difference(n * n, inertia, transposed), 1e-13);
    failed += check_below("  the power of the motors is the growth of the energy",
                          fabs(power - growth), 1e-11);
    set(&arm, angle, rest, rest, p);
    failed += check_below("  the speeds have half of v' M v in it",
                          fabs(energy - arm.y[n] - twice / 2), 1e-12);
    for (int i = 0; i < n; i++) {
        slopes[i] = slope(&arm, n, 0, i);
    }
    return failed + check_below("  to hold the arm takes the slopes of its height",
                                largest_difference(n, slopes, arm.y), 1e-12);
}

/* Lets the arm fall from rest for so many seconds. Post: the energy at the end, less that at the
 * beginning, and the largest speed at the end. */
static double fall(double seconds, double h, const double *p, double *last)
{
    double angle[n] = {0, -2.2, 0.4, -0.7, 0.3, 0};
    double speed[n] = {0};
    double speed_up[n] = {0};
    struct arm arm;
    int most = 0;
    const int steps = (int)(seconds / h + 0.5);

    set(&arm, angle, speed, speed_up, p);
    const double before = arm.y[n];
    printf("  seconds   shoulder    elbow    wrist   energy, J\n");
    for (int k = 0; k <= steps; k++) {
        set(&arm, angle, speed, speed_up, p);
        if (k % (steps / 5) == 0) {
            printf("  %7.2f   %8.3f %8.3f %8.3f   %8.2f\n", k * h, tidy(angle[1], 3),
                   tidy(angle[2], 3), tidy(angle[3], 3), tidy(arm.y[n], 2));
        }
        *last = largest_entry(n, speed);
        if (k < steps) {
            const int iterations = step(h, angle, speed, speed_up, p);
            most = iterations > most ? iterations : most;
        }
    }
    printf("  at most %d iterations a step\n", most);
    return arm.y[n] - before;
}

int main(void)
{
    static const double smooth[] = {2, 0, 0};
    static const double rough[] = {2, 8, 0.5};
    double last;

    int failed = check_laws();
    printf("\nFalling without friction\n");
    const double drift = fall(0.5, 0.002, smooth, &last);
    failed += check_below("  the energy stays what it was", fabs(drift), 1e-3);
    printf("\nFalling with friction\n");
    const double lost = fall(20, 0.01, rough, &last);
    failed += check_below("  energy is lost", lost, 0);
    return failed + check_below("  and the arm hardly moves in the end", last, 0.02);
}
