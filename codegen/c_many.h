/* Functions of the C library at many points at once. */
#ifndef ADC_CODEGEN_C_MANY_H
#define ADC_CODEGEN_C_MANY_H

#include "c_real.h"
#include "ops.h"
#include "text.h"

enum { C_MANY_COUNT = 11 /* functions, numbered from 0 */ };

/* Post: the number of the function that computes the operator for a block of points and, if it is
 * another one, `second` of the same operands; C_MANY_COUNT: there is none. */
uint32_t c_many_find(const struct c_real *real, enum ir_op op, enum ir_op second);

/* Post: its name. It takes the number of points, a row of each operand, then one of each result. */
const char *c_many_name(uint32_t many);

/* Adds those of them that are needed, behind the functions of the runtime for one point. */
void c_many_define(const bool needed[C_MANY_COUNT], struct text *out);

#endif
