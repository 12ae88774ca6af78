/* Unit tests of what makes derivatives cheaper: each rule as text before and after, and random
 * functions, whose exact results must keep their bits and whose others their numbers. */
#include "check_main.h"
#include "code_cost.h"
#include "improve.h"
#include "ops.h"
#include "sample.h"

#include <math.h>

/* -- rules -- */

static const struct {
    const char *rule;
    uint32_t exact;     /* results that are values */
    const char *values; /* of x[0..4], %0 to %3 */
    const char *after;
} rules[] = {
    {"a reciprocal is shared", 0,
     "%4 = div %0, %2\n%5 = div %1, %2\n\nresult d[2]\nd[0] = %4\nd[1] = %5\n",
     "%0 = 1\n%1 = x[2]\n%2 = div %0, %1\n%3 = x[0]\n%4 = mul %3, %2\n%5 = x[1]\n"
     "%6 = mul %5, %2\n\nresult d[2]\nd[0] = %4\nd[1] = %6\n"},
    {"a lone quotient stays", 0, "%4 = div %0, %1\n\nresult d[1]\nd[0] = %4\n",
     "%0 = x[0]\n%1 = x[1]\n%2 = div %0, %1\n\nresult d[1]\nd[0] = %2\n"},
    {"a value stays a quotient", 1,
     "%4 = div %0, %2\n%5 = neg %4\n%6 = div %5, %2\n%7 = div %1, %2\n\nresult y[1]\ny[0] = %4\n"
     "\nresult d[2]\nd[0] = %6\nd[1] = %7\n",
     "%0 = x[0]\n%1 = x[2]\n%2 = div %0, %1\n%3 = 1\n%4 = div %3, %1\n%5 = mul %2, %4\n"
     "%6 = neg %5\n%7 = x[1]\n%8 = mul %7, %4\n\nresult y[1]\ny[0] = %2\n\nresult d[2]\n"
     "d[0] = %6\nd[1] = %8\n"},
    {"constants meet", 0,
     "%4 = 0.5\n%5 = mul %4, %0\n%6 = 4\n%7 = mul %1, %6\n%8 = mul %5, %7\n\nresult d[1]\n"
     "d[0] = %8\n",
     "%0 = x[1]\n%1 = x[0]\n%2 = mul %0, %1\n%3 = 2\n%4 = mul %3, %2\n\nresult d[1]\n"
     "d[0] = %4\n"},
    {"a common factor is taken out", 0,
     "%4 = mul %0, %2\n%5 = mul %2, %1\n%6 = sub %4, %5\n\nresult d[1]\nd[0] = %6\n",
     "%0 = x[0]\n%1 = x[1]\n%2 = sub %0, %1\n%3 = x[2]\n%4 = mul %3, %2\n\nresult d[1]\n"
     "d[0] = %4\n"},
    {"terms come as they are ready, equal ones in the order of arguments", 0,
     "%4 = sin %0\n%5 = exp %4\n%6 = mul %2, %3\n%7 = add %5, %6\n%8 = mul %0, %1\n"
     "%9 = add %7, %8\n\nresult d[1]\nd[0] = %9\n",
     "%0 = x[0]\n%1 = sin %0\n%2 = exp %1\n%3 = x[1]\n%4 = mul %0, %3\n%5 = x[2]\n%6 = x[3]\n"
     "%7 = mul %5, %6\n%8 = add %4, %7\n%9 = add %8, %2\n\nresult d[1]\nd[0] = %9\n"},
    {"x meets 1/x", 0,
     "%4 = 1\n%5 = div %4, %2\n%6 = mul %0, %2\n%7 = mul %6, %5\n\nresult d[1]\nd[0] = %7\n",
     "%0 = x[0]\n\nresult d[1]\nd[0] = %0\n"},
    {"a constant over x serves for 1/x", 1,
     "%4 = 40\n%5 = div %4, %0\n%6 = div %1, %0\n\nresult y[1]\ny[0] = %5\n\nresult d[1]\n"
     "d[0] = %6\n",
     "%0 = 40\n%1 = x[0]\n%2 = div %0, %1\n%3 = x[1]\n%4 = mul %2, %3\n%5 = 0.025\n"
     "%6 = mul %5, %4\n\nresult y[1]\ny[0] = %2\n\nresult d[1]\nd[0] = %6\n"},
    {"y times the reciprocal of its root is the root", 1,
     "%4 = sqrt %0\n%5 = 1\n%6 = div %5, %4\n%7 = mul %0, %1\n%8 = mul %7, %6\n\nresult y[1]\n"
     "y[0] = %4\n\nresult d[1]\nd[0] = %8\n",
     "%0 = x[0]\n%1 = sqrt %0\n%2 = x[1]\n%3 = mul %2, %1\n\nresult y[1]\ny[0] = %1\n"
     "\nresult d[1]\nd[0] = %3\n"},
    {"the reciprocal of a product with a reciprocal needs one division", 0,
     "%4 = 1\n%5 = div %4, %1\n%6 = mul %0, %5\n%7 = sin %6\n%8 = mul %5, %7\n%9 = div %8, %6\n"
     "%10 = div %2, %6\n\nresult d[2]\nd[0] = %9\nd[1] = %10\n",
     "%0 = 1\n%1 = x[1]\n%2 = div %0, %1\n%3 = x[0]\n%4 = mul %3, %2\n%5 = sin %4\n"
     "%6 = div %0, %3\n%7 = mul %6, %5\n%8 = mul %1, %6\n%9 = x[2]\n%10 = mul %9, %8\n"
     "\nresult d[2]\nd[0] = %7\nd[1] = %10\n"},
    {"a value is found with its constant factor", 0,
     "%4 = 0.3\n%5 = mul %0, %1\n%6 = mul %4, %5\n%7 = sin %6\n%8 = mul %4, %1\n%9 = sin %8\n"
     "%10 = mul %8, %0\n%11 = mul %10, %2\n\nresult d[3]\nd[0] = %7\nd[1] = %9\nd[2] = %11\n",
     "%0 = x[0]\n%1 = x[1]\n%2 = mul %0, %1\n%3 = 0.3\n%4 = mul %3, %2\n%5 = sin %4\n"
     "%6 = mul %3, %1\n%7 = sin %6\n%8 = x[2]\n%9 = mul %4, %8\n\nresult d[3]\nd[0] = %5\n"
     "d[1] = %7\nd[2] = %9\n"},
    {"x - x stays", 0, "%4 = sub %0, %0\n\nresult d[1]\nd[0] = %4\n",
     "%0 = x[0]\n%1 = sub %0, %0\n\nresult d[1]\nd[0] = %1\n"},
    {"a zero of a value is none of a derivative", 1,
     "%4 = 0\n%5 = mul %4, %0\n%6 = add %1, %5\n%7 = mul %6, %2\n\nresult y[1]\ny[0] = %6\n"
     "\nresult d[1]\nd[0] = %7\n",
     "%0 = 0\n%1 = x[0]\n%2 = mul %0, %1\n%3 = x[1]\n%4 = add %3, %2\n%5 = x[2]\n"
     "%6 = mul %3, %5\n\nresult y[1]\ny[0] = %4\n\nresult d[1]\nd[0] = %6\n"},
    {"selections under one condition are one", 0,
     "%4 = lt %0, %1\n%5 = 0\n%6 = select %4, %2, %5\n%7 = select %4, %3, %5\n%8 = sub %6, %7\n"
     "\nresult d[1]\nd[0] = %8\n",
     "%0 = x[0]\n%1 = x[1]\n%2 = lt %0, %1\n%3 = x[2]\n%4 = x[3]\n%5 = sub %3, %4\n%6 = 0\n"
     "%7 = select %2, %5, %6\n\nresult d[1]\nd[0] = %7\n"},
    {"sign is 0 at 0", 0,
     "%4 = 0\n%5 = ne %0, %4\n%6 = sign %0\n%7 = select %5, %6, %4\n\nresult d[1]\nd[0] = %7\n",
     "%0 = x[0]\n%1 = sign %0\n\nresult d[1]\nd[0] = %1\n"},
    {"a mask is no product", 0,
     "%4 = 0\n%5 = lt %0, %4\n%6 = select %5, %1, %4\n%7 = mul %6, %2\n\nresult d[1]\nd[0] = %7\n",
     "%0 = x[0]\n%1 = 0\n%2 = lt %0, %1\n%3 = x[1]\n%4 = select %2, %3, %1\n%5 = x[2]\n"
     "%6 = mul %4, %5\n\nresult d[1]\nd[0] = %6\n"},
    {"one polynomial is one value; calls come early, each group by itself", 0,
     "%4 = add %0, %1\n%5 = mul %4, %2\n%6 = mul %0, %2\n%7 = sin %6\n%8 = mul %1, %2\n"
     "%9 = cos %8\n%10 = add %6, %8\n\nresult d[4]\nd[0] = %5\nd[1] = %7\nd[2] = %9\nd[3] = %10\n",
     "%0 = x[0]\n%1 = x[2]\n%2 = mul %0, %1\n%3 = sin %2\n%4 = x[1]\n%5 = mul %4, %1\n%6 = cos "
     "%5\n%7 = add %0, %4\n%8 = mul %7, %1\n\nresult d[4]\nd[0] = %8\nd[1] = %3\nd[2] = %6\nd[3] = "
     "%8\n"},
    {"calls that meet come early together, behind their arguments", 0,
     "%4 = mul %0, %1\n%5 = sin %4\n%6 = mul %1, %2\n%7 = cos %6\n%8 = mul %5, %7\n"
     "\nresult d[1]\nd[0] = %8\n",
     "%0 = x[0]\n%1 = x[1]\n%2 = mul %0, %1\n%3 = x[2]\n%4 = mul %1, %3\n%5 = sin %2\n%6 = cos "
     "%4\n%7 = mul %5, %6\n\nresult d[1]\nd[0] = %7\n"},
    {"a multiple of a value is not computed anew", 1,
     "%4 = mul %0, %1\n%5 = mul %2, %3\n%6 = sub %4, %5\n%7 = 3\n%8 = mul %1, %7\n%9 = mul %8, %0\n"
     "%10 = mul %3, %7\n%11 = mul %2, %10\n%12 = sub %11, %9\n\nresult y[1]\ny[0] = %6\n"
     "\nresult d[1]\nd[0] = %12\n",
     "%0 = x[0]\n%1 = x[1]\n%2 = mul %0, %1\n%3 = x[2]\n%4 = x[3]\n%5 = mul %3, %4\n%6 = sub %2, "
     "%5\n%7 = -3\n%8 = mul %7, %6\n\nresult y[1]\ny[0] = %6\n\nresult d[1]\nd[0] = %8\n"},
    {"a part of a value's sum is there at the cost of an addition", 1,
     "%4 = mul %0, %1\n%5 = mul %1, %2\n%6 = mul %2, %3\n%7 = add %4, %5\n%8 = sub %7, %6\n"
     "%9 = 3\n%10 = mul %9, %1\n%11 = mul %9, %3\n%12 = sub %11, %10\n%13 = mul %12, %2\n"
     "\nresult y[1]\ny[0] = %8\n\nresult d[1]\nd[0] = %13\n",
     "%0 = x[0]\n%1 = x[1]\n%2 = mul %0, %1\n%3 = x[2]\n%4 = mul %1, %3\n%5 = add %2, %4\n"
     "%6 = x[3]\n%7 = mul %3, %6\n%8 = sub %5, %7\n%9 = sub %4, %7\n%10 = -3\n"
     "%11 = mul %10, %9\n\nresult y[1]\ny[0] = %8\n\nresult d[1]\nd[0] = %11\n"},
    {"a quotient that is there stands for a product with its reciprocal", 1,
     "%4 = div %0, %2\n%5 = 1\n%6 = div %5, %2\n%7 = mul %1, %6\n%8 = mul %6, %0\n"
     "%9 = mul %8, %3\n\nresult y[1]\ny[0] = %4\n\nresult d[3]\nd[0] = %7\nd[1] = %8\n"
     "d[2] = %9\n",
     "%0 = x[0]\n%1 = x[2]\n%2 = div %0, %1\n%3 = 1\n%4 = div %3, %1\n%5 = x[1]\n%6 = mul %5, %4\n"
     "%7 = x[3]\n%8 = mul %2, %7\n\nresult y[1]\ny[0] = %2\n\nresult d[3]\nd[0] = %6\n"
     "d[1] = %2\nd[2] = %8\n"},
    {"a factor is negated once for all its products", 0,
     "%4 = mul %0, %1\n%5 = mul %4, %2\n%6 = neg %5\n%7 = mul %4, %3\n%8 = neg %7\n%9 = neg %4\n"
     "\nresult d[3]\nd[0] = %6\nd[1] = %8\nd[2] = %9\n",
     "%0 = x[0]\n%1 = x[1]\n%2 = mul %0, %1\n%3 = neg %2\n%4 = x[2]\n%5 = mul %3, %4\n%6 = x[3]\n"
     "%7 = mul %3, %6\n\nresult d[3]\nd[0] = %5\nd[1] = %7\nd[2] = %3\n"},
    {"a cancelling form does not stand for one that does not cancel", 1,
     "%4 = mul %0, %0\n%5 = mul %1, %1\n%6 = sub %4, %5\n%7 = add %0, %1\n%8 = sub %0, %1\n"
     "%9 = mul %7, %8\n\nresult y[1]\ny[0] = %6\n\nresult d[1]\nd[0] = %9\n",
     "%0 = x[0]\n%1 = mul %0, %0\n%2 = x[1]\n%3 = mul %2, %2\n%4 = sub %1, %3\n%5 = add %0, %2\n%6 "
     "= sub %0, %2\n%7 = mul %5, %6\n\nresult y[1]\ny[0] = %4\n\nresult d[1]\nd[0] = %7\n"},
    {"conditions that a rounding may tell apart stay apart", 1,
     "%4 = mul %0, %2\n%5 = mul %1, %2\n%6 = add %4, %5\n%7 = lt %6, %3\n%8 = select %7, %0, %1\n"
     "%9 = add %0, %1\n%10 = mul %2, %9\n%11 = lt %10, %3\n%12 = select %11, %0, %1\n"
     "%13 = mul %8, %3\n%14 = mul %12, %3\n\nresult y[2]\ny[0] = %8\ny[1] = %12\n"
     "\nresult d[2]\nd[0] = %13\nd[1] = %14\n",
     "%0 = x[0]\n%1 = x[2]\n%2 = mul %0, %1\n%3 = x[1]\n%4 = mul %3, %1\n%5 = add %2, %4\n%6 = "
     "x[3]\n%7 = lt %5, %6\n%8 = select %7, %0, %3\n%9 = add %0, %3\n%10 = mul %1, %9\n%11 = lt "
     "%10, %6\n%12 = select %11, %0, %3\n%13 = mul %8, %6\n%14 = mul %12, %6\n\nresult y[2]\ny[0] "
     "= %8\ny[1] = %12\n\nresult d[2]\nd[0] = %13\nd[1] = %14\n"},
};

