/* The algebra of guarded partial derivatives, shared by linearization and accumulation. */
#ifndef ADC_DERIVE_LABELS_H
#define ADC_DERIVE_LABELS_H

#include "derive.h"

/* Post: the label of the product c_kj * c_ji, or of the sum of two parallel paths. `context` is the
 * linearization. Functions of struct lg_algebra. */
uint32_t multiply_labels(void *context, uint32_t outer, uint32_t inner);
uint32_t add_labels(void *context, uint32_t present, uint32_t more);

/* Post: the value of the label, 0 where its guard is false. */
ir_ref label_value(struct linearization *linearization, uint32_t label);

#endif
