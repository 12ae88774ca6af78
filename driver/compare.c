/* `adc compare`: elimination orders side by side, for models and graph files. */
#include "choose.h"
#include "codegen.h"
#include "measure.h"
#include "order.h"
#include "pipeline.h"
#include "with.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What is known of one order on one graph. */
struct row {
    const char *order;
    const char *made_by; /* the order that `auto` took; otherwise the same */
    const struct lg_plan *plan;
    struct lg_cost cost;
    uint64_t operations;
    double cycles; /* of the code that comes of it, as modelled; NAN for a graph file */
    double seconds;
    uint64_t bound;     /* no order has fewer products: that of all orders, or the search's own */
    double nanoseconds; /* of the generated function, NAN where it was not measured */
    double ratio;       /* of that to the values alone */
};

struct table {
    struct pipeline *pipeline;
    const char *title;
    const struct lg_graph *graph;
    const struct pipeline_model *model; /* NULL for a graph file */
    VEC(struct row) rows;
};

static double now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* The orders named, or all but the searches; `all` names those too. */
static bool is_wanted(const struct options *options, const struct lg_order *order)
{
    for (uint32_t i = 0; i < options->orders.count; i++) {
        if (strcmp(options->orders.at[i], order->name) == 0 ||
            strcmp(options->orders.at[i], "all") == 0) {
            return true;
        }
    }
    return options->orders.count == 0 && !order->search;
}

/* The cheapest code first; what has none goes by its operations. */
static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    if (a->cycles < b->cycles || a->cycles > b->cycles) {
        return a->cycles < b->cycles ? -1 : 1;
    }
    if (a->operations != b->operations) {
        return a->operations < b->operations ? -1 : 1;
    }
    if (a->cost.textbook != b->cost.textbook) {
        return a->cost.textbook < b->cost.textbook ? -1 : 1;
    }
    return strcmp(a->order, b->order);
}

/* A search says more than its plan; of a model it may look at the code. */
static const struct lg_plan *make_plan(const struct table *table, const struct lg_order *order,
                                       struct lg_result *result)
{
    struct pipeline *pipeline = table->pipeline;
    const enum stage before = stages_enter(&pipeline->stages, STAGE_ORDER);
    const struct lg_plan *plan =
        table->model != NULL
            ? choose_plan(pipeline, table->model, table->graph, order, result)
            : pipeline_make_plan(pipeline->options, table->graph, order, NULL, result);
    stages_enter(&pipeline->stages, before);
    return plan;
}

static void fill_rows(struct table *table)
{
    const struct options *options = table->pipeline->options;
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    const uint64_t bound = lg_path_bound(table->graph);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_wanted(options, orders[i])) {
            continue;
        }
        const double start = now();
        struct lg_result result = {0};
        struct row row = {
            .order = orders[i]->name, .cycles = NAN, .nanoseconds = NAN, .ratio = NAN};
        row.plan = make_plan(table, orders[i], &result);
        row.seconds = now() - start;
        if (table->model != NULL) {
            struct pipeline *pipeline = table->pipeline;
            const enum stage before = stages_enter(&pipeline->stages, STAGE_DERIVE);
            row.cycles = round(measure_cycles(table->model->value, row.plan, &pipeline->weights));
            stages_enter(&pipeline->stages, before);
        }
        row.made_by = row.plan->order;
        row.cost = lg_cost_of(table->graph, row.plan);
        row.operations = lg_cost_operations(&row.cost);
        row.bound = result.bound > bound ? result.bound : bound;
        vec_push(table->graph->arena, &table->rows, row);
    }
    if (table->rows.count > 0) {
        qsort(table->rows.at, table->rows.count, sizeof *table->rows.at, compare_rows);
    }
}

/* -- formats -- */

/* Of the products above the bound, in percent of the bound. */
static double gap_of(const struct row *row)
{
    return row->bound == 0
               ? 0
               : 100 * ((double)row->cost.textbook - (double)row->bound) / (double)row->bound;
}

static const char *const headings[] = {"order", "textbook", "mul",   "add", "fma",    "fill",
                                       "ops",   "cycles",   "bound", "gap", "seconds"};
enum { COLUMNS = sizeof headings / sizeof *headings };

