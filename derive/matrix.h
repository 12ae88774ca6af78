/* Matrices of derivatives as results: which entries are stored, and in which order. */
#ifndef ADC_DERIVE_MATRIX_H
#define ADC_DERIVE_MATRIX_H

#include "derive.h"

/* Adds a result array of this name to the function: the entries in the layout, by row or by column
 * where it is dense (with explicit zeros), sorted by row (csr, coo) or column (csc) where it is
 * not. Pre: no two entries have the same place. */
void matrix_add_result(struct ir_function *f, const char *name, uint32_t rows, uint32_t columns,
                       const struct jacobian_entries *entries, enum ir_layout layout);

/* Adds a result array that is a vector: a matrix of one row or one column, with explicit zeros. */
void matrix_add_vector(struct ir_function *f, const char *name, uint32_t count,
                       const struct jacobian_entries *entries);

#endif
