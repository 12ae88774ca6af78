/* What batch.sh writes for batch.c: the generated functions under names that do not depend on the
 * problem. */
#ifndef BENCH_BATCH_H
#define BENCH_BATCH_H

#include <stddef.h>

extern const char *const batch_name;

/* The outputs and the derivative at one point; at many, element k of point i at k*stride + i. */
void batch_one(const double *x, const double *p, double *y, double *d);
void batch_many(size_t count, const double *x, size_t stride, const double *p, double *y,
                double *d);

#endif
