/* Timing of generated code; see measure.h. */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"

#include "code_cost.h"
#include "codegen.h"
#include "derive.h"
#include "output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Calls TIMED over and over: long enough runs for the clock, and of many runs the median. */
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
    "    clock_gettime(CLOCK_MONOTONIC, &t);\n"
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

static double compile_and_run(struct arena *arena, const char *directory)
{
    const char *cc = getenv("CC");
    const char *command = arena_format(
        arena, "cd '%s' && %s -std=c99 -O2 -w -o timed main.c -lm >compiler.log 2>&1 && ./timed",
        directory, cc == NULL || cc[0] == '\0' ? "cc" : cc);
    FILE *result = popen(command, "r");
    double nanoseconds = NAN;
    if (result != NULL) {
        if (fscanf(result, "%lf", &nanoseconds) != 1) {
            nanoseconds = NAN;
        }
        pclose(result);
    }
    return nanoseconds;
}

static double measure(const struct ir_function *value, const struct ir_function *function,
                      const char *call)
{
    struct arena *arena = arena_create();
    const char *root = getenv("TMPDIR");
    char *directory =
        arena_format(arena, "%s/adc-XXXXXX", root == NULL || root[0] == '\0' ? "/tmp" : root);
    if (mkdtemp(directory) == NULL) {
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
                                      .models = &model,
                                      .model_count = 1};
    struct text c = text_in(arena);
    struct text program = text_in(arena);
    codegen_c(&file, &c);
    text_print(&program, "#define NX timed_nx\n#define NP timed_np\n#define NY timed_ny\n");
    text_print(&program, "#define TIMED(x) %s\n%s", call, harness);
    const char *names[] = {"timed.c", "main.c", "compiler.log", "timed"};
    const struct output outputs[] = {{arena_format(arena, "%s/timed.c", directory), &c},
                                     {arena_format(arena, "%s/main.c", directory), &program}};
    const double nanoseconds = output_write(outputs, 2) ? compile_and_run(arena, directory) : NAN;
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        remove(arena_format(arena, "%s/%s", directory, names[i]));
    }
    rmdir(directory);
    arena_destroy(arena);
    return nanoseconds;
}

double measure_value(const struct ir_function *value)
{
    return measure(value, ir_expand(value), "timed_value(x, p, y)");
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

double measure_plan(const struct ir_function *value, const struct lg_plan *plan)
{
    return measure(value, jacobian_by(value, plan), "timed_jacobian(x, p, y, d)");
}

double measure_cycles(const struct ir_function *value, const struct lg_plan *plan)
{
    return ir_cost(jacobian_by(value, plan));
}
