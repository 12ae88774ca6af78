/* Opens the constants of a function, so that a bound knows what derivation makes of them.
 *
 * Derivatives compute with the constants of the model while they are derived: 0.041/0.08 -
 * 0.04/0.08 becomes one number, in which the roundings of the quotients have cancelled into its
 * leading digits. A bound that takes this number for exact, or for rounded once, calls wrong what
 * is right to the rounding of the formula.
 *
 * So the derivation is repeated for a function in which those constants are arguments: nothing can
 * be folded, and every one may be off by a rounding. n constants meet in n - 1 operations, so a
 * rounding of each stands for those of the folded operations, to first order. The results of both
 * derivations are the same, and the larger of their bounds holds for either.
 *
 * Zeros and ones stay, as they are structure; whole exponents too, and what functions of the
 * library take: such operations are folded with the values. */
#include "reference.h"

#include "ops.h"

#include <math.h>
#include <string.h>

static const char array_name[] = "constants";

bool reference_is_constants(const struct ir_array *array)
{
    return strcmp(array->name, array_name) == 0;
}

static bool opens(enum ir_op op)
{
    return op == IR_ADD || op == IR_SUB || op == IR_MUL || op == IR_DIV;
}

struct ir_function *reference_open_constants(const struct ir_function *function,
                                             const double **numbers)
{
    struct ir_function *to = ir_function_create_like(function);
    struct arena *scratch = arena_create();
    const uint32_t count = function->values.count;
    const uint32_t array = to->arguments.count;
    ir_ref *plain = arena_alloc(scratch, count * sizeof *plain);
    ir_ref *opened = arena_alloc(scratch, count * sizeof *opened); /* as operand of arithmetic */
    VEC(double) found = {0};
    for (uint32_t v = 0; v < count; v++) {
        struct ir_value value = function->values.at[v];
        for (uint32_t k = 0; k < ir_op_info(value.op)->arity; k++) {
            const uint32_t operand = value.operand[k].index;
            value.operand[k] = opens(value.op) ? opened[operand] : plain[operand];
        }
        plain[v] = opened[v] = ir_build_like(to, &value);
        const double number = value.number;
        if (value.op == IR_CONSTANT && isfinite(number) && number != 0 && fabs(number) != 1) {
            opened[v] = ir_argument(to, array, found.count);
            vec_push(to->arena, &found, number);
        }
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        struct ir_result result = function->results.at[r];
        result.elements = arena_alloc(to->arena, result.array.count * sizeof *result.elements);
        for (uint32_t e = 0; e < result.array.count; e++) {
            result.elements[e] = plain[function->results.at[r].elements[e].index];
        }
        vec_push(to->arena, &to->results, result);
    }
    vec_push(to->arena, &to->arguments,
             ((struct ir_array){.name = array_name, .count = found.count}));
    *numbers = found.at;
    arena_destroy(scratch);
    return to;
}
