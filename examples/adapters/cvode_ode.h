/* Generated right-hand sides y' = f(t, y) for SUNDIALS' CVODE, with a dense Jacobian.
 *
 * SUNDIALS stores matrices by column: compile the model with `--derive=value,jacobian
 * --layout=columns`. It has as many outputs as inputs. */
#ifndef EXAMPLES_CVODE_ODE_H
#define EXAMPLES_CVODE_ODE_H

#include <sundials/sundials_nvector.h>

/* The functions that adc generates. */
struct ode_model {
    int nx;
    void (*value)(const double *x, const double *p, double *y);
    void (*jacobian)(const double *x, const double *p, double *y, double *jac);
};

#define ODE_MODEL(name)                          \
    {                                            \
        name##_nx, name##_value, name##_jacobian \
    }

struct ode {
    const struct ode_model *model;
    double *p; /* parameters of the model */
    int time;  /* which of them is the time t; -1: none */
    /* how often CVODE wanted f, also for differences; its Jacobian */
    long values;
    long jacobians;
};

/* The right-hand side for CVodeInit; user data: a struct ode. */
int cvode_ode_value(sunrealtype t, N_Vector y, N_Vector rate, void *user_data);

/* Makes the ode CVODE's user data, and the generated Jacobian CVODE's. Not exact: CVODE forms
 * differences instead. Pre: a dense linear solver is set; `ode` stays where it is. Post: CVODE's
 * status, 0 where all is well. */
int cvode_ode_attach(void *cvode, struct ode *ode, int exact);

#endif
