/* Makes derivatives worth compiling: the step between derivation and code generation. */
#ifndef ADC_IR_IMPROVE_H
#define ADC_IR_IMPROVE_H

#include "ir.h"

/* Post: as ir_expand, with fewer and cheaper operations. What the first `exact` results need is
 * computed operation for operation as it was, so that they stay bit-identical; all other results
 * may be computed in another association (improve.c says by which rules). */
struct ir_function *ir_improve(const struct ir_function *function, uint32_t exact);

/* Post: likewise, for a function that is differentiated again: operators are not written out, since
 * the partials of a slope neither cancel nor overflow where those of what it is made of may. */
struct ir_function *ir_improve_between(const struct ir_function *function, uint32_t exact);

#endif
