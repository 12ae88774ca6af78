/* Lowering of reductions and comprehensions: sum(e for i in a..b if c), [e for i in a..b]. */
#include "lowering.h"

#include <math.h>

/* The values of the body for every combination of the indices, the last index fastest. */
struct collected {
    VEC(struct tensor) values;
    VEC(ir_ref) conditions; /* of each, boolean; none where the expression has none */
    VEC(uint32_t) ends;     /* how many values there are after each step of the first index */
    bool bad;
};

static void collect_body(struct lowering *l, const struct ast_expr *expr, struct collected *out)
{
    ir_ref condition = IR_NONE;
    if (expr->as.loop.condition != NULL) {
        condition = lower_scalar(l, expr->as.loop.condition, "a condition");
        double known;
        if (ir_is_none(condition)) {
            out->bad = true;
            return;
        }
        if (is_constant(l, condition, &known) && known == 0) {
            return;
        }
        condition = as_condition(l, condition);
    }
    const struct tensor value = lower_expr(l, expr->as.loop.body);
    out->bad = out->bad || value.bad;
    vec_push(l->arena, &out->values, value);
    if (expr->as.loop.condition != NULL) {
        vec_push(l->arena, &out->conditions, condition);
    }
}

static void collect(struct lowering *l, const struct ast_expr *expr, uint32_t clause,
                    struct collected *out)
{
    if (clause == expr->as.loop.clauses.count) {
        collect_body(l, expr, out);
        return;
    }
    const struct ast_clause *at = &expr->as.loop.clauses.at[clause];
    int64_t first;
    int64_t step;
    int64_t count;
    if (!lower_range(l, &at->range, &first, &step, &count)) {
        out->bad = true;
        return;
    }
    lower_open_loop(l, at->range.span, count);
    for (int64_t i = 0; i < count && !out->bad; i++) {
        if (!lower_turn(l)) {
            out->bad = true;
            break;
        }
        uint32_t mark;
        scope_open(l, &mark);
        const ir_ref index = ir_constant(l->f, (double)(first + i * step));
        scope_bind(l, at->index, BIND_INDEX)->value = tensor_scalar(index);
        collect(l, expr, clause + 1, out);
        scope_close(l, mark);
        if (clause == 0) {
            vec_push(l->arena, &out->ends, out->values.count);
        }
    }
    lower_close_loop(l);
}

/* Post: the values of the body, bad where there was an error. */
static struct collected collect_all(struct lowering *l, const struct ast_expr *expr)
{
    struct collected items = {0};
    const struct ast_clauses *clauses = &expr->as.loop.clauses;
    for (uint32_t i = 0; i < clauses->count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (atom_equal(clauses->at[i].index.name, clauses->at[j].index.name)) {
                lower_error(l, ERROR_DECLARED_TWICE, clauses->at[i].index.span,
                            "`%s` is declared twice", lower_text(l, clauses->at[i].index.name));
                lower_note(l, clauses->at[j].index.span, "the first is here");
                items.bad = true;
                return items;
            }
        }
    }
    collect(l, expr, 0, &items);
    return items;
}

/* -- comprehensions -- */

/* The scalars of two indices as a matrix, a row for each value of the first. */
static struct tensor shape_matrix(struct lowering *l, const struct ast_expr *expr,
                                  const struct collected *items, struct tensor all)
{
    const uint32_t rows = items->ends.count;
    const uint32_t columns = rows == 0 ? 0 : items->ends.at[0];
    if (all.shape.rank != 1) {
        lower_error(l, ERROR_LIST_SHAPES, expr->as.loop.body->span,
                    "with two indices the elements must be scalars; this is %s",
                    shape_words(l, items->values.at[0].shape));
        return tensor_bad;
    }
    for (uint32_t i = 1; i < rows; i++) {
        const uint32_t length = items->ends.at[i] - items->ends.at[i - 1];
        if (length != columns) {
            lower_error(l, ERROR_LIST_SHAPES, expr->span,
                        "the rows of this matrix differ in length: row 0 has %u element%s, "
                        "row %u has %u",
                        columns, columns == 1 ? "" : "s", i, length);
            return tensor_bad;
        }
    }
    all.shape = (struct shape){2, rows, columns};
    return all;
}

