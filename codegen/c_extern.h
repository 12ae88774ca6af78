/* The user's functions in generated C. */
#ifndef ADC_CODEGEN_C_EXTERN_H
#define ADC_CODEGEN_C_EXTERN_H

#include "codegen.h"

/* Post: the name, with an underscore behind it where an extern has it: for parameters, which would
 * hide the function. */
const char *c_extern_apart(const struct ir_externs *externs, const char *name, struct arena *arena);

/* Post: whether an extern's name begins so. */
bool c_extern_begins(const struct ir_externs *externs, const char *begin);

#endif
