/* Unit tests of building, simplifying, pruning, expanding and evaluating. */
#include "build.h"
#include "check_main.h"
#include "sample.h"

/* What every number-valued identity is tried with: all pairs and triples of these. */
static const double awkward[] = {0.0,     -0.0,    1.0,      -1.0, 0.1,      -3.0,      5e-324,
                                 -5e-324, 1.7e308, -1.7e308, 2.5,  INFINITY, -INFINITY, NAN};
enum { AWKWARD = sizeof awkward / sizeof awkward[0] };

START_TEST(equal_operations_are_one_value)
{
    struct ir_function *f = sample_function(3);
    const ir_ref a = ir_argument(f, 0, 0);
    const ir_ref b = ir_argument(f, 0, 1);
    ck_assert(ir_equal(a, ir_argument(f, 0, 0)));
    ck_assert(!ir_equal(a, b));
    ck_assert(!ir_equal(a, ir_argument(f, 1, 0)));
    ck_assert(ir_equal(ir_unary(f, IR_SIN, a), ir_unary(f, IR_SIN, a)));
    ck_assert(!ir_equal(ir_unary(f, IR_SIN, a), ir_unary(f, IR_COS, a)));
    ck_assert(ir_equal(ir_binary(f, IR_MUL, a, b), ir_binary(f, IR_MUL, b, a)));
    ck_assert(!ir_equal(ir_binary(f, IR_SUB, a, b), ir_binary(f, IR_SUB, b, a)));
    ck_assert(!ir_equal(ir_binary(f, IR_ATAN2, a, b), ir_binary(f, IR_ATAN2, b, a)));
    /* as it was first written */
    const ir_ref sum = ir_binary(f, IR_ADD, b, a);
    ck_assert(ir_equal(ir_at(f, sum)->operand[0], b));
    ck_assert(ir_equal(ir_binary(f, IR_ADD, a, b), sum));
    arena_destroy(f->arena);
}
END_TEST

START_TEST(constants_are_known_by_their_bits)
{
    struct ir_function *f = sample_function(1);
    const ir_ref zero = ir_constant(f, 0.0);
    ck_assert(!ir_equal(zero, ir_constant(f, -0.0)));
    ck_assert(ir_equal(zero, ir_constant(f, 0.0)));
    const ir_ref nan = ir_constant(f, NAN);
    ck_assert(!ir_equal(nan, zero));
    ck_assert(!ir_equal(nan, ir_constant(f, INFINITY)));
    ck_assert(ir_equal(nan, ir_constant(f, -NAN)));
    ck_assert(!ir_equal(ir_constant(f, 1), ir_boolean(f, true)));
    double number = 0;
    ck_assert(ir_is_constant(f, ir_constant(f, -0.0), &number) && signbit(number));
    ck_assert(!ir_is_constant(f, ir_boolean(f, false), &number));
    ck_assert(ir_is_boolean(f, ir_boolean(f, false), false));
    ck_assert(!ir_is_boolean(f, ir_boolean(f, false), true));
    arena_destroy(f->arena);
}
END_TEST

START_TEST(constants_fold)
{
    struct ir_function *f = sample_function(1);
    double number = 0;
    const ir_ref two = ir_constant(f, 2);
    const ir_ref three = ir_constant(f, 3);
    ck_assert(ir_is_constant(f, ir_binary(f, IR_SUB, two, three), &number) && number == -1);
    ck_assert(ir_is_constant(f, ir_unary(f, IR_SQRT, two), &number) && number == sqrt(2));
    ck_assert(ir_is_constant(f, ir_unary(f, IR_DETACH, two), &number) && number == 2);
    ck_assert(ir_is_boolean(f, ir_binary(f, IR_LT, two, three), true));
    ck_assert(ir_is_boolean(f, ir_binary(f, IR_LT, three, two), false));
    const ir_ref choice = ir_build(f, IR_SELECT, ir_boolean(f, false), two, three);
    ck_assert(ir_equal(choice, three));
    arena_destroy(f->arena);
}
END_TEST

/* -- identities -- */

/* Identities are written in prefix notation: "+ a -0", "! && p q". The leaves are numbers, true and
 * false, a b c (elements 0 to 2 of the argument), and the conditions p q r (0 < elements 3 to 5).
 */
struct builder {
    struct ir_function *f;
    const char *at;
};

