/* Lowering of extern functions: C functions of the user's, which the model calls as it calls
 * others. All that is known of them is declared: how many scalars they take, and the names of the C
 * functions that are their partial derivatives. */
#include "lowering.h"

/* -- declarations -- */

static void check_parameters(struct lowering *l, const struct ast_item *item)
{
    for (uint32_t i = 0; i < item->argument_count; i++) {
        const struct ast_name name = item->arguments[i].declarator.name;
        for (uint32_t k = 0; k < i; k++) {
            if (atom_equal(item->arguments[k].declarator.name.name, name.name)) {
                lower_error(l, ERROR_DECLARED_TWICE, name.span, "`%s` is declared twice",
                            lower_text(l, name.name));
                lower_note(l, item->arguments[k].declarator.name.span, "the first is here");
            }
        }
    }
    if (item->argument_count > IR_MAX_INPUTS) {
        lower_error(l, ERROR_EXTERN, item->arguments[IR_MAX_INPUTS].span,
                    "an extern function takes up to %d arguments, as C promises", IR_MAX_INPUTS);
    }
}

/* Post: the number of the extern of this name, which takes so many arguments; else an error. */
static uint32_t number_of(struct lowering *l, struct ast_name name, const char *const *parameters,
                          uint32_t count)
{
    const char *text = lower_text(l, name.name);
    const uint32_t number =
        ir_extern_number(l->compilation->arena, l->externs, text, parameters, count);
    struct ir_extern *at = &l->externs->at[number];
    l->extern_numbers[name.name.index] = number;
    if (at->span.end == 0) {
        at->span = name.span;
    }
    if (at->parameter_count != count) {
        lower_error(l, ERROR_EXTERN, name.span, "`%s` takes %u argument%s here and %u elsewhere",
                    text, count, count == 1 ? "" : "s", at->parameter_count);
        lower_note(l, at->span, "`%s` is named here, too", text);
        lower_help(l, "a partial derivative takes the arguments of its function");
    }
    return number;
}

/* A partial derivative is a C function, and no other item. */
static uint32_t partial_of(struct lowering *l, struct ast_name name, const struct ir_extern *of)
{
    const struct ast_item *item = l->items[name.name.index];
    if (item != NULL && item->kind != AST_EXTERN) {
        const char *text = lower_text(l, name.name);
        lower_error(l, ERROR_EXTERN, name.span,
                    "a partial derivative of an extern function is a C function, and `%s` "
                    "is none",
                    text);
        lower_note(l, item->name.span, "`%s` is declared here", text);
    }
    return number_of(l, name, of->parameters, of->parameter_count);
}

static void declare(struct lowering *l, const struct ast_item *item)
{
    struct arena *arena = l->compilation->arena;
    const uint32_t count = item->argument_count;
    const char **parameters = arena_alloc(arena, count * sizeof *parameters);
    for (uint32_t i = 0; i < count; i++) {
        parameters[i] = lower_text(l, item->arguments[i].declarator.name.name);
    }
    check_parameters(l, item);
    const uint32_t number = number_of(l, item->name, parameters, count);
    const struct ir_extern self = {.parameters = parameters, .parameter_count = count};
    l->externs->at[number].parameters = parameters;
    l->externs->at[number].span = item->name.span;
    if (item->partial_count == count && count > 0) {
        uint32_t *partials = arena_alloc(arena, count * sizeof *partials);
        for (uint32_t i = 0; i < count; i++) {
            partials[i] = partial_of(l, item->partials[i], &self);
        }
        l->externs->at[number].partials = partials;
    }
}

void lower_externs(struct lowering *l, const struct ast_file *file)
{
    for (uint32_t i = 0; i < file->count; i++) {
        const struct ast_item *item = file->items[i];
        if (item->kind == AST_EXTERN && l->items[item->name.name.index] == item) {
            declare(l, item);
        }
    }
}

/* -- calls -- */

struct tensor lower_extern_call(struct lowering *l, const struct ast_expr *call,
                                const struct ast_item *callee)
{
    const uint32_t count = callee->argument_count;
    if (!lower_check_count(l, call, count, count)) {
        lower_note(l, callee->name.span, "`%s` is declared here", lower_text(l, callee->name.name));
        return tensor_bad;
    }
    const struct tensor *arguments = lower_arguments(l, call);
    const uint32_t number = l->extern_numbers[callee->name.name.index];
    const bool wrong = count > IR_MAX_INPUTS || l->externs->at[number].parameter_count != count;
    struct shape shape;
    if (wrong || !lower_common_shape(l, call, arguments, &shape)) {
        return tensor_bad; /* it has been said why */
    }
    ir_ref *refs = tensor_alloc(l, shape_count(shape));
    for (uint32_t e = 0; e < shape_count(shape); e++) {
        ir_ref operands[IR_MAX_INPUTS];
        for (uint32_t i = 0; i < count; i++) {
            operands[i] = as_real(l, tensor_at(&arguments[i], e));
        }
        refs[e] = ir_call(l->f, number, operands);
    }
    return tensor_of(shape, refs);
}
