/* What a function will cost as compiled C: by this, not by the length of a plan, `auto` chooses. */
#ifndef ADC_IR_CODE_COST_H
#define ADC_IR_CODE_COST_H

#include "ir.h"

/* Post: about the cycles that one evaluation takes when many follow each other: the weights of
 * code_cost.def, a product fused with the addition that is its only user, and what is spilled where
 * more values are alive than machines have registers. Pre: pruned. */
double ir_cost(const struct ir_function *function);

/* Post: whether compiled code calls a function of the C library or of the user's for it. */
bool ir_is_library_call(enum ir_op op);

/* Post: about the cycles from operands to result. */
double ir_latency(enum ir_op op);

#endif
