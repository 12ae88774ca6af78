/* Values and derivatives of IR functions at high precision: the values by MPFR, the derivatives by
 * differences of values alone, so that they share nothing with the rules they are to check.
 *
 * The step. With P bits and a step h = 2^(-P/3) |x| (2^(-P/3) at x = 0, where nothing else gives a
 * scale) the central difference (f(x+h) - f(x-h))/2h leaves out h^2 f'''/6, about 2^(-2P/3) of
 * f' where f changes over lengths like |x|, and carries rounding errors of about 2^-P |f|/h, also
 * 2^(-2P/3): the step balances both. At P = 500 that is 2^-333. Thirty digits, 2^-100, hold unless
 * f changes over lengths 2^116 times smaller than |x|, or partial results are 2^233 times larger
 * than the result: for |x| from 1e-8 to 1e8 far more than double can follow. x + h itself is
 * exact, since a double has 53 bits.
 *
 * The error. A third value, f(x+2h), gives the third difference f(x+2h) - 3f(x+h) + 3f(x) - f(x-h)
 * = h^3 f''' + O(h^4), and so an estimate of what the central difference left out; four times that
 * estimate is told, and a rounding term is added.
 *
 * Kinks. An entry is marked as not smooth
 *
 *  1. where a comparison or a step function (floor, sign, ...) decides differently at one of the
 *     displaced points than at x: each value that depends on that decision, through operands that
 *     were selected, is on the edge of two pieces;
 *
 *  2. where double arithmetic decides differently than MPFR at x itself: the piece that a function
 *     evaluated in double belongs to is a matter of rounding there;
 *
 *  3. where the third difference says that there is no third derivative: |x| at 0 gives an error of
 *     the size of the slope, cbrt at 0 of the size of its infinite difference. The error has to be
 *     beyond 2^-100 of the entry, and, with x^3 at 0 in mind, whose difference is h^2 like its
 *     error, to move the result by more than 2^-120 over a length of x or 1;
 *
 *  4. where x or one of the four values is infinite or NaN, or |x| beyond 2^(P/3 - 32), so that a
 *     step skips whole periods of sin or fmod.
 *
 * Only values that depend on the displaced argument are computed again. */
#include "reference.h"

#include "ops.h"

#include <math.h>
#include <string.h>

enum { FIRST_STEP = -1, LAST_STEP = 2, STEPS = 4, RELATIVE_KINK = -100, ABSOLUTE_KINK = -120 };

mpfr_t *reference_numbers(struct arena *arena, size_t count, mpfr_prec_t precision)
{
    const size_t size = mpfr_custom_get_size(precision);
    mpfr_t *numbers = arena_alloc(arena, count * sizeof *numbers);
    char *digits = arena_alloc(arena, count * size);
    for (size_t i = 0; i < count; i++) {
        mpfr_custom_init(digits + i * size, precision);
        mpfr_custom_init_set(numbers[i], MPFR_NAN_KIND, 0, precision, digits + i * size);
    }
    return numbers;
}

void reference_evaluate_op(mpfr_t y, enum ir_op op, const mpfr_t a, const mpfr_t b, const mpfr_t c)
{
    const mpfr_rnd_t R = MPFR_RNDN;
    switch (op) {
#define OP(id, name, arity, flags, value, partial_a, partial_b, partial_c, spelling, spelled, \
           domain, low, high, mpfr, summary)                                                  \
    case IR_##id:                                                                             \
        (void)(mpfr);                                                                         \
        break;
#include "ops.def"
#undef OP
    case IR_OP_COUNT:
        break;
    }
}

/* -- one function at and around one point -- */

struct probe {
    struct arena *scratch;
    const struct ir_function *function;
    const double *const *arguments;
    mpfr_t *base;  /* the values at the point */
    mpfr_t *moved; /* those that are active, at the displaced point */
    mpfr_t *unset; /* stands for operands that are none */
    bool *active;  /* depends on the displaced argument */
    bool *edge;    /* lies on the edge between two pieces: of the point, */
    bool *edges;   /*                                      of it and the displaced ones */
    mpfr_t *step;
    mpfr_t *spare; /* for intermediate results */
};

static const struct ir_value *value_at(const struct probe *probe, uint32_t i)
{
    return &probe->function->values.at[i];
}

static mpfr_ptr current(const struct probe *probe, ir_ref ref)
{
    if (ir_is_none(ref)) {
        return probe->unset[0];
    }
    return probe->active[ref.index] ? probe->moved[ref.index] : probe->base[ref.index];
}

/* A C function of the user's, which has values for doubles alone, goes on between them as its
 * declared partial derivatives say: from the doubles next to the arguments at the point. That they
 * are right is for others to check. */
