/* Unit tests of the operator table: partials against finite differences on every row's interval,
 * second partials, the conventions where functions are not smooth, whole powers. */
#include "build.h"
#include "check_main.h"
#include "sample.h"

enum { POINTS = 24 };

/* One row at one point: numbers are elements of the argument, whole ones constants, conditions
 * compare with 0. The operation is interned as it is, so that no identity replaces it. */
struct point {
    struct ir_function *function;
    ir_ref operand[IR_MAX_ARITY];
    ir_ref own;
    double x[IR_MAX_ARITY];
};

static struct point point_of(enum ir_op op, const double *x)
{
    struct point point = {.function = sample_function(IR_MAX_ARITY),
                          .operand = {IR_NONE, IR_NONE, IR_NONE}};
    for (uint32_t i = 0; i < ir_op_info(op)->arity; i++) {
        point.x[i] = x[i];
        if (ir_operand_is_whole(op, i)) {
            point.x[i] = round(x[i]);
            point.operand[i] = ir_constant(point.function, point.x[i]);
        } else if (ir_operand_kind(op, i) == IR_BOOL) {
            point.operand[i] = ir_binary(point.function, IR_LT, ir_constant(point.function, 0),
                                         ir_argument(point.function, 0, i));
        } else {
            point.operand[i] = ir_argument(point.function, 0, i);
        }
    }
    struct ir_value raw = {.op = op};
    memcpy(raw.operand, point.operand, sizeof raw.operand);
    point.own = ir_intern_value(point.function, &raw);
    return point;
}

static bool is_smooth_operand(enum ir_op op, uint32_t which)
{
    return ir_kind_of(op) == IR_REAL && op != IR_DETACH && !ir_operand_is_whole(op, which) &&
           ir_operand_kind(op, which) == IR_REAL;
}

/* The partial as the derivative code sees it: 0 where there is none or its guard is false. */
static double partial_at(enum ir_op op, const double *x, uint32_t which)
{
    struct point point = point_of(op, x);
    ir_ref value;
    ir_ref guard;
    double result = 0;
    if (ir_partial(point.function, point.own, which, &value, &guard) &&
        sample_value(point.function, point.x, guard) != 0) {
        result = sample_value(point.function, point.x, value);
    }
    arena_destroy(point.function->arena);
    return result;
}

static double op_at(enum ir_op op, const double *x)
{
    double whole[IR_MAX_ARITY];
    for (uint32_t i = 0; i < IR_MAX_ARITY; i++) {
        whole[i] = ir_operand_is_whole(op, i)          ? round(x[i])
                   : ir_operand_kind(op, i) == IR_BOOL ? x[i] > 0
                                                       : x[i];
    }
    return ir_evaluate_op(op, whole[0], whole[1], whole[2]);
}

typedef double row_function(enum ir_op op, const double *x, uint32_t which);

static double value_at(enum ir_op op, const double *x, uint32_t which)
{
    (void)which;
    return op_at(op, x);
}

/* The five-point formula with step h; `*largest` becomes the largest value that went into it. */
static double difference(row_function *of, enum ir_op op, const double *x, uint32_t which,
                         uint32_t along, double h, double *largest)
{
    static const double weights[5] = {1, -8, 0, 8, -1};
    double sum = 0;
    for (int i = 0; i < 5; i++) {
        double shifted[IR_MAX_ARITY] = {x[0], x[1], x[2]};
        shifted[along] += (i - 2) * h;
        const double value = of(op, shifted, which);
        sum += weights[i] * value;
        *largest = fmax(*largest, fabs(value));
    }
    return sum / (12 * h);
}

/* Compares `partial` with the differences of `of`. The truncation error of the formula with step h
 * is about a fifteenth of its change from 2h to h; values are good to a few ulps, which h divides,
 * and so are the arguments. That bound is itself bounded, lest a wild one accept anything. */
