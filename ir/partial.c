/* Builds the partial derivatives of the operator table, and what operators that C has no spelling
 * for are made of: the text of a row becomes values. (The partial derivatives of the user's
 * functions are other functions of the user's, for the same arguments.)
 *
 *     partial   = condition [ "if" condition ]
 *     condition = operands joined by || && < <= > >= == != + - * / as in C, with - and ! before
 *                 them and parentheses around them
 *     operand   = number | "pi" | "a" | "b" | "c" | "y" | OPERATOR "(" condition { "," … } ")"
 *
 * The operands are those of the value at hand and y is the value itself. A precedence climber reads
 * the text once and calls ir_build for each operation as it is read, strictly from left to right,
 * so that equal models give equal IR whatever compiler built adc. Recursion is as deep as the
 * parentheses of a row. */
#include "build.h"

#include "ops.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct ir_function *function;
    const char *at;
    ir_ref operand[IR_MAX_ARITY];
    ir_ref own;
};

/* `>` and `>=` are `<` and `<=` with the operands swapped. Longer spellings come first. */
static const struct infix {
    const char *spelling;
    int precedence;
    enum ir_op op;
    bool swapped;
} infixes[] = {
    {"||", 1, IR_OR, false}, {"&&", 2, IR_AND, false}, {"<=", 3, IR_LE, false},
    {">=", 3, IR_LE, true},  {"==", 3, IR_EQ, false},  {"!=", 3, IR_NE, false},
    {"<", 3, IR_LT, false},  {">", 3, IR_LT, true},    {"+", 4, IR_ADD, false},
    {"-", 4, IR_SUB, false}, {"*", 5, IR_MUL, false},  {"/", 5, IR_DIV, false},
};

enum { LOOSEST = 1, TIGHTEST = 6 };

static ir_ref read_infix(struct reader *reader, int loosest);

static void skip_blanks(struct reader *reader)
{
    while (*reader->at == ' ') {
        reader->at++;
    }
}

static bool skip(struct reader *reader, const char *spelling)
{
    skip_blanks(reader);
    const size_t length = strlen(spelling);
    if (strncmp(reader->at, spelling, length) != 0) {
        return false;
    }
    reader->at += length;
    return true;
}

static ir_ref read_call(struct reader *reader, const char *name)
{
    enum ir_op op = IR_OP_COUNT;
    const bool known = ir_op_named(name, &op);
    assert(known && "a partial in ops.def names an unknown operator");
    (void)known;
    ir_ref operand[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
    skip(reader, "(");
    for (uint32_t i = 0; i < ir_op_info(op)->arity; i++) {
        operand[i] = read_infix(reader, LOOSEST);
        skip(reader, i + 1 < ir_op_info(op)->arity ? "," : ")");
    }
    return ir_build(reader->function, op, operand[0], operand[1], operand[2]);
}

static ir_ref read_name(struct reader *reader)
{
    char name[32] = "";
    size_t length = 0;
    while ((isalnum((unsigned char)*reader->at) || *reader->at == '_') &&
           length + 1 < sizeof name) {
        name[length++] = *reader->at++;
    }
    if (length == 1 && name[0] >= 'a' && name[0] <= 'c') {
        return reader->operand[name[0] - 'a'];
    }
    if (strcmp(name, "y") == 0) {
        return reader->own;
    }
    if (strcmp(name, "pi") == 0) {
        return ir_constant(reader->function, 3.141592653589793);
    }
    return read_call(reader, name);
}

static ir_ref read_operand(struct reader *reader)
{
    skip_blanks(reader);
    if (isdigit((unsigned char)*reader->at)) {
        char *end;
        const double number = strtod(reader->at, &end);
        reader->at = end;
        return ir_constant(reader->function, number);
    }
    if (skip(reader, "(")) {
        const ir_ref inner = read_infix(reader, LOOSEST);
        skip(reader, ")");
        return inner;
    }
    if (skip(reader, "-")) {
        return ir_unary(reader->function, IR_NEG, read_infix(reader, TIGHTEST));
    }
    if (skip(reader, "!")) {
        return ir_unary(reader->function, IR_NOT, read_infix(reader, TIGHTEST));
    }
    return read_name(reader);
}

/* Post: the infix operator that comes next and binds as tightly as `loosest`, or NULL. */
static const struct infix *next_infix(struct reader *reader, int loosest)
{
    skip_blanks(reader);
    for (size_t i = 0; i < sizeof infixes / sizeof infixes[0]; i++) {
        const struct infix *infix = &infixes[i];
        if (infix->precedence >= loosest &&
            strncmp(reader->at, infix->spelling, strlen(infix->spelling)) == 0) {
            return infix;
        }
    }
    return NULL;
}

static ir_ref read_infix(struct reader *reader, int loosest)
{
    ir_ref left = read_operand(reader);
    for (const struct infix *infix = next_infix(reader, loosest); infix != NULL;
         infix = next_infix(reader, loosest)) {
        reader->at += strlen(infix->spelling);
        const ir_ref right = read_infix(reader, infix->precedence + 1);
        left = ir_binary(reader->function, infix->op, infix->swapped ? right : left,
                         infix->swapped ? left : right);
    }
    return left;
}

static bool partial_of_call(struct ir_function *function, ir_ref ref, uint32_t which, ir_ref *value,
                            ir_ref *guard)
{
    const struct ir_value call = *ir_at(function, ref);
    const uint32_t *partials = ir_callee(function, ref)->partials;
    if (partials == NULL) {
        return false;
    }
    const struct span span = function->span;
    function->span = call.span;
    *value = ir_call_list(function, partials[which], call.operand[0]);
    *guard = ir_boolean(function, true);
    function->span = span;
    return true;
}

bool ir_partial(struct ir_function *function, ir_ref ref, uint32_t which, ir_ref *value,
                ir_ref *guard)
{
    const struct ir_value of = *ir_at(function, ref);
    if (of.op == IR_CALL) {
        return partial_of_call(function, ref, which, value, guard);
    }
    const char *text = ir_op_info(of.op)->partial[which];
    if (text == NULL) {
        return false;
    }
    struct reader reader = {.function = function, .at = text, .own = ref};
    memcpy(reader.operand, of.operand, sizeof reader.operand);
    const struct span span = function->span;
    function->span = of.span;
    *value = read_infix(&reader, LOOSEST);
    *guard = skip(&reader, "if ") ? read_infix(&reader, LOOSEST) : ir_boolean(function, true);
    assert(*reader.at == '\0' && "a partial in ops.def has something behind its end");
    function->span = span;
    return true;
}

bool ir_expansion(struct ir_function *function, enum ir_op op, const ir_ref operand[IR_MAX_ARITY],
                  ir_ref *value)
{
    const struct ir_op_info *info = ir_op_info(op);
    if (info->spelling != IR_SPELL_NONE || info->c[0] == '\0') {
        return false;
    }
    struct reader reader = {.function = function, .at = info->c, .own = IR_NONE};
    memcpy(reader.operand, operand, sizeof reader.operand);
    *value = read_infix(&reader, LOOSEST);
    assert(*reader.at == '\0' && "an expansion in ops.def has something behind its end");
    return true;
}
