/* Compares the functions made from the model with extern functions with those made from the model
 * that has the same functions written out, at a point on each side of its branch. */
#include "called.h"
#include "functions.h"
#include "written.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

enum { N = called_m_nx, M = called_m_ny };

static int wrong = 0;

static void compare(const char *what, const REAL *called, const REAL *written, int count)
{
    const double unit = sizeof(REAL) == sizeof(float) ? (double)FLT_EPSILON : DBL_EPSILON;
    for (int i = 0; i < count; i++) {
        const double a = (double)called[i];
        const double b = (double)written[i];
        if (!(fabs(a - b) <= 200 * unit * fmax(1, fabs(b)))) {
            printf("%s[%d] is %.17g, written out %.17g\n", what, i, a, b);
            wrong = 1;
        }
    }
}

#ifdef ARGS
#define AT x, x[3], p[0]
#define OUTPUTS(y) (y), (y) + 3
#define SEEDED(function, seed, y, result) function(AT, OUTPUTS(y), seed, result)
#else
#define AT x, p
#define OUTPUTS(y) (y)
#define SEEDED(function, seed, y, result) function(AT, seed, y, result)
#endif

static void compare_all(const REAL *x, const REAL *p)
{
    const REAL dx[N] = {1, -2, (REAL)0.5, 3};
    const REAL w[M] = {1, (REAL)0.25, -2, 4};
    REAL y[2][M], first[2][M * N], second[2][N * N], product[2][3][M];
    drag_calls = 0;
    called_m_value(AT, OUTPUTS(y[0]));
    if (drag_calls != 4) {
        printf("drag is called %d times for 4 different pairs of arguments\n", drag_calls);
        wrong = 1;
    }
    written_m_value(AT, OUTPUTS(y[1]));
    compare("y", y[0], y[1], M);
    called_m_jacobian(AT, OUTPUTS(y[0]), first[0]);
    written_m_jacobian(AT, OUTPUTS(y[1]), first[1]);
    compare("y of jacobian", y[0], y[1], M);
    compare("jac", first[0], first[1], called_m_jac_nnz);
    called_m_hessian(AT, w, second[0]);
    written_m_hessian(AT, w, second[1]);
    compare("h", second[0], second[1], called_m_hess_nnz);
    SEEDED(called_m_jvp, dx, y[0], product[0][0]);
    SEEDED(written_m_jvp, dx, y[1], product[1][0]);
    SEEDED(called_m_vjp, w, y[0], product[0][1]);
    SEEDED(written_m_vjp, w, y[1], product[1][1]);
    called_m_hvp(AT, w, dx, product[0][2]);
    written_m_hvp(AT, w, dx, product[1][2]);
    compare("dy, wx, hdx", product[0][0], product[1][0], 3 * M);
}

int main(void)
{
    const REAL p[] = {(REAL)0.75};
    const REAL above[N] = {(REAL)0.5, -1, (REAL)1.5, (REAL)0.6};
    const REAL below[N] = {(REAL)0.5, -1, (REAL)1.5, (REAL)-0.6};
    compare_all(above, p);
    compare_all(below, p);
    return wrong;
}