static const struct spelling {
    const char *text;
    enum ir_op op;
} spellings[] = {
    {"neg", IR_NEG},     {"+", IR_ADD},       {"-", IR_SUB},     {"*", IR_MUL},
    {"/", IR_DIV},       {"^", IR_POWI},      {"pow", IR_POW},   {"abs", IR_ABS},
    {"<", IR_LT},        {"<=", IR_LE},       {"==", IR_EQ},     {"!=", IR_NE},
    {"&&", IR_AND},      {"||", IR_OR},       {"!", IR_NOT},     {"?", IR_SELECT},
    {"floor", IR_FLOOR}, {"trunc", IR_TRUNC}, {"sign", IR_SIGN}, {"sqrt", IR_SQRT},
};

static ir_ref leaf(struct ir_function *f, const char *word)
{
    static const char *const names[] = {"a", "b", "c", "p", "q", "r"};
    for (uint32_t i = 0; i < 6; i++) {
        if (strcmp(word, names[i]) == 0) {
            const ir_ref argument = ir_argument(f, 0, i);
            return i < 3 ? argument : ir_binary(f, IR_LT, ir_argument(f, 0, 6), argument);
        }
    }
    if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0) {
        return ir_boolean(f, *word == 't');
    }
    return ir_constant(f, strtod(word, NULL));
}

static ir_ref build_text(struct builder *builder)
{
    char word[16] = "";
    builder->at += strspn(builder->at, " ");
    const size_t length = strcspn(builder->at, " ");
    memcpy(word, builder->at, length);
    builder->at += length;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (strcmp(word, spellings[i].text) == 0) {
            const enum ir_op op = spellings[i].op;
            ir_ref operand[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
            for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
                operand[k] = build_text(builder);
            }
            return ir_build(builder->f, op, operand[0], operand[1], operand[2]);
        }
    }
    return leaf(builder->f, word);
}

static ir_ref build_side(struct ir_function *f, const char *text)
{
    struct builder builder = {f, text};
    return build_text(&builder);
}

static const struct identity {
    const char *written;
    const char *becomes;
} identities[] = {
    {"+ a -0", "a"},
    {"+ -0 a", "a"},
    {"- a 0", "a"},
    {"- -0 a", "neg a"},
    {"+ a neg b", "- a b"},
    {"+ neg a b", "- b a"},
    {"- a neg b", "+ a b"},
    {"neg neg a", "a"},
    {"* a 1", "a"},
    {"* 1 a", "a"},
    {"* a -1", "neg a"},
    {"* -1 a", "neg a"},
    {"/ a 1", "a"},
    {"/ a -1", "neg a"},
    {"* neg a neg b", "* a b"},
    {"/ neg a neg b", "/ a b"},
    {"* neg a 3", "* a -3"},
    {"* 3 neg a", "* -3 a"},
    {"/ neg a 3", "/ a -3"},
    {"/ 3 neg a", "/ -3 a"},
    {"^ a 0", "1"},
    {"^ a -0", "1"},
    {"^ a 1", "a"},
    {"^ a -1", "/ 1 a"},
    {"^ neg a 4", "^ a 4"},
    {"pow a 0", "1"},
    {"pow 1 a", "1"},
    {"abs neg a", "abs a"},
    {"abs abs a", "abs a"},
    {"floor trunc a", "trunc a"},
    {"trunc floor a", "floor a"},
    {"sign sign a", "sign a"},
    {"< a a", "false"},
    {"! ! p", "p"},
    {"! == a b", "!= a b"},
    {"! != a b", "== a b"},
    {"&& p true", "p"},
    {"&& true p", "p"},
    {"&& p false", "false"},
    {"|| p true", "true"},
    {"|| false p", "p"},
    {"&& p p", "p"},
    {"|| p p", "p"},
    {"&& p ! p", "false"},
    {"|| ! p p", "true"},
    {"|| == a b != b a", "true"},
    {"&& != a b == a b", "false"},
    {"&& p && q p", "&& p q"},
    {"|| || q p p", "|| p q"},
    {"&& p || q p", "p"},
    {"|| && p q q", "q"},
    {"&& p && ! p q", "false"},
    {"|| p || q ! p", "true"},
    {"&& p || ! p q", "&& p q"},
    {"|| ! p && p q", "|| ! p q"},
    {"|| && p q && p ! q", "p"},
    {"|| && ! q p && q p", "p"},
    {"&& || p q || ! q p", "p"},
    {"? true a b", "a"},
    {"? false a b", "b"},
    {"? p a a", "a"},
    {"? ! p a b", "? p b a"},
    {"? p ? p a b c", "? p a c"},
    {"? p a ? p b c", "? p a c"},
    {"!= ? p 1 0 0", "p"},
    {"== ? p 1 0 0", "! p"},
    {"< 0.5 ? p 1 0", "p"},
    {"<= ? p 1 0 0.5", "! p"},
    {"!= ? p 2 1 0", "true"},
};

