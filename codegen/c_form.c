/* How a function is called from C; see c_form.h. The ABI `args` is a rearrangement of arrays: once
 * each variable is an array of its own, the code generator need not know of it. */
#include "c_form.h"

#include "c_extern.h"
#include "c_line.h"
#include "c_names.h"

#include <stdlib.h>

enum { HANG_MAX = 50 /* columns that a parameter stands to the right at most */ };

/* -- flat -- */

static void add_all(struct c_form *form, struct arena *arena)
{
    for (uint32_t a = 0; a < form->function->arguments.count; a++) {
        vec_push(arena, &form->parameters, (struct c_parameter){.array = a});
    }
    for (uint32_t r = 0; r < form->function->results.count; r++) {
        vec_push(arena, &form->parameters, (struct c_parameter){.output = true, .array = r});
    }
}

/* -- args -- */

/* A parameter and where it was declared. */
struct placed {
    struct c_parameter parameter;
    uint32_t place; /* in the source; UINT32_MAX: not there */
    uint32_t number;
};

static int by_place(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;
    if (a->place != b->place) {
        return a->place < b->place ? -1 : 1;
    }
    return a->number < b->number ? -1 : 1;
}

struct splitter {
    const struct ir_function *from;
    struct ir_function *to;
    struct arena *arena;
    struct c_names *names;
    VEC(struct placed) placed;
};

/* Post: an array that holds this variable alone. */
static struct ir_array array_of(struct splitter *splitter, const struct ir_port *port)
{
    struct ir_port *alone = arena_alloc(splitter->arena, sizeof *alone);
    *alone = *port;
    alone->first = 0;
    const char *name = c_name_legal(splitter->arena, atom_text(splitter->from->atoms, port->name));
    return (struct ir_array){.name = c_names_give(splitter->names, name),
                             .count = port->rows * port->columns,
                             .ports = alone,
                             .port_count = 1};
}

static void add(struct splitter *splitter, struct c_parameter parameter, const struct ir_port *port)
{
    const struct placed placed = {.parameter = parameter,
                                  .place = port == NULL ? UINT32_MAX : port->span.begin,
                                  .number = splitter->placed.count};
    vec_push(splitter->arena, &splitter->placed, placed);
}

/* Post: first[a], the number of the new array that holds the first variable of array a. */
static uint32_t *split_arguments(struct splitter *splitter)
{
    const struct ir_function *from = splitter->from;
    uint32_t *first = arena_alloc(splitter->arena, from->arguments.count * sizeof *first);
    for (uint32_t a = 0; a < from->arguments.count; a++) {
        const struct ir_array *array = &from->arguments.at[a];
        first[a] = splitter->to->arguments.count;
        for (uint32_t i = 0; i < array->port_count; i++) {
            const struct ir_port *port = &array->ports[i];
            add(splitter,
                (struct c_parameter){.by_value = port->rank == 0,
                                     .array = splitter->to->arguments.count},
                port);
            vec_push(splitter->arena, &splitter->to->arguments, array_of(splitter, port));
        }
        if (array->port_count == 0 && array->count > 0) {
            add(splitter, (struct c_parameter){.array = splitter->to->arguments.count}, NULL);
            vec_push(splitter->arena, &splitter->to->arguments, *array);
        }
    }
    return first;
}

static void split_results(struct splitter *splitter)
{
    const struct ir_function *from = splitter->from;
    for (uint32_t r = 0; r < from->results.count; r++) {
        const struct ir_result *result = &from->results.at[r];
        for (uint32_t i = 0; i < result->array.port_count; i++) {
            const struct ir_port *port = &result->array.ports[i];
            const struct ir_result part = {.array = array_of(splitter, port),
                                           .elements = result->elements + port->first,
                                           .optional = result->optional};
            add(splitter,
                (struct c_parameter){.output = true, .array = splitter->to->results.count}, port);
            vec_push(splitter->arena, &splitter->to->results, part);
        }
        if (result->array.port_count == 0) {
            add(splitter,
                (struct c_parameter){.output = true, .array = splitter->to->results.count}, NULL);
            vec_push(splitter->arena, &splitter->to->results, *result);
        }
    }
}

/* Sends the reads of elements to the arrays that hold them now. Elements are looked up by the last
 * variable that begins at or before them. */
static void move_reads(struct splitter *splitter, const uint32_t *first)
{
    for (uint32_t v = 0; v < splitter->to->values.count; v++) {
        struct ir_value *value = &splitter->to->values.at[v];
        if (value->op != IR_ARGUMENT) {
            continue;
        }
        const struct ir_array *array = &splitter->from->arguments.at[value->array];
        uint32_t low = 0;
        uint32_t high = array->port_count;
        while (high - low > 1) {
            const uint32_t middle = low + (high - low) / 2;
            if (array->ports[middle].first <= value->element) {
                low = middle;
            } else {
                high = middle;
            }
        }
        value->array = first[value->array] + low;
        value->element -= array->port_count == 0 ? 0 : array->ports[low].first;
    }
}

static void take_seeds(struct splitter *splitter)
{
    for (uint32_t a = 0; a < splitter->from->arguments.count; a++) {
        if (splitter->from->arguments.at[a].port_count == 0) {
            c_names_take(splitter->names, splitter->from->arguments.at[a].name);
        }
    }
    for (uint32_t r = 0; r < splitter->from->results.count; r++) {
        if (splitter->from->results.at[r].array.port_count == 0) {
            c_names_take(splitter->names, splitter->from->results.at[r].array.name);
        }
    }
}

