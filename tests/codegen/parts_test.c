/* Unit tests of what generated C is made of: literals, names, lines. */
#include "check_main.h"

#include "c_line.h"
#include "c_names.h"
#include "c_number.h"
#include "compilation.h"
#include "random_function.h"

#include <math.h>
#include <string.h>

/* -- literals -- */

static const struct {
    double number;
    const char *literal;
} literals[] = {
    {0.0, "0.0"},
    {-0.0, "-0.0"},
    {1.0, "1.0"},
    {-1.5, "-1.5"},
    {0.1, "0.1"},
    {0.0001, "0.0001"},
    {0.00001, "1e-5"},
    {1e-12, "1e-12"},
    {1.25e-12, "1.25e-12"},
    {100000.0, "100000.0"},
    {1000000.0, "1e6"},
    {1234567.0, "1234567.0"},
    {12345678.5, "12345678.5"},
    {9007199254740993.0, "9007199254740992.0"},
    {12345678901234567890.0, "1.2345678901234567e19"},
    {1e22, "1e22"},
    {1.0 / 3.0, "0.3333333333333333"},
    {0.1 + 0.2, "0.30000000000000004"},
    {3.141592653589793, "3.141592653589793"},
    {5e-324, "5e-324"},
    {2.2250738585072014e-308, "2.2250738585072014e-308"},
    {1.7976931348623157e308, "1.7976931348623157e308"},
    {INFINITY, "HUGE_VAL"},
    {-INFINITY, "-HUGE_VAL"},
    {NAN, "(double)NAN"},
};

START_TEST(literals_are_short_and_double)
{
    struct arena *arena = arena_create();
    struct text text = text_in(arena);
    c_number(&text, literals[_i].number, c_real_of(CODEGEN_DOUBLE));
    ck_assert_str_eq(text_string(&text), literals[_i].literal);
    arena_destroy(arena);
}
END_TEST

START_TEST(literals_read_back)
{
    struct arena *arena = arena_create();
    struct text text = text_in(arena);
    uint64_t state = 7;
    for (int i = 0; i < 100000; i++) {
        const uint64_t bits = random_next(&state);
        double number;
        memcpy(&number, &bits, sizeof number);
        if (isfinite(number)) {
            text.length = 0;
            c_number(&text, number, c_real_of(CODEGEN_DOUBLE));
            const double back = strtod(text_string(&text), NULL);
            ck_assert_msg(memcmp(&back, &number, sizeof back) == 0, "%a is %s", number,
                          text_string(&text));
            ck_assert_ptr_nonnull(strpbrk(text_string(&text), ".e"));
        }
    }
    arena_destroy(arena);
}
END_TEST

/* -- names -- */

static const struct {
    const char *name;
    const char *legal;
} legal_names[] = {
    {"theta", "theta"},
    {"Theta_2", "Theta_2"},
    {"double", "double_"},
    {"restrict", "restrict_"},
    {"class", "class_"},
    {"and", "and_"},
    {"gamma", "gamma_"},
    {"y0", "y0_"},
    {"y2", "y2"},
    {"j1", "j1_"},
    {"jn", "jn_"},
    {"exp", "exp_"},
    {"expf", "expf_"},
    {"expl", "expl_"},
    {"expo", "expo"},
    {"ex", "ex"},
    {"lgamma_r", "lgamma_r_"},
    {"tan_l", "tan_l"},
    {"isnan", "isnan_"},
    {"signgam", "signgam_"},
    {"M_PI", "M_PI_"},
    {"M_2_SQRTPI", "M_2_SQRTPI_"},
    {"M_inf", "M_inf"},
    {"FP_NAN", "FP_NAN_"},
    {"NAN", "NAN_"},
    {"NULL", "NULL_"},
    {"nullptr", "nullptr_"},
    {"unix", "unix_"},
    {"xor_eq", "xor_eq_"},
    {"alignas", "alignas_"},
    {"DOMAIN", "DOMAIN_"},
    {"_x", "_x"},
    {"_X", "X_"},
    {"__x", "_x"},
    {"_", "_"},
    {"a__b", "a_b"},
    {"a_", "a_"},
    {"x[1]", "x_1"},
    {"A[1,2]", "A_1_2"},
    {"A_[0]", "A_0"},
    {"adc_sign", "adc_sign_"},
    {"2d", "v2d"},
    {"", "v"},
};

START_TEST(names_become_legal)
{
    struct arena *arena = arena_create();
    ck_assert_str_eq(c_name_legal(arena, legal_names[_i].name), legal_names[_i].legal);
    ck_assert(!c_name_is_reserved(legal_names[_i].legal));
    arena_destroy(arena);
}
END_TEST

