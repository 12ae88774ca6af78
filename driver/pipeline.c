/* The pipeline: text -> AST -> IR -> linearized graph -> plan -> derivative IR; see pipeline.h. */
#define _POSIX_C_SOURCE 200809L
#include "pipeline.h"

#include "adapt.h"
#include "choose.h"
#include "import.h"
#include "lower.h"
#include "order.h"
#include "parser.h"
#include "watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum status model_status(const struct pipeline *pipeline)
{
    return diagnostics_errors(pipeline->compilation.diagnostics) > 0 ? STATUS_MODEL : STATUS_FINE;
}

const struct source *pipeline_read_source(struct pipeline *pipeline, const char *path)
{
    const struct source *source = source_read(pipeline->compilation.sources, path);
    if (source == NULL) {
        diagnostic_error(pipeline->compilation.diagnostics, ERROR_UNREADABLE, (struct span){0, 0},
                         "cannot read %s: %s", path, strerror(errno));
    }
    return source;
}

enum status pipeline_weights(struct pipeline *pipeline)
{
    pipeline->weights = ir_weights_default();
    if (pipeline->options->weights == NULL) {
        return STATUS_FINE;
    }
    const struct source *source = pipeline_read_source(pipeline, pipeline->options->weights);
    return source != NULL && ir_weights_read(&pipeline->compilation, source, &pipeline->weights)
               ? STATUS_FINE
               : STATUS_MODEL;
}

enum status pipeline_parse(struct pipeline *pipeline, const char *path)
{
    const enum stage before = stages_enter(&pipeline->stages, STAGE_PARSE);
    const struct source *source = pipeline_read_source(pipeline, path);
    if (source != NULL) {
        options_apply_warnings(pipeline->options, pipeline->compilation.diagnostics);
        pipeline->file = parse_file(&pipeline->compilation, source);
    }
    stages_enter(&pipeline->stages, before);
    return source == NULL ? STATUS_MODEL : model_status(pipeline);
}

/* The -D options as a file of constants. */
static const struct ast_file *parse_defines(struct pipeline *pipeline)
{
    const struct options *options = pipeline->options;
    struct text text = text_in(pipeline->compilation.arena);
    for (uint32_t i = 0; i < options->defines.count; i++) {
        text_print(&text, "const %s;\n", options->defines.at[i]);
    }
    const struct source *source = source_add(pipeline->compilation.sources, "<command line>",
                                             text_string(&text), text.length);
    return parse_file(&pipeline->compilation, source);
}

static atom *intern_all(struct pipeline *pipeline, const char *const *names, uint32_t count)
{
    atom *atoms = arena_alloc(pipeline->compilation.arena, count * sizeof *atoms);
    for (uint32_t i = 0; i < count; i++) {
        atoms[i] = atom_of_text(pipeline->compilation.atoms, names[i]);
    }
    return atoms;
}

/* Whether some model of the file has an argument of this name and role. */
static bool has_argument(const struct pipeline *pipeline, atom name, enum ast_role role)
{
    for (uint32_t i = 0; i < pipeline->file->count; i++) {
        const struct ast_item *item = pipeline->file->items[i];
        for (uint32_t a = 0; item->kind == AST_MODEL && a < item->argument_count; a++) {
            if (item->arguments[a].role == role &&
                atom_equal(item->arguments[a].declarator.name.name, name)) {
                return true;
            }
        }
    }
    return false;
}

static bool check_names(const struct pipeline *pipeline, const char *option,
                        const char *const *names, const atom *atoms, uint32_t count,
                        enum ast_role role)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!has_argument(pipeline, atoms[i], role)) {
            fprintf(stderr, "adc: %s: no model has an `%s` argument `%s`\n", option,
                    role == AST_IN ? "in" : "out", names[i]);
            return false;
        }
    }
    return true;
}

/* C functions have the names that C lets them have. */
static void check_extern_names(const struct pipeline *pipeline)
{
    if (pipeline->models.count == 0) {
        return;
    }
    const struct ir_externs *externs = pipeline->models.at[0].value->externs;
    for (uint32_t i = 0; i < externs->count; i++) {
        if (!codegen_may_call(externs->at[i].name)) {
            struct diagnostics *diagnostics = pipeline->compilation.diagnostics;
            diagnostic_error(diagnostics, ERROR_EXTERN, externs->at[i].span,
                             "`%s` is a name of C or of the code that adc makes",
                             externs->at[i].name);
            diagnostic_help(diagnostics, "write a C function of another name that calls it");
        }
    }
}

enum status pipeline_import(struct pipeline *pipeline)
{
    const enum stage before = stages_enter(&pipeline->stages, STAGE_PARSE);
    pipeline->imports =
        import_files(&pipeline->compilation, pipeline->file, &pipeline->import_count);
    stages_enter(&pipeline->stages, before);
    return model_status(pipeline);
}

