/* A bound on the rounding errors of a function evaluated in some arithmetic, value by value.
 *
 * This is running error analysis to first order (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., chapters 2 and 3). With the unit roundoff u, 2^-53 in double, a value
 * v = op(a, b, c) whose operands are known up to E(a), E(b), E(c) is known up to
 *
 *     E(v) = |dv/da| E(a) + |dv/db| E(b) + |dv/dc| E(c) + rounding(op, v)
 *
 * where rounding is u |v| for + - * / and sqrt, nothing for operations that are exact, and the
 * error in ulps that libm or runtime/ promises for the functions (an ulp is at most 2u |v|). Where
 * a result can underflow, half the smallest number is added (Higham, 2.8). Partials come from the
 * operator table, as in derivatives, evaluated at the computed operands; each operator's are built
 * once, as a function of three arguments.
 *
 * The arguments are exact: the reference takes the same numbers. Constants are not, unless they are
 * so short that nobody can have rounded them: 2/sqrt(pi) in a partial is off by up to u. Those of
 * the model can be opened for what derivation makes of them: see constants.c.
 *
 * Where the first order does not do:
 *  1. A selection takes the error of the operand that it chose. That it may have chosen wrongly is
 *     for the caller where the values are those of this arithmetic: the reference says where a
 *     decision hangs on rounding. Where they stand in for those of another arithmetic, a decision
 *     that the errors can turn has an infinite error.
 *  2. abs and hypot have, at 0, a derivative by convention, but an error passes with factor 1.
 *  3. The product of two errors counts where one factor is 0 up to rounding, as in (a - b)^2 for
 *     a = b: E(a) E(b) is added to a product, and a power's slope is taken at |a| + E(a).
 *  4. Of a C function of the user's nothing is known: differences tell its slopes.
 *  5. 0 times an infinite error is 0: 1/exp(1000) is 0, not unknown. */
#include "reference.h"

#include "ops.h"

#include <float.h>
#include <math.h>

/* Errors in ulps: of glibc on x86-64 as its manual lists them, rounded up to a number that the
 * other libraries in use keep too; of runtime/ as tested against MPFR. 0 is exact. */
static const double ulps[IR_OP_COUNT] = {
    [IR_ADD] = 0.5,
    [IR_SUB] = 0.5,
    [IR_MUL] = 0.5,
    [IR_DIV] = 0.5,
    [IR_POWI] = 0.5, /* each product: see power_ulps */
    [IR_SQRT] = 0.5,
    [IR_CBRT] = 4,
    [IR_EXP] = 1,
    [IR_EXP2] = 1,
    [IR_EXP_RATIO] = 1, /* and what the rounded difference gives */
    [IR_EXPM1] = 2,
    [IR_LOG] = 1,
    [IR_LOG2] = 2,
    [IR_LOG10] = 2,
    [IR_LOG1P] = 2,
    [IR_POW] = 1,
    [IR_POW_SLOPE] = 2, /* and what the rounded exponent gives: see slope_ulps */
    [IR_HYPOT] = 1,
    [IR_HYPOT_SLOPE] = 2,
    [IR_SIN] = 1,
    [IR_COS] = 1,
    [IR_TAN] = 1,
    [IR_ASIN] = 1,
    [IR_ACOS] = 1,
    [IR_ASIN_SLOPE] = 2,
    [IR_ATAN] = 1,
    [IR_ATAN_SLOPE] = 2,
    [IR_ATAN2] = 1,
    [IR_POLAR_SLOPE] = 4,
    [IR_SINH] = 2,
    [IR_COSH] = 2,
    [IR_TANH] = 3,
    [IR_ASINH] = 2,
    [IR_ACOSH] = 3,
    [IR_ATANH] = 2,
    [IR_ATANH_SLOPE] = 2,
    [IR_ERF] = 1,
    [IR_ERFC] = 5,
    [IR_GAMMA] = 10,
    [IR_LGAMMA] = 5,
    [IR_POLYGAMMA] = 8,       /* and two more an order */
    [IR_SINC_DERIVATIVE] = 4, /* and one more an order */
    [IR_LOGADDEXP] = 2,
    [IR_SIGMOID] = 2,
    [IR_SOFTPLUS] = 2,
};

/* Constants are folded in double before they are rounded. Of long double the smallest number is
 * none of double, and results as large as double's largest are infinite while they are derived. */
