/* Lowering of calls: functions of the model are inlined, operators applied element by element, and
 * the few built-in functions that make or measure shapes are worked out here. */
#include "lowering.h"

#include <inttypes.h>
#include <string.h>

enum { CALLS_LIMIT = 1000 };

/* -- built-in functions on shapes -- */

static struct tensor filled(struct lowering *l, struct shape shape, double number)
{
    const uint32_t count = shape_count(shape);
    ir_ref *refs = tensor_alloc(l, count);
    for (uint32_t i = 0; i < count; i++) {
        refs[i] = ir_constant(l->f, number);
    }
    return tensor_of(shape, refs);
}

static struct tensor call_filled(struct lowering *l, const struct ast_expr *call, double number)
{
    struct shape shape;
    if (!lower_shape(l, &call->as.call.arguments, &shape)) {
        return tensor_bad;
    }
    return filled(l, shape, number);
}

static struct tensor call_zeros(struct lowering *l, const struct ast_expr *call)
{
    return call_filled(l, call, 0);
}

static struct tensor call_ones(struct lowering *l, const struct ast_expr *call)
{
    return call_filled(l, call, 1);
}

static struct tensor call_eye(struct lowering *l, const struct ast_expr *call)
{
    struct shape shape;
    if (!lower_shape(l, &call->as.call.arguments, &shape)) {
        return tensor_bad;
    }
    const uint32_t n = shape.rows;
    ir_ref *refs = tensor_alloc(l, n * n);
    for (uint32_t i = 0; i < n * n; i++) {
        refs[i] = ir_constant(l->f, i / n == i % n ? 1 : 0);
    }
    return tensor_of((struct shape){2, n, n}, refs);
}

static struct tensor call_rows(struct lowering *l, const struct ast_expr *call)
{
    const struct tensor value = lower_expr(l, call->as.call.arguments.at[0]);
    return value.bad ? tensor_bad : tensor_number(l, value.shape.rows);
}

static struct tensor call_cols(struct lowering *l, const struct ast_expr *call)
{
    const struct tensor value = lower_expr(l, call->as.call.arguments.at[0]);
    return value.bad ? tensor_bad : tensor_number(l, value.shape.columns);
}

static struct tensor call_length(struct lowering *l, const struct ast_expr *call)
{
    const struct ast_expr *argument = call->as.call.arguments.at[0];
    const struct tensor value = lower_expr(l, argument);
    if (!value.bad && value.shape.rank != 1) {
        lower_error(l, argument->span, "`length` takes a vector; this is %s",
                    shape_words(l, value.shape));
        lower_help(l, "`rows(A)` and `cols(A)` are the extents of a matrix");
        return tensor_bad;
    }
    return value.bad ? tensor_bad : tensor_number(l, value.shape.rows);
}

static struct tensor call_transpose(struct lowering *l, const struct ast_expr *call)
{
    const struct tensor value = lower_expr(l, call->as.call.arguments.at[0]);
    return lower_transpose(l, &value);
}

/* -- reductions and element-wise operators -- */

/* The shape that a scalar operator gives for these arguments; an error where they do not agree. */
static bool common_shape(struct lowering *l, const struct ast_expr *call,
                         const struct tensor *arguments, struct shape *shape)
{
    *shape = (struct shape){0, 1, 1};
    for (uint32_t i = 0; i < call->as.call.arguments.count; i++) {
        if (arguments[i].bad) {
            return false;
        }
        if (arguments[i].shape.rank == 0) {
            continue;
        }
        if (shape->rank != 0 && !shape_equal(*shape, arguments[i].shape)) {
            lower_error(l, call->as.call.arguments.at[i]->span,
                        "the arguments of `%s` need one shape; this is %s, another %s",
                        lower_text(l, call->as.call.callee.name),
                        shape_words(l, arguments[i].shape), shape_words(l, *shape));
            return false;
        }
        *shape = arguments[i].shape;
    }
    return true;
}

