/* Names, comments and declarations that the C file and its header have in common. */
#include "c_public.h"

#include "c_descriptor.h"
#include "c_extern.h"
#include "c_function.h"
#include "c_line.h"
#include "c_names.h"
#include "c_pattern.h"

#include <string.h>

/* -- names -- */

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

/* Names that one model wants. */
struct wanted {
    VEC(const char *) names;
};

static void want_patterns(struct wanted *wanted, const struct codegen_model *model,
                          const char *base, struct arena *arena)
{
    const struct c_patterns patterns = c_patterns_of(model, arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        const char *stem = public_name(arena, base, patterns.at[i].stem);
        const char *suffixes[2];
        vec_push(arena, &wanted->names, public_name(arena, stem, "nnz"));
        for (int side = 0; c_pattern_arrays(patterns.at[i].pattern, suffixes) && side < 2; side++) {
            vec_push(arena, &wanted->names, public_name(arena, stem, suffixes[side]));
        }
    }
}

static void want_descriptor(struct wanted *wanted, const struct codegen_model *model,
                            const char *base, bool many, struct arena *arena)
{
    for (const char *const *name = c_descriptor_names(); *name != NULL; name++) {
        vec_push(arena, &wanted->names, public_name(arena, base, *name));
    }
    for (uint32_t f = 0; f < model->function_count; f++) {
        const char *call = c_descriptor_call(model->functions[f]->suffix, arena);
        vec_push(arena, &wanted->names, public_name(arena, base, call));
        if (many) {
            call = c_descriptor_many(model->functions[f]->suffix, arena);
            vec_push(arena, &wanted->names, public_name(arena, base, call));
        }
    }
}

/* Post: whether the model can have this base; if so all its names are taken. */
static bool claim(struct c_public *public, const struct codegen_file *file,
                  const struct codegen_model *model, const char *base, struct arena *arena)
{
    struct wanted list = {0};
    struct wanted *wanted = &list;
    bool free = true;
    for (uint32_t d = 0; d < DIMENSIONS; d++) {
        vec_push(arena, &wanted->names, public_name(arena, base, dimensions[d]));
    }
    for (uint32_t f = 0; f < model->function_count; f++) {
        const char *name = public_name(arena, base, model->functions[f]->suffix);
        vec_push(arena, &wanted->names, name);
        vec_push(arena, &wanted->names, public_name(arena, name, "work"));
        free = free && !c_extern_begins(file->externs, public_name(arena, name, "piece"));
        if (file->batch != CODEGEN_BATCH_NONE) {
            vec_push(arena, &wanted->names, public_name(arena, name, "batch"));
            vec_push(arena, &wanted->names, public_name(arena, name, "batch_work"));
            free = free && !c_extern_begins(file->externs, public_name(arena, name, "block"));
        }
    }
    want_patterns(wanted, model, base, arena);
    if (file->descriptor) {
        want_descriptor(wanted, model, base, file->batch != CODEGEN_BATCH_NONE, arena);
    }
    for (uint32_t i = 0; i < list.names.count; i++) {
        free = free && !c_name_is_reserved(list.names.at[i]) &&
               !c_names_has(public->names, list.names.at[i]);
    }
    for (uint32_t i = 0; free && i < list.names.count; i++) {
        c_names_take(public->names, list.names.at[i]);
    }
    return free;
}

static void make_forms(struct c_public *public, const struct codegen_file *file,
                       struct arena *arena)
{
    public->forms = arena_alloc(arena, file->model_count * sizeof *public->forms);
    public->batches = file->batch == CODEGEN_BATCH_NONE
                          ? NULL
                          : arena_alloc(arena, file->model_count * sizeof *public->batches);
    for (uint32_t m = 0; m < file->model_count; m++) {
        const struct codegen_model *model = &file->models[m];
        public->forms[m] = arena_alloc(arena, model->function_count * sizeof **public->forms);
        for (uint32_t f = 0; f < model->function_count; f++) {
            public->forms[m][f] = c_form_make(file, model->functions[f], public->names, arena);
        }
        if (public->batches == NULL) {
            continue;
        }
        public->batches[m] = arena_alloc(arena, model->function_count * sizeof **public->batches);
        for (uint32_t f = 0; f < model->function_count; f++) {
            public->batches[m][f] = c_batch_make(file, &public->forms[m][f], public->names, arena);
        }
    }
}

