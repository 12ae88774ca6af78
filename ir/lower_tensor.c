/* Tensors of IR values: shapes, conversions between truth values and numbers, and the small
 * building blocks of which lowering makes the operators of the language. */
#include "lowering.h"

#include <inttypes.h>
#include <math.h>

const struct tensor tensor_bad = {.bad = true, .shape = {0, 1, 1}, .one = {UINT32_MAX}};

bool shape_equal(struct shape a, struct shape b)
{
    return a.rank == b.rank && a.rows == b.rows && a.columns == b.columns;
}

uint32_t shape_count(struct shape shape)
{
    return shape.rows * shape.columns;
}

const char *shape_words(struct lowering *l, struct shape shape)
{
    switch (shape.rank) {
    case 0:
        return "a scalar";
    case 1:
        return arena_format(l->arena, "a vector of %u", shape.rows);
    default:
        return arena_format(l->arena, "a %ux%u matrix", shape.rows, shape.columns);
    }
}

struct tensor tensor_scalar(ir_ref ref)
{
    return (struct tensor){.shape = {0, 1, 1}, .one = ref};
}

struct tensor tensor_number(struct lowering *l, double number)
{
    return tensor_scalar(ir_constant(l->f, number));
}

struct tensor tensor_of(struct shape shape, const ir_ref *refs)
{
    struct tensor tensor = {.shape = shape, .at = refs, .one = IR_NONE};
    if (shape.rank == 0) {
        tensor.one = refs[0];
    }
    return tensor;
}

ir_ref *tensor_alloc(struct lowering *l, uint32_t count)
{
    return arena_alloc(l->arena, count * sizeof(ir_ref));
}

bool tensor_fits(struct lowering *l, struct span span, uint64_t rows, uint64_t columns)
{
    if (columns == 0 || rows <= LARGEST_TENSOR / columns) {
        return true;
    }
    lower_error(l, ERROR_TOO_MANY_ELEMENTS, span, "%" PRIu64 " x %" PRIu64 " elements are too many",
                rows, columns);
    return false;
}

static bool is_boolean(struct lowering *l, ir_ref ref)
{
    return ir_kind_of(ir_at(l->f, ref)->op) == IR_BOOL;
}

ir_ref as_real(struct lowering *l, ir_ref ref)
{
    if (ir_is_none(ref) || !is_boolean(l, ref)) {
        return ref;
    }
    const ir_ref one = ir_constant(l->f, 1);
    const ir_ref zero = ir_constant(l->f, 0);
    return ir_build(l->f, IR_SELECT, ref, one, zero);
}

ir_ref as_condition(struct lowering *l, ir_ref ref)
{
    if (ir_is_none(ref) || is_boolean(l, ref)) {
        return ref;
    }
    const ir_ref zero = ir_constant(l->f, 0);
    return ir_binary(l->f, IR_NE, ref, zero);
}

bool is_constant(struct lowering *l, ir_ref ref, double *number)
{
    if (ir_is_none(ref)) {
        return false;
    }
    if (ir_is_boolean(l->f, ref, true) || ir_is_boolean(l->f, ref, false)) {
        *number = ir_is_boolean(l->f, ref, true) ? 1 : 0;
        return true;
    }
    return ir_is_constant(l->f, ref, number);
}

/* c ? a : b for truth values, in the form that lets `c || !c` meet. */
static ir_ref choose_boolean(struct lowering *l, ir_ref c, ir_ref a, ir_ref b)
{
    if (ir_is_boolean(l->f, a, true)) {
        return ir_binary(l->f, IR_OR, c, b);
    }
    if (ir_is_boolean(l->f, b, false)) {
        return ir_binary(l->f, IR_AND, c, a);
    }
    const ir_ref not_c = ir_unary(l->f, IR_NOT, c);
    if (ir_is_boolean(l->f, b, true)) {
        return ir_binary(l->f, IR_OR, not_c, a);
    }
    if (ir_is_boolean(l->f, a, false)) {
        return ir_binary(l->f, IR_AND, not_c, b);
    }
    const ir_ref left = ir_binary(l->f, IR_AND, c, a);
    const ir_ref right = ir_binary(l->f, IR_AND, not_c, b);
    return ir_binary(l->f, IR_OR, left, right);
}

