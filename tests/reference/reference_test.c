/* Tests of the reference itself: functions at several precisions and against other formulas,
 * derivatives to thirty digits, marks at kinks, bounds on random functions. */
#include "check_main.h"
#include "sample.h"

#include <string.h>

/* -- functions -- */

static const enum ir_op own_functions[] = {IR_SIGMOID, IR_SOFTPLUS, IR_LOGADDEXP, IR_POLYGAMMA,
                                           IR_SINC_DERIVATIVE};

/* A value at 53..500 bits is the one at 900 bits, to an ulp: so many bits less right would show,
 * as would a formula that converges to them only. */
START_TEST(function_is_right_to_its_precision)
{
    const enum ir_op op = own_functions[_i];
    const mpfr_prec_t precisions[] = {53, 113, 300, 500};
    uint64_t seed = 7;
    for (uint32_t i = 0; i < 70; i++) {
        double x[IR_MAX_ARITY];
        struct arena *arena = arena_create();
        sample_operands(op, i < SAMPLE_EDGES ? i * (SAMPLE_EDGES + 1) : sample_edge_points(op),
                        &seed, x);
        if (op == IR_POLYGAMMA && i % 3 == 0) {
            x[1] = -x[1];
        }
        mpfr_t *number = reference_numbers(arena, 4, 900);
        for (int k = 0; k < 2; k++) {
            mpfr_set_d(number[k], x[k], MPFR_RNDN);
            mpfr_prec_round(number[k], 53, MPFR_RNDN);
        }
        reference_evaluate_op(number[2], op, number[0], number[1], number[0]);
        for (size_t p = 0; p < 4; p++) {
            mpfr_t *y = reference_numbers(arena, 1, precisions[p]);
            reference_evaluate_op(y[0], op, number[0], number[1], number[0]);
            if (!mpfr_regular_p(number[2])) {
                ck_assert(mpfr_nan_p(number[2]) ? mpfr_nan_p(y[0]) : mpfr_equal_p(y[0], number[2]));
                continue;
            }
            mpfr_sub(number[3], y[0], number[2], MPFR_RNDN);
            ck_assert_msg(mpfr_zero_p(number[3]) ||
                              mpfr_get_exp(number[3]) <= mpfr_get_exp(number[2]) - precisions[p],
                          "%s(%.17g, %.17g) at %ld bits", ir_op_info(op)->name, x[0], x[1],
                          (long)precisions[p]);
        }
        arena_destroy(arena);
    }
    mpfr_free_cache();
}
END_TEST

static void expect_near(const mpfr_t computed, const mpfr_t expected, mpfr_exp_t bits)
{
    mpfr_t difference;
    mpfr_init2(difference, 600);
    mpfr_sub(difference, computed, expected, MPFR_RNDN);
    ck_assert_msg(
        mpfr_zero_p(difference) || mpfr_get_exp(difference) < mpfr_get_exp(expected) - bits,
        "%.17g is not %.17g", mpfr_get_d(computed, MPFR_RNDN), mpfr_get_d(expected, MPFR_RNDN));
    mpfr_clear(difference);
}

/* psi^(k)(1) = -(-1)^k k! zeta(k+1), psi^(k)(1/2) is that times 2^(k+1) - 1, and the recurrence
 * psi^(k)(x) = psi^(k)(x+1) - (-1)^k k!/x^(k+1) leads to -1/2. */
