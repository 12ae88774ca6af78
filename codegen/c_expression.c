/* Writes the expression of one value. The plan bounds its size, and so the depth of the recursion.
 *
 * Parentheses stand where precedence asks for them, and in two places more: around a && in a ||,
 * for the reader and for -Wparentheses, and around what begins with a minus behind a + or -. */
#include "c_expression.h"

#include "c_line.h"
#include "c_number.h"
#include "ops.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* As in the grammar of C, the loosest first. */
enum precedence {
    ANY,
    CONDITIONAL,
    OR,
    AND,
    EQUALITY,
    RELATIONAL,
    ADDITIVE,
    MULTIPLICATIVE,
    PREFIX,
    PRIMARY
};

static const struct {
    const char *c;
    enum precedence precedence;
} infix[] = {
    {"||", OR},        {"&&", AND},       {"==", EQUALITY},      {"!=", EQUALITY},
    {"<", RELATIONAL}, {">", RELATIONAL}, {"<=", RELATIONAL},    {">=", RELATIONAL},
    {"+", ADDITIVE},   {"-", ADDITIVE},   {"*", MULTIPLICATIVE}, {"/", MULTIPLICATIVE},
};

struct writer {
    const struct c_plan *plan;
    const struct c_real *real;
    struct text *out;
    unsigned depth; /* of parentheses */
};

static void write(struct writer *writer, ir_ref ref, enum precedence least);

static enum precedence precedence_of_infix(const char *c)
{
    for (size_t i = 0; i < sizeof infix / sizeof infix[0]; i++) {
        if (strcmp(infix[i].c, c) == 0) {
            return infix[i].precedence;
        }
    }
    return ANY;
}

static bool is_name(const struct writer *writer, ir_ref ref)
{
    return writer->plan->slots[ref.index].name != NULL;
}

static enum precedence precedence_of(const struct writer *writer, ir_ref ref)
{
    const struct ir_value *value = ir_at(writer->plan->function, ref);
    if (is_name(writer, ref)) {
        return PRIMARY;
    }
    if (value->op == IR_CONSTANT) {
        return signbit(value->number) && !isnan(value->number) ? PREFIX : PRIMARY;
    }
    if (value->op == IR_SELECT) {
        return CONDITIONAL;
    }
    const struct ir_op_info *info = ir_op_info(value->op);
    if (info->spelling == IR_SPELL_PREFIX) {
        return PREFIX;
    }
    return info->spelling == IR_SPELL_INFIX ? precedence_of_infix(info->c) : PRIMARY;
}

/* Post: whether the text of the value, in a place of this precedence, begins with a minus. */
static bool begins_with_minus(const struct writer *writer, ir_ref ref, enum precedence least)
{
    for (;;) {
        const enum precedence precedence = precedence_of(writer, ref);
        if (precedence < least || precedence == PRIMARY) {
            return false;
        }
        if (precedence == PREFIX) {
            return ir_at(writer->plan->function, ref)->op != IR_NOT;
        }
        ref = c_plan_operand(writer->plan, ref, 0);
        least = precedence;
    }
}

static void write_in_parentheses(struct writer *writer, ir_ref ref)
{
    text_add(writer->out, "(");
    writer->depth++;
    write(writer, ref, ANY);
    writer->depth--;
    text_add(writer->out, ")");
}

static void write_prefix(struct writer *writer, ir_ref ref)
{
    const struct ir_op_info *info = ir_op_info(ir_at(writer->plan->function, ref)->op);
    const ir_ref operand = c_plan_operand(writer->plan, ref, 0);
    text_add(writer->out, info->c);
    if (info->c[0] == '-' && begins_with_minus(writer, operand, PREFIX)) {
        write_in_parentheses(writer, operand);
    } else {
        write(writer, operand, PREFIX);
    }
}

