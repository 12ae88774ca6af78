/* Inverse kinematics of the UR5 by damped least squares with the 6 x 6 Jacobian by adc. */
#include "../common/common.h"
#include "robot_arm_grad.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { n = 6 };

static const double pi = 3.14159265358979323846;

/* What is left to go: a difference of poses, angles taken the short way round. */
static void pose_error(const double *target, const double *pose, double *error)
{
    for (int i = 0; i < n; i++) {
        error[i] = target[i] - pose[i];
        if (i >= 3) {
            error[i] -= 2 * pi * floor(error[i] / (2 * pi) + 0.5);
        }
    }
}

/* Post: step = J' (J J' + damping I)^-1 error: near a singular pose short instead of wild. */
static void damped_step(const double *jac, const double *error, double damping, double *step)
{
    double normal[n * n], w[n];
    memcpy(w, error, sizeof w);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            double sum = i == j ? damping : 0;
            for (int k = 0; k < n; k++) {
                sum += jac[i * n + k] * jac[j * n + k];
            }
            normal[i * n + j] = sum;
        }
    }
    solve(n, normal, 1, w);
    for (int k = 0; k < n; k++) {
        step[k] = 0;
        for (int i = 0; i < n; i++) {
            step[k] += jac[i * n + k] * w[i];
        }
    }
}

/* Post: q reaches the target; the distance still to go is returned. */
static double reach(const double *target, double *q)
{
    double pose[n], jac[n * n], error[n], step[n];
    double distance = 1;

    printf("  step   largest entry of the error\n");
    for (int k = 0; k < 100; k++) {
        robot_arm_jacobian(q, NULL, pose, jac);
        pose_error(target, pose, error);
        distance = largest_entry(n, error);
        if (distance > 1e-4) {
            printf("  %4d   %.4f\n", k, distance);
        }
        if (!(distance > 1e-13)) {
            break;
        }
        damped_step(jac, error, 0.01 * distance * distance, step);
        for (int i = 0; i < n; i++) {
            q[i] += step[i];
        }
    }
    return distance;
}

/* The textbook's geometric Jacobian of the position: joint i turns the flange about its axis z(i),
 * so that d position / d q(i) = z(i) x (position - origin(i)). Post: jac[3 x 6]. */
static void turn_about_axes(const double *q, const double *position, double *jac)
{
    static const double a[n] = {0, -0.425, -0.39225, 0, 0, 0};
    static const double d[n] = {0.089159, 0, 0, 0.10915, 0.09465, 0.0823};
    static const double twist[n] = {0.5, 0, 0, 0.5, -0.5, 0}; /* of pi */
    double x[3] = {1, 0, 0}, y[3] = {0, 1, 0}, z[3] = {0, 0, 1}, origin[3] = {0, 0, 0};

    for (int i = 0; i < n; i++) {
        double arm[3];
        for (int k = 0; k < 3; k++) {
            arm[k] = position[k] - origin[k];
        }
        for (int k = 0; k < 3; k++) {
            int l = (k + 1) % 3;
            int m = (k + 2) % 3;
            jac[k * n + i] = z[l] * arm[m] - z[m] * arm[l];
        }
        for (int k = 0; k < 3; k++) {
            double across = cos(q[i]) * x[k] + sin(q[i]) * y[k];
            double along = cos(q[i]) * y[k] - sin(q[i]) * x[k];
            double up = z[k];
            origin[k] += d[i] * up + a[i] * across;
            x[k] = across;
            y[k] = cos(twist[i] * pi) * along + sin(twist[i] * pi) * up;
            z[k] = cos(twist[i] * pi) * up - sin(twist[i] * pi) * along;
        }
    }
}

int main(void)
{
    static const double goal[n] = {0.6, -1.2, 1.5, -0.9, -1.4, 0.3};
    double q[n] = {0.2, -0.9, 1.1, -0.5, -1.1, 0};
    double target[n], pose[n], jac[n * n], by_axes[3 * n];

    robot_arm_value(goal, NULL, target);
    printf("Target: x %.3f, y %.3f, z %.3f m; roll %.3f, pitch %.3f, yaw %.3f rad\n\n", target[0],
           target[1], target[2], target[3], target[4], target[5]);
    double distance = reach(target, q);
    int failed = check_below("  and then the error falls", distance, 1e-12);

    printf("\n  joint   degrees\n");
    for (int i = 0; i < n; i++) {
        printf("  %5d  %8.3f\n", i + 1, q[i] * 180 / pi);
    }

    robot_arm_jacobian(q, NULL, pose, jac);
    printf("\n  Jacobian there: rows x y z roll pitch yaw\n");
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            printf(" %8.4f", tidy(jac[i * n + j], 4));
        }
        printf("\n");
    }
    turn_about_axes(q, pose, by_axes);
    return failed + check_below("  rows x y z against axis x arm of the textbook",
                                largest_difference(3 * n, jac, by_axes), 1e-13);
}
