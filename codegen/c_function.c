/* Writes one function: reads its inputs, computes its values, stores its results.
 *
 * c_plan.h says what becomes of each value and c_steps.h in which order. A function of few inputs
 * reads them all at the top; one of many reads each right before it is used first. A function that
 * is cut into pieces calls them one after the other; what lives across pieces is in `work`, which
 * is the caller's where it is large. */
#include "c_function.h"

#include "c_expression.h"
#include "c_line.h"
#include "c_loop.h"
#include "c_names.h"
#include "c_number.h"
#include "c_plan.h"
#include "c_steps.h"
#include "c_variable.h"
#include "ops.h"

#include <stdlib.h>

enum {
    READS_AT_TOP_MAX = 32,
    ZEROS_MIN = 8 /* so many equal constants in a row are stored by a loop */
};

struct emitter {
    const struct c_form *form;
    const struct ir_function *function;
    const char *name;
    struct arena *arena;
    struct text *out;
    struct c_plan plan;
    struct c_steps steps;
    struct c_names *names;
    struct c_variables variables;
    const char *index;    /* of loops; NULL until there is one */
    uint32_t piece;       /* being written, from 1 */
    uint32_t *visible;    /* of each value: the latest piece in which its name stands */
    bool *used_arguments; /* by the piece being written */
    bool *used_results;
    enum c_work used_work;
    struct text line; /* the statement being written */
};

/* -- statements -- */

static void begin_line(struct emitter *emitter)
{
    emitter->line.length = 0;
}

static void end_line(struct emitter *emitter, unsigned depth)
{
    text_add(&emitter->line, ";");
    c_line_add(emitter->out, &emitter->line, depth * C_LINE_INDENT, C_LINE_HANG);
}

/* Post: the name of the value, which is given one if it has none. */
static const char *name_of(struct emitter *emitter, ir_ref ref)
{
    const struct ir_value *value = ir_at(emitter->function, ref);
    const char *name = emitter->plan.slots[ref.index].name;
    if (name == NULL) {
        const char *wanted = c_variable_wanted(&emitter->variables, value);
        const char *stem = ir_kind_of(value->op) == IR_REAL ? "t" : "c";
        name = wanted != NULL ? c_names_give(emitter->names, wanted)
                              : c_names_number(emitter->names, stem);
    }
    return name;
}

/* Begins the line `const double NAME =`. */
static void begin_definition(struct emitter *emitter, ir_ref ref, const char *name)
{
    const bool real = ir_kind_of(ir_at(emitter->function, ref)->op) == IR_REAL;
    begin_line(emitter);
    text_print(&emitter->line, "const %s %s =", real ? emitter->form->real->type : "int", name);
    c_line_mark(&emitter->line, 0);
    emitter->visible[ref.index] = emitter->piece;
}

static bool is_by_value(const struct emitter *emitter, const struct ir_value *value)
{
    return value->op == IR_ARGUMENT && emitter->form->by_value[value->array];
}

/* Post: the value that the statement of this one computes, too; IR_NONE: there is none. In pieces
 * each is computed where it is needed. */
static ir_ref partner_of(const struct emitter *emitter, ir_ref ref)
{
    return emitter->steps.pieces.count > 1 ? IR_NONE : c_plan_partner(&emitter->plan, ref);
}

/* Writes the call that computes two values. */
static void compute_pair(struct emitter *emitter, ir_ref ref, ir_ref partner, unsigned depth)
{
    const char *other = name_of(emitter, partner); /* it is declared first */
    const char *name = name_of(emitter, ref);
    const struct c_real *real = emitter->form->real;
    begin_line(emitter);
    text_print(&emitter->line, "%s %s", real->type, other);
    end_line(emitter, depth);
    begin_definition(emitter, ref, name);
    text_print(&emitter->line, "adc_polar_slopes%s(", real->function);
    for (uint32_t which = 0; which < 2; which++) {
        c_expression(&emitter->plan, c_plan_operand(&emitter->plan, ref, which), real,
                     &emitter->line);
        text_add(&emitter->line, ", ");
    }
    text_print(&emitter->line, "&%s)", other);
    end_line(emitter, depth);
    emitter->plan.slots[ref.index].name = name;
    emitter->plan.slots[partner.index].name = other;
    emitter->visible[partner.index] = emitter->piece;
}

