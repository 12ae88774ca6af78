/* Random functions made of all operators: the generator writes them as C, the runner evaluates
 * them. */
#ifndef ADC_TESTS_CODEGEN_RANDOM_FUNCTION_H
#define ADC_TESTS_CODEGEN_RANDOM_FUNCTION_H

#include "ir.h"

enum { RANDOM_COUNT = 60, RANDOM_X = 5, RANDOM_P = 2, RANDOM_Y = 3, RANDOM_G = 6 };

/* Post: function number `number`, expanded: of x[RANDOM_X] and p[RANDOM_P] it computes y[RANDOM_Y],
 * which is optional, and g[RANDOM_G]. */
const struct ir_function *random_function(struct arena *arena, uint32_t number);

/* Post: the next of a sequence of numbers, the same everywhere (splitmix64). */
uint64_t random_next(uint64_t *state);

#endif
