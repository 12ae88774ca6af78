/* A minimum without constraints and one with two by NLopt, with the derivatives of --adapter=nlopt.
 */
#include "minimum.h"
#include "minimum_nlopt.h"
#include "program.h"
#include "program_nlopt.h"

#include "check.h"

static void without_constraints(void)
{
    const double p[banana_np] = {1.5, 100};
    double x[banana_nx] = {-1.2, 1};
    double f;
    static struct banana_nlopt model;
    nlopt_opt opt = nlopt_create(NLOPT_LD_LBFGS, banana_nx);
    banana_nlopt_init(&model, p);
    nlopt_set_min_objective(opt, banana_nlopt_objective, &model);
    nlopt_set_xtol_rel(opt, 1e-12);
    expect_near("solved", nlopt_optimize(opt, x, &f) > 0, 1, 0);
    nlopt_destroy(opt);
    expect_near("f", f, 0, 1e-12);
    expect_near("x[0]", x[0], 1.5, 1e-6);
    expect_near("x[1]", x[1], 2.25, 1e-6);
}

/* W. Hock, K. Schittkowski (1981), problem 71. */
static void with_constraints(void)
{
    const double right[hs071_nx] = {1, 4.7429994, 3.8211503, 1.3794082};
    double x[hs071_nx] = {1, 5, 5, 1};
    double f;
    static struct hs071_nlopt model;
    struct hs071_nlopt_outputs less = {&model, 1};
    struct hs071_nlopt_outputs equal = {&model, 2};
    const double tolerance[1] = {1e-9};
    nlopt_opt opt = nlopt_create(NLOPT_LD_SLSQP, hs071_nx);
    hs071_nlopt_init(&model, NULL);
    nlopt_set_lower_bounds1(opt, 1);
    nlopt_set_upper_bounds1(opt, 5);
    nlopt_set_min_objective(opt, hs071_nlopt_objective, &model);
    nlopt_add_inequality_mconstraint(opt, 1, hs071_nlopt_constraints, &less, tolerance);
    nlopt_add_equality_mconstraint(opt, 1, hs071_nlopt_constraints, &equal, tolerance);
    nlopt_set_xtol_rel(opt, 1e-10);
    expect_near("solved", nlopt_optimize(opt, x, &f) > 0, 1, 0);
    nlopt_destroy(opt);
    expect_near("f", f, 17.0140173, 1e-6);
    for (int j = 0; j < hs071_nx; j++) {
        expect_near("x", x[j], right[j], 1e-6);
    }
}

/* What is asked for at one point is computed once, and the point is known by its bits. */
static void remember(void)
{
    double x[hs071_nx] = {1, 2, 3, 4};
    double gradient[hs071_nx];
    static struct hs071_nlopt model;
    hs071_nlopt_init(&model, NULL);
    expect_near("f", hs071_nlopt_objective(hs071_nx, x, gradient, &model), 27, 0);
    x[3] = 5;
    expect_near("f elsewhere", hs071_nlopt_objective(hs071_nx, x, NULL, &model), 33, 0);
    expect_near("derivatives are of another point", model.jac_known, 0, 0);
    hs071_nlopt_objective(hs071_nx, x, gradient, &model);
    expect_near("df / dx[3]", gradient[3], 6, 0);
}

int main(void)
{
    without_constraints();
    with_constraints();
    remember();
    return wrong > 0;
}
