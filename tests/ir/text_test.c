/* Unit tests of the IR as text: printing, reading back, and what reader and verifier find wrong. */
#include "check_main.h"
#include "sample.h"

static const char *print(const struct ir_function *function)
{
    struct text out = text_in(function->arena);
    ir_print(function, &out);
    return text_string(&out);
}

static struct ir_function *read(struct compilation *compilation, const char *text)
{
    const struct source *source = source_add(compilation->sources, "sample.ir", text, strlen(text));
    return ir_read(compilation, source);
}

static const char *diagnostics_of(struct compilation *compilation)
{
    struct text out = text_in(compilation->arena);
    diagnostics_write(compilation->diagnostics, false, &out);
    return text_string(&out);
}

static const char *const example = "function norm gradient\n"
                                   "\n"
                                   "extern drag(v, \"h'\") with drag_dv, drag\n"
                                   "extern drag_dv(a, b)\n"
                                   "extern now()\n"
                                   "argument x[4] = s at 0, v[3] at 1\n"
                                   "argument p[4] = \"A'\"[2, 2] at 0\n"
                                   "\n"
                                   "%0 = x[2] as v  # v[1]\n"
                                   "%1 = p[1]  # A'[0, 1]\n"
                                   "%2 = hypot %0, %1 as length\n"
                                   "%3 = -0.1\n"
                                   "%4 = mul %2, %3 as \"axis[0]\"\n"
                                   "%5 = lt %0, %4\n"
                                   "%6 = nan\n"
                                   "%7 = -0\n"
                                   "%8 = -inf\n"
                                   "%9 = inf\n"
                                   "%10 = select %5, %6, %7\n"
                                   "%11 = true\n"
                                   "%12 = x[0]  # s\n"
                                   "%13 = end\n"
                                   "%14 = list %12, %13\n"
                                   "%15 = list %4, %14\n"
                                   "%16 = call drag, %15 as force\n"
                                   "%17 = call drag_dv, %15\n"
                                   "%18 = call now, %13\n"
                                   "\n"
                                   "result y[2] = r at 1\n"
                                   "y[0] = %4\n"
                                   "y[1] = %10  # r\n"
                                   "\n"
                                   "optional result g[0]\n"
                                   "\n"
                                   "result jac[2] csc[2, 3]\n"
                                   "jac[0] = %0 at 1, 0\n"
                                   "jac[1] = %4 at 0, 2\n"
                                   "\n"
                                   "result h[1] dense[1, 1]\n"
                                   "h[0] = %0\n";

START_TEST(text_reads_back_as_it_was)
{
    struct compilation compilation = compilation_create();
    struct ir_function *function = read(&compilation, example);
    ck_assert_msg(function != NULL, "%s", diagnostics_of(&compilation));
    ck_assert_str_eq(print(function), example);
    struct text complaints = text_in(compilation.arena);
    ck_assert_uint_eq(ir_verify(function, &complaints), 0);
    ck_assert_uint_eq(function->arguments.at[1].ports[0].rank, 2);
    ck_assert(!function->results.at[0].optional);
    ck_assert(function->results.at[1].optional);
    ck_assert(signbit(function->values.at[7].number));
    ck_assert_uint_eq(function->values.at[2].operand[1].index, 1);
    ck_assert_uint_eq(function->values.at[1].array, 1);
    ck_assert_uint_eq(function->externs->count, 3);
    ck_assert_uint_eq(function->externs->at[0].partials[1], 0);
    ck_assert_ptr_null(function->externs->at[1].partials);
    ir_ref inputs[IR_MAX_INPUTS];
    ck_assert_uint_eq(ir_inputs(function, (ir_ref){16}, inputs), 2);
    ck_assert(inputs[0].index == 4 && inputs[1].index == 12);
    ck_assert_uint_eq(ir_inputs(function, (ir_ref){18}, inputs), 0);
    ck_assert_uint_eq(ir_inputs(function, (ir_ref){2}, inputs), 2);
    compilation_destroy(&compilation);
}
END_TEST

