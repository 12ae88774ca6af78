/* Lowering of expressions: numbers, operators, conditions, lists. */
#include "lowering.h"

#include "parser.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Adds to the latest error what can be written instead, where there is something. */
static void advise(struct lowering *l, const char *what, bool shape)
{
    if (shape && strcmp(what, "a condition") == 0) {
        lower_help(l, "for each element: `[c[i] ? a[i] : b[i] for i in 0..n]`");
    } else if (!shape && strcmp(what, "an index") == 0) {
        lower_help(l, "the element whose number `k` is known at run time is "
                      "`sum(x[i] for i in 0..n if i == k)`");
    } else if (!shape && strcmp(what, "the end of a range") == 0) {
        lower_help(l,
                   "a loop turns a fixed number of times: leave turns out by `if (i < k) { ... }`");
    }
}

ir_ref lower_scalar(struct lowering *l, const struct ast_expr *expr, const char *what)
{
    const struct tensor value = lower_expr(l, expr);
    if (value.bad) {
        return IR_NONE;
    }
    if (value.shape.rank != 0) {
        lower_error(l, ERROR_NEEDS_SCALAR, expr->span, "%s must be a scalar; this is %s", what,
                    shape_words(l, value.shape));
        advise(l, what, true);
        return IR_NONE;
    }
    return value.one;
}

bool lower_whole(struct lowering *l, const struct ast_expr *expr, const char *what, int64_t *number)
{
    const ir_ref ref = lower_scalar(l, expr, what);
    double value;
    if (ir_is_none(ref)) {
        return false;
    }
    if (!is_constant(l, ref, &value)) {
        lower_error(l, ERROR_NOT_CONSTANT, expr->span,
                    "%s must be known at compile time; this depends on run-time values", what);
        advise(l, what, false);
        return false;
    }
    if (trunc(value) != value || fabs(value) > 9007199254740992.0) {
        struct text text = text_in(l->arena);
        text_add_number(&text, value);
        lower_error(l, ERROR_NOT_WHOLE, expr->span, "%s must be a whole number; this is %s", what,
                    text_string(&text));
        return false;
    }
    *number = (int64_t)value;
    return true;
}

bool lower_shape(struct lowering *l, const struct ast_exprs *written, struct shape *shape)
{
    int64_t extent[2] = {1, 1};
    if (written->count > 2) {
        lower_error(l, ERROR_EXTENT, written->at[2]->span,
                    "a shape has one extent or two; this is the third");
        return false;
    }
    for (uint32_t i = 0; i < written->count; i++) {
        if (!lower_whole(l, written->at[i], "an extent", &extent[i])) {
            return false;
        }
        if (extent[i] < 0 || extent[i] > LARGEST_TENSOR) {
            lower_error(l, ERROR_EXTENT, written->at[i]->span,
                        "an extent must be between 0 and %d; this is %" PRId64, LARGEST_TENSOR,
                        extent[i]);
            return false;
        }
    }
    if (!tensor_fits(l, written->count == 0 ? l->f->span : written->at[0]->span,
                     (uint64_t)extent[0], (uint64_t)extent[1])) {
        return false;
    }
    *shape = (struct shape){written->count, (uint32_t)extent[0], (uint32_t)extent[1]};
    return true;
}

bool lower_range(struct lowering *l, const struct ast_range *range, int64_t *first, int64_t *step,
                 int64_t *count)
{
    enum { LONGEST = LARGEST_TENSOR };
    int64_t end;
    *step = 1;
    if (!lower_whole(l, range->low, "the start of a range", first) ||
        !lower_whole(l, range->high, "the end of a range", &end)) {
        return false;
    }
    if (range->step != NULL) {
        if (!lower_whole(l, range->step, "a step", step)) {
            return false;
        }
        if (*step == 0) {
            lower_error(l, ERROR_STEP_OF_ZERO, range->step->span, "a step of 0 never ends");
            return false;
        }
    }
    const int64_t length = *step > 0 ? end - *first : *first - end;
    const int64_t stride = *step > 0 ? *step : -*step;
    *count =
        length < 0 ? 0 : (range->closed ? length / stride + 1 : (length + stride - 1) / stride);
    if (*count > LONGEST) {
        lower_error(l, ERROR_TOO_MANY_ELEMENTS, range->span,
                    "this range has %" PRId64 " numbers; loops are unrolled, and more "
                    "than %d are too many",
                    *count, LONGEST);
        return false;
    }
    return true;
}