/* Writes the statement that computes and names a value, unless it stands already. */
static void compute(struct emitter *emitter, ir_ref ref, unsigned depth)
{
    const struct ir_value *value = ir_at(emitter->function, ref);
    if (value->op == IR_ARGUMENT) {
        emitter->used_arguments[value->array] = true;
    }
    if (emitter->visible[ref.index] == emitter->piece || is_by_value(emitter, value)) {
        return;
    }
    const ir_ref partner = partner_of(emitter, ref);
    if (!ir_is_none(partner)) {
        compute_pair(emitter, ref, partner, depth);
        return;
    }
    const char *name = name_of(emitter, ref);
    begin_definition(emitter, ref, name);
    emitter->plan.slots[ref.index].name = NULL; /* its text, not its name, is written here */
    c_expression(&emitter->plan, ref, emitter->form->real, &emitter->line);
    end_line(emitter, depth);
    emitter->plan.slots[ref.index].name = name;
    const uint32_t slot = emitter->steps.slot[ref.index];
    if (slot != C_NO_SLOT) {
        const bool real = ir_kind_of(value->op) == IR_REAL;
        begin_line(emitter);
        text_print(&emitter->line, "%s[%u] = %s%s", emitter->form->work_name, (unsigned)slot, name,
                   real ? "" : " ? 1 : 0");
        end_line(emitter, depth);
        emitter->used_work = C_WORK_WRITTEN;
    }
}

/* Post: whether a statement may need what is not in sight: pieces and loops leave their values in
 * the scratch memory. */
static bool uses_scratch(const struct emitter *emitter)
{
    return emitter->steps.pieces.count > 1 || emitter->plan.roll != NULL;
}

/* Makes the name of a value stand in this piece: reads an input, or what an earlier piece left in
 * the scratch memory. */
static void fetch_value(struct emitter *emitter, ir_ref ref, unsigned depth)
{
    const struct ir_value *value = ir_at(emitter->function, ref);
    if (value->op == IR_ARGUMENT) {
        compute(emitter, ref, depth);
    } else if (emitter->visible[ref.index] != emitter->piece) {
        const char *name = name_of(emitter, ref);
        begin_definition(emitter, ref, name);
        emitter->plan.slots[ref.index].name = name;
        text_print(&emitter->line, "%s[%u]%s", emitter->form->work_name,
                   (unsigned)emitter->steps.slot[ref.index],
                   ir_kind_of(value->op) == IR_REAL ? "" : " > 0");
        end_line(emitter, depth);
        emitter->used_work = emitter->used_work == C_WORK_UNUSED ? C_WORK_READ : emitter->used_work;
    }
}

static void fetch(struct emitter *emitter, const struct c_step *step, unsigned depth)
{
    struct c_ref_vec refs = {0};
    c_steps_mentions(&emitter->plan, step, emitter->arena, &refs);
    for (uint32_t i = 0; i < refs.count; i++) {
        fetch_value(emitter, refs.at[i], depth);
    }
}

/* Fetches what a step of a block mentions and the block does not compute itself. */
static void fetch_outer(struct emitter *emitter, const struct c_step *step, uint32_t guard)
{
    struct c_ref_vec refs = {0};
    c_steps_mentions(&emitter->plan, step, emitter->arena, &refs);
    for (uint32_t i = 0; i < refs.count; i++) {
        if (emitter->plan.slots[refs.at[i].index].owner != guard) {
            fetch_value(emitter, refs.at[i], 1);
        }
    }
}

static void store(struct emitter *emitter, const struct c_step *step, uint32_t element,
                  unsigned depth)
{
    begin_line(emitter);
    text_print(&emitter->line, "%s[%u] =", emitter->function->results.at[step->result].array.name,
               (unsigned)element);
    c_line_mark(&emitter->line, 0);
    c_expression(&emitter->plan, step->ref, emitter->form->real, &emitter->line);
    end_line(emitter, depth);
}

