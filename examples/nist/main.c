/* Solves three of NIST's nonlinear regressions with GSL, from both of NIST's starting points, to
 * the certified digits; and once more with GSL's differences, to compare how many evaluations it
 * takes.
 */
#include "nist_grad.h"
#include "nist_grad_gsl.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdio.h>

enum { MOST_PARAMETERS = 7, STARTS = 2, CERTIFIED_DIGITS = 11, WANTED_DIGITS = 10 };

/* What GSL takes of a model, for data of so many observations. */
typedef gsl_multifit_nlinear_fdf least_squares(const double *data, size_t observations);

#define LEAST_SQUARES(name)                                                             \
    static gsl_multifit_nlinear_fdf fit_##name(const double *data, size_t observations) \
    {                                                                                   \
        static struct name##_gsl model;                                                 \
        return name##_gsl_least_squares(&model, data, observations);                    \
    }
LEAST_SQUARES(misra1a)
LEAST_SQUARES(mgh17)
LEAST_SQUARES(thurber)

struct regression {
    const char *name;
    least_squares *fit;
    size_t observations;
    const double *data; /* y, x */
    double start[STARTS][MOST_PARAMETERS];
    double certified[MOST_PARAMETERS];
    double deviation[MOST_PARAMETERS]; /* certified standard deviations */
    double residual;                   /* certified sum of squares */
};

/* Data, starting points and certified values: NIST, Statistical Reference Datasets, Misra1a.dat,
 * MGH17.dat, Thurber.dat (https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml). */
static const double misra1a_data[] = {
    10.07, 77.6,  14.73, 114.9, 17.94, 141.1, 23.93, 190.8, 29.61, 239.9,
    35.18, 289.0, 40.02, 332.8, 44.82, 378.4, 50.76, 434.8, 55.05, 477.3,
    61.01, 536.8, 66.40, 593.1, 75.47, 689.1, 81.78, 760.0,
};

static const double mgh17_data[] = {
    0.844, 0,   0.908, 10,  0.932, 20,  0.936, 30,  0.925, 40,  0.908, 50,  0.881, 60,
    0.850, 70,  0.818, 80,  0.784, 90,  0.751, 100, 0.718, 110, 0.685, 120, 0.658, 130,
    0.628, 140, 0.603, 150, 0.580, 160, 0.558, 170, 0.538, 180, 0.522, 190, 0.506, 200,
    0.490, 210, 0.478, 220, 0.467, 230, 0.457, 240, 0.448, 250, 0.438, 260, 0.431, 270,
    0.424, 280, 0.420, 290, 0.414, 300, 0.411, 310, 0.406, 320,
};

static const double thurber_data[] = {
    80.574,   -3.067, 84.248,   -2.981, 87.264,   -2.921, 87.195,   -2.912, 89.076,   -2.840,
    89.608,   -2.797, 89.868,   -2.702, 90.101,   -2.699, 92.405,   -2.633, 95.854,   -2.481,
    100.696,  -2.363, 101.060,  -2.322, 401.672,  -1.501, 390.724,  -1.460, 567.534,  -1.274,
    635.316,  -1.212, 733.054,  -1.100, 759.087,  -1.046, 894.206,  -0.915, 990.785,  -0.714,
    1090.109, -0.566, 1080.914, -0.545, 1122.643, -0.400, 1178.351, -0.309, 1260.531, -0.109,
    1273.514, -0.103, 1288.339, 0.010,  1327.543, 0.119,  1353.863, 0.377,  1414.509, 0.790,
    1425.208, 0.963,  1421.384, 1.006,  1442.962, 1.115,  1464.350, 1.572,  1468.705, 1.841,
    1447.894, 2.047,  1457.628, 2.200,
};

enum { COLUMNS = 2 };
#define ROWS(data) (sizeof(data) / sizeof((data)[0]) / COLUMNS)

static const struct regression regressions[] = {
    {"Misra1a",
     fit_misra1a,
     ROWS(misra1a_data),
     misra1a_data,
     {{500, 0.0001}, {250, 0.0005}},
     {2.3894212918E+02, 5.5015643181E-04},
     {2.7070075241E+00, 7.2668688436E-06},
     1.2455138894E-01},
    {"MGH17",
     fit_mgh17,
     ROWS(mgh17_data),
     mgh17_data,
     {{50, 150, -100, 1, 2}, {0.5, 1.5, -1, 0.01, 0.02}},
     {3.7541005211E-01, 1.9358469127E+00, -1.4646871366E+00, 1.2867534640E-02, 2.2122699662E-02},
     {2.0723153551E-03, 2.2031669222E-01, 2.2175707739E-01, 4.4861358114E-04, 8.9471996575E-04},
     5.4648946975E-05},
    {"Thurber",
     fit_thurber,
     ROWS(thurber_data),
     thurber_data,
     {{1000, 1000, 400, 40, 0.7, 0.3, 0.03}, {1300, 1500, 500, 75, 1, 0.4, 0.05}},
     {1.2881396800E+03, 1.4910792535E+03, 5.8323836877E+02, 7.5416644291E+01, 9.6629502864E-01,
      3.9797285797E-01, 4.9727297349E-02},
     {4.6647963344E+00, 3.9571156086E+01, 2.8698696102E+01, 5.5675370270E+00, 3.1333340687E-02,
      1.4984928198E-02, 6.5842344623E-03},
     5.6427082397E+03},
};
enum { REGRESSIONS = sizeof regressions / sizeof regressions[0] };

/* Three ways to the same solution. */
enum way { BY_JACOBIAN, WITH_ACCELERATION, BY_DIFFERENCES, WAYS };
static const char *const way_names[WAYS] = {"Jacobian", "and second derivatives", "differences"};

