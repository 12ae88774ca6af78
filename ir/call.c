/* Calls of the user's C functions. The arguments are a list, an argument in front of the list of
 * those behind it: so a call of any number of arguments has no more operands than other values, and
 * a function and its partial derivatives, called for the same arguments, share their list. */
#include "build.h"

#include "ops.h"

#include <assert.h>
#include <string.h>

uint32_t ir_extern_number(struct arena *arena, struct ir_externs *externs, const char *name,
                          const char *const *parameters, uint32_t parameter_count)
{
    for (uint32_t i = 0; i < externs->count; i++) {
        if (strcmp(externs->at[i].name, name) == 0) {
            return i;
        }
    }
    vec_push(arena, externs,
             (struct ir_extern){
                 .name = name, .parameters = parameters, .parameter_count = parameter_count});
    return externs->count - 1;
}

ir_ref ir_call_list(struct ir_function *function, uint32_t callee, ir_ref list)
{
    struct ir_value call = {.op = IR_CALL,
                            .operand = {list, IR_NONE, IR_NONE},
                            .array = callee,
                            .span = function->span};
    return ir_intern_value(function, &call);
}

ir_ref ir_call(struct ir_function *function, uint32_t callee, const ir_ref *arguments)
{
    assert(callee < function->externs->count);
    ir_ref list = ir_build(function, IR_END, IR_NONE, IR_NONE, IR_NONE);
    for (uint32_t i = function->externs->at[callee].parameter_count; i > 0; i--) {
        list = ir_binary(function, IR_LIST, arguments[i - 1], list);
    }
    return ir_call_list(function, callee, list);
}

const struct ir_extern *ir_callee(const struct ir_function *function, ir_ref call)
{
    assert(ir_at(function, call)->op == IR_CALL);
    return &function->externs->at[ir_at(function, call)->array];
}

uint32_t ir_inputs(const struct ir_function *function, ir_ref ref, ir_ref inputs[IR_MAX_INPUTS])
{
    const struct ir_value *value = ir_at(function, ref);
    uint32_t count = 0;
    if (value->op != IR_CALL) {
        for (; count < ir_op_info(value->op)->arity; count++) {
            inputs[count] = value->operand[count];
        }
        return count;
    }
    for (value = ir_at(function, value->operand[0]); value->op == IR_LIST;
         value = ir_at(function, value->operand[1])) {
        if (count < IR_MAX_INPUTS) {
            inputs[count] = value->operand[0];
        }
        count++;
    }
    return count;
}
