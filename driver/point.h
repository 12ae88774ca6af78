/* Points at which models are evaluated: from --at, or made up. */
#ifndef ADC_DRIVER_POINT_H
#define ADC_DRIVER_POINT_H

#include "ir.h"
#include "options.h"

/* Post: for every argument array of the function its elements, from the options' --at. False, with
 * a line on standard error, where one is missing, unknown or has another number of elements. */
bool point_from_options(struct arena *arena, const struct options *options,
                        const struct ir_function *function, const double ***point);

/* Post: as above, with every element drawn from a fixed sequence of numbers in (low, high). */
const double **point_drawn(struct arena *arena, const struct ir_function *function, uint64_t *state,
                           double low, double high);

#endif
