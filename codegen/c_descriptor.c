/* Descriptors of models; see c_descriptor.h. Code that serves all models has to call all their
 * functions alike: through functions of one form for each mode, with flat arrays and scratch memory
 * as the last argument, which hand on what the model's own functions take. */
#include "c_descriptor.h"

#include "c_extern.h"
#include "c_function.h"
#include "c_line.h"
#include "c_list.h"
#include "c_names.h"
#include "c_pattern.h"
#include "c_real.h"
#include "runtime.h"

#include <string.h>

/* The modes, in the order of the struct's members. */
static const char *const modes[] = {"value", "gradient", "jacobian", "hessian",
                                    "jvp",   "vjp",      "hvp"};

enum { MODES = sizeof modes / sizeof *modes };

const char *const *c_descriptor_names(void)
{
    static const char *const names[] = {"model", "variables", "orders", "batch", NULL};
    return names;
}

const char *c_descriptor_call(const char *suffix, struct arena *arena)
{
    return arena_format(arena, "%s_call", suffix);
}

const char *c_descriptor_many(const char *suffix, struct arena *arena)
{
    return arena_format(arena, "%s_batch_call", suffix);
}

void c_descriptor_types(const struct codegen_file *file, struct text *out)
{
    c_real_exchange(c_real_of(file->real), runtime_function_named("adc_model")->text, out);
}

void c_descriptor_declare(const struct codegen_file *file, const char *base, struct text *out)
{
    text_print(out, "extern const struct adc_model%s %s_model;\n", c_real_of(file->real)->tag,
               base);
}

/* -- calls -- */

/* A function that is called through the descriptor: its parameters are the arrays of the flat form,
 * and this is what each parameter of the function itself is made of. */
struct call {
    const struct codegen_file *file;
    const struct ir_function *function; /* as the modes make it */
    const struct c_form *form;
    const char *name;
    const char *work; /* what the scratch memory is called */
    bool gathered;    /* the results are elements of one array */
    bool many;        /* of points: each array has a stride */
    bool takes_work;  /* the function does */
};

static const char *count_name(const struct call *call, struct arena *arena)
{
    return c_extern_apart(call->file->externs, "count", arena);
}

/* Post: the name of an array of the function, other than those of externs. */
static const char *array_name(const struct call *call, bool output, uint32_t number,
                              struct arena *arena)
{
    if (output && call->gathered) {
        return arena_format(arena, "results[%u]", (unsigned)number);
    }
    return c_extern_apart(call->file->externs,
                          output ? call->function->results.at[number].array.name
                                 : call->function->arguments.at[number].name,
                          arena);
}

/* Post: the name of its stride; of that of the elements where the stride may be 0. */
static const char *stride_name(const struct call *call, bool output, uint32_t number,
                               struct arena *arena)
{
    if (output && call->gathered) {
        return arena_format(arena, "%s[%u]", c_extern_apart(call->file->externs, "strides", arena),
                            (unsigned)number);
    }
    return c_extern_apart(call->file->externs,
                          arena_format(arena, "%s_stride", array_name(call, output, number, arena)),
                          arena);
}

static const char *step_name(const struct call *call, uint32_t number, struct arena *arena)
{
    return c_extern_apart(call->file->externs,
                          arena_format(arena, "%s_step", array_name(call, false, number, arena)),
                          arena);
}

/* Post: what is handed on for element `first` of an array: the element, or a pointer to it that is
 * NULL where the array may be. */
static const char *handed_on(const struct call *call, bool output, uint32_t number, uint32_t first,
                             bool by_value, struct arena *arena)
{
    const char *array = array_name(call, output, number, arena);
    if (by_value) {
        return arena_format(arena, "%s[%u]", array, (unsigned)first);
    }
    if (first == 0) {
        return array;
    }
    const char *step = !call->many ? ""
                       : output    ? stride_name(call, output, number, arena)
                                   : step_name(call, number, arena);
    const char *offset = !call->many  ? arena_format(arena, "%u", (unsigned)first)
                         : first == 1 ? step
                                      : arena_format(arena, "%u * %s", (unsigned)first, step);
    return output && call->function->results.at[number].optional
               ? arena_format(arena, "%s ? %s + %s : %s", array, array, offset, array)
               : arena_format(arena, "%s + %s", array, offset);
}

