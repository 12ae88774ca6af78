/* The user's C functions, compiled and run; see with.h.
 *
 * The C of --with is compiled into a shared library and loaded. Functions of any number of
 * arguments are called in one way: the library has a function more for each, which takes the
 * arguments from an array. */
#define _POSIX_C_SOURCE 200809L
#include "with.h"

#include "cc.h"
#include "output.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Notes which externs the functions call. Post: the first, or NULL. */
static const struct ir_extern *find_called(const struct ir_function *const *functions,
                                           uint32_t count, bool *called)
{
    const struct ir_extern *first = NULL;
    for (uint32_t f = 0; f < count; f++) {
        for (uint32_t v = 0; v < functions[f]->values.count; v++) {
            if (functions[f]->values.at[v].op == IR_CALL) {
                first = first == NULL ? ir_callee(functions[f], (ir_ref){v}) : first;
                called[functions[f]->values.at[v].array] = true;
            }
        }
    }
    return first;
}

bool with_is_enough(const struct options *options, const struct ir_function *const *functions,
                    uint32_t count)
{
    if (options->with.count > 0 || count == 0 || functions[0]->externs == NULL) {
        return true;
    }
    struct arena *scratch = arena_create();
    bool *called = arena_alloc(scratch, functions[0]->externs->count * sizeof *called);
    const struct ir_extern *first = find_called(functions, count, called);
    if (first != NULL) {
        fprintf(stderr,
                "adc: model `%s` calls `%s`, a C function: --with=FILE.c says where it is\n",
                atom_text(functions[0]->atoms, functions[0]->name), first->name);
    }
    arena_destroy(scratch);
    return first == NULL;
}

/* Post: the C of a function `adc_run_NUMBER` for each extern that is called. */
static struct text calls_text(struct arena *arena, const struct ir_externs *externs,
                              const bool *called, enum codegen_real real)
{
    static const char *const casts[] = {[CODEGEN_DOUBLE] = "",
                                        [CODEGEN_FLOAT] = "(float)",
                                        [CODEGEN_LONG_DOUBLE] = "(long double)"};
    struct text text = text_in(arena);
    codegen_externs(externs, called, real, &text);
    text_add(&text, "#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    for (uint32_t i = 0; i < externs->count; i++) {
        if (!called[i]) {
            continue;
        }
        text_print(&text, "double adc_run_%u(const double *a);\n", i);
        text_print(&text, "double adc_run_%u(const double *a) { return (double)%s(", i,
                   externs->at[i].name);
        for (uint32_t k = 0; k < externs->at[i].parameter_count; k++) {
            text_print(&text, "%s%sa[%u]", k == 0 ? "" : ", ", casts[real], k);
        }
        text_add(&text, "); }\n");
    }
    text_add(&text, "#ifdef __cplusplus\n}\n#endif\n");
    return text;
}

/* Post: the library, loaded from the directory; NULL with *status and a line on standard error. */
static void *build_library(struct arena *arena, const struct options *options,
                           const char *directory, const struct text *calls, enum status *status)
{
    const char *source = arena_format(arena, "%s/calls.c", directory);
    const char *library = arena_format(arena, "%s/with.so", directory);
    const struct output output = {source, calls};
    *status = STATUS_MACHINE;
    if (!output_write(&output, 1)) {
        return NULL;
    }
    struct text command = text_in(arena);
    cc_add_compiler(&command);
    text_add(&command, " -shared -fPIC -O1 -w -o");
    cc_add_word(&command, library);
    cc_add_word(&command, source);
    for (uint32_t i = 0; i < options->with.count; i++) {
        cc_add_word(&command, options->with.at[i]);
    }
    text_add(&command, " -lm >&2");
    fflush(stdout);
    const int result = system(text_string(&command));
    if (result == -1 || !WIFEXITED(result) || WEXITSTATUS(result) == 127) {
        fputs("adc: --with needs a C compiler; there is no `cc`, or $CC is none\n", stderr);
        return NULL;
    }
    *status = STATUS_MODEL;
    if (WEXITSTATUS(result) != 0) {
        fputs("adc: the C of --with could not be compiled\n", stderr);
        return NULL;
    }
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *said = dlerror();
        const char *reason = strstr(said, "undefined symbol"); /* behind a path of no interest */
        fprintf(stderr, "adc: the C of --with cannot be used: %s\n",
                reason == NULL ? said : reason);
    }
    return handle;
}

static void connect(void *handle, struct ir_externs *externs, const bool *called,
                    enum codegen_real real)
{
    for (uint32_t i = 0; i < externs->count; i++) {
        char name[32];
        snprintf(name, sizeof name, "adc_run_%u", (unsigned)i);
        if (called[i]) {
            /* POSIX says that a function's address fits; C has no conversion for it. */
            void *address = dlsym(handle, name);
            memcpy(&externs->at[i].run, &address, sizeof address);
            externs->at[i].unit = real == CODEGEN_FLOAT ? 0x1p-24 : 0x1p-53;
        }
    }
}

enum status with_load(const struct pipeline *pipeline)
{
    static const char *const names[] = {"calls.c", "with.so"};
    const struct options *options = pipeline->options;
    struct arena *arena = pipeline->compilation.arena;
    VEC(const struct ir_function *) functions = {0};
    for (uint32_t m = 0; m < pipeline->models.count; m++) {
        const struct pipeline_model *model = &pipeline->models.at[m];
        vec_push(arena, &functions, model->value);
        for (uint32_t f = 0; f < model->functions.count; f++) {
            vec_push(arena, &functions, model->functions.at[f]);
        }
    }
    if (functions.count == 0) {
        return STATUS_FINE;
    }
    struct ir_externs *externs = functions.at[0]->externs;
    bool *called = arena_alloc(arena, externs->count * sizeof *called);
    if (find_called(functions.at, functions.count, called) == NULL) {
        return STATUS_FINE;
    }
    if (!with_is_enough(options, functions.at, functions.count)) {
        return STATUS_USAGE;
    }
    const char *directory = cc_directory(arena);
    if (directory == NULL) {
        fputs("adc: no directory for temporary files can be made\n", stderr);
        return STATUS_MACHINE;
    }
    const struct text calls = calls_text(arena, externs, called, options->real);
    enum status status;
    void *handle = build_library(arena, options, directory, &calls, &status);
    cc_remove(arena, directory, names, sizeof names / sizeof *names);
    if (handle == NULL) {
        return status;
    }
    connect(handle, externs, called, options->real);
    return STATUS_FINE;
}