enum status pipeline_lower(struct pipeline *pipeline)
{
    const struct options *options = pipeline->options;
    struct lower_options lower = {
        .imports = pipeline->imports,
        .import_count = pipeline->import_count,
        .overrides = options->defines.count > 0 ? parse_defines(pipeline) : NULL,
        .wrt = intern_all(pipeline, options->wrt.at, options->wrt.count),
        .wrt_count = options->wrt.count,
        .of = intern_all(pipeline, options->of.at, options->of.count),
        .of_count = options->of.count,
        .model =
            atom_of_text(pipeline->compilation.atoms, options->model == NULL ? "" : options->model),
        .tell_apart = options->no_cse,
        .max_operations = options->max_operations};
    if (!check_names(pipeline, "--wrt", options->wrt.at, lower.wrt, lower.wrt_count, AST_IN) ||
        !check_names(pipeline, "--of", options->of.at, lower.of, lower.of_count, AST_OUT)) {
        return STATUS_USAGE;
    }
    const enum stage before = stages_enter(&pipeline->stages, STAGE_LOWER);
    const struct lowered lowered = lower_file(&pipeline->compilation, pipeline->file, &lower);
    for (uint32_t i = 0; i < lowered.count; i++) {
        pipeline_verify(lowered.models[i], "lowering");
        struct ir_function *value = ir_drop_neutral(lowered.models[i]);
        pipeline_verify(value, "dropping neutral operations");
        vec_push(pipeline->compilation.arena, &pipeline->models,
                 (struct pipeline_model){.value = value});
    }
    stages_enter(&pipeline->stages, before);
    check_extern_names(pipeline);
    return model_status(pipeline);
}

enum status pipeline_read(struct pipeline *pipeline, const char *path)
{
    enum status status = pipeline_parse(pipeline, path);
    status = status == STATUS_FINE ? pipeline_import(pipeline) : status;
    status = status == STATUS_FINE ? pipeline_lower(pipeline) : status;
    return status == STATUS_FINE ? pipeline_weights(pipeline) : status;
}

enum status pipeline_linearize(struct pipeline *pipeline)
{
    for (uint32_t i = 0; i < pipeline->models.count; i++) {
        struct pipeline_model *model = &pipeline->models.at[i];
        if (!derive_check_externs(pipeline->compilation.diagnostics, model->value, 1,
                                  "the graph")) {
            return STATUS_MODEL;
        }
        const enum stage before = stages_enter(&pipeline->stages, STAGE_LINEARIZE);
        model->linearization = linearize(model->value, 0, SEED_NONE, NULL);
        pipeline_verify(model->linearization->function, "linearization");
        stages_enter(&pipeline->stages, before);
    }
    return STATUS_FINE;
}

/* By what a search counts where it does not count products. */
struct count {
    const struct lg_graph *graph;
    enum cost cost;
};

static double count_cost(void *context, const struct lg_plan *plan)
{
    const struct count *count = context;
    const struct lg_cost cost = lg_cost_of(count->graph, plan);
    return (double)(count->cost == COST_MUL ? cost.mul : lg_cost_operations(&cost));
}

struct lg_plan *pipeline_make_plan(const struct options *options, const struct lg_graph *graph,
                                   const struct lg_order *order, const struct lg_judge *cycles,
                                   struct lg_result *result)
{
    struct count count = {graph, options->cost};
    const struct lg_judge counts = {count_cost, &count, 20};
    struct lg_result ignored;
    struct lg_order_options order_options = {.tie = options->tie,
                                             .effort = options->effort,
                                             .seed = options->seed,
                                             .time_limit = options->time_limit,
                                             .threads = options->threads,
                                             .result = result == NULL ? &ignored : result,
                                             .judge = options->cost == COST_TEXTBOOK ? NULL
                                                      : options->cost == COST_CYCLES ? cycles
                                                                                     : &counts};
    *order_options.result = (struct lg_result){0};
    if (options->threads == 0) {
        const long cores = sysconf(_SC_NPROCESSORS_ONLN);
        order_options.threads = cores > 0 ? (uint32_t)cores : 1;
    }
    struct watch watch;
    watch_begin(&watch, &order_options);
    struct lg_plan *plan = arena_alloc(graph->arena, sizeof *plan);
    *plan = lg_plan_create(graph->arena, order->name);
    order->run(graph, &order_options, plan);
    watch_end(&watch);
    return plan;
}

struct lg_plan *pipeline_stored_plan(struct pipeline *pipeline, const struct lg_graph *graph)
{
    const struct source *source = pipeline_read_source(pipeline, pipeline->options->plan);
    return source == NULL ? NULL : lg_plan_read(&pipeline->compilation, source, graph);
}

enum status pipeline_plan(struct pipeline *pipeline)
{
    const struct options *options = pipeline->options;
    for (uint32_t i = 0; i < pipeline->models.count; i++) {
        struct pipeline_model *model = &pipeline->models.at[i];
        const struct lg_graph *graph = model->linearization->graph;
        const enum stage before = stages_enter(&pipeline->stages, STAGE_ORDER);
        model->plan = options->plan == NULL
                          ? choose_plan(pipeline, model, graph, options->order, NULL)
                          : pipeline_stored_plan(pipeline, graph);
        stages_enter(&pipeline->stages, before);
        if (model->plan == NULL) {
            return STATUS_MODEL;
        }
    }
    return STATUS_FINE;
}