static void compute_call(const struct probe *probe, uint32_t i, mpfr_t result)
{
    const struct ir_extern *callee = ir_callee(probe->function, (ir_ref){i});
    ir_ref inputs[IR_MAX_INPUTS];
    double near[IR_MAX_INPUTS];
    const uint32_t count = ir_inputs(probe->function, (ir_ref){i}, inputs);
    for (uint32_t k = 0; k < count; k++) {
        near[k] = mpfr_get_d(probe->base[inputs[k].index], MPFR_RNDN);
    }
    mpfr_set_d(result, callee->run == NULL ? (double)NAN : callee->run(near), MPFR_RNDN);
    mpfr_t t;
    mpfr_init2(t, mpfr_get_prec(result));
    for (uint32_t k = 0; k < count && callee->partials != NULL; k++) {
        const struct ir_extern *partial = &probe->function->externs->at[callee->partials[k]];
        mpfr_sub_d(t, current(probe, inputs[k]), near[k], MPFR_RNDN);
        if (partial->run != NULL && !mpfr_zero_p(t)) {
            mpfr_mul_d(t, t, partial->run(near), MPFR_RNDN);
            mpfr_add(result, result, t, MPFR_RNDN);
        }
    }
    mpfr_clear(t);
}

static void compute(const struct probe *probe, uint32_t i, mpfr_t result)
{
    const struct ir_value *value = value_at(probe, i);
    if (value->op == IR_CONSTANT) {
        mpfr_set_d(result, value->number, MPFR_RNDN);
    } else if (value->op == IR_ARGUMENT) {
        mpfr_set_d(result, probe->arguments[value->array][value->element], MPFR_RNDN);
    } else if (value->op == IR_CALL) {
        compute_call(probe, i, result);
    } else {
        reference_evaluate_op(result, value->op, current(probe, value->operand[0]),
                              current(probe, value->operand[1]), current(probe, value->operand[2]));
    }
}

static struct probe probe_point(struct arena *scratch, const struct ir_function *function,
                                const double *const *arguments, mpfr_t *base, mpfr_prec_t precision)
{
    const uint32_t count = function->values.count;
    struct probe probe = {
        .scratch = scratch,
        .function = function,
        .arguments = arguments,
        .base = base,
        .unset = reference_numbers(scratch, 1, precision),
        .active = arena_alloc(scratch, count * sizeof *probe.active),
    };
    for (uint32_t i = 0; i < count; i++) {
        compute(&probe, i, base[i]);
    }
    return probe;
}

void reference_evaluate(const struct ir_function *function, const double *const *arguments,
                        mpfr_t *values)
{
    struct arena *scratch = arena_create();
    probe_point(scratch, function, arguments, values, MPFR_PREC_MIN);
    arena_destroy(scratch);
}

/* -- edges between pieces -- */

/* Post: whether an operand that counts lies on an edge: none for a power of two by which something
 * is scaled, and back, as any other would do. */
static bool operand_on_edge(const struct probe *probe, const bool *edge, uint32_t i)
{
    const struct ir_value *value = value_at(probe, i);
    if (value->op == IR_BINADE) {
        return false;
    }
    if (value->op == IR_SELECT) {
        const bool first = !mpfr_zero_p(current(probe, value->operand[0]));
        return edge[value->operand[0].index] || edge[value->operand[first ? 1 : 2].index];
    }
    for (uint32_t k = 0; k < ir_op_info(value->op)->arity; k++) {
        if (edge[value->operand[k].index]) {
            return true;
        }
    }
    return false;
}

static bool is_step(enum ir_op op)
{
    return (ir_op_info(op)->flags & (IR_BOOLEAN | IR_PIECEWISE_CONSTANT)) != 0 && op != IR_BINADE;
}

/* Post: whether double arithmetic takes another piece of the operator at the point than MPFR. */
static bool decides_otherwise(const struct probe *probe, const double *values, uint32_t i)
{
    const struct ir_value *value = value_at(probe, i);
    if (isnan(values[i])) {
        return false; /* not a matter of pieces */
    }
    if (is_step(value->op)) {
        return mpfr_cmp_d(probe->base[i], values[i]) != 0;
    }
    if (value->op == IR_ABS) {
        const uint32_t a = value->operand[0].index;
        return mpfr_sgn(probe->base[a]) != (values[a] > 0) - (values[a] < 0);
    }
    if (value->op == IR_HYPOT) {
        return !mpfr_zero_p(probe->base[i]) != (values[i] != 0);
    }
    if (value->op == IR_FMOD) {
        const uint32_t a = value->operand[0].index;
        const uint32_t b = value->operand[1].index;
        mpfr_sub(probe->spare[0], probe->base[a], probe->base[i], MPFR_RNDN);
        mpfr_div(probe->spare[0], probe->spare[0], probe->base[b], MPFR_RNDN);
        mpfr_rint(probe->spare[0], probe->spare[0], MPFR_RNDN);
        return mpfr_cmp_d(probe->spare[0], trunc(values[a] / values[b])) != 0;
    }
    return false;
}

