/* Unit tests of whole files of generated C: how expressions and small models read, headers, stores,
 * runtime functions, public names, long functions. */
#include "check_main.h"

#include "c_line.h"
#include "codegen.h"
#include "compilation.h"
#include "random_function.h"

#include <string.h>

static const struct ir_function *read_function(const struct compilation *compilation,
                                               const char *text)
{
    const struct source *source =
        source_add(compilation->sources, "function.ir", text, strlen(text));
    const struct ir_function *function = ir_read(compilation, source);
    ck_assert_ptr_nonnull(function);
    return function;
}

static struct codegen_model model_of(const char *name, const struct ir_function *const *functions,
                                     uint32_t count)
{
    return (struct codegen_model){
        .name = name,
        .comment = "",
        .x_count = functions[0]->arguments.at[0].count,
        .p_count = functions[0]->arguments.at[1].count,
        .y_count = functions[0]->results.at[0].array.count,
        .functions = functions,
        .function_count = count,
    };
}

static struct codegen_file file_of(const struct codegen_model *models, uint32_t count)
{
    return (struct codegen_file){
        .source = "test.ad",
        .version = "1",
        .options = "",
        .prefix = "",
        .piece = 1000,
        .stack_limit = 65536,
        .models = models,
        .model_count = count,
    };
}

static const char *generate(const struct compilation *compilation, const struct codegen_file *file)
{
    struct text *out = arena_alloc(compilation->arena, sizeof *out);
    *out = text_in(compilation->arena);
    codegen_c(file, out);
    return text_string(out);
}

/* Operations on a = x[0] … e = x[4], which are %0 … %4; %5 is 0.5, %6 is -2, %7 is a < b, %8 is
 * c < d, %9 is e < a. The last value is stored. */