START_TEST(identities_are_applied)
{
    struct ir_function *f = sample_function(7);
    const struct identity *identity = &identities[_i];
    const ir_ref becomes = build_side(f, identity->becomes);
    ck_assert_msg(ir_equal(build_side(f, identity->written), becomes), "%s does not become %s",
                  identity->written, identity->becomes);
    arena_destroy(f->arena);
}
END_TEST

/* The written side computed step by step, without any identity. */
static double value_of_text(const char **at, const double *x)
{
    char word[16] = "";
    *at += strspn(*at, " ");
    const size_t length = strcspn(*at, " ");
    memcpy(word, *at, length);
    *at += length;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (strcmp(word, spellings[i].text) == 0) {
            double operand[IR_MAX_ARITY] = {0};
            for (uint32_t k = 0; k < ir_op_info(spellings[i].op)->arity; k++) {
                operand[k] = value_of_text(at, x);
            }
            return ir_evaluate_op(spellings[i].op, operand[0], operand[1], operand[2]);
        }
    }
    if (strlen(word) == 1 && strchr("abcpqr", *word) != NULL) {
        const double value = x[strchr("abc", *word) != NULL ? *word - 'a' : *word - 'p' + 3];
        return strchr("abc", *word) != NULL ? value : 0 < value;
    }
    return strcmp(word, "true") == 0 ? 1 : strcmp(word, "false") == 0 ? 0 : strtod(word, NULL);
}

START_TEST(identities_hold_for_every_operand)
{
    const struct identity *identity = &identities[_i];
    struct ir_function *f = sample_function(7);
    const ir_ref built = build_side(f, identity->written);
    double *values = arena_alloc(f->arena, f->values.count * sizeof *values);
    for (uint32_t n = 0; n < AWKWARD * AWKWARD * AWKWARD; n++) {
        const double a = awkward[n % AWKWARD];
        const double b = awkward[n / AWKWARD % AWKWARD];
        const double c = awkward[n / AWKWARD / AWKWARD];
        const double x[7] = {a, b, c, n % 2 == 0, n / 2 % 2 == 0, n / 4 % 2 == 0, 0};
        const char *text = identity->written;
        const double written = value_of_text(&text, x);
        const double *arguments = x;
        ir_evaluate(f, &arguments, values);
        ck_assert_msg(sample_same(values[built.index], written), "%s at %g %g %g",
                      identity->written, a, b, c);
    }
    arena_destroy(f->arena);
}
END_TEST

/* Algebra that is wrong for some operand: the operation must be there, as it is written. */
static const char *const kept[] = {
    "* a 0",           "* 0 a",      "- a a",     "/ a a",     "+ a 0",     "+ 0 a",
    "- 0 a",           "- a -0",     "/ 0 a",     "neg - a b", "- neg a b", "+ 1 a",
    "! < a b",         "! <= a b",   "== a a",    "<= a a",    "!= a a",    "sqrt * a a",
    "* sqrt a sqrt a", "/ * a b b",  "- + a b b", "/ a 3",     "pow a 1",   "^ a 2",
    "^ neg a 3",       "+ + a 1 2",  "* * a 3 4", "? p 1 0",   "&& p q",    "? < a b a b",
    "- * -1 a b",      "abs sqrt a", "pow a b",   "- 1 a",     "/ 1 a",     "+ a a",
};

