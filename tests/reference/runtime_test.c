/* Tests of the runtime functions: their values where the exact one is known or special, and their
 * table of texts. The accuracy of all of them is tested against MPFR with the operator table. */
#include "check_main.h"
#include "ops.h"
#include "runtime.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* -- special values -- */

static const struct special {
    enum ir_op op;
    double a, b;
    double expected; /* to two ulps, signs of zeros included */
} specials[] = {
    {IR_SIGN, 1e-300, 0, 1},
    {IR_SIGN, -INFINITY, 0, -1},
    {IR_SIGN, -0.0, 0, -0.0},
    {IR_SIGN, 0.0, 0, 0.0},
    {IR_SIGN, NAN, 0, NAN},
    {IR_SIGMOID, 0, 0, 0.5},
    {IR_SIGMOID, INFINITY, 0, 1},
    {IR_SIGMOID, -INFINITY, 0, 0},
    {IR_SIGMOID, 1e300, 0, 1},
    {IR_SIGMOID, -1e300, 0, 0},
    {IR_SIGMOID, -700, 0, 9.8596765437597708e-305},
    {IR_SIGMOID, NAN, 0, NAN},
    {IR_SOFTPLUS, 0, 0, 0.69314718055994531},
    {IR_SOFTPLUS, INFINITY, 0, INFINITY},
    {IR_SOFTPLUS, -INFINITY, 0, 0},
    {IR_SOFTPLUS, 1e300, 0, 1e300},
    {IR_SOFTPLUS, -700, 0, 9.8596765437597708e-305},
    {IR_SOFTPLUS, NAN, 0, NAN},
    {IR_LOGADDEXP, 0, 0, 0.69314718055994531},
    {IR_LOGADDEXP, 1e300, 1e300, 1e300},
    {IR_LOGADDEXP, 1e300, -1e300, 1e300},
    {IR_LOGADDEXP, INFINITY, INFINITY, INFINITY},
    {IR_LOGADDEXP, -INFINITY, -INFINITY, -INFINITY},
    {IR_LOGADDEXP, -INFINITY, INFINITY, INFINITY},
    {IR_LOGADDEXP, -INFINITY, 3, 3},
    {IR_LOGADDEXP, NAN, 1, NAN},
    {IR_LOGADDEXP, 1, NAN, NAN},
    {IR_LOGADDEXP, INFINITY, NAN, NAN},
    {IR_POLYGAMMA, 0, 1, -0.57721566490153286},
    {IR_POLYGAMMA, 0, 0.5, -1.9635100260214235},
    {IR_POLYGAMMA, 0, -0.5, 0.036489973978576520},
    {IR_POLYGAMMA, 0, 1.4616321449683622, -9.2412655217294275e-17},
    {IR_POLYGAMMA, 0, 1e300, 690.77552789821371},
    {IR_POLYGAMMA, 0, 1e-300, -1e300},
    {IR_POLYGAMMA, 0, -1e-300, 1e300},
    {IR_POLYGAMMA, 0, INFINITY, INFINITY},
    {IR_POLYGAMMA, 0, -INFINITY, NAN},
    {IR_POLYGAMMA, 0, 0, NAN},
    {IR_POLYGAMMA, 0, -0.0, NAN},
    {IR_POLYGAMMA, 0, -3, NAN},
    {IR_POLYGAMMA, 0, -1e300, NAN},
    {IR_POLYGAMMA, 0, NAN, NAN},
    {IR_POLYGAMMA, 1, 1, 1.6449340668482264},
    {IR_POLYGAMMA, 1, 0.5, 4.9348022005446793},
    {IR_POLYGAMMA, 1, -0.5, 8.9348022005446793},
    {IR_POLYGAMMA, 1, 1e300, 1e-300},
    {IR_POLYGAMMA, 1, 1e-100, 1e200},
    {IR_POLYGAMMA, 1, 1e-300, INFINITY},
    {IR_POLYGAMMA, 1, 0, INFINITY},
    {IR_POLYGAMMA, 1, -2, INFINITY},
    {IR_POLYGAMMA, 1, INFINITY, 0},
    {IR_POLYGAMMA, 1, -INFINITY, NAN},
    {IR_POLYGAMMA, 1, NAN, NAN},
    {IR_POLYGAMMA, 2, 1, -2.4041138063191886},
    {IR_POLYGAMMA, 2, -2, NAN},
    {IR_POLYGAMMA, 3, 1, 6.4939394022668291},
    {IR_POLYGAMMA, 0.5, 1, NAN},
    {IR_POLYGAMMA, -1, 1, NAN},
    {IR_POLYGAMMA, 1e300, 1, NAN},
    {IR_POLYGAMMA, NAN, 1, NAN},
    {IR_SINC_DERIVATIVE, 0, 0, 1},
    {IR_SINC_DERIVATIVE, 0, -0.0, 1},
    {IR_SINC_DERIVATIVE, 0, 0x1p-1074, 1},
    {IR_SINC_DERIVATIVE, 0, 0.5, 0.63661977236758134},
    {IR_SINC_DERIVATIVE, 0, 1000000.5, 3.1830972702892716e-7},
    {IR_SINC_DERIVATIVE, 0, 3, 0},
    {IR_SINC_DERIVATIVE, 0, 1e300, 0},
    {IR_SINC_DERIVATIVE, 0, INFINITY, 0},
    {IR_SINC_DERIVATIVE, 0, -INFINITY, 0},
    {IR_SINC_DERIVATIVE, 0, NAN, NAN},
    {IR_SINC_DERIVATIVE, 1, 0, 0},
    {IR_SINC_DERIVATIVE, 1, 1, -1},
    {IR_SINC_DERIVATIVE, 1, -1, 1},
    {IR_SINC_DERIVATIVE, 1, 2, 0.5},
    {IR_SINC_DERIVATIVE, 1, 1e-300, -3.2898681336964529e-300},
    {IR_SINC_DERIVATIVE, 2, 0, -3.2898681336964529},
    {IR_SINC_DERIVATIVE, 2, 1, 2},
    {IR_SINC_DERIVATIVE, 2, NAN, NAN},
    {IR_SINC_DERIVATIVE, -1, 1, NAN},
    {IR_SINC_DERIVATIVE, 1e300, 1, NAN},
};
enum { SPECIALS = sizeof specials / sizeof specials[0] };

