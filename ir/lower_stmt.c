/* Lowering of statements: bindings, assignments, loops, conditions, returns. */
#include "lowering.h"

#include <inttypes.h>

/* Gives the elements of a named value their source name, where they have none yet. */
static void name_elements(struct lowering *l, atom name, const struct tensor *value)
{
    if (l->frame->builtin) {
        return;
    }
    for (uint32_t e = 0; e < shape_count(value->shape); e++) {
        struct ir_value *at = ir_at(l->f, tensor_at(value, e));
        if (!atom_is_none(at->name) || at->op == IR_CONSTANT || at->op == IR_ARGUMENT) {
            continue;
        }
        if (value->shape.rank == 0) {
            at->name = name;
        } else {
            const uint32_t columns = value->shape.columns;
            const char *text = value->shape.rank == 1
                                   ? arena_format(l->arena, "%s_%u", lower_text(l, name), e)
                                   : arena_format(l->arena, "%s_%u_%u", lower_text(l, name),
                                                  e / columns, e % columns);
            at->name = atom_of_text(l->compilation->atoms, text);
        }
    }
}

/* A scalar does not fill a vector, and a list of vectors does not join them. */
static void help_filling(struct lowering *l, const struct tensor *value, struct shape wanted)
{
    if (value->shape.rank == 0 && wanted.rank > 0) {
        const char *extents = wanted.rank == 1
                                  ? arena_format(l->arena, "%u", wanted.rows)
                                  : arena_format(l->arena, "%u, %u", wanted.rows, wanted.columns);
        lower_help(l, "`zeros(%s)` is all zeros, `c*ones(%s)` all c", extents, extents);
    } else if (value->shape.rank == 2 && wanted.rank == 1 && value->shape.columns > 1 &&
               value->shape.rows > 1 && shape_count(value->shape) == shape_count(wanted)) {
        lower_help(l, "vectors are joined part by part: `y[0..%u] = v; y[%u..] = w;`",
                   value->shape.columns, value->shape.columns);
    }
}

/* Whether a value fits the shape that is declared for it. */
static bool check_shape(struct lowering *l, const struct tensor *value, struct shape wanted,
                        const char *name, struct span span)
{
    if (shape_equal(value->shape, wanted)) {
        return true;
    }
    lower_error(l, ERROR_VALUE_SHAPE, span, "`%s` is %s; this is %s", name, shape_words(l, wanted),
                shape_words(l, value->shape));
    help_filling(l, value, wanted);
    return false;
}

/* Declares the name all the same where its value is bad, so that its uses are no errors. */
static void bind_bad(struct lowering *l, struct ast_name name)
{
    struct binding *binding = scope_bind(l, name, BIND_LET);
    binding->value = tensor_bad;
}

static void lower_let(struct lowering *l, const struct ast_stmt *stmt)
{
    const struct ast_declarator *declarator = &stmt->as.bind.declarator;
    const struct tensor value = lower_expr(l, stmt->as.bind.value);
    struct shape shape = value.shape;
    if (value.bad || (declarator->shape.count > 0 &&
                      (!lower_shape(l, &declarator->shape, &shape) ||
                       !check_shape(l, &value, shape, lower_text(l, declarator->name.name),
                                    stmt->as.bind.value->span)))) {
        bind_bad(l, declarator->name);
        return;
    }
    struct binding *binding = scope_bind(l, declarator->name, BIND_LET);
    binding->shape = shape;
    binding->value = value;
    name_elements(l, declarator->name.name, &value);
}

static void lower_destructure(struct lowering *l, const struct ast_stmt *stmt)
{
    const uint32_t wanted = stmt->as.destructure.count;
    uint32_t count;
    struct tensor *values = lower_results(l, stmt->as.destructure.value, &count);
    if (count == 1 && !values[0].bad && values[0].shape.rank > 0) {
        /* a vector comes apart into its elements, a matrix into its rows */
        const struct tensor whole = values[0];
        const uint32_t width = whole.shape.columns;
        count = whole.shape.rows;
        values = arena_alloc(l->arena, count * sizeof *values);
        for (uint32_t i = 0; i < count; i++) {
            values[i] = tensor_of(whole.shape.rank == 1 ? (struct shape){0, 1, 1}
                                                        : (struct shape){1, width, 1},
                                  whole.at + i * width);
        }
    }
    const bool bad = count == 1 && values[0].bad;
    if (!bad && count != wanted) {
        lower_error(l, ERROR_PARTS, stmt->as.destructure.value->span,
                    "this has %u part%s for %u name%s", count, count == 1 ? "" : "s", wanted,
                    wanted == 1 ? "" : "s");
    }
    for (uint32_t i = 0; i < wanted; i++) {
        const struct ast_name name = stmt->as.destructure.names[i];
        if (bad || i >= count) {
            bind_bad(l, name);
            continue;
        }
        struct binding *binding = scope_bind(l, name, BIND_LET);
        binding->shape = values[i].shape;
        binding->value = values[i];
        name_elements(l, name.name, &values[i]);
    }
}