START_TEST(wrong_algebra_is_absent)
{
    struct ir_function *f = sample_function(7);
    const char *text = kept[_i];
    char word[16] = "";
    memcpy(word, text, strcspn(text, " "));
    enum ir_op op = IR_OP_COUNT;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (strcmp(word, spellings[i].text) == 0) {
            op = spellings[i].op;
        }
    }
    const struct ir_value *value = ir_at(f, build_side(f, text));
    ck_assert_msg(value->op == op, "%s became %s", text, ir_op_info(value->op)->name);
    /* and its operands are those written */
    struct builder builder = {f, text + strlen(word)};
    for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
        const ir_ref operand = build_text(&builder);
        ck_assert_msg(ir_equal(ir_at(f, build_side(f, text))->operand[k], operand), "%s", text);
    }
    arena_destroy(f->arena);
}
END_TEST

/* -- prune, expand, evaluate -- */

START_TEST(prune_keeps_what_results_need_in_the_order_of_use)
{
    struct ir_function *f = sample_function(3);
    const ir_ref c = ir_argument(f, 0, 2);
    const ir_ref b = ir_argument(f, 0, 1);
    const ir_ref a = ir_argument(f, 0, 0);
    ir_unary(f, IR_EXP, c); /* dead */
    f->span = (struct span){5, 9};
    const ir_ref t = ir_unary(f, IR_TAN, b);
    ir_at(f, t)->name = atom_of_text(f->atoms, "slope");
    const ir_ref s = ir_unary(f, IR_SIN, a);
    const ir_ref y[2] = {ir_binary(f, IR_SUB, s, t), t};
    sample_result(f, y, 2);
    const struct ir_function *g = ir_prune(f);
    static const enum ir_op order[] = {IR_ARGUMENT, IR_SIN, IR_ARGUMENT, IR_TAN, IR_SUB};
    ck_assert_uint_eq(g->values.count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        ck_assert_int_eq(g->values.at[i].op, order[i]);
    }
    ck_assert_uint_eq(g->values.at[0].element, 0);
    ck_assert_uint_eq(g->values.at[2].element, 1);
    ck_assert_uint_eq(g->values.at[4].operand[0].index, 1);
    ck_assert_uint_eq(g->values.at[4].operand[1].index, 3);
    ck_assert_str_eq(atom_text(g->atoms, g->values.at[3].name), "slope");
    ck_assert_uint_eq(g->values.at[3].span.begin, 5);
    ck_assert_uint_eq(g->results.at[0].elements[0].index, 4);
    ck_assert_uint_eq(g->results.at[0].elements[1].index, 3);
    ck_assert_uint_eq(g->arguments.count, 1);
    arena_destroy(f->arena);
}
END_TEST

START_TEST(expand_writes_whole_powers_to_the_bit)
{
    const double power = _i;
    struct ir_function *f = sample_function(1);
    const ir_ref x = ir_argument(f, 0, 0);
    const ir_ref y = ir_binary(f, IR_POWI, x, ir_constant(f, power));
    const ir_ref less = ir_binary(f, IR_POWI, x, ir_constant(f, power - 1));
    ir_at(f, y)->name = atom_of_text(f->atoms, "power");
    sample_result(f, (const ir_ref[]){y, less}, 2);
    const struct ir_function *g = ir_expand(f);
    struct text complaints = text_in(f->arena);
    ck_assert_uint_eq(ir_verify(g, &complaints), 0);
    uint32_t products = 0;
    for (uint32_t i = 0; i < g->values.count; i++) {
        ck_assert_int_ne(g->values.at[i].op, IR_POWI);
        products += g->values.at[i].op == IR_MUL;
    }
    ck_assert_uint_le(products, 9);
    if (fabs(power) <= IR_LARGEST_POWER) {
        ck_assert_uint_eq(ir_prune(g)->values.count, g->values.count); /* nothing is dead */
    }
    for (uint32_t i = 0; i < AWKWARD; i++) {
        const double base = awkward[i] == 2.5 ? 1.3000000000000003 : awkward[i];
        const double *arguments = &base;
        double *values = arena_alloc(f->arena, g->values.count * sizeof *values);
        ir_evaluate(g, &arguments, values);
        for (uint32_t e = 0; e < 2; e++) {
            const double expanded = values[g->results.at[0].elements[e].index];
            ck_assert(sample_same(expanded, ir_evaluate_op(IR_POWI, base, power - e, 0)));
            if (isfinite(expanded) && fabs(expanded) > 1e-300) {
                ck_assert_double_le(fabs(expanded - pow(base, power - e)), 4e-15 * fabs(expanded));
            }
        }
    }
    if (power != 0) {
        const struct ir_value *named = ir_at(g, g->results.at[0].elements[0]);
        ck_assert_str_eq(atom_text(g->atoms, named->name), "power");
    }
    arena_destroy(f->arena);
}
END_TEST

