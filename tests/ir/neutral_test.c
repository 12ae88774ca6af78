/* Unit tests of ir_drop_neutral: what it must drop, what it must keep, and that no value changes by
 * a bit for any argument. */
#include "check_main.h"
#include "sample.h"

enum { ARGUMENTS = 4, VALUES = 40, FUNCTIONS = 4000, POINTS = 60 };

/* -- rules -- */

/* A function of x0 x1 x2 in a tiny postfix notation: 0-2 arguments, z 0, m -0, i 1, h 0.5, + - * /,
 * s sin, c cos, t tanh, q sqrt, n neg; the results are what is left. */
static struct ir_function *function_of(const char *text)
{
    struct ir_function *f = sample_function(3);
    ir_ref stack[16];
    uint32_t top = 0;
    for (const char *at = text; *at != '\0'; at++) {
        static const char binary[] = "+-*/";
        static const enum ir_op ops[] = {IR_ADD, IR_SUB, IR_MUL, IR_DIV};
        static const char unary[] = "sctqn";
        static const enum ir_op functions[] = {IR_SIN, IR_COS, IR_TANH, IR_SQRT, IR_NEG};
        if (strchr(binary, *at) != NULL) {
            top--;
            stack[top - 1] =
                ir_binary(f, ops[strchr(binary, *at) - binary], stack[top - 1], stack[top]);
        } else if (strchr(unary, *at) != NULL) {
            stack[top - 1] = ir_unary(f, functions[strchr(unary, *at) - unary], stack[top - 1]);
        } else {
            stack[top++] = *at == 'z'   ? ir_constant(f, 0)
                           : *at == 'm' ? ir_constant(f, -0.0)
                           : *at == 'i' ? ir_constant(f, 1)
                           : *at == 'h' ? ir_constant(f, 0.5)
                                        : ir_argument(f, 0, (uint32_t)(*at - '0'));
        }
    }
    sample_result(f, stack, top);
    return f;
}

static const struct {
    const char *written;
    const char *left; /* NULL: as written */
} rules[] = {
    {"0cz0s*+", NULL},           /* cos x may be -0 (and in other libraries is) */
    {"0cz+z0s*+", "0cz+"},       /* never -0, NaN together */
    {"0cz+z1s*+", NULL},         /* NaN for an infinite y alone */
    {"0cz+z0*+", "0cz+"},        /* 0*x is NaN where cos x is */
    {"0z+z0*+", NULL},           /* x infinite */
    {"0z+z0s*+", NULL},          /* sin x is NaN for an infinite x, x is not */
    {"0tz+z0t*+", "0tz+"},       /* tanh is not */
    {"0tz+z0s*+", NULL},         /* sin is */
    {"0cz0s*+z+", "0cz+"},       /* rule 3 */
    {"0cz0s*-z+", "0cz+"},       /* */
    {"0cz0s*+m+", NULL},         /* w may be -0 */
    {"0cz+0sz0c*+-", "0cz+0s-"}, /* w - (x + z) */
    {"0sz0c*+0ci+-", NULL},      /* (x + z) - w: w may be +0 */
    {"0sz0c*+0ciih++-", NULL},   /* and is covered by nothing */
    {"0sz0c*+0cii+i++-", "0s0cii+i++-"},
    {"iz0s*+0c*", "0c"},                      /* 1 or NaN */
    {"iz0s*+1c*", NULL},                      /* NaN for another reason */
    {"0qz0q*+z+", "0qz0q*z++"},               /* NaN for negative x, of which nothing is known */
    {"z0s*1c+z+0c+", "1cz+0c+"},              /* covered by the last operand */
    {"0cz0s*1c+z++", "0c1cz++"},              /* by the first */
    {"0cz0s*1c+z+z0s*2c+z+++", "0c1c2cz+++"}, /* each by it alone */
    {"z0s*1c+z+z0s*2c+z++", "1cz0s*2c+z++"},  /* one by the other, not both */
    {"z0s*1c+z+2c+", NULL},                   /* not covered */
    {"z0s*1c+z+0c+z0s*1c+z+", NULL},          /* another use shows it */
    {"012*+z0s*+", "012*z0s*++"},             /* rule 4 */
    {"02s+z0s*+", NULL},                      /* no product */
    {"012*+0+", NULL},                        /* no zero */
    {"0cz0/+", NULL},                         /* 0/x */
    {"0cz+z0c/+", NULL},                      /* 0/0 */
};