static const char head[] = "function f jacobian\n\nargument x[4]\n\n";

START_TEST(rule_rewrites)
{
    struct compilation compilation = compilation_create();
    struct text before = text_in(compilation.arena);
    text_print(&before, "%s%%0 = x[0]\n%%1 = x[1]\n%%2 = x[2]\n%%3 = x[3]\n%s", head,
               rules[_i].values);
    const struct source *source =
        source_add(compilation.sources, "before.ir", text_string(&before), before.length);
    const struct ir_function *function = ir_read(&compilation, source);
    ck_assert_ptr_nonnull(function);
    const struct ir_function *improved = ir_improve(function, rules[_i].exact);
    struct text after = text_in(compilation.arena);
    ir_print(improved, &after);
    ck_assert_msg(strcmp(text_string(&after) + strlen(head), rules[_i].after) == 0, "%s:\n%s",
                  rules[_i].rule, text_string(&after));
    struct text complaints = text_in(compilation.arena);
    ck_assert_uint_eq(ir_verify(improved, &complaints), 0);
    compilation_destroy(&compilation);
}
END_TEST

/* -- random functions -- */

enum { INPUTS = 5, OPERATIONS = 60, EXACT = 3, OTHERS = 6 };

static uint32_t next_random(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % below;
}

static ir_ref random_value(struct ir_function *f, uint64_t *state, ir_ref condition)
{
    static const enum ir_op binary[] = {IR_ADD, IR_SUB, IR_MUL, IR_MUL, IR_DIV, IR_ADD};
    const ir_ref a = {next_random(state, f->values.count)};
    const ir_ref b = {next_random(state, f->values.count)};
    if (ir_kind_of(ir_at(f, a)->op) == IR_BOOL || ir_kind_of(ir_at(f, b)->op) == IR_BOOL) {
        return (ir_ref){0};
    }
    switch (next_random(state, 8)) {
    case 0:
        return ir_unary(f, IR_NEG, a);
    case 1:
        return ir_unary(f, IR_ATAN, a);
    case 2:
        return ir_build(f, IR_SELECT, condition, a, b);
    default:
        return ir_binary(f, binary[next_random(state, 6)], a, b);
    }
}