/* -- operators -- */

static struct tensor mismatch(struct lowering *l, enum ast_binary op, struct span op_span,
                              const struct tensor *left, const struct tensor *right)
{
    lower_error(l, ERROR_OPERATOR_SHAPES, op_span, "`%s` does not go with %s and %s",
                ast_binary_spelling(op), shape_words(l, left->shape), shape_words(l, right->shape));
    return tensor_bad;
}

static ir_ref build_binary(struct lowering *l, enum ast_binary op, ir_ref a, ir_ref b)
{
    switch (op) {
    case AST_ADD:
        return build_op(l, IR_ADD, (ir_ref[]){a, b});
    case AST_SUB:
        return build_op(l, IR_SUB, (ir_ref[]){a, b});
    case AST_MUL:
    case AST_ELEMENT_MUL:
        return build_op(l, IR_MUL, (ir_ref[]){a, b});
    case AST_DIV:
    case AST_ELEMENT_DIV:
        return build_op(l, IR_DIV, (ir_ref[]){a, b});
    case AST_POW:
    case AST_ELEMENT_POW:
        return build_power(l, a, b);
    case AST_EQ:
        return build_op(l, IR_EQ, (ir_ref[]){a, b});
    case AST_NE:
        return build_op(l, IR_NE, (ir_ref[]){a, b});
    case AST_LT:
        return build_op(l, IR_LT, (ir_ref[]){a, b});
    case AST_LE:
        return build_op(l, IR_LE, (ir_ref[]){a, b});
    case AST_GT:
        return build_op(l, IR_LT, (ir_ref[]){b, a});
    case AST_GE:
        return build_op(l, IR_LE, (ir_ref[]){b, a});
    case AST_AND:
        return build_op(l, IR_AND, (ir_ref[]){a, b});
    case AST_OR:
        break;
    }
    return build_op(l, IR_OR, (ir_ref[]){a, b});
}

/* Elements after which it is time to look at the limits. */
enum { LOOK_EVERY = 4096 };

static struct tensor elementwise(struct lowering *l, enum ast_binary op, const struct tensor *left,
                                 const struct tensor *right)
{
    const struct shape shape = left->shape.rank == 0 ? right->shape : left->shape;
    if (shape.rank == 0) {
        return tensor_scalar(build_binary(l, op, left->one, right->one));
    }
    const uint32_t count = shape_count(shape);
    ir_ref *refs = tensor_alloc(l, count);
    for (uint32_t i = 0; i < count; i++) {
        if (i % LOOK_EVERY == 0 && !lower_goes_on(l, l->f->span)) {
            return tensor_bad;
        }
        refs[i] = build_binary(l, op, tensor_at(left, i), tensor_at(right, i));
    }
    return tensor_of(shape, refs);
}

/* matrix*matrix, matrix*vector; the sums in balanced pairs, as `sum` does them. */
static struct tensor matrix_product(struct lowering *l, const struct tensor *left,
                                    const struct tensor *right)
{
    const uint32_t inner = left->shape.columns;
    const uint32_t rows = left->shape.rows;
    const uint32_t columns = right->shape.columns;
    struct shape shape = {right->shape.rank, rows, columns};
    if (right->shape.rank == 1 && rows == 1) {
        shape.rank = 0; /* a 1 x n matrix times a vector */
    }
    if (!tensor_fits(l, l->f->span, rows, columns)) {
        return tensor_bad;
    }
    ir_ref *refs = tensor_alloc(l, rows * columns);
    ir_ref *terms = tensor_alloc(l, inner);
    for (uint32_t i = 0; i < rows; i++) {
        l->steps += (uint64_t)4 * columns * inner; /* a product takes longer than a step */
        if (!lower_goes_on(l, l->f->span)) {
            return tensor_bad;
        }
        for (uint32_t j = 0; j < columns; j++) {
            for (uint32_t k = 0; k < inner; k++) {
                terms[k] = build_binary(l, AST_MUL, tensor_at(left, i * inner + k),
                                        tensor_at(right, k * columns + j));
            }
            refs[i * columns + j] =
                inner == 0 ? ir_constant(l->f, 0) : build_reduction(l, REDUCE_SUM, terms, inner);
        }
    }
    return tensor_of(shape, refs);
}

