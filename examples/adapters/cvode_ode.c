/* Generated right-hand sides for SUNDIALS' CVODE; see cvode_ode.h. */
#include "cvode_ode.h"

#include <cvode/cvode.h>
#include <sunmatrix/sunmatrix_dense.h>

/* Post: the parameters at time t. */
static const double *parameters(struct ode *ode, double t)
{
    if (ode->time >= 0) {
        ode->p[ode->time] = t;
    }
    return ode->p;
}

int cvode_ode_value(sunrealtype t, N_Vector y, N_Vector rate, void *user_data)
{
    struct ode *ode = user_data;
    ode->values++;
    ode->model->value(N_VGetArrayPointer(y), parameters(ode, t), N_VGetArrayPointer(rate));
    return 0;
}

static int jacobian(sunrealtype t, N_Vector y, N_Vector rate, SUNMatrix matrix, void *user_data,
                    N_Vector scratch1, N_Vector scratch2, N_Vector scratch3)
{
    struct ode *ode = user_data;
    (void)rate, (void)scratch1, (void)scratch2, (void)scratch3;
    ode->jacobians++;
    ode->model->jacobian(N_VGetArrayPointer(y), parameters(ode, t), NULL,
                         SUNDenseMatrix_Data(matrix));
    return 0;
}

int cvode_ode_attach(void *cvode, struct ode *ode, int exact)
{
    const int status = CVodeSetUserData(cvode, ode);
    return status != CV_SUCCESS ? status : CVodeSetJacFn(cvode, exact ? jacobian : NULL);
}