static struct ir_function *random_function(uint64_t *state)
{
    struct ir_function *f = sample_function(INPUTS);
    for (uint32_t i = 0; i < INPUTS; i++) {
        ir_argument(f, 0, i);
    }
    ir_constant(f, 2);
    ir_constant(f, 0);
    ir_constant(f, -0.75);
    const ir_ref condition = ir_binary(f, IR_LT, (ir_ref){0}, (ir_ref){1});
    for (uint32_t i = 0; i < OPERATIONS; i++) {
        random_value(f, state, condition);
    }
    ir_ref elements[OTHERS];
    for (uint32_t r = 0; r < 2; r++) {
        const uint32_t count = r == 0 ? EXACT : OTHERS;
        for (uint32_t e = 0; e < count; e++) {
            do {
                elements[e].index = f->values.count - 1 - next_random(state, f->values.count / 2);
            } while (ir_kind_of(ir_at(f, elements[e])->op) == IR_BOOL);
        }
        sample_result(f, elements, count);
    }
    return f;
}

/* Post: whether all values are small enough for the results to be compared. */
static bool evaluate(const struct ir_function *f, const double *x, double *out)
{
    double *values = arena_alloc(f->arena, f->values.count * sizeof *values);
    ir_evaluate(f, &x, values);
    for (uint32_t r = 0, k = 0; r < f->results.count; r++) {
        for (uint32_t e = 0; e < f->results.at[r].array.count; e++) {
            out[k++] = values[f->results.at[r].elements[e].index];
        }
    }
    bool small = true;
    for (uint32_t v = 0; v < f->values.count; v++) {
        small = small && fabs(values[v]) < 1e5;
    }
    return small;
}