static struct tensor product(struct lowering *l, struct span op_span, const struct tensor *left,
                             const struct tensor *right)
{
    const bool fits = left->shape.rank == 2 && left->shape.columns == right->shape.rows;
    if (fits) {
        return matrix_product(l, left, right);
    }
    const struct tensor bad = mismatch(l, AST_MUL, op_span, left, right);
    if (left->shape.rank == 1 && right->shape.rank == 1) {
        lower_help(l, "`dot(a, b)` is the inner product, `a .* b` the element-wise one");
    } else if (left->shape.rank == 1) {
        lower_help(l, "`v'*A` is the product of a row and a matrix, `outer(v, w)` that of a column "
                      "and a row");
    } else if (right->shape.rank == 1 && left->shape.rows == right->shape.rows) {
        lower_help(
            l, "a matrix has as many columns as the vector has elements; `A'*v` takes the rows");
    } else if (right->shape.rank == 2 && left->shape.rows == right->shape.rows) {
        lower_help(l, "`A'` is the transpose; `.*` works element by element");
    }
    return bad;
}

struct tensor lower_binary_values(struct lowering *l, enum ast_binary op, struct span op_span,
                                  struct span span, const struct tensor *left,
                                  const struct tensor *right)
{
    if (left->bad || right->bad) {
        return tensor_bad;
    }
    l->f->span = span;
    const bool scalar = left->shape.rank == 0 || right->shape.rank == 0;
    if (op == AST_MUL && !scalar) {
        return product(l, op_span, left, right);
    }
    if (op == AST_DIV && !scalar) {
        const struct tensor bad = mismatch(l, op, op_span, left, right);
        if (shape_equal(left->shape, right->shape)) {
            lower_help(l, "`./` works element by element");
        }
        if (right->shape.rank == 2 && right->shape.rows == right->shape.columns) {
            lower_help(l, "`solve(A, b)` is the solution of A*x = b");
        }
        return bad;
    }
    if (op == AST_POW && (left->shape.rank != 0 || right->shape.rank != 0)) {
        const struct tensor bad = mismatch(l, op, op_span, left, right);
        lower_help(l, left->shape.rank == 2
                          ? "`.^` works element by element; a square is `A*A`, the inverse `inv(A)`"
                          : "`.^` works element by element");
        return bad;
    }
    if (!scalar && !shape_equal(left->shape, right->shape)) {
        return mismatch(l, op, op_span, left, right);
    }
    return elementwise(l, op, left, right);
}

/* `false && b` and `true || b` do not look at b, so that `i > 0 && x[i - 1] > 0` is fine at i = 0.
 */
static bool is_settled(struct lowering *l, enum ast_binary op, const struct tensor *left)
{
    double known;
    return (op == AST_AND || op == AST_OR) && !left->bad && left->shape.rank == 0 &&
           is_constant(l, left->one, &known) && (known != 0) == (op == AST_OR);
}

/* A chain like a + b + c + … leans to the left and may be very long: walked by a loop. */
static struct tensor lower_binary(struct lowering *l, const struct ast_expr *expr)
{
    const uint32_t base = l->spine.count;
    const struct ast_expr *leftmost = expr;
    for (; leftmost->kind == AST_BINARY; leftmost = leftmost->as.binary.left) {
        vec_push(l->arena, &l->spine, leftmost);
    }
    struct tensor value = lower_expr(l, leftmost);
    while (l->spine.count > base) {
        const struct ast_expr *node = l->spine.at[--l->spine.count];
        const enum ast_binary op = node->as.binary.op;
        if (is_settled(l, op, &value)) {
            value = tensor_scalar(ir_boolean(l->f, op == AST_OR));
            continue;
        }
        const struct tensor right = lower_expr(l, node->as.binary.right);
        value = lower_binary_values(l, op, node->as.binary.op_span, node->span, &value, &right);
    }
    return value;
}