START_TEST(random_functions_read_back_as_they_were)
{
    struct ir_function *function = sample_random_function((uint64_t)_i, (uint32_t)_i * 4);
    struct compilation compilation = compilation_create();
    const char *text = print(function);
    struct ir_function *back = read(&compilation, text);
    ck_assert_msg(back != NULL, "%s", diagnostics_of(&compilation));
    ck_assert_str_eq(print(back), text);
    ck_assert_uint_eq(back->values.count, function->values.count);
    for (uint32_t i = 0; i < back->values.count; i++) {
        const struct ir_value *a = &function->values.at[i];
        const struct ir_value *b = &back->values.at[i];
        ck_assert_int_eq(a->op, b->op);
        ck_assert(sample_same(a->number, b->number));
        ck_assert_uint_eq(a->array, b->array);
        ck_assert_uint_eq(a->element, b->element);
        ck_assert_mem_eq(a->operand, b->operand, sizeof a->operand);
        ck_assert_str_eq(atom_text(function->atoms, a->name), atom_text(back->atoms, b->name));
    }
    compilation_destroy(&compilation);
    arena_destroy(function->arena);
}
END_TEST

static const struct mistake {
    const char *text;
    const char *message;
} mistakes[] = {
    {"", "1:1: error: expected `function`"},
    {"function", "error: expected a name"},
    {"function f g argument x[", "1:25: error: expected a whole number"},
    {"function f g argument x[-1]", "1:25: error: expected a whole number"},
    {"function f g argument x[1.5]", "1:25: error: expected a whole number"},
    {"function f g argument x[2] = v[2, 2] at 0", "1:30: error: `v` does not fit into"},
    {"function f g argument x[2] = v[2] at 1", "1:30: error: `v` does not fit into"},
    {"function f g argument x[2] = v[2]", "error: expected `at`"},
    {"function f g %1 = 1", "1:14: error: values are numbered in order: expected `%0`"},
    {"function f g %0 1", "1:17: error: expected `=`"},
    {"function f g %0 = sine %0", "1:19: error: unknown operator `sine`"},
    {"function f g %0 = constant", "1:19: error: unknown operator `constant`"},
    {"function f g %0 = y[0]", "1:19: error: unknown argument array `y`"},
    {"function f g argument x[2] %0 = x[2]", "1:35: error: `x` has only 2 elements"},
    {"function f g %0 = sin %0", "1:23: error: this value is not defined before its use"},
    {"function f g %0 = sin %99999999999999999999", "1:23: error: this value is not defined"},
    {"function f g %0 = sin 5", "1:23: error: expected a value"},
    {"function f g %0 = 1 %1 = add %0", "error: expected `,`"},
    {"function f g %0 = 1 %1 = sin %0, %0", "1:32: error: `sin` takes no more operands"},
    {"function f g %0 = true %1 = sin %0",
     "1:33: error: `sin` takes a number here, and `%0` is a condition"},
    {"function f g %0 = 1 %1 = not %0",
     "1:30: error: `not` takes a condition here, and `%0` is a number"},
    {"function f g %0 = 0.5 %1 = powi %0, %0", "1:37: error: `powi` takes a whole constant"},
    {"function f g %0 = 1 %1 = 1", "1:21: error: this is the same value as `%0`"},
    {"function f g %0 = 1e999", "1:19: error: this number is too large"},
    {"function f g %0 = 1 as", "error: expected a name"},
    {"function f g %0 = 1 ; %1 = 2", "1:21: error: expected `result`"},
    {"function f g %0 = 1 result y[1] y[1] = %0", "1:33: error: expected `y[0]`"},
    {"function f g %0 = 1 result y[1] z[0] = %0", "1:33: error: expected `y[0]`"},
    {"function f g %0 = 1 result y[2] y[0] = %0", "error: expected a name"},
    {"function f g %0 = 1 result y[1] y[0] = %1", "1:40: error: this value is not defined"},
    {"function f g %0 = 1 result j[1] csr[0, 2] j[0] = %0", "1:33: error: this matrix does not"},
    {"function f g %0 = 1 result j[1] dense[1, 2] j[0] = %0", "1:33: error: this matrix does not"},
    {"function f g %0 = 1 result j[1] csr[2, 2] j[0] = %0", "error: expected `at`"},
    {"function f g %0 = 1 result j[1] coo[2, 2] j[0] = %0 at 2, 0", "1:53: error: this place is"},
    {"function f g %0 = 1 result j[1] coo[2, 2] j[0] = %0 at 0, 2", "1:53: error: this place is"},
    {"function f g %0 = 1 result j[2] csr[2, 2] j[0] = %0 at 0, 1 j[1] = %0 at 0, 1",
     "1:71: error: the places of a sparse matrix stand in order"},
    {"function f g %0 = 1 result j[2] csc[2, 2] j[0] = %0 at 0, 1 j[1] = %0 at 1, 0",
     "1:71: error: the places of a sparse matrix stand in order"},
    {"function f g %0 = true result y[1] y[0] = %0", "1:43: error: a result is a number"},
    {"function \"x", "1:10: error: expected a name"},
    {"function f g extern h(a, b) with i", "error: an extern has a partial derivative for each"},
    {"function f g extern h(a) with i extern i(a, b)", "error: an extern has another number"},
    {"function f g extern h(a %0 = 1", "error: expected `)`"},
    {"function f g extern h() %0 = end %1 = call i, %0", "1:44: error: unknown extern `i`"},
    {"function f g %0 = end %1 = call i, %0", "1:33: error: unknown extern `i`"},
    {"function f g extern h(a) %0 = end %1 = call h, %0", "error: a call has as many arguments"},
    {"function f g extern h() %0 = 1 %1 = call h, %0",
     "1:45: error: `call` takes a list of arguments here, and `%0` is a number"},
    {"function f g %0 = end %1 = sin %0",
     "1:32: error: `sin` takes a number here, and `%0` is a list of arguments"},
    {"function f g %0 = end result y[1] y[0] = %0", "1:42: error: a result is a number"},
    {"function f g\n# a comment\n  %0 = tan 5", "3:12: error: expected a value"},
};

