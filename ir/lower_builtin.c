/* The built-in functions that make or measure shapes, reduce, or have a rule of their own, and the
 * operators applied element by element. */
#include "lowering.h"

#include <math.h>

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
    if (!lower_shape(l, &call->as.call.arguments, &shape) ||
        !tensor_fits(l, call->span, shape.rows, shape.rows)) {
        return tensor_bad;
    }
    const uint32_t n = shape.rows;
    ir_ref *refs = tensor_alloc(l, n * n);
    for (uint32_t i = 0; i < n * n; i++) {
        refs[i] = ir_constant(l->f, i / n == i % n ? 1 : 0);
    }
    return tensor_of((struct shape){2, n, n}, refs);
}

/* The shape of the argument; that of a variable is known before its elements are. */
static bool shape_of_argument(struct lowering *l, const struct ast_expr *call, struct shape *shape)
{
    const struct ast_expr *argument = call->as.call.arguments.at[0];
    const struct binding *binding =
        argument->kind == AST_NAME ? scope_find(l, argument->as.name) : NULL;
    if (binding != NULL && binding->slots != NULL) {
        *shape = binding->shape;
        return true;
    }
    const struct tensor value = lower_expr(l, argument);
    *shape = value.shape;
    return !value.bad;
}

static struct tensor call_rows(struct lowering *l, const struct ast_expr *call)
{
    struct shape shape;
    return shape_of_argument(l, call, &shape) ? tensor_number(l, shape.rows) : tensor_bad;
}

static struct tensor call_cols(struct lowering *l, const struct ast_expr *call)
{
    struct shape shape;
    return shape_of_argument(l, call, &shape) ? tensor_number(l, shape.columns) : tensor_bad;
}

static struct tensor call_length(struct lowering *l, const struct ast_expr *call)
{
    struct shape shape;
    if (!shape_of_argument(l, call, &shape)) {
        return tensor_bad;
    }
    if (shape.rank != 1) {
        lower_error(l, ERROR_ARGUMENT_SHAPE, call->as.call.arguments.at[0]->span,
                    "`length` takes a vector; this is %s", shape_words(l, shape));
        if (shape.rank == 2) {
            lower_help(l, "`rows(A)` and `cols(A)` are the extents of a matrix");
        }
        lower_note_scalar(l, call->as.call.arguments.at[0]);
        return tensor_bad;
    }
    return tensor_number(l, shape.rows);
}

static struct tensor call_transpose(struct lowering *l, const struct ast_expr *call)
{
    const struct tensor value = lower_expr(l, call->as.call.arguments.at[0]);
    return lower_transpose(l, &value);
}

/* -- reductions and element-wise operators -- */

static struct tensor reduce_elements(struct lowering *l, const struct ast_expr *call,
                                     enum reduction reduction, const struct tensor *value)
{
    const uint32_t count = shape_count(value->shape);
    if (count == 0) {
        if (reduction == REDUCE_MIN || reduction == REDUCE_MAX) {
            lower_error(l, ERROR_EMPTY_EXTREMUM, call->span, "the %s of nothing has no value",
                        reduction == REDUCE_MIN ? "minimum" : "maximum");
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
    if (!lower_common_shape(l, call, arguments, &shape)) {
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

/* The solutions of A X = B; of A x = b, where the vector goes in and out as a matrix of one column.
 */
static struct tensor call_solve(struct lowering *l, const struct ast_expr *call)
{
    struct tensor *arguments = lower_arguments(l, call);
    if (arguments[0].bad || arguments[1].bad) {
        return tensor_bad;
    }
    const struct shape A = arguments[0].shape;
    const struct shape b = arguments[1].shape;
    if (A.rank != 2 || A.rows != A.columns) {
        lower_error(l, ERROR_ARGUMENT_SHAPE, call->as.call.arguments.at[0]->span,
                    "`solve` takes a square matrix here; this is %s", shape_words(l, A));
        return tensor_bad;
    }
    if (b.rank == 0 || b.rows != A.rows) {
        lower_error(l, ERROR_ARGUMENT_SHAPE, call->as.call.arguments.at[1]->span,
                    "`solve` takes a vector or matrix of %u rows here; this is %s", A.rows,
                    shape_words(l, b));
        return tensor_bad;
    }
    arguments[1].shape.rank = 2;
    uint32_t count;
    struct tensor solution =
        *lower_call_with(l, call, l->prelude[l->known.solve.index], arguments, &count);
    solution.shape = b;
    return solution;
}

static const struct builtin builtins[] = {
    {"sum", 1, 1, call_sum, "(v)", "every vector or matrix",
     "sum of all elements, in balanced pairs; that of nothing is 0"},
    {"prod", 1, 1, call_prod, "(v)", "every vector or matrix",
     "product of all elements, by halves; that of nothing is 1"},
    {"min", 1, UINT32_MAX, call_min, "(a, b, ...)", "every number; a vector or matrix by itself",
     "least of its arguments, of a single vector or matrix the least element; at a tie the first"},
    {"max", 1, UINT32_MAX, call_max, "(a, b, ...)", "every number; a vector or matrix by itself",
     "greatest of its arguments, of a single vector or matrix the greatest element; at a tie the "
     "first"},
    {"zeros", 1, 2, call_zeros, "(m, n)", "whole constants >= 0",
     "m x n matrix of zeros; zeros(n) is a vector"},
    {"ones", 1, 2, call_ones, "(m, n)", "whole constants >= 0",
     "m x n matrix of ones; ones(n) is a vector"},
    {"eye", 1, 1, call_eye, "(n)", "a whole constant >= 0", "n x n unit matrix"},
    {"rows", 1, 1, call_rows, "(A)", "every shape", "number of rows; of a vector its length"},
    {"cols", 1, 1, call_cols, "(A)", "every shape", "number of columns; of a vector 1"},
    {"length", 1, 1, call_length, "(v)", "every vector", "number of elements"},
    {"transpose", 1, 1, call_transpose, "(A)", "every shape", "the transpose, also written A'"},
    {"solve", 2, 2, call_solve, "(A, b)", "A square and regular",
     "solution of A*x = b; b a vector, or a matrix of several right sides"},
};

/* Operands that pick one of a family of functions are known at compile time. */
static bool check_whole(struct lowering *l, const struct ast_expr *call, enum ir_op op,
                        const struct tensor *arguments)
{
    for (uint32_t i = 0; i < call->as.call.arguments.count; i++) {
        double number;
        if (!ir_operand_is_whole(op, i)) {
            continue;
        }
        for (uint32_t e = 0; e < shape_count(arguments[i].shape); e++) {
            if (!is_constant(l, tensor_at(&arguments[i], e), &number) || floor(number) != number) {
                lower_error(l, ERROR_NOT_CONSTANT, call->as.call.arguments.at[i]->span,
                            "this argument of `%s` must be a whole number that is known at compile "
                            "time",
                            lower_text(l, call->as.call.callee.name));
                return false;
            }
        }
    }
    return true;
}

struct tensor lower_operator(struct lowering *l, const struct ast_expr *call, enum ir_op op)
{
    const uint32_t arity = ir_op_info(op)->arity;
    if (!lower_check_count(l, call, arity, arity)) {
        return tensor_bad;
    }
    const struct tensor *arguments = lower_arguments(l, call);
    struct shape shape;
    if (!lower_common_shape(l, call, arguments, &shape) || !check_whole(l, call, op, arguments)) {
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

const struct builtin *lower_builtins(uint32_t *count)
{
    *count = sizeof builtins / sizeof *builtins;
    return builtins;
}
