/* Timing of generated code; see measure.h. */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"

#include "cc.h"
#include "code_cost.h"
#include "codegen.h"
#include "derive.h"
#include "output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Calls TIMED over and over: long enough runs for the clock, and of many runs the median, of
 * the process's own time. */
static const char harness[] =
    "#define _POSIX_C_SOURCE 199309L\n"
    "#include \"timed.c\"\n"
    "#include <stdio.h>\n"
    "#include <stdlib.h>\n"
    "#include <time.h>\n"
    "enum { POINTS = 64, RUNS = 15 };\n"
    "static double now(void)\n"
    "{\n"
    "    struct timespec t;\n"
    "    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);\n"
    "    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;\n"
    "}\n"
    "static int compare(const void *a, const void *b)\n"
    "{\n"
    "    const double x = *(const double *)a, y = *(const double *)b;\n"
    "    return (x > y) - (x < y);\n"
    "}\n"
    "int main(void)\n"
    "{\n"
    "    double *x = malloc(sizeof(double) * (POINTS * NX + 1));\n"
    "    double *p = malloc(sizeof(double) * (NP + 1));\n"
    "    double *y = malloc(sizeof(double) * (NY + 1));\n"
    "    double *d = malloc(sizeof(double) * ((size_t)NX * NY + 1));\n"
    "    double run[RUNS], sum = 0;\n"
    "    for (long i = 0; i < POINTS * NX; i++) x[i] = 0.5 + (double)(i * 7919 % 1000) / 1000;\n"
    "    for (long i = 0; i < NP; i++) p[i] = 0.5 + (double)(i * 104729 % 1000) / 1000;\n"
    "    long rounds = 1;\n"
    "    for (int r = -1; r < RUNS; r++) {\n"
    "        double start, took;\n"
    "        for (;;) {\n"
    "            start = now();\n"
    "            for (long k = 0; k < rounds; k++) {\n"
    "                for (long i = 0; i < POINTS; i++) { TIMED(x + i * NX); sum += y[0]; }\n"
    "            }\n"
    "            took = now() - start;\n"
    "            if (r >= 0 || took > 2e6) break;\n"
    "            rounds *= 2;\n"
    "        }\n"
    "        if (r >= 0) run[r] = took / (double)(rounds * POINTS);\n"
    "    }\n"
    "    qsort(run, RUNS, sizeof run[0], compare);\n"
    "    printf(\"%.17g\\n\", sum == 0.123 ? 0 : run[RUNS / 2]);\n"
    "    return 0;\n"
    "}\n";

/* Where the code that is measured lies while it is. */
struct place {
    struct arena *arena;
    const char *directory;
};

static const char *file_in(const struct place *place, const char *name)
{
    return arena_format(place->arena, "%s/%s", place->directory, name);
}

static double compile_and_run(const struct place *place, const struct options *options)
{
    struct text command = text_in(place->arena);
    cc_add_compiler(&command);
    text_add(&command, " -O2 -w -o");
    cc_add_word(&command, file_in(place, "timed"));
    cc_add_word(&command, file_in(place, "main.c"));
    for (uint32_t i = 0; i < options->with.count; i++) {
        cc_add_word(&command, options->with.at[i]);
    }
    text_add(&command, " -lm >");
    cc_add_word(&command, file_in(place, "compiler.log"));
    text_add(&command, " 2>&1 &&");
    cc_add_word(&command, file_in(place, "timed"));
    FILE *result = popen(text_string(&command), "r");
    double nanoseconds = NAN;
    if (result != NULL) {
        if (fscanf(result, "%lf", &nanoseconds) != 1) {
            nanoseconds = NAN;
        }
        pclose(result);
    }
    return nanoseconds;
}

static double measure(const struct ir_function *value, const struct options *options,
                      const struct ir_function *function, const char *call)
{
    struct arena *arena = arena_create();
    const struct place place = {arena, cc_directory(arena)};
    if (place.directory == NULL) {
        arena_destroy(arena);
        return NAN;
    }
    const struct codegen_model model = {.name = "timed",
                                        .comment = "",
                                        .x_count = value->arguments.at[IR_ARRAY_X].count,
                                        .p_count = value->arguments.at[IR_ARRAY_P].count,
                                        .y_count = value->results.at[0].array.count,
                                        .functions = &function,
                                        .function_count = 1};
    const struct codegen_file file = {.source = "",
                                      .version = "",
                                      .options = "",
                                      .prefix = "",
                                      .externs = function->externs,
                                      .models = &model,
                                      .model_count = 1};
    struct text c = text_in(arena);
    struct text program = text_in(arena);
    codegen_c(&file, &c);
    text_print(&program, "#define NX timed_nx\n#define NP timed_np\n#define NY timed_ny\n");
    text_print(&program, "#define TIMED(x) %s\n%s", call, harness);
    static const char *const names[] = {"timed.c", "main.c", "compiler.log", "timed"};
    const struct output outputs[] = {{file_in(&place, "timed.c"), &c},
                                     {file_in(&place, "main.c"), &program}};
    const double nanoseconds = output_write(outputs, 2) ? compile_and_run(&place, options) : NAN;
    cc_remove(arena, place.directory, names, sizeof names / sizeof *names);
    arena_destroy(arena);
    return nanoseconds;
}

double measure_value(const struct ir_function *value, const struct options *options)
{
    return measure(value, options, ir_expand(value), "timed_value(x, p, y)");
}

static struct lg_plan *the_plan(void *context, const struct lg_graph *graph, const char *mode)
{
    (void)graph;
    (void)mode;
    return context;
}

static const struct ir_function *jacobian_by(const struct ir_function *value,
                                             const struct lg_plan *plan)
{
    struct lg_plan copy = *plan;
    const struct derive_request request = {.times = 1, .plan = the_plan, .context = &copy};
    return derive_jacobian(value, &request);
}

double measure_plan(const struct ir_function *value, const struct options *options,
                    const struct lg_plan *plan)
{
    return measure(value, options, jacobian_by(value, plan), "timed_jacobian(x, p, y, d)");
}

double measure_cycles(const struct ir_function *value, const struct lg_plan *plan,
                      const struct ir_weights *weights)
{
    return ir_cost(jacobian_by(value, plan), weights);
}
