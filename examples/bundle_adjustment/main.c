/* Calibrates a camera: the derivatives of the reprojection error at a point and at rotation zero,
 * then a Levenberg-Marquardt refinement of pose, focal length and distortion from twelve points. */
#include "../common/common.h"
#include "bundle_adjustment_grad.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    nx = reproject_nx, /* rot 0-2, centre 3-5, f 6, k 7-8, X 9-11 */
    ny = reproject_ny,
    camera = 9, /* the first nine are the camera's, the last three the point's */
    points = 12,
    residuals = ny * points
};

/* The corners of a box and four points before and behind it, in metres. */
static const double scene[points][3] = {
    {-1, -1, -1}, {1, -1, -1}, {-1, 1, -1},    {1, 1, -1},      {-1, -1, 1},    {1, -1, 1},
    {-1, 1, 1},   {1, 1, 1},   {0.4, 0.3, -2}, {-0.6, 0.2, -2}, {0.2, -1.5, 2}, {-1.6, 0.5, 2},
};

/* The camera that took the picture, and what is known of it beforehand. */
static const double truth[camera] = {0.1, -0.2, 0.05, 0.3, -0.2, -5, 800, -0.12, 0.03};
static const double guess[camera] = {0, 0, 0, 0, 0, -4.5, 700, 0, 0};

static void differentiate_centrally(const double *x, const double *p, double *jac)
{
    for (int j = 0; j < nx; j++) {
        double h = 1e-5 * fmax(1, fabs(x[j]));
        double there[nx], ahead[ny], behind[ny];
        memcpy(there, x, sizeof there);
        there[j] = x[j] + h;
        reproject_value(there, p, ahead);
        there[j] = x[j] - h;
        reproject_value(there, p, behind);
        for (int i = 0; i < ny; i++) {
            jac[i * nx + j] = (ahead[i] - behind[i]) / (2 * h);
        }
    }
}

static void print_columns(const char *title, const double *jac, int from, int to)
{
    printf("  d err / d %-7s", title);
    for (int i = 0; i < ny; i++) {
        printf(i == 0 ? " [" : "                    [");
        for (int j = from; j < to; j++) {
            printf(" %9.3f", tidy(jac[i * nx + j], 3));
        }
        printf(" ]\n");
    }
}

static int show_derivatives(const char *where, const double *x, const double *feature)
{
    double err[ny], jac[ny * nx], differences[ny * nx];

    reproject_jacobian(x, feature, err, jac);
    printf("%s\n  err = (%.3f, %.3f) pixels\n", where, err[0], err[1]);
    print_columns("rot", jac, 0, 3);
    print_columns("centre", jac, 3, 6);
    print_columns("f, k", jac, 6, 9);
    print_columns("X", jac, 9, 12);

    differentiate_centrally(x, feature, differences);
    double far = largest_difference(ny * nx, jac, differences) / largest_entry(ny * nx, jac);
    int failed = check_below("  from central differences, of the largest entry", far, 1e-7);
    printf("\n");
    return failed;
}

/* Post: the errors of all points and, if jac is not NULL, their derivatives by the camera. Returns
 * the root mean square error in pixels. */
static double look(const double *at, double features[points][ny], double *err, double *jac)
{
    double sum = 0;
    for (int k = 0; k < points; k++) {
        double x[nx], all[ny * nx];
        memcpy(x, at, camera * sizeof *x);
        memcpy(x + camera, scene[k], sizeof scene[k]);
        if (jac == NULL) {
            reproject_value(x, features[k], err + k * ny);
        } else {
            reproject_jacobian(x, features[k], err + k * ny, all);
        }
        for (int i = 0; i < ny; i++) {
            sum += err[k * ny + i] * err[k * ny + i];
            for (int j = 0; jac != NULL && j < camera; j++) {
                jac[(k * ny + i) * camera + j] = all[i * nx + j];
            }
        }
    }
    return sqrt(sum / points);
}

/* Post: step solves (J'J + damping diag(J'J)) step = -J'err. */
static void damped_step(const double *jac, const double *err, double damping, double *step)
{
    double normal[camera * camera];
    for (int i = 0; i < camera; i++) {
        step[i] = 0;
        for (int r = 0; r < residuals; r++) {
            step[i] -= jac[r * camera + i] * err[r];
        }
        for (int j = 0; j < camera; j++) {
            double sum = 0;
            for (int r = 0; r < residuals; r++) {
                sum += jac[r * camera + i] * jac[r * camera + j];
            }
            normal[i * camera + j] = i == j ? sum * (1 + damping) : sum;
        }
    }
    solve(camera, normal, 1, step);
}

/* Levenberg-Marquardt: a step that lowers the error is taken and the damping lowered; one that
 * does not is dropped and the damping raised. */
static double refine(double *at, double features[points][ny])
{
    double err[residuals], jac[residuals * camera], step[camera], next[camera];
    double damping = 1e-3;
    double rms = look(at, features, err, jac);

    printf("  iteration   rms error in pixels\n");
    printf("  %9d   %12.4f\n", 0, rms);
    for (int k = 1; k <= 50 && rms > 1e-10; k++) {
        damped_step(jac, err, damping, step);
        for (int i = 0; i < camera; i++) {
            next[i] = at[i] + step[i];
        }
        double trial = look(next, features, err, NULL);
        if (trial < rms) {
            memcpy(at, next, sizeof next);
            damping /= 10;
        } else {
            damping *= 10;
        }
        rms = look(at, features, err, jac);
        if (rms > 1e-4) {
            printf("  %9d   %12.4f\n", k, rms);
        }
    }
    return rms;
}

static int show_refinement(void)
{
    static const char *const name[camera] = {"rot 0",    "rot 1", "rot 2", "centre x", "centre y",
                                             "centre z", "f",     "k 0",   "k 1"};
    double features[points][ny], at[camera], err[residuals];

    /* The picture: what the true camera sees is its error against the feature (0, 0). */
    memset(features, 0, sizeof features);
    look(truth, features, err, NULL);
    memcpy(features, err, sizeof features);

    printf("Refining the camera from %d points\n", points);
    memcpy(at, guess, sizeof at);
    double rms = refine(at, features);
    int failed = check_below("  and then the rms error falls", rms, 1e-8);

    printf("\n  %-9s %12s %12s %12s\n", "", "guess", "refined", "true");
    for (int i = 0; i < camera; i++) {
        printf("  %-9s %12.4f %12.4f %12.4f\n", name[i], guess[i], at[i], truth[i]);
    }
    return failed + check_below("  largest difference from the true camera",
                                largest_difference(camera, at, truth), 1e-6);
}

int main(void)
{
    const double feature[ny] = {120, -60};
    const double turned[nx] = {0.1, -0.2, 0.05, 0.3, -0.2, -5, 800, -0.12, 0.03, 1, -1, -1};
    const double straight[nx] = {0, 0, 0, 0.3, -0.2, -5, 800, -0.12, 0.03, 1, -1, -1};

    int failed = show_derivatives("One observation, camera turned", turned, feature);
    failed +=
        show_derivatives("One observation, rot = 0: the other branch of rotate", straight, feature);
    return failed + show_refinement();
}
