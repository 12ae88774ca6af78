/* The text of one value in generated C. */
#ifndef ADC_CODEGEN_C_EXPRESSION_H
#define ADC_CODEGEN_C_EXPRESSION_H

#include "c_plan.h"
#include "c_real.h"
#include "text.h"

/* Adds the text that computes the value: names where the plan gave them, operators with the
 * parentheses that they need and no more. Where a line may be broken stands a mark of c_line.h in
 * place of the blank. */
void c_expression(const struct c_plan *plan, ir_ref ref, const struct c_real *real,
                  struct text *out);

#endif
