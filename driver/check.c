/* `adc check`: the derivatives that would be generated, evaluated in double, against a reference of
 * more than 30 digits that knows nothing of elimination (reference/), at sample points. What may
 * differ is bounded by an analysis of the rounding errors at each point.
 *
 * First derivatives are compared with differences of the model's values; second ones with
 * differences of its adjoint product (the mode vjp, which is checked on the way); products with a
 * vector with the products of those matrices. Of sparse matrices it is also checked that what is
 * left out is zero. */
#include "check_extern.h"
#include "entry.h"
#include "pipeline.h"
#include "point.h"
#include "reference.h"
#include "with.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#if ADC_HAVE_MPFR

enum { SECOND_MAX = 20000 }; /* inputs times values up to which Hessians are checked unasked */

/* What came out at the points of one model in one mode. */
struct tally {
    uint32_t compared;
    uint32_t skipped; /* on a kink, or not finite */
    uint32_t wrong;
    double largest; /* difference over bound */
};

/* A point, and what is exact there. */
struct site {
    struct arena *scratch;
    const struct pipeline_model *model;
    const double *x;
    const double *p;
    const double *direction;                   /* an element for each of x */
    const double *weights;                     /* an element for each of y */
    const struct reference_jacobian *jacobian; /* of the outputs */
    const struct reference_jacobian *hessian;  /* of their weighted sum; NULL where not wanted */
};

/* What an element should be. */
struct target {
    double value;
    double error;
    bool smooth;
};

/* -- what is exact ------------------------------------------------------------------------------
 */

static const double *const *arguments_of(const struct site *site, const struct ir_function *f)
{
    const double **arguments = arena_alloc(site->scratch, f->arguments.count * sizeof *arguments);
    for (uint32_t a = 0; a < f->arguments.count; a++) {
        arguments[a] = a == IR_ARRAY_X                              ? site->x
                       : a == IR_ARRAY_P                            ? site->p
                       : strcmp(f->arguments.at[a].name, "dx") == 0 ? site->direction
                                                                    : site->weights;
    }
    return arguments;
}

static struct target entry_of(const struct reference_jacobian *matrix, uint32_t row,
                              uint32_t column)
{
    const size_t at = (size_t)row * matrix->columns + column;
    return (struct target){matrix->value[at], matrix->error[at], matrix->smooth[at]};
}

/* Post: the sum of factors[k] times the entries of a row, or of a column. */
static struct target product_of(const struct site *site, const struct reference_jacobian *matrix,
                                bool of_row, uint32_t line, const double *factors)
{
    const uint32_t count = of_row ? matrix->columns : matrix->rows;
    mpfr_t *numbers = reference_numbers(site->scratch, 2, REFERENCE_PRECISION);
    struct target target = {.smooth = true};
    mpfr_set_zero(numbers[0], 1);
    for (uint32_t k = 0; k < count; k++) {
        const size_t at =
            of_row ? (size_t)line * matrix->columns + k : (size_t)k * matrix->columns + line;
        mpfr_mul_d(numbers[1], matrix->exact[at], factors[k], MPFR_RNDN);
        mpfr_add(numbers[0], numbers[0], numbers[1], MPFR_RNDN);
        target.error += fabs(factors[k]) * matrix->error[at];
        target.smooth = target.smooth && matrix->smooth[at];
    }
    target.value = mpfr_get_d(numbers[0], MPFR_RNDN);
    return target;
}

/* Post: what a matrix of derivatives should be; of a higher order: the Jacobian of the order
 * before, which is checked itself. */
static const struct reference_jacobian *matrix_of(const struct site *site,
                                                  const struct ir_function *f, uint32_t result)
{
    if (f->results.at[result].pattern.rows > 0 && result > 1) {
        return reference_jacobian(site->scratch, f, result - 1, IR_ARRAY_X, arguments_of(site, f),
                                  REFERENCE_PRECISION);
    }
    return strcmp(f->results.at[result].array.name, "h") == 0 ? site->hessian : site->jacobian;
}