START_TEST(polygamma_agrees_with_zeta)
{
    struct arena *arena = arena_create();
    mpfr_t *n = reference_numbers(arena, 4, 600);
    mpfr_set_si(n[0], _i, MPFR_RNDN);
    mpfr_zeta_ui(n[2], (unsigned long)_i + 1, MPFR_RNDN);
    mpfr_fac_ui(n[3], (unsigned long)_i, MPFR_RNDN);
    mpfr_mul(n[2], n[2], n[3], MPFR_RNDN);
    mpfr_mul_si(n[2], n[2], _i % 2 == 0 ? -1 : 1, MPFR_RNDN);
    mpfr_t *y = reference_numbers(arena, 1, 600);
    mpfr_set_ui(n[1], 1, MPFR_RNDN);
    reference_polygamma(y[0], n[0], n[1], MPFR_RNDN);
    expect_near(y[0], n[2], 590);

    mpfr_mul_d(n[2], n[2], ldexp(1, _i + 1) - 1, MPFR_RNDN);
    mpfr_set_d(n[1], 0.5, MPFR_RNDN);
    reference_polygamma(y[0], n[0], n[1], MPFR_RNDN);
    expect_near(y[0], n[2], 590);

    mpfr_mul_2ui(n[3], n[3], (unsigned long)_i + 1, MPFR_RNDN);
    mpfr_add(n[2], n[2], n[3], MPFR_RNDN); /* -(-1)^k k!/(-1/2)^(k+1) = k! 2^(k+1) */
    mpfr_set_d(n[1], -0.5, MPFR_RNDN);
    reference_polygamma(y[0], n[0], n[1], MPFR_RNDN);
    expect_near(y[0], n[2], 580);
    arena_destroy(arena);
    mpfr_free_cache();
}
END_TEST

/* -- derivatives -- */

static struct reference_jacobian *differences(struct ir_function *function, ir_ref y,
                                              const double *x)
{
    sample_result(function, y);
    return reference_jacobian(function->arena, function, 0, 0, (const double *const[]){x},
                              REFERENCE_PRECISION);
}

/* exp, sin, log and x^3 and their derivatives, at magnitudes of x. */
START_TEST(derivatives_have_thirty_digits)
{
    static const double points[] = {1e-8, 3.3e-4, 0.7, 1, 12.5, 1e4, 1e8, -1e-8, -2.5, -1e8};
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        const double x = points[i];
        struct ir_function *function = sample_function(1);
        const ir_ref a = ir_argument(function, 0, 0);
        const ir_ref three = ir_constant(function, 3);
        const enum ir_op ops[] = {IR_SIN, IR_ATAN, IR_POWI, IR_TANH};
        mpfr_t *n = reference_numbers(function->arena, 2, 600);
        for (size_t k = 0; k < 4 && !(ops[k] == IR_TANH && fabs(x) > 100); k++) {
            const ir_ref y = ir_binary(function, ops[k], a, ops[k] == IR_POWI ? three : IR_NONE);
            function->results.count = 0;
            struct reference_jacobian *jacobian = differences(function, y, &x);
            mpfr_set_d(n[0], x, MPFR_RNDN);
            if (ops[k] == IR_SIN) {
                mpfr_cos(n[1], n[0], MPFR_RNDN);
            } else if (ops[k] == IR_ATAN) {
                mpfr_sqr(n[1], n[0], MPFR_RNDN);
                mpfr_add_ui(n[1], n[1], 1, MPFR_RNDN);
                mpfr_ui_div(n[1], 1, n[1], MPFR_RNDN);
            } else if (ops[k] == IR_POWI) {
                mpfr_sqr(n[1], n[0], MPFR_RNDN);
                mpfr_mul_ui(n[1], n[1], 3, MPFR_RNDN);
            } else {
                mpfr_sech(n[1], n[0], MPFR_RNDN);
                mpfr_sqr(n[1], n[1], MPFR_RNDN);
            }
            ck_assert(jacobian->smooth[0]);
            expect_near(jacobian->exact[0], n[1], 100);
            ck_assert_double_le(jacobian->error[0], 0x1p-100 * fabs(jacobian->value[0]));
            ck_assert_double_eq(jacobian->value[0], mpfr_get_d(n[1], MPFR_RNDN));
        }
        arena_destroy(function->arena);
    }
    mpfr_free_cache();
}
END_TEST

START_TEST(estimated_error_covers_the_error)
{
    const double x[] = {1e8};
    struct ir_function *function = sample_function(1);
    const ir_ref y = ir_unary(function, IR_SIN, ir_argument(function, 0, 0));
    sample_result(function, y);
    mpfr_t *n = reference_numbers(function->arena, 2, 900);
    mpfr_set_d(n[0], x[0], MPFR_RNDN);
    mpfr_cos(n[1], n[0], MPFR_RNDN);
    for (mpfr_prec_t precision = 300; precision <= 700; precision += 100) {
        const struct reference_jacobian *jacobian = reference_jacobian(
            function->arena, function, 0, 0, (const double *const[]){x}, precision);
        mpfr_sub(n[0], n[1], jacobian->exact[0], MPFR_RNDN);
        ck_assert_double_le(fabs(mpfr_get_d(n[0], MPFR_RNDN)), jacobian->error[0]);
        ck_assert_double_le(jacobian->error[0], ldexp(1, 64 - 2 * (int)precision / 3));
    }
    arena_destroy(function->arena);
    mpfr_free_cache();
}
END_TEST

