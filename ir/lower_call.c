/* Lowering of calls: what a name means there, its arguments, and the inlining of functions. */
#include "lowering.h"

#include <inttypes.h>

enum { CALLS_LIMIT = 1000 };

/* -- arguments -- */

/* The shape that a scalar operator gives for these arguments; an error where they do not agree. */
bool lower_common_shape(struct lowering *l, const struct ast_expr *call,
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
            lower_error(l, ERROR_ARGUMENT_SHAPE, call->as.call.arguments.at[i]->span,
                        "the arguments of `%s` need one shape; this is %s, another %s",
                        lower_text(l, call->as.call.callee.name),
                        shape_words(l, arguments[i].shape), shape_words(l, *shape));
            return false;
        }
        *shape = arguments[i].shape;
    }
    return true;
}

struct tensor *lower_arguments(struct lowering *l, const struct ast_expr *call)
{
    const uint32_t count = call->as.call.arguments.count;
    struct tensor *values = arena_alloc(l->arena, (count + 1) * sizeof *values);
    for (uint32_t i = 0; i < count; i++) {
        values[i] = lower_expr(l, call->as.call.arguments.at[i]);
    }
    l->f->span = call->span;
    return values;
}

bool lower_check_count(struct lowering *l, const struct ast_expr *call, uint32_t least,
                       uint32_t most)
{
    const uint32_t count = call->as.call.arguments.count;
    if (count >= least && count <= most) {
        return true;
    }
    const char *range = least == most        ? arena_format(l->arena, "%u", least)
                        : most == UINT32_MAX ? arena_format(l->arena, "at least %u", least)
                                             : arena_format(l->arena, "%u or %u", least, most);
    lower_error(l, ERROR_ARGUMENT_COUNT, call->span, "`%s` takes %s argument%s; this call has %u",
                lower_text(l, call->as.call.callee.name), range,
                most == 1 || (most == UINT32_MAX && least == 1) ? "" : "s", count);
    lower_suggest_count(l, call->as.call.callee.name, count);
    return false;
}

/* -- inlined functions -- */

/* A call being bound: errors about its arguments are the caller's. */
struct binding_call {
    struct frame *caller;
    const struct ast_item *callee;
    const struct ast_expr *call;
    const struct tensor *arguments;
};

/* Reports that argument `which` does not fit its declaration: "`f` takes …; this is a vector of 3".
 */
static void misfit(struct lowering *l, const struct binding_call *b, uint32_t which,
                   const char *wanted)
{
    struct frame *inside = l->frame;
    l->frame = b->caller;
    lower_error(l, ERROR_ARGUMENT_SHAPE, b->call->as.call.arguments.at[which]->span,
                "`%s` takes %s here; this is %s", lower_text(l, b->call->as.call.callee.name),
                wanted, shape_words(l, b->arguments[which].shape));
    lower_note(l, b->callee->arguments[which].declarator.name.span,
               "the argument is declared here");
    lower_note_scalar(l, b->call->as.call.arguments.at[which]);
    l->frame = inside;
}

static bool check_rank(struct lowering *l, const struct binding_call *b, uint32_t which)
{
    static const char *const wanted[] = {"a scalar", "a vector", "a matrix"};
    const uint32_t rank = b->callee->arguments[which].declarator.shape.count;
    if (b->arguments[which].shape.rank == rank) {
        return true;
    }
    misfit(l, b, which, rank > 2 ? "what has three extents" : wanted[rank]);
    return false;
}

/* Binds the names of written shapes to the extents of the arguments: the first of each name. */
static void bind_extents(struct lowering *l, const struct binding_call *b)
{
    for (uint32_t i = 0; i < b->callee->argument_count; i++) {
        const struct ast_exprs *shape = &b->callee->arguments[i].declarator.shape;
        const uint32_t extents[] = {b->arguments[i].shape.rows, b->arguments[i].shape.columns};
        for (uint32_t d = 0; d < shape->count; d++) {
            const struct ast_expr *written = shape->at[d];
            if (written->kind == AST_NAME && scope_find(l, written->as.name) == NULL) {
                const struct ast_name name = {written->as.name, written->span};
                scope_bind(l, name, BIND_SHAPE)->value = tensor_number(l, extents[d]);
            }
        }
    }
}

/* Checks every extent of an argument against what is written. */
static bool check_extents(struct lowering *l, const struct binding_call *b, uint32_t which)
{
    static const char *const axes[][2] = {{"row", "column"}, {"element", ""}};
    const struct ast_exprs *shape = &b->callee->arguments[which].declarator.shape;
    const struct shape given = b->arguments[which].shape;
    const uint32_t extents[] = {given.rows, given.columns};
    for (uint32_t d = 0; d < shape->count; d++) {
        int64_t expected;
        if (!lower_whole(l, shape->at[d], "an extent", &expected)) {
            return false;
        }
        if (expected != extents[d]) {
            misfit(l, b, which,
                   arena_format(l->arena, "%" PRId64 " %s%s", expected,
                                axes[given.rank == 1 ? 1 : 0][d], expected == 1 ? "" : "s"));
            return false;
        }
    }
    return true;
}