static void split(struct c_form *form, struct splitter *splitter)
{
    const struct ir_function *from = form->function;
    splitter->to = arena_alloc(splitter->arena, sizeof *splitter->to);
    *splitter->to = *from;
    splitter->to->arena = splitter->arena;
    splitter->to->values.at = NULL;
    splitter->to->values.count = 0;
    splitter->to->values.capacity = 0;
    vec_reserve(splitter->arena, &splitter->to->values, from->values.count);
    for (uint32_t v = 0; v < from->values.count; v++) {
        splitter->to->values.at[v] = from->values.at[v];
    }
    splitter->to->values.count = from->values.count;
    splitter->to->arguments.at = NULL;
    splitter->to->arguments.count = splitter->to->arguments.capacity = 0;
    splitter->to->results.at = NULL;
    splitter->to->results.count = splitter->to->results.capacity = 0;
    take_seeds(splitter);
    const uint32_t *first = split_arguments(splitter);
    split_results(splitter);
    move_reads(splitter, first);
    qsort(splitter->placed.at, splitter->placed.count, sizeof *splitter->placed.at, by_place);
    for (uint32_t i = 0; i < splitter->placed.count; i++) {
        vec_push(splitter->arena, &form->parameters, splitter->placed.at[i].parameter);
    }
    form->function = splitter->to;
}

/* Notes which arrays are scalars by value, plans the function, and notes whether the caller gives
 * scratch memory. */
static void finish(struct c_form *form, const struct codegen_file *file, struct arena *arena)
{
    const size_t sizes[] = {[CODEGEN_DOUBLE] = sizeof(double),
                            [CODEGEN_FLOAT] = sizeof(float),
                            [CODEGEN_LONG_DOUBLE] = sizeof(long double)};
    bool *by_value = arena_alloc(arena, form->function->arguments.count * sizeof *by_value);
    for (uint32_t i = 0; i < form->parameters.count; i++) {
        if (!form->parameters.at[i].output) {
            by_value[form->parameters.at[i].array] = form->parameters.at[i].by_value;
        }
    }
    form->by_value = by_value;
    form->plan = c_roll_plan(form->function, file->loops, arena);
    form->steps = c_steps_make(&form->plan, file->piece, arena);
    const uint32_t scratch = form->steps.slot_count;
    form->work = scratch * sizes[form->real->kind] > file->stack_limit ? scratch : 0;
}

/* Post: the function, its arrays renamed where they would hide an extern. */
static const struct ir_function *names_apart(const struct ir_externs *externs,
                                             const struct ir_function *function,
                                             struct arena *arena)
{
    struct ir_function *renamed = arena_alloc(arena, sizeof *renamed);
    *renamed = *function;
    renamed->arguments.at = NULL;
    renamed->arguments.count = renamed->arguments.capacity = 0;
    renamed->results.at = NULL;
    renamed->results.count = renamed->results.capacity = 0;
    for (uint32_t a = 0; a < function->arguments.count; a++) {
        struct ir_array array = function->arguments.at[a];
        array.name = c_extern_apart(externs, array.name, arena);
        vec_push(arena, &renamed->arguments, array);
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        struct ir_result result = function->results.at[r];
        result.array.name = c_extern_apart(externs, result.array.name, arena);
        vec_push(arena, &renamed->results, result);
    }
    return externs == NULL || externs->count == 0 ? function : renamed;
}

struct c_form c_form_make(const struct codegen_file *file, const struct ir_function *function,
                          const struct c_names *outer, struct arena *arena)
{
    struct c_form form = {.function = names_apart(file->externs, function, arena),
                          .real = c_real_of(file->real),
                          .work_name = c_extern_apart(file->externs, "work", arena)};
    if (file->abi == CODEGEN_FLAT) {
        add_all(&form, arena);
        finish(&form, file, arena);
        return form;
    }
    struct splitter splitter = {
        .from = form.function, .arena = arena, .names = c_names_within(arena, outer)};
    c_names_take(splitter.names, form.work_name);
    split(&form, &splitter);
    finish(&form, file, arena);
    return form;
}

/* -- parameters -- */

void c_form_parameters(const struct c_form *form, const char *what, const char *qualifier,
                       bool declare, const struct c_used *used, const char *end, unsigned indent,
                       struct text *out)
{
    struct text line = text_in(out->arena);
    text_print(&line, "%s(", what);
    const unsigned hang = line.length <= HANG_MAX ? (unsigned)line.length : C_LINE_HANG;
    const enum c_work work = used != NULL     ? used->work
                             : form->work > 0 ? C_WORK_WRITTEN
                                              : C_WORK_UNUSED;
    bool first = true;
    for (uint32_t i = 0; i <= form->parameters.count; i++) {
        const bool is_work = i == form->parameters.count;
        const struct c_parameter *at = &form->parameters.at[i];
        if (is_work ? work == C_WORK_UNUSED
                    : used != NULL &&
                          !(at->output ? used->results[at->array] : used->arguments[at->array])) {
            continue;
        }
        if (!first) {
            text_add(&line, ",");
            c_line_mark(&line, 0);
        }
        first = false;
        const bool by_value = !is_work && at->by_value;
        const bool output = is_work ? work == C_WORK_WRITTEN : at->output;
        if (declare) {
            text_print(&line, "%s%s %s%s", output || by_value ? "" : "const ", form->real->type,
                       by_value ? "" : "*", by_value ? "" : qualifier);
        }
        text_add(&line, is_work      ? form->work_name
                        : at->output ? form->function->results.at[at->array].array.name
                                     : form->function->arguments.at[at->array].name);
    }
    text_print(&line, "%s)%s", first && declare ? "void" : "", end);
    c_line_add(out, &line, indent, hang);
}
