/* Solves problems 71 and 100 of Hock and Schittkowski with Ipopt, by the derivatives that adc
 * generates and by differences; compares with the published solutions and counts evaluations. */
#include "../adapters/ipopt_nlp.h"
#include "hock_schittkowski_grad.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_VARIABLES = 7, MOST_CONSTRAINTS = 4 };
#define NONE 1e20 /* as a bound: there is none, for Ipopt */

struct problem {
    const char *name;
    struct nlp_model model;
    double x_low;
    double x_high; /* of all variables */
    double g_low[MOST_CONSTRAINTS];
    double g_high[MOST_CONSTRAINTS];
    double start[MOST_VARIABLES];
    double f; /* published, as all that follows */
    double x[MOST_VARIABLES];
};

/* W. Hock, K. Schittkowski (1981), Test Examples for Nonlinear Programming Codes, problems 71 and
 * 100; they give seven to ten digits, of which the last is not always right. */
static const struct problem problems[] = {
    {"HS071",
     NLP_MODEL(hs071),
     1,
     5,
     {25, 40},
     {NONE, 40},
     {1, 5, 5, 1},
     17.0140173,
     {1, 4.7429994, 3.8211503, 1.3794082}},
    {"HS100",
     NLP_MODEL(hs100),
     -NONE,
     NONE,
     {0, 0, 0, 0},
     {NONE, NONE, NONE, NONE},
     {1, 2, 0, 4, 0, 1, 1},
     680.6300573,
     {2.330499, 1.951372, -0.4775414, 4.365726, -0.6244870, 1.038131, 1.594227}},
};
enum { PROBLEMS = sizeof problems / sizeof problems[0] };

struct outcome {
    int solved;
    double f;
    double x[MOST_VARIABLES];
    int evaluations;
};

static void set_options(IpoptProblem problem, int exact)
{
    /* The C interface takes names and texts as char *. */
    static char print_level[] = "print_level", banner[] = "sb", yes[] = "yes";
    static char tolerance[] = "tol", relax[] = "bound_relax_factor";
    AddIpoptIntOption(problem, print_level, 0);
    AddIpoptStrOption(problem, banner, yes);
    AddIpoptNumOption(problem, relax, 0); /* bounds are met, not nearly met */
    /* differences are good for no more */
    AddIpoptNumOption(problem, tolerance, exact ? 1e-10 : 1e-5);
}

static struct outcome solve(const struct problem *p, int exact)
{
    struct outcome outcome = {0};
    struct nlp nlp;
    double x_low[MOST_VARIABLES], x_high[MOST_VARIABLES];
    double g_low[MOST_CONSTRAINTS], g_high[MOST_CONSTRAINTS];
    if (!ipopt_nlp_init(&nlp, &p->model, NULL, exact)) {
        return outcome;
    }
    for (int j = 0; j < p->model.nx; j++) {
        x_low[j] = p->x_low;
        x_high[j] = p->x_high;
    }
    memcpy(g_low, p->g_low, sizeof g_low);
    memcpy(g_high, p->g_high, sizeof g_high);
    IpoptProblem problem = ipopt_nlp_problem(&nlp, x_low, x_high, g_low, g_high);
    if (problem != NULL) {
        set_options(problem, exact);
        memcpy(outcome.x, p->start, sizeof outcome.x);
        outcome.solved = IpoptSolve(problem, outcome.x, NULL, &outcome.f, NULL, NULL, NULL, &nlp) ==
                         Solve_Succeeded;
        outcome.evaluations = nlp.values + nlp.jacobians + nlp.hessians;
        printf("  %-18s values %3d, Jacobians %2d, Hessians %2d\n",
               exact ? "with derivatives:" : "with differences:", nlp.values, nlp.jacobians,
               nlp.hessians);
        FreeIpoptProblem(problem);
    }
    ipopt_nlp_finish(&nlp);
    return outcome;
}

/* Post: whether the solution is the published one. */
static int is_published(const struct problem *p, const struct outcome *outcome)
{
    int same = outcome->solved && fabs(outcome->f - p->f) <= 1e-7;
    for (int j = 0; j < p->model.nx; j++) {
        same = same && fabs(outcome->x[j] - p->x[j]) <= 1e-6;
    }
    return same;
}

int main(void)
{
    int failed = 0;
    for (int i = 0; i < PROBLEMS; i++) {
        const struct problem *p = &problems[i];
        printf("%s\n", p->name);
        const struct outcome exact = solve(p, 1);
        const struct outcome differences = solve(p, 0);
        printf("  f = %.7f (published %.7f), by differences %.7f\n", exact.f, p->f, differences.f);
        printf("  x =");
        for (int j = 0; j < p->model.nx; j++) {
            printf(" %.7f", exact.x[j]);
        }
        printf("\n");
        if (!is_published(p, &exact)) {
            failed += printf("  not the published solution\n") > 0;
        }
        if (!differences.solved || exact.evaluations >= differences.evaluations) {
            failed += printf("  no fewer evaluations than with differences\n") > 0;
        }
    }
    return failed;
}