static void find_edges_at_point(struct probe *probe)
{
    const uint32_t count = probe->function->values.count;
    double *values = arena_alloc(probe->scratch, count * sizeof *values);
    probe->edge = arena_alloc(probe->scratch, count * sizeof *probe->edge);
    ir_evaluate(probe->function, probe->arguments, values);
    for (uint32_t i = 0; i < count; i++) {
        probe->edge[i] =
            decides_otherwise(probe, values, i) || operand_on_edge(probe, probe->edge, i);
    }
}

/* -- differences -- */

/* Post: the values that depend on this argument element, but for what is detached. */
static void find_active(struct probe *probe, uint32_t array, uint32_t element)
{
    for (uint32_t i = 0; i < probe->function->values.count; i++) {
        const struct ir_value *value = value_at(probe, i);
        probe->active[i] =
            value->op == IR_ARGUMENT && value->array == array && value->element == element;
        for (uint32_t k = 0; k < ir_op_info(value->op)->arity && value->op != IR_DETACH; k++) {
            probe->active[i] = probe->active[i] || probe->active[value->operand[k].index];
        }
    }
}

/* Post: the step for an argument of this size, NaN where it would not be small against 1. */
static void set_step(struct probe *probe, double x, mpfr_prec_t precision)
{
    const int exponent = x != 0 && isfinite(x) ? ilogb(x) + 1 : 0;
    if (isfinite(x) && exponent < precision / 3 - 32) {
        mpfr_set_ui_2exp(probe->step[0], 1, exponent - precision / 3, MPFR_RNDN);
    } else {
        mpfr_set_nan(probe->step[0]);
    }
}

/* Post: the active values at the point displaced by so many steps, and whether they lie on edges.
 */
static void displace(struct probe *probe, long steps)
{
    for (uint32_t i = 0; i < probe->function->values.count; i++) {
        if (!probe->active[i]) {
            continue;
        }
        if (value_at(probe, i)->op == IR_ARGUMENT) {
            mpfr_mul_si(probe->moved[i], probe->step[0], steps, MPFR_RNDN);
            mpfr_add(probe->moved[i], probe->moved[i], probe->base[i], MPFR_RNDN);
            continue;
        }
        compute(probe, i, probe->moved[i]);
        probe->edges[i] =
            probe->edges[i] || operand_on_edge(probe, probe->edges, i) ||
            (is_step(value_at(probe, i)->op) && !mpfr_equal_p(probe->moved[i], probe->base[i]));
    }
}

/* Post: `error` estimates what the central difference over f[0], f[1], f[2], f[3], the values at
 * -1, 0, 1, 2 steps, leaves out, with a factor 4 for safety, and its rounding errors. */
static void estimate_error(mpfr_t error, mpfr_t *f, const mpfr_t step)
{
    mpfr_exp_t largest = mpfr_get_emin();
    mpfr_t t;
    mpfr_init2(t, mpfr_get_prec(error));
    mpfr_sub(error, f[2], f[1], MPFR_RNDN);
    mpfr_mul_si(error, error, -3, MPFR_RNDN);
    mpfr_add(error, error, f[3], MPFR_RNDN);
    mpfr_sub(error, error, f[0], MPFR_RNDN);
    mpfr_abs(error, error, MPFR_RNDN);
    mpfr_mul_ui(error, error, 2, MPFR_RNDN);
    mpfr_div_ui(error, error, 3, MPFR_RNDN);
    for (int i = 0; i < STEPS; i++) {
        if (mpfr_regular_p(f[i]) && mpfr_get_exp(f[i]) > largest) {
            largest = mpfr_get_exp(f[i]);
        }
    }
    mpfr_set_ui_2exp(t, 1, largest + 4 - mpfr_get_prec(error), MPFR_RNDN);
    mpfr_add(error, error, t, MPFR_RNDN);
    mpfr_div(error, error, step, MPFR_RNDN);
    mpfr_clear(t);
}

/* Post: whether the error is one that a smooth function has; the step tells the size of x. */
static bool is_small(const mpfr_t error, const mpfr_t entry, const mpfr_t step)
{
    const mpfr_exp_t length = mpfr_get_exp(step) + mpfr_get_prec(step) / 3;
    if (mpfr_zero_p(error) || mpfr_get_exp(error) + (length > 0 ? length : 0) <= ABSOLUTE_KINK) {
        return true;
    }
    return mpfr_regular_p(entry) && mpfr_get_exp(error) - mpfr_get_exp(entry) <= RELATIVE_KINK;
}