static void lower_var(struct lowering *l, const struct ast_stmt *stmt)
{
    const struct ast_declarator *declarator = &stmt->as.bind.declarator;
    struct tensor value = tensor_bad;
    struct shape shape = {0, 1, 1};
    if (stmt->as.bind.value != NULL) {
        value = lower_expr(l, stmt->as.bind.value);
        shape = value.shape;
    }
    if ((stmt->as.bind.value != NULL && value.bad) ||
        (declarator->shape.count > 0 && !lower_shape(l, &declarator->shape, &shape)) ||
        (stmt->as.bind.value != NULL &&
         !check_shape(l, &value, shape, lower_text(l, declarator->name.name),
                      stmt->as.bind.value->span))) {
        bind_bad(l, declarator->name);
        return;
    }
    struct slot *slots = slots_create(l, shape);
    for (uint32_t e = 0; !value.bad && e < shape_count(shape); e++) {
        slots[e].ref = tensor_at(&value, e);
    }
    struct binding *binding = scope_bind(l, declarator->name, BIND_VAR);
    binding->shape = shape;
    binding->slots = slots;
    if (!value.bad) {
        name_elements(l, declarator->name.name, &value);
    }
}

/* -- assignment -- */

void lower_report_no_variable(struct lowering *l, struct ast_name name)
{
    static const char *const kinds[] = {[AST_CONST] = "constant",
                                        [AST_FN] = "function",
                                        [AST_MODEL] = "model",
                                        [AST_EXTERN] = "function",
                                        [AST_IMPORT] = ""};
    const struct ast_item *item = lower_item(l, name.name);
    const char *text = lower_text(l, name.name);
    if (item != NULL) {
        lower_error(l, ERROR_NOT_ASSIGNABLE, name.span, "`%s` cannot be assigned: it is a %s", text,
                    kinds[item->kind]);
        lower_note(l, item->name.span, "`%s` is declared here", text);
        return;
    }
    lower_error(l, ERROR_UNKNOWN_NAME, name.span, "unknown name `%s`", text);
    lower_suggest(l, name, false);
    lower_help(l, "a variable is declared by `var %s = …;`", text);
}

void lower_report_fixed(struct lowering *l, struct ast_name name, enum binding_kind kind,
                        struct span declared)
{
    static const char *const kinds[] = {[BIND_LET] = "was declared by `let`",
                                        [BIND_VAR] = "",
                                        [BIND_OUT] = "",
                                        [BIND_ARGUMENT] = "is an argument",
                                        [BIND_INDEX] = "is a loop index",
                                        [BIND_SHAPE] = "is the extent of an argument"};
    const char *text = lower_text(l, name.name);
    lower_error(l, ERROR_NOT_ASSIGNABLE, name.span, "`%s` cannot be assigned: it %s", text,
                kinds[kind]);
    lower_note(l, declared, "`%s` is declared here", text);
    if (kind == BIND_LET) {
        lower_help(l, "`var` declares what can be assigned");
    } else if (kind == BIND_ARGUMENT) {
        lower_help(l, "arguments are values; `var copy = %s;` makes a variable", text);
    }
}

/* Post: what the name assigns to; NULL with a diagnostic where that is no variable. A name that
 * nothing declares is reported once, not at its later uses. */
static struct binding *assignable(struct lowering *l, const struct ast_expr *target)
{
    const struct ast_name name = {target->as.name, target->span};
    struct binding *binding = scope_find(l, name.name);
    if (binding == NULL) {
        lower_report_no_variable(l, name);
        if (lower_item(l, name.name) == NULL) {
            bind_bad(l, name);
        }
        return NULL;
    }
    if (binding->slots == NULL && !binding->value.bad) {
        lower_report_fixed(l, name, binding->kind, binding->name.span);
    }
    return binding->slots != NULL ? binding : NULL;
}

/* The old elements combined with the new ones, for `+=` and its like. */
static struct tensor combine_old(struct lowering *l, const struct ast_stmt *stmt,
                                 const struct binding *binding, const uint32_t *offsets,
                                 struct shape shape, const struct tensor *value)
{
    static const enum ast_binary ops[] = {[AST_SET_ADD] = AST_ADD,
                                          [AST_SET_SUB] = AST_SUB,
                                          [AST_SET_MUL] = AST_MUL,
                                          [AST_SET_DIV] = AST_DIV};
    const uint32_t count = shape_count(shape);
    ir_ref *old = tensor_alloc(l, count);
    for (uint32_t e = 0; e < count; e++) {
        const uint32_t offset = offsets == NULL ? e : offsets[e];
        old[e] = binding->slots[offset].ref;
        if (ir_is_none(old[e])) {
            lower_unassigned(l, stmt->as.assign.target->span, binding->name.name, binding->shape,
                             binding->slots, offset);
            return tensor_bad;
        }
    }
    const struct tensor before = tensor_of(shape, old);
    return lower_binary_values(l, ops[stmt->as.assign.op], stmt->as.assign.target->span, stmt->span,
                               &before, value);
}