static void check_against_differences(row_function *of, enum ir_op op, const double *x,
                                      uint32_t which, uint32_t along, double partial)
{
    const struct ir_op_info *info = ir_op_info(op);
    const double ulp = 2.220446049250313e-16;
    const double reach = fmin(fabs(x[along]), 0.25);
    const double h = ldexp(1, ilogb(fmax(reach, 0.01) / 64));
    double largest = 0;
    const double coarse = difference(of, op, x, which, along, 2 * h, &largest);
    const double fine = difference(of, op, x, which, along, h, &largest);
    const double bound =
        fabs(fine - coarse) + 32 * ulp * largest / h + 8 * ulp * fabs(x[along] * partial) / h;
    const double scale = fmax(fmax(fabs(fine), largest), 1e-3);
    ck_assert_msg(bound <= 1e-5 * scale, "%s: no good differences at %g %g %g (%g against %g)",
                  info->name, x[0], x[1], x[2], bound, scale);
    ck_assert_msg(fabs(partial - fine) <= bound,
                  "%s: partial in operand %u at %g %g %g is %.17g, differences give %.17g +- %g",
                  info->name, which, x[0], x[1], x[2], partial, fine, bound);
}

static void draw(enum ir_op op, uint64_t *seed, double *x)
{
    const struct ir_op_info *info = ir_op_info(op);
    for (uint32_t i = 0; i < IR_MAX_ARITY; i++) {
        const double t = (double)(sample_random(seed) >> 11) / 9007199254740992.0;
        /* a sixteenth of the interval at each end belongs to the differences */
        x[i] = info->sample_low + (info->sample_high - info->sample_low) * (0.0625 + 0.875 * t);
        if ((info->flags & IR_PIECEWISE_CONSTANT) != 0) {
            x[i] = floor(2 * x[i]) / 2 + 0.2; /* off the steps */
        }
    }
    if (op == IR_FMOD) {
        x[0] = (floor(x[0] / x[1]) + 0.5) * x[1]; /* off the jumps */
    }
}

START_TEST(partials_are_the_differences)
{
    const enum ir_op op = (enum ir_op)_i;
    uint64_t seed = (uint64_t)_i;
    for (int n = 0; n < POINTS; n++) {
        double x[IR_MAX_ARITY];
        draw(op, &seed, x);
        for (uint32_t i = 0; i < ir_op_info(op)->arity; i++) {
            if (is_smooth_operand(op, i)) {
                check_against_differences(value_at, op, x, i, i, partial_at(op, x, i));
            }
        }
    }
}
END_TEST

/* The derivative of the partial in operand `which` along operand `along`: forward through all that
 * ir_partial built, with the partials of partials. */
static double second_at(enum ir_op op, const double *x, uint32_t which, uint32_t along)
{
    struct point point = point_of(op, x);
    struct ir_function *function = point.function;
    struct arena *arena = function->arena;
    ir_ref value;
    ir_ref guard;
    if (!ir_partial(function, point.own, which, &value, &guard) ||
        sample_value(function, point.x, guard) == 0) {
        arena_destroy(arena);
        return 0;
    }
    const uint32_t count = function->values.count;
    double *tangents = arena_alloc(arena, count * sizeof *tangents);
    for (uint32_t v = 0; v < count; v++) {
        tangents[v] = (ir_ref){v}.index == point.operand[along].index;
        for (uint32_t k = 0; k < ir_op_info(function->values.at[v].op)->arity; k++) {
            const double inner = tangents[function->values.at[v].operand[k].index];
            ir_ref partial;
            ir_ref taken;
            if (inner != 0 && ir_partial(function, (ir_ref){v}, k, &partial, &taken) &&
                sample_value(function, point.x, taken) != 0) {
                tangents[v] += sample_value(function, point.x, partial) * inner;
            }
        }
    }
    const double second = tangents[value.index];
    arena_destroy(arena);
    return second;
}

START_TEST(second_partials_are_the_differences)
{
    const enum ir_op op = (enum ir_op)_i;
    uint64_t seed = (uint64_t)_i + 1000;
    for (int n = 0; n < POINTS / 4; n++) {
        double x[IR_MAX_ARITY];
        draw(op, &seed, x);
        for (uint32_t i = 0; i < ir_op_info(op)->arity; i++) {
            for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
                if (is_smooth_operand(op, i) && is_smooth_operand(op, k)) {
                    check_against_differences(partial_at, op, x, i, k, second_at(op, x, i, k));
                }
            }
        }
    }
}
END_TEST