static const struct {
    const char *operations;
    const char *statements;
} expressions[] = {
    {"%10 = add %0, %1", "y[0] = a + b;"},
    {"%10 = add %0, %1\n%11 = add %10, %2", "y[0] = a + b + c;"},
    {"%10 = add %1, %2\n%11 = add %0, %10", "y[0] = a + (b + c);"},
    {"%10 = sub %1, %2\n%11 = sub %0, %10", "y[0] = a - (b - c);"},
    {"%10 = mul %1, %2\n%11 = sub %0, %10", "y[0] = a - b * c;"},
    {"%10 = sub %0, %1\n%11 = mul %10, %2", "y[0] = (a - b) * c;"},
    {"%10 = mul %1, %2\n%11 = mul %0, %10", "y[0] = a * (b * c);"},
    {"%10 = div %0, %1\n%11 = div %10, %2", "y[0] = a / b / c;"},
    {"%10 = div %1, %2\n%11 = div %0, %10", "y[0] = a / (b / c);"},
    {"%10 = neg %0\n%11 = neg %10", "y[0] = -(-a);"},
    {"%10 = neg %6", "y[0] = -(-2.0);"},
    {"%10 = add %0, %1\n%11 = neg %10", "y[0] = -(a + b);"},
    {"%10 = mul %0, %1\n%11 = neg %10", "y[0] = -(a * b);"},
    {"%10 = neg %0\n%11 = mul %10, %1", "y[0] = -a * b;"},
    {"%10 = neg %1\n%11 = mul %0, %10", "y[0] = a * -b;"},
    {"%10 = neg %1\n%11 = sub %0, %10", "y[0] = a - (-b);"},
    {"%10 = neg %1\n%11 = mul %10, %2\n%12 = sub %0, %11", "y[0] = a - (-b * c);"},
    {"%10 = sub %0, %6", "y[0] = a - (-2.0);"},
    {"%10 = mul %5, %0\n%11 = mul %10, %6", "y[0] = 0.5 * a * -2.0;"},
    {"%10 = atan2 %0, %1\n%11 = exp %10", "y[0] = exp(atan2(a, b));"},
    {"%10 = abs %6", "y[0] = fabs(-2.0);"},
    {"%10 = gamma %0", "y[0] = tgamma(a);"},
    {"%10 = detach %0\n%11 = detach %10\n%12 = mul %11, %0", "y[0] = a * a;"},
    {"%10 = select %7, %0, %1", "y[0] = a < b ? a : b;"},
    {"%10 = not %7\n%11 = select %10, %0, %1", "y[0] = !(a < b) ? a : b;"},
    {"%10 = and %7, %8\n%11 = or %10, %9\n%12 = select %11, %0, %1",
     "const int c1 = (a < b && c < d) || e < a;\ny[0] = c1 ? a : b;"},
    {"%10 = or %7, %8\n%11 = and %10, %9\n%12 = select %11, %0, %1",
     "const int c1 = (a < b || c < d) && e < a;\ny[0] = c1 ? a : b;"},
    {"%10 = and %8, %9\n%11 = and %7, %10\n%12 = select %11, %0, %1",
     "const int c1 = a < b && c < d && e < a;\ny[0] = c1 ? a : b;"},
    {"%10 = select %8, %1, %2\n%11 = select %7, %0, %10", "y[0] = a < b ? a : c < d ? b : c;"},
    {"%10 = select %8, %1, %2\n%11 = select %7, %10, %0",
     "const double t1 = c < d ? b : c;\ny[0] = a < b ? t1 : a;"},
    {"%10 = select %7, %1, %2\n%11 = mul %10, %0",
     "const double t1 = a < b ? b : c;\ny[0] = t1 * a;"},
    {"%10 = select %7, %1, %2\n%11 = select %7, %10, %0",
     "const int c1 = a < b;\nconst double t1 = c1 ? b : c;\ny[0] = c1 ? t1 : a;"},
    {"%10 = mul %0, %1\n%11 = add %10, %10", "const double t1 = a * b;\ny[0] = t1 + t1;"},
    {"%10 = mul %0, %1\n%11 = neg %10\n%12 = add %11, %10\n%13 = mul %12, %11",
     "const double t1 = a * b;\ny[0] = (-t1 + t1) * -t1;"},
    {"%10 = mul %0, %1 as area\n%11 = add %10, %2", "const double area = a * b;\ny[0] = area + c;"},
    {"%10 = mul %0, %1 as a\n%11 = mul %10, %10 as a\n%12 = add %11, %2",
     "const double a_2 = a * b;\nconst double a_3 = a_2 * a_2;\ny[0] = a_3 + c;"},
    {"%10 = mul %0, %1 as area", "y[0] = a * b;"},
    {"%10 = mul %0, %1\n%11 = mul %2, %3\n%12 = mul %4, %0\n%13 = add %10, %11\n%14 = add %13, %12",
     "y[0] = a * b + c * d + e * a;"},
    {"%10 = mul %0, %1\n%11 = mul %2, %3\n%12 = mul %4, %0\n%13 = add %10, %11\n"
     "%14 = add %13, %12\n%15 = exp %14",
     "const double t1 = a * b + c * d + e * a;\ny[0] = exp(t1);"},
};

START_TEST(expressions_read_well)
{
    struct compilation compilation = compilation_create();
    const char *operations = expressions[_i].operations;
    const char *last = operations;
    for (const char *at = operations; *at != '\0'; at++) {
        if (*at == '%' && (at == operations || at[-1] == '\n')) {
            last = at;
        }
    }
    const char *text =
        arena_format(compilation.arena,
                     "function m value\n"
                     "argument x[5] = a at 0, b at 1, c at 2, d at 3, e at 4\nargument p[0]\n"
                     "%%0 = x[0]\n%%1 = x[1]\n%%2 = x[2]\n%%3 = x[3]\n%%4 = x[4]\n"
                     "%%5 = 0.5\n%%6 = -2\n%%7 = lt %%0, %%1\n%%8 = lt %%2, %%3\n"
                     "%%9 = lt %%4, %%0\n%s\nresult y[1]\ny[0] = %.3s\n",
                     operations, last);
    const struct ir_function *function = read_function(&compilation, text);
    const struct codegen_model model = model_of("m", &function, 1);
    const struct codegen_file file = file_of(&model, 1);
    const char *code = generate(&compilation, &file);

    /* The statements behind the inputs, without their indent. */
    struct text body = text_in(compilation.arena);
    const char *at = strstr(code, "\n{\n") + 3;
    while (*at != '}') {
        const size_t length = strcspn(at, "\n");
        if (strstr(at, "= x[") == NULL || strstr(at, "= x[") > at + length) {
            if (length > 4 && at[4] != '(') {
                text_add_bytes(&body, at + 4, length - 4);
                text_add(&body, "\n");
            }
        }
        at += length + 1;
    }
    ck_assert_str_eq(text_string(&body),
                     arena_format(compilation.arena, "%s\n", expressions[_i].statements));
    compilation_destroy(&compilation);
}
END_TEST

