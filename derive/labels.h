/* The algebra of guarded partial derivatives, shared by linearization, accumulation and modes. */
#ifndef ADC_DERIVE_LABELS_H
#define ADC_DERIVE_LABELS_H

#include "derive.h"

/* Post: the product c_kj * c_ji, the sum of two parallel paths. */
struct label label_multiply(struct ir_function *f, struct label outer, struct label inner);
struct label label_add(struct ir_function *f, struct label a, struct label b);

/* Post: a label that always counts. */
struct label label_of(struct ir_function *f, ir_ref value);

/* Post: its value, 0 where its guard is false. */
ir_ref label_value(struct ir_function *f, struct label label);

/* The same over indices into the labels of the linearization `context`: struct lg_algebra's. */
uint32_t multiply_labels(void *context, uint32_t outer, uint32_t inner);
uint32_t add_labels(void *context, uint32_t present, uint32_t more);

#endif