/* Scalars first, so that `f(v[n], n)` checks the extent of v against n. Post: whether the
 * arguments fit; all are declared, so that nothing else is said about them. */
static bool bind_arguments(struct lowering *l, const struct binding_call *b)
{
    bool fits = true;
    for (uint32_t i = 0; i < b->callee->argument_count; i++) {
        struct binding *binding =
            scope_bind(l, b->callee->arguments[i].declarator.name, BIND_ARGUMENT);
        binding->value = b->arguments[i];
        binding->shape = b->arguments[i].shape;
        fits = check_rank(l, b, i) && fits;
    }
    if (fits) {
        bind_extents(l, b);
    }
    for (uint32_t i = 0; fits && i < b->callee->argument_count; i++) {
        fits = check_extents(l, b, i);
    }
    return fits;
}

static struct tensor *bad_results(struct lowering *l, uint32_t *count)
{
    struct tensor *bad = arena_alloc(l->arena, sizeof *bad);
    *bad = tensor_bad;
    *count = 1;
    return bad;
}

void lower_report_no_return(struct lowering *l, const struct ast_item *callee)
{
    lower_error(l, ERROR_NO_RETURN, callee->name.span, "`%s` does not return on every path",
                lower_text(l, callee->name.name));
}

static struct tensor *take_results(struct lowering *l, const struct frame *frame, uint32_t *count)
{
    if (frame->result_count == 0 || !ir_is_boolean(l->f, frame->returned.ref, true)) {
        lower_report_no_return(l, frame->callee);
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
        return lower_results(l, callee->value, count);
    }
    const uint32_t errors = l->errors;
    for (uint32_t i = 0; i < callee->body->count; i++) {
        lower_statement(l, callee->body->at[i]);
    }
    if (l->errors > errors || frame->bad) {
        return bad_results(l, count);
    }
    return take_results(l, frame, count);
}

