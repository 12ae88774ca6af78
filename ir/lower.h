/* From the syntax tree to the IR: shapes are worked out, functions inlined, loops unrolled. */
#ifndef ADC_IR_LOWER_H
#define ADC_IR_LOWER_H

#include "ast.h"
#include "compilation.h"
#include "ir.h"
#include "text.h"

struct lower_options {
    const struct ast_file **imports; /* files whose constants and functions are seen, too */
    uint32_t import_count;
    const struct ast_file *overrides; /* `const`s that take the place of the file's; NULL: none */
    const atom *wrt;         /* inputs that stay independent; the others become parameters */
    uint32_t wrt_count;      /* 0: all */
    const atom *of;          /* outputs that stay */
    uint32_t of_count;       /* 0: all */
    atom model;              /* only this model; none: all */
    bool tell_apart;         /* operations that are written twice are two values */
    uint32_t max_operations; /* give up on a model that grows beyond this; 0: the default */
};

struct lowered {
    struct ir_function **models; /* the value function of each: x, p -> y */
    uint32_t count;
};

/* Post: the models of the file as functions with argument arrays `x` (independent variables) and
 * `p` (parameters) and the result `y`. Where the file has errors they are among the diagnostics,
 * and the models that have none are there all the same. */
struct lowered lower_file(const struct compilation *compilation, const struct ast_file *file,
                          const struct lower_options *options);

/* Adds the built-in functions, a line each: how it is called, its domain and what it is, two blanks
 * or more between them. */
void lower_list_functions(struct text *out);

#endif