struct expressions {
    VEC_FIELDS(const char *);
};

/* Adds what is handed on for the arrays that the form makes of one: one for each variable in it, or
 * the array itself. */
static void add_array(const struct call *call, bool output, uint32_t number,
                      struct expressions *expressions, struct arena *arena)
{
    const struct ir_array *array =
        output ? &call->function->results.at[number].array : &call->function->arguments.at[number];
    for (uint32_t i = 0; call->file->abi == CODEGEN_ARGS && i < array->port_count; i++) {
        const struct ir_port *port = &array->ports[i];
        const bool by_value = !output && port->rank == 0 && !call->many;
        const bool empty = port->rows * port->columns == 0; /* and not where another one begins */
        vec_push(arena, expressions,
                 empty ? "0" : handed_on(call, output, number, port->first, by_value, arena));
    }
    if (call->file->abi == CODEGEN_FLAT ||
        (array->port_count == 0 && (output || array->count > 0))) {
        vec_push(arena, expressions, array_name(call, output, number, arena));
    }
}

/* Adds the call of the model's own function. */
static void add_call(const struct call *call, const char *callee, struct text *out)
{
    struct arena *arena = out->arena;
    struct expressions arguments = {0};
    struct expressions results = {0};
    struct c_list list = c_list_begin(callee, arena);
    VEC(const char *) strides = {0}; /* of each of the arguments, then of the results */
    for (uint32_t a = 0; a < call->function->arguments.count; a++) {
        add_array(call, false, a, &arguments, arena);
        while (strides.count < arguments.count) {
            vec_push(arena, &strides, stride_name(call, false, a, arena));
        }
    }
    for (uint32_t r = 0; r < call->function->results.count; r++) {
        add_array(call, true, r, &results, arena);
        while (strides.count < arguments.count + results.count) {
            vec_push(arena, &strides, stride_name(call, true, r, arena));
        }
    }
    if (call->many) {
        c_list_add(&list, count_name(call, arena));
    }
    for (uint32_t i = 0; i < call->form->parameters.count; i++) {
        const struct c_parameter *at = &call->form->parameters.at[i];
        c_list_add(&list, at->output ? results.at[at->array] : arguments.at[at->array]);
        if (call->many) {
            c_list_add(&list, strides.at[at->output ? arguments.count + at->array : at->array]);
        }
    }
    if (call->takes_work) {
        c_list_add(&list, call->work);
    }
    c_list_end(&list, ";", C_LINE_INDENT, out);
}

static void add_parameter(const struct call *call, bool output, uint32_t number,
                          struct c_list *list)
{
    struct arena *arena = list->line.arena;
    c_list_add(list, arena_format(arena, "%s%s *%s", output ? "" : "const ",
                                  c_real_of(call->file->real)->type,
                                  array_name(call, output, number, arena)));
    if (call->many) {
        c_list_add(list,
                   arena_format(arena, "size_t %s", stride_name(call, output, number, arena)));
    }
}

static void add_head(const struct call *call, struct text *out)
{
    struct arena *arena = out->arena;
    const char *type = c_real_of(call->file->real)->type;
    struct c_list list = c_list_begin(arena_format(arena, "static void %s", call->name), arena);
    if (call->many) {
        c_list_add(&list, arena_format(arena, "size_t %s", count_name(call, arena)));
    }
    for (uint32_t a = 0; a < call->function->arguments.count; a++) {
        add_parameter(call, false, a, &list);
    }
    for (uint32_t r = 0; !call->gathered && r < call->function->results.count; r++) {
        add_parameter(call, true, r, &list);
    }
    if (call->gathered) {
        c_list_add(&list, arena_format(arena, "%s *const *results", type));
    }
    if (call->gathered && call->many) {
        c_list_add(&list, arena_format(arena, "const size_t *%s",
                                       c_extern_apart(call->file->externs, "strides", arena)));
    }
    c_list_add(&list, arena_format(arena, "%s *%s", type, call->work));
    c_list_end(&list, "", 0, out);
}

