/* The generated C file: what frames the functions of the models. */
#include "codegen.h"

#include "c_descriptor.h"
#include "c_function.h"
#include "c_many.h"
#include "c_pattern.h"
#include "c_public.h"
#include "c_self_check.h"
#include "ops.h"
#include "runtime.h"

#include <assert.h>
#include <string.h>

/* -- embedded functions -------------------------------------------------------------------------
 */

struct embedded {
    const struct c_real *real;
    struct arena *arena;
    bool limits; /* they name some of <float.h> */
    VEC(const struct runtime_function *) done;
};

/* Adds a function of runtime/ behind those that it calls, unless it stands there already. */
static void embed(struct embedded *embedded, const char *name, struct text *out)
{
    const struct runtime_function *function = runtime_function_named(name);
    assert(function != NULL);
    for (uint32_t i = 0; i < embedded->done.count; i++) {
        if (embedded->done.at[i] == function) {
            return;
        }
    }
    vec_push(embedded->arena, &embedded->done, function);
    embedded->limits = embedded->limits || strstr(function->text, "DBL_") != NULL;
    for (const char *const *need = function->needs; *need != NULL; need++) {
        embed(embedded, *need, out);
    }
    text_add(out, "\n");
    c_real_embed(embedded->real, function->name, function->text, out);
}

static void embed_all(const struct c_real *real, struct c_needs *needs, struct arena *arena,
                      struct text *out)
{
    struct embedded embedded = {.real = real, .arena = arena};
    for (unsigned op = 0; op < IR_OP_COUNT; op++) {
        const struct ir_op_info *info = ir_op_info((enum ir_op)op);
        if (needs->operators[op] && info->spelling == IR_SPELL_RUNTIME) {
            embed(&embedded, info->c, out);
            c_real_round(real, info->c, runtime_function_named(info->c)->text, out);
            needs->math = true;
        }
    }
    if (needs->pairs) {
        embed(&embedded, "adc_polar_slopes", out);
    }
    needs->limits = embedded.limits;
}

/* -- the file -----------------------------------------------------------------------------------
 */

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
    embed_all(c_real_of(file->real), &needs, arena, &embedded);

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
    c_many_define(c_real_of(file->real), needs.many, out);
    text_add_bytes(out, text_string(&functions), functions.length);
    if (file->self_check) {
        c_self_check(file, &public, out);
    }
    arena_destroy(arena);
}
