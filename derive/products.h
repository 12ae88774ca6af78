/* Products of the Jacobian with a vector, as building blocks of the modes. */
#ifndef ADC_DERIVE_PRODUCTS_H
#define ADC_DERIVE_PRODUCTS_H

#include "derive.h"

/* Post: a copy of the function with one more argument array, `seed_name`, and one more result,
 * `product_name`: the Jacobian of result number `result` times the direction (SEED_TANGENT), or the
 * weights times that Jacobian (SEED_ADJOINT). */
struct ir_function *product_with(const struct ir_function *function, uint32_t result,
                                 const struct derive_request *request, const char *mode,
                                 enum seed seed, const char *seed_name, const char *product_name);

#endif
