/* The `main` of a generated file that checks its own derivatives (--self-check). */
#ifndef ADC_CODEGEN_C_SELF_CHECK_H
#define ADC_CODEGEN_C_SELF_CHECK_H

#include "c_public.h"

/* Adds the checker (runtime/self_check.c) and a `main` that runs it over all models of the file:
 * exit status 0 where all is well. Pre: the file has the models' descriptors. */
void c_self_check(const struct codegen_file *file, const struct c_public *public, struct text *out);

#endif
