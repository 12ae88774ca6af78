/* libFuzzer target for the front end: any bytes as a model file, read, lowered and linearized as by
 * the compiler, the diagnostics written. See README.md for how it is built and run. */
#include "derive.h"
#include "lower.h"
#include "parser.h"

#include <stdio.h>
#include <stdlib.h>

/* Small enough that an input that only grows is refused at once. */
enum { MAX_OPERATIONS = 20000 };

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

/* Ends the run where a stage has built IR that is not well formed. */
static void verify(const struct ir_function *function, struct arena *arena, const char *stage)
{
    struct text faults = text_in(arena);
    if (ir_verify(function, &faults) > 0) {
        fprintf(stderr, "after %s:\n%s", stage, text_string(&faults));
        abort();
    }
}

static void lower_and_linearize(const struct compilation *c, const struct ast_file *file)
{
    const struct lower_options options = {.max_operations = MAX_OPERATIONS};
    const struct lowered lowered = lower_file(c, file, &options);
    for (uint32_t i = 0; i < lowered.count; i++) {
        verify(lowered.models[i], c->arena, "lowering");
        verify(linearize(lowered.models[i], 0, SEED_NONE, NULL)->function, c->arena,
               "linearization");
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct compilation c = compilation_create();
    const struct source *source = source_add(c.sources, "model.ad", (const char *)bytes, size);
    const struct ast_file *file = parse_file(&c, source);
    struct text text = text_in(c.arena);
    if (diagnostics_errors(c.diagnostics) == 0) {
        ast_print(c.atoms, file, &text);
        lower_and_linearize(&c, file);
    }
    diagnostics_write(c.diagnostics, true, &text);
    diagnostics_write_json(c.diagnostics, &text);
    compilation_destroy(&c);
    return 0;
}
