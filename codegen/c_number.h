/* Numbers as literals of C. */
#ifndef ADC_CODEGEN_C_NUMBER_H
#define ADC_CODEGEN_C_NUMBER_H

#include "c_real.h"
#include "text.h"

/* Adds the shortest literal of type double that reads back to the same bits: "0.1", "3.0", "1e-12",
 * "-0.0"; HUGE_VAL and (double)NAN of <math.h> for what has no literal. In float: of the nearest
 * float, "0.1f". In long double: of the same number, "3.0L", or "(long double)0.1" where no short
 * decimal is exactly that double. */
void c_number(struct text *out, double number, const struct c_real *real);

/* Post: whether its literal needs <math.h>. */
bool c_number_needs_math(double number, const struct c_real *real);

#endif
