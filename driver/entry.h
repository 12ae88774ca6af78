/* What an element of a result is called, for people. */
#ifndef ADC_DRIVER_ENTRY_H
#define ADC_DRIVER_ENTRY_H

#include "ir.h"

/* Post: what the element stands for: "d y / d x[1]", "d2 y / d x[0] d x[1]", "d y along dx";
 * `value` is the model's function, whose derivatives `function` computes; `weighted` says that the
 * outputs' weights are not all 1. */
const char *entry_name(struct arena *arena, const struct ir_function *value,
                       const struct ir_function *function, const struct ir_result *result,
                       uint32_t element, bool weighted);

#endif
