/* Tests of every row of the operator table against MPFR: values in double, partials, and partials
 * of partials, each within the bound that bound.c gives for it. */
#include "check_main.h"
#include "sample.h"

enum { PRECISION = 300, DRAWN = 200 };

/* Post: whether no factor of the value overflows that need not: 1/a does where a is subnormal. */
static bool counts_at(enum ir_op op, const double *x)
{
    return op != IR_POW_SLOPE || x[0] == 0 || !(fabs(x[0]) < 1e-307);
}

/* -- values -- */

START_TEST(value_is_as_near_as_promised)
{
    const enum ir_op op = (enum ir_op)_i;
    uint64_t seed = 20240229;
    struct arena *arena = arena_create();
    mpfr_t *number = reference_numbers(arena, IR_MAX_ARITY + 2, PRECISION);
    for (uint32_t i = 0; i < sample_edge_points(op) + DRAWN && !sample_is_leaf(op); i++) {
        double x[IR_MAX_ARITY];
        sample_operands(op, i, &seed, x);
        if (!counts_at(op, x)) {
            continue;
        }
        for (int k = 0; k < IR_MAX_ARITY; k++) {
            mpfr_set_d(number[k], x[k], MPFR_RNDN);
        }
        reference_evaluate_op(number[3], op, number[0], number[1], number[2]);
        const double computed = ir_evaluate_op(op, x[0], x[1], x[2]);
        const double exact = mpfr_get_d(number[3], MPFR_RNDN);
        const char *where = arena_format(arena, "%s(%.17g, %.17g, %.17g) is %.17g, not %.17g",
                                         ir_op_info(op)->name, x[0], x[1], x[2], computed, exact);
        if (!isfinite(computed) || !isfinite(exact)) {
            ck_assert_msg(computed == exact || (isnan(computed) && isnan(exact)), "%s", where);
            continue;
        }
        mpfr_sub_d(number[4], number[3], computed, MPFR_RNDN);
        const double error = fabs(mpfr_get_d(number[4], MPFR_RNDN));
        ck_assert_msg(error <= reference_rounding(&reference_double, op, x, computed), "%s", where);
    }
    arena_destroy(arena);
    mpfr_free_cache();
}
END_TEST

/* -- partials -- */

/* A value function, its derivative in one argument, and how both compared. */
struct comparison {
    struct ir_function *value;
    struct ir_function *derivative;
    ir_ref result; /* of the derivative */
    bool smooth;
    double exact;
    double computed;
    double bound;
};

/* Post: the derivative in x[which] as double arithmetic gives it, and by differences. */
static void compare(struct comparison *of, uint32_t which, const double *x)
{
    struct arena *scratch = arena_create();
    const struct ir_function *derivative = of->derivative;
    const double *const arguments[] = {x};
    double *values = arena_alloc(scratch, derivative->values.count * sizeof *values);
    double *bounds = arena_alloc(scratch, derivative->values.count * sizeof *bounds);
    const struct reference_jacobian *exact =
        reference_jacobian(scratch, of->value, 0, 0, arguments, PRECISION);
    ir_evaluate(derivative, arguments, values);
    reference_bound(derivative, &reference_double, values, bounds);
    of->smooth = exact->smooth[which];
    of->exact = exact->value[which];
    of->computed = values[of->result.index];
    of->bound = bounds[of->result.index] + exact->error[which];
    arena_destroy(scratch);
}

/* Post: the partial derivative number `order` (1, or 2: of partial 0) of the operator. */
static struct comparison comparison_of(enum ir_op op, const double *x, uint32_t first, int order,
                                       uint32_t which)
{
    struct comparison of = {.value = sample_function(IR_MAX_ARITY),
                            .derivative = sample_function(IR_MAX_ARITY)};
    ir_ref value = sample_apply(of.value, op, x);
    ir_ref result = sample_apply(of.derivative, op, x);
    if (order == 2) {
        value = sample_derivative(of.value, value, first);
        result = sample_derivative(of.derivative, result, first);
    }
    sample_result(of.value, value);
    of.result = sample_derivative(of.derivative, result, which);
    return of;
}

