/* Names, comments and declarations that the C file and its header have in common. */
#include "c_public.h"

#include "c_function.h"
#include "c_line.h"
#include "c_names.h"

#include <string.h>

/* -- names --------------------------------------------------------------------------------------
 */

static const char *const dimensions[] = {"nx", "np", "ny"};

enum { DIMENSIONS = sizeof dimensions / sizeof dimensions[0] };

static const char *public_name(struct arena *arena, const char *base, const char *suffix)
{
    return arena_format(arena, "%s_%s", base, suffix);
}

const char *c_public_function(const struct codegen_file *file, const struct c_public *public,
                              uint32_t model, uint32_t function, struct arena *arena)
{
    return public_name(arena, public->models[model],
                       file->models[model].functions[function]->suffix);
}

/* Post: prefix and name in one, without underscores at the ends or in a row: what begins with one
 * is reserved at file scope, two in a row are in C++. */
static const char *tidy_base(struct arena *arena, const char *prefix, const char *name)
{
    const char *joined = c_name_legal(arena, arena_format(arena, "%s%s_", prefix, name));
    size_t length = strlen(joined);
    while (length > 0 && joined[length - 1] == '_') {
        length--;
    }
    while (length > 0 && joined[0] == '_') {
        joined++;
        length--;
    }
    return length == 0 ? "model" : arena_copy_text(arena, joined, length);
}

/* Post: whether the model can have this base; if so all its names are taken. */
static bool claim(struct c_public *public, struct c_names *names, const struct codegen_model *model,
                  const char *base, struct arena *arena)
{
    const uint32_t first = public->names.count;
    for (uint32_t d = 0; d < DIMENSIONS; d++) {
        vec_push(arena, &public->names, public_name(arena, base, dimensions[d]));
    }
    for (uint32_t f = 0; f < model->function_count; f++) {
        vec_push(arena, &public->names, public_name(arena, base, model->functions[f]->suffix));
    }
    for (uint32_t i = first; i < public->names.count; i++) {
        if (c_name_is_reserved(public->names.at[i]) || c_names_has(names, public->names.at[i])) {
            public->names.count = first;
            return false;
        }
    }
    for (uint32_t i = first; i < public->names.count; i++) {
        c_names_take(names, public->names.at[i]);
    }
    return true;
}

struct c_public c_public_names(const struct codegen_file *file, struct arena *arena)
{
    struct c_public public = {
        .models = arena_alloc(arena, file->model_count * sizeof *public.models),
    };
    struct c_names *names = c_names_create(arena);
    /* Those that can keep their name take it before any other gets one much like it. */
    for (uint32_t m = 0; m < file->model_count; m++) {
        const char *joined = arena_format(arena, "%s%s", file->prefix, file->models[m].name);
        if (strcmp(joined, tidy_base(arena, file->prefix, file->models[m].name)) == 0 &&
            claim(&public, names, &file->models[m], joined, arena)) {
            public.models[m] = joined;
        }
    }
    for (uint32_t m = 0; m < file->model_count; m++) {
        const char *tidy = tidy_base(arena, file->prefix, file->models[m].name);
        const char *base = tidy;
        for (unsigned i = 2; public.models[m] == NULL; i++) {
            if (claim(&public, names, &file->models[m], base, arena)) {
                public.models[m] = base;
            }
            base = arena_format(arena, "%s%u", tidy, i);
        }
    }
    return public;
}

/* -- comments -----------------------------------------------------------------------------------
 */

void c_public_opening(const struct codegen_file *file, struct text *out)
{
    struct text comment = text_in(out->arena);
    text_print(&comment, "Made from %s by adc %s", file->source, file->version);
    if (file->options[0] != '\0') {
        text_print(&comment, " with %s", file->options);
    }
    text_add(&comment, ".\nThis file may be used without any conditions.");
    c_line_comment(out, text_string(&comment));
}

