/* Warnings about what a model turned out to be once it was lowered: inputs without effect,
 * conditions without a choice. */
#include "lowering.h"

/* -- unused-input -- */

/* Post: for each element of the argument array whether the function uses it. */
static bool *used_elements(struct lowering *l, const struct ir_function *f, uint32_t which)
{
    bool *used = arena_alloc(l->arena, (f->arguments.at[which].count + 1) * sizeof *used);
    for (uint32_t i = 0; i < f->values.count; i++) {
        const struct ir_value *value = &f->values.at[i];
        if (value->op == IR_ARGUMENT && value->array == which) {
            used[value->element] = true;
        }
    }
    return used;
}

/* Post: by atom index whether it names an input: one that --wrt makes a parameter is still declared
 * `in`, and a parameter is not. */
static bool *input_names(struct lowering *l, const struct ast_item *model)
{
    bool *inputs = arena_alloc(l->arena, l->atom_count * sizeof *inputs);
    for (uint32_t i = 0; i < model->argument_count; i++) {
        inputs[model->arguments[i].declarator.name.name.index] = model->arguments[i].role == AST_IN;
    }
    return inputs;
}

void lower_warn_inputs(struct lowering *l, const struct ast_item *model,
                       const struct ir_function *f)
{
    if (l->options->of_count > 0) {
        return; /* what the chosen outputs do not need, others may */
    }
    const bool *inputs = input_names(l, model);
    for (uint32_t a = 0; a < f->arguments.count; a++) {
        const struct ir_array *array = &f->arguments.at[a];
        const bool *used = used_elements(l, f, a);
        for (uint32_t i = 0; i < array->port_count; i++) {
            const struct ir_port *port = &array->ports[i];
            const uint32_t count = port->rows * port->columns;
            uint32_t e = 0;
            while (e < count && !used[port->first + e]) {
                e++;
            }
            if (e == count && count > 0 && inputs[port->name.index]) {
                lower_warning(l, WARNING_UNUSED_INPUT, port->span, "no output depends on `%s`",
                              lower_text(l, port->name));
            }
        }
    }
}

/* -- constant-condition --------------------------------------------------------------------------
 *
 * In unrolled loops and in functions that are inlined for many arguments, a condition that is
 * constant this time is the rule, and so is one made of constants and extents, by which a model is
 * configured. What is left is worth a word: straight in the body of a model, a comparison of values
 * that are not constant, which is constant nevertheless, like x < x. The operands of && || ! are
 * looked at one by one, for `debug && x > 0` is configuration again. */

static bool varies(struct lowering *l, atom name)
{
    const struct binding *binding = scope_find(l, name);
    double number;
    if (binding == NULL || binding->value.bad) {
        return false;
    }
    const struct shape shape = binding->slots != NULL ? binding->shape : binding->value.shape;
    for (uint32_t e = 0; e < shape_count(shape); e++) {
        const ir_ref ref =
            binding->slots != NULL ? binding->slots[e].ref : tensor_at(&binding->value, e);
        if (!ir_is_none(ref) && !is_constant(l, ref, &number)) {
            return true;
        }
    }
    return false;
}

/* Post: whether the expression is arithmetic on values of which one varies. Calls, subscripts and
 * reductions may be about shapes alone, and count as nothing. */
static bool mentions_varying(struct lowering *l, const struct ast_expr *expr)
{
    for (; expr->kind == AST_BINARY; expr = expr->as.binary.left) {
        if (mentions_varying(l, expr->as.binary.right)) {
            return true;
        }
    }
    if (expr->kind == AST_UNARY) {
        return mentions_varying(l, expr->as.unary.operand);
    }
    if (expr->kind == AST_INDEX && expr->as.index.base->kind == AST_NAME) {
        return varies(l, expr->as.index.base->as.name);
    }
    return expr->kind == AST_NAME && varies(l, expr->as.name);
}

static void warn_part(struct lowering *l, const struct ast_expr *part)
{
    while (part->kind == AST_BINARY &&
           (part->as.binary.op == AST_AND || part->as.binary.op == AST_OR)) {
        warn_part(l, part->as.binary.right);
        part = part->as.binary.left;
    }
    if (part->kind == AST_UNARY && part->as.unary.op == AST_NOT) {
        warn_part(l, part->as.unary.operand);
        return;
    }
    if (!mentions_varying(l, part)) {
        return;
    }
    const struct tensor value = lower_expr(l, part);
    double known;
    if (!value.bad && value.shape.rank == 0 && is_constant(l, value.one, &known)) {
        lower_warning(l, WARNING_CONSTANT_CONDITION, part->span, "this condition is always %s",
                      known != 0 ? "true" : "false");
    }
}

void lower_warn_condition(struct lowering *l, const struct ast_expr *condition)
{
    if (l->loops.count == 0 && l->frame->callee != NULL && l->frame->callee->kind == AST_MODEL) {
        warn_part(l, condition);
    }
}