/* Post: whether there is anything to compare: no infinite operands, no power that leaves the real
 * numbers, no period too short for a step. */
static bool is_inside(enum ir_op op, const double *x)
{
    return isfinite(x[0]) && isfinite(x[1]) && isfinite(x[2]) && counts_at(op, x) &&
           !((op == IR_POW || op == IR_POW_SLOPE) && x[0] < 0 && x[1] != round(x[1])) &&
           !(op == IR_FMOD && fabs(x[1]) < 1e-8);
}

/* Every `stride`th of the edges is compared, and the points that are drawn. */
static void check_derivatives(enum ir_op op, uint32_t first, int order, uint32_t stride)
{
    const uint32_t edges = sample_edge_points(op);
    uint64_t seed = 1 + first;
    uint32_t drawn = 0, compared = 0;
    for (uint32_t i = 0; i < edges + DRAWN / 4; i += i < edges ? stride : 1) {
        double x[IR_MAX_ARITY];
        sample_operands(op, i, &seed, x);
        for (uint32_t which = 0; which < ir_op_info(op)->arity && is_inside(op, x); which++) {
            struct comparison of = comparison_of(op, x, first, order, which);
            compare(&of, which, x);
            const char *where = arena_format(
                of.value->arena, "d^%d %s(%.17g, %.17g, %.17g) in %u, %u: %.17g is not %.17g",
                order, ir_op_info(op)->name, x[0], x[1], x[2], first, which, of.computed, of.exact);
            /* second derivatives may overflow on the way to what overflows anyway */
            const bool counts = of.smooth && (order == 1 || isfinite(of.exact));
            ck_assert_msg(!counts || reference_agrees(of.computed, of.exact, of.bound), "%s",
                          where);
            if (i >= edges) {
                drawn++;
                compared += of.smooth && of.bound < 1e-9 * fmax(fabs(of.exact), 1);
            }
            arena_destroy(of.derivative->arena);
            arena_destroy(of.value->arena);
        }
    }
    /* The bound says something, and nearly every point counts. */
    ck_assert_msg(compared >= drawn - drawn / 20, "%s: %u of %u", ir_op_info(op)->name, compared,
                  drawn);
}

START_TEST(partial_is_the_limit_of_differences)
{
    const enum ir_op op = (enum ir_op)_i;
    if (!sample_is_leaf(op) && ir_kind_of(op) == IR_REAL && op != IR_DETACH) {
        check_derivatives(op, 0, 1, ir_op_info(op)->arity == 1 ? 1 : 7);
    }
    mpfr_free_cache();
}
END_TEST

START_TEST(second_partial_is_the_limit_of_differences)
{
    const enum ir_op op = (enum ir_op)_i;
    for (uint32_t first = 0; first < ir_op_info(op)->arity; first++) {
        if (ir_op_is_plain(op) && ir_kind_of(op) == IR_REAL && op != IR_DETACH) {
            check_derivatives(op, first, 2, ir_op_info(op)->arity == 1 ? 1 : 23);
        }
    }
    mpfr_free_cache();
}
END_TEST

static Suite *operators_suite(void)
{
    Suite *suite = suite_create("operators");
    TCase *values = tcase_create("values");
    tcase_add_loop_test(values, value_is_as_near_as_promised, 0, IR_OP_COUNT);
    tcase_set_timeout(values, 60);
    suite_add_tcase(suite, values);
    TCase *partials = tcase_create("partials");
    tcase_add_loop_test(partials, partial_is_the_limit_of_differences, 0, IR_OP_COUNT);
    tcase_add_loop_test(partials, second_partial_is_the_limit_of_differences, 0, IR_OP_COUNT);
    tcase_set_timeout(partials, 60);
    suite_add_tcase(suite, partials);
    return suite;
}

CHECK_MAIN(operators_suite)