/* What came out of one: digits of the worst parameter, of the worst standard deviation and of the
 * residual sum of squares; and how often the residuals and their derivatives were evaluated. */
struct outcome {
    double parameters;
    double deviations;
    double residual;
    size_t evaluations;
};

/* Post: to how many digits the computed value is the certified one; no more than are certified. */
static double digits(double computed, double certified)
{
    const double difference = fabs(computed - certified) / fabs(certified);
    if (!(difference > pow(10, -CERTIFIED_DIGITS))) {
        return isnan(difference) ? 0 : CERTIFIED_DIGITS;
    }
    return fmax(0, -log10(difference));
}

static struct outcome judge(const struct regression *r, const gsl_multifit_nlinear_workspace *w,
                            const gsl_multifit_nlinear_fdf *system)
{
    const size_t n = system->p;
    const double freedom = (double)(r->observations - n);
    double sum;
    gsl_matrix *covariance = gsl_matrix_alloc(n, n);
    gsl_blas_ddot(w->f, w->f, &sum);
    gsl_multifit_nlinear_covar(w->J, 0, covariance);
    struct outcome outcome = {CERTIFIED_DIGITS, CERTIFIED_DIGITS, digits(sum, r->residual),
                              system->nevalf + system->nevaldf + system->nevalfvv};
    for (size_t j = 0; j < n; j++) {
        const double b = gsl_vector_get(w->x, j);
        const double deviation = sqrt(gsl_matrix_get(covariance, j, j) * sum / freedom);
        outcome.parameters = fmin(outcome.parameters, digits(b, r->certified[j]));
        outcome.deviations = fmin(outcome.deviations, digits(deviation, r->deviation[j]));
    }
    gsl_matrix_free(covariance);
    return outcome;
}

/* The driver ends where the sum of squares falls no more, with half the digits of a double right in
 * the worst case. The step of Gauss and Newton does not ask for the sum, only for J'f = 0: some of
 * them give the digits that an exact Jacobian is good for. */
static void polish(gsl_multifit_nlinear_fdf *system, gsl_multifit_nlinear_workspace *w)
{
    gsl_vector *step = gsl_vector_alloc(system->p);
    gsl_vector *scratch = gsl_vector_alloc(system->n);
    gsl_matrix *covariance = gsl_matrix_alloc(system->p, system->p);
    gsl_multifit_linear_workspace *linear = gsl_multifit_linear_alloc(system->n, system->p);
    double moved = 1;
    for (int i = 0; i < 20 && moved > 1e-11; i++) {
        double sum;
        gsl_multifit_linear(w->J, w->f, step, covariance, &sum, linear);
        gsl_vector_sub(w->x, step);
        gsl_vector_div(step, w->x);
        moved = fabs(gsl_vector_get(step, gsl_blas_idamax(step)));
        gsl_multifit_nlinear_eval_f(system, w->x, NULL, w->f);
        gsl_multifit_nlinear_eval_df(w->x, w->f, NULL, w->params.h_df, w->params.fdtype, system,
                                     w->J, scratch);
    }
    gsl_multifit_linear_free(linear);
    gsl_matrix_free(covariance);
    gsl_vector_free(scratch);
    gsl_vector_free(step);
}

static struct outcome solve(const struct regression *r, const double *start, enum way way)
{
    gsl_multifit_nlinear_fdf system = r->fit(r->data, r->observations);
    if (way == BY_DIFFERENCES) {
        system.df = NULL;
        system.fvv = NULL;
    }
    gsl_multifit_nlinear_parameters parameters = gsl_multifit_nlinear_default_parameters();
    parameters.trs =
        way == WITH_ACCELERATION ? gsl_multifit_nlinear_trs_lmaccel : gsl_multifit_nlinear_trs_lm;
    gsl_multifit_nlinear_workspace *w =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &parameters, system.n, system.p);
    gsl_vector_const_view x = gsl_vector_const_view_array(start, system.p);
    int reason;
    gsl_multifit_nlinear_init(&x.vector, &system, w);
    gsl_multifit_nlinear_driver(10000, 1e-14, 1e-14, 1e-14, NULL, NULL, &reason, w);
    if (way != BY_DIFFERENCES) {
        polish(&system, w);
    }
    const struct outcome outcome = judge(r, w, &system);
    gsl_multifit_nlinear_free(w);
    return outcome;
}

/* Post: how many of the aims are missed. */
static int compare_ways(const struct regression *r, int start)
{
    struct outcome outcomes[WAYS];
    int failed = 0;
    for (enum way way = 0; way < WAYS; way++) {
        const struct outcome o = outcomes[way] = solve(r, r->start[start], way);
        printf("%-8s %5d  %-22s %11zu %10.0f %10.0f %10.0f\n", r->name, start + 1, way_names[way],
               o.evaluations, floor(o.parameters), floor(o.deviations), floor(o.residual));
        if (way != BY_DIFFERENCES &&
            fmin(o.residual, fmin(o.parameters, o.deviations)) < WANTED_DIGITS) {
            failed += printf("not certified\n") > 0;
        }
    }
    if (outcomes[BY_JACOBIAN].evaluations >= outcomes[BY_DIFFERENCES].evaluations) {
        failed += printf("no fewer evaluations than with differences\n") > 0;
    }
    return failed;
}

int main(void)
{
    int failed = 0;
    printf("%38s %11s   right digits of\n%-8s %5s  %-22s %11s %10s %10s %10s\n", "", "", "",
           "start", "by", "evaluations", "parameters", "deviations", "residual");
    for (int i = 0; i < REGRESSIONS; i++) {
        for (int s = 0; s < STARTS; s++) {
            failed += compare_ways(&regressions[i], s);
        }
    }
    return failed;
}
