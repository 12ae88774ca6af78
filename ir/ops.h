/* The operator table as data: what ops.def says of each operator. */
#ifndef ADC_IR_OPS_H
#define ADC_IR_OPS_H

#include "ir.h"

/* How an operator is written in C. */
enum ir_spelling {
    IR_SPELL_OWN,     /* leaves, selection: the code generator knows */
    IR_SPELL_PREFIX,  /* -a */
    IR_SPELL_INFIX,   /* a + b */
    IR_SPELL_MATH,    /* a function of <math.h> */
    IR_SPELL_RUNTIME, /* a function of runtime/, embedded into the generated file */
    IR_SPELL_NONE     /* replaced by ir_expand before code is generated */
};

enum ir_flag {
    IR_COMMUTATIVE = 1 << 0,
    IR_INTERNAL = 1 << 1,     /* not callable by name in a model */
    IR_BOOLEAN = 1 << 2,      /* its value is boolean */
    IR_BOOLEAN_ARGS = 1 << 3, /* its operands are boolean (of SELECT the first alone) */
    IR_CHEAP = 1 << 4,        /* arithmetic, not worth a name of its own in generated code */
    IR_PIECEWISE_CONSTANT = 1 << 5,
    IR_WHOLE_A = 1 << 6, /* its first operand must be a whole constant */
    IR_WHOLE_B = 1 << 7, /* its second */
    IR_LISTED = 1 << 8   /* its value is a list of arguments */
};

struct ir_op_info {
    const char *name; /* in models, in printed IR: "sin", "add" */
    uint32_t arity;
    uint32_t flags;
    const char *partial[IR_MAX_ARITY]; /* text, see partial.c; NULL: zero by structure */
    enum ir_spelling spelling;
    const char *c;      /* "+", "sin", "adc_sigmoid" */
    const char *domain; /* in words, for the manual */
    double sample_low;  /* an interval of the domain for tests, for every operand */
    double sample_high;
    const char *summary; /* a line for the manual */
};

/* Post: the row of this operator; lives for ever. */
const struct ir_op_info *ir_op_info(enum ir_op op);

/* Post: whether an operator has this name, and which one. */
bool ir_op_named(const char *name, enum ir_op *op);

static inline enum ir_kind ir_kind_of(enum ir_op op)
{
    const uint32_t flags = ir_op_info(op)->flags;
    return (flags & IR_BOOLEAN) != 0 ? IR_BOOL : (flags & IR_LISTED) != 0 ? IR_ARGUMENTS : IR_REAL;
}

/* Post: "number", "condition", "list of arguments". */
const char *ir_kind_name(enum ir_kind kind);

/* Post: whether the operator makes numbers or conditions of such: what a call is made of does not.
 */
static inline bool ir_op_is_plain(enum ir_op op)
{
    return op != IR_CALL && ir_kind_of(op) != IR_ARGUMENTS;
}

/* Post: the kind that operand number `which` of this operator must have. */
enum ir_kind ir_operand_kind(enum ir_op op, uint32_t which);

/* Post: whether operand number `which` of this operator must be a whole constant. */
static inline bool ir_operand_is_whole(enum ir_op op, uint32_t which)
{
    return which < 2 && (ir_op_info(op)->flags & (which == 0 ? IR_WHOLE_A : IR_WHOLE_B)) != 0;
}

#endif
