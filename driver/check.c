/* `adc check`: the derivatives that would be generated, evaluated in double, against a reference of
 * more than 30 digits that knows nothing of elimination (reference/), at sample points. What may
 * differ is bounded by an analysis of the rounding errors at each point.
 *
 * First derivatives are compared with differences of the model's values; second ones with
 * differences of its adjoint product (that of the mode vjp, which is checked on the way); products
 * with a vector with the products of those matrices. Of sparse matrices it is also checked that
 * what is left out is zero. */
#include "check_extern.h"
#include "check_target.h"
#include "entry.h"
#include "pipeline.h"
#include "point.h"
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

/* -- comparing -- */

static void report_wrong(struct arena *scratch, const char *name, double computed, double value,
                         double bound)
{
    struct text text = text_in(scratch);
    text_print(&text, "  WRONG %s = ", name);
    text_add_number(&text, computed);
    text_add(&text, ", reference ");
    text_add_number(&text, value);
    text_print(&text, ", rounding explains %.1e\n", bound);
    fwrite(text_string(&text), 1, text.length, stdout);
}

static void compare(const struct site *site, const char *name, double computed, double rounding,
                    const struct target *target, struct tally *tally)
{
    const double bound = rounding + target->error;
    const double value = (double)target->value;
    if (!target->smooth || !isfinite(bound)) {
        tally->skipped++;
        return;
    }
    tally->compared++;
    const double difference = fabs(computed - value);
    if (bound > 0 && difference / bound > tally->largest) {
        tally->largest = difference / bound;
    }
    if (!reference_agrees(computed, value, bound)) {
        tally->wrong++;
        report_wrong(site->scratch, name, computed, value, bound);
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
            const struct target target = target_of_entry(matrix, row, column);
            compare(site, "an entry that the pattern leaves out", 0, 0, &target, tally);
        }
    }
}

static void check_result(const struct site *site, const struct ir_function *f, uint32_t number,
                         enum derive_triangle triangle, const double *values, const double *bounds,
                         struct tally *tally)
{
    const struct ir_result *result = &f->results.at[number];
    const struct reference_jacobian *matrix = site_matrix(site, f, number);
    for (uint32_t e = 0; e < result->array.count; e++) {
        const uint32_t ref = result->elements[e].index;
        const struct target target = target_of_element(site, matrix, result, e);
        compare(site, entry_name(site->scratch, site->model->value, f, result, e, true),
                values[ref], bounds[ref], &target, tally);
    }
    if (result->pattern.rows > 0 && !ir_layout_is_dense(result->pattern.layout)) {
        compare_gaps(site, matrix, result, triangle, tally);
    }
}

/* All results but the values themselves. */
static void check_mode(const struct site *site, uint32_t mode, enum derive_triangle triangle,
                       struct tally *tally)
{
    const struct ir_function *f = site->model->functions.at[mode];
    double *values = arena_alloc(site->scratch, f->values.count * sizeof *values);
    double *bounds = arena_alloc(site->scratch, f->values.count * sizeof *bounds);
    ir_evaluate(f, site_arguments(site, f), values);
    site_bounds(site, mode, &reference_double, values, bounds);
    for (uint32_t r = 0; r < f->results.count; r++) {
        if (strcmp(f->results.at[r].array.name, "y") != 0) {
            check_result(site, f, r, triangle, values, bounds, tally);
        }
    }
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
    site_differentiate(site);
    for (uint32_t i = 0; i < model->functions.count; i++) {
        if (strcmp(model->functions.at[i]->suffix, "value") != 0) {
            check_mode(site, i, options->triangle, &tallies[i]);
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
    struct site site = site_of(pipeline, model);
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
        second = second || target_is_second(options->derive.at[i]);
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
