/* What the tests of reference/ share: numbers drawn alike on every machine, and the operands of a
 * row of the operator table. */
#ifndef ADC_TESTS_REFERENCE_SAMPLE_H
#define ADC_TESTS_REFERENCE_SAMPLE_H

#include "ops.h"
#include "reference.h"

#include <math.h>

/* xorshift64* (Vigna 2016); any seed but 0. */
static inline double sample_uniform(uint64_t *seed, double low, double high)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return low + (high - low) * ((double)(*seed * UINT64_C(2685821657736338717) >> 11) * 0x1p-53);
}

/* Magnitudes and signs at which functions overflow, underflow, lose everything to rounding or stand
 * at a pole or a tie. */
static const double sample_edges[] = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -2.0,
    1.5,
    -2.5,
    3.0,
    1e-8,
    -1e-8,
    1e-300,
    -1e-300,
    36.0,
    -36.0,
    700.0,
    -700.0,
    745.0,
    -745.0,
    1e8,
    -1e8,
    1e300,
    -1e300,
    0x1p-1074,
    0.9999999999999999,
    1.0000000000000002,
    1.4616321449683622,
    -0.9999999999,
    -1.0000000001,
    171.0,
    9.999999999,
    10.0,
    INFINITY,
    -INFINITY,
    NAN,
};
enum { SAMPLE_EDGES = sizeof sample_edges / sizeof sample_edges[0] };

/* Post: whether it is no function of numbers that the table knows. */
static inline bool sample_is_leaf(enum ir_op op)
{
    return ir_op_info(op)->arity == 0 || !ir_op_is_plain(op);
}

/* Post: what operand number `which` of the operator may be that is nearest to x in kind: a whole
 * number of small size, a condition, or x itself. */
static inline double sample_operand(enum ir_op op, uint32_t which, double x)
{
    if (ir_operand_is_whole(op, which)) {
        const double whole = fabs(x) < 20 ? round(x) : 3;
        return op == IR_POWI ? whole : fabs(whole);
    }
    return ir_operand_kind(op, which) == IR_BOOL ? x > 0.5 : x;
}

/* Post: how many points the edges give: each for itself, or all pairs. */
static inline uint32_t sample_edge_points(enum ir_op op)
{
    return ir_op_info(op)->arity < 2 ? SAMPLE_EDGES : SAMPLE_EDGES * SAMPLE_EDGES;
}

/* Post: operands for test number `i` of the operator: the first are the edges (the third operand
 * is the first one's neighbour), the others are drawn from the row's interval. */
static inline void sample_operands(enum ir_op op, uint32_t i, uint64_t *seed,
                                   double operands[IR_MAX_ARITY])
{
    const struct ir_op_info *info = ir_op_info(op);
    const uint32_t edge[] = {i % SAMPLE_EDGES, i / SAMPLE_EDGES % SAMPLE_EDGES,
                             (i + 1) % SAMPLE_EDGES};
    for (uint32_t k = 0; k < IR_MAX_ARITY; k++) {
        operands[k] = 0;
        if (k < info->arity) {
            const double x = i < sample_edge_points(op)
                                 ? sample_edges[edge[k]]
                                 : sample_uniform(seed, info->sample_low, info->sample_high);
            operands[k] = sample_operand(op, k, x);
        }
    }
}

/* Post: an empty function of one argument array x with so many elements; it has the arena that
 * arena_destroy(function->arena) ends. */
static inline struct ir_function *sample_function(uint32_t count)
{
    struct arena *arena = arena_create();
    struct atoms *atoms = atoms_create(arena);
    struct ir_function *function = ir_function_create(arena, atoms, (atom){0}, "value");
    vec_push(arena, &function->arguments, (struct ir_array){.name = "x", .count = count});
    return function;
}

/* Gives the function a result y of one element. */
static inline void sample_result(struct ir_function *function, ir_ref y)
{
    ir_ref *elements = arena_alloc(function->arena, sizeof *elements);
    elements[0] = y;
    vec_push(function->arena, &function->results,
             (struct ir_result){.array = {.name = "y", .count = 1}, .elements = elements});
}

/* Post: the operator at the arguments x[0], x[1], x[2], with whole operands as constants and
 * conditions as x[k] > 1/2. */
static inline ir_ref sample_apply(struct ir_function *function, enum ir_op op,
                                  const double operands[IR_MAX_ARITY])
{
    ir_ref operand[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
    for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
        if (ir_operand_is_whole(op, k)) {
            operand[k] = ir_constant(function, operands[k]);
        } else {
            operand[k] = ir_argument(function, 0, k);
        }
        if (ir_operand_kind(op, k) == IR_BOOL) {
            const ir_ref half = ir_constant(function, 0.5);
            operand[k] = ir_binary(function, IR_LT, half, operand[k]);
        }
    }
    return ir_build(function, op, operand[0], operand[1], operand[2]);
}

/* Post: the derivative of `of` in argument element `which` by the chain rule over the partials of
 * the operator table, value by value. */
static inline ir_ref sample_derivative(struct ir_function *function, ir_ref of, uint32_t which)
{
    const uint32_t count = of.index + 1;
    const ir_ref zero = ir_constant(function, 0);
    ir_ref *tangent = arena_alloc(function->arena, count * sizeof *tangent);
    for (uint32_t i = 0; i < count; i++) {
        const struct ir_value value = function->values.at[i];
        tangent[i] = zero;
        if (value.op == IR_ARGUMENT && value.element == which) {
            tangent[i] = ir_constant(function, 1);
        }
        for (uint32_t k = 0; k < ir_op_info(value.op)->arity; k++) {
            const ir_ref inner = tangent[value.operand[k].index];
            ir_ref partial, guard;
            if (ir_equal(inner, zero) || !ir_partial(function, (ir_ref){i}, k, &partial, &guard)) {
                continue;
            }
            ir_ref term = ir_binary(function, IR_MUL, partial, inner);
            term = ir_build(function, IR_SELECT, guard, term, zero);
            tangent[i] =
                ir_equal(tangent[i], zero) ? term : ir_binary(function, IR_ADD, tangent[i], term);
        }
    }
    return tangent[of.index];
}

#endif
