/* Tests of every function of the language from 1e-300 to 1e300 and at its edges: value, first and
 * second derivatives of models that call it, against the same functions in MPFR.
 *
 * What is asked for is mixed stability (Higham, Accuracy and Stability of Numerical Algorithms, 2nd
 * ed., section 1.5): what double arithmetic gives is, up to a few ulps, exact for arguments that
 * are off by as many. Let K be the ulps that the operations of the function can lose together by
 * what libm and runtime/ promise, and 4 more. The bound for a result g is
 *
 *     K ulp(g) + sum over arguments x of |g(x (1 +- K ulp)) - g(x)|
 *
 * and the smallest normal number. So nothing may overflow, underflow or cancel on the way that need
 * not: an analysis that follows the operations, as bound.c does, would call that inaccurate and let
 * it pass. Results beyond a thousandth of the largest number do not count: products of their
 * factors may overflow. What a row allows beyond that is said there.
 *
 * The numbers to compare with are those of the derivative functions themselves, evaluated with so
 * many bits that nothing is lost; that they are the derivatives is what the other tests see. */
#include "check_main.h"
#include "compilation.h"
#include "derive.h"
#include "lower.h"
#include "ops.h"
#include "order.h"
#include "parser.h"
#include "reference.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* -- what is tested -- */

enum { MOST_INPUTS = 3, MOST_OUTPUTS = 16 };

/* 1 + (1e-300)^2 keeps its last term; what takes long has fewer. */
enum { MANY_BITS = 2200, FEW_BITS = 400 };

enum allowance {
    NONE,
    TAILS,    /* derivatives in terms of the value: an ulp of 1, see language.md */
    TOGETHER, /* a vector or matrix: relative to the largest element of each order of derivative */
    MATRIX,   /* likewise, where the sizes of all arguments are within a factor of 1e60 */
    PIVOTS,   /* likewise, of 1e40, the results being between 1e-240 and 1e240 */
    EXPONENT  /* y - 1 in x^(y-1) is rounded: |log x| ulps */
};

struct row {
    const char *expression; /* of x, z, u; several elements as a list */
    uint32_t inputs;
    enum allowance allowance;
    int bits;           /* 0: MANY_BITS */
    double least, most; /* of the sizes of the arguments; 0: whatever there is */
    double low;         /* of the arguments themselves; 0: whatever there is */
};

