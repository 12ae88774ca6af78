/* The operator table as data: the rows of ops.def in an array, and the search by name. */
#include "ops.h"

#include <string.h>

static const struct ir_op_info table[] = {
#define OP(id, name, arity, flags, value, partial_a, partial_b, partial_c, spelling, c, domain, \
           low, high, mpfr, summary)                                                            \
    [IR_##id] = {name, arity, flags,  {partial_a, partial_b, partial_c}, spelling, c, domain,   \
                 low,  high,  summary},
#include "ops.def"
#undef OP
};

const struct ir_op_info *ir_op_info(enum ir_op op)
{
    return &table[op];
}

/* Sixty rows and few searches: a loop is enough. */
bool ir_op_named(const char *name, enum ir_op *op)
{
    for (unsigned i = 0; i < IR_OP_COUNT; i++) {
        if (strcmp(table[i].name, name) == 0) {
            *op = (enum ir_op)i;
            return true;
        }
    }
    return false;
}

const char *ir_kind_name(enum ir_kind kind)
{
    static const char *const names[] = {
        [IR_REAL] = "number", [IR_BOOL] = "condition", [IR_ARGUMENTS] = "list of arguments"};
    return names[kind];
}

enum ir_kind ir_operand_kind(enum ir_op op, uint32_t which)
{
    if (op == IR_CALL || (op == IR_LIST && which == 1)) {
        return IR_ARGUMENTS;
    }
    if ((table[op].flags & IR_BOOLEAN_ARGS) == 0 || (op == IR_SELECT && which > 0)) {
        return IR_REAL;
    }
    return IR_BOOL;
}
