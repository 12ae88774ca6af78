/* A problem of the benchmark: what each problems/NAME.c defines, and the candidates that are
 * compared on it. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <math.h>
#include <stddef.h>

typedef void value_function(const double *x, const double *p, double *y);

/* Computes the outputs y and the derivative d, stored as adc stores it. Where d is a Hessian, y may
 * be left alone. */
typedef void derivative_function(const double *x, const double *p, double *y, double *d);

struct problem {
    int nx;
    int np;
    int ny;
    int nd;     /* entries of the derivative */
    double low; /* the interval of all inputs; where both are 0, [0.5, 1.5] */
    double high;
    const double *lows; /* an interval for each input instead, or NULL */
    const double *highs;
    const double *p; /* the parameters; NULL: drawn from [0.5, 1.5] */
    value_function *hand_value;
    derivative_function *hand_derivative; /* by an expert: what the others are checked against */
};

extern const struct problem problem;

/* The generated functions, and those of other tools or under other orders: run.py writes them. */
struct candidate {
    const char *name;
    derivative_function *derivative;
};

extern value_function *const generated_value;
extern const struct candidate candidates[]; /* a NULL name ends them */

#endif