/* The table "Derivatives where functions are not smooth", and where forms might overflow, cancel or
 * divide by zero. NaN stands for NaN. */
static const struct edge {
    enum ir_op op;
    double x[IR_MAX_ARITY];
    uint32_t which;
    double partial;
} edges[] = {
    {IR_ABS, {0}, 0, 0},
    {IR_ABS, {-0.0}, 0, 0},
    {IR_ABS, {-3}, 0, -1},
    {IR_ABS, {5e-324}, 0, 1},
    {IR_ABS, {NAN}, 0, NAN},
    {IR_SIGN, {0}, 0, 0},
    {IR_FLOOR, {1}, 0, 0},
    {IR_CEIL, {1}, 0, 0},
    {IR_ROUND, {0.5}, 0, 0},
    {IR_TRUNC, {1}, 0, 0},
    {IR_DETACH, {2}, 0, 0},
    {IR_FMOD, {7.5, 2}, 0, 1},
    {IR_FMOD, {7.5, 2}, 1, -3},
    {IR_FMOD, {-7.5, 2}, 1, 3},
    {IR_HYPOT, {0, 0}, 0, 0},
    {IR_HYPOT, {0, 0}, 1, 0},
    {IR_HYPOT, {3e200, 4e200}, 0, 0.6},
    {IR_HYPOT, {3e-200, -4e-200}, 1, -0.8},
    {IR_SQRT, {0}, 0, INFINITY},
    {IR_SQRT, {-1}, 0, NAN},
    {IR_SQRT, {4}, 0, 0.25},
    {IR_CBRT, {0}, 0, INFINITY},
    {IR_CBRT, {-0.0}, 0, INFINITY},
    {IR_CBRT, {-8}, 0, 1.0 / 12},
    {IR_LOG, {0}, 0, INFINITY},
    {IR_LOG1P, {-1}, 0, INFINITY},
    {IR_LOG1P, {-1 + 0x1p-52}, 0, 0x1p52},
    {IR_ATAN2, {0, 0}, 0, NAN},
    {IR_ATAN2, {0, 0}, 1, NAN},
    {IR_ATAN2, {0, -0.0}, 0, NAN},
    {IR_ATAN2, {0, -2}, 0, -0.5},
    {IR_ATAN2, {2, 0}, 1, -0.5},
    {IR_ATAN2, {0, 1e-200}, 0, 1e200},
    {IR_ATAN2, {0, 1e200}, 0, 1e-200},
    {IR_ATAN2, {1e-200, 0}, 1, -1e200},
    {IR_POW, {0, 2.5}, 0, 0},
    {IR_POW, {0, 0}, 0, 0},
    {IR_POW, {5, 0}, 0, 0},
    {IR_POW, {-3, 2}, 0, -6},
    {IR_POW, {0, 0.5}, 0, INFINITY},
    {IR_POW, {0, 1}, 0, 1},
    {IR_POW, {0, 2.5}, 1, 0},
    {IR_POW, {-0.0, 2.5}, 1, 0},
    {IR_POW, {0, -1}, 1, -INFINITY},
    {IR_POW, {-2, 2}, 1, NAN},
    {IR_POW, {0, NAN}, 1, NAN},
    {IR_POW, {1, 7}, 1, 0},
    {IR_POW_SLOPE, {0, 0.5}, 0, -INFINITY},
    {IR_POW_SLOPE, {0, 1}, 0, 0},
    {IR_POW_SLOPE, {5, 1}, 0, 0},
    {IR_POW_SLOPE, {1e-200, 0}, 0, 0},
    {IR_POW_SLOPE, {-1e-200, 0}, 0, 0},
    {IR_POW_SLOPE, {0, 1.5}, 0, INFINITY},
    {IR_POW_SLOPE, {0, 2}, 0, 2},
    {IR_POW_SLOPE, {-3, 3}, 0, -18},
    {IR_POW_SLOPE, {0, -1}, 1, INFINITY},
    {IR_POW_SLOPE, {0, 0x1p-1074}, 1, -INFINITY},
    {IR_POW_SLOPE, {0, 0.5}, 1, -INFINITY},
    {IR_POW_SLOPE, {1e-300, 0.5}, 1, -3.4438776394910684e152},
    {IR_POW_SLOPE, {0, 1}, 1, -INFINITY},
    {IR_POW_SLOPE, {0, 1 + 0x1p-52}, 1, 0},
    {IR_POW_SLOPE, {0, 2.5}, 1, 0},
    {IR_POW_SLOPE, {-0.0, 2.5}, 1, 0},
    {IR_POW_SLOPE, {2, 0}, 1, 0.5},
    {IR_POW_SLOPE, {1, 7}, 1, 1},
    {IR_POW_SLOPE, {-2, 2}, 1, NAN},
    {IR_POW_SLOPE, {0, NAN}, 1, NAN},
    {IR_POWI, {0, 2}, 0, 0},
    {IR_POWI, {0, 1}, 0, 1},
    {IR_POWI, {-3, 3}, 0, 27},
    {IR_POWI, {-2, -2}, 0, 0.25},
    {IR_POWI, {2, 20}, 0, 20 * 524288.0},
    {IR_DIV, {1, 0}, 0, INFINITY},
    {IR_DIV, {1e-200, 1e200}, 1, -0.0},
    {IR_DIV, {1e200, 1e200}, 1, -1e-200},
    {IR_DIV, {6, 2}, 1, -1.5},
    {IR_ASIN, {1}, 0, INFINITY},
    {IR_ASIN, {1 - 0x1p-53}, 0, 0x1p26},
    {IR_ACOS, {-1}, 0, -INFINITY},
    {IR_ACOS, {0}, 0, -1},
    {IR_ACOSH, {1}, 0, INFINITY},
    {IR_ACOSH, {1e300}, 0, 1e-300},
    {IR_ACOSH, {-2}, 0, NAN},
    {IR_ASINH, {1e300}, 0, 1e-300},
    {IR_ATANH, {1}, 0, INFINITY},
    {IR_ATANH, {0}, 0, 1},
    {IR_ATAN, {1e300}, 0, 0},
    {IR_EXPM1, {-50}, 0, 1.9287498479639178e-22},
    {IR_EXP2, {0}, 0, 0.6931471805599453},
    {IR_LOG2, {1}, 0, 1.4426950408889634},
    {IR_LOG10, {1}, 0, 0.4342944819032518},
    {IR_ERF, {0}, 0, 1.1283791670955126},
    {IR_ERFC, {0}, 0, -1.1283791670955126},
    {IR_ERF, {1e200}, 0, 0},
    {IR_LOGADDEXP, {INFINITY, 1}, 0, 1},
    {IR_LOGADDEXP, {INFINITY, 1}, 1, 0},
    {IR_LOGADDEXP, {1, -INFINITY}, 0, 1},
    {IR_LOGADDEXP, {1, -INFINITY}, 1, 0},
    {IR_LOGADDEXP, {1e300, 1e300}, 0, 0.5},
    {IR_SIGMOID, {0}, 0, 0.25},
    {IR_SIGMOID, {-1000}, 0, 0},
    {IR_SIGMOID, {1000}, 0, 0},
    {IR_SOFTPLUS, {1000}, 0, 1},
    {IR_SOFTPLUS, {-1000}, 0, 0},
    {IR_TANH, {1000}, 0, 0},
    {IR_SINC_DERIVATIVE, {0, 0}, 1, 0},
    {IR_SINC_DERIVATIVE, {1, 0}, 1, -3.289868133696453}, /* -pi^2/3 */
    {IR_SELECT, {1, 5, NAN}, 1, 1},
    {IR_SELECT, {-1, NAN, 5}, 2, 1},
};

