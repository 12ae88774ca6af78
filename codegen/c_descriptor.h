/* The descriptor of a model in generated C: `const struct adc_model NAME_model` (runtime/model.h).
 */
#ifndef ADC_CODEGEN_C_DESCRIPTOR_H
#define ADC_CODEGEN_C_DESCRIPTOR_H

#include "c_public.h"

/* Post: the suffixes of the names that a model's descriptor takes at file scope; NULL ends them. */
const char *const *c_descriptor_names(void);

/* Post: how what is called through the descriptor is named, for a function of this suffix; for many
 * points. */
const char *c_descriptor_call(const char *suffix, struct arena *arena);
const char *c_descriptor_many(const char *suffix, struct arena *arena);

/* Adds the definition of the struct, once in a program's source files whoever includes them. */
void c_descriptor_types(const struct codegen_file *file, struct text *out);

/* Adds the declaration of a model's descriptor; its definition, behind the model's functions. */
void c_descriptor_declare(const struct codegen_file *file, const char *base, struct text *out);
void c_descriptor_define(const struct codegen_file *file, const struct c_public *public,
                         uint32_t model, struct text *out);

#endif