/* Functions of a = x[0], b = x[1], and where they are smooth in a. */
static const struct kink {
    const char *what;
    double a, b;
    bool smooth;
    double derivative;
} kinks[] = {
    {"abs", 0, 0, false, 0},
    {"abs", -1e-8, 0, true, -1},
    {"abs of square", 0, 0, true, 0},
    {"cube", 0, 0, true, 0},
    {"min", 2, 2, false, 0},
    {"min", 2, 3, true, 1},
    {"min", 3, 2, true, 0},
    {"floor", 2, 0, false, 0},
    {"floor", 2.5, 0, true, 0},
    {"sqrt", 0, 0, false, 0},
    {"cbrt", 0, 0, false, 0},
    {"log", 0, 0, false, 0},
    {"hypot", 0, 0, false, 0},
    {"hypot", 3, 4, true, 0.6},
    {"fmod", 6, 3, false, 0},
    {"fmod", 7, 3, true, 1},
    {"detach", 3, 0, true, 3},
    {"other branch", 1, 0, true, 2},
    {"rounding", 0.1, 0.2, false, 0},
    {"rounding", 0.1, 0.1, true, 1},
    {"infinite", INFINITY, 0, false, 0},
};
enum { KINKS = sizeof kinks / sizeof kinks[0] };

static ir_ref select_if_less(struct ir_function *function, ir_ref p, ir_ref q, ir_ref yes,
                             ir_ref no)
{
    const ir_ref less = ir_binary(function, IR_LT, p, q);
    return ir_build(function, IR_SELECT, less, yes, no);
}

static ir_ref build_kink(struct ir_function *function, const char *what)
{
    const ir_ref a = ir_argument(function, 0, 0);
    const ir_ref b = ir_argument(function, 0, 1);
    enum ir_op op = IR_OP_COUNT;
    if (ir_op_named(what, &op)) {
        if (op == IR_DETACH) {
            return ir_binary(function, IR_MUL, ir_unary(function, op, a), a);
        }
        return ir_binary(function, op, a, ir_op_info(op)->arity == 2 ? b : IR_NONE);
    }
    if (strcmp(what, "abs of square") == 0) {
        return ir_unary(function, IR_ABS, ir_binary(function, IR_MUL, a, a));
    }
    if (strcmp(what, "cube") == 0) {
        return ir_binary(function, IR_POWI, a, ir_constant(function, 3));
    }
    if (strcmp(what, "min") == 0) {
        return select_if_less(function, b, a, b, a);
    }
    if (strcmp(what, "other branch") == 0) { /* a kink of |a - 1| that is not chosen */
        const ir_ref shifted = ir_binary(function, IR_SUB, a, ir_constant(function, 1));
        const ir_ref broken = select_if_less(function, shifted, b, shifted, a);
        return select_if_less(function, b, a, ir_binary(function, IR_ADD, a, a), broken);
    }
    if (strcmp(what, "rounding") == 0) { /* 0.1 + 0.2 is 0.30000000000000004 in double alone */
        const ir_ref sum = ir_binary(function, IR_ADD, a, b);
        return select_if_less(function, sum, ir_constant(function, 0.1 + 0.2), a, b);
    }
    return ir_binary(function, IR_DIV, a, ir_binary(function, IR_ADD, a, a));
}

START_TEST(kinks_are_marked)
{
    const struct kink *kink = &kinks[_i];
    const double x[] = {kink->a, kink->b};
    struct ir_function *function = sample_function(2);
    const struct reference_jacobian *jacobian =
        differences(function, build_kink(function, kink->what), x);
    ck_assert_msg(jacobian->smooth[0] == kink->smooth, "%s(%g, %g)", kink->what, kink->a, kink->b);
    ck_assert_msg(!kink->smooth || fabs(jacobian->value[0] - kink->derivative) < 1e-15,
                  "%s(%g, %g): %g", kink->what, kink->a, kink->b, jacobian->value[0]);
    arena_destroy(function->arena);
    mpfr_free_cache();
}
END_TEST