/* clang-format off */
static const char *const reserved[] = {
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break",
    "case", "catch", "char", "char16_t", "char32_t", "char8_t", "class", "co_await",
    "co_return", "co_yield", "compl", "concept", "const", "const_cast", "consteval",
    "constexpr", "constinit", "continue", "decltype", "default", "delete", "do", "double",
    "dynamic_cast", "else", "enum", "explicit", "export", "extern", "false", "float", "for",
    "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "noexcept",
    "not", "not_eq", "nullptr", "operator", "or", "or_eq", "private", "protected", "public",
    "register", "reinterpret_cast", "requires", "restrict", "return", "short", "signed",
    "sizeof", "static", "static_assert", "static_cast", "struct", "switch", "template", "this",
    "thread_local", "throw", "true", "try", "typedef", "typeid", "typename", "typeof",
    "typeof_unqual", "union", "unsigned", "using", "virtual", "void", "volatile", "wchar_t",
    "while", "xor", "xor_eq", "_Bool", "_Complex", "acos", "acosh", "asin", "asinh", "atan",
    "atan2", "atanh", "cbrt", "ceil", "copysign", "cos", "cosh", "erf", "erfc", "exp", "exp2",
    "expm1", "fabs", "fdim", "floor", "fma", "fmax", "fmin", "fmod", "frexp", "hypot", "ilogb",
    "ldexp", "lgamma", "llrint", "llround", "log", "log10", "log1p", "log2", "logb", "lrint",
    "lround", "modf", "nan", "nearbyint", "nextafter", "nexttoward", "pow", "remainder",
    "remquo", "rint", "round", "scalbln", "scalbn", "sin", "sinh", "sqrt", "tan", "tanh",
    "tgamma", "trunc", "fpclassify", "isfinite", "isgreater", "isgreaterequal", "isinf",
    "isless", "islessequal", "islessgreater", "isnan", "isnormal", "isunordered", "signbit",
    "float_t", "double_t", "size_t", "HUGE_VAL", "HUGE_VALF", "INFINITY", "NAN", "FP_ZERO",
    "FP_ILOGB0", "MATH_ERRNO", "M_E", "M_PI_2", "M_1_PI", "DOMAIN",
};
/* clang-format on */

START_TEST(reserved_names_are_known)
{
    ck_assert_msg(c_name_is_reserved(reserved[_i]), "%s", reserved[_i]);
}
END_TEST

START_TEST(names_are_given_once)
{
    struct arena *arena = arena_create();
    struct c_names *names = c_names_create(arena);
    c_names_take(names, "y");
    c_names_promise(names, "t2");
    c_names_promise(names, "a_3");
    ck_assert_str_eq(c_names_number(names, "t"), "t1");
    ck_assert_str_eq(c_names_number(names, "t"), "t3");
    ck_assert_str_eq(c_names_give(names, "t2"), "t2");
    ck_assert_str_eq(c_names_give(names, "t2"), "t2_2");
    ck_assert_str_eq(c_names_give(names, "a"), "a");
    ck_assert_str_eq(c_names_give(names, "a"), "a_2");
    ck_assert_str_eq(c_names_give(names, "a"), "a_4");
    ck_assert_str_eq(c_names_give(names, "a_3"), "a_3");
    ck_assert_str_eq(c_names_give(names, "y"), "y_");
    ck_assert_str_eq(c_names_give(names, "y"), "y_2");
    ck_assert_str_eq(c_names_give(names, "M_PI_"), "M_PI_");
    ck_assert_str_eq(c_names_give(names, "M_PI_"), "M_PI_2_");
    ck_assert_str_eq(c_names_number(names, "j"), "j1_");
    ck_assert_str_eq(c_names_number(names, "j"), "j2");
    ck_assert(c_names_has(names, "a_2"));
    ck_assert(!c_names_has(names, "a_5"));
    arena_destroy(arena);
}
END_TEST

/* -- lines -- */

START_TEST(lines_break_far_out)
{
    struct arena *arena = arena_create();
    struct text line = text_in(arena);
    text_print(&line, "y = %060d +", 0);
    c_line_mark(&line, 0);
    text_print(&line, "f(%020d,", 0);
    c_line_mark(&line, 1);
    text_print(&line, "%030d);", 0);
    struct text out = text_in(arena);
    c_line_add(&out, &line, 4, 8);
    ck_assert_str_eq(text_string(&out),
                     "    y = 000000000000000000000000000000000000000000000000000000000000 +\n"
                     "            f(00000000000000000000, 000000000000000000000000000000);\n");
    arena_destroy(arena);
}
END_TEST

START_TEST(comments_stay_comments)
{
    struct arena *arena = arena_create();
    struct text out = text_in(arena);
    c_line_comment(&out, "a*/b /* c\n\nd\n");
    ck_assert_str_eq(text_string(&out), "/* a* /b / * c\n *\n * d */\n");
    out.length = 0;
    c_line_comment(&out, arena_format(arena, "%090d %010d", 0, 0));
    ck_assert_str_eq(text_string(&out), arena_format(arena, "/* %090d\n * %010d */\n", 0, 0));
    arena_destroy(arena);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static Suite *make_suite(void)
{
    Suite *suite = suite_create("codegen-parts");
    TCase *parts = tcase_create("parts");
    tcase_add_loop_test(parts, literals_are_short_and_double, 0, COUNT(literals));
    tcase_add_test(parts, literals_read_back);
    tcase_add_loop_test(parts, names_become_legal, 0, COUNT(legal_names));
    tcase_add_loop_test(parts, reserved_names_are_known, 0, COUNT(reserved));
    tcase_add_test(parts, names_are_given_once);
    tcase_add_test(parts, lines_break_far_out);
    tcase_add_test(parts, comments_stay_comments);
    suite_add_tcase(suite, parts);
    return suite;
}

CHECK_MAIN(make_suite)
