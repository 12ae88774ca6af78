/* Generated residuals for GSL's nonlinear least squares; see gsl_fit.h. */
#include "gsl_fit.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>

/* The data of observation k. */
static const double *data_of(const struct fit *fit, int k)
{
    return fit->data + (size_t)k * (size_t)fit->model->np;
}

/* GSL takes a step whose residuals are NaN for a good one, and its norm of infinite ones is NaN, so
 * that neither may reach it: far too large is what they are. Columns of GSL's differences are not
 * contiguous. */
static int residuals(const gsl_vector *x, void *context, gsl_vector *f)
{
    struct fit *fit = context;
    const int ny = fit->model->ny;
    double *r = malloc((size_t)ny * sizeof *r);
    if (r == NULL || x->stride != 1) {
        free(r);
        return r == NULL ? GSL_ENOMEM : GSL_EINVAL;
    }
    fit->values++;
    for (int k = 0; k < fit->observations; k++) {
        fit->model->value(x->data, data_of(fit, k), r);
        for (int i = 0; i < ny; i++) {
            gsl_vector_set(f, (size_t)(k * ny + i), isfinite(r[i]) ? r[i] : 1e150);
        }
    }
    free(r);
    return GSL_SUCCESS;
}

/* An observation's Jacobian is a block of rows, which lie one behind the other as in C. */
static int jacobian(const gsl_vector *x, void *context, gsl_matrix *matrix)
{
    struct fit *fit = context;
    if (x->stride != 1 || matrix->tda != matrix->size2) {
        return GSL_EINVAL;
    }
    fit->jacobians++;
    for (int k = 0; k < fit->observations; k++) {
        fit->model->jacobian(x->data, data_of(fit, k), NULL,
                             matrix->data + k * fit->model->ny * fit->model->nx);
    }
    return GSL_SUCCESS;
}

/* The second derivative of each residual along v: v' H v, with H v by the model's hvp. */
static int acceleration(const gsl_vector *x, const gsl_vector *v, void *context, gsl_vector *fvv)
{
    struct fit *fit = context;
    const struct fit_model *model = fit->model;
    double *w = calloc((size_t)(model->ny + model->nx), sizeof *w);
    if (w == NULL || x->stride != 1 || v->stride != 1) {
        free(w);
        return w == NULL ? GSL_ENOMEM : GSL_EINVAL;
    }
    double *hv = w + model->ny;
    fit->accelerations++;
    for (int k = 0; k < fit->observations * model->ny; k++) {
        const int i = k % model->ny;
        w[i] = 1;
        model->hvp(x->data, data_of(fit, k / model->ny), w, v->data, hv);
        w[i] = 0;
        double sum = 0;
        for (int j = 0; j < model->nx; j++) {
            sum += v->data[j] * hv[j];
        }
        gsl_vector_set(fvv, (size_t)k, sum);
    }
    free(w);
    return GSL_SUCCESS;
}

gsl_multifit_nlinear_fdf gsl_fit_system(struct fit *fit, int exact)
{
    gsl_multifit_nlinear_fdf system = {
        .f = residuals,
        .df = exact ? jacobian : NULL,
        .fvv = exact && fit->model->hvp != NULL ? acceleration : NULL,
        .n = (size_t)(fit->observations * fit->model->ny),
        .p = (size_t)fit->model->nx,
        .params = fit,
    };
    return system;
}