START_TEST(mistakes_are_told_with_their_place)
{
    struct compilation compilation = compilation_create();
    ck_assert_ptr_null(read(&compilation, mistakes[_i].text));
    const char *told = diagnostics_of(&compilation);
    ck_assert_msg(strstr(told, mistakes[_i].message) != NULL, "%s\n%s", mistakes[_i].text, told);
    ck_assert_uint_eq(diagnostics_errors(compilation.diagnostics), 1);
    compilation_destroy(&compilation);
}
END_TEST

/* Every cut of a text is refused or a function, and never more than that. */
START_TEST(cut_texts_are_refused)
{
    for (size_t length = 0; length < strlen(example); length++) {
        struct compilation compilation = compilation_create();
        char *cut = arena_copy_text(compilation.arena, example, length);
        struct ir_function *function = read(&compilation, cut);
        struct text complaints = text_in(compilation.arena);
        ck_assert((function == NULL) == (diagnostics_errors(compilation.diagnostics) == 1));
        ck_assert(function == NULL || ir_verify(function, &complaints) == 0);
        compilation_destroy(&compilation);
    }
}
END_TEST

/* -- the verifier -- */

/* %0 x[0]  %1 x[1]  %2 lt %0, %1  %3 add %0, %1  %4 select %2, %3, %0  %5 2  %6 powi %3, %5 */
static struct ir_function *sound_function(void)
{
    struct ir_function *f = sample_function(2);
    struct ir_port *ports = arena_alloc(f->arena, 2 * sizeof *ports);
    ports[0] = (struct ir_port){.rows = 1, .columns = 1, .name = atom_of_text(f->atoms, "s")};
    ports[1] = (struct ir_port){
        .rank = 1, .rows = 1, .columns = 1, .first = 1, .name = atom_of_text(f->atoms, "v")};
    f->arguments.at[0].ports = ports;
    f->arguments.at[0].port_count = 2;
    const ir_ref a = ir_argument(f, 0, 0);
    const ir_ref b = ir_argument(f, 0, 1);
    const ir_ref less = ir_binary(f, IR_LT, a, b);
    const ir_ref sum = ir_binary(f, IR_ADD, a, b);
    const ir_ref choice = ir_build(f, IR_SELECT, less, sum, a);
    const ir_ref square = ir_binary(f, IR_POWI, sum, ir_constant(f, 2));
    sample_result(f, (const ir_ref[]){choice, square}, 2);
    return f;
}

