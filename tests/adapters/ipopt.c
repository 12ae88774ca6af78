/* A minimum without constraints and one with two by Ipopt, with the derivatives of --adapter=ipopt.
 */
#include "minimum.h"
#include "minimum_ipopt.h"
#include "program.h"
#include "program_ipopt.h"

#include "check.h"

static void be_exact(IpoptProblem problem)
{
    static char print_level[] = "print_level", banner[] = "sb", yes[] = "yes", tolerance[] = "tol";
    AddIpoptIntOption(problem, print_level, 0);
    AddIpoptStrOption(problem, banner, yes);
    AddIpoptNumOption(problem, tolerance, 1e-10);
}

static void without_constraints(void)
{
    const double p[banana_np] = {1.5, 100};
    double low[banana_nx] = {-1e20, -1e20};
    double high[banana_nx] = {1e20, 1e20};
    double x[banana_nx] = {-1.2, 1};
    double f;
    static struct banana_ipopt model;
    IpoptProblem problem = banana_ipopt_problem(&model, p, low, high, NULL, NULL);
    be_exact(problem);
    expect_near("status", IpoptSolve(problem, x, NULL, &f, NULL, NULL, NULL, &model),
                Solve_Succeeded, 0);
    FreeIpoptProblem(problem);
    expect_near("f", f, 0, 1e-12);
    expect_near("x[0]", x[0], 1.5, 1e-7);
    expect_near("x[1]", x[1], 2.25, 1e-7);
    expect_near("second derivatives", model.hessians > 0, 1, 0);
}

/* W. Hock, K. Schittkowski (1981), problem 71. */
static void with_constraints(void)
{
    const double right[hs071_nx] = {1, 4.7429994, 3.8211503, 1.3794082};
    double low[hs071_nx] = {1, 1, 1, 1};
    double high[hs071_nx] = {5, 5, 5, 5};
    double g_low[hs071_ny - 1] = {-1e20, 0};
    double g_high[hs071_ny - 1] = {0, 0};
    double x[hs071_nx] = {1, 5, 5, 1};
    double f;
    static struct hs071_ipopt model;
    IpoptProblem problem = hs071_ipopt_problem(&model, NULL, low, high, g_low, g_high);
    be_exact(problem);
    expect_near("status", IpoptSolve(problem, x, NULL, &f, NULL, NULL, NULL, &model),
                Solve_Succeeded, 0);
    FreeIpoptProblem(problem);
    expect_near("f", f, 17.0140173, 1e-6);
    for (int j = 0; j < hs071_nx; j++) {
        expect_near("x", x[j], right[j], 1e-6);
    }
}

/* Which multiplier is whose, and where the entries stand: the Hessian of 2*f + 3*g - h, at
 * (1, 2, 3, 4), whole. */
static void look_at_hessian(void)
{
    const double right[hs071_nx][hs071_nx] = {
        {14, -28, -16, -4}, {-28, -2, -12, -7}, {-16, -12, -2, -4}, {-4, -7, -4, -2}};
    double x[hs071_nx] = {1, 2, 3, 4};
    double multipliers[hs071_ny - 1] = {3, -1};
    double values[hs071_hess_nnz], whole[hs071_nx][hs071_nx] = {{0}};
    int row[hs071_hess_nnz], column[hs071_hess_nnz];
    static struct hs071_ipopt model;
    hs071_ipopt_h(hs071_nx, NULL, 0, 0, hs071_ny - 1, NULL, 0, hs071_hess_nnz, row, column, NULL,
                  &model);
    hs071_ipopt_h(hs071_nx, x, 1, 2, hs071_ny - 1, multipliers, 1, hs071_hess_nnz, NULL, NULL,
                  values, &model);
    for (int k = 0; k < hs071_hess_nnz; k++) {
        whole[row[k]][column[k]] = whole[column[k]][row[k]] = values[k];
    }
    for (int i = 0; i < hs071_nx; i++) {
        for (int j = 0; j < hs071_nx; j++) {
            expect_near("an entry of the Hessian", whole[i][j], right[i][j], 0);
        }
    }
}

int main(void)
{
    look_at_hessian();
    without_constraints();
    with_constraints();
    return wrong > 0;
}