START_TEST(special_value_is_right)
{
    const struct special *special = &specials[_i];
    const double computed = ir_evaluate_op(special->op, special->a, special->b, 0);
    const double expected = special->expected;
    const bool same = computed == expected || (isnan(computed) && isnan(expected)) ||
                      fabs(computed - expected) <= 4 * 0x1p-53 * fabs(expected);
    ck_assert_msg(same, "%s(%.17g, %.17g) is %.17g, not %.17g", ir_op_info(special->op)->name,
                  special->a, special->b, computed, expected);
    ck_assert(special->op != IR_SIGN || isnan(expected) ||
              !signbit(computed) == !signbit(expected));
}
END_TEST

/* -- the table of texts -- */

START_TEST(every_runtime_operator_has_its_text)
{
    const struct ir_op_info *info = ir_op_info((enum ir_op)_i);
    if (info->spelling != IR_SPELL_RUNTIME) {
        return;
    }
    const struct runtime_function *function = runtime_function_named(info->c);
    ck_assert_ptr_nonnull(function);
    ck_assert_str_eq(function->name, info->c);
    ck_assert_int_eq(strncmp(function->text, "/* ", 3), 0);
    ck_assert_ptr_nonnull(strstr(function->text, "May be used without any conditions."));
    ck_assert_ptr_null(strstr(function->text, "#include"));
    ck_assert_str_eq(function->text + strlen(function->text) - 3, "\n}\n");
    char head[64];
    snprintf(head, sizeof head, "\nstatic double %s(double ", info->c);
    ck_assert_ptr_nonnull(strstr(function->text, head));
    ck_assert_ptr_null(strstr(strstr(function->text, "\nstatic") + 1, "\nstatic"));
}
END_TEST

START_TEST(texts_say_what_they_need)
{
    const struct runtime_function *polygamma = runtime_function_named("adc_polygamma");
    for (size_t i = 0; polygamma->needs[i] != NULL; i++) {
        const struct runtime_function *needed = runtime_function_named(polygamma->needs[i]);
        ck_assert_ptr_nonnull(needed);
        ck_assert_ptr_nonnull(strstr(polygamma->text, needed->name));
        ck_assert_ptr_null(needed->needs[0]);
    }
    ck_assert_str_eq(polygamma->needs[0], "adc_cotangent_derivative");
    ck_assert_str_eq(polygamma->needs[1], "adc_digamma");
    ck_assert_str_eq(polygamma->needs[2], "adc_hurwitz");
    ck_assert_ptr_null(polygamma->needs[3]);
    ck_assert_ptr_null(runtime_function_named("adc_sigmoid")->needs[0]);
    ck_assert_ptr_null(runtime_function_named("sigmoid"));
}
END_TEST

static Suite *runtime_suite(void)
{
    Suite *suite = suite_create("runtime");
    TCase *values = tcase_create("values");
    tcase_add_loop_test(values, special_value_is_right, 0, SPECIALS);
    suite_add_tcase(suite, values);
    TCase *texts = tcase_create("texts");
    tcase_add_loop_test(texts, every_runtime_operator_has_its_text, 0, IR_OP_COUNT);
    tcase_add_test(texts, texts_say_what_they_need);
    suite_add_tcase(suite, texts);
    return suite;
}

CHECK_MAIN(runtime_suite)