const struct reference_arithmetic reference_float = {
    .unit = 0x1p-24, .smallest = 0x1p-149, .largest = FLT_MAX, .constants = 0x1p-24};
const struct reference_arithmetic reference_double = {.unit = 0x1p-53,
                                                      .smallest = 0x1p-1074,
                                                      .largest = DBL_MAX,
                                                      .constants = 0x1p-53,
                                                      .evaluated = true};
const struct reference_arithmetic reference_long_double = {
    .unit = 0x1p-64, .smallest = 0, .largest = DBL_MAX, .constants = 0x1p-53};

/* Each operator that occurs, as a function of three arguments with its partials. */
struct unit {
    struct ir_function *function; /* NULL: not built yet */
    double *values;
    ir_ref partial[IR_MAX_ARITY]; /* IR_NONE: none by structure */
    ir_ref guard[IR_MAX_ARITY];
};

struct units {
    const struct reference_arithmetic *arithmetic;
    struct arena *arena;
    struct atoms *atoms;
    struct unit of[IR_OP_COUNT];
};

/* The rounding of b - 1 to a^(b - 1) is that of an argument that log a enlarges. */
static double slope_ulps(double base, double exponent)
{
    const double logarithm = log(fabs(base));
    return isfinite(logarithm) ? 0.5 * fabs((exponent - 1) * logarithm) : 0;
}

/* Squarings double the relative error and so add up to one rounding for each factor. */
static double power_ulps(double exponent)
{
    return 0.5 * (fabs(exponent) + 2);
}

static double ulps_of(enum ir_op op, const double *operands)
{
    if (op == IR_POWI) {
        return power_ulps(operands[1]);
    }
    if (op == IR_POW_SLOPE) {
        return ulps[op] + slope_ulps(operands[0], operands[1]);
    }
    if (op == IR_EXP_RATIO) {
        const double difference = fabs(operands[0] - operands[1]);
        return difference == 0 ? 0 : ulps[op] + (isfinite(difference) ? 0.5 * difference : 0);
    }
    if (op == IR_POLYGAMMA) {
        return ulps[op] + 2 * operands[0];
    }
    if (op == IR_SINC_DERIVATIVE) {
        return ulps[op] + operands[0];
    }
    return ulps[op];
}

/* Post: what the ulps of the operator are ulps of: the value, but where the function has zeros that
 * its method does not resolve, the size of the parts that cancel there. */
static double magnitude_of(const struct reference_arithmetic *arithmetic, enum ir_op op,
                           const double *operands, double value)
{
    const double pi = 3.141592653589793;
    if (op == IR_LGAMMA || op == IR_LOGADDEXP) {
        return fmax(fabs(value), 1);
    }
    if (op == IR_HYPOT_SLOPE) { /* divides by what has lost digits where it is subnormal */
        const double radius = hypot(operands[0], operands[1]);
        const double step = arithmetic->smallest / arithmetic->unit; /* twice the least normal */
        return fabs(value) * (radius < step / 2 ? 1 + step / radius : 1);
    }
    if (op == IR_POLYGAMMA) {
        const double order = operands[0];
        const double x = operands[1];
        const double part = x < 0 ? fabs(ir_evaluate_op(op, order, 1 - x, 0)) : 0;
        return fmax(fabs(value), fmax(part, order == 0 ? 1 : 0));
    }
    if (op == IR_SINC_DERIVATIVE) {
        const double order = operands[0];
        const double envelope = fmin(1 / (order + 1), 1 / fabs(pi * operands[1]));
        return fmax(fabs(value), pow(pi, order) * envelope);
    }
    return fabs(value);
}

double reference_rounding(const struct reference_arithmetic *arithmetic, enum ir_op op,
                          const double operands[IR_MAX_ARITY], double value)
{
    if (ulps[op] == 0) {
        return 0;
    }
    if (!(fabs(value) <= arithmetic->largest)) {
        return INFINITY;
    }
    const double underflow = op == IR_ADD || op == IR_SUB ? 0 : arithmetic->smallest;
    const double relative = 2 * arithmetic->unit * ulps_of(op, operands);
    return relative * magnitude_of(arithmetic, op, operands, value) +
           underflow * (1 + ulps_of(op, operands));
}

