/* `adc eval`: values and derivatives at a point, without a C compiler. */
#include "entry.h"
#include "pipeline.h"
#include "point.h"
#include "with.h"

#include <stdio.h>
#include <string.h>

static void print_result(struct arena *arena, const struct pipeline_model *model,
                         const struct ir_function *f, const struct ir_result *result,
                         const double *values, bool weighted, struct text *out)
{
    for (uint32_t e = 0; e < result->array.count; e++) {
        text_print(out, "%s = ", entry_name(arena, model->value, f, result, e, weighted));
        text_add_number(out, values[result->elements[e].index]);
        text_add(out, "\n");
    }
}

struct names {
    VEC_FIELDS(const char *);
};

/* Post: whether the name was new; it is among them now. */
static bool add_name(struct arena *arena, struct names *names, const char *name)
{
    for (uint32_t i = 0; i < names->count; i++) {
        if (strcmp(names->at[i], name) == 0) {
            return false;
        }
    }
    vec_push(arena, names, name);
    return true;
}

/* The outputs once, and what each mode adds to them. */
static bool eval_model(struct pipeline *pipeline, const struct pipeline_model *model)
{
    struct arena *arena = pipeline->compilation.arena;
    const uint32_t count = model->functions.count;
    const bool weighted = point_seed_is_given(pipeline->options, model->value, "w") ||
                          point_seed_is_given(pipeline->options, model->value, "wy");
    struct text out = text_in(arena);
    struct names printed = {0};
    if (pipeline->models.count > 1) {
        text_print(&out, "# %s\n", atom_text(model->value->atoms, model->value->name));
    }
    if (!point_names_are_known(pipeline->options, model->functions.at, count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct ir_function *f = model->functions.at[i];
        const bool is_value = strcmp(f->suffix, "value") == 0;
        const double **point;
        if (is_value && i + 1 < count &&
            strcmp(model->functions.at[i + 1]->results.at[0].array.name, "y") == 0) {
            continue; /* the next one has the outputs, too */
        }
        if (!point_from_options(arena, pipeline->options, f, &point)) {
            return false;
        }
        double *values = arena_alloc(arena, f->values.count * sizeof *values);
        ir_evaluate(f, point, values);
        for (uint32_t r = 0; r < f->results.count; r++) {
            const struct ir_result *result = &f->results.at[r];
            if (add_name(arena, &printed, result->array.name)) {
                print_result(arena, model, f, result, values, weighted, &out);
            }
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
    status = status == STATUS_FINE ? with_load(pipeline) : status;
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