typedef void plant(struct ir_function *f);

static void plant_later_operand(struct ir_function *f)
{
    f->values.at[3].operand[1] = (ir_ref){6};
}

static void plant_own_operand(struct ir_function *f)
{
    f->values.at[3].operand[0] = (ir_ref){3};
}

static void plant_missing_operand(struct ir_function *f)
{
    f->values.at[3].operand[1] = IR_NONE;
}

static void plant_extra_operand(struct ir_function *f)
{
    f->values.at[3].operand[2] = (ir_ref){0};
}

static void plant_condition(struct ir_function *f)
{
    f->values.at[4].operand[1] = (ir_ref){2};
}

static void plant_number(struct ir_function *f)
{
    f->values.at[4].operand[0] = (ir_ref){1};
}

static void plant_running_power(struct ir_function *f)
{
    f->values.at[6].operand[1] = (ir_ref){0};
}

static void plant_broken_power(struct ir_function *f)
{
    f->values.at[5].number = 2.5;
}

static void plant_operator(struct ir_function *f)
{
    f->values.at[3].op = IR_OP_COUNT;
}

static void plant_array(struct ir_function *f)
{
    f->values.at[1].array = 1;
}

static void plant_element(struct ir_function *f)
{
    f->values.at[1].element = 2;
}

static void plant_stray_element(struct ir_function *f)
{
    f->values.at[3].element = 1;
}

static void plant_stray_number(struct ir_function *f)
{
    f->values.at[3].number = -0.0;
}

static void plant_twin(struct ir_function *f)
{
    f->values.at[1].element = 0;
}

/* Adds the call f(x[0]) of the only extern. */
static struct ir_value *add_call(struct ir_function *f)
{
    static const char *const names[] = {"a"};
    f->externs = arena_alloc(f->arena, sizeof *f->externs);
    const uint32_t number = ir_extern_number(f->arena, f->externs, "f", names, 1);
    const ir_ref x = {0};
    struct text out = text_in(f->arena);
    const ir_ref call = ir_call(f, number, &x);
    ck_assert_uint_eq(ir_verify(f, &out), 0);
    return ir_at(f, call);
}

static void plant_callee(struct ir_function *f)
{
    add_call(f)->array = 1;
}

static void plant_short_list(struct ir_function *f)
{
    add_call(f)->operand[0].index--;
}

static void plant_number_for_list(struct ir_function *f)
{
    add_call(f)->operand[0].index = 0;
}

static void plant_list_for_number(struct ir_function *f)
{
    const ir_ref list = add_call(f)->operand[0];
    f->values.at[3].operand[0] = list;
}

static void plant_result(struct ir_function *f)
{
    f->results.at[0].elements[1] = (ir_ref){7};
}

static void plant_boolean_result(struct ir_function *f)
{
    f->results.at[0].elements[0] = (ir_ref){2};
}

static void plant_long_port(struct ir_function *f)
{
    f->arguments.at[0].ports[1].rows = 2;
}

static void plant_overlap(struct ir_function *f)
{
    f->arguments.at[0].ports[1].first = 0;
}

static void plant_rank(struct ir_function *f)
{
    f->arguments.at[0].ports[0].rank = 3;
}

static void plant_nameless_array(struct ir_function *f)
{
    f->results.at[0].array.name = NULL;
}