/* Post: the name of what loops count with. */
static const char *index_name(struct emitter *emitter)
{
    if (emitter->index == NULL) {
        emitter->index = c_names_give(emitter->names, "i");
    }
    return emitter->index;
}

static void store_in_loop(struct emitter *emitter, const struct c_step *step, unsigned depth)
{
    const unsigned indent = depth * C_LINE_INDENT;
    const char *i = index_name(emitter);
    text_print(emitter->out, "%*sfor (int %s = %u; %s < %u; %s++) {\n", (int)indent, "", i,
               (unsigned)step->element, i, (unsigned)(step->element + step->count), i);
    begin_line(emitter);
    text_print(&emitter->line, "%s[%s] = ", emitter->function->results.at[step->result].array.name,
               i);
    c_expression(&emitter->plan, step->ref, emitter->form->real, &emitter->line);
    end_line(emitter, depth + 1);
    text_print(emitter->out, "%*s}\n", (int)indent, "");
}

static void write_loop(struct emitter *emitter, const struct c_loop *loop, unsigned depth)
{
    const struct c_loop_writer writer = {
        .form = emitter->form,
        .plan = &emitter->plan,
        .roll = emitter->plan.roll,
        .names = emitter->names,
        .arena = emitter->arena,
        .out = emitter->out,
        .index = index_name(emitter),
        .used_arguments = emitter->used_arguments,
        .used_results = emitter->used_results,
        .used_work = &emitter->used_work,
    };
    c_loop_write(&writer, loop, depth);
}

/* Writes the steps first .. end - 1, which stand under one test or none. */
static void write_steps(struct emitter *emitter, uint32_t first, uint32_t end, unsigned depth)
{
    for (uint32_t s = first; s < end; s++) {
        const struct c_step *step = &emitter->steps.steps.at[s];
        if (step->loop != C_NO_LOOP) {
            fetch(emitter, step, depth);
            write_loop(emitter, &emitter->plan.roll->loops.at[step->loop], depth);
            continue;
        }
        const bool pieces = uses_scratch(emitter);
        const struct ir_value *value = ir_at(emitter->function, step->ref);
        if (pieces && !step->store && value->op == IR_ARGUMENT) {
            continue; /* each piece reads its own */
        }
        if (pieces) {
            fetch(emitter, step, depth);
        }
        if (value->op == IR_ARGUMENT) {
            emitter->used_arguments[value->array] = true;
        }
        if (!step->store) {
            compute(emitter, step->ref, depth);
            continue;
        }
        emitter->used_results[step->result] = true;
        if (step->count >= ZEROS_MIN) {
            store_in_loop(emitter, step, depth);
            continue;
        }
        for (uint32_t i = 0; i < step->count; i++) {
            store(emitter, step, step->element + i, depth);
        }
    }
}

/* -- inputs -- */

static int by_place(const void *a, const void *b)
{
    const struct ir_value *const *first = a;
    const struct ir_value *const *second = b;
    if ((*first)->array != (*second)->array) {
        return (*first)->array < (*second)->array ? -1 : 1;
    }
    return ((*first)->element > (*second)->element) - ((*first)->element < (*second)->element);
}

/* Reads all inputs, in the order of their places, if they are few. */
static void read_few_inputs(struct emitter *emitter)
{
    const struct ir_function *function = emitter->function;
    const struct ir_value *reads[READS_AT_TOP_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < function->values.count; i++) {
        const struct ir_value *value = &function->values.at[i];
        if (value->op == IR_ARGUMENT && emitter->plan.slots[i].place == C_NAMED &&
            !is_by_value(emitter, value)) {
            if (count == READS_AT_TOP_MAX) {
                return;
            }
            reads[count++] = value;
        }
    }
    qsort(reads, count, sizeof *reads, by_place);
    for (uint32_t i = 0; i < count; i++) {
        compute(emitter, (ir_ref){(uint32_t)(reads[i] - function->values.at)}, 1);
    }
    if (count > 0) {
        text_add(emitter->out, "\n");
    }
}

