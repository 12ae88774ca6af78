/* The loops over the points of a block, in C. */
#ifndef ADC_CODEGEN_C_BATCH_LOOPS_H
#define ADC_CODEGEN_C_BATCH_LOOPS_H

#include "c_batch.h"

/* Adds the functions that compute one block, and to `calls` their calls for the points from
 * `first` on; to `needs` what they call for. `name` is the function for one point. */
void c_batch_loops(const struct c_batch *batch, const char *name, const struct c_public *public,
                   struct c_needs *needs, struct arena *arena, struct text *calls,
                   struct text *out);

#endif