static struct tensor *lower_arguments(struct lowering *l, const struct ast_expr *call)
{
    const uint32_t count = call->as.call.arguments.count;
    struct tensor *values = arena_alloc(l->arena, (count + 1) * sizeof *values);
    for (uint32_t i = 0; i < count; i++) {
        values[i] = lower_expr(l, call->as.call.arguments.at[i]);
    }
    l->f->span = call->span;
    return values;
}

static struct tensor reduce_elements(struct lowering *l, const struct ast_expr *call,
                                     enum reduction reduction, const struct tensor *value)
{
    const uint32_t count = shape_count(value->shape);
    if (count == 0) {
        if (reduction == REDUCE_MIN || reduction == REDUCE_MAX) {
            lower_error(l, call->span, "the %s of nothing has no value",
                        lower_text(l, call->as.call.callee.name));
            return tensor_bad;
        }
        return tensor_number(l, reduction == REDUCE_SUM ? 0 : 1);
    }
    ir_ref *terms = tensor_alloc(l, count);
    for (uint32_t i = 0; i < count; i++) {
        terms[i] = tensor_at(value, i);
    }
    return tensor_scalar(build_reduction(l, reduction, terms, count));
}

static struct tensor reduce(struct lowering *l, const struct ast_expr *call,
                            enum reduction reduction)
{
    const uint32_t count = call->as.call.arguments.count;
    const struct tensor *arguments = lower_arguments(l, call);
    if (count == 1) {
        return arguments[0].bad ? tensor_bad : reduce_elements(l, call, reduction, &arguments[0]);
    }
    struct shape shape;
    if (!common_shape(l, call, arguments, &shape)) {
        return tensor_bad;
    }
    const uint32_t width = shape_count(shape);
    ir_ref *refs = tensor_alloc(l, width);
    ir_ref *terms = tensor_alloc(l, count);
    for (uint32_t e = 0; e < width; e++) {
        for (uint32_t i = 0; i < count; i++) {
            terms[i] = tensor_at(&arguments[i], e);
        }
        refs[e] = build_reduction(l, reduction, terms, count);
    }
    return tensor_of(shape, refs);
}

static struct tensor call_sum(struct lowering *l, const struct ast_expr *call)
{
    return reduce(l, call, REDUCE_SUM);
}

static struct tensor call_prod(struct lowering *l, const struct ast_expr *call)
{
    return reduce(l, call, REDUCE_PROD);
}

static struct tensor call_min(struct lowering *l, const struct ast_expr *call)
{
    return reduce(l, call, REDUCE_MIN);
}

static struct tensor call_max(struct lowering *l, const struct ast_expr *call)
{
    return reduce(l, call, REDUCE_MAX);
}

static const struct builtin {
    const char *name;
    uint32_t least;
    uint32_t most;
    struct tensor (*call)(struct lowering *l, const struct ast_expr *call);
} builtins[] = {
    {"sum", 1, 1, call_sum},
    {"prod", 1, 1, call_prod},
    {"min", 1, UINT32_MAX, call_min},
    {"max", 1, UINT32_MAX, call_max},
    {"zeros", 1, 2, call_zeros},
    {"ones", 1, 2, call_ones},
    {"eye", 1, 1, call_eye},
    {"rows", 1, 1, call_rows},
    {"cols", 1, 1, call_cols},
    {"length", 1, 1, call_length},
    {"transpose", 1, 1, call_transpose},
};

static bool check_count(struct lowering *l, const struct ast_expr *call, uint32_t least,
                        uint32_t most)
{
    const uint32_t count = call->as.call.arguments.count;
    if (count >= least && count <= most) {
        return true;
    }
    lower_error(l, call->span, "`%s` takes %s%u argument%s; here are %u",
                lower_text(l, call->as.call.callee.name), least == most ? "" : "at least ", least,
                least == 1 ? "" : "s", count);
    return false;
}