static void write_infix(struct writer *writer, ir_ref ref, enum precedence precedence)
{
    const struct ir_op_info *info = ir_op_info(ir_at(writer->plan->function, ref)->op);
    const bool logical = precedence == AND || precedence == OR;
    for (uint32_t which = 0; which < 2; which++) {
        const ir_ref operand = c_plan_operand(writer->plan, ref, which);
        /* How && and || are grouped does not matter; of all others it does. */
        const enum precedence least = which == 0 || logical ? precedence : precedence + 1;
        const bool and_in_or = precedence == OR && precedence_of(writer, operand) == AND;
        const bool minus =
            which == 1 && precedence == ADDITIVE && begins_with_minus(writer, operand, least);
        if (which == 1) {
            text_print(writer->out, " %s", info->c);
            c_line_mark(writer->out, writer->depth);
        }
        if (and_in_or || minus) {
            write_in_parentheses(writer, operand);
        } else {
            write(writer, operand, least);
        }
    }
}

static void write_selection(struct writer *writer, ir_ref ref)
{
    write(writer, c_plan_operand(writer->plan, ref, 0), OR);
    c_line_mark(writer->out, writer->depth);
    text_add(writer->out, "? ");
    write(writer, c_plan_operand(writer->plan, ref, 1), OR);
    c_line_mark(writer->out, writer->depth);
    text_add(writer->out, ": ");
    write(writer, c_plan_operand(writer->plan, ref, 2), CONDITIONAL);
}

/* A function of the C library, of runtime/, or of the user's: its inputs are its arguments. */
static void write_call(struct writer *writer, ir_ref ref)
{
    const struct ir_function *function = writer->plan->function;
    ir_ref inputs[IR_MAX_INPUTS];
    const uint32_t count = ir_inputs(function, ref, inputs);
    if (ir_at(function, ref)->op == IR_CALL) {
        text_print(writer->out, "%s(", ir_callee(function, ref)->name);
    } else {
        text_print(writer->out, "%s%s(", ir_op_info(ir_at(function, ref)->op)->c,
                   writer->real->function);
    }
    writer->depth++;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) {
            text_add(writer->out, ",");
            c_line_mark(writer->out, writer->depth);
        }
        write(writer, writer->plan->same[inputs[i].index], ANY);
    }
    writer->depth--;
    text_add(writer->out, ")");
}

static void write_leaf(struct writer *writer, const struct ir_value *value)
{
    if (value->op == IR_CONSTANT) {
        c_number(writer->out, value->number, writer->real);
    } else if (value->op == IR_ARGUMENT) {
        const char *array = writer->plan->function->arguments.at[value->array].name;
        text_print(writer->out, "%s[%u]", array, (unsigned)value->element);
    } else {
        text_add(writer->out, ir_op_info(value->op)->c);
    }
}

/* Writes the value into a place where operators bind at least as tightly as `least`. */
static void write(struct writer *writer, ir_ref ref, enum precedence least)
{
    const struct ir_value *value = ir_at(writer->plan->function, ref);
    const struct ir_op_info *info = ir_op_info(value->op);
    const enum precedence precedence = precedence_of(writer, ref);
    assert(info->spelling != IR_SPELL_NONE);
    if (is_name(writer, ref)) {
        text_add(writer->out, writer->plan->slots[ref.index].name);
    } else if (precedence < least) {
        write_in_parentheses(writer, ref);
    } else if (info->arity == 0) {
        write_leaf(writer, value);
    } else if (value->op == IR_SELECT) {
        write_selection(writer, ref);
    } else if (info->spelling == IR_SPELL_PREFIX) {
        write_prefix(writer, ref);
    } else if (info->spelling == IR_SPELL_INFIX) {
        write_infix(writer, ref, precedence);
    } else {
        write_call(writer, ref);
    }
}

void c_expression(const struct c_plan *plan, ir_ref ref, const struct c_real *real,
                  struct text *out)
{
    struct writer writer = {plan, real, out, 0};
    write(&writer, ref, ANY);
}
