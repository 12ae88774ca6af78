/* Generated nonlinear programs for Ipopt: sparse Jacobian, sparse Hessian of the Lagrangian.
 *
 * The first output of the model is the objective, the others are the constraints: the weights of
 * the generated Hessian are then Ipopt's factor of the objective and its multipliers. Compile it
 * with
 * `--derive=value,jacobian,hessian --layout=coo`. */
#ifndef EXAMPLES_IPOPT_NLP_H
#define EXAMPLES_IPOPT_NLP_H

#include <IpStdCInterface.h>

/* What adc generates. */
struct nlp_model {
    int nx;
    int ny;
    int jac_nnz;
    int hess_nnz;
    const int *jac_row;
    const int *jac_col;
    const int *hess_row;
    const int *hess_col;
    void (*value)(const double *x, const double *p, double *y);
    void (*jacobian)(const double *x, const double *p, double *y, double *jac);
    void (*hessian)(const double *x, const double *p, const double *w, double *h);
};

#define NLP_MODEL(name)                                                                        \
    {                                                                                          \
        name##_nx, name##_ny, name##_jac_nnz, name##_hess_nnz, name##_jac_row, name##_jac_col, \
            name##_hess_row, name##_hess_col, name##_value, name##_jacobian, name##_hessian    \
    }

/* A model and its outputs and Jacobian where Ipopt is. */
struct nlp {
    const struct nlp_model *model;
    const double *p;
    int exact; /* not: differences instead of the Jacobian, and no Hessian */
    double *y;
    double *jac;
    double *w;     /* weights of the outputs */
    double *moved; /* for differences: a point beside x and the outputs there */
    int y_known;   /* whether y is that of the present x */
    int jac_known; /* likewise */
    int values;    /* how often the model was evaluated, also for differences */
    int jacobians;
    int hessians;
};

/* Post: 0 where there is no memory. */
int ipopt_nlp_init(struct nlp *nlp, const struct nlp_model *model, const double *p, int exact);
void ipopt_nlp_finish(struct nlp *nlp);

/* Bounds of the nx variables and of the ny - 1 constraints. Post: the problem, to be solved by
 * IpoptSolve with `nlp` as its user data and freed by FreeIpoptProblem; NULL where Ipopt refuses.
 */
IpoptProblem ipopt_nlp_problem(struct nlp *nlp, double *x_low, double *x_high, double *g_low,
                               double *g_high);

#endif