static const char *const rosenbrock_value = "function rosenbrock value\n"
                                            "argument x[2] = x at 0, y at 1\n"
                                            "argument p[1] = a at 0\n"
                                            "%0 = 100\n"
                                            "%1 = x[1]\n"
                                            "%2 = x[0]\n"
                                            "%3 = mul %2, %2\n"
                                            "%4 = sub %1, %3 as d\n"
                                            "%5 = mul %4, %4\n"
                                            "%6 = mul %0, %5\n"
                                            "%7 = p[0]\n"
                                            "%8 = sub %7, %2\n"
                                            "%9 = mul %8, %8\n"
                                            "%10 = add %6, %9\n"
                                            "result y[1] = f at 0\n"
                                            "y[0] = %10\n";

static const char *const rosenbrock_gradient = "function rosenbrock gradient\n"
                                               "argument x[2] = x at 0, y at 1\n"
                                               "argument p[1] = a at 0\n"
                                               "%0 = 100\n"
                                               "%1 = x[1]\n"
                                               "%2 = x[0]\n"
                                               "%3 = mul %2, %2\n"
                                               "%4 = sub %1, %3 as d\n"
                                               "%5 = mul %4, %4\n"
                                               "%6 = mul %0, %5\n"
                                               "%7 = p[0]\n"
                                               "%8 = sub %7, %2\n"
                                               "%9 = mul %8, %8\n"
                                               "%10 = add %6, %9\n"
                                               "%11 = 2\n"
                                               "%12 = mul %11, %4\n"
                                               "%13 = mul %0, %12\n"
                                               "%14 = mul %11, %2\n"
                                               "%15 = mul %13, %14\n"
                                               "%16 = mul %11, %8\n"
                                               "%17 = add %15, %16\n"
                                               "%18 = neg %17\n"
                                               "optional result y[1] = f at 0\n"
                                               "y[0] = %10\n"
                                               "result g[2]\n"
                                               "g[0] = %18\n"
                                               "g[1] = %13\n";

static const char *const rosenbrock_c =
    "/* Made from test.ad by adc 1 with --order=reverse.\n"
    " * This file may be used without any conditions. */\n"
    "#ifdef __cplusplus\n"
    "#define restrict __restrict /* the keyword is C's alone */\n"
    "#endif\n"
    "\n"
    "/* Model rosenbrock\n"
    " * x: x, y at 1\n"
    " * p: a\n"
    " * y: f\n"
    " *\n"
    " * gradient: 7 mul */\n"
    "enum { rosenbrock_nx = 2, rosenbrock_np = 1, rosenbrock_ny = 1 };\n"
    "void rosenbrock_value(const double *x, const double *p, double *y);\n"
    "void rosenbrock_gradient(const double *x, const double *p, double *y, double *g);\n"
    "\n"
    "/* Computes y, the output. */\n"
    "void rosenbrock_value(const double *restrict x, const double *restrict p, "
    "double *restrict y)\n"
    "{\n"
    "    const double x_ = x[0];\n"
    "    const double y_ = x[1];\n"
    "    const double a = p[0];\n"
    "\n"
    "    const double d = y_ - x_ * x_;\n"
    "    const double t1 = a - x_;\n"
    "    y[0] = 100.0 * (d * d) + t1 * t1;\n"
    "}\n"
    "\n"
    "/* Computes y, the output, and its gradient: g[j] = dy[0]/dx[j]. y may be NULL. */\n"
    "void rosenbrock_gradient(const double *restrict x, const double *restrict p, "
    "double *restrict y,\n"
    "                         double *restrict g)\n"
    "{\n"
    "    const double x_ = x[0];\n"
    "    const double y_ = x[1];\n"
    "    const double a = p[0];\n"
    "\n"
    "    const double d = y_ - x_ * x_;\n"
    "    const double t1 = a - x_;\n"
    "    if (y) {\n"
    "        y[0] = 100.0 * (d * d) + t1 * t1;\n"
    "    }\n"
    "    const double t2 = 100.0 * (2.0 * d);\n"
    "    g[0] = -(t2 * (2.0 * x_) + 2.0 * t1);\n"
    "    g[1] = t2;\n"
    "}\n";