START_TEST(copies_of_random_functions_have_the_same_values)
{
    struct ir_function *f = sample_random_function((uint64_t)_i, 200);
    const struct ir_function *copies[2] = {ir_prune(f), ir_expand(f)};
    struct text complaints = text_in(f->arena);
    ck_assert_msg(ir_verify(f, &complaints) == 0, "%s", text_string(&complaints));
    uint64_t seed = (uint64_t)_i;
    for (int n = 0; n < 20; n++) {
        double x[6];
        double p[2];
        for (int i = 0; i < 8; i++) {
            *(i < 6 ? &x[i] : &p[i - 6]) = awkward[sample_below(&seed, AWKWARD)];
        }
        const double *const arguments[] = {x, p};
        double *own = arena_alloc(f->arena, f->values.count * sizeof *own);
        ir_evaluate(f, arguments, own);
        for (int k = 0; k < 2; k++) {
            const struct ir_function *g = copies[k];
            double *values = arena_alloc(f->arena, f->values.count * 12 * sizeof *values);
            ir_evaluate(g, arguments, values);
            ck_assert_msg(ir_verify(g, &complaints) == 0, "%s", text_string(&complaints));
            for (uint32_t e = 0; e < f->results.at[0].array.count; e++) {
                ck_assert(sample_same(values[g->results.at[0].elements[e].index],
                                      own[f->results.at[0].elements[e].index]));
            }
        }
    }
    arena_destroy(f->arena);
}
END_TEST

/* Long chains and many values: no recursion, no quadratic search. */
START_TEST(a_million_values_are_no_burden)
{
    struct ir_function *f = sample_function(1);
    const ir_ref x = ir_argument(f, 0, 0);
    const ir_ref quarter = ir_constant(f, 0.25);
    ir_ref y = x;
    double expected = 0.5;
    for (int i = 0; i < 500000; i++) {
        y = ir_binary(f, IR_ADD, ir_binary(f, IR_MUL, y, quarter), x);
        expected = expected * 0.25 + 0.5;
    }
    ck_assert_uint_eq(f->values.count, 1000002);
    sample_result(f, &y, 1);
    const struct ir_function *g = ir_expand(f);
    ck_assert_uint_eq(g->values.count, 1000002);
    double *values = arena_alloc(f->arena, g->values.count * sizeof *values);
    const double at = 0.5;
    const double *arguments = &at;
    ir_evaluate(g, &arguments, values);
    ck_assert(values[g->results.at[0].elements[0].index] == expected);
    struct text complaints = text_in(f->arena);
    ck_assert_uint_eq(ir_verify(g, &complaints), 0);
    arena_destroy(f->arena);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("ir-build");
    TCase *build = tcase_create("build");
    tcase_add_test(build, equal_operations_are_one_value);
    tcase_add_test(build, constants_are_known_by_their_bits);
    tcase_add_test(build, constants_fold);
    suite_add_tcase(suite, build);
    TCase *simplify = tcase_create("simplify");
    const int count = (int)(sizeof identities / sizeof identities[0]);
    tcase_add_loop_test(simplify, identities_are_applied, 0, count);
    tcase_add_loop_test(simplify, identities_hold_for_every_operand, 0, count);
    tcase_add_loop_test(simplify, wrong_algebra_is_absent, 0, (int)(sizeof kept / sizeof kept[0]));
    suite_add_tcase(suite, simplify);
    TCase *copies = tcase_create("copies");
    tcase_add_test(copies, prune_keeps_what_results_need_in_the_order_of_use);
    tcase_add_loop_test(copies, expand_writes_whole_powers_to_the_bit, -20, 21);
    tcase_add_loop_test(copies, copies_of_random_functions_have_the_same_values, 0, 40);
    suite_add_tcase(suite, copies);
    TCase *large = tcase_create("large");
    tcase_set_timeout(large, 60);
    tcase_add_test(large, a_million_values_are_no_burden);
    suite_add_tcase(suite, large);
    return suite;
}

CHECK_MAIN(make_suite)