static struct target target_of(const struct site *site, const struct reference_jacobian *matrix,
                               const struct ir_result *result, uint32_t e)
{
    const char *array = result->array.name;
    if (strcmp(array, "dy") == 0) {
        return product_of(site, site->jacobian, true, e, site->direction);
    }
    if (strcmp(array, "wx") == 0) {
        return product_of(site, site->jacobian, false, e, site->weights);
    }
    if (strcmp(array, "hdx") == 0) {
        return product_of(site, site->hessian, true, e, site->direction);
    }
    uint32_t row;
    uint32_t column;
    ir_result_place(result, e, &row, &column);
    return entry_of(matrix, row, column);
}

/* -- comparing ----------------------------------------------------------------------------------
 */

static void report_wrong(const struct site *site, const char *name, double computed,
                         const struct target *target, double bound)
{
    struct text text = text_in(site->scratch);
    text_print(&text, "  WRONG %s = ", name);
    text_add_number(&text, computed);
    text_add(&text, ", reference ");
    text_add_number(&text, target->value);
    text_print(&text, ", rounding explains %.1e\n", bound);
    fwrite(text_string(&text), 1, text.length, stdout);
}

static void compare(const struct site *site, const char *name, double computed, double rounding,
                    const struct target *target, struct tally *tally)
{
    const double bound = rounding + target->error;
    if (!target->smooth || !isfinite(bound)) {
        tally->skipped++;
        return;
    }
    tally->compared++;
    const double difference = fabs(computed - target->value);
    if (bound > 0 && difference / bound > tally->largest) {
        tally->largest = difference / bound;
    }
    if (!reference_agrees(computed, target->value, bound)) {
        tally->wrong++;
        report_wrong(site, name, computed, target, bound);
    }
}

/* Whether a place that a sparse matrix leaves out has to be zero. */
static bool belongs(const struct ir_result *result, enum derive_triangle triangle, uint32_t row,
                    uint32_t column)
{
    return strcmp(result->array.name, "h") != 0 || triangle == TRIANGLE_FULL ||
           (triangle == TRIANGLE_LOWER ? row >= column : row <= column);
}

/* What the pattern leaves out is compared with zero. */
static void compare_gaps(const struct site *site, const struct reference_jacobian *matrix,
                         const struct ir_result *result, enum derive_triangle triangle,
                         struct tally *tally)
{
    const struct ir_pattern *pattern = &result->pattern;
    const size_t size = (size_t)pattern->rows * pattern->columns;
    bool *stored = arena_alloc(site->scratch, size * sizeof *stored);
    for (uint32_t k = 0; k < result->array.count; k++) {
        stored[(size_t)pattern->row[k] * pattern->columns + pattern->column[k]] = true;
    }
    for (size_t at = 0; at < size; at++) {
        const uint32_t row = (uint32_t)(at / pattern->columns);
        const uint32_t column = (uint32_t)(at % pattern->columns);
        if (!stored[at] && belongs(result, triangle, row, column)) {
            const struct target target = entry_of(matrix, row, column);
            compare(site, "an entry that the pattern leaves out", 0, 0, &target, tally);
        }
    }
}

static void check_result(const struct site *site, const struct ir_function *f, uint32_t number,
                         enum derive_triangle triangle, const double *values, const double *bounds,
                         struct tally *tally)
{
    const struct ir_result *result = &f->results.at[number];
    const struct reference_jacobian *matrix = matrix_of(site, f, number);
    for (uint32_t e = 0; e < result->array.count; e++) {
        const uint32_t ref = result->elements[e].index;
        const struct target target = target_of(site, matrix, result, e);
        compare(site, entry_name(site->scratch, site->model->value, f, result, e, true),
                values[ref], bounds[ref], &target, tally);
    }
    if (result->pattern.rows > 0 && !ir_layout_is_dense(result->pattern.layout)) {
        compare_gaps(site, matrix, result, triangle, tally);
    }
}