START_TEST(a_small_model_reads_well)
{
    struct compilation compilation = compilation_create();
    const struct ir_function *functions[] = {
        read_function(&compilation, rosenbrock_value),
        read_function(&compilation, rosenbrock_gradient),
    };
    struct codegen_model model = model_of("rosenbrock", functions, 2);
    model.comment = "gradient: 7 mul\n";
    struct codegen_file file = file_of(&model, 1);
    file.options = "--order=reverse";
    ck_assert_str_eq(generate(&compilation, &file), rosenbrock_c);
    compilation_destroy(&compilation);
}
END_TEST

static const char *const rosenbrock_h =
    "/* Made from test.ad by adc 1.\n"
    " * This file may be used without any conditions. */\n"
    "#ifndef ROSENBROCK_GRAD_H\n"
    "#define ROSENBROCK_GRAD_H\n"
    "\n"
    "#ifdef __cplusplus\n"
    "extern \"C\" {\n"
    "#endif\n"
    "\n"
    "/* Model rosenbrock\n"
    " * x: x, y at 1\n"
    " * p: a\n"
    " * y: f */\n"
    "enum { my_rosenbrock_nx = 2, my_rosenbrock_np = 1, my_rosenbrock_ny = 1 };\n"
    "\n"
    "/* Computes y, the output. */\n"
    "void my_rosenbrock_value(const double *x, const double *p, double *y);\n"
    "\n"
    "#ifdef __cplusplus\n"
    "}\n"
    "#endif\n"
    "\n"
    "#endif /* ROSENBROCK_GRAD_H */\n";

START_TEST(a_header_reads_well)
{
    struct compilation compilation = compilation_create();
    const struct ir_function *function = read_function(&compilation, rosenbrock_value);
    struct codegen_model model = model_of("rosenbrock", &function, 1);
    struct codegen_file file = file_of(&model, 1);
    file.header = "rosenbrock-grad.h";
    file.prefix = "my_";
    struct text out = text_in(compilation.arena);
    codegen_header(&file, &out);
    ck_assert_str_eq(text_string(&out), rosenbrock_h);
    const char *code = generate(&compilation, &file);
    ck_assert_ptr_nonnull(strstr(code, "conditions. */\n#include \"rosenbrock-grad.h\"\n\n#ifdef"));
    ck_assert_ptr_null(strstr(code, "enum"));
    compilation_destroy(&compilation);
}
END_TEST

