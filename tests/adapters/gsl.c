/* A minimum, a root and a fit by GSL, with the derivatives of --adapter=gsl. */
#include "equations.h"
#include "equations_gsl.h"
#include "minimum.h"
#include "minimum_gsl.h"

#include "check.h"

#include <gsl/gsl_multifit_nlinear.h>

static void find_minimum(void)
{
    const double p[banana_np] = {1.5, 100};
    const double start[banana_nx] = {-1.2, 1};
    static struct banana_gsl model;
    gsl_multimin_function_fdf function = banana_gsl_minimum(&model, p);
    gsl_multimin_fdfminimizer *minimizer =
        gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, banana_nx);
    gsl_vector_const_view x = gsl_vector_const_view_array(start, banana_nx);
    gsl_multimin_fdfminimizer_set(minimizer, &function, &x.vector, 0.1, 0.1);
    for (int i = 0; i < 200; i++) {
        if (gsl_multimin_fdfminimizer_iterate(minimizer) != GSL_SUCCESS ||
            gsl_multimin_test_gradient(minimizer->gradient, 1e-10) == GSL_SUCCESS) {
            break;
        }
    }
    expect_near("minimum: x[0]", gsl_vector_get(minimizer->x, 0), 1.5, 1e-8);
    expect_near("minimum: x[1]", gsl_vector_get(minimizer->x, 1), 2.25, 1e-8);
    gsl_multimin_fdfminimizer_free(minimizer);
}

static void find_root(void)
{
    const double p[meet_np] = {2};
    const double start[meet_nx] = {3, 0.5};
    static struct meet_gsl model;
    gsl_multiroot_function_fdf function = meet_gsl_root(&model, p);
    gsl_multiroot_fdfsolver *solver =
        gsl_multiroot_fdfsolver_alloc(gsl_multiroot_fdfsolver_hybridsj, meet_nx);
    gsl_vector_const_view x = gsl_vector_const_view_array(start, meet_nx);
    gsl_multiroot_fdfsolver_set(solver, &function, &x.vector);
    for (int i = 0; i < 100; i++) {
        if (gsl_multiroot_fdfsolver_iterate(solver) != GSL_SUCCESS ||
            gsl_multiroot_test_residual(solver->f, 1e-13) == GSL_SUCCESS) {
            break;
        }
    }
    expect_near("root: x", gsl_vector_get(solver->x, 0), (sqrt(6) + sqrt(2)) / 2, 1e-10);
    expect_near("root: y", gsl_vector_get(solver->x, 1), (sqrt(6) - sqrt(2)) / 2, 1e-10);
    gsl_multiroot_fdfsolver_free(solver);
}

/* Circles of three radii, and the hyperbola three times: residuals of three observations. Their sum
 * of squares is least on the hyperbola, where x^2 + y^2 is the mean of the squared radii. */
static void fit(void)
{
    const double p[] = {1.9, 2, 2.1};
    const double start[meet_nx] = {3, 0.5};
    static struct meet_gsl model;
    gsl_multifit_nlinear_fdf system = meet_gsl_least_squares(&model, p, 3);
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    how.trs = system.fvv == NULL ? gsl_multifit_nlinear_trs_lm : gsl_multifit_nlinear_trs_lmaccel;
    gsl_multifit_nlinear_workspace *w =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, system.n, system.p);
    gsl_vector_const_view x = gsl_vector_const_view_array(start, meet_nx);
    int reason;
    gsl_multifit_nlinear_init(&x.vector, &system, w);
    gsl_multifit_nlinear_driver(100, 1e-12, 1e-12, 0, NULL, NULL, &reason, w);
    const double mean = (1.9 * 1.9 + 2 * 2 + 2.1 * 2.1) / 3;
    const double sum = gsl_vector_get(w->x, 0) + gsl_vector_get(w->x, 1);
    expect_near("fit: x + y", sum, sqrt(mean + 2), 1e-8);
    expect_near("fit: second derivatives", system.nevalfvv > 0, system.fvv != NULL, 0);
    gsl_multifit_nlinear_free(w);
}

int main(void)
{
    find_minimum();
    find_root();
    fit();
    return wrong > 0;
}
