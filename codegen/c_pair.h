/* Values that one call computes in pairs. */
#ifndef ADC_CODEGEN_C_PAIR_H
#define ADC_CODEGEN_C_PAIR_H

#include "ir.h"

/* Post: of each value the one that is computed with it, polar_slope(b, a) of polar_slope(a, b), or
 * IR_NONE; in the arena. NULL where there is no pair. */
ir_ref *c_pairs_find(const struct ir_function *function, struct arena *arena);

#endif