START_TEST(stores_keep_their_order_and_unused_parameters_are_discarded)
{
    struct compilation compilation = compilation_create();
    const struct ir_function *function = read_function(&compilation, "function m jacobian\n"
                                                                     "argument x[2]\n"
                                                                     "argument p[0]\n"
                                                                     "%0 = x[0]\n"
                                                                     "%1 = exp %0\n"
                                                                     "%2 = inf\n"
                                                                     "%3 = sin %1\n"
                                                                     "%4 = cos %1\n"
                                                                     "%5 = x[1]\n"
                                                                     "optional result y[2]\n"
                                                                     "y[0] = %3\n"
                                                                     "y[1] = %1\n"
                                                                     "result jac[6]\n"
                                                                     "jac[0] = %2\n"
                                                                     "jac[1] = %4\n"
                                                                     "jac[2] = %1\n"
                                                                     "jac[3] = %2\n"
                                                                     "jac[4] = %5\n"
                                                                     "jac[5] = %2\n");
    const struct codegen_model model = model_of("m", &function, 1);
    const struct codegen_file file = file_of(&model, 1);
    const char *code = generate(&compilation, &file);
    ck_assert_str_eq(strstr(code, "{\n    (void)p"), "{\n"
                                                     "    (void)p;\n"
                                                     "    const double x_0 = x[0];\n"
                                                     "\n"
                                                     "    const double t1 = exp(x_0);\n"
                                                     "    if (y) {\n"
                                                     "        y[0] = sin(t1);\n"
                                                     "        y[1] = t1;\n"
                                                     "    }\n"
                                                     "    jac[0] = HUGE_VAL;\n"
                                                     "    jac[1] = cos(t1);\n"
                                                     "    jac[2] = t1;\n"
                                                     "    jac[3] = HUGE_VAL;\n"
                                                     "    jac[4] = x[1];\n"
                                                     "    jac[5] = HUGE_VAL;\n"
                                                     "}\n");
    ck_assert_ptr_nonnull(strstr(code, "#include <math.h>\n"));
    compilation_destroy(&compilation);
}
END_TEST

START_TEST(runtime_functions_stand_once_in_front)
{
    struct compilation compilation = compilation_create();
    const struct ir_function *function =
        read_function(&compilation, "function m value\n"
                                    "argument x[1] = adc_sigmoid at 0\n"
                                    "argument p[0]\n"
                                    "%0 = x[0]\n"
                                    "%1 = sigmoid %0\n"
                                    "%2 = 0\n"
                                    "%3 = polygamma %2, %1\n"
                                    "%4 = sigmoid %3\n"
                                    "result y[1]\n"
                                    "y[0] = %4\n");
    const struct ir_function *functions[] = {function, function};
    const struct codegen_model models[] = {model_of("m", functions, 1),
                                           model_of("n", functions, 1)};
    const struct codegen_file file = file_of(models, 2);
    const char *code = generate(&compilation, &file);
    const char *sigmoid = strstr(code, "static double adc_sigmoid(");
    const char *digamma = strstr(code, "static double adc_digamma(");
    const char *polygamma = strstr(code, "static double adc_polygamma(");
    ck_assert_ptr_nonnull(sigmoid);
    ck_assert_ptr_null(strstr(sigmoid + 1, "static double adc_sigmoid("));
    ck_assert_ptr_null(strstr(digamma + 1, "static double adc_digamma("));
    ck_assert(digamma < polygamma);
    ck_assert(polygamma < strstr(code, "/* Model m"));
    ck_assert(sigmoid < strstr(code, "/* Model m"));
    ck_assert_ptr_null(strstr(code, "adc_softplus"));
    ck_assert_ptr_nonnull(
        strstr(code, "    y[0] = adc_sigmoid(adc_polygamma(0.0, adc_sigmoid(adc_sigmoid_)));\n"));
    compilation_destroy(&compilation);
}
END_TEST

static const struct {
    const char *prefix;
    const char *models[3];
    const char *functions[3];
} public_names[] = {
    {"", {"m", "n", "M"}, {"m_value", "n_value", "M_value"}},
    {"", {"double", "exp", "adc_sign"}, {"double_value", "exp_value", "adc_sign_value"}},
    {"my_", {"m", "_m", "m_"}, {"my_m_value", "my_m2_value", "my_m3_value"}},
    {"", {"a__b", "a_b", "_a"}, {"a_b2_value", "a_b_value", "a_value"}},
    {"", {"_", "__", "_X"}, {"model_value", "model2_value", "X_value"}},
};