static struct tensor apply_operator(struct lowering *l, const struct ast_expr *call, enum ir_op op)
{
    const uint32_t arity = ir_op_info(op)->arity;
    if (!check_count(l, call, arity, arity)) {
        return tensor_bad;
    }
    const struct tensor *arguments = lower_arguments(l, call);
    struct shape shape;
    if (!common_shape(l, call, arguments, &shape)) {
        return tensor_bad;
    }
    ir_ref operands[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
    const uint32_t width = shape_count(shape);
    ir_ref *refs = tensor_alloc(l, width);
    for (uint32_t e = 0; e < width; e++) {
        for (uint32_t i = 0; i < arity; i++) {
            operands[i] = tensor_at(&arguments[i], e);
        }
        refs[e] = build_op(l, op, operands);
    }
    return tensor_of(shape, refs);
}

/* -- inlined functions -- */

/* Binds a name of a written shape to an extent, or checks the extent against what is written. */
static bool match_extent(struct lowering *l, const struct ast_expr *written, uint32_t extent,
                         struct span argument)
{
    if (written->kind == AST_NAME) {
        const struct binding *bound = scope_find(l, written->as.name);
        if (bound == NULL) {
            const struct ast_name name = {written->as.name, written->span};
            scope_bind(l, name, BIND_SHAPE)->value = tensor_number(l, extent);
            return true;
        }
    }
    int64_t expected;
    if (!lower_whole(l, written, "an extent", &expected)) {
        return false;
    }
    if (expected != extent) {
        lower_error(l, argument, "this argument has the extent %u where %" PRId64 " is needed",
                    extent, expected);
        diagnostic_note(l->compilation->diagnostics, written->span, "the extent is declared here");
        return false;
    }
    return true;
}

static bool bind_argument(struct lowering *l, const struct ast_argument *argument,
                          const struct tensor *value, struct span span)
{
    const struct ast_declarator *declarator = &argument->declarator;
    const uint32_t rank = declarator->shape.count;
    if (value->bad) {
        return false;
    }
    if (value->shape.rank != rank) {
        static const char *const wanted[] = {"a scalar", "a vector", "a matrix"};
        lower_error(l, span, "`%s` takes %s here; this is %s",
                    lower_text(l, l->frame->callee->name.name), wanted[rank > 2 ? 2 : rank],
                    shape_words(l, value->shape));
        diagnostic_note(l->compilation->diagnostics, declarator->name.span,
                        "the argument is declared here");
        return false;
    }
    const uint32_t extents[] = {value->shape.rows, value->shape.columns};
    for (uint32_t i = 0; i < rank; i++) {
        if (!match_extent(l, declarator->shape.at[i], extents[i], span)) {
            return false;
        }
    }
    struct binding *binding = scope_bind(l, declarator->name, BIND_ARGUMENT);
    binding->value = *value;
    binding->shape = value->shape;
    return true;
}

static struct tensor *bad_results(struct lowering *l, uint32_t *count)
{
    struct tensor *bad = arena_alloc(l->arena, sizeof *bad);
    *bad = tensor_bad;
    *count = 1;
    return bad;
}

static struct tensor *take_results(struct lowering *l, const struct frame *frame, uint32_t *count)
{
    if (frame->result_count == 0 || !ir_is_boolean(l->f, frame->returned.ref, true)) {
        lower_error(l, frame->callee->name.span, "`%s` does not return on every path",
                    lower_text(l, frame->callee->name.name));
        return bad_results(l, count);
    }
    struct tensor *results = arena_alloc(l->arena, frame->result_count * sizeof *results);
    for (uint32_t r = 0; r < frame->result_count; r++) {
        const uint32_t width = shape_count(frame->result_shapes[r]);
        ir_ref *refs = tensor_alloc(l, width);
        for (uint32_t e = 0; e < width; e++) {
            refs[e] = frame->results[r][e].ref;
        }
        results[r] = tensor_of(frame->result_shapes[r], refs);
    }
    *count = frame->result_count;
    return results;
}

static struct tensor *run_body(struct lowering *l, struct frame *frame, uint32_t *count)
{
    const struct ast_item *callee = frame->callee;
    if (callee->value != NULL) {
        struct tensor *result = arena_alloc(l->arena, sizeof *result);
        *result = lower_expr(l, callee->value);
        *count = 1;
        return result;
    }
    const uint32_t errors = diagnostics_errors(l->compilation->diagnostics);
    for (uint32_t i = 0; i < callee->body->count; i++) {
        lower_statement(l, callee->body->at[i]);
    }
    if (diagnostics_errors(l->compilation->diagnostics) > errors || frame->bad) {
        return bad_results(l, count);
    }
    return take_results(l, frame, count);
}

static struct tensor *inline_call(struct lowering *l, const struct ast_expr *call,
                                  const struct ast_item *callee, const struct tensor *arguments,
                                  uint32_t *count)
{
    if (l->frame->depth >= CALLS_LIMIT) {
        lower_error(l, call->span, "`%s` calls itself without end: %d calls are open here",
                    lower_text(l, callee->name.name), CALLS_LIMIT);
        lower_help(l, "a recursion must end by a condition that is known at compile time");
        return bad_results(l, count);
    }
    struct frame frame = {.callee = callee,
                          .call = call->span,
                          .caller = l->frame,
                          .depth = l->frame->depth + 1,
                          .builtin = lower_is_builtin(l, callee)};
    frame.returned =
        (struct slot){.ref = ir_boolean(l->f, false), .birth = l->branches, .result = true};
    struct frame *caller = l->frame;
    uint32_t mark;
    scope_open(l, &mark);
    l->frame = &frame;
    bool fits = true;
    for (uint32_t i = 0; i < callee->argument_count; i++) {
        l->frame = &frame;
        fits = bind_argument(l, &callee->arguments[i], &arguments[i],
                             call->as.call.arguments.at[i]->span) &&
               fits;
    }
    struct tensor *results = fits ? run_body(l, &frame, count) : bad_results(l, count);
    l->frame = caller;
    scope_close(l, mark);
    return results;
}

/* Whether every argument of the function is declared a scalar, so that it works element by element.
 */
static bool is_scalar_function(const struct ast_item *callee)
{
    for (uint32_t i = 0; i < callee->argument_count; i++) {
        if (callee->arguments[i].declarator.shape.count != 0) {
            return false;
        }
    }
    return true;
}

static struct tensor *inline_elements(struct lowering *l, const struct ast_expr *call,
                                      const struct ast_item *callee, const struct tensor *arguments,
                                      struct shape shape, uint32_t *count)
{
    const uint32_t width = shape_count(shape);
    struct tensor *element = arena_alloc(l->arena, (callee->argument_count + 1) * sizeof *element);
    struct tensor *result = arena_alloc(l->arena, sizeof *result);
    ir_ref *refs = tensor_alloc(l, width);
    for (uint32_t e = 0; e < width; e++) {
        for (uint32_t i = 0; i < callee->argument_count; i++) {
            element[i] = tensor_scalar(tensor_at(&arguments[i], e));
        }
        const struct tensor *results = inline_call(l, call, callee, element, count);
        if (results[0].bad) {
            return bad_results(l, count);
        }
        if (*count != 1 || results[0].shape.rank != 0) {
            lower_error(l, call->span,
                        "`%s` takes scalars, and only a function with one scalar "
                        "result works element by element",
                        lower_text(l, callee->name.name));
            return bad_results(l, count);
        }
        refs[e] = results[0].one;
    }
    *result = tensor_of(shape, refs);
    *count = 1;
    return result;
}

static struct tensor *call_function(struct lowering *l, const struct ast_expr *call,
                                    const struct ast_item *callee, uint32_t *count)
{
    if (!check_count(l, call, callee->argument_count, callee->argument_count)) {
        if (!lower_is_builtin(l, callee)) {
            diagnostic_note(l->compilation->diagnostics, callee->name.span, "declared here");
        }
        return bad_results(l, count);
    }
    const struct tensor *arguments = lower_arguments(l, call);
    for (uint32_t i = 0; i < callee->argument_count; i++) {
        if (arguments[i].bad) {
            return bad_results(l, count);
        }
    }
    struct shape shape = {0, 1, 1};
    if (is_scalar_function(callee)) {
        if (!common_shape(l, call, arguments, &shape)) {
            return bad_results(l, count);
        }
        if (shape.rank != 0) {
            return inline_elements(l, call, callee, arguments, shape, count);
        }
    }
    return inline_call(l, call, callee, arguments, count);
}

static struct tensor *one_result(struct lowering *l, struct tensor value, uint32_t *count)
{
    struct tensor *result = arena_alloc(l->arena, sizeof *result);
    *result = value;
    *count = 1;
    return result;
}

static struct tensor *dispatch(struct lowering *l, const struct ast_expr *call, uint32_t *count)
{
    const struct ast_name *callee = &call->as.call.callee;
    const char *text = lower_text(l, callee->name);
    const struct binding *binding = scope_find(l, callee->name);
    const struct ast_item *item = lower_item(l, callee->name);
    if (binding != NULL || (item != NULL && item->kind == AST_CONST)) {
        lower_error(l, callee->span, "`%s` is a value, not a function", text);
        if (binding != NULL) {
            diagnostic_note(l->compilation->diagnostics, binding->name.span, "declared here");
        }
        lower_help(l, "indices are written in brackets: `%s[i]`", text);
        return bad_results(l, count);
    }
    if (item != NULL && item->kind == AST_FN) {
        return call_function(l, call, item, count);
    }
    if (item != NULL) {
        lower_error(l, callee->span,
                    item->kind == AST_MODEL ? "`%s` is a model; only functions can be called"
                                            : "`%s`: external functions are not supported yet",
                    text);
        return bad_results(l, count);
    }
    for (uint32_t i = 0; i < sizeof builtins / sizeof *builtins; i++) {
        if (strcmp(builtins[i].name, text) == 0) {
            return one_result(l,
                              check_count(l, call, builtins[i].least, builtins[i].most)
                                  ? builtins[i].call(l, call)
                                  : tensor_bad,
                              count);
        }
    }
    if (l->prelude[callee->name.index] != NULL) {
        return call_function(l, call, l->prelude[callee->name.index], count);
    }
    enum ir_op op;
    if (ir_op_named(text, &op) &&
        ((ir_op_info(op)->flags & IR_INTERNAL) == 0 || l->frame->builtin)) {
        return one_result(l, apply_operator(l, call, op), count);
    }
    lower_error(l, callee->span, "unknown function `%s`", text);
    lower_suggest(l, callee->name);
    return bad_results(l, count);
}

struct tensor *lower_results(struct lowering *l, const struct ast_expr *expr, uint32_t *count)
{
    if (expr->kind != AST_CALL) {
        return one_result(l, lower_expr(l, expr), count);
    }
    if (!lower_enter(l, expr->span)) {
        return bad_results(l, count);
    }
    struct tensor *results = dispatch(l, expr, count);
    lower_leave(l);
    return results;
}

struct tensor lower_call(struct lowering *l, const struct ast_expr *expr)
{
    uint32_t count;
    const struct tensor *results = dispatch(l, expr, &count);
    if (count != 1) {
        lower_error(l, expr->span, "`%s` gives %u results where one is needed",
                    lower_text(l, expr->as.call.callee.name), count);
        lower_help(l, "`let [a, b] = %s(…);` takes them apart",
                   lower_text(l, expr->as.call.callee.name));
        return tensor_bad;
    }
    return results[0];
}
