/* The mode `value`: the model's outputs alone. */
#include "derive.h"
#include "improve.h"

struct ir_function *derive_value(const struct ir_function *value,
                                 const struct derive_request *request)
{
    return request->reassociate_values ? ir_improve(value, 0) : ir_expand(value);
}