static void assign(struct lowering *l, const struct ast_stmt *stmt, const struct ast_expr *name)
{
    const struct ast_expr *target = stmt->as.assign.target;
    struct tensor value = lower_expr(l, stmt->as.assign.value);
    if (name->kind != AST_NAME) {
        lower_error(l, ERROR_NO_TARGET, target->span,
                    "only a variable, its elements and slices can be assigned");
        return;
    }
    struct binding *binding = assignable(l, name);
    if (binding == NULL) {
        return;
    }
    struct shape shape = binding->shape;
    const uint32_t *offsets = NULL;
    if (target->kind == AST_INDEX) {
        const char *text = arena_format(l->arena, "`%s`", lower_text(l, name->as.name));
        offsets = lower_subscripts(l, target, binding->shape, text, &shape);
        if (offsets == NULL) {
            return;
        }
    }
    if (stmt->as.assign.op != AST_SET && !value.bad) {
        value = combine_old(l, stmt, binding, offsets, shape, &value);
    }
    const uint32_t count = shape_count(shape);
    if (!value.bad && !shape_equal(value.shape, shape)) {
        lower_error(l, ERROR_VALUE_SHAPE, stmt->as.assign.value->span,
                    "this is %s; the left side is %s", shape_words(l, value.shape),
                    shape_words(l, shape));
        help_filling(l, &value, shape);
        value = tensor_bad;
    }
    if (value.bad) { /* taken as assigned, so that its uses are no errors */
        value = (struct tensor){.shape = {0, 1, 1}, .one = ir_constant(l->f, 0)};
    }
    for (uint32_t e = 0; e < count; e++) {
        slot_set(l, &binding->slots[offsets == NULL ? e : offsets[e]],
                 value.shape.rank == 0 ? value.one : value.at[e]);
    }
    if (target->kind == AST_NAME) {
        name_elements(l, name->as.name, &value);
    }
}

static void lower_assign(struct lowering *l, const struct ast_stmt *stmt)
{
    const struct ast_expr *target = stmt->as.assign.target;
    const struct ast_expr *name = target->kind == AST_INDEX ? target->as.index.base : target;
    const atom outer = l->assigned;
    l->assigned = name->kind == AST_NAME ? name->as.name : (atom){0};
    assign(l, stmt, name);
    l->assigned = outer;
}

/* -- control -- */

static void lower_for(struct lowering *l, const struct ast_stmt *stmt)
{
    int64_t first;
    int64_t step;
    int64_t count;
    if (!lower_range(l, &stmt->as.loop.range, &first, &step, &count)) {
        return;
    }
    lower_open_loop(l, stmt->span, count);
    for (int64_t i = 0; i < count && !lower_has_returned(l); i++) {
        if (!lower_turn(l)) {
            break;
        }
        uint32_t mark;
        scope_open(l, &mark);
        const ir_ref index = ir_constant(l->f, (double)(first + i * step));
        scope_bind(l, stmt->as.loop.index, BIND_INDEX)->value = tensor_scalar(index);
        lower_block(l, stmt->as.loop.body);
        scope_close(l, mark);
    }
    lower_close_loop(l);
}

static void lower_if(struct lowering *l, const struct ast_stmt *stmt)
{
    const ir_ref value = lower_scalar(l, stmt->as.branch.condition, "a condition");
    double known;
    if (is_constant(l, value, &known)) {
        lower_warn_condition(l, stmt->as.branch.condition);
        if (known != 0) {
            lower_block(l, stmt->as.branch.then);
        } else if (stmt->as.branch.otherwise != NULL) {
            lower_block(l, stmt->as.branch.otherwise);
        }
        return;
    }
    l->f->span = stmt->as.branch.condition->span;
    const ir_ref condition = ir_is_none(value) ? ir_boolean(l->f, true) : as_condition(l, value);
    struct side then;
    struct side otherwise;
    side_begin(l, &then);
    lower_block(l, stmt->as.branch.then);
    side_end(l, &then);
    side_begin(l, &otherwise);
    if (stmt->as.branch.otherwise != NULL) {
        lower_block(l, stmt->as.branch.otherwise);
    }
    side_end(l, &otherwise);
    l->f->span = stmt->span;
    sides_merge(l, condition, &then, &otherwise);
}