/* Scalars that are passed by value have their names from the start. */
static void name_parameters(struct emitter *emitter)
{
    for (uint32_t i = 0; i < emitter->function->values.count; i++) {
        const struct ir_value *value = &emitter->function->values.at[i];
        if (is_by_value(emitter, value)) {
            emitter->plan.slots[i].name = emitter->function->arguments.at[value->array].name;
        }
    }
}

/* Tells the compiler that a parameter is left alone on purpose. */
static void discard_unused(const struct emitter *emitter)
{
    const struct ir_function *function = emitter->function;
    bool *used = arena_alloc(emitter->arena, function->arguments.count * sizeof *used);
    for (uint32_t i = 0; i < function->values.count; i++) {
        const struct ir_value *value = &function->values.at[i];
        if (value->op == IR_ARGUMENT && emitter->plan.slots[i].place != C_DEAD) {
            used[value->array] = true;
        }
    }
    for (uint32_t a = 0; a < function->arguments.count; a++) {
        if (!used[a]) {
            text_print(emitter->out, "    (void)%s;\n", function->arguments.at[a].name);
        }
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        if (function->results.at[r].array.count == 0) {
            text_print(emitter->out, "    (void)%s;\n", function->results.at[r].array.name);
        }
    }
}

void c_function_prototype(const struct c_form *form, const char *name, struct text *out)
{
    c_form_parameters(form, arena_format(out->arena, "void %s", name), "", true, NULL, ";", 0, out);
}

/* -- the function -- */

/* Post: the end of the run of steps from `first` on that stand under the same test. */
static uint32_t run_end(const struct emitter *emitter, uint32_t first, uint32_t end)
{
    uint32_t last = first;
    while (last < end &&
           emitter->steps.steps.at[last].guard == emitter->steps.steps.at[first].guard) {
        last++;
    }
    return last;
}

static void open_test(struct emitter *emitter, uint32_t result)
{
    emitter->used_results[result] = true;
    text_print(emitter->out, "    if (%s) {\n", emitter->function->results.at[result].array.name);
}

static void write_piece_body(struct emitter *emitter, const struct c_piece *piece)
{
    for (uint32_t first = piece->first; first < piece->last;) {
        const uint32_t guard = emitter->steps.steps.at[first].guard;
        const uint32_t end = run_end(emitter, first, piece->last);
        if (guard == C_SHARED || piece->guard != C_SHARED) {
            write_steps(emitter, first, end, 1);
        } else {
            /* what the block reads has to be seen behind it, too */
            for (uint32_t s = first; uses_scratch(emitter) && s < end; s++) {
                fetch_outer(emitter, &emitter->steps.steps.at[s], guard);
            }
            open_test(emitter, guard);
            write_steps(emitter, first, end, 2);
            text_add(emitter->out, "    }\n");
        }
        first = end;
    }
}

/* Writes a piece as a function, and its call into `calls`. */
static void write_piece(struct emitter *emitter, const struct c_piece *piece, struct text *calls)
{
    struct text *out = emitter->out;
    struct text body = text_in(emitter->arena);
    const uint32_t results = emitter->function->results.count;
    emitter->used_arguments = arena_alloc(emitter->arena, emitter->function->arguments.count *
                                                              sizeof *emitter->used_arguments);
    emitter->used_results = arena_alloc(emitter->arena, results * sizeof *emitter->used_results);
    emitter->used_work = C_WORK_UNUSED;
    emitter->out = &body;
    write_piece_body(emitter, piece);
    emitter->out = out;
    const struct c_used used = {emitter->used_arguments, emitter->used_results, emitter->used_work};
    const char *name =
        arena_format(emitter->arena, "%s_piece%u", emitter->name, (unsigned)emitter->piece);
    c_form_parameters(emitter->form, arena_format(emitter->arena, "ADC_APART static void %s", name),
                      "restrict ", true, &used, "", 0, out);
    text_print(out, "{\n%s}\n\n", text_string(&body));
    if (piece->guard != C_SHARED) {
        text_print(calls, "    if (%s) {\n",
                   emitter->function->results.at[piece->guard].array.name);
    }
    c_form_parameters(emitter->form, name, "", false, &used, ";",
                      piece->guard == C_SHARED ? C_LINE_INDENT : 2 * C_LINE_INDENT, calls);
    text_add(calls, piece->guard != C_SHARED ? "    }\n" : "");
}

