/* Functions of the C library at many points at once. */
#ifndef ADC_CODEGEN_C_MANY_H
#define ADC_CODEGEN_C_MANY_H

#include "c_real.h"
#include "ops.h"
#include "text.h"

/* Post: the function of the generated file that computes the operator for a block of points, from
 * one row to another; NULL: there is none. */
const char *c_many_name(const struct c_real *real, enum ir_op op);

/* Adds those of them that are needed, behind the functions of the runtime for one point. */
void c_many_define(const struct c_real *real, const bool *needed, struct text *out);

#endif