/* Adds what is not handed on, and how far apart elements are that are handed on apart. */
static void add_array_begin(const struct call *call, bool output, uint32_t number, struct text *out)
{
    const struct ir_array *array =
        output ? &call->function->results.at[number].array : &call->function->arguments.at[number];
    struct expressions expressions = {0};
    add_array(call, output, number, &expressions, out->arena);
    bool unused = true;
    bool stepped = false;
    for (uint32_t i = 0; i < expressions.count; i++) {
        const bool given = strcmp(expressions.at[i], "0") != 0;
        unused = unused && !given;
        stepped = stepped || (given && i < array->port_count && array->ports[i].first > 0 &&
                              call->file->abi == CODEGEN_ARGS);
    }
    const char *stride = stride_name(call, output, number, out->arena);
    if (unused && !(output && call->gathered)) {
        text_print(out, "    (void)%s;\n", array_name(call, output, number, out->arena));
    }
    if (expressions.count == 0 && call->many) {
        text_print(out, "    (void)%s;\n", stride);
    }
    if (!output && call->many && stepped) {
        text_print(out, "    const size_t %s = %s == 0 ? 1 : %s;\n",
                   step_name(call, number, out->arena), stride, stride);
    }
}

static void define_call(const struct call *call, const char *callee, struct text *out)
{
    add_head(call, out);
    text_add(out, "{\n");
    for (uint32_t a = 0; a < call->function->arguments.count; a++) {
        add_array_begin(call, false, a, out);
    }
    for (uint32_t r = 0; r < call->function->results.count; r++) {
        add_array_begin(call, true, r, out);
    }
    if (!call->takes_work) {
        text_print(out, "    (void)%s;\n", call->work);
    }
    add_call(call, callee, out);
    text_add(out, "}\n");
}

/* -- the struct -- */

static void add_variables(const struct ir_function *function, const struct ir_array *array,
                          struct text *out)
{
    for (uint32_t i = 0; i < array->port_count; i++) {
        const struct ir_port *port = &array->ports[i];
        text_print(out, "    {\"%s\", %u, %u, %u, %u},\n", atom_text(function->atoms, port->name),
                   (unsigned)port->rank, (unsigned)port->rows, (unsigned)port->columns,
                   (unsigned)port->first);
    }
}

/* Which half of a symmetric matrix is stored. */
static const char *triangle_of(const struct c_pattern *pattern)
{
    const bool below = c_pattern_has(pattern, true);
    const bool above = c_pattern_has(pattern, false);
    return strcmp(pattern->stem, "hess") != 0 ? "ADC_FULL"
           : below && !above                  ? "ADC_LOWER"
           : above && !below                  ? "ADC_UPPER"
                                              : "ADC_FULL";
}

/* Adds the initializer of a matrix. */
static void add_matrix(const struct c_pattern *pattern, const char *base, struct text *out)
{
    static const char *const layouts[] = {[IR_LAYOUT_DENSE] = "ADC_DENSE",
                                          [IR_LAYOUT_COLUMNS] = "ADC_COLUMNS",
                                          [IR_LAYOUT_CSR] = "ADC_CSR",
                                          [IR_LAYOUT_CSC] = "ADC_CSC",
                                          [IR_LAYOUT_COO] = "ADC_COO"};
    if (pattern->stem == NULL) {
        text_add(out, "{ADC_NONE, ADC_FULL, 0, 0, 0, 0, 0, 0, 0}");
        return;
    }
    const char *suffixes[2];
    const char *names[2] = {"0", "0"};
    if (c_pattern_arrays(pattern->pattern, suffixes)) {
        for (int side = 0; side < 2; side++) {
            names[side] = arena_format(out->arena, "%s_%s_%s", base, pattern->stem, suffixes[side]);
        }
    }
    const bool coordinates = pattern->pattern->layout == IR_LAYOUT_COO;
    text_print(out, "{%s, %s, %u, %u, %u, %s, %s, %s, %s}", layouts[pattern->pattern->layout],
               triangle_of(pattern), (unsigned)pattern->pattern->rows,
               (unsigned)pattern->pattern->columns, (unsigned)pattern->nonzeros,
               coordinates ? "0" : names[0], coordinates ? "0" : names[1],
               coordinates ? names[0] : "0", coordinates ? names[1] : "0");
}

