/* What an element of a result is called; see entry.h. */
#include "entry.h"

#include <string.h>

/* Post: what second derivatives and adjoints are taken of: the one output, or their weighted sum.
 */
static const char *sum_name(struct arena *arena, const struct ir_function *value,
                            const char *weights, bool weighted)
{
    const struct ir_array *y = &value->results.at[0].array;
    return y->count == 1 && !weighted ? ir_element_name(arena, value->atoms, y, 0)
           : weighted                 ? arena_format(arena, "(%s*y)", weights)
                                      : "sum(y)";
}

/* An element of `jac`, or of `jac2`, `jac3`, …, each of which has a row for every element of the
 * one before. */
static const char *derivative_name(struct arena *arena, const struct ir_function *value,
                                   const struct ir_function *function,
                                   const struct ir_result *result, uint32_t element)
{
    const char *inputs = "";
    uint32_t times = 0;
    for (; result > function->results.at; result--) {
        uint32_t column;
        ir_result_place(result, element, &element, &column);
        inputs = arena_format(
            arena, " d %s%s",
            ir_element_name(arena, value->atoms, &value->arguments.at[IR_ARRAY_X], column), inputs);
        times++;
    }
    return arena_format(
        arena, "d%s %s /%s", times == 1 ? "" : arena_format(arena, "%u", (unsigned)times),
        ir_element_name(arena, value->atoms, &value->results.at[0].array, element), inputs);
}

const char *entry_name(struct arena *arena, const struct ir_function *value,
                       const struct ir_function *function, const struct ir_result *result,
                       uint32_t element, bool weighted)
{
    const struct ir_array *x = &value->arguments.at[IR_ARRAY_X];
    const struct ir_array *y = &value->results.at[0].array;
    const char *array = result->array.name;
    if (result->array.port_count > 0 || strcmp(array, "y") == 0) {
        return ir_element_name(arena, function->atoms, &result->array, element);
    }
    if (strcmp(array, "dy") == 0) {
        return arena_format(arena, "d %s along dx",
                            ir_element_name(arena, value->atoms, y, element));
    }
    uint32_t row;
    uint32_t column;
    ir_result_place(result, element, &row, &column);
    const char *column_name = ir_element_name(arena, value->atoms, x, column);
    if (strcmp(array, "h") == 0) {
        return arena_format(arena, "d2 %s / d %s d %s", sum_name(arena, value, "w", weighted),
                            ir_element_name(arena, value->atoms, x, row), column_name);
    }
    if (strcmp(array, "hdx") == 0) {
        return arena_format(arena, "d2 %s / d %s along dx", sum_name(arena, value, "w", weighted),
                            column_name);
    }
    if (strcmp(array, "wx") == 0) {
        return arena_format(arena, "d %s / d %s", sum_name(arena, value, "wy", weighted),
                            column_name);
    }
    return derivative_name(arena, value, function, result, element);
}
