/* `adc compare`: elimination orders side by side, for models and graph files. */
#include "order.h"
#include "pipeline.h"

#include <stdio.h>
#include <string.h>

/* The orders asked for, or all. */
static bool is_wanted(const struct options *options, const char *name)
{
    for (uint32_t i = 0; i < options->orders.count; i++) {
        if (strcmp(options->orders.at[i], name) == 0) {
            return true;
        }
    }
    return options->orders.count == 0;
}

static void compare_graph(const struct options *options, const char *title,
                          const struct lg_graph *graph)
{
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    const unsigned long long bound = lg_path_bound(graph);
    printf("%s: %u inputs, %u outputs, %u vertices, %u edges; no order has fewer than %llu "
           "products (textbook)\n",
           title, graph->inputs.count, graph->outputs.count, graph->vertices.count,
           graph->edges.count, bound);
    printf("  %-20s %10s %10s %10s %10s %10s\n", "order", "textbook", "mul", "add", "fma", "fill");
    for (uint32_t i = 0; i < count; i++) {
        if (!is_wanted(options, orders[i]->name)) {
            continue;
        }
        const struct lg_plan *plan = pipeline_make_plan(options, graph, orders[i]);
        const struct lg_cost cost = lg_cost_of(graph, plan);
        printf("  %-20s %10llu %10llu %10llu %10llu %10llu%s\n", orders[i]->name,
               (unsigned long long)cost.textbook, (unsigned long long)cost.mul,
               (unsigned long long)cost.add, (unsigned long long)cost.fma,
               (unsigned long long)cost.fill, cost.textbook == bound ? "  optimal" : "");
    }
}

static enum status compare_dag(struct pipeline *pipeline, const char *path)
{
    const struct source *source = source_read(pipeline->compilation.sources, path);
    if (source == NULL) {
        fprintf(stderr, "adc: cannot read %s\n", path);
        return STATUS_MODEL;
    }
    const struct lg_graph *graph = lg_read(&pipeline->compilation, source);
    if (graph == NULL) {
        return STATUS_MODEL;
    }
    compare_graph(pipeline->options, path, graph);
    return STATUS_FINE;
}

static enum status compare_model(struct pipeline *pipeline, const char *path)
{
    enum status status = pipeline_parse(pipeline, path);
    status = status == STATUS_FINE ? pipeline_lower(pipeline) : status;
    status = status == STATUS_FINE ? pipeline_linearize(pipeline) : status;
    for (uint32_t i = 0; status == STATUS_FINE && i < pipeline->models.count; i++) {
        const struct pipeline_model *model = &pipeline->models.at[i];
        compare_graph(pipeline->options, atom_text(pipeline->compilation.atoms, model->value->name),
                      model->linearization->graph);
    }
    return status;
}

enum status command_compare(struct pipeline *pipeline)
{
    const struct options *options = pipeline->options;
    enum status worst = STATUS_FINE;
    for (uint32_t i = 0; i < options->inputs.count; i++) {
        const char *path = options->inputs.at[i];
        const size_t length = strlen(path);
        const bool is_dag = length > 4 && strcmp(path + length - 4, ".dag") == 0;
        struct pipeline each = {.options = options, .compilation = compilation_create()};
        const enum status status =
            pipeline_report(&each, is_dag ? compare_dag(&each, path) : compare_model(&each, path));
        compilation_destroy(&each.compilation);
        worst = status > worst ? status : worst;
    }
    (void)pipeline;
    return worst;
}
