/* How a function is called from C, its parameters; and what becomes of it. */
#ifndef ADC_CODEGEN_C_FORM_H
#define ADC_CODEGEN_C_FORM_H

#include "c_names.h"
#include "c_real.h"
#include "c_steps.h"
#include "codegen.h"
#include "text.h"

struct c_parameter {
    bool output;    /* a result, else an argument */
    bool by_value;  /* a scalar argument */
    uint32_t array; /* its number among the function's results or arguments */
};

/* A function as C sees it. */
struct c_form {
    const struct ir_function *function;
    const struct c_real *real;
    VEC(struct c_parameter) parameters; /* in the order of the C function */
    const bool *by_value;               /* of each argument array */
    struct c_plan plan;                 /* of the function for one point, made once */
    struct c_steps steps;               /* likewise */
    uint32_t work; /* elements of scratch memory that the caller gives; 0: none */
    const char *work_name;
};

/* Post: the form of the function in the file's ABI: for `flat`, its arrays one after the other,
 * arguments first; for `args`, a copy of the function in which each variable of the model is an
 * array of its own, with the variables in the order of their declaration in front. No
 * parameter hides a name of `outer`. */
struct c_form c_form_make(const struct codegen_file *file, const struct ir_function *function,
                          const struct c_names *outer, struct arena *arena);

/* What a piece does with the scratch memory. */
enum c_work { C_WORK_UNUSED, C_WORK_READ, C_WORK_WRITTEN };

/* What a piece of a function has to do with. */
struct c_used {
    const bool *arguments;
    const bool *results;
    enum c_work work;
};

/* Adds `what(` and the parameters: their declarations, with `qualifier` behind the stars, or their
 * names alone for a call; those used in a piece, or, where `used` is NULL, all. */
void c_form_parameters(const struct c_form *form, const char *what, const char *qualifier,
                       bool declare, const struct c_used *used, const char *end, unsigned indent,
                       struct text *out);

#endif