/* Post: the function of jacobian:K, or NULL. */
static const struct ir_function *repeated(const struct codegen_model *model)
{
    for (uint32_t f = 0; f < model->function_count; f++) {
        const struct ir_function *function = model->functions[f];
        if (strncmp(function->suffix, "jacobian", 8) == 0 && function->suffix[8] != '\0') {
            return function;
        }
    }
    return NULL;
}

/* Adds the array of the matrices of jacobian:K. */
static void add_orders(const struct ir_function *function, const char *base, struct text *out)
{
    text_print(out, "\nstatic const struct adc_matrix %s_orders[] = {\n", base);
    for (uint32_t r = 1; r < function->results.count; r++) {
        const struct c_pattern pattern = c_pattern_of(&function->results.at[r]);
        text_add(out, "    ");
        add_matrix(&pattern, base, out);
        text_add(out, ",\n");
    }
    text_add(out, "};\n");
}

/* Post: the matrix with this stem among those that the model's functions compute. */
static struct c_pattern matrix_named(const struct codegen_model *model, const char *stem,
                                     struct arena *arena)
{
    const struct c_patterns patterns = c_patterns_of(model, arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        if (strcmp(patterns.at[i].stem, stem) == 0) {
            return patterns.at[i];
        }
    }
    return (struct c_pattern){0};
}

/* Adds where the variables of an array are in the table of all. */
static void add_place(const char *base, uint32_t before, uint32_t count, struct text *out)
{
    if (count == 0) {
        text_add(out, "    0,\n");
    } else if (before == 0) {
        text_print(out, "    %s_variables,\n", base);
    } else {
        text_print(out, "    %s_variables + %u,\n", base, (unsigned)before);
    }
}

/* Adds the functions of the modes, in the order of the members. */
static void add_modes(const struct codegen_model *model, const char *base,
                      const char *(*name)(const char *suffix, struct arena *arena),
                      struct text *out)
{
    for (uint32_t m = 0; m < MODES; m++) {
        bool made = false;
        for (uint32_t f = 0; f < model->function_count; f++) {
            made = made || strcmp(model->functions[f]->suffix, modes[m]) == 0;
        }
        text_print(out, "    %s, /* %s */\n",
                   made ? arena_format(out->arena, "%s_%s", base, name(modes[m], out->arena)) : "0",
                   modes[m]);
    }
}

/* Adds the struct of the functions for many points. */
static void add_batch(const struct codegen_file *file, const struct c_public *public,
                      uint32_t number, struct text *out)
{
    const struct codegen_model *model = &file->models[number];
    const char *base = public->models[number];
    const struct ir_function *higher = repeated(model);
    uint32_t work = 0;
    for (uint32_t f = 0; f < model->function_count; f++) {
        const uint32_t its = public->batches[number][f]->work;
        work = its > work ? its : work;
    }
    text_print(out, "\nstatic const struct adc_batch%s %s_batch = {\n    %u, /* work */\n",
               c_real_of(file->real)->tag, base, (unsigned)work);
    add_modes(model, base, c_descriptor_many, out);
    text_print(out, "    %s /* of higher orders */\n};\n",
               higher == NULL ? "0"
                              : arena_format(out->arena, "%s_%s", base,
                                             c_descriptor_many(higher->suffix, out->arena)));
}