/* -- modes -- */

enum { DENSE_MAX = 10000000 }; /* elements of a dense matrix; a line of C for each */

/* Whether the mode's matrix can be written densely. */
static bool fits_densely(const struct ir_function *value, const struct options *options,
                         const struct derive_mode *mode, uint32_t times)
{
    const bool square = strcmp(mode->name, "hessian") == 0;
    if (!ir_layout_is_dense(options->layout) || !(square || strcmp(mode->name, "jacobian") == 0)) {
        return true;
    }
    const uint64_t columns = value->arguments.at[IR_ARRAY_X].count;
    uint64_t elements = square ? columns : value->results.at[0].array.count;
    for (uint32_t i = 0; i < times && elements <= DENSE_MAX; i++) {
        elements *= columns;
    }
    if (elements <= DENSE_MAX) {
        return true;
    }
    fprintf(stderr,
            "adc: the dense %s of `%s` would have %llu elements%s; ask for --layout=csr, csc or "
            "coo, or for a product like jvp, vjp, hvp\n",
            square ? "Hessian" : "Jacobian", atom_text(value->atoms, value->name),
            (unsigned long long)elements, times > 1 ? " or more" : "");
    return false;
}

/* The modes asked for; by default the value, and the gradient or the Jacobian. */
static enum status derive_modes_of(struct pipeline *pipeline, struct pipeline_model *model)
{
    const struct options *options = pipeline->options;
    const bool scalar = model->value->results.at[0].array.count == 1;
    const char *const usual[] = {"value", scalar ? "gradient" : "jacobian"};
    struct option_words modes = {0};
    for (uint32_t i = 0; i < (options->derive.count > 0 ? options->derive.count : 2); i++) {
        vec_push(pipeline->compilation.arena, &modes,
                 options->derive.count > 0 ? options->derive.at[i] : usual[i]);
    }
    if (!adapt_shape(options, model->value)) {
        return STATUS_USAGE;
    }
    adapt_modes(pipeline->compilation.arena, options, scalar, &modes);
    for (uint32_t i = 0; i < modes.count; i++) {
        uint32_t times;
        const struct derive_mode *mode = derive_mode_named(modes.at[i], &times);
        if (mode->one_output && !scalar) {
            fprintf(stderr, "adc: model `%s` has %u outputs and no %s; ask for jacobian\n",
                    atom_text(pipeline->compilation.atoms, model->value->name),
                    model->value->results.at[0].array.count, mode->name);
            return STATUS_USAGE;
        }
        if (!fits_densely(model->value, options, mode, times)) {
            return STATUS_USAGE;
        }
        if (!derive_check_externs(pipeline->compilation.diagnostics, model->value,
                                  mode->order * times,
                                  arena_format(pipeline->compilation.arena, "`%s`", modes.at[i]))) {
            return STATUS_MODEL;
        }
        struct pipeline_plans plans;
        const struct ir_function *function = choose_function(pipeline, model, mode, times, &plans);
        if (function == NULL) {
            return STATUS_MODEL;
        }
        for (uint32_t p = 0; p < plans.count; p++) {
            vec_push(pipeline->compilation.arena, &model->plans, plans.at[p]);
        }
        vec_push(pipeline->compilation.arena, &model->functions, function);
    }
    return STATUS_FINE;
}

enum status pipeline_derive(struct pipeline *pipeline)
{
    enum status status = STATUS_FINE;
    for (uint32_t i = 0; i < pipeline->models.count && status == STATUS_FINE; i++) {
        status = derive_modes_of(pipeline, &pipeline->models.at[i]);
    }
    return status;
}

void pipeline_verify(const struct ir_function *function, const char *pass)
{
#ifndef NDEBUG
    struct arena *scratch = arena_create();
    struct text text = text_in(scratch);
    if (ir_verify(function, &text) > 0) {
        fprintf(stderr, "adc: internal error after %s, please report it:\n%s", pass,
                text_string(&text));
        exit(STATUS_BUG);
    }
    arena_destroy(scratch);
#else
    (void)function;
    (void)pass;
#endif
}

static bool use_color(enum color color)
{
    const char *no_color = getenv("NO_COLOR");
    if (color != COLOR_AUTO) {
        return color == COLOR_ALWAYS;
    }
    return (no_color == NULL || no_color[0] == '\0') && isatty(STDERR_FILENO);
}

enum status pipeline_report(struct pipeline *pipeline, enum status status)
{
    struct diagnostics *diagnostics = pipeline->compilation.diagnostics;
    struct text text = text_in(pipeline->compilation.arena);
    if (pipeline->options->diagnostics == DIAGNOSTICS_JSON) {
        diagnostics_write_json(diagnostics, &text);
    } else {
        diagnostics_write(diagnostics, use_color(pipeline->options->color), &text);
    }
    fwrite(text_string(&text), 1, text.length, stderr);
    if (status == STATUS_FINE &&
        (diagnostics_errors(diagnostics) > 0 ||
         (pipeline->options->werror && diagnostics_warnings(diagnostics) > 0))) {
        return STATUS_MODEL;
    }
    return status;
}
