/* Finds the two dipoles from measured moments by Newton's method, for the experiments published by
 * Dennis, Gay and Vu; checks the Jacobian against its closed form in complex numbers. */
#include "../common/common.h"
#include "heart_dipole_grad.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { n = 8 };

static const struct experiment {
    const char *name;
    double moments[n];
    double start[n];
} experiments[] = {
    {"791129",
     {0.485, -0.0019, -0.0581, 0.015, 0.105, 0.0406, 0.167, -0.399},
     {0.299, 0.186, -0.0273, 0.0254, -0.474, 0.474, -0.0892, 0.0892}},
    {"791226",
     {-0.69, -0.044, -1.57, -1.31, -2.65, 2, -12.6, 9.48},
     {-0.3, -0.39, 0.3, -0.344, -1.2, 2.69, 1.59, -1.5}},
    {"0121a",
     {-0.816, -0.017, -1.826, -0.754, -4.839, -3.259, -14.023, 15.467},
     {-0.041, -0.775, 0.03, -0.047, -2.565, 2.565, -0.754, 0.754}},
    {"0121b",
     {-0.809, -0.021, -2.04, -0.614, -6.903, -2.934, -26.328, 18.639},
     {-0.056, -0.753, 0.026, -0.047, -2.991, 2.991, -0.568, 0.568}},
    {"0121c",
     {-0.807, -0.021, -2.379, -0.364, -10.541, -1.961, -51.551, 21.053},
     {-0.074, -0.733, 0.013, -0.034, -3.632, 3.632, -0.289, 0.289}},
};
enum { experiment_count = sizeof experiments / sizeof experiments[0] };

/* The moments are the real and imaginary parts of sums of m z^k with m = a + ic, z = t + iv. Post:
 * jac holds their derivatives: z^k by m, k m z^(k-1) by z, and i times that by the imaginary parts.
 */
static void closed_form(const double *x, double *jac)
{
    for (int q = 0; q < 2; q++) { /* the first or the second dipole */
        double m_re = x[q], m_im = x[2 + q], z_re = x[4 + q], z_im = x[6 + q];
        double power_re = 1, power_im = 0; /* z^k */
        double slope_re = 0, slope_im = 0; /* k m z^(k-1) */
        for (int k = 0; k < 4; k++) {
            double *re = jac + 2 * k * n + q;
            double *im = re + n;
            re[0] = im[2] = power_re;
            im[0] = power_im;
            re[2] = -power_im;
            re[4] = im[6] = slope_re;
            im[4] = slope_im;
            re[6] = -slope_im;

            slope_re = (k + 1) * (m_re * power_re - m_im * power_im);
            slope_im = (k + 1) * (m_re * power_im + m_im * power_re);
            double re_next = power_re * z_re - power_im * z_im;
            power_im = power_re * z_im + power_im * z_re;
            power_re = re_next;
        }
    }
}

static double residual(const double *x, const double *moments, double *r, double *jac)
{
    heart_dipole_jacobian(x, NULL, r, jac);
    for (int i = 0; i < n; i++) {
        r[i] -= moments[i];
    }
    return largest_entry(n, r);
}

/* Newton's method; a step that does not lower the largest residual is halved. Returns what is left
 * of it. */
static double find_dipoles(const double *moments, double *x)
{
    double r[n], jac[n * n], next[n];
    double left = residual(x, moments, r, jac);
    for (int k = 0; k < 100 && left > 1e-14; k++) {
        if (!solve(n, jac, 1, r)) {
            return left;
        }
        double step[n], trial = left;
        memcpy(step, r, sizeof step);
        for (double t = 1; t > 1e-4 && !(trial < left); t /= 2) {
            for (int i = 0; i < n; i++) {
                next[i] = x[i] - t * step[i];
            }
            trial = residual(next, moments, r, jac);
        }
        if (!(trial < left)) {
            return left;
        }
        memcpy(x, next, sizeof next);
        left = trial;
    }
    return left;
}

int main(void)
{
    double worst_jacobian = 0, worst_residual = 0;

    for (int k = 0; k < experiment_count; k++) {
        double x[n], y[n], jac[n * n], closed[n * n];
        memcpy(x, experiments[k].start, sizeof x);
        heart_dipole_jacobian(x, NULL, y, jac);
        closed_form(x, closed);
        worst_jacobian = larger(worst_jacobian, largest_difference(n * n, jac, closed) /
                                                    largest_entry(n * n, closed));

        double left = find_dipoles(experiments[k].moments, x);
        printf("experiment %s\n", experiments[k].name);
        for (int q = 0; q < 2; q++) {
            printf("  dipole (%8.5f, %8.5f) at (%8.5f, %8.5f)\n", x[q], x[2 + q], x[4 + q],
                   x[6 + q]);
        }
        worst_residual = larger(worst_residual, left);
    }
    int failed = check_below("moments left over", worst_residual, 1e-12);
    return failed + check_below("Jacobian against complex arithmetic, of the largest entry",
                                worst_jacobian, 1e-13);
}
