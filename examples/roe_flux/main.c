/* Checks Roe's flux and its Jacobian against what they must satisfy, then computes Sod's shock tube
 * by the implicit Euler method, which needs that Jacobian. */
#include "../common/common.h"
#include "roe_flux_grad.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { n = 3, cells = 100 };

static const double heat_ratio = 1.4;

static void conserved(double density, double velocity, double pressure, double *U)
{
    U[0] = density;
    U[1] = density * velocity;
    U[2] = pressure / (heat_ratio - 1) + density * velocity * velocity / 2;
}

/* The flux through a face, and its Jacobian taken apart by the two states. */
static void face(const double *left, const double *right, double *F, double *by_left,
                 double *by_right)
{
    double x[2 * n], jac[n * 2 * n];
    memcpy(x, left, n * sizeof *x);
    memcpy(x + n, right, n * sizeof *x);
    roe_flux_jacobian(x, NULL, F, jac);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            by_left[i * n + j] = jac[i * 2 * n + j];
            by_right[i * n + j] = jac[i * 2 * n + n + j];
        }
    }
}

/* The Jacobian of the flux of one state as printed in Toro, section 3.1.2. */
static void printed_jacobian(const double *U, double *A)
{
    double g = heat_ratio;
    double u = U[1] / U[0];
    double e = U[2] / U[0];
    const double printed[n][n] = {
        {0, 1, 0},
        {(g - 3) / 2 * u * u, (3 - g) * u, g - 1},
        {(g - 1) * u * u * u - g * u * e, g * e - 1.5 * (g - 1) * u * u, g * u},
    };
    memcpy(A, printed, sizeof printed);
}

/* At equal states the flux is that of the state, and the two parts of its Jacobian add up to A. */
static int check_consistency(void)
{
    static const double states[4][n] = {
        {1, 0.75, 1}, {0.125, 0, 0.1}, {1, -2, 0.4}, {5.99924, 19.5975, 460.894}};
    double off_flux = 0, off_sum = 0, off_own = 0;

    for (int k = 0; k < 4; k++) {
        double U[n], F[n], f[n], L[n * n], R[n * n], A[n * n], own[n * n];
        conserved(states[k][0], states[k][1], states[k][2], U);
        face(U, U, F, L, R);
        euler_flux_jacobian(U, NULL, f, own);
        printed_jacobian(U, A);
        for (int i = 0; i < n * n; i++) {
            L[i] += R[i];
        }
        double size = largest_entry(n * n, A);
        off_flux = larger(off_flux, largest_difference(n, F, f) / largest_entry(n, f));
        off_sum = larger(off_sum, largest_difference(n * n, L, A) / size);
        off_own = larger(off_own, largest_difference(n * n, own, A) / size);
    }
    printf("Four states, left = right = U, differences relative to the largest entry\n");
    int failed = check_below("  F(U, U) - f(U)", off_flux, 1e-13);
    failed += check_below("  dF/dleft + dF/dright - A(U)", off_sum, 1e-12);
    return failed + check_below("  df/dU - A(U)", off_own, 1e-13);
}

/* The rows of one cell in Newton's linear system: below, diagonal, above, right-hand side. */
struct row {
    double below[n * n], diagonal[n * n], above[n * n], rhs[n];
};

/* Post: row i holds the residual of (U - old) dx/dt + F(right face) - F(left face) = 0, negated,
 * and its derivatives. Beyond both ends of the tube the gas is as in the last cell. Returns the
 * largest residual. */
