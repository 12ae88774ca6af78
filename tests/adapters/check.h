/* What the programs of this folder have in common: a count of what is wrong. */
#ifndef TESTS_ADAPTERS_CHECK_H
#define TESTS_ADAPTERS_CHECK_H

#include <math.h>
#include <stdio.h>

static int wrong;

/* Counts a value that is further from the right one than a solver may leave it. */
static void expect_near(const char *what, double value, double right, double tolerance)
{
    if (!(fabs(value - right) <= tolerance)) {
        printf("%s: %.17g where %.17g is right\n", what, value, right);
        wrong++;
    }
}

#endif
