/* Every numeric type within its own rounding: the same model generated three times, and once with
 * its arguments one by one. */
#include "form_args.h"
#include "form_double.h"
#include "form_float.h"
#include "form_long.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

static int failures;

static void near(const char *what, int at, long double got, long double exact, long double epsilon)
{
    const long double scale = fabsl(exact) > 1 ? fabsl(exact) : 1;
    if (!(fabsl(got - exact) <= 60 * epsilon * scale)) {
        printf("%s[%d] is %.20Lg, not %.20Lg\n", what, at, got, exact);
        failures++;
    }
}

enum { NX = double_form_nx, NY = double_form_ny };

/* The Jacobian of the Jacobian against the Hessian of each output. */
static void check_second_order(const double *x, const double *p, const long double *xl,
                               const long double *pl)
{
    double j[NY * NX], j2[NY * NX * NX], j2_alone[NY * NX * NX];
    long double hl[NX * NX], j2l[NY * NX * NX];
    double_form_jacobian2(x, p, NULL, j, j2);
    double_form_jacobian2(x, p, NULL, NULL, j2_alone);
    long_form_jacobian2(xl, pl, NULL, NULL, j2l);
    for (int i = 0; i < NY; i++) {
        long double wl[NY] = {0};
        wl[i] = 1;
        long_form_hessian(xl, pl, wl, hl);
        for (int k = 0; k < NX * NX; k++) {
            const int at = i * NX * NX + k;
            near("long jac2", at, j2l[at], hl[k], LDBL_EPSILON);
            near("double jac2", at, (long double)j2[at], hl[k], (long double)DBL_EPSILON);
            near("jac2 without jac", at, (long double)j2_alone[at], (long double)j2[at], 0);
        }
    }
}

int main(void)
{
    const long double xl[NX] = {0.5L, 1.25L, -0.75L, 2.0L}; /* exact in every type */
    const long double pl[double_form_np] = {0.375L};
    const double x[NX] = {0.5, 1.25, -0.75, 2.0};
    const double p[double_form_np] = {0.375};
    const float xf[NX] = {0.5f, 1.25f, -0.75f, 2.0f};
    const float pf[double_form_np] = {0.375f};
    const long double wl[NY] = {1.0L, 0.5L, -2.0L};
    const double w[NY] = {1.0, 0.5, -2.0};
    const float wf[NY] = {1.0f, 0.5f, -2.0f};
    long double yl[NY], jl[NY * NX], hl[NX * NX];
    double y[NY], j[NY * NX], h[NX * NX], a, b[2], ja[NY * NX];
    float yf[NY], jf[NY * NX], hf[NX * NX];

    long_form_jacobian(xl, pl, yl, jl);
    long_form_hessian(xl, pl, wl, hl);
    double_form_jacobian(x, p, y, j);
    double_form_hessian(x, p, w, h);
    float_form_jacobian(xf, pf, yf, jf);
    float_form_hessian(xf, pf, wf, hf);
    for (int i = 0; i < NY; i++) {
        near("double y", i, (long double)y[i], yl[i], (long double)DBL_EPSILON);
        near("float y", i, (long double)yf[i], yl[i], (long double)FLT_EPSILON);
    }
    for (int i = 0; i < NY * NX; i++) {
        near("double jac", i, (long double)j[i], jl[i], (long double)DBL_EPSILON);
        near("float jac", i, (long double)jf[i], jl[i], (long double)FLT_EPSILON);
    }
    for (int i = 0; i < NX * NX; i++) {
        near("double h", i, (long double)h[i], hl[i], (long double)DBL_EPSILON);
        near("float h", i, (long double)hf[i], hl[i], (long double)FLT_EPSILON);
    }
    check_second_order(x, p, xl, pl);
    /* closed forms: d v[1] / d c = 0.1 - (sin c + c cos c) at c = 2 and d u / d b[0] = k exp(b[0])
     */
    near("long jac", 11, jl[11], (long double)0.1 - (sinl(2.0L) + 2.0L * cosl(2.0L)), LDBL_EPSILON);
    near("long jac", 1, jl[1], 0.375L * expl(1.25L), LDBL_EPSILON);

    const double vector[2] = {1.25, -0.75};
    args_form_jacobian(0.5, vector, &a, 0.375, 2.0, b, ja);
    near("args u", 0, (long double)a, (long double)y[0], 0);
    near("args v", 1, (long double)b[1], (long double)y[2], 0);
    for (int i = 0; i < NY * NX; i++) {
        near("args jac", i, (long double)ja[i], (long double)j[i], 0);
    }
    args_form_jacobian(0.5, vector, NULL, 0.375, 2.0, NULL, ja);
    return failures > 0;
}