START_TEST(partials_follow_the_conventions)
{
    const struct edge *edge = &edges[_i];
    const double partial = partial_at(edge->op, edge->x, edge->which);
    const double tolerance = 4e-16 * fabs(edge->partial);
    const bool right = isnan(edge->partial)   ? isnan(partial)
                       : isinf(edge->partial) ? partial == edge->partial
                                              : fabs(partial - edge->partial) <= tolerance;
    ck_assert_msg(right, "%s at %g %g: partial in operand %u is %.17g, not %.17g",
                  ir_op_info(edge->op)->name, edge->x[0], edge->x[1], edge->which, partial,
                  edge->partial);
}
END_TEST

START_TEST(selections_guard_their_branches)
{
    struct ir_function *function = sample_function(2);
    const ir_ref a = ir_argument(function, 0, 0);
    const ir_ref b = ir_argument(function, 0, 1);
    const ir_ref c = ir_binary(function, IR_LT, a, b);
    const ir_ref s = ir_build(function, IR_SELECT, c, a, b);
    ir_ref value;
    ir_ref guard;
    double number = 0;
    ck_assert(!ir_partial(function, s, 0, &value, &guard));
    ck_assert(ir_partial(function, s, 1, &value, &guard));
    ck_assert(ir_is_constant(function, value, &number) && number == 1);
    ck_assert(ir_equal(guard, c));
    ck_assert(ir_partial(function, s, 2, &value, &guard));
    ck_assert(ir_is_constant(function, value, &number) && number == 1);
    ck_assert(ir_equal(guard, ir_unary(function, IR_NOT, c)));
    arena_destroy(function->arena);
}
END_TEST

