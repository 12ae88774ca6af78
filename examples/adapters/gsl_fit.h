/* Generated residuals for GSL's nonlinear least squares (gsl_multifit_nlinear).
 *
 * The model gives the residuals of one observation, whose data are its parameters: compile it with
 * `--derive=value,jacobian,hvp`. A model that gives all residuals at once is one observation. */
#ifndef EXAMPLES_GSL_FIT_H
#define EXAMPLES_GSL_FIT_H

#include <gsl/gsl_multifit_nlinear.h>

/* The functions that adc generates; hvp may be NULL (it serves geodesic acceleration alone). */
struct fit_model {
    int nx;
    int np;
    int ny;
    void (*value)(const double *x, const double *p, double *y);
    void (*jacobian)(const double *x, const double *p, double *y, double *jac);
    void (*hvp)(const double *x, const double *p, const double *w, const double *dx, double *hdx);
};

#define FIT_MODEL(name)                                                            \
    {                                                                              \
        name##_nx, name##_np, name##_ny, name##_value, name##_jacobian, name##_hvp \
    }

struct fit {
    const struct fit_model *model;
    int observations;
    const double *data; /* observations x model->np */
    /* how often GSL wanted all residuals, their Jacobian, their second derivatives along a step */
    int values;
    int jacobians;
    int accelerations;
};

/* Post: what gsl_multifit_nlinear_init takes. Not exact: GSL forms differences instead. `fit` has
 * to stay where it is; its counters go on from what they are. */
gsl_multifit_nlinear_fdf gsl_fit_system(struct fit *fit, int exact);

#endif