/* Numbers of 26 bits or fewer are taken as meant, where they are numbers of the arithmetic. */
static double constant_error(const struct reference_arithmetic *arithmetic, double number)
{
    const int bits = arithmetic->unit > 0x1p-26 ? 24 : 26;
    int exponent;
    const double scaled = ldexp(frexp(number, &exponent), bits);
    if (fabs(number) > arithmetic->largest) {
        return isinf(number) ? 0 : INFINITY;
    }
    return isnan(number) || scaled == floor(scaled)
               ? 0
               : arithmetic->constants * fabs(number) + arithmetic->smallest;
}

static struct unit *unit_of(struct units *units, enum ir_op op)
{
    struct unit *unit = &units->of[op];
    if (unit->function != NULL) {
        return unit;
    }
    unit->function = ir_function_create(units->arena, units->atoms, (atom){0}, "unit");
    ir_ref operand[IR_MAX_ARITY] = {IR_NONE, IR_NONE, IR_NONE};
    for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
        operand[k] = ir_argument(unit->function, 0, k);
    }
    const ir_ref own = ir_build(unit->function, op, operand[0], operand[1], operand[2]);
    for (uint32_t k = 0; k < IR_MAX_ARITY; k++) {
        unit->partial[k] = IR_NONE;
        if (k < ir_op_info(op)->arity) {
            ir_partial(unit->function, own, k, &unit->partial[k], &unit->guard[k]);
        }
    }
    unit->values = arena_alloc(units->arena, unit->function->values.count * sizeof *unit->values);
    return unit;
}

/* Post: the size of each partial at these operands, 0 where it does not count. */
static void find_slopes(struct units *units, enum ir_op op, const double *operands, double *slopes)
{
    const struct unit *unit = unit_of(units, op);
    ir_evaluate(unit->function, (const double *const[]){operands}, unit->values);
    for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
        const bool counts =
            !ir_is_none(unit->partial[k]) && unit->values[unit->guard[k].index] != 0;
        slopes[k] = counts ? fabs(unit->values[unit->partial[k].index]) : 0;
    }
}

static double scaled(double slope, double error)
{
    return slope == 0 || error == 0 ? 0 : slope * error;
}

/* Post: the error that the operands' errors give. */
static double carried(struct units *units, enum ir_op op, const double *operands,
                      const double *errors)
{
    double slopes[IR_MAX_ARITY] = {1, 1, 1};
    double sum = 0;
    if (op == IR_SELECT) {
        return errors[0] + errors[operands[0] != 0 ? 1 : 2];
    }
    if (op == IR_POWI) {
        const double outward[] = {fabs(operands[0]) + errors[0], operands[1], 0};
        find_slopes(units, op, operands[1] > 1 ? outward : operands, slopes);
    } else if (op == IR_MUL) {
        sum = scaled(errors[0], errors[1]);
        find_slopes(units, op, operands, slopes);
    } else if (op != IR_ABS && op != IR_DETACH &&
               !(op == IR_HYPOT && operands[0] == 0 && operands[1] == 0)) {
        find_slopes(units, op, operands, slopes);
    }
    for (uint32_t k = 0; k < ir_op_info(op)->arity; k++) {
        sum += scaled(slopes[k], errors[k]);
    }
    return isnan(sum) ? INFINITY : sum;
}

/* Post: the error of a call: none where the arguments are exact, since the reference takes the
 * value of the same function; else what their errors give along slopes found by differences, and
 * what a good implementation may lose. */
static double bound_of_call(const struct ir_function *function,
                            const struct reference_arithmetic *arithmetic, uint32_t call,
                            const double *values, const double *bounds)
{
    enum { ULPS = 8 };
    const struct ir_extern *callee = ir_callee(function, (ir_ref){call});
    ir_ref inputs[IR_MAX_INPUTS];
    double point[IR_MAX_INPUTS];
    bool exact = true;
    const uint32_t count = ir_inputs(function, (ir_ref){call}, inputs);
    for (uint32_t k = 0; k < count; k++) {
        point[k] = values[inputs[k].index];
        exact = exact && bounds[inputs[k].index] == 0;
    }
    if (exact) {
        return 0;
    }
    if (callee->run == NULL || !isfinite(values[call])) {
        return INFINITY;
    }
    double sum = ULPS * callee->unit * fabs(values[call]);
    for (uint32_t k = 0; k < count; k++) {
        double error;
        const double slope = fabs(reference_difference(callee, point, k, &error)) + error;
        const double coarse = callee->unit > arithmetic->unit ? callee->unit * fabs(point[k]) : 0;
        sum += scaled(slope, bounds[inputs[k].index] + coarse);
    }
    return isnan(sum) ? INFINITY : sum;
}

