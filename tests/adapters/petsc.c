/* Two equations, rates that depend on the time, and a minimum by PETSc, with the derivatives of
 * --adapter=petsc. */
#include "equations.h"
#include "equations_petsc.h"
#include "forced.h"
#include "forced_petsc.h"
#include "minimum.h"
#include "minimum_petsc.h"

#include "check.h"

static PetscErrorCode vector(int n, const double *from, Vec *v)
{
    PetscFunctionBeginUser;
    PetscCall(VecCreateSeq(PETSC_COMM_SELF, n, v));
    for (int i = 0; i < n; i++) {
        PetscCall(VecSetValue(*v, i, from[i], INSERT_VALUES));
    }
    PetscCall(VecAssemblyBegin(*v));
    PetscCall(VecAssemblyEnd(*v));
    PetscFunctionReturn(0);
}

static PetscErrorCode solve_equations(void)
{
    double p[meet_np] = {2};
    const double start[meet_nx] = {3, 0.5};
    static struct meet_petsc model;
    SNES snes;
    KSP ksp;
    Mat matrix;
    Vec x, residual;
    const PetscScalar *at;
    PetscInt steps;
    PetscFunctionBeginUser;
    model.p = p;
    PetscCall(vector(meet_nx, start, &x));
    PetscCall(VecDuplicate(x, &residual));
    PetscCall(meet_petsc_matrix(&matrix));
    PetscCall(SNESCreate(PETSC_COMM_SELF, &snes));
    PetscCall(SNESSetFunction(snes, residual, meet_petsc_function, &model));
    PetscCall(SNESSetJacobian(snes, matrix, matrix, meet_petsc_jacobian, &model));
    PetscCall(SNESSetTolerances(snes, 1e-14, 1e-15, 1e-15, 50, 1000));
    PetscCall(SNESGetKSP(snes, &ksp));
    PetscCall(KSPSetTolerances(ksp, 1e-14, 1e-15, 1e5, 100));
    PetscCall(SNESSolve(snes, NULL, x));
    PetscCall(SNESGetIterationNumber(snes, &steps));
    PetscCall(VecGetArrayRead(x, &at));
    expect_near("x", at[0], (sqrt(6) + sqrt(2)) / 2, 1e-12);
    expect_near("y", at[1], (sqrt(6) - sqrt(2)) / 2, 1e-12);
    expect_near("Newton's method is quick", steps < 10, 1, 0);
    PetscCall(VecRestoreArrayRead(x, &at));
    PetscCall(SNESDestroy(&snes));
    PetscCall(MatDestroy(&matrix));
    PetscCall(VecDestroy(&residual));
    PetscCall(VecDestroy(&x));
    PetscFunctionReturn(0);
}

static PetscErrorCode integrate(void)
{
    double p[forced_np] = {1e3, 0};
    const double start[forced_nx] = {1, 0, 1};
    static struct forced_petsc model;
    TS ts;
    Mat matrix;
    Vec x;
    const PetscScalar *at;
    PetscFunctionBeginUser;
    model.p = p;
    PetscCall(vector(forced_nx, start, &x));
    PetscCall(forced_petsc_matrix(&matrix));
    PetscCall(TSCreate(PETSC_COMM_SELF, &ts));
    PetscCall(TSSetType(ts, TSBDF));
    PetscCall(TSBDFSetOrder(ts, 4));
    PetscCall(TSSetRHSFunction(ts, NULL, forced_petsc_rates, &model));
    PetscCall(TSSetRHSJacobian(ts, matrix, matrix, forced_petsc_rates_jacobian, &model));
    PetscCall(TSSetTimeStep(ts, 1e-4));
    PetscCall(TSSetMaxTime(ts, 2));
    PetscCall(TSSetExactFinalTime(ts, TS_EXACTFINALTIME_MATCHSTEP));
    PetscCall(TSSetTolerances(ts, 1e-9, NULL, 1e-9, NULL));
    PetscCall(TSSolve(ts, x));
    PetscCall(VecGetArrayRead(x, &at));
    expect_near("y[0]", at[0], cos(2), 1e-5);
    expect_near("y[1]", at[1], sin(2), 1e-5);
    expect_near("y[2]", at[2], cos(2), 1e-5);
    PetscCall(VecRestoreArrayRead(x, &at));
    PetscCall(TSDestroy(&ts));
    PetscCall(MatDestroy(&matrix));
    PetscCall(VecDestroy(&x));
    PetscFunctionReturn(0);
}

static PetscErrorCode minimise(void)
{
    double p[banana_np] = {1.5, 100};
    const double start[banana_nx] = {-1.2, 1};
    static struct banana_petsc model;
    Tao tao;
    Vec x;
    const PetscScalar *at;
    PetscFunctionBeginUser;
    model.p = p;
    PetscCall(vector(banana_nx, start, &x));
    PetscCall(TaoCreate(PETSC_COMM_SELF, &tao));
    PetscCall(TaoSetObjective(tao, banana_petsc_objective, &model));
    PetscCall(TaoSetObjectiveAndGradient(tao, NULL, banana_petsc_gradient, &model));
#ifdef WITH_HESSIAN
    Mat matrix;
    PetscCall(banana_petsc_hessian_matrix(&matrix));
    PetscCall(TaoSetHessian(tao, matrix, matrix, banana_petsc_hessian, &model));
    PetscCall(TaoSetType(tao, TAONTR));
#else
    PetscCall(TaoSetType(tao, TAOLMVM));
#endif
    PetscCall(TaoSetTolerances(tao, 1e-10, 0, 0));
    PetscCall(TaoSetSolution(tao, x));
    PetscCall(TaoSolve(tao));
    PetscCall(VecGetArrayRead(x, &at));
    expect_near("x[0]", at[0], 1.5, 1e-8);
    expect_near("x[1]", at[1], 2.25, 1e-8);
    PetscCall(VecRestoreArrayRead(x, &at));
#ifdef WITH_HESSIAN
    PetscCall(MatDestroy(&matrix));
#endif
    PetscCall(TaoDestroy(&tao));
    PetscCall(VecDestroy(&x));
    PetscFunctionReturn(0);
}

int main(int count, char **arguments)
{
    PetscFunctionBeginUser;
    PetscCall(PetscInitialize(&count, &arguments, NULL, NULL));
    PetscCall(solve_equations());
    PetscCall(integrate());
    PetscCall(minimise());
    PetscCall(PetscFinalize());
    return wrong > 0;
}