static double linearize(double U[cells][n], double old[cells][n], double dx_dt, struct row *rows)
{
    double worst = 0;
    memset(rows, 0, cells * sizeof *rows);
    for (int i = 0; i < cells; i++) {
        for (int k = 0; k < n; k++) {
            rows[i].rhs[k] = -(U[i][k] - old[i][k]) * dx_dt;
            rows[i].diagonal[k * n + k] = dx_dt;
        }
    }
    for (int i = 0; i <= cells; i++) { /* the face between i - 1 and i */
        int left = i > 0 ? i - 1 : 0;
        int right = i < cells ? i : cells - 1;
        double F[n], by_left[n * n], by_right[n * n];
        face(U[left], U[right], F, by_left, by_right);
        for (int k = 0; k < n * n && i > 0; k++) {
            (left == right ? rows[left].diagonal : rows[left].above)[k] += by_right[k];
            rows[left].diagonal[k] += by_left[k];
        }
        for (int k = 0; k < n * n && i < cells; k++) {
            (left == right ? rows[right].diagonal : rows[right].below)[k] -= by_left[k];
            rows[right].diagonal[k] -= by_right[k];
        }
        for (int k = 0; k < n; k++) {
            rows[left].rhs[k] -= i > 0 ? F[k] : 0;
            rows[right].rhs[k] += i < cells ? F[k] : 0;
        }
    }
    for (int i = 0; i < cells; i++) {
        worst = larger(worst, largest_entry(n, rows[i].rhs));
    }
    return worst;
}

/* a -= b c for n x n times n x columns. */
static void subtract_product(double *a, const double *b, int columns, const double *c)
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < columns; j++) {
            for (int k = 0; k < n; k++) {
                a[i * columns + j] -= b[i * n + k] * c[k * columns + j];
            }
        }
    }
}

/* Block elimination down the tube and substitution back up. Post: rhs holds the solution. */
static void solve_rows(struct row *rows)
{
    for (int i = 0; i < cells; i++) {
        double diagonal[n * n];
        if (i > 0) {
            subtract_product(rows[i].diagonal, rows[i].below, n, rows[i - 1].above);
            subtract_product(rows[i].rhs, rows[i].below, 1, rows[i - 1].rhs);
        }
        memcpy(diagonal, rows[i].diagonal, sizeof diagonal);
        solve(n, diagonal, n, rows[i].above);
        solve(n, rows[i].diagonal, 1, rows[i].rhs);
    }
    for (int i = cells - 2; i >= 0; i--) {
        subtract_product(rows[i].rhs, rows[i].above, 1, rows[i + 1].rhs);
    }
}

/* One step of the implicit Euler method by Newton's. Returns the largest residual left. */
static double step(double U[cells][n], double dx_dt)
{
    static struct row rows[cells];
    static double old[cells][n];
    memcpy(old, U, sizeof old);

    double residual = linearize(U, old, dx_dt, rows);
    for (int k = 0; k < 20 && !(residual < 1e-11); k++) {
        solve_rows(rows);
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < n; j++) {
                U[i][j] += rows[i].rhs[j];
            }
        }
        residual = linearize(U, old, dx_dt, rows);
    }
    return residual;
}

static void print_profile(double U[cells][n])
{
    printf("       x  density  velocity  pressure\n");
    for (int i = 4; i < cells; i += 7) {
        double u = U[i][1] / U[i][0];
        double p = (heat_ratio - 1) * (U[i][2] - U[i][1] * u / 2);
        printf("   %5.3f  %7.3f  %8.3f  %8.3f  |", (i + 0.5) / cells, U[i][0], tidy(u, 3), p);
        for (int k = 0; k < (int)(40 * U[i][0] + 0.5); k++) {
            printf("*");
        }
        printf("\n");
    }
}

int main(void)
{
    static double U[cells][n];
    const double dt = 0.01;
    double mass = 0, residual = 0;

    int failed = check_consistency();
    for (int i = 0; i < cells; i++) {
        conserved(i < cells / 2 ? 1 : 0.125, 0, i < cells / 2 ? 1 : 0.1, U[i]);
        mass -= U[i][0] / cells;
    }
    for (int k = 0; k < 20; k++) {
        residual = larger(residual, step(U, 1.0 / cells / dt));
        mass += dt * (U[cells - 1][1] - U[0][1]); /* what flows out at the ends */
    }
    for (int i = 0; i < cells; i++) {
        mass += U[i][0] / cells;
    }
    printf("\nSod's shock tube at t = 0.2, %d cells, 20 implicit steps\n", cells);
    print_profile(U);
    failed += check_below("  residual after Newton's method", residual, 1e-11);
    return failed + check_below("  mass gained or lost", fabs(mass), 1e-11);
}
