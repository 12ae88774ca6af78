/* Generated functions compute what the IR says, bit for bit: the random functions, compiled, beside
 * the evaluator. */
#include "check_main.h"
#include "random_function.h"

#include "plain.h"
#include "random.h"

#include <math.h>
#include <string.h>

typedef void generated(const double *x, const double *p, double *y, double *g);

static generated *const table[RANDOM_COUNT][2] = {
#include "random_table.h"
};

enum { POINTS = 50 };

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static void draw(uint64_t *state, double *numbers, uint32_t count)
{
    static const double special[] = {0.0, -0.0, 1.0, INFINITY, -INFINITY, NAN, 1e308, 5e-324};
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t bits = random_next(state);
        numbers[i] =
            bits % 8 == 0 ? special[bits / 8 % 8] : ((double)(bits >> 11) * 0x1p-53 - 0.5) * 8.0;
    }
}

static void check_result(const struct ir_function *function, uint32_t result, const double *values,
                         const double *got, const char *how)
{
    for (uint32_t e = 0; e < function->results.at[result].array.count; e++) {
        const double expected = values[function->results.at[result].elements[e].index];
        ck_assert_msg(same(expected, got[e]), "%s %s[%u]: %a is not %a (%s)",
                      atom_text(function->atoms, function->name),
                      function->results.at[result].array.name, (unsigned)e, got[e], expected, how);
    }
}

START_TEST(generated_code_computes_the_ir)
{
    struct arena *arena = arena_create();
    const struct ir_function *function = random_function(arena, (uint32_t)_i);
    double *values = arena_alloc(arena, function->values.count * sizeof *values);
    uint64_t state = (uint64_t)_i;
    for (int point = 0; point < POINTS; point++) {
        double x[RANDOM_X];
        double p[RANDOM_P];
        draw(&state, x, RANDOM_X);
        draw(&state, p, RANDOM_P);
        const double *const arguments[] = {x, p};
        ir_evaluate(function, arguments, values);
        for (int form = 0; form < 2; form++) {
            double y[RANDOM_Y];
            double g[RANDOM_G];
            table[_i][form](x, p, y, g);
            check_result(function, 0, values, y, "with y");
            check_result(function, 1, values, g, "with y");
            memset(g, 0, sizeof g);
            table[_i][form](x, p, NULL, g);
            check_result(function, 1, values, g, "without y");
        }
    }
    arena_destroy(arena);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("codegen-random");
    TCase *tcase = tcase_create("bits");
    tcase_add_loop_test(tcase, generated_code_computes_the_ir, 0, RANDOM_COUNT);
    suite_add_tcase(suite, tcase);
    return suite;
}

CHECK_MAIN(make_suite)