/* y = (x0*x1, x1*x2): rows, columns, and zeros by structure. */
START_TEST(jacobian_is_row_major)
{
    const double x[] = {2, 3, 5};
    const double expected[] = {3, 2, 0, 0, 5, 3};
    struct ir_function *function = sample_function(3);
    const ir_ref a = ir_argument(function, 0, 0);
    const ir_ref b = ir_argument(function, 0, 1);
    const ir_ref c = ir_argument(function, 0, 2);
    ir_ref y[] = {ir_binary(function, IR_MUL, a, b), ir_binary(function, IR_MUL, b, c)};
    vec_push(function->arena, &function->results,
             (struct ir_result){.array = {.name = "y", .count = 2}, .elements = y});
    const struct reference_jacobian *jacobian = reference_jacobian(
        function->arena, function, 0, 0, (const double *const[]){x}, REFERENCE_PRECISION);
    ck_assert_uint_eq(jacobian->rows, 2);
    ck_assert_uint_eq(jacobian->columns, 3);
    for (int i = 0; i < 6; i++) {
        ck_assert(jacobian->smooth[i]);
        ck_assert_double_eq(jacobian->value[i], expected[i]);
    }
    struct text text = text_in(function->arena);
    reference_add_number(&text, jacobian->exact[1], 30);
    ck_assert_str_eq(text_string(&text), "2.00000000000000000000000000000e+00");
    arena_destroy(function->arena);
    mpfr_free_cache();
}
END_TEST

/* -- bounds -- */

/* Operators that keep random numbers in bounds. */
static const enum ir_op mixture[] = {IR_ADD, IR_SUB,  IR_MUL,   IR_MUL,     IR_SIN,  IR_COS,
                                     IR_SUB, IR_TANH, IR_HYPOT, IR_SIGMOID, IR_ATAN, IR_ABS};

/* Post: a function of sixty operations, each on two of the ten values before it. */
static ir_ref mix(struct ir_function *function, uint64_t *seed)
{
    VEC(ir_ref) values = {0};
    for (uint32_t i = 0; i < IR_MAX_ARITY; i++) {
        vec_push(function->arena, &values, ir_argument(function, 0, i));
    }
    for (int i = 0; i < 60; i++) {
        const enum ir_op op = mixture[(size_t)sample_uniform(seed, 0, 12)];
        ir_ref operand[2];
        for (int k = 0; k < 2; k++) {
            const uint32_t back = (uint32_t)sample_uniform(seed, 0, fmin(values.count, 10));
            operand[k] = values.at[values.count - 1 - back];
        }
        vec_push(
            function->arena, &values,
            ir_binary(function, op, operand[0], ir_op_info(op)->arity == 2 ? operand[1] : IR_NONE));
    }
    return values.at[values.count - 1];
}

/* Every value of random functions and of their derivatives stays within its bound, and the bound
 * is not far above: of all the values some come within a fiftieth of theirs. */
START_TEST(bounds_hold_on_random_functions)
{
    uint64_t seed = (uint64_t)_i + 1;
    struct ir_function *function = sample_function(IR_MAX_ARITY);
    const double x[] = {sample_uniform(&seed, -2, 2), sample_uniform(&seed, -2, 2),
                        sample_uniform(&seed, -2, 2)};
    const double *const arguments[] = {x};
    sample_result(function, mix(function, &seed));
    sample_derivative(function, function->results.at[0].elements[0], 1);
    const uint32_t count = function->values.count;
    double *values = arena_alloc(function->arena, count * sizeof *values);
    double *bounds = arena_alloc(function->arena, count * sizeof *bounds);
    mpfr_t *exact = reference_numbers(function->arena, count, 300);
    ir_evaluate(function, arguments, values);
    reference_bound(function, &reference_double, values, bounds);
    reference_evaluate(function, arguments, exact);
    double closest = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (function->values.at[i].op == IR_CONSTANT || isinf(bounds[i])) {
            continue; /* 0/0 under a false guard has no bound */
        }
        mpfr_sub_d(exact[i], exact[i], values[i], MPFR_RNDN);
        const double error = fabs(mpfr_get_d(exact[i], MPFR_RNDN));
        ck_assert_msg(error <= 2 * bounds[i], "%s: %g beyond %g",
                      ir_op_info(function->values.at[i].op)->name, error, bounds[i]);
        closest = fmax(closest, error == 0 ? 0 : error / bounds[i]);
    }
    ck_assert_double_ge(closest, 0.02);
    arena_destroy(function->arena);
    mpfr_free_cache();
}
END_TEST