static void add_struct(const struct codegen_file *file, const struct c_public *public,
                       uint32_t number, struct text *out)
{
    const struct codegen_model *model = &file->models[number];
    const char *base = public->models[number];
    const struct ir_function *value = model->value;
    const struct ir_function *higher = repeated(model);
    const uint32_t counts[] = {value->arguments.at[IR_ARRAY_X].port_count,
                               value->arguments.at[IR_ARRAY_P].port_count,
                               value->results.at[0].array.port_count};
    uint32_t work = 0;
    for (uint32_t f = 0; f < model->function_count; f++) {
        const uint32_t its = public->forms[number][f].work;
        work = its > work ? its : work;
    }
    text_print(out, "\nconst struct adc_model%s %s_model = {\n    \"%s\",\n",
               c_real_of(file->real)->tag, base, model->name);
    text_print(out, "    %u, %u, %u, %u, /* nx, np, ny, work */\n", (unsigned)model->x_count,
               (unsigned)model->p_count, (unsigned)model->y_count, (unsigned)work);
    text_print(out, "    %u, %u, %u, /* variables in x, p, y */\n", (unsigned)counts[0],
               (unsigned)counts[1], (unsigned)counts[2]);
    add_place(base, 0, counts[0], out);
    add_place(base, counts[0], counts[1], out);
    add_place(base, counts[0] + counts[1], counts[2], out);
    static const char *const stems[] = {"jac", "hess"};
    for (int m = 0; m < 2; m++) {
        const struct c_pattern pattern = matrix_named(model, stems[m], out->arena);
        text_add(out, "    ");
        add_matrix(&pattern, base, out);
        text_add(out, ",\n");
    }
    add_modes(model, base, c_descriptor_call, out);
    if (higher == NULL) {
        text_add(out, "    0, 0, 0, /* of higher orders */\n");
    } else {
        text_print(out, "    %u, %s_orders, %s_%s, /* of higher orders */\n",
                   (unsigned)higher->results.count - 1, base, base,
                   c_descriptor_call(higher->suffix, out->arena));
    }
    if (public->batches == NULL) {
        text_add(out, "    0 /* for many points */\n};\n");
    } else {
        text_print(out, "    &%s_batch /* for many points */\n};\n", base);
    }
}

void c_descriptor_define(const struct codegen_file *file, const struct c_public *public,
                         uint32_t model, struct text *out)
{
    const struct codegen_model *described = &file->models[model];
    const char *base = public->models[model];
    const struct ir_function *value = described->value;
    text_add(out, "\n/* The functions in the form that they have for all models. */\n");
    for (uint32_t f = 0; f < described->function_count; f++) {
        const struct ir_function *function = described->functions[f];
        const char *callee = c_public_function(file, public, model, f, out->arena);
        struct call call = {.file = file,
                            .function = function,
                            .form = &public->forms[model][f],
                            .name = arena_format(out->arena, "%s_%s", base,
                                                 c_descriptor_call(function->suffix, out->arena)),
                            .work = c_extern_apart(file->externs, "work", out->arena),
                            .gathered = function == repeated(described),
                            .takes_work = public->forms[model][f].work > 0};
        text_add(out, f == 0 ? "" : "\n");
        define_call(&call, callee, out);
        if (public->batches != NULL) {
            call.name = arena_format(out->arena, "%s_%s", base,
                                     c_descriptor_many(function->suffix, out->arena));
            call.many = true;
            call.takes_work = public->batches[model][f]->work > 0;
            text_add(out, "\n");
            define_call(&call, arena_format(out->arena, "%s_batch", callee), out);
        }
    }
    text_print(out,
               "\n/* What describes the model: its variables first. */\n"
               "static const struct adc_variable %s_variables[] = {\n",
               base);
    add_variables(value, &value->arguments.at[IR_ARRAY_X], out);
    add_variables(value, &value->arguments.at[IR_ARRAY_P], out);
    add_variables(value, &value->results.at[0].array, out);
    text_add(out, "};\n");
    if (repeated(described) != NULL) {
        add_orders(repeated(described), base, out);
    }
    if (public->batches != NULL) {
        add_batch(file, public, model, out);
    }
    add_struct(file, public, model, out);
}