/* The cells of a row as text; the last two only where the code was measured. */
static void format_cells(struct arena *arena, const struct row *row, const char *cells[COLUMNS + 2])
{
    const uint64_t counts[] = {row->cost.textbook, row->cost.mul,  row->cost.add,
                               row->cost.fma,      row->cost.fill, row->operations};
    cells[0] = row->order;
    for (uint32_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        cells[i + 1] = arena_format(arena, "%llu", (unsigned long long)counts[i]);
    }
    cells[7] = isnan(row->cycles) ? "" : arena_format(arena, "%.0f", row->cycles);
    cells[8] = arena_format(arena, "%llu", (unsigned long long)row->bound);
    cells[9] = arena_format(arena, "%.1f%%", gap_of(row));
    cells[10] = arena_format(arena, "%.2g", row->seconds);
    cells[COLUMNS] = isnan(row->nanoseconds) ? "" : arena_format(arena, "%.1f", row->nanoseconds);
    cells[COLUMNS + 1] = isnan(row->ratio) ? "" : arena_format(arena, "%.2f", row->ratio);
}

static uint32_t column_count(const struct options *options, const struct table *table)
{
    return options->run && table->model != NULL ? COLUMNS + 2 : COLUMNS;
}

static const char *heading(uint32_t column)
{
    return column < COLUMNS ? headings[column] : column == COLUMNS ? "ns" : "x value";
}

/* Why the best row is marked, and what `auto` stands for. */
static const char *remark_of(const struct table *table, const struct row *row)
{
    const struct row *first = &table->rows.at[0];
    const bool best =
        table->model != NULL ? row->cycles <= first->cycles : row->operations == first->operations;
    const bool optimal = row->cost.textbook == row->bound;
    return best && optimal ? "best, optimal in products"
           : best          ? "best"
           : optimal       ? "optimal in products"
                           : "";
}

static void print_table(const struct options *options, const struct table *table, struct text *out)
{
    const uint32_t columns = column_count(options, table);
    const bool markdown = options->format == FORMAT_MARKDOWN;
    const uint32_t inputs = table->graph->inputs.count;
    const uint32_t outputs = table->graph->outputs.count;
    text_print(out, "%s%s: %u input%s, %u output%s, %u vertices, %u edges%s\n",
               markdown ? "### " : "", table->title, inputs, inputs == 1 ? "" : "s", outputs,
               outputs == 1 ? "" : "s", table->graph->vertices.count, table->graph->edges.count,
               markdown ? "\n" : "");
    for (uint32_t c = 0; c < columns; c++) {
        text_print(out, markdown ? "| %s " : c == 0 ? "  %-25s" : "%9s", heading(c));
    }
    text_add(out, markdown ? "| |\n" : "\n");
    for (uint32_t c = 0; markdown && c <= columns; c++) {
        text_add(out, c == columns ? "| --- |\n" : c == 0 ? "| --- " : "| ---: ");
    }
    for (uint32_t r = 0; r < table->rows.count; r++) {
        const struct row *row = &table->rows.at[r];
        const char *cells[COLUMNS + 2];
        format_cells(out->arena, row, cells);
        if (strcmp(row->order, row->made_by) != 0) {
            cells[0] = arena_format(out->arena, "%s (%s)", row->order, row->made_by);
        }
        for (uint32_t c = 0; c < columns; c++) {
            text_print(out, markdown ? "| %s " : c == 0 ? "  %-25s" : "%9s", cells[c]);
        }
        const char *remark = remark_of(table, row);
        text_print(out, markdown ? "| %s |\n" : remark[0] == '\0' ? "%s\n" : "  %s\n", remark);
    }
    text_add(out, "\n");
}

/* Of a CSV file, in which all tables have the same columns and share one heading. */
static uint32_t csv_columns(const struct options *options)
{
    return options->run ? COLUMNS + 2 : COLUMNS;
}

static void print_csv_heading(const struct options *options)
{
    fputs("graph", stdout);
    for (uint32_t c = 0; c < csv_columns(options); c++) {
        printf(",%s", heading(c));
    }
    putchar('\n');
}

static void print_csv(const struct options *options, const struct table *table, struct text *out)
{
    const uint32_t columns = csv_columns(options);
    for (uint32_t r = 0; r < table->rows.count; r++) {
        const char *cells[COLUMNS + 2];
        format_cells(out->arena, &table->rows.at[r], cells);
        text_add(out, table->title);
        for (uint32_t c = 0; c < columns; c++) {
            text_print(out, ",%s", cells[c]);
        }
        text_add(out, "\n");
    }
}

