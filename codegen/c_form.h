/* How a function is called from C: its parameters. */
#ifndef ADC_CODEGEN_C_FORM_H
#define ADC_CODEGEN_C_FORM_H

#include "c_real.h"
#include "codegen.h"

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
    uint32_t piece;                     /* statements in each piece */
    const bool *by_value;               /* of each argument array */
    uint32_t work; /* elements of scratch memory that the caller gives; 0: none */
    const char *work_name;
};

/* Post: the form of the function in the file's ABI: for `flat`, its arrays one after the other,
 * arguments first; for `args`, a copy of the function in which each variable of the model is an
 * array of its own, with the variables in the order of their declaration in front. `taken` are
 * names that no parameter may hide. */
struct c_form c_form_make(const struct codegen_file *file, const struct ir_function *function,
                          const char *const *taken, uint32_t taken_count, struct arena *arena);

#endif
