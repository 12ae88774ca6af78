/* `adc eval`: values and derivatives at a point, without a C compiler. */
#include "pipeline.h"
#include "point.h"

#include <stdio.h>

/* A result that is a variable of the model: its elements by name. */
static void print_outputs(struct arena *arena, const struct ir_function *f,
                          const struct ir_result *result, const double *values, struct text *out)
{
    for (uint32_t e = 0; e < result->array.count; e++) {
        text_print(out, "%s = ", ir_element_name(arena, f->atoms, &result->array, e));
        text_add_number(out, values[result->elements[e].index]);
        text_add(out, "\n");
    }
}

/* A matrix of derivatives, a row for each output. */
static void print_derivatives(struct arena *arena, const struct ir_function *f,
                              const struct ir_result *result, const double *values,
                              struct text *out)
{
    const struct ir_array *x = &f->arguments.at[IR_ARRAY_X];
    const struct ir_array *y = &f->results.at[0].array;
    for (uint32_t e = 0; e < result->array.count; e++) {
        text_print(out, "d %s / d %s = ", ir_element_name(arena, f->atoms, y, e / x->count),
                   ir_element_name(arena, f->atoms, x, e % x->count));
        text_add_number(out, values[result->elements[e].index]);
        text_add(out, "\n");
    }
}

static bool eval_model(struct pipeline *pipeline, const struct pipeline_model *model)
{
    struct arena *arena = pipeline->compilation.arena;
    const struct ir_function *f = model->functions.at[model->functions.count - 1];
    const double **point;
    if (!point_from_options(arena, pipeline->options, f, &point)) {
        return false;
    }
    double *values = arena_alloc(arena, f->values.count * sizeof *values);
    ir_evaluate(f, point, values);
    struct text out = text_in(arena);
    if (pipeline->models.count > 1) {
        text_print(&out, "# %s\n", atom_text(f->atoms, f->name));
    }
    for (uint32_t r = 0; r < f->results.count; r++) {
        const struct ir_result *result = &f->results.at[r];
        if (result->array.port_count > 0) {
            print_outputs(arena, f, result, values, &out);
        } else {
            print_derivatives(arena, f, result, values, &out);
        }
    }
    fwrite(text_string(&out), 1, out.length, stdout);
    return true;
}

enum status command_eval(struct pipeline *pipeline)
{
    enum status status = pipeline_read(pipeline, pipeline->options->inputs.at[0]);
    status = status == STATUS_FINE ? pipeline_derive(pipeline) : status;
    status = pipeline_report(pipeline, status);
    if (status != STATUS_FINE) {
        return status;
    }
    for (uint32_t i = 0; i < pipeline->models.count; i++) {
        if (!eval_model(pipeline, &pipeline->models.at[i])) {
            return STATUS_USAGE;
        }
    }
    return STATUS_FINE;
}
