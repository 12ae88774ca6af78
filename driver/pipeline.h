/* The stages of the compiler, one after the other, on one screen (pipeline.c). */
#ifndef ADC_DRIVER_PIPELINE_H
#define ADC_DRIVER_PIPELINE_H

#include "ast.h"
#include "compilation.h"
#include "cost.h"
#include "derive.h"
#include "ir.h"
#include "options.h"

/* Exit statuses. */
enum status {
    STATUS_FINE = 0,
    STATUS_MODEL = 1,
    STATUS_USAGE = 2,
    STATUS_MACHINE = 3,
    STATUS_BUG = 70
};

/* A model and what was derived from it. */
struct pipeline_model {
    const struct ir_function *value;
    struct linearization *linearization;
    struct lg_plan *plan;
    VEC(const struct ir_function *) functions; /* one for each mode, ready for the code generator */
};

struct pipeline {
    const struct options *options;
    struct compilation compilation;
    const struct ast_file *file;
    VEC(struct pipeline_model) models;
};

/* The stages. Each: post: what it makes is in the pipeline; else the status that says why not, with
 * the diagnostics still to be reported (STATUS_MODEL) or a line on standard error. */
enum status pipeline_parse(struct pipeline *pipeline, const char *path);
enum status pipeline_lower(struct pipeline *pipeline);
enum status pipeline_linearize(struct pipeline *pipeline);
enum status pipeline_plan(struct pipeline *pipeline);
enum status pipeline_derive(struct pipeline *pipeline);

/* Post: all of them, up to the derivative functions. */
enum status pipeline_run(struct pipeline *pipeline, const char *path);

/* Post: the plan of an order for the graph, in the graph's arena. */
struct lg_plan *pipeline_make_plan(const struct options *options, const struct lg_graph *graph,
                                   const struct lg_order *order);

/* Likewise, and *result says what a search knows of it; all zero for other orders. */
struct lg_plan *pipeline_search_plan(const struct options *options, const struct lg_graph *graph,
                                     const struct lg_order *order, struct lg_result *result);

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
