/* `adc check`: the derivatives that would be generated, evaluated in double, against a reference of
 * more than 30 digits that knows nothing of partials or elimination (reference/), at sample points.
 * What may differ is bounded by an analysis of the rounding errors at each point. */
#include "pipeline.h"
#include "point.h"
#include "reference.h"

#include <math.h>
#include <stdio.h>

#if ADC_HAVE_MPFR

/* What came out at the points of one model. */
struct tally {
    uint32_t compared;
    uint32_t skipped; /* on a kink, or not finite */
    uint32_t wrong;
    double largest; /* difference over bound */
};

static void report_wrong(struct arena *scratch, const struct ir_function *f, uint32_t row,
                         uint32_t column, double computed, double exact, double bound)
{
    const struct ir_array *x = &f->arguments.at[IR_ARRAY_X];
    const struct ir_array *y = &f->results.at[0].array;
    struct text text = text_in(scratch);
    text_print(&text, "  WRONG d %s / d %s = ", ir_element_name(scratch, f->atoms, y, row),
               ir_element_name(scratch, f->atoms, x, column));
    text_add_number(&text, computed);
    text_add(&text, ", reference ");
    text_add_number(&text, exact);
    text_print(&text, ", rounding explains %.1e\n", bound);
    fwrite(text_string(&text), 1, text.length, stdout);
}

static void check_point(const struct ir_function *value, const struct ir_function *derivative,
                        const double *const *point, struct tally *tally)
{
    struct arena *scratch = arena_create();
    double *values = arena_alloc(scratch, derivative->values.count * sizeof *values);
    double *bounds = arena_alloc(scratch, derivative->values.count * sizeof *bounds);
    ir_evaluate(derivative, point, values);
    reference_bound(derivative, values, bounds);
    const struct reference_jacobian *exact =
        reference_jacobian(scratch, value, 0, IR_ARRAY_X, point, REFERENCE_PRECISION);
    const struct ir_result *matrix = &derivative->results.at[1];
    for (uint32_t e = 0; e < matrix->array.count; e++) {
        const uint32_t ref = matrix->elements[e].index;
        const double bound = bounds[ref] + exact->error[e];
        if (!exact->smooth[e] || !isfinite(bound)) {
            tally->skipped++;
            continue;
        }
        tally->compared++;
        const double difference = fabs(values[ref] - exact->value[e]);
        if (bound > 0 && difference / bound > tally->largest) {
            tally->largest = difference / bound;
        }
        if (!reference_agrees(values[ref], exact->value[e], bound)) {
            tally->wrong++;
            report_wrong(scratch, derivative, e / exact->columns, e % exact->columns, values[ref],
                         exact->value[e], bound);
        }
    }
    arena_destroy(scratch);
}

/* At the user's point, or at drawn ones: of magnitude 1 and positive first, as many models are
 * defined there alone, then of either sign. */
static bool check_model(struct pipeline *pipeline, const struct pipeline_model *model,
                        struct tally *tally)
{
    const struct options *options = pipeline->options;
    struct arena *arena = pipeline->compilation.arena;
    const struct ir_function *derivative = model->functions.at[0];
    if (options->at.count > 0) {
        const double **point;
        if (!point_from_options(arena, options, derivative, &point)) {
            return false;
        }
        check_point(model->value, derivative, point, tally);
        return true;
    }
    uint64_t state = 1;
    for (uint32_t i = 0; i < options->samples; i++) {
        const double low = i % 2 == 0 ? 0.1 : -2;
        check_point(model->value, derivative, point_drawn(arena, derivative, &state, low, 2),
                    tally);
    }
    return true;
}

enum status command_check(struct pipeline *pipeline)
{
    struct options options = *pipeline->options;
    options.derive.count = 0;
    vec_push(pipeline->compilation.arena, &options.derive, "jacobian");
    pipeline->options = &options;
    enum status status = pipeline_read(pipeline, options.inputs.at[0]);
    status = status == STATUS_FINE ? pipeline_derive(pipeline) : status;
    status = pipeline_report(pipeline, status);
    for (uint32_t i = 0; status == STATUS_FINE && i < pipeline->models.count; i++) {
        const struct pipeline_model *model = &pipeline->models.at[i];
        struct tally tally = {0};
        if (!check_model(pipeline, model, &tally)) {
            return STATUS_USAGE;
        }
        printf("%s: %u derivatives compared, %u wrong; largest difference %.2g of what rounding "
               "may do; %u skipped (no derivative there)\n",
               atom_text(pipeline->compilation.atoms, model->value->name), tally.compared,
               tally.wrong, tally.largest, tally.skipped);
        if (tally.compared == 0) {
            printf("  nothing could be compared: give a point by --at\n");
        }
        status = tally.wrong > 0 || tally.compared == 0 ? STATUS_MODEL : STATUS_FINE;
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