/* All results but the values themselves. */
static void check_mode(const struct site *site, const struct ir_function *f,
                       enum derive_triangle triangle, struct tally *tally)
{
    double *values = arena_alloc(site->scratch, f->values.count * sizeof *values);
    double *bounds = arena_alloc(site->scratch, f->values.count * sizeof *bounds);
    ir_evaluate(f, arguments_of(site, f), values);
    reference_bound(f, values, bounds);
    for (uint32_t r = 0; r < f->results.count; r++) {
        if (strcmp(f->results.at[r].array.name, "y") != 0) {
            check_result(site, f, r, triangle, values, bounds, tally);
        }
    }
}

/* -- models -------------------------------------------------------------------------------------
 */

static const struct ir_function *mode_of(const struct pipeline_model *model, const char *suffix)
{
    for (uint32_t i = 0; i < model->functions.count; i++) {
        if (strcmp(model->functions.at[i]->suffix, suffix) == 0) {
            return model->functions.at[i];
        }
    }
    return NULL;
}

static bool is_second(const char *mode)
{
    return strcmp(mode, "hessian") == 0 || strcmp(mode, "hvp") == 0;
}

/* Post: the highest order of the derivatives that are checked. */
static uint32_t highest_order(const struct options *options)
{
    uint32_t highest = 0;
    for (uint32_t i = 0; i < options->derive.count; i++) {
        uint32_t times;
        const struct derive_mode *mode = derive_mode_named(options->derive.at[i], &times);
        highest = mode->order * times > highest ? mode->order * times : highest;
    }
    return highest;
}

static void check_point(struct site *site, const struct options *options, struct tally *tallies)
{
    const struct pipeline_model *model = site->model;
    site->scratch = arena_create();
    site->jacobian = reference_jacobian(site->scratch, model->value, 0, IR_ARRAY_X,
                                        arguments_of(site, model->value), REFERENCE_PRECISION);
    site->hessian = NULL;
    for (uint32_t i = 0; i < model->functions.count; i++) {
        const struct ir_function *f = model->functions.at[i];
        if (is_second(f->suffix) && site->hessian == NULL) {
            const struct ir_function *vjp = mode_of(model, "vjp");
            site->hessian = reference_jacobian(site->scratch, vjp, 1, IR_ARRAY_X,
                                               arguments_of(site, vjp), REFERENCE_PRECISION);
        }
        if (strcmp(f->suffix, "value") != 0) {
            check_mode(site, f, options->triangle, &tallies[i]);
        }
    }
    arena_destroy(site->scratch);
}

/* At the user's point, or at drawn ones: of magnitude 1 and positive first, as many models are
 * defined there alone, then of either sign. Directions and weights are drawn where not given. */
static bool check_model(struct pipeline *pipeline, const struct pipeline_model *model,
                        struct tally *tallies, struct extern_tally *extern_tallies)
{
    const struct options *options = pipeline->options;
    struct arena *arena = pipeline->compilation.arena;
    struct site site = {.model = model};
    const bool given = options->at.count > 0;
    if (given && !point_names_are_known(options, model->functions.at, model->functions.count)) {
        return false;
    }
    uint64_t state = 1;
    for (uint32_t i = 0; i < (given ? 1 : options->samples); i++) {
        const double **point = point_drawn(arena, model->value, &state, i % 2 == 0 ? 0.1 : -2, 2);
        if (given && !point_from_options(arena, options, model->value, &point)) {
            return false;
        }
        site.x = point[IR_ARRAY_X];
        site.p = point[IR_ARRAY_P];
        const bool adjoint = point_seed_is_given(options, model->value, "wy");
        if (!point_seed(arena, options, model->value, "dx",
                        model->value->arguments.at[IR_ARRAY_X].count, &state, &site.direction) ||
            !point_seed(arena, options, model->value, adjoint ? "wy" : "w",
                        model->value->results.at[0].array.count, &state, &site.weights)) {
            return false;
        }
        check_externs(model->value, point, highest_order(options), extern_tallies);
        check_point(&site, options, tallies);
    }
    return true;
}