START_TEST(random_functions_keep_their_results)
{
    uint64_t state = (uint64_t)_i + 1;
    struct ir_function *f = random_function(&state);
    const struct ir_function *g = ir_improve(f, EXACT);
    const struct ir_weights weights = ir_weights_default();
    struct text complaints = text_in(f->arena);
    ck_assert_msg(ir_verify(g, &complaints) == 0, "%s", text_string(&complaints));
    ck_assert(ir_cost(g, &weights) <= 1.1 * ir_cost(ir_prune(f), &weights) + 5);
    for (int point = 0; point < 10; point++) {
        double x[INPUTS];
        for (uint32_t i = 0; i < INPUTS; i++) {
            x[i] = 0.5 + next_random(&state, 1000) / 1000.0;
        }
        double before[EXACT + OTHERS];
        double after[EXACT + OTHERS];
        const bool small = evaluate(f, x, before);
        evaluate(g, x, after);
        for (uint32_t e = 0; e < EXACT + OTHERS; e++) {
            if (e < EXACT) {
                ck_assert_msg(sample_same(before[e], after[e]), "%u: %a, not %a", (unsigned)e,
                              after[e], before[e]);
            } else if (small) {
                ck_assert_msg(fabs(before[e] - after[e]) <= 1e-7, "%u: %.17g, not %.17g",
                              (unsigned)e, after[e], before[e]);
            }
        }
    }
    arena_destroy(f->arena);
}
END_TEST