/* Post: one entry, from the values of its result at the four points. */
static void set_entry(struct reference_jacobian *jacobian, size_t at, mpfr_t *f, const mpfr_t step,
                      mpfr_t error)
{
    mpfr_ptr entry = jacobian->exact[at];
    bool finite = mpfr_number_p(step);
    for (int i = 0; i < STEPS; i++) {
        finite = finite && mpfr_number_p(f[i]);
    }
    mpfr_sub(entry, f[2], f[0], MPFR_RNDN);
    mpfr_div(entry, entry, step, MPFR_RNDN);
    mpfr_div_2ui(entry, entry, 1, MPFR_RNDN);
    if (!finite) {
        jacobian->smooth[at] = false;
        jacobian->error[at] = INFINITY;
    } else {
        estimate_error(error, f, step);
        jacobian->smooth[at] = jacobian->smooth[at] && is_small(error, entry, step);
        jacobian->error[at] = mpfr_get_d(error, MPFR_RNDU);
    }
    jacobian->value[at] = mpfr_get_d(entry, MPFR_RNDN);
}

static void set_column(struct reference_jacobian *jacobian, struct probe *probe,
                       const struct ir_result *result, uint32_t column, mpfr_t *around)
{
    const uint32_t rows = jacobian->rows;
    for (int steps = FIRST_STEP; steps <= LAST_STEP; steps++) {
        if (steps != 0) {
            displace(probe, steps);
        }
        for (uint32_t row = 0; row < rows; row++) {
            const ir_ref ref = result->elements[row];
            mpfr_set(around[(size_t)row * STEPS + (size_t)(steps - FIRST_STEP)],
                     steps == 0 ? probe->base[ref.index] : current(probe, ref), MPFR_RNDN);
        }
    }
    for (uint32_t row = 0; row < rows; row++) {
        const ir_ref ref = result->elements[row];
        const size_t at = (size_t)row * jacobian->columns + column;
        jacobian->smooth[at] = !probe->edges[ref.index];
        if (probe->active[ref.index]) {
            set_entry(jacobian, at, around + (size_t)row * STEPS, probe->step[0], probe->spare[0]);
        } else {
            mpfr_set_zero(jacobian->exact[at], 1);
        }
    }
}

struct reference_jacobian *reference_jacobian(struct arena *arena,
                                              const struct ir_function *function, uint32_t result,
                                              uint32_t wrt, const double *const *arguments,
                                              mpfr_prec_t precision)
{
    struct arena *scratch = arena_create();
    const struct ir_result *of = &function->results.at[result];
    const uint32_t count = function->values.count;
    struct reference_jacobian *jacobian = arena_alloc(arena, sizeof *jacobian);
    jacobian->rows = of->array.count;
    jacobian->columns = function->arguments.at[wrt].count;
    const size_t entries = (size_t)jacobian->rows * jacobian->columns;
    jacobian->exact = reference_numbers(arena, entries, precision);
    jacobian->value = arena_alloc(arena, entries * sizeof *jacobian->value);
    jacobian->error = arena_alloc(arena, entries * sizeof *jacobian->error);
    jacobian->smooth = arena_alloc(arena, entries * sizeof *jacobian->smooth);

    struct probe probe = probe_point(scratch, function, arguments,
                                     reference_numbers(scratch, count, precision), precision);
    probe.moved = reference_numbers(scratch, count, precision);
    probe.step = reference_numbers(scratch, 1, precision);
    probe.spare = reference_numbers(scratch, 1, precision);
    probe.edges = arena_alloc(scratch, count * sizeof *probe.edges);
    find_edges_at_point(&probe);
    mpfr_t *around = reference_numbers(scratch, (size_t)jacobian->rows * STEPS, precision);
    for (uint32_t column = 0; column < jacobian->columns; column++) {
        memcpy(probe.edges, probe.edge, count * sizeof *probe.edges);
        find_active(&probe, wrt, column);
        set_step(&probe, arguments[wrt][column], precision);
        set_column(jacobian, &probe, of, column, around);
    }
    arena_destroy(scratch);
    return jacobian;
}

void reference_add_number(struct text *out, const mpfr_t number, int digits)
{
    char *shown = NULL;
    if (mpfr_asprintf(&shown, "%.*Re", digits - 1, number) < 0) {
        fail_no_memory();
    }
    text_add(out, shown);
    mpfr_free_str(shown);
}
