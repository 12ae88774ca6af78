/* Solves problems 71 and 100 of Hock and Schittkowski with Ipopt, by the first and second
 * derivatives that adc generates, and by the first alone; compares with the published solutions and
 * counts evaluations. */
#include "hock_schittkowski_grad.h"
#include "hock_schittkowski_grad_ipopt.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_VARIABLES = 7, MOST_CONSTRAINTS = 4 };
#define NONE 1e20 /* as a bound: there is none, for Ipopt */

/* A problem for Ipopt, between bounds; `*model` is what Ipopt hands to its functions. */
typedef IpoptProblem create(void **model, double *x_low, double *x_high, double *g_low,
                            double *g_high);

/* How often the outputs, their first derivatives and the Hessian were computed. */
struct counts {
    int values;
    int jacobians;
    int hessians;
};

#define PROBLEM(name)                                                                             \
    static struct name##_ipopt name##_model;                                                      \
    static IpoptProblem create_##name(void **model, double *x_low, double *x_high, double *g_low, \
                                      double *g_high)                                             \
    {                                                                                             \
        *model = &name##_model;                                                                   \
        return name##_ipopt_problem(&name##_model, NULL, x_low, x_high, g_low, g_high);           \
    }                                                                                             \
    static struct counts count_##name(void)                                                       \
    {                                                                                             \
        const struct counts counts = {name##_model.values, name##_model.jacobians,                \
                                      name##_model.hessians};                                     \
        return counts;                                                                            \
    }
PROBLEM(hs071)
PROBLEM(hs100)

struct problem {
    const char *name;
    create *create;
    struct counts (*count)(void);
    int nx;
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
     create_hs071,
     count_hs071,
     hs071_nx,
     1,
     5,
     {25, 40},
     {NONE, 40},
     {1, 5, 5, 1},
     17.0140173,
     {1, 4.7429994, 3.8211503, 1.3794082}},
    {"HS100",
     create_hs100,
     count_hs100,
     hs100_nx,
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
    struct counts counts;
};

static void set_options(IpoptProblem problem, int second)
{
    /* The C interface takes names and texts as char *. */
    static char print_level[] = "print_level", banner[] = "sb", yes[] = "yes";
    static char tolerance[] = "tol", relax[] = "bound_relax_factor";
    static char approximation[] = "hessian_approximation", limited[] = "limited-memory";
    AddIpoptIntOption(problem, print_level, 0);
    AddIpoptStrOption(problem, banner, yes);
    AddIpoptNumOption(problem, relax, 0); /* bounds are met, not nearly met */
    AddIpoptNumOption(problem, tolerance, 1e-10);
    if (!second) {
        AddIpoptStrOption(problem, approximation, limited);
    }
}

static struct outcome solve(const struct problem *p, int second)
{
    struct outcome outcome = {0};
    void *model;
    double x_low[MOST_VARIABLES], x_high[MOST_VARIABLES];
    double g_low[MOST_CONSTRAINTS], g_high[MOST_CONSTRAINTS];
    for (int j = 0; j < p->nx; j++) {
        x_low[j] = p->x_low;
        x_high[j] = p->x_high;
    }
    memcpy(g_low, p->g_low, sizeof g_low);
    memcpy(g_high, p->g_high, sizeof g_high);
    IpoptProblem problem = p->create(&model, x_low, x_high, g_low, g_high);
    if (problem != NULL) {
        set_options(problem, second);
        memcpy(outcome.x, p->start, sizeof outcome.x);
        outcome.solved = IpoptSolve(problem, outcome.x, NULL, &outcome.f, NULL, NULL, NULL,
                                    model) == Solve_Succeeded;
        outcome.counts = p->count();
        printf("  %-25s values %3d, Jacobians %2d, Hessians %2d\n",
               second ? "with second derivatives:" : "with the first alone:", outcome.counts.values,
               outcome.counts.jacobians, outcome.counts.hessians);
        FreeIpoptProblem(problem);
    }
    return outcome;
}

/* Post: whether the solution is the published one. */
static int is_published(const struct problem *p, const struct outcome *outcome)
{
    int same = outcome->solved && fabs(outcome->f - p->f) <= 1e-7;
    for (int j = 0; j < p->nx; j++) {
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
        const struct outcome second = solve(p, 1);
        const struct outcome first = solve(p, 0);
        printf("  f = %.7f (published %.7f), by first derivatives %.7f\n", second.f, p->f, first.f);
        printf("  x =");
        for (int j = 0; j < p->nx; j++) {
            printf(" %.7f", second.x[j]);
        }
        printf("\n");
        if (!is_published(p, &second) || !is_published(p, &first)) {
            failed += printf("  not the published solution\n") > 0;
        }
        if (second.counts.values > first.counts.values) {
            failed += printf("  more steps than with first derivatives alone\n") > 0;
        }
    }
    return failed;
}
