/* Lowering of names, subscripts and slices. */
#include "lowering.h"

#include <inttypes.h>
#include <math.h>

const char *element_words(struct lowering *l, atom name, struct shape shape, uint32_t element)
{
    switch (shape.rank) {
    case 0:
        return lower_text(l, name);
    case 1:
        return arena_format(l->arena, "%s[%u]", lower_text(l, name), element);
    default:
        return arena_format(l->arena, "%s[%u,%u]", lower_text(l, name), element / shape.columns,
                            element % shape.columns);
    }
}

void lower_unassigned(struct lowering *l, struct span span, atom name, struct shape shape,
                      const struct slot *slots, uint32_t element)
{
    lower_error(l, ERROR_UNASSIGNED, span, "`%s` is used before it is assigned%s",
                element_words(l, name, shape, element),
                slots[element].touched ? " on every path" : "");
    if (atom_equal(name, l->assigned)) {
        lower_help(l, "it needs a first value: `%s = %s;`", lower_text(l, name),
                   shape.rank == 0   ? "0"
                   : shape.rank == 1 ? "zeros(n)"
                                     : "zeros(m, n)");
    }
}

/* What is read: the elements of a value, or the slots of a variable. */
struct view {
    struct shape shape;
    struct tensor value;
    const struct slot *slots; /* NULL for a value */
    atom name;
    bool bad;
};

/* The element, which must be assigned. */
static ir_ref read_element(struct lowering *l, const struct view *view, uint32_t element,
                           struct span span)
{
    if (view->slots == NULL) {
        return tensor_at(&view->value, element);
    }
    const ir_ref ref = view->slots[element].ref;
    if (ir_is_none(ref)) {
        lower_unassigned(l, span, view->name, view->shape, view->slots, element);
    }
    return ref;
}

static struct view view_of_value(struct tensor value)
{
    return (struct view){.shape = value.shape, .value = value, .bad = value.bad};
}

void lower_note_scalar(struct lowering *l, const struct ast_expr *expr)
{
    const struct ast_item *callee = l->frame->callee;
    const struct binding *binding = expr->kind == AST_NAME ? scope_find(l, expr->as.name) : NULL;
    if (binding != NULL && binding->kind == BIND_ARGUMENT && binding->value.shape.rank == 0 &&
        !binding->value.bad && callee != NULL) {
        const char *text = lower_text(l, expr->as.name);
        lower_note(l, binding->name.span,
                   callee->kind == AST_FN
                       ? "`%s` is declared a scalar, and stands for one element after the other of "
                         "a vector; a vector as a whole is `%s[n]`"
                       : "`%s` is declared a scalar; a vector of 3 is `%s[3]`",
                   text, text);
    }
}

void lower_report_no_value(struct lowering *l, struct ast_name name)
{
    const struct ast_item *item = lower_item(l, name.name);
    if (item != NULL || lower_is_callable(l, name.name)) {
        lower_error(l, ERROR_NO_VALUE, name.span, "`%s` is a %s, not a value",
                    lower_text(l, name.name),
                    item != NULL && item->kind == AST_MODEL ? "model" : "function");
        return;
    }
    lower_error(l, ERROR_UNKNOWN_NAME, name.span, "unknown name `%s`", lower_text(l, name.name));
    lower_suggest(l, name, false);
}

static struct view view_name(struct lowering *l, const struct ast_expr *expr)
{
    const atom name = expr->as.name;
    const struct binding *binding = scope_find(l, name);
    if (binding != NULL && binding->slots != NULL) {
        return (struct view){.shape = binding->shape, .slots = binding->slots, .name = name};
    }
    if (binding != NULL) {
        return view_of_value(binding->value);
    }
    const struct ast_item *item = lower_item(l, name);
    if (item != NULL && item->kind == AST_CONST) {
        return view_of_value(lower_constant(l, name));
    }
    if (item == NULL && atom_equal(name, l->known.pi)) {
        return view_of_value(tensor_number(l, 3.141592653589793));
    }
    if (item == NULL && atom_equal(name, l->known.inf)) {
        return view_of_value(tensor_number(l, HUGE_VAL));
    }
    lower_report_no_value(l, (struct ast_name){name, expr->span});
    return (struct view){.bad = true};
}

struct tensor lower_name(struct lowering *l, const struct ast_expr *expr)
{
    const struct view view = view_name(l, expr);
    if (view.bad || view.slots == NULL) {
        return view.bad ? tensor_bad : view.value;
    }
    const uint32_t count = shape_count(view.shape);
    ir_ref *refs = tensor_alloc(l, count);
    for (uint32_t i = 0; i < count; i++) {
        refs[i] = read_element(l, &view, i, expr->span);
        if (ir_is_none(refs[i])) {
            return tensor_bad;
        }
    }
    return tensor_of(view.shape, refs);
}

/* One position between the brackets: `count` indices from `first`; `kept` where it is a slice. */
struct selection {
    uint32_t first;
    uint32_t count;
    bool kept;
};

/* Notes the loops whose indices an expression is made of, and what they are in this turn. Chains
 * lean to the left and may be very long: that way with a loop. */
static void note_loops(struct lowering *l, const struct ast_expr *expr)
{
    for (; expr->kind == AST_BINARY; expr = expr->as.binary.left) {
        note_loops(l, expr->as.binary.right);
    }
    if (expr->kind == AST_UNARY) {
        note_loops(l, expr->as.unary.operand);
    }
    const struct binding *binding = expr->kind == AST_NAME ? scope_find(l, expr->as.name) : NULL;
    double number;
    if (binding != NULL && binding->kind == BIND_INDEX &&
        is_constant(l, binding->value.one, &number)) {
        lower_note(l, binding->name.span, "`%s` is %.0f in this turn of the loop",
                   lower_text(l, expr->as.name), number);
    }
}

