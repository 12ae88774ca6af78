/* The evaluator: computes a function value by value, with the same operations on the same
 * functions as the generated code. */
#include "build.h"

#include "binade.c"
#include "hypot.c"
#include "logaddexp.c"
#include "polar_slope.c"
#include "polygamma.c"
#include "sigmoid.c"
#include "sign.c"
#include "sinc_derivative.c"
#include "softplus.c"

#include <math.h>

/* The operations of ir_expand (prune.c, expand_power) in the same order. */
static double power(double base, double exponent)
{
    if (!(fabs(exponent) <= IR_LARGEST_POWER)) {
        return pow(base, exponent);
    }
    const unsigned n = (unsigned)fabs(exponent);
    double squares[5] = {base}; /* base^(2^i) */
    unsigned top = 0;
    while (n >> (top + 1) != 0) {
        squares[top + 1] = squares[top] * squares[top];
        top++;
    }
    double product = n == 0 ? 1 : squares[top];
    for (unsigned i = top; i-- > 0;) {
        if ((n >> i & 1) != 0) {
            product = product * squares[i];
        }
    }
    return exponent < 0 ? 1 / product : product;
}

static double run_call(const struct ir_function *function, ir_ref call, const double *values)
{
    ir_ref inputs[IR_MAX_INPUTS];
    double arguments[IR_MAX_INPUTS];
    const struct ir_extern *callee = ir_callee(function, call);
    const uint32_t count = ir_inputs(function, call, inputs);
    for (uint32_t i = 0; i < count; i++) {
        arguments[i] = values[inputs[i].index];
    }
    return callee->run == NULL ? (double)NAN : callee->run(arguments);
}

double ir_evaluate_op(enum ir_op op, double a, double b, double c)
{
    switch (op) {
#define OP(id, name, arity, flags, value, partial_a, partial_b, partial_c, spelling, spelled, \
           domain, low, high, mpfr, summary)                                                  \
    case IR_##id:                                                                             \
        return (double)(value);
#include "ops.def"
#undef OP
    case IR_OP_COUNT:
        break;
    }
    return (double)NAN;
}

void ir_evaluate(const struct ir_function *function, const double *const *arguments, double *values)
{
    for (uint32_t i = 0; i < function->values.count; i++) {
        const struct ir_value *value = &function->values.at[i];
        if (value->op == IR_CONSTANT) {
            values[i] = value->number;
        } else if (value->op == IR_ARGUMENT) {
            values[i] = arguments[value->array][value->element];
        } else if (value->op == IR_CALL) {
            values[i] = run_call(function, (ir_ref){i}, values);
        } else {
            double operand[IR_MAX_ARITY] = {0};
            for (uint32_t k = 0; k < IR_MAX_ARITY && !ir_is_none(value->operand[k]); k++) {
                operand[k] = values[value->operand[k].index];
            }
            values[i] = ir_evaluate_op(value->op, operand[0], operand[1], operand[2]);
        }
    }
}