/* The first `return` that is met fixes how many results there are and their shapes. */
static void open_results(struct lowering *l, struct frame *frame, const struct tensor *values,
                         uint32_t count)
{
    frame->result_count = count;
    frame->result_shapes = arena_alloc(l->arena, count * sizeof *frame->result_shapes);
    frame->results = arena_alloc(l->arena, count * sizeof *frame->results);
    for (uint32_t r = 0; r < count; r++) {
        frame->result_shapes[r] = values[r].shape;
        frame->results[r] = slots_create(l, values[r].shape);
        for (uint32_t e = 0; e < shape_count(values[r].shape); e++) {
            frame->results[r][e].birth = frame->returned.birth;
            frame->results[r][e].result = true;
        }
    }
}

/* `return f(x);` hands on all results of f. */
static const struct tensor *return_values(struct lowering *l, const struct ast_stmt *stmt,
                                          uint32_t *count)
{
    const struct ast_exprs *results = &stmt->as.results;
    if (results->count == 1) {
        return lower_results(l, results->at[0], count);
    }
    struct tensor *values = arena_alloc(l->arena, results->count * sizeof *values);
    for (uint32_t r = 0; r < results->count; r++) {
        values[r] = lower_expr(l, results->at[r]);
    }
    *count = results->count;
    return values;
}

/* Whether the results are as many as those of the first `return`, and of their shapes. */
static bool check_return(struct lowering *l, const struct ast_stmt *stmt,
                         const struct tensor *values, uint32_t count)
{
    const struct frame *frame = l->frame;
    if (count != frame->result_count) {
        lower_error(l, ERROR_RETURNS_DIFFER, stmt->span,
                    "this returns %u result%s, the first `return` %u", count, count == 1 ? "" : "s",
                    frame->result_count);
        lower_note(l, frame->first_return, "the first is here");
        return false;
    }
    for (uint32_t r = 0; r < count; r++) {
        if (!shape_equal(values[r].shape, frame->result_shapes[r])) {
            const struct ast_exprs *written = &stmt->as.results;
            lower_error(l, ERROR_RETURNS_DIFFER, written->at[written->count == count ? r : 0]->span,
                        "this returns %s, the first `return` %s", shape_words(l, values[r].shape),
                        shape_words(l, frame->result_shapes[r]));
            lower_note(l, frame->first_return, "the first is here");
            return false;
        }
    }
    return true;
}

static void lower_return(struct lowering *l, const struct ast_stmt *stmt)
{
    struct frame *frame = l->frame;
    if (frame->callee == NULL || frame->callee->kind != AST_FN) {
        lower_error(l, ERROR_RETURN_IN_MODEL, stmt->span,
                    "a model does not return; its results are assigned to its `out` "
                    "arguments");
        return;
    }
    uint32_t count;
    const struct tensor *values = return_values(l, stmt, &count);
    for (uint32_t r = 0; r < count; r++) {
        frame->bad = frame->bad || values[r].bad;
    }
    if (!frame->bad && frame->result_count == 0) {
        frame->first_return = stmt->span;
        open_results(l, frame, values, count);
    }
    frame->bad = frame->bad || !check_return(l, stmt, values, count);
    const ir_ref before = frame->returned.ref;
    l->f->span = stmt->span;
    for (uint32_t r = 0; !frame->bad && r < count; r++) {
        for (uint32_t e = 0; e < shape_count(values[r].shape); e++) {
            struct slot *slot = &frame->results[r][e];
            const ir_ref fresh = tensor_at(&values[r], e);
            slot_set(l, slot,
                     ir_is_none(slot->ref) ? fresh : build_choice(l, before, slot->ref, fresh));
        }
    }
    slot_set(l, &frame->returned, ir_boolean(l->f, true));
}

void lower_statement(struct lowering *l, const struct ast_stmt *stmt)
{
    if (lower_has_returned(l) || !lower_enter(l, stmt->span)) {
        return;
    }
    switch (stmt->kind) {
    case AST_LET:
        lower_let(l, stmt);
        break;
    case AST_DESTRUCTURE:
        lower_destructure(l, stmt);
        break;
    case AST_VAR:
        lower_var(l, stmt);
        break;
    case AST_ASSIGN:
        lower_assign(l, stmt);
        break;
    case AST_FOR:
        lower_for(l, stmt);
        break;
    case AST_IF:
        lower_if(l, stmt);
        break;
    case AST_RETURN:
        lower_return(l, stmt);
        break;
    case AST_BLOCK:
        lower_block(l, stmt->as.block);
        break;
    }
    lower_leave(l);
}

void lower_block(struct lowering *l, const struct ast_block *block)
{
    uint32_t mark;
    scope_open(l, &mark);
    for (uint32_t i = 0; i < block->count; i++) {
        lower_statement(l, block->at[i]);
    }
    scope_close(l, mark);
}
