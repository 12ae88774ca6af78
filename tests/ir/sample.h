/* What the tests of ir/ share: functions to build in, and a small random source. */
#ifndef ADC_TESTS_IR_SAMPLE_H
#define ADC_TESTS_IR_SAMPLE_H

#include "ir.h"
#include "ops.h"

#include <check.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* Post: a function with one argument array, `x` of `count` elements, in an arena of its own. */
static inline struct ir_function *sample_function(uint32_t count)
{
    struct arena *arena = arena_create();
    struct atoms *atoms = atoms_create(arena);
    struct ir_function *function =
        ir_function_create(arena, atoms, atom_of_text(atoms, "sample"), "value");
    vec_push(arena, &function->arguments, (struct ir_array){.name = "x", .count = count});
    return function;
}

/* Adds a result array `y` of these values. */
static inline void sample_result(struct ir_function *function, const ir_ref *refs, uint32_t count)
{
    ir_ref *elements = arena_alloc(function->arena, count * sizeof *elements);
    memcpy(elements, refs, count * sizeof *elements);
    vec_push(function->arena, &function->results,
             (struct ir_result){.array = {.name = "y", .count = count}, .elements = elements});
}

/* Post: the value of `ref` where the argument array is `x`. */
static inline double sample_value(const struct ir_function *function, const double *x, ir_ref ref)
{
    struct arena *scratch = arena_create();
    double *values = arena_alloc(scratch, function->values.count * sizeof *values);
    ir_evaluate(function, &x, values);
    const double value = values[ref.index];
    arena_destroy(scratch);
    return value;
}

/* splitmix64 (Steele, Lea and Flood, 2014) */
static inline uint64_t sample_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline uint32_t sample_below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(sample_random(state) % bound);
}

/* Post: whether both are the same number to the bit, or both NaN. */
static inline bool sample_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

/* Post: a function of `count` random operations over all operators, all of whose last values are
 * results: 2 argument arrays with variables, names, constants of every sort. */
static inline struct ir_function *sample_random_function(uint64_t seed, uint32_t count)
{
    static const double constants[] = {0.0, -0.0, 1.0, -1.0, 0.1,      2.0,       1e300, 5e-324,
                                       3.0, -2.0, 0.5, 1e22, INFINITY, -INFINITY, NAN,   17.0};
    static const char *const names[] = {"", "", "theta", "x_1", "axis[0]"};
    struct ir_function *function = sample_function(6);
    struct ir_port *ports = arena_alloc(function->arena, 2 * sizeof *ports);
    ports[0] =
        (struct ir_port){.name = atom_of_text(function->atoms, "at"), .rows = 1, .columns = 1};
    ports[1] = (struct ir_port){.name = atom_of_text(function->atoms, "result"),
                                .rank = 2,
                                .rows = 2,
                                .columns = 2,
                                .first = 2};
    function->arguments.at[0].ports = ports;
    function->arguments.at[0].port_count = 2;
    vec_push(function->arena, &function->arguments, (struct ir_array){.name = "p", .count = 2});
    VEC(ir_ref) kinds[2] = {{0}, {0}}; /* numbers and conditions so far */
    for (uint32_t e = 0; e < 8; e++) {
        vec_push(function->arena, &kinds[IR_REAL], ir_argument(function, e / 6, e % 6));
    }
    vec_push(function->arena, &kinds[IR_BOOL], ir_boolean(function, seed % 2 == 0));
    for (uint32_t i = 0; i < count; i++) {
        const enum ir_op op = (enum ir_op)sample_below(&seed, IR_END);
        ir_ref operand[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
        for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
            const enum ir_kind kind = ir_operand_kind(op, k);
            if (ir_operand_is_whole(op, k)) {
                const double whole = sample_below(&seed, 8);
                operand[k] = ir_constant(function, op == IR_POWI ? 5 * whole - 18 : whole);
            } else {
                operand[k] = kinds[kind].at[sample_below(&seed, kinds[kind].count)];
            }
        }
        ir_ref ref;
        if (op == IR_CONSTANT) {
            ref = ir_constant(function, constants[sample_below(&seed, 16)]);
        } else if (op == IR_ARGUMENT) {
            ref = ir_argument(function, 1, sample_below(&seed, 2));
        } else {
            ref = ir_build(function, op, operand[0], operand[1], operand[2]);
        }
        ir_at(function, ref)->name = atom_of_text(function->atoms, names[sample_below(&seed, 5)]);
        vec_push(function->arena, &kinds[ir_kind_of(ir_at(function, ref)->op)], ref);
    }
    const uint32_t last = kinds[IR_REAL].count < 12 ? kinds[IR_REAL].count : 12;
    sample_result(function, &kinds[IR_REAL].at[kinds[IR_REAL].count - last], last);
    function->results.at[0].optional = seed % 3 == 0;
    return function;
}

#endif
