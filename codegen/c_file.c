/* The generated C file: what frames the functions of the models. */
#include "codegen.h"

#include "c_descriptor.h"
#include "c_embed.h"
#include "c_function.h"
#include "c_many.h"
#include "c_pattern.h"
#include "c_public.h"
#include "c_self_check.h"
#include "ops.h"
#include "runtime.h"

#include <string.h>

/* -- embedded functions -- */

/* Adds the functions from number `first` on. Post: how many there are. */
static uint32_t write_embedded(const struct c_real *real, const struct c_embedded *embedded,
                               uint32_t first, struct c_needs *needs, struct text *out)
{
    for (uint32_t i = first; i < embedded->functions.count; i++) {
        const struct runtime_function *function = embedded->functions.at[i];
        needs->limits = needs->limits || strstr(function->text, "DBL_") != NULL;
        text_add(out, "\n");
        c_real_embed(real, function->name, function->text, out);
    }
    return embedded->functions.count;
}

/* Adds the functions of runtime/ for one point, and how they round. */
static void embed_all(const struct c_real *real, struct c_needs *needs, struct text *out)
{
    struct c_embedded embedded = {0};
    uint32_t done = 0;
    for (unsigned op = 0; op < IR_OP_COUNT; op++) {
        const struct ir_op_info *info = ir_op_info((enum ir_op)op);
        if (needs->operators[op] && info->spelling == IR_SPELL_RUNTIME) {
            c_embed(&embedded, info->c, out->arena);
            done = write_embedded(real, &embedded, done, needs, out);
            c_real_round(real, info->c, runtime_function_named(info->c)->text, out);
            needs->math = true;
        }
    }
    if (needs->pairs) {
        c_embed(&embedded, "adc_polar_slopes", out->arena);
        write_embedded(real, &embedded, done, needs, out);
    }
}

/* -- the file -- */

static void add_model(const struct codegen_file *file, const struct c_public *public,
                      uint32_t number, struct c_needs *needs, struct text *out)
{
    const struct codegen_model *model = &file->models[number];
    text_add(out, "\n");
    c_public_comment(model, out);
    if (file->header == NULL) {
        c_public_dimensions(model, public->models[number], out);
        c_public_prototypes(file, public, number, false, out);
        if (file->descriptor) {
            c_descriptor_declare(file, public->models[number], out);
        }
    }
    c_pattern_define(model, public->models[number], out);
    for (uint32_t f = 0; f < model->function_count; f++) {
        const struct ir_function *function = model->functions[f];
        const char *name = c_public_function(file, public, number, f, out->arena);
        struct text purpose = text_in(out->arena);
        text_add(out, "\n");
        c_public_purpose(function, public->models[number], file->abi, &purpose);
        c_function(&public->forms[number][f], name, &purpose, public, needs, out);
        if (public->batches != NULL) {
            text_add(out, "\n");
            c_batch(public->batches[number][f], name, public, file->batch, needs, out);
        }
    }
    if (file->descriptor) {
        c_descriptor_define(file, public, number, out);
    }
}

static void add_includes(const struct codegen_file *file, const struct c_needs *needs,
                         struct text *out)
{
    const char *limits = file->self_check || needs->limits ? "#include <float.h>\n" : "";
    if (file->self_check) {
        text_print(out, "%s#include <math.h>\n#include <stdio.h>\n\n", limits);
    } else if (needs->math || needs->limits) {
        text_print(out, "%s%s\n", limits, needs->math ? "#include <math.h>\n" : "");
    }
    if (needs->batch || (file->descriptor && file->header == NULL)) {
        text_print(out, "#include <stddef.h>\n%s\n", needs->string ? "#include <string.h>\n" : "");
    }
}

void codegen_c(const struct codegen_file *file, struct text *out)
{
    struct arena *arena = arena_create();
    const struct c_public public = c_public_names(file, arena);
    const struct ir_externs *externs = file->externs;
    struct c_needs needs = {0};
    needs.externs =
        arena_alloc(arena, (externs == NULL ? 0 : externs->count) * sizeof *needs.externs);
    struct text functions = text_in(arena);
    for (uint32_t m = 0; m < file->model_count; m++) {
        add_model(file, &public, m, &needs, &functions);
    }
    struct text embedded = text_in(arena);
    embed_all(c_real_of(file->real), &needs, &embedded);

    c_public_opening(file, out);
    if (file->header != NULL) {
        text_print(out, "#include \"%s\"\n\n", file->header);
    }
    add_includes(file, &needs, out);
    text_add(out, "#ifdef __cplusplus\n"
                  "#define restrict __restrict /* the keyword is C's alone */\n"
                  "#endif\n");
    if (needs.apart) {
        text_add(out, "\n/* What compilers should not make part of its callers. */\n"
                      "#ifdef __GNUC__\n"
                      "#define ADC_APART __attribute__((noinline))\n"
                      "#else\n"
                      "#define ADC_APART\n"
                      "#endif\n");
    }
    if (needs.batch) {
        c_batch_frame(c_real_of(file->real), &needs, file->batch, out);
    }
    if (needs.calls) {
        text_add(out, "\n/* The functions that the model calls. */\n");
        codegen_externs(externs, needs.externs, file->real, out);
    }
    if (file->descriptor && file->header == NULL) {
        text_add(out, "\n");
        c_descriptor_types(file, out);
    }
    text_add_bytes(out, text_string(&embedded), embedded.length);
    c_many_define(needs.many, out);
    text_add_bytes(out, text_string(&functions), functions.length);
    if (file->self_check) {
        c_self_check(file, &public, out);
    }
    arena_destroy(arena);
}