static struct tensor *inline_call(struct lowering *l, const struct ast_expr *call,
                                  const struct ast_item *callee, const struct tensor *arguments,
                                  uint32_t *count)
{
    if (l->frame->depth >= CALLS_LIMIT) {
        lower_error(l, ERROR_RECURSION, call->span, "this recursion goes deeper than %d calls",
                    CALLS_LIMIT);
        lower_help(l, "a recursion must end by a condition that is known at compile time");
        lower_stop(l);
        return bad_results(l, count);
    }
    struct frame frame = {.callee = callee,
                          .call = call->span,
                          .caller = l->frame,
                          .depth = l->frame->depth + 1,
                          .builtin = lower_is_builtin(l, callee)};
    frame.returned =
        (struct slot){.ref = ir_boolean(l->f, false), .birth = l->branches, .result = true};
    const struct binding_call b = {l->frame, callee, call, arguments};
    uint32_t mark;
    scope_open(l, &mark);
    l->frame = &frame;
    struct tensor *results =
        bind_arguments(l, &b) ? run_body(l, &frame, count) : bad_results(l, count);
    l->frame = b.caller;
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
            lower_error(l, ERROR_RESULT_COUNT, call->span,
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

static void note_scalars(struct lowering *l, const struct ast_item *callee)
{
    if (!lower_is_builtin(l, callee)) {
        const struct ast_name name = callee->arguments[0].declarator.name;
        lower_note(
            l, name.span,
            "the arguments of `%s` are declared scalars, so that it works element by element; "
            "one that is a vector as a whole is declared `%s[n]`",
            lower_text(l, callee->name.name), lower_text(l, name.name));
    }
}

struct tensor *lower_call_with(struct lowering *l, const struct ast_expr *call,
                               const struct ast_item *callee, const struct tensor *arguments,
                               uint32_t *count)
{
    for (uint32_t i = 0; i < callee->argument_count; i++) {
        if (arguments[i].bad) {
            return bad_results(l, count);
        }
    }
    struct shape shape = {0, 1, 1};
    l->called[callee->name.name.index] = true;
    if (is_scalar_function(callee)) {
        if (!lower_common_shape(l, call, arguments, &shape)) {
            note_scalars(l, callee);
            return bad_results(l, count);
        }
        if (shape.rank != 0) {
            return inline_elements(l, call, callee, arguments, shape, count);
        }
    }
    return inline_call(l, call, callee, arguments, count);
}

static bool check_item_count(struct lowering *l, const struct ast_expr *call,
                             const struct ast_item *callee)
{
    if (lower_check_count(l, call, callee->argument_count, callee->argument_count)) {
        return true;
    }
    lower_note(l, callee->name.span, "`%s` is declared here", lower_text(l, callee->name.name));
    return false;
}

static struct tensor *call_function(struct lowering *l, const struct ast_expr *call,
                                    const struct ast_item *callee, uint32_t *count)
{
    if (!check_item_count(l, call, callee)) {
        return bad_results(l, count);
    }
    return lower_call_with(l, call, callee, lower_arguments(l, call), count);
}

static struct tensor *one_result(struct lowering *l, struct tensor value, uint32_t *count)
{
    struct tensor *result = arena_alloc(l->arena, sizeof *result);
    *result = value;
    *count = 1;
    return result;
}

bool lower_is_callable(const struct lowering *l, atom name)
{
    const bool inside = l->frame->builtin;
    const uint32_t op = l->operators[name.index];
    return l->builtins[name.index] != NULL ||
           (l->prelude[name.index] != NULL && (inside || lower_text(l, name)[0] != '_')) ||
           (op != 0 && (inside || (ir_op_info((enum ir_op)(op - 1))->flags & IR_INTERNAL) == 0));
}

/* A built-in function; the prelude's come before the operators that they are made of. */
static struct tensor *call_builtin(struct lowering *l, const struct ast_expr *call, uint32_t *count)
{
    const atom name = call->as.call.callee.name;
    const struct builtin *builtin = l->builtins[name.index];
    if (builtin != NULL) {
        const bool fits = lower_check_count(l, call, builtin->least, builtin->most);
        return one_result(l, fits ? builtin->call(l, call) : tensor_bad, count);
    }
    if (l->prelude[name.index] != NULL) {
        return call_function(l, call, l->prelude[name.index], count);
    }
    const enum ir_op op = (enum ir_op)(l->operators[name.index] - 1);
    return one_result(l, lower_operator(l, call, op), count);
}

/* Post: whether what is called is a function; `declared` is the value of this name in sight, or
 * NULL. */
static bool check_callee(struct lowering *l, const struct ast_expr *call,
                         const struct ast_name *declared)
{
    const struct ast_name *callee = &call->as.call.callee;
    const char *text = lower_text(l, callee->name);
    const struct ast_item *item = lower_item(l, callee->name);
    if (declared != NULL || (item != NULL && item->kind == AST_CONST)) {
        lower_error(l, ERROR_NO_FUNCTION, callee->span, "`%s` is a value, not a function", text);
        lower_note(l, declared != NULL ? declared->span : item->name.span, "`%s` is declared here",
                   text);
        lower_help(l, "indices are written in brackets, and start at 0: `%s[%s]`", text,
                   call->as.call.arguments.count == 2 ? "i, j" : "i");
        return false;
    }
    if (item != NULL && item->kind != AST_FN && item->kind != AST_EXTERN) {
        lower_error(l, ERROR_NO_FUNCTION, callee->span,
                    "`%s` is a model; only functions can be called", text);
        return false;
    }
    if (item == NULL && !lower_is_callable(l, callee->name)) {
        lower_error(l, ERROR_UNKNOWN_FUNCTION, callee->span, "unknown function `%s`", text);
        lower_suggest(l, *callee, true);
        return false;
    }
    return true;
}

void lower_check_call(struct lowering *l, const struct ast_expr *call,
                      const struct ast_name *declared)
{
    if (!check_callee(l, call, declared)) {
        return;
    }
    const uint32_t name = call->as.call.callee.name.index;
    const struct ast_item *item = lower_item(l, call->as.call.callee.name);
    if (item != NULL) {
        check_item_count(l, call, item);
    } else if (l->builtins[name] != NULL) {
        lower_check_count(l, call, l->builtins[name]->least, l->builtins[name]->most);
    } else if (l->prelude[name] != NULL) {
        lower_check_count(l, call, l->prelude[name]->argument_count,
                          l->prelude[name]->argument_count);
    } else {
        const uint32_t arity = ir_op_info((enum ir_op)(l->operators[name] - 1))->arity;
        lower_check_count(l, call, arity, arity);
    }
}

static struct tensor *dispatch(struct lowering *l, const struct ast_expr *call, uint32_t *count)
{
    const struct binding *binding = scope_find(l, call->as.call.callee.name);
    const struct ast_item *item = lower_item(l, call->as.call.callee.name);
    if (!check_callee(l, call, binding == NULL ? NULL : &binding->name)) {
        return bad_results(l, count);
    }
    if (item != NULL && item->kind == AST_FN) {
        return call_function(l, call, item, count);
    }
    if (item != NULL) {
        return one_result(l, lower_extern_call(l, call, item), count);
    }
    return call_builtin(l, call, count);
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
    const char *callee = lower_text(l, expr->as.call.callee.name);
    if (count != 1) {
        lower_error(l, ERROR_RESULT_COUNT, expr->span, "`%s` gives %u results where one is needed",
                    callee, count);
        lower_help(l, "`let [a, b] = %s(…);` takes them apart", callee);
        return tensor_bad;
    }
    return results[0];
}
