/* How time and memory of each stage of adc, from text to C, grow with the model.
 *
 *     stages [SHAPE...]             all shapes by default
 *
 * Each shape is a model of a few lines whose loops unroll to about 10^3, 10^4, 10^5 and 10^6
 * operations, compiled in a process of its own, which is where a stage's memory shows: how much it
 * raises the most that the process ever had. A row is a stage: microseconds of CPU and bytes for an
 * operation of the model, at each size, and the exponent with which the time grows between the last
 * two sizes: 1 is linear. Stages of less than a millisecond at the last size but one have no
 * exponent. The plan is that of the order `auto` for graphs of any size; that the driver builds
 * several functions for small ones, and takes the cheapest, is not measured here. */
#define _XOPEN_SOURCE 700
#include "codegen.h"
#include "growth.h"
#include "improve.h"
#include "matrix.h"
#include "order.h"
#include "parser.h"
#include "unrolled.h"

#include <stdio.h>

enum stage { PARSE, LOWER, LINEARIZE, PLAN, ACCUMULATE, IMPROVE, EMIT, STAGES };

static const char *const stage_names[STAGES] = {"parse",      "lower",   "linearize", "plan",
                                                "accumulate", "improve", "emit"};

static const struct unrolled shapes[] = {
    {"Rosenbrock, gradient", 8, 1,
     "model m(in x[$], out f) {"
     " f = sum(100*(x[i + 1] - x[i]^2)^2 + (1 - x[i])^2 for i in 0..$ - 1); }"},
    {"five points, sparse Jacobian", 7, 2,
     "model m(in u[$,$], out r[$,$]) { var w = zeros($ + 2, $ + 2); w[1..$ + 1, 1..$ + 1] = u;"
     " for i in 0..$ { for j in 0..$ { r[i, j] = 4*u[i, j] - w[i, j + 1] - w[i + 2, j + 1]"
     " - w[i + 1, j] - w[i + 1, j + 2] - exp(u[i, j]); } } }"},
    {"time steps, gradient", 5, 2,
     "model m(in x[$], out f) { var u = x; for t in 0..$ { let v = u; for i in 1..$ - 1 {"
     " u[i] = v[i] + 0.1*(v[i - 1] - 2*v[i] + v[i + 1]); } } f = dot(u, u); }"},
    {"chain, two inputs", 3, 1,
     "model m(in x, in t, out y) { var s = x; for i in 0..$ { s = s*t + sin(s); } y = s; }"},
};

static const double sizes[] = {1e3, 1e4, 1e5, 1e6};

enum { SIZES = sizeof sizes / sizeof *sizes };

/* What one run took. */
struct taken {
    uint32_t operations;
    double seconds[STAGES];
    double bytes[STAGES];
};

/* Post: adds to the stage what has been taken since the last call. */
static void account(struct taken *taken, enum stage stage)
{
    static struct growth_use before;
    const struct growth_use now = growth_use();
    if (stage < STAGES) {
        taken->seconds[stage] = now.seconds - before.seconds;
        taken->bytes[stage] = now.bytes - before.bytes;
    }
    before = now;
}

/* As derive_jacobian with the layout csr, stage by stage. */
static const struct ir_function *derive(const struct ir_function *value, struct taken *taken)
{
    struct linearization *l = linearize(value, 0, SEED_NONE, NULL);
    account(taken, LINEARIZE);
    const struct lg_order *order = lg_order_named("auto");
    struct lg_plan plan = lg_plan_create(l->graph->arena, order->name);
    order->run(l->graph, &(struct lg_order_options){0}, &plan);
    account(taken, PLAN);
    struct ir_function *f = l->function;
    const struct jacobian_entries entries = accumulate(l, &plan);
    f->suffix = "jacobian";
    f->results.at[0].optional = true;
    matrix_add_result(f, "jac", f->results.at[0].array.count, f->arguments.at[IR_ARRAY_X].count,
                      &entries, IR_LAYOUT_CSR);
    account(taken, ACCUMULATE);
    const struct ir_function *improved = ir_improve(f, 1);
    account(taken, IMPROVE);
    return improved;
}

static void emit(const struct compilation *compilation, const struct ir_function *function)
{
    const struct codegen_model model = {.name = "m",
                                        .comment = "",
                                        .x_count = function->arguments.at[IR_ARRAY_X].count,
                                        .y_count = function->results.at[0].array.count,
                                        .functions = &function,
                                        .function_count = 1};
    const struct codegen_file file = {.source = "m.ad",
                                      .version = "",
                                      .options = "",
                                      .prefix = "",
                                      .piece = 250,
                                      .stack_limit = 65536,
                                      .models = &model,
                                      .model_count = 1};
    struct text text = text_in(compilation->arena);
    codegen_c(&file, &text);
}

static void work(void *context, void *result)
{
    const struct unrolled_run *run = context;
    struct taken *taken = result;
    const struct compilation compilation = compilation_create();
    const struct source *source = unrolled_source(&compilation, run->model, run->operations);
    account(taken, STAGES);
    const struct ast_file *file = parse_file(&compilation, source);
    account(taken, PARSE);
    const struct ir_function *value = unrolled_lower(&compilation, run->model, file);
    if (value == NULL) {
        return;
    }
    account(taken, LOWER);
    emit(&compilation, derive(value, taken));
    account(taken, EMIT);
    taken->operations = unrolled_operations(value);
}

static void print_row(const char *name, const struct taken *taken, enum stage first,
                      enum stage last)
{
    double seconds[SIZES];
    printf("| %s |", name);
    for (int s = 0; s < SIZES; s++) {
        double bytes = 0;
        seconds[s] = 0;
        for (enum stage stage = first; stage <= last; stage++) {
            seconds[s] += taken[s].seconds[stage];
            bytes += taken[s].bytes[stage];
        }
        if (taken[s].operations == 0) {
            printf(" - | - |");
        } else {
            printf(" %.2f | %.0f |", 1e6 * seconds[s] / taken[s].operations,
                   bytes / taken[s].operations);
        }
    }
    if (seconds[SIZES - 2] < 1e-3 || taken[SIZES - 1].operations == 0) {
        printf(" - |\n");
    } else {
        printf(" %.2f |\n", growth_exponent(seconds[SIZES - 2], taken[SIZES - 2].operations,
                                            seconds[SIZES - 1], taken[SIZES - 1].operations));
    }
}

int main(int count, char **arguments)
{
    (void)count;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct taken taken[SIZES];
        if (!growth_is_wanted(shapes[i].name, arguments + 1)) {
            continue;
        }
        printf("\n| %s |", shapes[i].name);
        for (int s = 0; s < SIZES; s++) {
            struct unrolled_run run = {&shapes[i], sizes[s]};
            growth_run(work, &run, &taken[s], sizeof taken[s]);
            printf(" us/op at %u | bytes/op |", taken[s].operations);
        }
        printf(" exponent |\n|---|");
        for (int s = 0; s < 2 * SIZES + 1; s++) {
            printf("---:|");
        }
        printf("\n");
        for (enum stage stage = 0; stage < STAGES; stage++) {
            print_row(stage_names[stage], taken, stage, stage);
        }
        print_row("all", taken, PARSE, EMIT);
    }
    return 0;
}