START_TEST(partials_take_the_place_of_their_value)
{
    struct ir_function *function = sample_function(1);
    const ir_ref a = ir_argument(function, 0, 0);
    function->span = (struct span){10, 20};
    const ir_ref s = ir_unary(function, IR_SIN, a);
    function->span = (struct span){30, 40};
    ir_ref value;
    ir_ref guard;
    ck_assert(ir_partial(function, s, 0, &value, &guard));
    ck_assert_uint_eq(ir_at(function, value)->span.begin, 10);
    ck_assert_uint_eq(function->span.begin, 30);
    ck_assert(ir_is_boolean(function, guard, true));
    arena_destroy(function->arena);
}
END_TEST

/* The guards of pow vanish where one operand is a constant that fulfils them. */
START_TEST(guards_of_constants_fold)
{
    struct ir_function *function = sample_function(1);
    const ir_ref x = ir_argument(function, 0, 0);
    const ir_ref two = ir_constant(function, 2);
    ir_ref value;
    ir_ref guard;
    ck_assert(ir_partial(function, ir_binary(function, IR_POW, two, x), 1, &value, &guard));
    ck_assert(ir_is_boolean(function, guard, true));
    const ir_ref root = ir_binary(function, IR_POW, x, ir_constant(function, 1.5));
    ck_assert(ir_partial(function, root, 0, &value, &guard));
    ck_assert(ir_is_boolean(function, guard, true));
    const ir_ref exponent = ir_constant(function, 1.5);
    ck_assert(ir_equal(value, ir_binary(function, IR_POW_SLOPE, x, exponent)));
    const ir_ref half = ir_binary(function, IR_POW, x, ir_constant(function, 0.5));
    const ir_ref written[IR_MAX_ARITY] = {x, exponent, IR_NONE};
    ck_assert(ir_expansion(function, IR_POW_SLOPE, written, &value));
    ck_assert(ir_equal(value, ir_binary(function, IR_MUL, exponent, half)));
    arena_destroy(function->arena);
}
END_TEST

/* A partial of a call is the call of another function with the same list; one that is not declared
 * is none. Equal calls are one. */