static void print_json(const struct options *options, const struct table *table, struct text *out)
{
    text_print(out, "{\"graph\": \"%s\", \"vertices\": %u, \"edges\": %u, \"orders\": [",
               table->title, table->graph->vertices.count, table->graph->edges.count);
    for (uint32_t r = 0; r < table->rows.count; r++) {
        const struct row *row = &table->rows.at[r];
        text_print(
            out,
            "%s\n  {\"order\": \"%s\", \"made_by\": \"%s\", \"textbook\": %llu, \"mul\": %llu, "
            "\"add\": %llu, \"fma\": %llu, \"fill\": %llu, \"ops\": %llu, \"bound\": %llu, "
            "\"gap\": %.4g, \"seconds\": %.3g",
            r == 0 ? "" : ",", row->order, row->made_by, (unsigned long long)row->cost.textbook,
            (unsigned long long)row->cost.mul, (unsigned long long)row->cost.add,
            (unsigned long long)row->cost.fma, (unsigned long long)row->cost.fill,
            (unsigned long long)row->operations, (unsigned long long)row->bound, gap_of(row),
            row->seconds);
        if (!isnan(row->cycles)) {
            text_print(out, ", \"cycles\": %.6g", row->cycles);
        }
        if (column_count(options, table) > COLUMNS && !isnan(row->nanoseconds)) {
            text_print(out, ", \"nanoseconds\": %.4g, \"ratio\": %.4g", row->nanoseconds,
                       row->ratio);
        }
        text_add(out, "}");
    }
    text_add(out, "\n]}\n");
}

/* -- graphs and models -- */

static enum status compare_graph(struct pipeline *pipeline, const char *title,
                                 const struct lg_graph *graph, const struct pipeline_model *model)
{
    const struct options *options = pipeline->options;
    struct table table = {pipeline, title, graph, .model = model};
    fill_rows(&table);
    struct text out = text_in(graph->arena);
    if (options->run && model != NULL) {
        if (!with_is_enough(options, &model->value, 1)) {
            return STATUS_USAGE;
        }
        const double alone = measure_value(model->value, options);
        for (uint32_t r = 0; r < table.rows.count; r++) {
            struct row *row = &table.rows.at[r];
            row->nanoseconds = measure_plan(model->value, options, row->plan);
            row->ratio = row->nanoseconds / alone;
        }
        if (isnan(alone)) {
            fputs("adc: the generated C could not be compiled and run; is there a `cc`?\n", stderr);
            return STATUS_MACHINE;
        }
    }
    switch (options->format) {
    case FORMAT_TABLE:
    case FORMAT_MARKDOWN:
        print_table(options, &table, &out);
        break;
    case FORMAT_CSV:
        print_csv(options, &table, &out);
        break;
    case FORMAT_JSON:
        print_json(options, &table, &out);
        break;
    }
    fwrite(text_string(&out), 1, out.length, stdout);
    return STATUS_FINE;
}

static enum status compare_dag(struct pipeline *pipeline, const char *path)
{
    const bool fine = pipeline_weights(pipeline) == STATUS_FINE;
    const struct source *source = pipeline_read_source(pipeline, path);
    const struct lg_graph *graph =
        source == NULL || !fine ? NULL : lg_read(&pipeline->compilation, source);
    return graph == NULL ? STATUS_MODEL : compare_graph(pipeline, path, graph, NULL);
}

static enum status compare_models(struct pipeline *pipeline, const char *path)
{
    enum status status = pipeline_read(pipeline, path);
    status = status == STATUS_FINE ? pipeline_linearize(pipeline) : status;
    for (uint32_t i = 0; status == STATUS_FINE && i < pipeline->models.count; i++) {
        const struct pipeline_model *model = &pipeline->models.at[i];
        status = compare_graph(pipeline, atom_text(pipeline->compilation.atoms, model->value->name),
                               model->linearization->graph, model);
    }
    return status;
}

enum status command_compare(struct pipeline *pipeline)
{
    const struct options *options = pipeline->options;
    enum status worst = STATUS_FINE;
    if (options->format == FORMAT_CSV) {
        print_csv_heading(options);
    }
    for (uint32_t i = 0; i < options->inputs.count; i++) {
        const char *path = options->inputs.at[i];
        const size_t length = strlen(path);
        const bool is_dag = length > 4 && strcmp(path + length - 4, ".dag") == 0;
        struct pipeline each = {
            .options = options, .stages = pipeline->stages, .compilation = compilation_create()};
        const enum status status =
            pipeline_report(&each, is_dag ? compare_dag(&each, path) : compare_models(&each, path));
        pipeline->stages = each.stages;
        compilation_destroy(&each.compilation);
        worst = status > worst ? status : worst;
    }
    return worst;
}
