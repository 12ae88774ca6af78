/* How fast generated code runs on this machine: it is compiled by the system's C compiler and
 * timed. */
#ifndef ADC_DRIVER_MEASURE_H
#define ADC_DRIVER_MEASURE_H

#include "code_cost.h"
#include "ir.h"
#include "options.h"
#include "plan.h"

/* Post: nanoseconds for one call of the value function, or of that of values and Jacobian by this
 * plan: the median of repeated runs over a set of points between 0.5 and 1.5. The C of --with is
 * linked with it. NAN where there is no working `cc` (or $CC). */
double measure_value(const struct ir_function *value, const struct options *options);
double measure_plan(const struct ir_function *value, const struct options *options,
                    const struct lg_plan *plan);

/* Post: the cycles that the latter takes by the model of code_cost.h: what orders are chosen by. */
double measure_cycles(const struct ir_function *value, const struct lg_plan *plan,
                      const struct ir_weights *weights);

#endif