static bool in_range(struct lowering *l, struct span span, int64_t index, uint32_t extent,
                     const char *name, const char *axis)
{
    if (index >= 0 && index < extent) {
        return true;
    }
    if (extent == 0) {
        lower_error(l, ERROR_INDEX, span, "index %" PRId64 " is out of range: %s has no %ss", index,
                    name, axis);
        return false;
    }
    if (extent == 1) {
        lower_error(l, ERROR_INDEX, span,
                    "index %" PRId64 " is out of range: the only %s of %s is 0", index, axis, name);
    } else {
        lower_error(l, ERROR_INDEX, span,
                    "index %" PRId64 " is out of range: the %ss of %s are 0 to %u", index, axis,
                    name, extent - 1);
    }
    if (index == extent) {
        lower_help(l, "indices start at 0");
    } else if (index < 0) {
        lower_help(l, "indices do not count from the end; `mod(i, n)` wraps around");
    }
    return false;
}

static bool select_slice(struct lowering *l, const struct ast_subscript *subscript, uint32_t extent,
                         const char *name, const char *axis, struct selection *selection)
{
    const struct ast_range *slice = &subscript->slice;
    int64_t low = 0;
    int64_t high = extent;
    if ((slice->low != NULL && !lower_whole(l, slice->low, "the start of a slice", &low)) ||
        (slice->high != NULL && !lower_whole(l, slice->high, "the end of a slice", &high))) {
        return false;
    }
    if (slice->step != NULL) {
        lower_error(l, ERROR_SLICE, slice->step->span, "a slice has no step");
        lower_help(l, "a list takes elements out: `[x[i] for i in a..b step k]`");
        return false;
    }
    if (slice->closed && slice->high != NULL) {
        high++;
    }
    if (high < low) {
        high = low;
    }
    if (low < 0 || high > extent) {
        lower_error(l, ERROR_SLICE, subscript->span,
                    "the slice %" PRId64 "..%" PRId64 " is out of range: %s has %u %s%s", low, high,
                    name, extent, axis, extent == 1 ? "" : "s");
        return false;
    }
    *selection = (struct selection){(uint32_t)low, (uint32_t)(high - low), true};
    return true;
}

static bool select_one(struct lowering *l, const struct ast_subscript *subscript, uint32_t extent,
                       const char *name, const char *axis, struct selection *selection)
{
    int64_t index;
    switch (subscript->kind) {
    case AST_ALL:
        *selection = (struct selection){0, extent, true};
        return true;
    case AST_SLICE:
        return select_slice(l, subscript, extent, name, axis, selection);
    case AST_AT:
        break;
    }
    if (!lower_whole(l, subscript->at, "an index", &index)) {
        return false;
    }
    if (!in_range(l, subscript->span, index, extent, name, axis)) {
        note_loops(l, subscript->at);
        return false;
    }
    *selection = (struct selection){(uint32_t)index, 1, false};
    return true;
}

uint32_t *lower_subscripts(struct lowering *l, const struct ast_expr *index, struct shape base,
                           const char *name, struct shape *selected)
{
    const uint32_t count = index->as.index.count;
    if (base.rank == 0 || count > base.rank) {
        lower_error(l, ERROR_SUBSCRIPTS, index->span,
                    base.rank == 0 ? "%s is a scalar and has no elements"
                                   : "%s is %s and cannot have %u indices",
                    name, shape_words(l, base), count);
        lower_note_scalar(l, index->as.index.base);
        return NULL;
    }
    struct selection row;
    struct selection column = {0, base.columns, base.rank == 2};
    const struct ast_subscript *subscripts = index->as.index.subscripts;
    if (!select_one(l, &subscripts[0], base.rows, name, base.rank == 2 ? "row" : "element", &row) ||
        (count == 2 && !select_one(l, &subscripts[1], base.columns, name, "column", &column))) {
        return NULL;
    }
    uint32_t *offsets = arena_alloc(l->arena, row.count * column.count * sizeof *offsets);
    uint32_t next = 0;
    for (uint32_t i = 0; i < row.count; i++) {
        for (uint32_t j = 0; j < column.count; j++) {
            offsets[next++] = (row.first + i) * base.columns + column.first + j;
        }
    }
    if (row.kept && column.kept) {
        *selected = (struct shape){2, row.count, column.count};
    } else if (row.kept || column.kept) {
        *selected = (struct shape){1, row.count * column.count, 1};
    } else {
        *selected = (struct shape){0, 1, 1};
    }
    return offsets;
}

struct tensor lower_index(struct lowering *l, const struct ast_expr *expr)
{
    const struct ast_expr *base = expr->as.index.base;
    const struct view view =
        base->kind == AST_NAME ? view_name(l, base) : view_of_value(lower_expr(l, base));
    if (view.bad) {
        return tensor_bad;
    }
    const char *name = base->kind == AST_NAME
                           ? arena_format(l->arena, "`%s`", lower_text(l, base->as.name))
                           : "this value";
    struct shape shape;
    const uint32_t *offsets = lower_subscripts(l, expr, view.shape, name, &shape);
    if (offsets == NULL) {
        return tensor_bad;
    }
    const uint32_t count = shape_count(shape);
    ir_ref *refs = tensor_alloc(l, count);
    for (uint32_t i = 0; i < count; i++) {
        refs[i] = read_element(l, &view, offsets[i], expr->span);
        if (ir_is_none(refs[i])) {
            return tensor_bad;
        }
    }
    return tensor_of(shape, refs);
}