struct c_public c_public_names(const struct codegen_file *file, struct arena *arena)
{
    if (file->public != NULL) {
        return *file->public;
    }
    struct c_public public = {
        .models = arena_alloc(arena, file->model_count * sizeof *public.models),
        .names = c_names_create(arena),
    };
    for (uint32_t i = 0; file->externs != NULL && i < file->externs->count; i++) {
        c_names_take(public.names, file->externs->at[i].name);
    }
    /* Those that can keep their name take it before any other gets one much like it. */
    for (uint32_t m = 0; m < file->model_count; m++) {
        const char *joined = arena_format(arena, "%s%s", file->prefix, file->models[m].name);
        if (strcmp(joined, tidy_base(arena, file->prefix, file->models[m].name)) == 0 &&
            claim(&public, file, &file->models[m], joined, arena)) {
            public.models[m] = joined;
        }
    }
    for (uint32_t m = 0; m < file->model_count; m++) {
        const char *tidy = tidy_base(arena, file->prefix, file->models[m].name);
        const char *base = tidy;
        for (unsigned i = 2; public.models[m] == NULL; i++) {
            if (claim(&public, file, &file->models[m], base, arena)) {
                public.models[m] = base;
            }
            base = arena_format(arena, "%s%u", tidy, i);
        }
    }
    make_forms(&public, file, arena);
    return public;
}

const struct c_public *codegen_prepare(const struct codegen_file *file, struct arena *arena)
{
    struct c_public *public = arena_alloc(arena, sizeof *public);
    *public = c_public_names(file, arena);
    return public;
}

/* -- comments -- */

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
        const struct ir_function *function =
            model->value != NULL ? model->value : model->functions[0];
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

static bool is_named(const struct ir_array *array, const char *name)
{
    return strcmp(array->name, name) == 0;
}

/* Post: what is said of y: one output or several. */
static const char *outputs_of(const struct ir_array *y)
{
    return y->count == 1 ? "y, the output," : "y, the outputs,";
}

/* Post: the weighted sum of the outputs in C. */
static const char *weighted_sum(const struct ir_array *w, struct arena *arena)
{
    return w->count == 1   ? arena_format(arena, "%s[0]*y[0]", w->name)
           : w->count == 2 ? arena_format(arena, "%s[0]*y[0] + %s[1]*y[1]", w->name, w->name)
                           : arena_format(arena, "%s[0]*y[0] + ... + %s[%u]*y[%u]", w->name,
                                          w->name, (unsigned)w->count - 1, (unsigned)w->count - 1);
}

/* Which part of a symmetric matrix is there. */
static const char *triangle_of(const struct c_pattern *pattern)
{
    const bool below = c_pattern_has(pattern, true);
    const bool above = c_pattern_has(pattern, false);
    return below && !above ? "the lower triangle, " : above && !below ? "the upper triangle, " : "";
}

/* Adds what each of the matrices y, jac, jac2, … is of the one before. */
static void explain_orders(const struct ir_function *function, const char *base,
                           struct text *comment)
{
    const char *rows = "ny";
    const struct ir_array *y = &function->results.at[0].array;
    text_print(comment, "Computes %s and %s derivatives of the orders 1 to %u", outputs_of(y),
               y->count == 1 ? "its" : "their", (unsigned)function->results.count - 1);
    for (uint32_t r = 1; r < function->results.count; r++) {
        const struct c_pattern pattern = c_pattern_of(&function->results.at[r]);
        text_add(comment, r == 1 ? ", " : "; ");
        c_pattern_explain(&pattern, base,
                          arena_format(comment->arena,
                                       r == 1 ? "d%s[%%r]/dx[%%c]" : "d(%s[%%r])/dx[%%c]",
                                       function->results.at[r - 1].array.name),
                          rows, "nx", comment);
        rows = arena_format(comment->arena, "%s_nnz", pattern.stem);
    }
    text_add(comment, ".");
}

/* Adds what a function of one of the derivative modes computes. False where its results are not
 * those of a mode. */