/* (a - b)^2 where a - b is 0 but for the rounding of a: the product of two errors counts. */
START_TEST(bound_of_a_product_counts_the_second_order)
{
    const double x[] = {0.1, 0.2, 0.1 + 0.2};
    const double *const arguments[] = {x};
    struct ir_function *function = sample_function(IR_MAX_ARITY);
    const ir_ref sum =
        ir_binary(function, IR_ADD, ir_argument(function, 0, 0), ir_argument(function, 0, 1));
    const ir_ref zero = ir_binary(function, IR_SUB, sum, ir_argument(function, 0, 2));
    const ir_ref squares[] = {ir_binary(function, IR_MUL, zero, zero),
                              ir_binary(function, IR_POWI, zero, ir_constant(function, 2)),
                              ir_unary(function, IR_ABS, zero),
                              ir_binary(function, IR_HYPOT, zero, zero)};
    double values[32], bounds[32];
    ck_assert_uint_le(function->values.count, 32);
    ir_evaluate(function, arguments, values);
    reference_bound(function, &reference_double, values, bounds);
    ck_assert_double_eq(values[zero.index], 0);
    ck_assert_double_eq(bounds[sum.index], 0x1p-53 * x[2]);
    for (int i = 0; i < 4; i++) {
        const double error = i < 2 ? bounds[sum.index] * bounds[sum.index] : bounds[sum.index];
        ck_assert_double_ge(bounds[squares[i].index], error);
        ck_assert_double_le(bounds[squares[i].index], 3 * error);
    }
    arena_destroy(function->arena);
}
END_TEST

START_TEST(agreement_knows_what_is_no_number)
{
    ck_assert(reference_agrees(1, 1, 0));
    ck_assert(reference_agrees(1 + 0x1p-52, 1, 0x1p-53));
    ck_assert(!reference_agrees(1 + 0x1p-50, 1, 0x1p-53));
    ck_assert(reference_agrees(1e-310, 0, 0));
    ck_assert(reference_agrees(NAN, NAN, 0));
    ck_assert(!reference_agrees(NAN, 1, INFINITY));
    ck_assert(!reference_agrees(1, NAN, INFINITY));
    ck_assert(reference_agrees(INFINITY, INFINITY, 0));
    ck_assert(!reference_agrees(INFINITY, -INFINITY, 1));
    ck_assert(!reference_agrees(INFINITY, 1, 1));
    ck_assert(reference_agrees(5, 1, INFINITY));
}
END_TEST

static Suite *reference_suite(void)
{
    Suite *suite = suite_create("reference");
    TCase *functions = tcase_create("functions");
    tcase_add_loop_test(functions, function_is_right_to_its_precision, 0, 5);
    tcase_add_loop_test(functions, polygamma_agrees_with_zeta, 1, 9);
    tcase_set_timeout(functions, 60);
    suite_add_tcase(suite, functions);
    TCase *derivatives = tcase_create("derivatives");
    tcase_add_test(derivatives, derivatives_have_thirty_digits);
    tcase_add_test(derivatives, estimated_error_covers_the_error);
    tcase_add_loop_test(derivatives, kinks_are_marked, 0, KINKS);
    tcase_add_test(derivatives, jacobian_is_row_major);
    tcase_set_timeout(derivatives, 60);
    suite_add_tcase(suite, derivatives);
    TCase *bounds = tcase_create("bounds");
    tcase_add_loop_test(bounds, bounds_hold_on_random_functions, 0, 100);
    tcase_add_test(bounds, bound_of_a_product_counts_the_second_order);
    tcase_add_test(bounds, agreement_knows_what_is_no_number);
    tcase_set_timeout(bounds, 60);
    suite_add_tcase(suite, bounds);
    return suite;
}

CHECK_MAIN(reference_suite)
