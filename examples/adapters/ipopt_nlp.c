/* Generated nonlinear programs for Ipopt; see ipopt_nlp.h. */
#include "ipopt_nlp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -- what the model gives at the present point -- */

static void move_to(struct nlp *nlp, Bool new_x)
{
    if (new_x) {
        nlp->y_known = 0;
        nlp->jac_known = 0;
    }
}

static void evaluate(struct nlp *nlp, const double *x)
{
    if (!nlp->y_known) {
        nlp->model->value(x, nlp->p, nlp->y);
        nlp->values++;
        nlp->y_known = 1;
    }
}

/* Forward differences, an evaluation for each variable. */
static void form_differences(struct nlp *nlp, const double *x)
{
    const struct nlp_model *model = nlp->model;
    double *y = nlp->moved + model->nx;
    evaluate(nlp, x);
    memcpy(nlp->moved, x, (size_t)model->nx * sizeof *x);
    for (int j = 0; j < model->nx; j++) {
        nlp->moved[j] = x[j] + 1.5e-8 * fmax(1, fabs(x[j]));
        model->value(nlp->moved, nlp->p, y);
        nlp->values++;
        for (int k = 0; k < model->jac_nnz; k++) {
            if (model->jac_col[k] == j) {
                const int i = model->jac_row[k];
                nlp->jac[k] = (y[i] - nlp->y[i]) / (nlp->moved[j] - x[j]);
            }
        }
        nlp->moved[j] = x[j];
    }
}

static void differentiate(struct nlp *nlp, const double *x)
{
    if (nlp->jac_known) {
        return;
    }
    if (nlp->exact) {
        nlp->model->jacobian(x, nlp->p, NULL, nlp->jac);
        nlp->jacobians++;
    } else {
        form_differences(nlp, x);
    }
    nlp->jac_known = 1;
}

/* Post: how many entries of the Jacobian are the objective's; they come first. */
static int objective_entries(const struct nlp_model *model)
{
    int count = 0;
    while (count < model->jac_nnz && model->jac_row[count] == 0) {
        count++;
    }
    return count;
}

/* -- what Ipopt asks for -- */

static Bool objective(Index n, Number *x, Bool new_x, Number *f, UserDataPtr data)
{
    struct nlp *nlp = data;
    (void)n;
    move_to(nlp, new_x);
    evaluate(nlp, x);
    *f = nlp->y[0];
    return TRUE;
}

static Bool gradient(Index n, Number *x, Bool new_x, Number *g, UserDataPtr data)
{
    struct nlp *nlp = data;
    move_to(nlp, new_x);
    differentiate(nlp, x);
    for (int j = 0; j < n; j++) {
        g[j] = 0;
    }
    for (int k = 0; k < objective_entries(nlp->model); k++) {
        g[nlp->model->jac_col[k]] = nlp->jac[k];
    }
    return TRUE;
}

static Bool constraints(Index n, Number *x, Bool new_x, Index m, Number *g, UserDataPtr data)
{
    struct nlp *nlp = data;
    (void)n;
    move_to(nlp, new_x);
    evaluate(nlp, x);
    memcpy(g, nlp->y + 1, (size_t)m * sizeof *g);
    return TRUE;
}

/* Without `values` Ipopt asks for the structure, before it has a point. */
static Bool jacobian(Index n, Number *x, Bool new_x, Index m, Index count, Index *row,
                     Index *column, Number *values, UserDataPtr data)
{
    struct nlp *nlp = data;
    const struct nlp_model *model = nlp->model;
    const int first = objective_entries(model);
    (void)n, (void)m;
    if (values == NULL) {
        for (int k = 0; k < count; k++) {
            row[k] = model->jac_row[first + k] - 1;
            column[k] = model->jac_col[first + k];
        }
        return TRUE;
    }
    move_to(nlp, new_x);
    differentiate(nlp, x);
    memcpy(values, nlp->jac + first, (size_t)count * sizeof *values);
    return TRUE;
}

static Bool hessian(Index n, Number *x, Bool new_x, Number factor, Index m, Number *multipliers,
                    Bool new_multipliers, Index count, Index *row, Index *column, Number *values,
                    UserDataPtr data)
{
    struct nlp *nlp = data;
    (void)n, (void)new_multipliers;
    if (values == NULL) {
        memcpy(row, nlp->model->hess_row, (size_t)count * sizeof *row);
        memcpy(column, nlp->model->hess_col, (size_t)count * sizeof *column);
        return TRUE;
    }
    move_to(nlp, new_x);
    nlp->w[0] = factor;
    memcpy(nlp->w + 1, multipliers, (size_t)m * sizeof *multipliers);
    nlp->model->hessian(x, nlp->p, nlp->w, values);
    nlp->hessians++;
    return TRUE;
}

/* -- the problem -- */

int ipopt_nlp_init(struct nlp *nlp, const struct nlp_model *model, const double *p, int exact)
{
    const size_t nx = (size_t)model->nx;
    const size_t ny = (size_t)model->ny;
    *nlp = (struct nlp){.model = model, .p = p, .exact = exact};
    nlp->y = calloc(ny, sizeof(double));
    nlp->w = calloc(ny, sizeof(double));
    nlp->jac = calloc((size_t)model->jac_nnz + 1, sizeof(double));
    nlp->moved = calloc(nx + ny, sizeof(double));
    if (nlp->y == NULL || nlp->w == NULL || nlp->jac == NULL || nlp->moved == NULL) {
        ipopt_nlp_finish(nlp);
        return 0;
    }
    return 1;
}

void ipopt_nlp_finish(struct nlp *nlp)
{
    free(nlp->y);
    free(nlp->w);
    free(nlp->jac);
    free(nlp->moved);
}

IpoptProblem ipopt_nlp_problem(struct nlp *nlp, double *x_low, double *x_high, double *g_low,
                               double *g_high)
{
    static char approximation[] = "hessian_approximation";
    static char limited[] = "limited-memory";
    const struct nlp_model *model = nlp->model;
    IpoptProblem problem =
        CreateIpoptProblem(model->nx, x_low, x_high, model->ny - 1, g_low, g_high,
                           model->jac_nnz - objective_entries(model), model->hess_nnz, 0, objective,
                           constraints, gradient, jacobian, hessian);
    if (problem != NULL && !nlp->exact) {
        AddIpoptStrOption(problem, approximation, limited);
    }
    return problem;
}
