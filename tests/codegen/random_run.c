/* Generated functions compute what the IR says, bit for bit: the random functions, compiled, beside
 * the evaluator. */
#include "check_main.h"
#include "random_function.h"

#include "batch.h"
#include "plain.h"
#include "random.h"

#include <math.h>
#include <string.h>

typedef void generated(const double *x, const double *p, double *y, double *g);

typedef void generated_batch(size_t count, const double *x, size_t x_stride, const double *p,
                             size_t p_stride, double *y, size_t y_stride, double *g,
                             size_t g_stride);

static const struct {
    generated *one[2];
    generated_batch *many;
} table[RANDOM_COUNT] = {
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
            table[_i].one[form](x, p, y, g);
            check_result(function, 0, values, y, "with y");
            check_result(function, 1, values, g, "with y");
            memset(g, 0, sizeof g);
            table[_i].one[form](x, p, NULL, g);
            check_result(function, 1, values, g, "without y");
        }
    }
    arena_destroy(arena);
}
END_TEST

/* -- many points -- */

enum { MANY = 100, STRIDE = MANY + 5 };

static const double untouched = 0x1.23456789abcdep+77;

/* A function's arrays for many points. */
struct many {
    double x[RANDOM_X * STRIDE];
    double p[RANDOM_P * STRIDE];
    double y[RANDOM_Y * STRIDE];
    double g[RANDOM_G * STRIDE];
};

static void fill(double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        numbers[i] = untouched;
    }
}

/* Elements of the first `count` points are those expected, all others are untouched. */
static void check_row(const struct ir_function *function, const double *row, size_t count,
                      size_t point, double expected, const char *array)
{
    if (point < count) {
        ck_assert_msg(same(expected, row[point]), "%s: %s of point %zu of %zu: %a is not %a",
                      atom_text(function->atoms, function->name), array, point, count, row[point],
                      expected);
    } else {
        ck_assert(same(row[point], untouched));
    }
}

/* Every point has the values of the IR, whether inputs are its own or those of all, for so many
 * points. */
static void check_many(const struct ir_function *function, generated_batch *run,
                       struct many *arrays, size_t count, bool x_same, bool p_same, bool with_y)
{
    struct arena *arena = arena_create();
    double *values = arena_alloc(arena, function->values.count * sizeof *values);
    fill(arrays->y, RANDOM_Y * STRIDE);
    fill(arrays->g, RANDOM_G * STRIDE);
    run(count, arrays->x, x_same ? 0 : STRIDE, arrays->p, p_same ? 0 : STRIDE,
        with_y ? arrays->y : NULL, STRIDE, arrays->g, STRIDE);
    for (size_t i = 0; i < STRIDE; i++) {
        double x[RANDOM_X];
        double p[RANDOM_P];
        for (size_t k = 0; k < RANDOM_X; k++) {
            x[k] = arrays->x[x_same ? k : k * STRIDE + i];
        }
        for (size_t k = 0; k < RANDOM_P; k++) {
            p[k] = arrays->p[p_same ? k : k * STRIDE + i];
        }
        const double *const arguments[] = {x, p};
        ir_evaluate(function, arguments, values);
        for (size_t k = 0; k < RANDOM_Y; k++) {
            check_row(function, arrays->y + k * STRIDE, with_y ? count : 0, i,
                      values[function->results.at[0].elements[k].index], "y");
        }
        for (size_t k = 0; k < RANDOM_G; k++) {
            check_row(function, arrays->g + k * STRIDE, count, i,
                      values[function->results.at[1].elements[k].index], "g");
        }
    }
    arena_destroy(arena);
}

START_TEST(functions_for_many_points_compute_the_ir)
{
    static const size_t counts[] = {0, 1, 31, 32, 33, 64, MANY};
    static struct many arrays;
    struct arena *arena = arena_create();
    const struct ir_function *function = random_function(arena, (uint32_t)_i);
    uint64_t state = (uint64_t)_i;
    draw(&state, arrays.x, RANDOM_X * STRIDE);
    draw(&state, arrays.p, RANDOM_P * STRIDE);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        for (int how = 0; how < 8; how++) {
            check_many(function, table[_i].many, &arrays, counts[c], (how & 1) != 0, (how & 2) != 0,
                       (how & 4) != 0);
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
    tcase_add_loop_test(tcase, functions_for_many_points_compute_the_ir, 0, RANDOM_COUNT);
    suite_add_tcase(suite, tcase);
    return suite;
}

CHECK_MAIN(make_suite)
