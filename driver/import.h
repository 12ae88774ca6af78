/* The files that a model imports. */
#ifndef ADC_DRIVER_IMPORT_H
#define ADC_DRIVER_IMPORT_H

#include "ast.h"
#include "compilation.h"

/* Post: the `*count` files that the file imports, directly or by way of others, each once, in the
 * order in which they are met, breadth first. One that cannot be read is an error at its path. */
const struct ast_file **import_files(const struct compilation *compilation,
                                     const struct ast_file *file, uint32_t *count);

#endif
