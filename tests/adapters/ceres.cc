/* Two equations and a minimum by Ceres Solver, with the derivatives of --adapter=ceres. */
#include "equations.h"
#include "equations_ceres.hpp"
#include "minimum.h"
#include "minimum_ceres.hpp"

#include "check.h"

#include <limits>

static ceres::Solver::Options to_the_end()
{
    ceres::Solver::Options options;
    options.function_tolerance = 1e-20;
    options.gradient_tolerance = 1e-14;
    options.parameter_tolerance = 1e-14;
    options.logging_type = ceres::SILENT;
    return options;
}

static void solve_equations()
{
    const double p[meet_np] = {2};
    double x = 3, y = 0.5;
    ceres::Problem problem;
    problem.AddResidualBlock(new meet_ceres(p), nullptr, &x, &y);
    ceres::Solver::Summary summary;
    ceres::Solve(to_the_end(), &problem, &summary);
    expect_near("x", x, (std::sqrt(6.0) + std::sqrt(2.0)) / 2, 1e-8);
    expect_near("y", y, (std::sqrt(6.0) - std::sqrt(2.0)) / 2, 1e-8);
}

/* A block that is held has no derivatives asked for. */
static void hold_a_block()
{
    const double p[meet_np] = {2};
    double x = 3, y = 0.5;
    ceres::Problem problem;
    problem.AddResidualBlock(new meet_ceres(p), nullptr, &x, &y);
    problem.SetParameterBlockConstant(&x);
    ceres::Solver::Summary summary;
    ceres::Solve(to_the_end(), &problem, &summary);
    /* d/dy of (9 + y^2 - 4)^2 + (3*y - 1)^2 is 0 */
    expect_near("slope", 4 * y * (5 + y * y) + 6 * (3 * y - 1), 0, 1e-5);
    expect_near("x is held", x, 3, 0);
    double infinite = std::numeric_limits<double>::infinity();
    double residuals[meet_ny];
    const double *blocks[] = {&infinite, &y};
    expect_near("not finite", meet_ceres(p).Evaluate(blocks, residuals, nullptr), 0, 0);
}

static void minimise()
{
    const double p[banana_np] = {1.5, 100};
    double x[banana_nx] = {-1.2, 1};
    ceres::GradientProblem problem(new banana_ceres_minimum(p));
    ceres::GradientProblemSolver::Options options;
    options.function_tolerance = 1e-20;
    options.logging_type = ceres::SILENT;
    ceres::GradientProblemSolver::Summary summary;
    ceres::Solve(options, problem, x, &summary);
    expect_near("x[0]", x[0], 1.5, 1e-6);
    expect_near("x[1]", x[1], 2.25, 1e-6);
}

int main()
{
    solve_equations();
    hold_a_block();
    minimise();
    return wrong > 0;
}
