/* A problem of the benchmark: the generated functions, the hand-written ones, and the points at
 * which they are compared and timed. Each problems/NAME.c defines `problem`. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <math.h>

typedef void value_function(const double *x, const double *p, double *y);
typedef void derivative_function(const double *x, const double *p, double *y, double *d);

struct problem {
    const char *name;
    int nx;
    int np;
    int ny;
    int nd;            /* entries of the derivative */
    const double *low; /* an interval for each input; NULL: [0.5, 1.5] for all */
    const double *high;
    value_function *value;           /* generated */
    derivative_function *derivative; /* generated */
    value_function *hand_value;
    derivative_function *hand_derivative;
};

extern const struct problem problem;

#endif