static bool explain(const struct ir_function *function, const char *base, struct text *comment)
{
    const struct ir_result *last = &function->results.at[function->results.count - 1];
    const struct ir_array *y = &function->results.at[0].array;
    const struct ir_array *seed = &function->arguments.at[function->arguments.count - 1];
    const struct c_pattern pattern = c_pattern_of(last);
    if (is_named(&last->array, "g") && function->arguments.at[0].count == last->array.count) {
        text_print(comment, "Computes %s and its gradient: g[j] = dy[0]/dx[j].", outputs_of(y));
    } else if (function->results.count > 2 && strncmp(last->array.name, "jac", 3) == 0) {
        explain_orders(function, base, comment);
    } else if (is_named(&last->array, "jac") && pattern.stem != NULL) {
        text_print(comment, "Computes %s and %s Jacobian, ", outputs_of(y),
                   y->count == 1 ? "its" : "their");
        c_pattern_explain(&pattern, base, "dy[%r]/dx[%c]", "ny", "nx", comment);
        text_add(comment, ".");
    } else if (is_named(&last->array, "h") && pattern.stem != NULL) {
        text_print(comment, "Computes the Hessian of s = %s, %s",
                   weighted_sum(seed, comment->arena), triangle_of(&pattern));
        c_pattern_explain(&pattern, base, "d2s/dx[%r]dx[%c]", "nx", "nx", comment);
        text_add(comment, ".");
    } else if (is_named(&last->array, "dy") && is_named(seed, "dx")) {
        text_print(comment,
                   "Computes %s and dy, the Jacobian times the direction dx: how fast y changes "
                   "as x moves along dx.",
                   outputs_of(y));
    } else if (is_named(&last->array, "wx") && is_named(seed, "wy")) {
        text_print(comment,
                   "Computes %s and wx, the weights wy times the Jacobian: the gradient of %s.",
                   outputs_of(y), weighted_sum(seed, comment->arena));
    } else if (is_named(&last->array, "hdx") && is_named(seed, "dx")) {
        text_print(comment, "Computes hdx, the Hessian of %s times the direction dx.",
                   weighted_sum(seed - 1, comment->arena));
    } else if (is_named(&last->array, "y") && function->results.count == 1) {
        text_print(comment, "Computes y, the output%s.", y->count == 1 ? "" : "s");
    } else {
        return false;
    }
    return true;
}

void c_public_purpose(const struct ir_function *function, const char *base, enum codegen_abi abi,
                      struct text *out)
{
    struct text comment = text_in(out->arena);
    if (!explain(function, base, &comment)) {
        for (uint32_t r = 0; r < function->results.count; r++) {
            const struct ir_array *array = &function->results.at[r].array;
            text_print(&comment, "%s %s[%u]", r == 0 ? "Computes" : ",", array->name,
                       (unsigned)array->count);
        }
        text_add(&comment, ".");
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        if (function->results.at[r].optional) {
            text_print(&comment, " %s may be NULL.",
                       abi == CODEGEN_ARGS && function->results.at[r].array.port_count > 0
                           ? "Each output"
                           : function->results.at[r].array.name);
        }
    }
    c_line_comment(out, text_string(&comment));
}

/* -- declarations -- */

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
    const struct c_patterns patterns = c_patterns_of(model, out->arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        text_add(&line, ",");
        c_line_mark(&line, 0);
        text_print(&line, "%s_%s_nnz = %u", base, patterns.at[i].stem,
                   (unsigned)patterns.at[i].nonzeros);
    }
    text_add(&line, " };");
    c_line_add(out, &line, 0, C_LINE_HANG);
    c_pattern_declare(model, base, out);
}

void c_public_prototypes(const struct codegen_file *file, const struct c_public *public,
                         uint32_t model, bool purpose, struct text *out)
{
    for (uint32_t f = 0; f < file->models[model].function_count; f++) {
        const struct ir_function *function = file->models[model].functions[f];
        if (purpose) {
            text_add(out, "\n");
            c_public_purpose(function, public->models[model], file->abi, out);
        }
        const char *name = c_public_function(file, public, model, f, out->arena);
        const struct c_form *form = &public->forms[model][f];
        if (form->work > 0) {
            text_print(out, "enum { %s_work = %u }; /* elements of work */\n", name,
                       (unsigned)form->work);
        }
        c_function_prototype(form, name, out);
        if (public->batches != NULL) {
            if (purpose) {
                text_add(out, "\n");
                c_batch_purpose(public->batches[model][f], name, out);
            }
            c_batch_prototype(public->batches[model][f], name, out);
        }
    }
}