/* Adds a line as "x: rot[3], centre[3] at 3, f at 6". */
static void add_ports(const struct ir_function *function, const struct ir_array *array,
                      struct text *comment)
{
    if (array->port_count == 0) {
        return;
    }
    text_print(comment, "\n%s:", array->name);
    for (uint32_t i = 0; i < array->port_count; i++) {
        const struct ir_port *port = &array->ports[i];
        text_print(comment, "%s %s", i == 0 ? "" : ",", atom_text(function->atoms, port->name));
        if (port->rank == 1) {
            text_print(comment, "[%u]", (unsigned)port->rows);
        } else if (port->rank == 2) {
            text_print(comment, "[%u,%u]", (unsigned)port->rows, (unsigned)port->columns);
        }
        if (port->first > 0) {
            text_print(comment, " at %u", (unsigned)port->first);
        }
    }
}

void c_public_comment(const struct codegen_model *model, struct text *out)
{
    struct text comment = text_in(out->arena);
    text_print(&comment, "Model %s", model->name);
    if (model->function_count > 0) {
        const struct ir_function *function = model->functions[0];
        for (uint32_t a = 0; a < function->arguments.count; a++) {
            add_ports(function, &function->arguments.at[a], &comment);
        }
        for (uint32_t r = 0; r < function->results.count; r++) {
            add_ports(function, &function->results.at[r].array, &comment);
        }
    }
    if (model->comment[0] != '\0') {
        text_print(&comment, "\n\n%s", model->comment);
    }
    c_line_comment(out, text_string(&comment));
}

/* What the modes compute, where their last result is dense: one element for each pair of an output
 * and an input. */
static const struct {
    const char *suffix;
    const char *purpose;
} purposes[] = {
    {"gradient", "Computes y, the output, and its gradient: g[j] = dy[0]/dx[j]."},
    {"jacobian",
     "Computes y, the outputs, and their Jacobian, row by row: jac[i*nx + j] = dy[i]/dx[j]."},
};

static const char *dense_purpose(const struct ir_function *function)
{
    const uint32_t count = function->results.count;
    if (count != 2 || function->arguments.count == 0 ||
        (uint64_t)function->results.at[0].array.count * function->arguments.at[0].count !=
            function->results.at[1].array.count) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++) {
        if (strcmp(function->suffix, purposes[i].suffix) == 0) {
            return purposes[i].purpose;
        }
    }
    return NULL;
}

void c_public_purpose(const struct ir_function *function, struct text *out)
{
    const char *purpose = dense_purpose(function);
    struct text comment = text_in(out->arena);
    text_add(&comment, purpose == NULL ? "Computes" : purpose);
    for (uint32_t r = 0; purpose == NULL && r < function->results.count; r++) {
        const struct ir_array *array = &function->results.at[r].array;
        text_print(&comment, "%s %s[%u]", r == 0 ? "" : ",", array->name, (unsigned)array->count);
    }
    text_add(&comment, purpose == NULL ? "." : "");
    for (uint32_t r = 0; r < function->results.count; r++) {
        if (function->results.at[r].optional) {
            text_print(&comment, " %s may be NULL.", function->results.at[r].array.name);
        }
    }
    c_line_comment(out, text_string(&comment));
}

/* -- declarations -------------------------------------------------------------------------------
 */

void c_public_dimensions(const struct codegen_model *model, const char *base, struct text *out)
{
    const uint32_t counts[DIMENSIONS] = {model->x_count, model->p_count, model->y_count};
    struct text line = text_in(out->arena);
    text_add(&line, "enum {");
    for (uint32_t d = 0; d < DIMENSIONS; d++) {
        text_add(&line, d == 0 ? "" : ",");
        c_line_mark(&line, 0);
        text_print(&line, "%s_%s = %u", base, dimensions[d], (unsigned)counts[d]);
    }
    text_add(&line, " };");
    c_line_add(out, &line, 0, C_LINE_HANG);
}

void c_public_prototypes(const struct codegen_file *file, const struct c_public *public,
                         uint32_t model, bool purpose, struct text *out)
{
    for (uint32_t f = 0; f < file->models[model].function_count; f++) {
        const struct ir_function *function = file->models[model].functions[f];
        if (purpose) {
            text_add(out, "\n");
            c_public_purpose(function, out);
        }
        c_function_prototype(function, c_public_function(file, public, model, f, out->arena), out);
    }
}
