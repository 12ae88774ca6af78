/* Rates that depend on the time by CVODE, with the Jacobian of --adapter=cvode:
 * dense; sparse, by KLU, where SPARSE is defined; without a matrix where MATRIX_FREE is. */
#include "forced.h"
#include "forced_cvode.h"

#include "check.h"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#ifdef SPARSE
#include <sunlinsol/sunlinsol_klu.h>
#endif
#ifdef MATRIX_FREE
#include <sunlinsol/sunlinsol_spgmr.h>
#endif

enum { n = forced_nx };

int main(void)
{
    double p[forced_np] = {1e4, 0};
    double y[n] = {1, 0, 1};
    double t = 0;
    long jacobians = 0, differences = 0;
    SUNContext context;
    struct forced_cvode model;
    SUNContext_Create(0, &context);
    model.p = p;
    N_Vector state = N_VMake_Serial(n, y, context);
    void *cvode = CVodeCreate(CV_BDF, context);
    CVodeInit(cvode, forced_cvode_rhs, 0, state);
    CVodeSStolerances(cvode, 1e-10, 1e-12);
    CVodeSetMaxNumSteps(cvode, 10000);
#ifdef MATRIX_FREE
    SUNMatrix matrix = NULL;
    SUNLinearSolver linear = SUNLinSol_SPGMR(state, SUN_PREC_NONE, 3, context);
    CVodeSetLinearSolver(cvode, linear, NULL);
    CVodeSetUserData(cvode, &model);
    CVodeSetJacTimes(cvode, NULL, forced_cvode_times);
#else
    SUNMatrix matrix = forced_cvode_matrix(context);
#ifdef SPARSE
    SUNLinearSolver linear = SUNLinSol_KLU(state, matrix, context);
#else
    SUNLinearSolver linear = SUNLinSol_Dense(state, matrix, context);
#endif
    CVodeSetLinearSolver(cvode, linear, matrix);
    expect_near("attached", forced_cvode_attach(cvode, &model), CV_SUCCESS, 0);
#endif
    expect_near("status", CVode(cvode, 10, state, &t, CV_NORMAL), CV_SUCCESS, 0);
    expect_near("y[0]", y[0], cos(10), 1e-7);
    expect_near("y[1]", y[1], sin(10), 1e-7);
    expect_near("y[2]", y[2], cos(10), 1e-7);
#ifdef MATRIX_FREE
    CVodeGetNumJtimesEvals(cvode, &jacobians);
#else
    CVodeGetNumJacEvals(cvode, &jacobians);
#endif
    CVodeGetNumLinRhsEvals(cvode, &differences);
    expect_near("the Jacobian is used", jacobians > 0, 1, 0);
    expect_near("rates for differences", (double)differences, 0, 0);

#ifndef MATRIX_FREE
    /* The Jacobian in the matrix: column j is its product with a unit vector. */
    const double right[n][n] = {{-1e4, 0, 0}, {1, 0, 0}, {0, -1, 0}};
    SUNMatrix exact = forced_cvode_matrix(context);
    N_Vector unit = N_VNew_Serial(n, context), column = N_VNew_Serial(n, context);
    SUNMatZero(exact);
    forced_cvode_jacobian(0, state, NULL, exact, &model, NULL, NULL, NULL);
    for (int j = 0; j < n; j++) {
        N_VConst(0, unit);
        N_VGetArrayPointer(unit)[j] = 1;
        SUNMatMatvec(exact, unit, column);
        for (int i = 0; i < n; i++) {
            expect_near("an entry of the Jacobian", N_VGetArrayPointer(column)[i], right[i][j], 0);
        }
    }
    N_VDestroy(column);
    N_VDestroy(unit);
    SUNMatDestroy(exact);
#endif

    /* A state whose rates are not finite. */
    y[0] = NAN;
    N_Vector rate = N_VNew_Serial(n, context);
    expect_near("not finite", forced_cvode_rhs(0, state, rate, &model), 1, 0);
    N_VDestroy(rate);
    CVodeFree(&cvode);
    SUNLinSolFree(linear);
    SUNMatDestroy(matrix);
    N_VDestroy(state);
    SUNContext_Free(&context);
    return wrong > 0;
}