struct tensor lower_transpose(struct lowering *l, const struct tensor *value)
{
    if (value->bad || value->shape.rank == 0) {
        return *value;
    }
    const uint32_t rows = value->shape.rows;
    const uint32_t columns = value->shape.columns;
    ir_ref *refs = tensor_alloc(l, rows * columns);
    for (uint32_t i = 0; i < rows; i++) {
        for (uint32_t j = 0; j < columns; j++) {
            refs[j * rows + i] = tensor_at(value, i * columns + j);
        }
    }
    return tensor_of((struct shape){2, columns, rows}, refs);
}

static struct tensor lower_unary(struct lowering *l, const struct ast_expr *expr)
{
    const struct tensor value = lower_expr(l, expr->as.unary.operand);
    if (value.bad || expr->as.unary.op == AST_PLUS) {
        return value;
    }
    if (expr->as.unary.op == AST_TRANSPOSE) {
        return lower_transpose(l, &value);
    }
    const enum ir_op op = expr->as.unary.op == AST_NEGATE ? IR_NEG : IR_NOT;
    l->f->span = expr->span;
    const uint32_t count = shape_count(value.shape);
    ir_ref *refs = tensor_alloc(l, count);
    for (uint32_t i = 0; i < count; i++) {
        refs[i] = build_op(l, op, (ir_ref[]){tensor_at(&value, i)});
    }
    return tensor_of(value.shape, refs);
}

static struct tensor lower_conditional(struct lowering *l, const struct ast_expr *expr)
{
    const ir_ref condition = lower_scalar(l, expr->as.conditional.condition, "a condition");
    double known;
    if (is_constant(l, condition, &known)) {
        lower_warn_condition(l, expr->as.conditional.condition);
        return lower_expr(l,
                          known != 0 ? expr->as.conditional.then : expr->as.conditional.otherwise);
    }
    const struct tensor a = lower_expr(l, expr->as.conditional.then);
    const struct tensor b = lower_expr(l, expr->as.conditional.otherwise);
    if (ir_is_none(condition) || a.bad || b.bad) {
        return tensor_bad;
    }
    if (!shape_equal(a.shape, b.shape)) {
        lower_error(l, ERROR_BRANCH_SHAPES, expr->as.conditional.otherwise->span,
                    "both results of a condition need one shape; this is %s, the other %s",
                    shape_words(l, b.shape), shape_words(l, a.shape));
        return tensor_bad;
    }
    l->f->span = expr->span;
    const ir_ref c = as_condition(l, condition);
    const uint32_t count = shape_count(a.shape);
    ir_ref *refs = tensor_alloc(l, count);
    for (uint32_t i = 0; i < count; i++) {
        refs[i] = build_choice(l, c, tensor_at(&a, i), tensor_at(&b, i));
    }
    return tensor_of(a.shape, refs);
}

static struct tensor lower_list(struct lowering *l, const struct ast_expr *expr)
{
    const uint32_t count = expr->as.list.count;
    struct tensor *values = arena_alloc(l->arena, count * sizeof *values);
    struct span *spans = arena_alloc(l->arena, count * sizeof *spans);
    for (uint32_t i = 0; i < count; i++) {
        values[i] = lower_expr(l, expr->as.list.at[i]);
        spans[i] = expr->as.list.at[i]->span;
    }
    return lower_stack(l, values, spans, count);
}

/* -- all of them -- */

struct tensor lower_expr(struct lowering *l, const struct ast_expr *expr)
{
    if (!lower_enter(l, expr->span)) {
        return tensor_bad;
    }
    struct tensor value = tensor_bad;
    switch (expr->kind) {
    case AST_NUMBER:
        value = tensor_number(l, expr->as.number);
        break;
    case AST_NAME:
        value = lower_name(l, expr);
        break;
    case AST_UNARY:
        value = lower_unary(l, expr);
        break;
    case AST_BINARY:
        value = lower_binary(l, expr);
        break;
    case AST_CONDITIONAL:
        value = lower_conditional(l, expr);
        break;
    case AST_CALL:
        value = lower_call(l, expr);
        break;
    case AST_REDUCE:
    case AST_COMPREHENSION:
        value = lower_loop_expr(l, expr);
        break;
    case AST_INDEX:
        value = lower_index(l, expr);
        break;
    case AST_LIST:
        value = lower_list(l, expr);
        break;
    }
    lower_leave(l);
    return value;
}