static struct tensor lower_comprehension(struct lowering *l, const struct ast_expr *expr)
{
    if (expr->as.loop.clauses.count > 2) {
        lower_error(l, ERROR_NO_REDUCTION, expr->as.loop.clauses.at[2].index.span,
                    "a comprehension builds a vector or a matrix: it has one index or two");
        return tensor_bad;
    }
    const struct collected items = collect_all(l, expr);
    if (items.bad) {
        return tensor_bad;
    }
    for (uint32_t i = 0; i < items.conditions.count; i++) {
        if (!ir_is_boolean(l->f, items.conditions.at[i], true)) {
            lower_error(l, ERROR_NOT_CONSTANT, expr->as.loop.condition->span,
                        "the condition of a comprehension must be known at compile time");
            lower_help(l, "the length of a vector cannot depend on run-time values; that of "
                          "`sum(e for … if c)` may");
            return tensor_bad;
        }
    }
    struct span *spans = arena_alloc(l->arena, items.values.count * sizeof *spans);
    for (uint32_t i = 0; i < items.values.count; i++) {
        spans[i] = expr->as.loop.body->span;
    }
    const struct tensor all = lower_stack(l, items.values.at, spans, items.values.count);
    return expr->as.loop.clauses.count == 1 || all.bad ? all : shape_matrix(l, expr, &items, all);
}

/* -- reductions -- */

static bool named_reduction(struct lowering *l, const struct ast_name *callee,
                            enum reduction *reduction)
{
    const atom names[] = {[REDUCE_SUM] = l->known.sum,
                          [REDUCE_PROD] = l->known.prod,
                          [REDUCE_MIN] = l->known.min,
                          [REDUCE_MAX] = l->known.max};
    const struct binding *binding = scope_find(l, callee->name);
    const struct ast_item *item = lower_item(l, callee->name);
    for (uint32_t i = 0; i < sizeof names / sizeof *names && binding == NULL && item == NULL; i++) {
        if (atom_equal(names[i], callee->name)) {
            *reduction = (enum reduction)i;
            return true;
        }
    }
    lower_error(l, ERROR_NO_REDUCTION, callee->span,
                "`%s` does not take `for`; the built-in sum, prod, min and max do",
                lower_text(l, callee->name));
    if (binding != NULL || item != NULL) {
        lower_note(l, binding != NULL ? binding->name.span : item->name.span,
                   "`%s` is declared here", lower_text(l, callee->name));
    } else {
        lower_help(l, "`[e for i in a..b]` builds a vector");
    }
    return false;
}

static bool check_terms(struct lowering *l, const struct ast_expr *expr,
                        const struct collected *items)
{
    for (uint32_t i = 1; i < items->values.count; i++) {
        if (!shape_equal(items->values.at[i].shape, items->values.at[0].shape)) {
            lower_error(l, ERROR_LIST_SHAPES, expr->as.loop.body->span,
                        "the terms of `%s` need one shape; this is %s, the first %s",
                        lower_text(l, expr->as.loop.callee.name),
                        shape_words(l, items->values.at[i].shape),
                        shape_words(l, items->values.at[0].shape));
            return false;
        }
    }
    return true;
}

/* The reduction of nothing: 0 or 1; min and max have none. */
static struct tensor reduce_nothing(struct lowering *l, const struct ast_expr *expr,
                                    enum reduction reduction)
{
    if (reduction == REDUCE_MIN || reduction == REDUCE_MAX) {
        lower_error(l, ERROR_EMPTY_EXTREMUM, expr->span, "the %s of nothing has no value",
                    reduction == REDUCE_MIN ? "minimum" : "maximum");
        return tensor_bad;
    }
    return tensor_number(l, reduction == REDUCE_SUM ? 0 : 1);
}

static struct tensor lower_reduction(struct lowering *l, const struct ast_expr *expr)
{
    static const double neutral[] = {
        [REDUCE_SUM] = 0, [REDUCE_PROD] = 1, [REDUCE_MIN] = HUGE_VAL, [REDUCE_MAX] = -HUGE_VAL};
    enum reduction reduction;
    if (!named_reduction(l, &expr->as.loop.callee, &reduction)) {
        return tensor_bad;
    }
    const struct collected items = collect_all(l, expr);
    const uint32_t count = items.values.count;
    if (items.bad || !check_terms(l, expr, &items)) {
        return tensor_bad;
    }
    if (count == 0) {
        return reduce_nothing(l, expr, reduction);
    }
    l->f->span = expr->span;
    const struct shape shape = items.values.at[0].shape;
    ir_ref *refs = tensor_alloc(l, shape_count(shape));
    ir_ref *terms = tensor_alloc(l, count);
    const ir_ref nothing = ir_constant(l->f, neutral[reduction]);
    for (uint32_t e = 0; e < shape_count(shape); e++) {
        for (uint32_t i = 0; i < count; i++) {
            terms[i] = tensor_at(&items.values.at[i], e);
            if (items.conditions.count > 0) {
                terms[i] = build_choice(l, items.conditions.at[i], terms[i], nothing);
            }
        }
        refs[e] = build_reduction(l, reduction, terms, count);
    }
    return tensor_of(shape, refs);
}

struct tensor lower_loop_expr(struct lowering *l, const struct ast_expr *expr)
{
    return expr->kind == AST_REDUCE ? lower_reduction(l, expr) : lower_comprehension(l, expr);
}
