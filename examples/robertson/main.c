/* Integrates Robertson's kinetics with CVODE over eleven decades, with the Jacobian by adc and with
 * CVODE's differences; compares with the published solutions and counts evaluations. */
#include "robertson_grad.h"
#include "robertson_grad_cvode.h"

#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <string.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

enum { n = robertson_nx };

struct state {
    double t;
    double y[n];
};

enum { MOST_STATES = 12 };

/* A published solution, and to which tolerances it is good. */
struct publication {
    const char *name;
    int count;
    struct state states[MOST_STATES];
    double relative;
    double absolute[n];
};

static const struct publication publications[] = {
    /* E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 2nd edition, Springer 1996,
     * IV.10, problem ROBER: the solutions that come with their codes. That at 1e11 is also in F.
     * Mazzia, C. Magherini, Test Set for Initial Value Problem Solvers, release 2.4, 2008, II-10.
     */
    {"Hairer, Wanner",
     12,
     {{1e0, {.9664597373330035e+00, .3074626578578675e-04, .3350951640121071e-01}},
      {1e1, {.8413699238414729e+00, .1623390937990473e-04, .1586138422491472e+00}},
      {1e2, {.6172348823960878e+00, .6153591274639123e-05, .3827589640126376e+00}},
      {1e3, {.3368745306607069e+00, .2013702318261393e-05, .6631234556369748e+00}},
      {1e4, {.1073004285378040e+00, .4800166972571660e-06, .8926990914454987e+00}},
      {1e5, {.1786592114209946e-01, .7274751468436319e-07, .9821340061103859e+00}},
      {1e6, {.2031483924973415e-02, .8142277783356159e-08, .9979685079327488e+00}},
      {1e7, {.2076093439016395e-03, .8306077485067610e-09, .9997923898254906e+00}},
      {1e8, {.2082417512179460e-04, .8329841429908955e-10, .9999791757415798e+00}},
      {1e9, {.2083229471647004e-05, .8332935037760723e-11, .9999979167621954e+00}},
      {1e10, {.2083328471883087e-06, .8333315602809495e-12, .9999997916663195e+00}},
      {1e11, {.2083340149701284e-07, .8333360770334744e-13, .9999999791665152e+00}}},
     1e-8,
     {0}},
    /* The table in the documentation of CVODE's example cvRoberts_dns (SUNDIALS 6.4.1), made with a
     * tenth of these tolerances in each step. */
    {"CVODE's documentation",
     10,
     {{4e1, {7.158017e-01, 9.185037e-06, 2.841892e-01}},
      {4e2, {4.505360e-01, 3.223271e-06, 5.494608e-01}},
      {4e3, {1.832299e-01, 8.944378e-07, 8.167692e-01}},
      {4e4, {3.898902e-02, 1.622006e-07, 9.610108e-01}},
      {4e5, {4.936383e-03, 1.984224e-08, 9.950636e-01}},
      {4e6, {5.168093e-04, 2.068293e-09, 9.994832e-01}},
      {4e7, {5.202440e-05, 2.081083e-10, 9.999480e-01}},
      {4e8, {5.201061e-06, 2.080435e-11, 9.999948e-01}},
      {4e9, {5.258603e-07, 2.103442e-12, 9.999995e-01}},
      {4e10, {6.934511e-08, 2.773804e-13, 9.999999e-01}}},
     1e-3,
     {1e-7, 1e-13, 1e-5}},
    /* The solution with which cvRoberts_dns.c compares its own, likewise with a tenth of these. */
    {"CVODE's reference",
     1,
     {{4e10, {5.2083495894337328e-08, 2.0833399429795671e-13, 9.9999994791629776e-01}}},
     1e-7,
     {1e-13, 1e-13, 1e-13}},
};
enum { PUBLICATIONS = sizeof publications / sizeof publications[0] };

/* The tolerances of each step here. */
static const double relative = 1e-12;
static const double absolute[n] = {1e-18, 1e-22, 1e-16};

struct count {
    long values;
    long jacobians;
};