static const struct row rows[] = {
    {"[sqrt(x)]", 1, NONE, 0, 0, 0, 0},
    {"[cbrt(x)]", 1, NONE, 0, 0, 0, 0},
    {"[exp(x)]", 1, NONE, 0, 0, 0, 0},
    {"[exp2(x)]", 1, NONE, 0, 0, 0, 0},
    {"[expm1(x)]", 1, NONE, 0, 0, 0, 0},
    {"[log(x)]", 1, NONE, 0, 0, 0, 0},
    {"[ln(x)]", 1, NONE, 0, 0, 0, 0},
    {"[log2(x)]", 1, NONE, 0, 0, 0, 0},
    {"[log10(x)]", 1, NONE, 0, 0, 0, 0},
    {"[log1p(x)]", 1, NONE, 0, 0, 0, 0},
    {"[sin(x)]", 1, NONE, 0, 0, 0, 0},
    {"[cos(x)]", 1, NONE, 0, 0, 0, 0},
    {"[tan(x)]", 1, NONE, 0, 0, 0, 0},
    {"[asin(x)]", 1, NONE, 0, 0, 0, 0},
    {"[acos(x)]", 1, NONE, 0, 0, 0, 0},
    {"[atan(x)]", 1, NONE, 0, 0, 0, 0},
    {"[sinh(x)]", 1, NONE, 0, 0, 0, 0},
    {"[cosh(x)]", 1, NONE, 0, 0, 0, 0},
    {"[tanh(x)]", 1, TAILS, 0, 0, 0, 0},
    {"[asinh(x)]", 1, NONE, 0, 0, 0, 0},
    {"[acosh(x)]", 1, NONE, 0, 0, 0, 0},
    {"[atanh(x)]", 1, NONE, 0, 0, 0, 0},
    {"[abs(x)]", 1, NONE, 0, 0, 0, 0},
    {"[x*sign(x), floor(x)*x, ceil(x)*x, round(x)*x, trunc(x)*x]", 1, NONE, 0, 0, 0, 0},
    {"[erf(x)]", 1, NONE, 0, 0, 0, 0},
    {"[erfc(x)]", 1, NONE, 0, 0, 0, 0},
    {"[gamma(x)]", 1, NONE, FEW_BITS, 0, 200, 0},
    {"[lgamma(x)]", 1, NONE, FEW_BITS, 0, 0, -200},
    {"[digamma(x)]", 1, NONE, FEW_BITS, 0, 0, -200},
    {"[polygamma(1, x)]", 1, NONE, FEW_BITS, 0, 0, -200},
    {"[polygamma(3, x)]", 1, NONE, FEW_BITS, 0, 0, -200},
    {"[sinc(x)]", 1, NONE, FEW_BITS, 0, 0, 0},
    {"[sigmoid(x)]", 1, TAILS, 0, 0, 0, 0},
    {"[softplus(x)]", 1, TAILS, 0, 0, 0, 0},
    {"[relu(x)]", 1, NONE, 0, 0, 0, 0},
    {"[detach(x)*x]", 1, NONE, 0, 0, 0, 0},
    {"[1/x, x^-1]", 1, NONE, 0, 0, 0, 0},
    {"[x^2]", 1, NONE, 0, 0, 0, 0},
    {"[x^3]", 1, NONE, 0, 0, 0, 0},
    {"[x^-2]", 1, NONE, 0, 0, 0, 0},
    {"[x^7]", 1, NONE, 0, 0, 0, 0},
    {"[x^20]", 1, NONE, 0, 0, 0, 0},
    {"[x^0.5]", 1, NONE, 0, 0, 0, 0},
    {"[x^1.5]", 1, NONE, 0, 0, 0, 0},
    {"[x^-1.25]", 1, EXPONENT, 0, 0, 0, 0},
    {"[x^0.01]", 1, EXPONENT, 0, 0, 0, 0},
    {"[2^x]", 1, NONE, 0, 0, 0, 0},
    {"[pow(x, z)]", 2, EXPONENT, 0, 1e-154, 0, 0},
    {"[x*z]", 2, NONE, 0, 0, 0, 0},
    {"[x/z]", 2, NONE, 0, 0, 0, 0},
    {"[hypot(x, z)]", 2, NONE, 0, 0, 0, 0},
    {"[atan2(x, z)]", 2, NONE, 0, 0, 0, 0},
    {"[fmod(x, z)]", 2, NONE, 0, 0, 0, 0},
    {"[mod(x, z)]", 2, NONE, 0, 0, 0, 0},
    {"[div(x, z)*x]", 2, NONE, 0, 1e-100, 1e100, 0},
    {"[logaddexp(x, z)]", 2, TAILS, 0, 0, 0, 0},
    {"[clamp(x, -1, z)]", 2, NONE, 0, 0, 0, 0},
    {"[min(x, z), max(x, z), min([x, z]), max([x, z])]", 2, NONE, 0, 0, 0, 0},
    {"[norm([x, z])]", 2, NONE, 0, 0, 0, 0},
    {"normalize([x, z])", 2, TOGETHER, 0, 0, 0, 0},
    {"[logsumexp([x, z])]", 2, TAILS, 0, 0, 0, 0},
    {"softmax([x, z])", 2, TAILS, 0, 0, 0, 0},
    {"[mean([x, z])]", 2, NONE, 0, 0, 0, 0},
    {"[sum([x, z]), prod([x, z])]", 2, NONE, 0, 0, 0, 0},
    {"[trace(outer([x, z], [z, x])) + zeros(1)[0] + ones(1)[0] + eye(1)[0,0]]", 2, NONE, 0, 0, 0,
     0},
    {"[det([[x, z], [z, -x]])]", 2, NONE, 0, 0, 0, 0},
    {"[det(x*[[2, 1, 0], [1, 3, 1], [0, 1, 4]])]", 1, NONE, 0, 0, 0, 0},
    {"[det([[z, x, 0, 0, 0], [x, 0, 0, 0, z], [0, 0, x, 0, 0], [0, 0, 0, 0, x], [0, z, 0, x, 0]])]",
     2, TOGETHER, 0, 1e-59, 1e60, 0},
    /* all elements: relative to the largest means that of all derivatives of the matrix */
    {"[inv([[x, 0], [z, x]])[div(i, 2), mod(i, 2)] for i in 0..4]", 2, MATRIX, 0, 0, 0, 0},
    {"[inv([[x, 0], [0, z]])[div(i, 2), mod(i, 2)] for i in 0..4]", 2, TOGETHER, 0, 0, 0, 0},
    {"[inv([[x, x], [z, -2*z]])[div(i, 2), mod(i, 2)] for i in 0..4]", 2, TOGETHER, 0, 0, 0, 0},
    {"[inv([[x, z], [z, -2*x]])[div(i, 2), mod(i, 2)] for i in 0..4]", 2, MATRIX, 0, 0, 0, 0},
    {"[inv([[x, z], [u, x]])[div(i, 2), mod(i, 2)] for i in 0..4]", 3, MATRIX, 0, 0, 0, 0},
    {"[inv([[x, z, 0], [0, x, u], [u, 0, x]])[div(i, 3), mod(i, 3)] for i in 0..9]", 3, MATRIX, 0,
     0, 0, 0},
    {"[inv([[x, 0, 0], [x, z, 0], [x, 0, z]])[div(i, 3), mod(i, 3)] for i in 0..9]", 2, MATRIX, 0,
     1e-300, 0, 0},
    {"[inv([[x, z, z], [z, x, 0], [z, 0, u]])[div(i, 3), mod(i, 3)] for i in 0..9]", 3, MATRIX, 0,
     0, 0, 0},
    {"[inv([[0, x, 0, 0], [z, 0, 0, 0], [0, 0, x, z], [0, x, z, -x]])[div(i, 4), mod(i, 4)] for i "
     "in 0..16]",
     2, PIVOTS, 0, 1e-300, 0, 0},
    {"solve([[x, z, 0], [z, 0, u], [u, x, z]], [1, 1, 1])", 3, PIVOTS, 0, 0, 0, 0},
    {"solve([[x, 0, 0], [x, z, 0], [x, 0, z]], [1, 1, 1])", 2, PIVOTS, 0, 1e-300, 0, 0},
    {"[det([[x, 0, 0], [x, z, 0], [x, 0, z]])]", 2, TOGETHER, 0, 1e-100, 1e100, 0},
    {"[det([[x, z, u], [z, u, 0], [u, x, z]])]", 3, TOGETHER, 0, 1e-100, 1e100, 0},
    {"[det([[x, z, 0, 0], [z, 0, x, 0], [0, x, 0, u], [u, 0, 0, -z]])]", 3, TOGETHER, 0, 1e-70,
     1e70, 0},
    {"inv(x*[[2, 1, 0], [1, 3, 1], [0, 1, 4]])[1]", 1, NONE, 0, 0, 0, 0},
    {"inv(x*[[2, 1, 0, 1], [1, 3, 1, 0], [0, 1, 4, 1], [0, 0, 1, 5]])[2]", 1, NONE, 0, 0, 0, 0},
    {"solve([[0, x], [z, 0]], [1, 1])", 2, TOGETHER, 0, 0, 0, 0},
    {"solve([[x, z], [z, -2*x]], [1, 1])", 2, MATRIX, 0, 0, 0, 0},
    {"solve([[x, z], [u, x]], [1, 1])", 3, MATRIX, 0, 0, 0, 0},
    {"solve(x*[[0, 1, 0], [1, 3, 1], [0, 1, 4]], [1, 2, 4])", 1, NONE, 0, 0, 0, 0},
    {"[norm([x, z, u])]", 3, TOGETHER, 0, 0, 0, 0},
    {"normalize([x, z, u])", 3, TOGETHER, 0, 0, 0, 0},
    {"[dot([x, z], [u, u])]", 3, NONE, 0, 0, 0, 0},
    {"cross([x, z, u], [1, 2, 4])", 3, NONE, 0, 0, 0, 0},
    {"[logsumexp([x, z, u])]", 3, TAILS, 0, 0, 0, 0},
    {"softmax([x, z, u])", 3, TAILS, 0, 0, 0, 0},
    {"[transpose([[x, z], [z, u]])[0,1]*rows(eye(2))*cols(eye(2))*length(ones(3))]", 3, NONE, 0, 0,
     0, 0},
    /* through others */
    {"[exp(-hypot(2*x, z))]", 2, NONE, 0, 0, 0, 0},
    {"[-4*log(0.5*x)]", 1, NONE, 0, 0, 0, 0},
    {"[4*atan(-0.5*x)]", 1, NONE, 0, 0, 0, 0},
    {"[sqrt(x*z)]", 2, NONE, 0, 1e-90, 1e90, 0},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static const double sizes[] = {
    0.0, 1e-300, 3e-200, 7e-155, 1e-154, 1e-100, 1e-70, 2e-60, 1e-17, 1e-8,  1e-3,  0.3,
    0.5, 0.75,   1.0,    1.5,    2.5,    3.7,    10.0,  30.0,  100.0, 500.0, 700.0, 1e3,
    1e5, 1e8,    1e16,   1e17,   1e70,   1e100,  1e154, 2e154, 3e200, 1e300,
};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

/* Of the signed sizes every how many is taken for so many arguments: more where the environment has
 * ALL_POINTS. */
static uint32_t stride_of(uint32_t inputs)
{
    static const uint32_t few[MOST_INPUTS + 1] = {1, 1, 5, 13};
    static const uint32_t all[MOST_INPUTS + 1] = {1, 1, 1, 5};
    return getenv("ALL_POINTS") == NULL ? few[inputs] : all[inputs];
}

/* Sums of a few of them do not cancel; powers of two do. */
static const double weights[MOST_OUTPUTS] = {1,      0.6875, 2.375,  1.4375, 0.5625, 1.8125,
                                             0.8125, 2.875,  1.1875, 3.25,   0.4375, 1.9375,
                                             2.5625, 0.9375, 1.625,  2.125};

/* -- the functions -- */

static struct lg_plan *plan_of(void *context, const struct lg_graph *graph, const char *mode)
{
    (void)context;
    (void)mode;
    struct lg_plan *plan = arena_alloc(graph->arena, sizeof *plan);
    *plan = lg_plan_create(graph->arena, "markowitz");
    lg_order_named("markowitz")->run(graph, &(struct lg_order_options){0}, plan);
    return plan;
}

/* Post: the model `y = EXPRESSION` in this mode, as the code generator would get it. */
static const struct ir_function *derived(const struct compilation *compilation,
                                         const struct row *row, const char *mode)
{
    static const char *const arguments[] = {"", "in x", "in x, in z", "in x, in z, in u"};
    static const char *const inputs[] = {"", "x, 1, 1", "x, z, 1", "x, z, u"};
    const char *text = arena_format(compilation->arena,
                                    "fn f(x, z, u) = %s; model m(%s, out y[length(f(1, 1, 1))]) "
                                    "{ y = f(%s); }",
                                    row->expression, arguments[row->inputs], inputs[row->inputs]);
    const struct source *source = source_add(compilation->sources, "row", text, strlen(text));
    const struct ast_file *file = parse_file(compilation, source);
    const struct lowered lowered = lower_file(compilation, file, &(struct lower_options){0});
    ck_assert_msg(lowered.count == 1 && diagnostics_errors(compilation->diagnostics) == 0, "%s",
                  row->expression);
    uint32_t times;
    const struct derive_mode *derive = derive_mode_named(mode, &times);
    const struct derive_request request = {.times = times, .plan = plan_of};
    const struct ir_function *value = ir_drop_neutral(lowered.models[0]);
    ck_assert_uint_le(value->results.at[0].array.count, MOST_OUTPUTS);
    return derive->build(value, &request);
}

/* -- one point -- */

/* A derivative function at a point, in double and in MPFR. */
struct site {
    const struct row *row;
    const struct ir_function *function;
    const struct ir_result *result; /* what is looked at: the last */
    bool derivative;
    double x[MOST_INPUTS];
    double *values;
    mpfr_t *exact;
    double *spread; /* of each element: what arguments that are off by `ulps` change */
    double ulps;    /* relative */
};

static void evaluate(const struct ir_function *function, mpfr_t *x, mpfr_t *values)
{
    mpfr_ptr none = values[function->values.count];
    for (uint32_t i = 0; i < function->values.count; i++) {
        const struct ir_value *value = &function->values.at[i];
        mpfr_ptr operand[IR_MAX_ARITY] = {none, none, none};
        for (uint32_t k = 0; k < ir_op_info(value->op)->arity; k++) {
            operand[k] = values[value->operand[k].index];
        }
        if (value->op == IR_CONSTANT) {
            mpfr_set_d(values[i], value->number, MPFR_RNDN);
        } else if (value->op == IR_ARGUMENT && value->array == IR_ARRAY_X) {
            mpfr_set(values[i], x[value->element], MPFR_RNDN);
        } else if (value->op == IR_ARGUMENT) {
            mpfr_set_d(values[i], weights[value->element], MPFR_RNDN);
        } else {
            reference_evaluate_op(values[i], value->op, operand[0], operand[1], operand[2]);
        }
    }
}

/* Post: the ulps that the operations of the function may lose together, and 4, as a relative
 * error. */
static double lost(const struct ir_function *function, const double *values)
{
    double sum = 4 * DBL_EPSILON;
    for (uint32_t i = 0; i < function->values.count; i++) {
        const struct ir_value *value = &function->values.at[i];
        double operands[IR_MAX_ARITY] = {0};
        for (uint32_t k = 0; k < ir_op_info(value->op)->arity; k++) {
            operands[k] = values[value->operand[k].index];
        }
        if (ir_op_info(value->op)->arity > 0) {
            const double relative = reference_rounding(&reference_double, value->op, operands, 1);
            sum += relative < 1e-12 ? relative : 0;
        }
    }
    return sum;
}

static void find_spread(struct arena *scratch, struct site *site, mpfr_t *x, mpfr_prec_t bits)
{
    mpfr_t *moved = reference_numbers(scratch, site->function->values.count + 1, bits);
    mpfr_t *change = reference_numbers(scratch, 1, bits);
    for (uint32_t k = 0; k < 2 * site->row->inputs; k++) {
        mpfr_set_d(x[k / 2], 1 + (k % 2 == 0 ? site->ulps : -site->ulps), MPFR_RNDN);
        mpfr_mul_d(x[k / 2], x[k / 2], site->x[k / 2], MPFR_RNDN);
        evaluate(site->function, x, moved);
        mpfr_set_d(x[k / 2], site->x[k / 2], MPFR_RNDN);
        for (uint32_t e = 0; e < site->result->array.count; e++) {
            const uint32_t at = site->result->elements[e].index;
            mpfr_sub(change[0], moved[at], site->exact[at], MPFR_RNDN);
            site->spread[e] += fabs(mpfr_get_d(change[0], MPFR_RNDU));
        }
    }
}

static double exact_at(const struct site *site, uint32_t e)
{
    return mpfr_get_d(site->exact[site->result->elements[e].index], MPFR_RNDN);
}

/* Post: what an element may be off by; `largest` is the largest of all. */
static double bound_of(const struct site *site, uint32_t e, double largest)
{
    const double size = fabs(exact_at(site, e));
    double bound = site->ulps * size + site->spread[e] + DBL_MIN;
    switch (site->row->allowance) {
    case NONE:
        break;
    case TAILS:
        bound += site->derivative ? 4 * DBL_EPSILON : 0;
        break;
    case TOGETHER:
    case MATRIX:
    case PIVOTS:
        bound += site->ulps * largest;
        break;
    case EXPONENT:
        bound += site->x[0] > 0 ? 2 * DBL_EPSILON * fabs(log(site->x[0])) * size : 0;
        break;
    }
    return bound;
}

/* Post: whether the elements of a vector or matrix count, of which `largest` is the largest and
 * `spread` the largest spread: not where the matrix is singular up to rounding. The factors of one
 * that jacobian:2 makes may vanish where those of the hessian do not. */
static bool count_together(const struct site *site, double largest, double spread)
{
    const bool repeated = strcmp(site->function->suffix, "jacobian2") == 0;
    switch (site->row->allowance) {
    case NONE:
    case TAILS:
    case EXPONENT:
        return true;
    case TOGETHER:
    case MATRIX:
        return largest <= DBL_MAX / 1024 && spread <= largest && (!repeated || largest >= 1e-290);
    case PIVOTS:
        return largest <= 1e240 && spread <= largest && largest >= 1e-240;
    }
    return true;
}

/* Post: whether every element that counts is within its bound. NaN is right where it is exact, and
 * where there is no neighbourhood: the ends of the domain are for the language's own tests. */
static void check_elements(struct arena *scratch, const struct site *site)
{
    double largest = 0;
    double spread = 0;
    for (uint32_t e = 0; e < site->result->array.count; e++) {
        largest = fmax(largest, fabs(exact_at(site, e)));
        spread = fmax(spread, site->spread[e]);
    }
    for (uint32_t e = 0; e < site->result->array.count; e++) {
        const double exact = exact_at(site, e);
        const double computed = site->values[site->result->elements[e].index];
        const double bound = bound_of(site, e, largest);
        const bool counts = !isnan(site->spread[e]) && fabs(exact) <= DBL_MAX / 1024 &&
                            count_together(site, largest, spread);
        const bool agrees = computed == exact || (isnan(computed) && isnan(exact)) ||
                            fabs(computed - exact) <= bound;
        ck_assert_msg(!counts || agrees, "%s",
                      arena_format(scratch,
                                   "%s of %s, element %u at %.17g %.17g %.17g: %.17g is not %.17g, "
                                   "bound %g",
                                   site->function->suffix, site->row->expression, (unsigned)e,
                                   site->x[0], site->x[1], site->x[2], computed, exact, bound));
    }
}

static void check_point(const struct row *row, const struct ir_function *function, const double *x)
{
    struct arena *scratch = arena_create();
    const uint32_t count = function->values.count;
    const mpfr_prec_t bits = row->bits == 0 ? MANY_BITS : row->bits;
    struct site site = {.row = row,
                        .function = function,
                        .result = &function->results.at[function->results.count - 1],
                        .derivative = strcmp(function->suffix, "value") != 0,
                        .values = arena_alloc(scratch, count * sizeof(double)),
                        .exact = reference_numbers(scratch, count + 1, bits)};
    memcpy(site.x, x, sizeof site.x);
    site.spread = arena_alloc(scratch, site.result->array.count * sizeof(double));
    ir_evaluate(function, (const double *const[]){x, NULL, weights}, site.values);
    site.ulps = lost(function, site.values);
    mpfr_t *number = reference_numbers(scratch, MOST_INPUTS, bits);
    for (uint32_t k = 0; k < row->inputs; k++) {
        mpfr_set_d(number[k], x[k], MPFR_RNDN);
    }
    evaluate(function, number, site.exact);
    find_spread(scratch, &site, number, bits);
    check_elements(scratch, &site);
    arena_destroy(scratch);
}

/* -- all points of a row -- */

/* Post: whether point number i of so many for each argument is one of the row. */
static bool point_of(const struct row *row, uint32_t i, uint32_t each, double x[MOST_INPUTS])
{
    double least = DBL_MAX;
    double most = 0;
    for (uint32_t k = 0; k < row->inputs; k++) {
        const uint32_t at = i % each * stride_of(row->inputs);
        const double size = sizes[at / 2];
        least = size > 0 ? fmin(least, size) : least;
        most = fmax(most, size);
        i /= each;
        x[k] = at % 2 == 0 ? size : -size;
        if (size < row->least || (row->most > 0 && size > row->most) ||
            (row->low != 0 && x[k] < row->low)) {
            return false;
        }
    }
    const double factor = row->allowance == MATRIX   ? 1e60
                          : row->allowance == PIVOTS ? 1e40
                                                     : INFINITY;
    return most <= factor * least;
}

START_TEST(row_is_stable)
{
    static const char *const modes[] = {"value", "jacobian", "hessian", "jacobian:2"};
    const struct row *row = &rows[_i];
    const struct compilation compilation = compilation_create();
    const uint32_t each = (2 * SIZES + stride_of(row->inputs) - 1) / stride_of(row->inputs);
    uint32_t points = 1;
    for (uint32_t k = 0; k < row->inputs; k++) {
        points *= each;
    }
    for (int m = 0; m < 4; m++) {
        const struct ir_function *function = derived(&compilation, row, modes[m]);
        for (uint32_t i = 0; i < points; i++) {
            double x[MOST_INPUTS] = {0};
            if (point_of(row, i, each, x)) {
                check_point(row, function, x);
            }
        }
    }
    compilation_destroy((struct compilation *)&compilation);
    mpfr_free_cache();
}
END_TEST

/* A function that is added to the language gets a row. */
START_TEST(every_function_has_a_row)
{
    struct compilation compilation = compilation_create();
    struct text list = text_in(compilation.arena);
    lower_list_functions(&list);
    uint32_t found = 0;
    for (const char *line = text_string(&list); *line != '\0'; line = strchr(line, '\n') + 1) {
        const char *call = arena_format(compilation.arena, "%.*s(", (int)strcspn(line, "("), line);
        bool has_row = false;
        for (int i = 0; i < ROWS && !has_row; i++) {
            const char *at = strstr(rows[i].expression, call);
            while (at != NULL && at > rows[i].expression && strchr("[ -*(", at[-1]) == NULL) {
                at = strstr(at + 1, call);
            }
            has_row = at != NULL;
        }
        ck_assert_msg(has_row, "no row for %s", call);
        found++;
    }
    ck_assert_uint_gt(found, 60);
    compilation_destroy(&compilation);
}
END_TEST

static Suite *magnitudes_suite(void)
{
    Suite *suite = suite_create("magnitudes");
    TCase *cases = tcase_create("rows");
    tcase_add_loop_test(cases, row_is_stable, 0, ROWS);
    tcase_add_test(cases, every_function_has_a_row);
    tcase_set_timeout(cases, 120);
    suite_add_tcase(suite, cases);
    return suite;
}

CHECK_MAIN(magnitudes_suite)
