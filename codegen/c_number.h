/* Doubles as literals of C. */
#ifndef ADC_CODEGEN_C_NUMBER_H
#define ADC_CODEGEN_C_NUMBER_H

#include "text.h"

/* Adds the shortest literal of type double that reads back to the same bits: "0.1", "3.0", "1e-12",
 * "-0.0"; HUGE_VAL and (double)NAN of <math.h> for what has no literal. */
void c_number(struct text *out, double number);

/* Post: whether its literal needs <math.h>. */
bool c_number_needs_math(double number);

#endif
