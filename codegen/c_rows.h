/* What one loop of a function for many points computes and later ones need. */
#ifndef ADC_CODEGEN_C_ROWS_H
#define ADC_CODEGEN_C_ROWS_H

#include "c_segments.h"

/* Post: of each value whether it is kept in a row, and in which, or computed again. */
void c_rows_give(const struct c_plan *plan, struct c_segments *to, struct arena *arena);

#endif