static void add_counts(void *cvode, int exact, struct count *count)
{
    long steps = 0, differences = 0, jacobians = 0;
    CVodeGetNumRhsEvals(cvode, &steps);
    CVodeGetNumLinRhsEvals(cvode, &differences);
    CVodeGetNumJacEvals(cvode, &jacobians);
    count->values += steps + differences;
    count->jacobians += exact ? jacobians : 0;
}

/* Integrates from t = 0 to the times of the publication, one after the other. Post: the states
 * there, and how often f (also for differences) and its Jacobian were evaluated are added; 0 where
 * CVODE gave up. */
static int integrate(const struct publication *publication, int exact, struct state *states,
                     struct count *count)
{
    double rates[robertson_np] = {0.04, 3e7, 1e4};
    double tolerance[n];
    double y[n] = {1, 0, 0};
    SUNContext context;
    struct robertson_cvode model = {rates};
    memcpy(tolerance, absolute, sizeof tolerance);
    if (SUNContext_Create(0, &context) != 0) {
        return 0;
    }
    N_Vector state = N_VMake_Serial(n, y, context);
    N_Vector limits = N_VMake_Serial(n, tolerance, context);
    SUNMatrix matrix = robertson_cvode_matrix(context);
    SUNLinearSolver linear = SUNLinSol_Dense(state, matrix, context);
    void *cvode = CVodeCreate(CV_BDF, context);
    int fine = cvode != NULL && CVodeInit(cvode, robertson_cvode_rhs, 0, state) == CV_SUCCESS &&
               CVodeSVtolerances(cvode, relative, limits) == CV_SUCCESS &&
               CVodeSetMaxNumSteps(cvode, 100000) == CV_SUCCESS &&
               CVodeSetLinearSolver(cvode, linear, matrix) == CV_SUCCESS &&
               (exact ? robertson_cvode_attach(cvode, &model) : CVodeSetUserData(cvode, &model)) ==
                   CV_SUCCESS;
    for (int i = 0; i < publication->count && fine; i++) {
        fine = CVode(cvode, publication->states[i].t, state, &states[i].t, CV_NORMAL) == CV_SUCCESS;
        memcpy(states[i].y, y, sizeof y);
    }
    if (fine) {
        add_counts(cvode, exact, count);
    }
    CVodeFree(&cvode);
    SUNLinSolFree(linear);
    SUNMatDestroy(matrix);
    N_VDestroy(limits);
    N_VDestroy(state);
    SUNContext_Free(&context);
    return fine;
}

/* Post: the largest difference from what is published, of what is tolerated. */
static double distance(const struct state *state, const struct state *published,
                       const struct publication *publication)
{
    double largest = 0;
    for (int i = 0; i < n; i++) {
        const double tolerated =
            publication->relative * fabs(published->y[i]) + publication->absolute[i];
        const double difference = fabs(state->y[i] - published->y[i]) / tolerated;
        largest = difference <= largest ? largest : difference;
    }
    return largest;
}

/* Post: how many of the published states were missed. */
static int compare(const struct publication *publication, const struct state *states)
{
    int missed = 0;
    printf("%s\n", publication->name);
    for (int i = 0; i < publication->count; i++) {
        const double *y = states[i].y;
        const double off = distance(&states[i], &publication->states[i], publication);
        printf("  t = %.0e  y = %.9e %.9e %.9e  %s\n", states[i].t, y[0], y[1], y[2],
               off <= 1 ? "as published" : "not as published");
        missed += !(off <= 1);
    }
    return missed;
}

int main(void)
{
    struct count counts[2] = {{0, 0}, {0, 0}}; /* by differences, by the generated Jacobian */
    int failed = 0;
    for (int i = 0; i < PUBLICATIONS; i++) {
        for (int exact = 0; exact < 2; exact++) {
            struct state states[MOST_STATES];
            if (!integrate(&publications[i], exact, states, &counts[exact])) {
                printf("CVODE gave up\n");
                return 1;
            }
            failed += exact ? compare(&publications[i], states) : 0;
        }
    }
    printf("evaluations with the Jacobian: %ld of f, %ld of its Jacobian\n", counts[1].values,
           counts[1].jacobians);
    printf("evaluations with differences:  %ld of f\n", counts[0].values);
    if (counts[1].values + counts[1].jacobians >= counts[0].values) {
        printf("no fewer than with differences\n");
        failed++;
    }
    return failed;
}
