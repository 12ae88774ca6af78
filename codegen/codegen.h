/* From derivative IR to C text. */
#ifndef ADC_CODEGEN_CODEGEN_H
#define ADC_CODEGEN_CODEGEN_H

#include "ir.h"

struct c_public;

/* What one model leaves in the generated file. */
struct codegen_model {
    const char *name;    /* as in the model file; mangled and prefixed by the code generator */
    const char *comment; /* lines for the comment above its functions: order, counts; may be "" */
    uint32_t x_count;
    uint32_t p_count;
    uint32_t y_count;
    const struct ir_function *value; /* the model itself, for the names of its variables; or NULL */
    const struct ir_function *const *functions; /* expanded and pruned; each with its suffix */
    uint32_t function_count;
    const double *const *point; /* x and p at which a self-check is made; NULL: at drawn ones */
};

enum codegen_real { CODEGEN_DOUBLE, CODEGEN_FLOAT, CODEGEN_LONG_DOUBLE };

/* Flat: all inputs in one array, all parameters, all outputs. Args: each argument of the model is
 * one of the C function. */
enum codegen_abi { CODEGEN_FLAT, CODEGEN_ARGS };

/* Whether what a function does many times becomes a loop: where it is large and that makes it much
 * shorter; in any function that it makes shorter; never. */
enum codegen_loops { CODEGEN_LOOPS_AUTO, CODEGEN_LOOPS_ALWAYS, CODEGEN_LOOPS_NEVER };

/* Functions for many points at once: none, in one thread, in as many as OpenMP gives. */
enum codegen_batch { CODEGEN_BATCH_NONE, CODEGEN_BATCH_SIMD, CODEGEN_BATCH_THREADS };

struct codegen_file {
    const char *source;  /* base name of what it was made from */
    const char *version; /* of adc */
    const char *options; /* the options that shaped it, "" for none */
    const char *header; /* base name of the header to include; NULL: prototypes stand in the file */
    const char *prefix; /* before every public name; "" for none */
    enum codegen_real real;
    enum codegen_abi abi;
    enum codegen_loops loops;
    enum codegen_batch batch;
    uint32_t piece;       /* statements in each piece of a function that is cut; 0: none is */
    uint32_t stack_limit; /* bytes of scratch memory that a function may have on the stack */
    bool descriptor;      /* each model is described by a `struct adc_model` */
    bool self_check;      /* a `main` checks the derivatives; needs the descriptor */
    const struct ir_externs *externs; /* of all functions; NULL: none */
    const struct codegen_model *models;
    uint32_t model_count;
    const struct c_public *public; /* of codegen_prepare; NULL: each of its files makes its own */
};

/* Post: the names and forms of the functions, which all files of a run have in common, in the
 * arena; to be put into the file's `public`, so that they are made once. */
const struct c_public *codegen_prepare(const struct codegen_file *file, struct arena *arena);

/* Adds the C file; the header that declares what it defines. */
void codegen_c(const struct codegen_file *file, struct text *out);
void codegen_header(const struct codegen_file *file, struct text *out);

/* Post: whether generated code can call a function of the user's that has this name: C and <math.h>
 * have not taken it, and neither has adc for itself. */
bool codegen_may_call(const char *name);

/* Adds the prototypes of the externs for which `called` is true. */
void codegen_externs(const struct ir_externs *externs, const bool *called, enum codegen_real real,
                     struct text *out);

#endif
