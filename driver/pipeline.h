/* The stages of the compiler, one after the other, on one screen (pipeline.c). */
#ifndef ADC_DRIVER_PIPELINE_H
#define ADC_DRIVER_PIPELINE_H

#include "ast.h"
#include "code_cost.h"
#include "compilation.h"
#include "cost.h"
#include "derive.h"
#include "ir.h"
#include "options.h"
#include "stages.h"

/* Exit statuses. */
enum status {
    STATUS_FINE = 0,
    STATUS_MODEL = 1,
    STATUS_USAGE = 2,
    STATUS_MACHINE = 3,
    STATUS_BUG = 70
};

/* A plan that a mode asked for, and its graph. */
struct pipeline_plan {
    const char *mode;
    const struct lg_graph *graph;
    struct lg_plan *plan;
};

struct pipeline_plans {
    VEC_FIELDS(struct pipeline_plan);
};

/* A model and what was derived from it. */
struct pipeline_model {
    const struct ir_function *value;
    struct linearization *linearization;       /* where a stage of the graph is asked for */
    struct lg_plan *plan;                      /* likewise */
    struct pipeline_plans plans;               /* those that the modes asked for */
    VEC(const struct ir_function *) functions; /* one for each mode, ready for the code generator */
};

struct pipeline {
    const struct options *options;
    struct stages stages; /* where the time goes */
    struct compilation compilation;
    const struct ast_file *file;
    const struct ast_file **imports; /* by the file, directly or by way of others */
    uint32_t import_count;
    struct ir_weights weights; /* by which code is compared */
    VEC(struct pipeline_model) models;
};

/* The stages. Each: post: what it makes is in the pipeline; else the status that says why not, with
 * the diagnostics still to be reported (STATUS_MODEL) or a line on standard error. */
enum status pipeline_parse(struct pipeline *pipeline, const char *path);
enum status pipeline_import(struct pipeline *pipeline);
enum status pipeline_lower(struct pipeline *pipeline);
enum status pipeline_weights(struct pipeline *pipeline);
enum status pipeline_linearize(struct pipeline *pipeline);
enum status pipeline_plan(struct pipeline *pipeline);
enum status pipeline_derive(struct pipeline *pipeline);

/* Post: parsed and lowered, and the weights read; the warnings and errors are still to be
 * reported. */
enum status pipeline_read(struct pipeline *pipeline, const char *path);

/* Post: the plan of an order for the graph, in the graph's arena; what a search says of it is in
 * *result, which may be NULL. `cycles` judges a plan by the code that comes of it, where that is
 * what searches minimise; else it may be NULL. */
struct lg_plan *pipeline_make_plan(const struct options *options, const struct lg_graph *graph,
                                   const struct lg_order *order, const struct lg_judge *cycles,
                                   struct lg_result *result);

/* Post: the file; NULL with an error where it cannot be read. */
const struct source *pipeline_read_source(struct pipeline *pipeline, const char *path);

/* Post: the plan in the file of --plan for the graph; NULL with diagnostics. */
struct lg_plan *pipeline_stored_plan(struct pipeline *pipeline, const struct lg_graph *graph);

/* Writes the diagnostics to standard error. Post: `status`, or STATUS_MODEL where a warning counts
 * as an error. */
enum status pipeline_report(struct pipeline *pipeline, enum status status);

/* Ends the process with status 70 where the function breaks an invariant of the IR (debug builds).
 */
void pipeline_verify(const struct ir_function *function, const char *pass);

/* The subcommands, each in its file. */
enum status command_compile(struct pipeline *pipeline);
enum status command_compare(struct pipeline *pipeline);
enum status command_check(struct pipeline *pipeline);
enum status command_eval(struct pipeline *pipeline);

#endif