static const struct damage {
    plant *plant;
    const char *told;
} damages[] = {
    {plant_later_operand, "%3: operand 2, %6, does not precede it"},
    {plant_own_operand, "%3: operand 1, %3, does not precede it"},
    {plant_missing_operand, "%3: operand 2 is missing"},
    {plant_extra_operand, "%3: `add` takes 2 operands and has 3"},
    {plant_condition, "%4: operand 2, %2, is not a number"},
    {plant_number, "%4: operand 1, %1, is not a condition"},
    {plant_running_power, "%6: operand 2, %0, is no whole constant"},
    {plant_broken_power, "%6: operand 2, %5, is no whole constant"},
    {plant_operator, "%3: is no operator"},
    {plant_array, "%1: its argument array does not exist"},
    {plant_element, "%1: its argument array is shorter"},
    {plant_stray_element, "%3: has an array element"},
    {plant_stray_number, "%3: has a number"},
    {plant_callee, "%9: the function that it calls does not exist"},
    {plant_short_list, "%9: calls with another number of arguments"},
    {plant_number_for_list, "%9: operand 1, %0, is not a list of arguments"},
    {plant_list_for_number, "%3: operand 1, %8, does not precede it"},
    {plant_twin, "%1: is the same value as %0"},
    {plant_later_operand, "%3: is not in the hash table"},
    {plant_result, "result y[1]: %7 is no value"},
    {plant_boolean_result, "result y[0]: %2 is not a number"},
    {plant_long_port, "array x: is too short for v"},
    {plant_overlap, "array x: overlaps or precedes the variable before it: v"},
    {plant_rank, "array x: rank and shape differ in s"},
    {plant_nameless_array, "array ?: has no name"},
};

START_TEST(verifier_finds_what_is_broken)
{
    struct ir_function *f = sound_function();
    struct text out = text_in(f->arena);
    ck_assert_uint_eq(ir_verify(f, &out), 0);
    ck_assert_str_eq(text_string(&out), "");
    damages[_i].plant(f);
    ck_assert_uint_ge(ir_verify(f, &out), 1);
    ck_assert_msg(strstr(text_string(&out), damages[_i].told) != NULL, "wanted %s, got\n%s",
                  damages[_i].told, text_string(&out));
    print(f); /* also a broken function can be looked at */
    arena_destroy(f->arena);
}
END_TEST

START_TEST(verifier_finds_all_that_is_broken)
{
    struct ir_function *f = sound_function();
    plant_condition(f);
    plant_result(f);
    plant_rank(f);
    struct text out = text_in(f->arena);
    const uint32_t broken = ir_verify(f, &out);
    uint32_t lines = 0;
    for (const char *at = text_string(&out); *at != '\0'; at++) {
        lines += *at == '\n';
    }
    ck_assert_uint_eq(broken, lines);
    ck_assert_ptr_nonnull(strstr(text_string(&out), "%4: operand 2, %2, is not a number"));
    ck_assert_ptr_nonnull(strstr(text_string(&out), "result y[1]"));
    ck_assert_ptr_nonnull(strstr(text_string(&out), "rank and shape"));
    arena_destroy(f->arena);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("ir-text");
    TCase *text = tcase_create("text");
    tcase_add_test(text, text_reads_back_as_it_was);
    tcase_add_loop_test(text, random_functions_read_back_as_they_were, 0, 60);
    tcase_add_loop_test(text, mistakes_are_told_with_their_place, 0,
                        (int)(sizeof mistakes / sizeof mistakes[0]));
    tcase_add_test(text, cut_texts_are_refused);
    suite_add_tcase(suite, text);
    TCase *verify = tcase_create("verify");
    tcase_add_loop_test(verify, verifier_finds_what_is_broken, 0,
                        (int)(sizeof damages / sizeof damages[0]));
    tcase_add_test(verify, verifier_finds_all_that_is_broken);
    suite_add_tcase(suite, verify);
    return suite;
}

CHECK_MAIN(make_suite)