/* -- cost -- */

START_TEST(cost_counts_what_compilers_emit)
{
    struct ir_function *f = sample_function(3);
    const ir_ref a = ir_argument(f, 0, 0);
    const ir_ref b = ir_argument(f, 0, 1);
    const ir_ref c = ir_argument(f, 0, 2);
    const ir_ref product = ir_binary(f, IR_MUL, a, b);
    const ir_ref sum = ir_binary(f, IR_ADD, product, c);
    sample_result(f, (const ir_ref[]){sum}, 1);
    const struct ir_weights weights = ir_weights_default();
    const double fused = ir_cost(f, &weights);
    sample_result(f, (const ir_ref[]){product}, 1);
    ck_assert(ir_cost(f, &weights) > fused); /* the product is needed by itself */
    sample_result(f, (const ir_ref[]){ir_binary(f, IR_DIV, a, b)}, 1);
    ck_assert(ir_cost(f, &weights) > fused + 3);
    const ir_ref quotient = ir_binary(f, IR_DIV, b, c);
    sample_result(f, (const ir_ref[]){ir_binary(f, IR_DIV, a, b), quotient}, 2);
    const double side_by_side = ir_cost(f, &weights);
    sample_result(f, (const ir_ref[]){quotient, ir_binary(f, IR_DIV, a, quotient)}, 2);
    ck_assert(ir_cost(f, &weights) > side_by_side); /* one waits for the other */
    arena_destroy(f->arena);
}
END_TEST

