/* `adc MODEL.ad`: writes C, or any stage of the pipeline as text. */
#include "adapt.h"
#include "codegen.h"
#include "depfile.h"
#include "output.h"
#include "parser.h"
#include "pipeline.h"
#include "point.h"
#include "version.h"

#include <stdio.h>
#include <string.h>

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool ends_in(const char *text, const char *end)
{
    const size_t length = strlen(text);
    const size_t end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* -- files -- */

struct outputs {
    VEC_FIELDS(struct output);
};

/* Writes the files, and what they depend on where that is wanted. */
static enum status write_outputs(struct pipeline *pipeline, struct outputs *outputs)
{
    struct arena *arena = pipeline->compilation.arena;
    struct text rule = text_in(arena);
    const char *depfile = depfile_path(arena, pipeline->options);
    if (depfile != NULL) {
        depfile_write(pipeline, &rule);
        vec_push(arena, outputs, (struct output){depfile, &rule});
    }
    const enum stage before = stages_enter(&pipeline->stages, STAGE_WRITE);
    const bool written = output_write(outputs->at, outputs->count);
    stages_enter(&pipeline->stages, before);
    for (uint32_t i = 0; written && pipeline->options->verbose && i < outputs->count; i++) {
        const char *path = outputs->at[i].path;
        fprintf(stderr, "adc: %s: %zu bytes\n", path == NULL ? "-" : path,
                outputs->at[i].text->length);
    }
    return written ? STATUS_FINE : STATUS_MACHINE;
}

static enum status write_output(struct pipeline *pipeline, const struct text *text)
{
    struct outputs outputs = {0};
    vec_push(pipeline->compilation.arena, &outputs,
             (struct output){pipeline->options->output, text});
    return write_outputs(pipeline, &outputs);
}

/* -- C -- */

/* The orders and their counts, for the comment above a model's functions. */
static const char *counts_text(struct pipeline *pipeline, const struct pipeline_model *model)
{
    struct text text = text_in(pipeline->compilation.arena);
    for (uint32_t i = 0; i < model->plans.count; i++) {
        const struct pipeline_plan *at = &model->plans.at[i];
        const struct lg_cost cost = lg_cost_of(at->graph, at->plan);
        text_print(&text,
                   "%s%s: order %s, %llu multiplications and %llu additions to accumulate it\n"
                   "(textbook count %llu, lower bound of every order %llu).",
                   i == 0 ? "" : "\n", at->mode, at->plan->order, (unsigned long long)cost.mul,
                   (unsigned long long)cost.add, (unsigned long long)cost.textbook,
                   (unsigned long long)lg_path_bound(at->graph));
    }
    for (uint32_t f = 0; f < model->functions.count; f++) {
        const struct ir_function *function = model->functions.at[f];
        if (strcmp(function->suffix, "hessian") == 0) {
            text_print(&text,
                       "%shessian: edge pushing, backwards from the outputs, each symmetric pair "
                       "once.",
                       text.length == 0 ? "" : "\n");
        }
    }
    return text_string(&text);
}

static struct codegen_model describe(struct pipeline *pipeline, const struct pipeline_model *model)
{
    const struct ir_function *value = model->value;
    return (struct codegen_model){.name = atom_text(pipeline->compilation.atoms, value->name),
                                  .comment = counts_text(pipeline, model),
                                  .x_count = value->arguments.at[IR_ARRAY_X].count,
                                  .p_count = value->arguments.at[IR_ARRAY_P].count,
                                  .y_count = value->results.at[0].array.count,
                                  .value = value,
                                  .functions = model->functions.at,
                                  .function_count = model->functions.count};
}

/* Post: the point of --at is the model's, for its self-check. */
static bool point_of_self_check(struct pipeline *pipeline, struct codegen_model *model)
{
    const struct options *options = pipeline->options;
    const double **point = NULL;
    const bool fine =
        !options->self_check || options->at.count == 0 ||
        (point_names_are_known(options, &model->value, 1) &&
         point_from_options(pipeline->compilation.arena, options, model->value, &point));
    model->point = point;
    return fine;
}

/* A dependence that the model hides from its derivatives is there for differences. (What the
 * functions of the language detach makes no difference.) */
static void refuse_detached(struct pipeline *pipeline)
{
    for (uint32_t m = 0; m < pipeline->models.count; m++) {
        const struct ir_function *value = pipeline->models.at[m].value;
        for (uint32_t v = 0; v < value->values.count; v++) {
            const struct span span = value->values.at[v].span;
            const struct source *source = source_at(pipeline->compilation.sources, span.begin);
            if (value->values.at[v].op == IR_DETACH && source != NULL && !source->builtin) {
                struct diagnostics *diagnostics = pipeline->compilation.diagnostics;
                diagnostic_error(diagnostics, ERROR_DETACHED, span,
                                 "a model with `detach` cannot check itself: differences see what "
                                 "it hides");
                diagnostic_help(diagnostics, "`adc check` can, which holds detached values fixed");
                break;
            }
        }
    }
}

static enum status write_c(struct pipeline *pipeline)
{
    const struct options *options = pipeline->options;
    struct arena *arena = pipeline->compilation.arena;
    struct codegen_model *models = arena_alloc(arena, pipeline->models.count * sizeof *models);
    for (uint32_t i = 0; i < pipeline->models.count; i++) {
        models[i] = describe(pipeline, &pipeline->models.at[i]);
        if (!point_of_self_check(pipeline, &models[i])) {
            return STATUS_USAGE;
        }
    }
    struct codegen_file file = {
        .source = base_name(options->inputs.at[0]),
        .version = ADC_VERSION,
        .options = options_written(options, arena),
        .header = options->header == NULL ? NULL : base_name(options->header),
        .prefix = options->prefix,
        .real = options->real,
        .abi = options->abi,
        .loops = options->loops,
        .batch = options->batch_threads ? CODEGEN_BATCH_THREADS
                 : options->batch       ? CODEGEN_BATCH_SIMD
                                        : CODEGEN_BATCH_NONE,
        .piece = options->piece,
        .stack_limit = options->stack_limit,
        .descriptor = options->descriptor || options->self_check,
        .self_check = options->self_check,
        .externs = pipeline->models.count == 0 ? NULL : pipeline->models.at[0].value->externs,
        .models = models,
        .model_count = pipeline->models.count};
    file.public = codegen_prepare(&file, arena);
    struct outputs outputs = {0};
    struct text c = text_in(arena);
    struct text header = text_in(arena);
    codegen_c(&file, &c);
    vec_push(arena, &outputs, (struct output){options->output, &c});
    if (options->header != NULL) {
        codegen_header(&file, &header);
        vec_push(arena, &outputs, (struct output){options->header, &header});
    }
    for (uint32_t i = 0; i < options->adapters.count; i++) {
        const struct adapter *adapter = adapter_named(options->adapters.at[i]);
        struct text *glue = arena_alloc(arena, sizeof *glue);
        *glue = text_in(arena);
        adapter_write(adapter, &file, adapt_stem(arena, options), glue);
        vec_push(arena, &outputs, (struct output){adapt_path(arena, options, adapter), glue});
    }
    return write_outputs(pipeline, &outputs);
}

/* -- the other stages -- */

static void write_json(struct pipeline *pipeline, struct text *out)
{
    text_add(out, "[");
    for (uint32_t i = 0; i < pipeline->models.count; i++) {
        const struct pipeline_model *model = &pipeline->models.at[i];
        const struct lg_graph *graph = model->linearization->graph;
        const struct lg_cost cost = lg_cost_of(graph, model->plan);
        text_print(out, "%s\n  {\"model\": \"%s\", \"nx\": %u, \"np\": %u, \"ny\": %u,\n",
                   i == 0 ? "" : ",", atom_text(pipeline->compilation.atoms, model->value->name),
                   model->value->arguments.at[IR_ARRAY_X].count,
                   model->value->arguments.at[IR_ARRAY_P].count,
                   model->value->results.at[0].array.count);
        text_print(out, "   \"operations\": %u, \"vertices\": %u, \"edges\": %u,\n",
                   model->value->values.count, graph->vertices.count, graph->edges.count);
        text_print(out,
                   "   \"order\": \"%s\", \"textbook\": %llu, \"mul\": %llu, \"add\": %llu, "
                   "\"fma\": %llu, \"fill\": %llu, \"partials\": %u, \"bound\": %llu}",
                   model->plan->order, (unsigned long long)cost.textbook,
                   (unsigned long long)cost.mul, (unsigned long long)cost.add,
                   (unsigned long long)cost.fma, (unsigned long long)cost.fill,
                   model->linearization->partial_operations,
                   (unsigned long long)lg_path_bound(graph));
    }
    text_add(out, "\n]\n");
}

static void write_graph_stage(enum emit emit, const struct lg_graph *graph,
                              const struct lg_plan *plan, struct text *out)
{
    if (emit == EMIT_GRAPH) {
        lg_write(graph, out);
    } else if (emit == EMIT_DUAL) {
        lg_write_dual(graph, out);
    } else if (emit == EMIT_DOT) {
        lg_write_dot(graph, plan, out);
    } else if (emit == EMIT_DUAL_DOT) {
        lg_write_dual_dot(graph, plan, out);
    } else {
        lg_plan_write(graph, plan, out);
    }
}

static bool is_graph_stage(enum emit emit)
{
    return emit == EMIT_GRAPH || emit == EMIT_DUAL || emit == EMIT_DOT || emit == EMIT_DUAL_DOT ||
           emit == EMIT_PLAN;
}

static enum status write_stage(struct pipeline *pipeline)
{
    const enum emit emit = pipeline->options->emit;
    struct text out = text_in(pipeline->compilation.arena);
    if (is_graph_stage(emit) && pipeline->models.count > 1) {
        fprintf(stderr, "adc: graphs and plans are of one model; choose it by");
        for (uint32_t i = 0; i < pipeline->models.count; i++) {
            fprintf(stderr, " --model=%s",
                    atom_text(pipeline->compilation.atoms, pipeline->models.at[i].value->name));
        }
        fputs("\n", stderr);
        return STATUS_USAGE;
    }
    if (emit == EMIT_AST) {
        ast_print(pipeline->compilation.atoms, pipeline->file, &out);
    } else if (emit == EMIT_JSON) {
        write_json(pipeline, &out);
    }
    for (uint32_t i = 0; i < pipeline->models.count; i++) {
        const struct pipeline_model *model = &pipeline->models.at[i];
        if (emit == EMIT_IR) {
            ir_print(model->value, &out);
        } else if (is_graph_stage(emit)) {
            write_graph_stage(emit, model->linearization->graph, model->plan, &out);
        }
        for (uint32_t f = 0; emit == EMIT_DERIVATIVE && f < model->functions.count; f++) {
            ir_print(model->functions.at[f], &out);
        }
    }
    return write_output(pipeline, &out);
}

/* A graph file has the stages behind the linearized graph alone. */
static enum status compile_graph(struct pipeline *pipeline, const char *path)
{
    const struct options *options = pipeline->options;
    const struct source *source = pipeline_read_source(pipeline, path);
    if (source == NULL || pipeline_weights(pipeline) != STATUS_FINE) {
        return STATUS_MODEL;
    }
    stages_enter(&pipeline->stages, STAGE_PARSE);
    const struct lg_graph *graph = lg_read(&pipeline->compilation, source);
    if (graph == NULL) {
        return STATUS_MODEL;
    }
    if (!is_graph_stage(options->emit)) {
        fputs("adc: of a graph file only graph, dual, dot, dual-dot and plan can be emitted\n",
              stderr);
        return STATUS_USAGE;
    }
    stages_enter(&pipeline->stages, STAGE_ORDER);
    const struct lg_plan *plan = pipeline_make_plan(options, graph, options->order, NULL, NULL);
    struct text out = text_in(pipeline->compilation.arena);
    stages_enter(&pipeline->stages, STAGE_GENERATE);
    write_graph_stage(options->emit, graph, plan, &out);
    return write_output(pipeline, &out);
}

static void report_sizes(const struct pipeline *pipeline)
{
    for (uint32_t i = 0; i < pipeline->models.count; i++) {
        const struct pipeline_model *model = &pipeline->models.at[i];
        fprintf(stderr, "adc: model %s: %u values\n",
                atom_text(pipeline->compilation.atoms, model->value->name),
                model->value->values.count);
        for (uint32_t p = 0; p < model->plans.count; p++) {
            const struct pipeline_plan *at = &model->plans.at[p];
            fprintf(stderr, "adc: %s: graph of %u vertices and %u edges, order %s\n", at->mode,
                    at->graph->vertices.count, at->graph->edges.count, at->plan->order);
        }
        for (uint32_t f = 0; f < model->functions.count; f++) {
            const struct ir_function *function = model->functions.at[f];
            fprintf(stderr, "adc: %s: %u values, about %.0f cycles\n", function->suffix,
                    function->values.count, ir_cost(function, &pipeline->weights));
        }
    }
}

/* Runs the pipeline as far as what is emitted needs. */
static enum status run_stages(struct pipeline *pipeline, const char *path)
{
    const enum emit emit = pipeline->options->emit;
    if (emit == EMIT_AST) {
        const enum status parsed = pipeline_parse(pipeline, path);
        return parsed == STATUS_FINE &&
                       depfile_path(pipeline->compilation.arena, pipeline->options) != NULL
                   ? pipeline_import(pipeline)
                   : parsed;
    }
    enum status status = pipeline_read(pipeline, path);
    if (status == STATUS_FINE && (is_graph_stage(emit) || emit == EMIT_JSON)) {
        status = pipeline_linearize(pipeline);
        status = status == STATUS_FINE ? pipeline_plan(pipeline) : status;
    }
    if (status == STATUS_FINE && (emit == EMIT_C || emit == EMIT_DERIVATIVE)) {
        status = pipeline_derive(pipeline);
    }
    return status;
}

/* -M: what a run would depend on, and nothing else. */
static enum status write_dependencies(struct pipeline *pipeline, const char *path)
{
    enum status status = STATUS_FINE;
    if (!ends_in(path, ".dag")) {
        status = pipeline_parse(pipeline, path);
        status = status == STATUS_FINE ? pipeline_import(pipeline) : status;
        status = pipeline_report(pipeline, status);
    }
    if (status != STATUS_FINE) {
        return status;
    }
    struct text rule = text_in(pipeline->compilation.arena);
    depfile_write(pipeline, &rule);
    const struct output output = {pipeline->options->depfile, &rule};
    return output_write(&output, 1) ? STATUS_FINE : STATUS_MACHINE;
}

enum status command_compile(struct pipeline *pipeline)
{
    const char *path = pipeline->options->inputs.at[0];
    if (pipeline->options->dependencies_alone) {
        return write_dependencies(pipeline, path);
    }
    if (ends_in(path, ".dag")) {
        return pipeline_report(pipeline, compile_graph(pipeline, path));
    }
    enum status status = run_stages(pipeline, path);
    if (status == STATUS_FINE && pipeline->options->self_check) {
        refuse_detached(pipeline);
    }
    status = pipeline_report(pipeline, status);
    if (status != STATUS_FINE) {
        return status;
    }
    if (pipeline->options->verbose) {
        report_sizes(pipeline);
    }
    stages_enter(&pipeline->stages, STAGE_GENERATE);
    return pipeline->options->emit == EMIT_C ? write_c(pipeline) : write_stage(pipeline);
}