static void note_needs(const struct emitter *emitter, struct c_needs *needs)
{
    for (uint32_t i = 0; i < emitter->function->values.count; i++) {
        const struct ir_value *value = &emitter->function->values.at[i];
        if (emitter->plan.slots[i].place != C_DEAD) {
            if (ir_is_none(partner_of(emitter, (ir_ref){i}))) {
                needs->operators[value->op] = true;
            } else {
                needs->pairs = true;
            }
            if (value->op == IR_CALL) {
                needs->calls = needs->externs[value->array] = true;
            }
            needs->math = needs->math || ir_op_info(value->op)->spelling == IR_SPELL_MATH ||
                          (value->op == IR_CONSTANT &&
                           c_number_needs_math(value->number, emitter->form->real));
        }
    }
}

static void write_head(struct emitter *emitter)
{
    c_form_parameters(emitter->form, arena_format(emitter->arena, "void %s", emitter->name),
                      "restrict ", true, NULL, "", 0, emitter->out);
    text_add(emitter->out, "{\n");
    discard_unused(emitter);
}

static void declare_work(struct emitter *emitter)
{
    if (emitter->form->work == 0 && emitter->steps.slot_count > 0) {
        text_print(emitter->out, "    %s %s[%u];\n\n", emitter->form->real->type,
                   emitter->form->work_name, (unsigned)emitter->steps.slot_count);
    }
}

static void write_whole(struct emitter *emitter)
{
    emitter->used_arguments = arena_alloc(emitter->arena, emitter->function->arguments.count *
                                                              sizeof *emitter->used_arguments);
    emitter->used_results = arena_alloc(emitter->arena, emitter->function->results.count *
                                                            sizeof *emitter->used_results);
    write_head(emitter);
    declare_work(emitter);
    read_few_inputs(emitter);
    for (uint32_t p = 0; p < emitter->steps.pieces.count; p++) {
        write_piece_body(emitter, &emitter->steps.pieces.at[p]);
    }
    text_add(emitter->out, "}\n");
}

static void write_in_pieces(struct emitter *emitter, struct text *purpose, struct c_needs *needs)
{
    struct text calls = text_in(emitter->arena);
    needs->apart = true;
    for (uint32_t p = 0; p < emitter->steps.pieces.count; p++) {
        emitter->piece = p + 1;
        write_piece(emitter, &emitter->steps.pieces.at[p], &calls);
    }
    text_add(emitter->out, text_string(purpose));
    write_head(emitter);
    declare_work(emitter);
    text_print(emitter->out, "%s}\n", text_string(&calls));
}

void c_function(const struct c_form *form, const char *name, struct text *purpose,
                const struct c_public *public, struct c_needs *needs, struct text *out)
{
    struct arena *arena = arena_create();
    const struct ir_function *function = form->function;
    struct emitter emitter = {
        .form = form,
        .function = function,
        .name = name,
        .arena = arena,
        .out = out,
        .plan = form->plan,
        .steps = form->steps,
        .names = c_names_within(arena, public->names),
        .variables = c_variables_of(function, arena),
        .piece = 1,
        .visible = arena_alloc(arena, function->values.count * sizeof(uint32_t)),
        .line = text_in(arena),
    };
    note_needs(&emitter, needs);
    c_variables_prepare(&emitter.variables, form, &emitter.plan, emitter.names);
    name_parameters(&emitter);
    if (emitter.steps.pieces.count > 1) {
        write_in_pieces(&emitter, purpose, needs);
    } else {
        text_add(out, text_string(purpose));
        write_whole(&emitter);
    }
    arena_destroy(arena);
}