/* A sum of `count` sines; `at_once`: all are computed before the first is added. */
static double cost_of_sum(uint32_t count, bool at_once, enum ir_op op)
{
    struct ir_function *f = sample_function(count);
    const struct ir_weights weights = ir_weights_default();
    ir_ref terms[32];
    ir_ref sum = IR_NONE;
    for (uint32_t i = 0; i < count; i++) {
        terms[i] = ir_unary(f, op, ir_argument(f, 0, i));
        if (!at_once) {
            sum = i == 0 ? terms[0] : ir_binary(f, IR_ADD, sum, terms[i]);
        }
    }
    for (uint32_t i = 0; at_once && i < count; i++) {
        sum = i == 0 ? terms[0] : ir_binary(f, IR_ADD, sum, terms[i]);
    }
    sample_result(f, &sum, 1);
    const double cost = ir_cost(f, &weights);
    arena_destroy(f->arena);
    return cost;
}

/* Of 15 values at once all stay in registers, of 20 some are stored and loaded; what is needed
 * behind a call is so once. */
START_TEST(cost_counts_spills)
{
    const struct ir_weights w = ir_weights_default();
    ck_assert_double_eq_tol(cost_of_sum(15, true, IR_SQRT), cost_of_sum(15, false, IR_SQRT), 1e-9);
    ck_assert_double_eq_tol(cost_of_sum(20, true, IR_SQRT),
                            cost_of_sum(20, false, IR_SQRT) + 2 * 5 * w.spill, 1e-9);
    const double operations = 8 * (w.of[IR_ARGUMENT] + w.of[IR_SIN]) + 7 * w.of[IR_ADD] +
                              w.chain * (w.latency[IR_SIN] + 7 * w.latency[IR_ADD]);
    ck_assert_double_eq_tol(cost_of_sum(8, true, IR_SIN), operations + 2 * 7 * w.spill, 1e-9);
    ck_assert_double_eq_tol(cost_of_sum(8, false, IR_SIN), operations + 2 * 7 * w.spill, 1e-9);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("ir-improve");
    TCase *tcase = tcase_create("improve");
    tcase_add_loop_test(tcase, rule_rewrites, 0, sizeof rules / sizeof *rules);
    tcase_add_loop_test(tcase, random_functions_keep_their_results, 0, 300);
    tcase_add_test(tcase, cost_counts_what_compilers_emit);
    tcase_add_test(tcase, cost_counts_spills);
    suite_add_tcase(suite, tcase);
    return suite;
}

CHECK_MAIN(make_suite)