/* Post: whether errors of the operands can turn the outcome of an operation that decides. Errors of
 * 0 cannot: x < x is not in doubt. */
static bool may_turn(enum ir_op op, const double *operands, const double *errors, double decided)
{
    const enum ir_op order = op == IR_EQ || op == IR_NE ? IR_LT : op;
    double outcome[2];
    if (errors[0] == 0 && errors[1] == 0) {
        return false;
    }
    if (isinf(errors[0]) || isinf(errors[1])) {
        return true;
    }
    for (int way = 0; way < 2; way++) {
        const double sign = way == 0 ? 1 : -1;
        outcome[way] = ir_evaluate_op(order, operands[0] + sign * 2 * errors[0],
                                      operands[1] - sign * 2 * errors[1], 0);
    }
    return outcome[0] != outcome[1] || (order == op && outcome[0] != decided);
}

/* Post: likewise of the whole quotient that fmod takes off. */
static bool quotient_may_turn(const double *operands, const double *errors)
{
    const double quotient = operands[0] / operands[1];
    const double error = errors[0] / fabs(operands[1]) + errors[1] * fabs(quotient / operands[1]);
    return error > 0 && trunc(quotient - 2 * error) != trunc(quotient + 2 * error);
}

static double bound_of_operation(struct units *units, const struct ir_value *value,
                                 const double *values, const double *bounds, double result)
{
    double operands[IR_MAX_ARITY] = {0};
    double errors[IR_MAX_ARITY] = {0};
    bool exact = true;
    for (uint32_t k = 0; k < ir_op_info(value->op)->arity; k++) {
        operands[k] = values[value->operand[k].index];
        errors[k] = bounds[value->operand[k].index];
        exact = exact && errors[k] == 0;
    }
    const bool known = units->arithmetic->evaluated || value->op == IR_BINADE;
    if ((ir_op_info(value->op)->flags & (IR_BOOLEAN | IR_PIECEWISE_CONSTANT)) != 0) {
        return known || !may_turn(value->op, operands, errors, result) ? 0 : INFINITY;
    }
    if (value->op == IR_FMOD && !known && quotient_may_turn(operands, errors)) {
        return INFINITY;
    }
    return reference_rounding(units->arithmetic, value->op, operands, result) +
           (exact ? 0 : carried(units, value->op, operands, errors));
}

/* Elements of opened constants (constants.c) are rounded. */
static double bound_of_argument(const struct ir_function *function,
                                const struct reference_arithmetic *arithmetic,
                                const struct ir_value *value, double number)
{
    const bool opened = reference_is_constants(&function->arguments.at[value->array]);
    return opened ? arithmetic->constants * fabs(number) : 0;
}

void reference_bound(const struct ir_function *function,
                     const struct reference_arithmetic *arithmetic, const double *values,
                     double *bounds)
{
    struct arena *scratch = arena_create();
    struct units units = {
        .arithmetic = arithmetic, .arena = scratch, .atoms = atoms_create(scratch)};
    for (uint32_t i = 0; i < function->values.count; i++) {
        const struct ir_value *value = &function->values.at[i];
        if (value->op == IR_CALL) {
            bounds[i] = bound_of_call(function, arithmetic, i, values, bounds);
        } else if (value->op == IR_CONSTANT) {
            bounds[i] = constant_error(arithmetic, value->number);
        } else if (value->op == IR_ARGUMENT) {
            bounds[i] = bound_of_argument(function, arithmetic, value, values[i]);
        } else if (!ir_op_is_plain(value->op)) {
            bounds[i] = 0;
        } else {
            bounds[i] = bound_of_operation(&units, value, values, bounds, values[i]);
        }
    }
    arena_destroy(scratch);
}

bool reference_agrees(double computed, double reference, double bound)
{
    if (isnan(computed) || isnan(reference)) {
        return isnan(computed) && isnan(reference);
    }
    if (computed == reference || isinf(bound)) {
        return true;
    }
    if (isinf(computed) || isinf(reference)) {
        return false;
    }
    const double slack = reference_double.unit * fabs(reference) + DBL_MIN;
    return fabs(computed - reference) <= 2 * bound + slack;
}
