/* The names that a generated file shows to others, and the comments that explain them. */
#ifndef ADC_CODEGEN_C_PUBLIC_H
#define ADC_CODEGEN_C_PUBLIC_H

#include "c_batch.h"
#include "c_form.h"
#include "c_names.h"
#include "codegen.h"
#include "text.h"

struct c_public {
    struct c_form **forms;     /* of each model: of each of its functions */
    struct c_batch ***batches; /* likewise; NULL: no functions for many points */
    const char **models;       /* of each model: what all its names begin with */
    struct c_names *names;     /* at file scope: externs, enumerators and functions */
};

/* Post: the public names of the file: legal in C and C++, no two alike; prefix and model name as
 * they are where that is possible. */
struct c_public c_public_names(const struct codegen_file *file, struct arena *arena);

/* Post: the name of function number `function` of model number `model`. */
const char *c_public_function(const struct codegen_file *file, const struct c_public *public,
                              uint32_t model, uint32_t function, struct arena *arena);

/* Adds the comment that opens a file. */
void c_public_opening(const struct codegen_file *file, struct text *out);

/* Adds the comment on a model: what its arrays hold, and what the caller has to say of it; the
 * enumeration of its dimensions; the prototypes of its functions, if asked for with a
 * comment on the purpose of each. */
void c_public_comment(const struct codegen_model *model, struct text *out);
void c_public_dimensions(const struct codegen_model *model, const char *base, struct text *out);
void c_public_prototypes(const struct codegen_file *file, const struct c_public *public,
                         uint32_t model, bool purpose, struct text *out);

/* Adds the comment on one function: what it computes. */
void c_public_purpose(const struct ir_function *function, const char *base, enum codegen_abi abi,
                      struct text *out);

#endif