static const char *text_of(const struct ir_function *f)
{
    struct text text = text_in(f->arena);
    ir_print(ir_prune(f), &text);
    return text_string(&text);
}

START_TEST(rule)
{
    struct ir_function *written = function_of(rules[_i].written);
    struct ir_function *left =
        function_of(rules[_i].left == NULL ? rules[_i].written : rules[_i].left);
    ck_assert_str_eq(text_of(ir_drop_neutral(written)), text_of(left));
    arena_destroy(written->arena);
    arena_destroy(left->arena);
}
END_TEST

/* -- values -- */

/* Post: a function that is mostly sums and products with zeros, ones, sines and cosines. */
static struct ir_function *random_function(uint64_t seed)
{
    static const double constants[] = {0.0, 0.0, -0.0, 1.0, -1.0, 0.5};
    static const enum ir_op unary[] = {IR_SIN, IR_COS,     IR_TANH, IR_NEG,
                                       IR_ABS, IR_SIGMOID, IR_SQRT, IR_ATAN};
    static const enum ir_op binary[] = {IR_ADD, IR_ADD, IR_ADD, IR_SUB, IR_SUB,
                                        IR_MUL, IR_MUL, IR_MUL, IR_DIV, IR_HYPOT};
    struct ir_function *f = sample_function(ARGUMENTS);
    ir_ref refs[ARGUMENTS + VALUES];
    uint32_t count = 0;
    while (count < ARGUMENTS) {
        refs[count] = ir_argument(f, 0, count);
        count++;
    }
    while (count < ARGUMENTS + VALUES) {
        const uint32_t near = count < 14 ? count : 14; /* so that chains are long */
        const ir_ref a = refs[count - 1 - sample_below(&seed, near)];
        const ir_ref b = refs[count - 1 - sample_below(&seed, near)];
        const uint32_t sort = sample_below(&seed, 12);
        refs[count++] = sort < 2    ? ir_constant(f, constants[sample_below(&seed, 6)])
                        : sort < 4  ? ir_unary(f, unary[sample_below(&seed, 8)], a)
                        : sort == 4 ? ir_build(f, IR_SELECT, ir_binary(f, IR_LT, a, b), b, a)
                                    : ir_binary(f, binary[sample_below(&seed, 10)], a, b);
    }
    sample_result(f, &refs[count - 3], 3);
    return f;
}

static void check_values(const struct ir_function *before, const struct ir_function *after,
                         uint64_t seed)
{
    static const double special[] = {0.0,         -0.0,  1.0,    -1.0,   INFINITY, -INFINITY,
                                     (double)NAN, 1e300, -1e300, 5e-324, 0.5,      -2.0};
    for (int n = 0; n < POINTS; n++) {
        double x[ARGUMENTS];
        for (uint32_t i = 0; i < ARGUMENTS; i++) {
            x[i] = special[sample_below(&seed, 12)];
        }
        for (uint32_t e = 0; e < before->results.at[0].array.count; e++) {
            const double old = sample_value(before, x, before->results.at[0].elements[e]);
            const double new = sample_value(after, x, after->results.at[0].elements[e]);
            ck_assert_msg(sample_same(old, new), "y[%u] is %a, not %a, at %g %g %g %g of\n%s\n%s",
                          e, new, old, x[0], x[1], x[2], x[3], text_of(before), text_of(after));
        }
    }
}

START_TEST(values_stay)
{
    int changed = 0;
    for (uint64_t seed = 0; seed < FUNCTIONS; seed++) {
        struct ir_function *before = random_function(seed);
        struct ir_function *after = ir_drop_neutral(before);
        struct arena *scratch = arena_create();
        struct text complaints = text_in(scratch);
        ck_assert_msg(ir_verify(after, &complaints) == 0, "%s", text_string(&complaints));
        if (after != before) {
            check_values(before, after, seed);
            changed++;
        }
        arena_destroy(scratch);
        arena_destroy(before->arena);
    }
    ck_assert_int_gt(changed, FUNCTIONS / 4);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("ir-neutral");
    TCase *t = tcase_create("rules");
    tcase_add_loop_test(t, rule, 0, (int)(sizeof rules / sizeof *rules));
    suite_add_tcase(s, t);
    t = tcase_create("values");
    tcase_set_timeout(t, 100);
    tcase_add_test(t, values_stay);
    suite_add_tcase(s, t);
    return s;
}

CHECK_MAIN(suite)