START_TEST(partials_of_calls_are_calls)
{
    static const char *const names[] = {"a", "b"};
    struct ir_function *f = sample_function(2);
    f->externs = arena_alloc(f->arena, sizeof *f->externs);
    const uint32_t callee = ir_extern_number(f->arena, f->externs, "f", names, 2);
    const uint32_t fa = ir_extern_number(f->arena, f->externs, "fa", names, 2);
    const uint32_t fb = ir_extern_number(f->arena, f->externs, "fb", names, 2);
    ck_assert_uint_eq(ir_extern_number(f->arena, f->externs, "fa", NULL, 2), fa);
    f->externs->at[callee].partials = (const uint32_t[]){fa, fb};
    const ir_ref x = ir_argument(f, 0, 0);
    const ir_ref y = ir_argument(f, 0, 1);
    const ir_ref call = ir_call(f, callee, (const ir_ref[]){x, y});
    ck_assert(ir_equal(call, ir_call(f, callee, (const ir_ref[]){x, y})));
    ck_assert(!ir_equal(call, ir_call(f, callee, (const ir_ref[]){y, x})));
    ir_ref partial;
    ir_ref guard;
    ck_assert(ir_partial(f, call, 1, &partial, &guard));
    ck_assert(ir_is_boolean(f, guard, true));
    ck_assert_str_eq(ir_callee(f, partial)->name, "fb");
    ck_assert(ir_equal(ir_at(f, partial)->operand[0], ir_at(f, call)->operand[0]));
    ck_assert(!ir_partial(f, partial, 0, &partial, &guard));
    ck_assert(isnan(sample_value(f, (const double[]){1, 2}, call)));
    arena_destroy(f->arena);
}
END_TEST

START_TEST(rows_without_partials_build_nothing)
{
    const enum ir_op op = (enum ir_op)_i;
    if (!ir_op_is_plain(op)) {
        return;
    }
    const double x[IR_MAX_ARITY] = {1.25, 1.5, 1.75};
    struct point point = point_of(op, x);
    const uint32_t before = point.function->values.count;
    for (uint32_t i = 0; i < ir_op_info(op)->arity; i++) {
        ir_ref value;
        ir_ref guard;
        if (ir_op_info(op)->partial[i] == NULL) {
            ck_assert(!ir_partial(point.function, point.own, i, &value, &guard));
        }
    }
    ck_assert_uint_eq(point.function->values.count, before);
    arena_destroy(point.function->arena);
}
END_TEST

START_TEST(rows_are_named_once)
{
    const enum ir_op op = (enum ir_op)_i;
    const struct ir_op_info *info = ir_op_info(op);
    enum ir_op named = IR_OP_COUNT;
    ck_assert(ir_op_named(info->name, &named));
    ck_assert_int_eq(named, op);
    ck_assert_uint_le(info->arity, IR_MAX_ARITY);
    ck_assert((info->flags & IR_INTERNAL) != 0 || info->sample_low < info->sample_high);
    ck_assert_str_ne(info->summary, "");
}
END_TEST

START_TEST(unknown_names_are_no_operators)
{
    enum ir_op op;
    ck_assert(!ir_op_named("sine", &op));
    ck_assert(!ir_op_named("", &op));
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("ir-partial");
    TCase *rows = tcase_create("rows");
    tcase_add_loop_test(rows, rows_are_named_once, 0, IR_OP_COUNT);
    tcase_add_loop_test(rows, rows_without_partials_build_nothing, 0, IR_OP_COUNT);
    tcase_add_loop_test(rows, partials_are_the_differences, 0, IR_OP_COUNT);
    tcase_add_loop_test(rows, second_partials_are_the_differences, 0, IR_OP_COUNT);
    tcase_add_test(rows, unknown_names_are_no_operators);
    tcase_add_test(rows, partials_of_calls_are_calls);
    suite_add_tcase(suite, rows);
    TCase *conventions = tcase_create("conventions");
    tcase_add_loop_test(conventions, partials_follow_the_conventions, 0,
                        (int)(sizeof edges / sizeof edges[0]));
    tcase_add_test(conventions, selections_guard_their_branches);
    tcase_add_test(conventions, guards_of_constants_fold);
    tcase_add_test(conventions, partials_take_the_place_of_their_value);
    suite_add_tcase(suite, conventions);
    return suite;
}

CHECK_MAIN(make_suite)