ir_ref build_choice(struct lowering *l, ir_ref c, ir_ref a, ir_ref b)
{
    if (ir_equal(a, b)) {
        return a;
    }
    if (is_boolean(l, a) && is_boolean(l, b)) {
        return choose_boolean(l, c, a, b);
    }
    a = as_real(l, a);
    b = as_real(l, b);
    return ir_build(l->f, IR_SELECT, c, a, b);
}

ir_ref build_power(struct lowering *l, ir_ref a, ir_ref b)
{
    double exponent;
    a = as_real(l, a);
    b = as_real(l, b);
    if (ir_is_constant(l->f, b, &exponent) && trunc(exponent) == exponent &&
        fabs(exponent) <= 9007199254740992.0) {
        return ir_binary(l->f, IR_POWI, a, b);
    }
    return ir_binary(l->f, IR_POW, a, b);
}

ir_ref build_op(struct lowering *l, enum ir_op op, const ir_ref *operands)
{
    const struct ir_op_info *info = ir_op_info(op);
    ir_ref converted[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
    for (uint32_t i = 0; i < info->arity; i++) {
        converted[i] = ir_operand_kind(op, i) == IR_BOOL ? as_condition(l, operands[i])
                                                         : as_real(l, operands[i]);
    }
    if (op == IR_POW) {
        return build_power(l, converted[0], converted[1]);
    }
    return ir_build(l->f, op, converted[0], converted[1], converted[2]);
}

/* min and max are selections: at a tie the first, and a NaN in the first stays, as in C++'s std. */
static ir_ref combine(struct lowering *l, enum reduction reduction, ir_ref a, ir_ref b)
{
    switch (reduction) {
    case REDUCE_SUM:
        return ir_binary(l->f, IR_ADD, a, b);
    case REDUCE_PROD:
        return ir_binary(l->f, IR_MUL, a, b);
    case REDUCE_MIN:
        return ir_build(l->f, IR_SELECT, ir_binary(l->f, IR_LT, b, a), b, a);
    case REDUCE_MAX:
        break;
    }
    return ir_build(l->f, IR_SELECT, ir_binary(l->f, IR_LT, a, b), b, a);
}

/* Combines in rounds: products the first half with the second, element by element, because their
 * derivatives need the products of every round again, which are one loop over neighbouring elements
 * then; all others neighbours, whose derivatives need no rounds: depth first they come in order. */
ir_ref build_reduction(struct lowering *l, enum reduction reduction, ir_ref *values, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        values[i] = as_real(l, values[i]);
    }
    while (count > 1) {
        const uint32_t pairs = count / 2;
        const uint32_t rest = count - pairs; /* the first of the second half */
        const bool by_halves = reduction == REDUCE_PROD && count > 3;
        for (uint32_t i = 0; i < pairs; i++) {
            values[i] = by_halves ? combine(l, reduction, values[i], values[rest + i])
                                  : combine(l, reduction, values[2 * i], values[2 * i + 1]);
        }
        if (count % 2 == 1 && !by_halves) {
            values[pairs] = values[count - 1];
        }
        count = rest;
    }
    return values[0];
}

/* -- lists -- */

struct tensor lower_stack(struct lowering *l, const struct tensor *values, const struct span *spans,
                          uint32_t count)
{
    const struct shape row = count == 0 ? (struct shape){0, 1, 1} : values[0].shape;
    for (uint32_t i = 0; i < count; i++) {
        if (values[i].bad) {
            return tensor_bad;
        }
        if (values[i].shape.rank == 2) {
            lower_error(l, ERROR_LIST_SHAPES, spans[i], "a matrix cannot be an element of a list");
            return tensor_bad;
        }
        if (!shape_equal(values[i].shape, row)) {
            lower_error(l, ERROR_LIST_SHAPES, spans[i],
                        "the elements of a list need one shape; this is %s, the first %s",
                        shape_words(l, values[i].shape), shape_words(l, row));
            return tensor_bad;
        }
    }
    const uint32_t width = shape_count(row);
    if (count > 0 && !tensor_fits(l, spans[0], count, width)) {
        return tensor_bad;
    }
    ir_ref *refs = tensor_alloc(l, count * width);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < width; j++) {
            refs[i * width + j] = tensor_at(&values[i], j);
        }
    }
    return tensor_of((struct shape){row.rank + 1, count, width}, refs);
}