START_TEST(public_names_are_legal_and_do_not_clash)
{
    struct compilation compilation = compilation_create();
    const struct ir_function *function = read_function(&compilation, rosenbrock_value);
    struct codegen_model models[3];
    for (int i = 0; i < 3; i++) {
        models[i] = model_of(public_names[_i].models[i], &function, 1);
    }
    struct codegen_file file = file_of(models, 3);
    file.prefix = public_names[_i].prefix;
    const char *code = generate(&compilation, &file);
    for (int i = 0; i < 3; i++) {
        const char *head =
            arena_format(compilation.arena, "\nvoid %s(", public_names[_i].functions[i]);
        code = strstr(code, head);
        ck_assert_msg(code != NULL, "no %s", public_names[_i].functions[i]);
        code = strstr(code + 1, head);
        ck_assert_msg(code != NULL, "no definition of %s", public_names[_i].functions[i]);
    }
    compilation_destroy(&compilation);
}
END_TEST

/* -- size -- */

enum { LONG_CHAIN = 300000 };

/* A value for each third place of the chain is used twice, one has a name, one is a negation: deep
 * dependencies must cost neither stack nor time. */
START_TEST(long_chains_are_no_matter)
{
    struct compilation compilation = compilation_create();
    struct ir_function *function = ir_function_create(
        compilation.arena, compilation.atoms, atom_of_text(compilation.atoms, "m"), "value");
    vec_push(compilation.arena, &function->arguments, (struct ir_array){.name = "x", .count = 1});
    vec_push(compilation.arena, &function->arguments, (struct ir_array){.name = "p"});
    vec_push(compilation.arena, &function->values,
             (struct ir_value){.op = IR_ARGUMENT, .operand = {IR_NONE, IR_NONE, IR_NONE}});
    for (uint32_t i = 1; i < LONG_CHAIN; i++) {
        const enum ir_op op = i % 3 == 0 ? IR_NEG : i % 3 == 1 ? IR_MUL : IR_DETACH;
        const ir_ref last = {i - 1};
        vec_push(compilation.arena, &function->values,
                 (struct ir_value){
                     .op = op,
                     .operand = {last, op == IR_MUL ? last : IR_NONE, IR_NONE},
                     .name = i % 2 == 0 ? atom_of_text(compilation.atoms, "s") : (atom){0},
                 });
    }
    ir_ref *element = arena_alloc(compilation.arena, sizeof *element);
    *element = (ir_ref){LONG_CHAIN - 1};
    vec_push(compilation.arena, &function->results,
             (struct ir_result){
                 .array = {.name = "y", .count = 1}, .elements = element, .optional = true});
    const struct ir_function *functions[] = {function};
    const struct codegen_model model = model_of("m", functions, 1);
    const struct codegen_file file = file_of(&model, 1);
    const char *code = generate(&compilation, &file);
    ck_assert_ptr_nonnull(strstr(code, "    if (y) {\n"));
    while (*code != '\0') {
        const size_t length = strcspn(code, "\n");
        ck_assert_uint_le(length, C_LINE_COLUMNS);
        code += length + 1;
    }
    compilation_destroy(&compilation);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static Suite *make_suite(void)
{
    Suite *suite = suite_create("codegen-files");
    TCase *files = tcase_create("files");
    tcase_add_loop_test(files, expressions_read_well, 0, COUNT(expressions));
    tcase_add_test(files, a_small_model_reads_well);
    tcase_add_test(files, a_header_reads_well);
    tcase_add_test(files, stores_keep_their_order_and_unused_parameters_are_discarded);
    tcase_add_test(files, runtime_functions_stand_once_in_front);
    tcase_add_loop_test(files, public_names_are_legal_and_do_not_clash, 0, COUNT(public_names));
    tcase_add_test(files, long_chains_are_no_matter);
    tcase_set_timeout(files, 30);
    suite_add_tcase(suite, files);
    return suite;
}

CHECK_MAIN(make_suite)
