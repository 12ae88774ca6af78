/* Glue between generated functions and a solver: `--adapter=NAME`, a file of its own beside the C.
 *
 * An adapter is a row of the table in adapter.c and a text in adapter/, the file as it comes out
 * but for what depends on the model (adapter_text.c says how that is written). */
#ifndef ADC_CODEGEN_ADAPTER_H
#define ADC_CODEGEN_ADAPTER_H

#include "codegen.h"
#include "text.h"

enum { ADAPTER_MODES = 4 };

struct adapter {
    const char *name;                 /* what `--adapter` calls it */
    const char *ending;               /* its file is called like the C file, with this for `.c` */
    bool header;                      /* it includes the header */
    bool one_triangle;                /* it wants one half of a Hessian */
    unsigned layouts;                 /* of matrices that it takes: bits 1 << enum ir_layout */
    enum ir_layout best;              /* one of them, where nothing else is said */
    const char *modes[ADAPTER_MODES]; /* what it calls; "first": the gradient of one output, else
                                         the Jacobian */
    /* Post: why a model of so many inputs, parameters and outputs is none for the solver; NULL
     * where it is. */
    const char *(*refusal)(uint32_t nx, uint32_t np, uint32_t ny);
    const char *text;
};

/* Post: the rows. */
const struct adapter *adapter_table(uint32_t *count);

/* Post: the adapter of this name; NULL where there is none. */
const struct adapter *adapter_named(const char *name);

/* Post: whether it takes matrices in this layout. */
bool adapter_takes(const struct adapter *adapter, enum ir_layout layout);

/* Adds the adapter's file for the models of `file`, whose C file is called `stem`.c. Pre: it takes
 * the layout and the models, and they have the functions that it calls. */
void adapter_write(const struct adapter *adapter, const struct codegen_file *file, const char *stem,
                   struct text *out);

#endif