/* The modes asked for; without --derive the Jacobian, and the Hessian of models that are small and
 * have second derivatives.
 * Second derivatives need the adjoint product as their reference. */
static void choose_modes(struct pipeline *pipeline, struct options *options)
{
    struct arena *arena = pipeline->compilation.arena;
    bool second = false;
    bool vjp = false;
    if (options->derive.count == 0) {
        bool small = true;
        for (uint32_t i = 0; i < pipeline->models.count; i++) {
            const struct ir_function *value = pipeline->models.at[i].value;
            small = small &&
                    (uint64_t)value->arguments.at[IR_ARRAY_X].count * value->values.count <=
                        SECOND_MAX &&
                    derive_check_externs(NULL, value, 2, "");
        }
        vec_push(arena, &options->derive, "jacobian");
        if (small) {
            vec_push(arena, &options->derive, "hessian");
        }
    }
    for (uint32_t i = 0; i < options->derive.count; i++) {
        second = second || is_second(options->derive.at[i]);
        vjp = vjp || strcmp(options->derive.at[i], "vjp") == 0;
    }
    if (second && !vjp) {
        vec_push(arena, &options->derive, "vjp");
    }
}

/* Post: whether all is well: nothing wrong, and something compared where there is something. */
static bool report_model(const struct pipeline *pipeline, const struct pipeline_model *model,
                         const struct tally *tallies)
{
    bool well = true;
    for (uint32_t i = 0; i < model->functions.count; i++) {
        const struct tally *tally = &tallies[i];
        if (strcmp(model->functions.at[i]->suffix, "value") == 0) {
            continue;
        }
        printf("%s: %s: %u derivatives compared, %u wrong; largest difference %.2g of what "
               "rounding may do; %u skipped (no derivative there)\n",
               atom_text(pipeline->compilation.atoms, model->value->name),
               model->functions.at[i]->suffix, tally->compared, tally->wrong, tally->largest,
               tally->skipped);
        const bool nothing = tally->compared == 0 && tally->skipped > 0;
        if (nothing) {
            printf("  nothing could be compared: give a point by --at\n");
        }
        well = well && tally->wrong == 0 && !nothing;
    }
    return well;
}

enum status command_check(struct pipeline *pipeline)
{
    struct options options = *pipeline->options;
    pipeline->options = &options;
    enum status status = pipeline_read(pipeline, options.inputs.at[0]);
    if (status == STATUS_FINE) {
        choose_modes(pipeline, &options);
        status = pipeline_derive(pipeline);
    }
    const bool derived = status == STATUS_FINE;
    status = pipeline_report(pipeline, status);
    if (!derived) {
        return status;
    }
    const enum status loaded = with_load(pipeline);
    if (loaded != STATUS_FINE) {
        return loaded;
    }
    for (uint32_t i = 0; i < pipeline->models.count; i++) {
        const struct pipeline_model *model = &pipeline->models.at[i];
        struct arena *arena = pipeline->compilation.arena;
        struct tally *tallies = arena_alloc(arena, model->functions.count * sizeof *tallies);
        struct extern_tally *externs =
            arena_alloc(arena, model->value->externs->count * sizeof *externs);
        if (!check_model(pipeline, model, tallies, externs)) {
            return STATUS_USAGE;
        }
        const bool partials = check_externs_report(model->value->externs, externs);
        status = report_model(pipeline, model, tallies) && partials ? status : STATUS_MODEL;
    }
    return status;
}

#else

enum status command_check(struct pipeline *pipeline)
{
    (void)pipeline;
    fputs("adc: this adc was built without MPFR, which `adc check` needs\n", stderr);
    return STATUS_USAGE;
}

#endif
