/* Writes the loops over the points of a block.
 *
 * A value has its name in every loop that mentions it: the loop that computes it defines it there
 * and, if a later one needs it, keeps it in a row of the scratch memory; that one begins with
 * reading it. Large functions are written in several C functions. */
#include "c_batch_loops.h"

#include "c_expression.h"
#include "c_function.h"
#include "c_line.h"
#include "c_list.h"
#include "c_many.h"
#include "c_names.h"
#include "c_public.h"
#include "c_variable.h"
#include "ops.h"

#include <string.h>

enum { PART_MAX = 1500 /* statements of one C function */ };

/* -- statements
 * --------------------------------------------------------------------------------------
 */

struct writer {
    const struct c_batch *batch;
    const struct c_form *form;
    const struct ir_function *function;
    struct arena *arena;
    struct text *out;
    struct c_plan plan; /* a copy, whose names are those of this text */
    struct c_needs *needs;
    struct c_names *names;
    struct c_variables variables;
    uint32_t segment;         /* being written, from 1 */
    uint32_t *visible;        /* of each value: the latest segment in which its name stands */
    const uint32_t *argument; /* of each argument array: its parameter */
    const uint32_t *result;   /* of each result: its parameter */
    bool *used;               /* of each parameter: by the part being written */
    bool *used_stride;
    bool used_kept;
    struct text line;
};

static void end_line(struct writer *writer, unsigned depth)
{
    text_add(&writer->line, ";");
    c_line_add(writer->out, &writer->line, depth * C_LINE_INDENT, C_LINE_HANG);
    writer->line.length = 0;
}

/* Adds `x[2 * x_stride + i]`, the element of the point that the loop is at. */
static void add_element(struct writer *writer, uint32_t parameter, uint32_t number)
{
    const struct c_batch_parameter *at = &writer->batch->parameters[parameter];
    writer->used[parameter] = true;
    text_print(&writer->line, "%s[", at->array);
    if (number == 1) {
        text_print(&writer->line, "%s + ", at->stride);
    } else if (number > 1) {
        text_print(&writer->line, "%u * %s + ", (unsigned)number, at->stride);
    }
    writer->used_stride[parameter] |= number > 0;
    text_print(&writer->line, "%s]", writer->batch->point);
}

static const char *name_of(struct writer *writer, ir_ref ref)
{
    const struct ir_value *value = ir_at(writer->function, ref);
    if (writer->plan.slots[ref.index].name == NULL) {
        const char *wanted = c_variable_wanted(&writer->variables, value);
        const char *stem = ir_kind_of(value->op) == IR_REAL ? "t" : "c";
        writer->plan.slots[ref.index].name = wanted != NULL ? c_names_give(writer->names, wanted)
                                                            : c_names_number(writer->names, stem);
    }
    return writer->plan.slots[ref.index].name;
}

static bool is_real(const struct writer *writer, ir_ref ref)
{
    return ir_kind_of(ir_at(writer->function, ref)->op) == IR_REAL;
}

static void begin_definition(struct writer *writer, ir_ref ref)
{
    text_print(&writer->line,
               "const %s %s =", is_real(writer, ref) ? writer->form->real->type : "int",
               name_of(writer, ref));
    c_line_mark(&writer->line, 0);
    writer->visible[ref.index] = writer->segment;
}

/* Reads an input, or what an earlier loop kept. */
static void read_row(struct writer *writer, ir_ref ref, unsigned depth)
{
    const struct ir_value *value = ir_at(writer->function, ref);
    begin_definition(writer, ref);
    if (value->op == IR_ARGUMENT) {
        add_element(writer, writer->argument[value->array], value->element);
    } else {
        text_print(&writer->line, "%s[%u][%s]%s", writer->batch->kept,
                   (unsigned)writer->batch->segments.row[ref.index], writer->batch->point,
                   is_real(writer, ref) ? "" : " > 0");
        writer->used_kept = true;
    }
    end_line(writer, depth);
}

static void compute(struct writer *writer, ir_ref ref, unsigned depth)
{
    const uint32_t row = writer->batch->segments.row[ref.index];
    begin_definition(writer, ref);
    const char *name = writer->plan.slots[ref.index].name;
    writer->plan.slots[ref.index].name = NULL; /* its text, not its name, is written here */
    c_expression(&writer->plan, ref, writer->form->real, &writer->line);
    writer->plan.slots[ref.index].name = name;
    end_line(writer, depth);
    if (row != C_NOT_KEPT) {
        text_print(&writer->line, "%s[%u][%s] = %s%s", writer->batch->kept, (unsigned)row,
                   writer->batch->point, name, is_real(writer, ref) ? "" : " ? 1 : 0");
        writer->used_kept = true;
        end_line(writer, depth);
    }
}

/* Makes the name of a value stand in this loop: reads it, or computes it again of what it mentions,
 * which comes first. */
static void fetch(struct writer *writer, ir_ref root, unsigned depth)
{
    struct c_ref_vec stack = {0};
    vec_push(writer->arena, &stack, root);
    while (stack.count > 0) {
        const ir_ref ref = stack.at[stack.count - 1];
        const uint32_t before = stack.count;
        if (writer->visible[ref.index] == writer->segment) {
            stack.count--;
        } else if (!writer->batch->segments.again[ref.index]) {
            read_row(writer, ref, depth);
        } else {
            c_plan_operand_mentions(&writer->plan, ref, writer->arena, &stack);
            uint32_t waiting = before;
            for (uint32_t i = before; i < stack.count; i++) {
                if (writer->visible[stack.at[i].index] != writer->segment) {
                    stack.at[waiting++] = stack.at[i];
                }
            }
            stack.count = waiting;
            if (waiting == before) {
                compute(writer, ref, depth);
            }
        }
    }
}

static void write_statement(struct writer *writer, const struct c_statement *statement,
                            unsigned depth)
{
    struct c_ref_vec refs = {0};
    c_statement_mentions(&writer->plan, statement, writer->arena, &refs);
    for (uint32_t i = 0; i < refs.count; i++) {
        fetch(writer, refs.at[i], depth);
    }
    if (!statement->store) {
        compute(writer, statement->ref, depth);
        return;
    }
    add_element(writer, writer->result[statement->result], statement->element);
    text_add(&writer->line, " =");
    c_line_mark(&writer->line, 0);
    c_expression(&writer->plan, statement->ref, writer->form->real, &writer->line);
    end_line(writer, depth);
}

/* Post: how many statements from `first` on store the same constant into neighbouring elements. */
static uint32_t equal_stores(const struct writer *writer, uint32_t first, uint32_t last)
{
    const struct c_statement *at = writer->batch->segments.statements.at;
    uint32_t end = first + 1;
    while (end < last && at[end].result == at[first].result &&
           ir_equal(at[end].ref, at[first].ref) &&
           at[end].element == at[first].element + (end - first)) {
        end++;
    }
    return end - first;
}

/* Stores constants into rows of a block, and into as many neighbours as hold the same. */
static void write_constants(struct writer *writer, const struct c_segment *segment, unsigned depth)
{
    const struct c_batch *batch = writer->batch;
    const struct c_statement *at = batch->segments.statements.at;
    uint32_t count;
    for (uint32_t s = segment->first; s < segment->last; s += count) {
        const uint32_t parameter = writer->result[at[s].result];
        const struct c_batch_parameter *array = &batch->parameters[parameter];
        count = equal_stores(writer, s, segment->last);
        text_print(&writer->line, "adc_fill(%u, %u, ", (unsigned)count, (unsigned)batch->block);
        c_expression(&writer->plan, at[s].ref, writer->form->real, &writer->line);
        text_print(&writer->line, ", %s", array->array);
        if (at[s].element > 0) {
            text_print(&writer->line, " + %u * %s", (unsigned)at[s].element, array->stride);
        }
        text_print(&writer->line, ", %s)", array->stride);
        writer->used[parameter] = writer->used_stride[parameter] = true;
        end_line(writer, depth);
    }
}

/* Adds where a row begins: of an input, or of what is kept. */
static void add_row(struct writer *writer, ir_ref ref)
{
    const struct ir_value *value = ir_at(writer->function, ref);
    if (value->op != IR_ARGUMENT) {
        text_print(&writer->line, "%s[%u]", writer->batch->kept,
                   (unsigned)writer->batch->segments.row[ref.index]);
        writer->used_kept = true;
        return;
    }
    const uint32_t parameter = writer->argument[value->array];
    const struct c_batch_parameter *at = &writer->batch->parameters[parameter];
    writer->used[parameter] = true;
    text_add(&writer->line, at->array);
    if (value->element > 0) {
        text_print(&writer->line, " + %u * %s", (unsigned)value->element, at->stride);
        writer->used_stride[parameter] = true;
    }
}

/* Post: the number of the function that computes the calls for all points of a block. */
static uint32_t find_many(const struct writer *writer, const struct c_segment *segment)
{
    const struct c_statement *statements = &writer->batch->segments.statements.at[segment->first];
    const ir_ref first = statements[0].ref;
    const ir_ref second = statements[segment->last - segment->first - 1].ref;
    const enum ir_op op = ir_at(writer->function, first)->op;
    if (segment->kind != C_SEGMENT_CALLS) {
        return C_MANY_COUNT;
    }
    for (uint32_t which = 0; which < ir_op_info(op)->arity; which++) {
        if (c_plan_is_constant(&writer->plan, c_plan_operand(&writer->plan, first, which))) {
            return C_MANY_COUNT;
        }
    }
    return c_many_find(writer->form->real, op, ir_at(writer->function, second)->op);
}

static void write_many(struct writer *writer, const struct c_segment *segment, uint32_t many,
                       unsigned depth)
{
    const struct c_statement *statements = &writer->batch->segments.statements.at[segment->first];
    const ir_ref first = statements[0].ref;
    text_print(&writer->line, "%s(%u, ", c_many_name(many), (unsigned)writer->batch->block);
    for (uint32_t which = 0; which < ir_op_info(ir_at(writer->function, first)->op)->arity;
         which++) {
        add_row(writer, c_plan_operand(&writer->plan, first, which));
        text_add(&writer->line, ", ");
    }
    for (uint32_t s = segment->first; s < segment->last; s++) {
        add_row(writer, statements[s - segment->first].ref);
        text_add(&writer->line, s + 1 < segment->last ? ", " : ")");
    }
    end_line(writer, depth);
    writer->needs->many[many] = writer->needs->string = writer->needs->apart = true;
}

static void write_segment(struct writer *writer, const struct c_segment *segment)
{
    const struct c_batch *batch = writer->batch;
    const uint32_t many = find_many(writer, segment);
    unsigned depth = 1;
    if (segment->guard != C_SHARED) {
        const uint32_t parameter = writer->result[segment->guard];
        text_print(writer->out, "    if (%s) {\n", batch->parameters[parameter].array);
        writer->used[parameter] = true;
        depth = 2;
    }
    if (segment->kind == C_SEGMENT_CONSTANTS) {
        write_constants(writer, segment, depth);
    } else if (many < C_MANY_COUNT) {
        write_many(writer, segment, many, depth);
    } else {
        text_print(writer->out, "%*s%s\n", (int)(depth * C_LINE_INDENT), "",
                   segment->kind == C_SEGMENT_ARITHMETIC ? "ADC_SIMD" : "ADC_ROLLED");
        text_print(writer->out, "%*sfor (size_t %s = 0; %s < %u; %s++) {\n",
                   (int)(depth * C_LINE_INDENT), "", batch->point, batch->point,
                   (unsigned)batch->block, batch->point);
        for (uint32_t s = segment->first; s < segment->last; s++) {
            write_statement(writer, &batch->segments.statements.at[s], depth + 1);
        }
        text_print(writer->out, "%*s}\n", (int)(depth * C_LINE_INDENT), "");
    }
    if (segment->guard != C_SHARED) {
        text_add(writer->out, "    }\n");
    }
}
/* -- parts --------------------------------------------------------------------------------------
 */

/* Adds where a part finds an array, for the points from `first` on, and its stride. */
static void add_place(const struct writer *writer, uint32_t parameter, struct c_list *list)
{
    const struct c_batch *batch = writer->batch;
    const struct c_batch_parameter *at = &batch->parameters[parameter];
    const bool output = writer->form->parameters.at[parameter].output;
    const bool near = c_batch_is_near(batch, parameter);
    struct arena *arena = writer->arena;
    const char *place = arena_format(arena, "%s + %s", at->array, batch->first);
    if (c_batch_is_optional(batch, parameter) && !at->spare) {
        place = arena_format(arena, "%s ? %s : %s", at->array, place, at->array);
    }
    if (near) {
        place = arena_format(arena, "%s ? %s : %s", at->far, at->near, place);
    } else if (!output) {
        place = arena_format(arena, "%s == 0 ? %s : %s", at->stride, at->same, place);
    }
    c_list_add(list, place);
    if (!writer->used_stride[parameter]) {
        return;
    }
    if (near || !output) {
        c_list_add(list,
                   arena_format(arena, near ? "%s ? %u : %s" : "%s == 0 ? %u : %s",
                                near ? at->far : at->stride, (unsigned)batch->block, at->stride));
    } else {
        c_list_add(list, at->stride);
    }
}

/* Adds the call of a part. */
static void write_part_call(const struct writer *writer, const char *name, struct text *calls)
{
    struct c_list list = c_list_begin(name, writer->arena);
    for (uint32_t i = 0; i < writer->form->parameters.count; i++) {
        if (writer->used[i]) {
            add_place(writer, i, &list);
        }
    }
    if (writer->used_kept) {
        c_list_add(&list, writer->batch->kept);
    }
    c_list_end(&list, ";", 2 * C_LINE_INDENT, calls);
}

/* Writes segments first .. last - 1 as a function, and its call. */
static void write_part(struct writer *writer, const char *name, uint32_t first, uint32_t last,
                       bool apart, struct text *calls)
{
    const struct c_batch *batch = writer->batch;
    const uint32_t count = writer->form->parameters.count;
    struct text *out = writer->out;
    struct text body = text_in(writer->arena);
    writer->used = arena_alloc(writer->arena, count * sizeof *writer->used);
    writer->used_stride = arena_alloc(writer->arena, count * sizeof *writer->used_stride);
    writer->used_kept = false;
    writer->out = &body;
    for (uint32_t s = first; s < last; s++) {
        writer->segment = s + 1;
        write_segment(writer, &batch->segments.segments.at[s]);
    }
    writer->out = out;
    struct c_list list = c_list_begin(
        arena_format(writer->arena, "%sstatic void %s", apart ? "ADC_APART " : "", name),
        writer->arena);
    for (uint32_t i = 0; i < count; i++) {
        if (writer->used[i]) {
            c_batch_declare(&list, batch, i, "restrict ", writer->used_stride[i]);
        }
    }
    if (writer->used_kept) {
        c_list_add(&list,
                   arena_format(writer->arena, "%s (*restrict %s)[%u]", writer->form->real->type,
                                batch->kept, (unsigned)batch->block));
    }
    c_list_end(&list, "", 0, out);
    text_print(out, "{\n%s}\n\n", text_string(&body));
    write_part_call(writer, name, calls);
}

/* Writes all segments in parts of bounded size; adds their calls to `calls`. */
static void write_parts(struct writer *writer, const char *name, struct text *calls)
{
    const struct c_segments *segments = &writer->batch->segments;
    const bool apart = segments->statements.count > PART_MAX;
    uint32_t part = 0;
    uint32_t last;
    for (uint32_t first = 0; first < segments->segments.count; first = last) {
        const uint32_t begin = segments->segments.at[first].first;
        last = first + 1;
        while (last < segments->segments.count &&
               segments->segments.at[last].last - begin <= PART_MAX) {
            last++;
        }
        const char *suffix = apart ? arena_format(writer->arena, "%u", (unsigned)++part) : "";
        write_part(writer, arena_format(writer->arena, "%s_block%s", name, suffix), first, last,
                   apart, calls);
    }
    writer->needs->apart = writer->needs->apart || apart;
}

/* Post: by argument or result array, which parameter it is. */
static uint32_t *parameters_by_array(const struct c_form *form, bool output, struct arena *arena)
{
    const uint32_t count = output ? form->function->results.count : form->function->arguments.count;
    uint32_t *number = arena_alloc(arena, count * sizeof *number);
    for (uint32_t i = 0; i < form->parameters.count; i++) {
        if (form->parameters.at[i].output == output) {
            number[form->parameters.at[i].array] = i;
        }
    }
    return number;
}

static struct writer writer_make(const struct c_batch *batch, const struct c_public *public,
                                 struct c_needs *needs, struct text *out, struct arena *arena)
{
    const struct c_form *form = batch->form;
    const struct ir_function *function = form->function;
    const uint32_t count = function->values.count;
    struct writer writer = {
        .batch = batch,
        .form = form,
        .function = function,
        .arena = arena,
        .out = out,
        .plan = batch->plan,
        .needs = needs,
        .names = c_names_within(arena, public->names),
        .variables = c_variables_of(function, arena),
        .visible = arena_alloc(arena, count * sizeof(uint32_t)),
        .argument = parameters_by_array(form, false, arena),
        .result = parameters_by_array(form, true, arena),
        .line = text_in(arena),
    };
    writer.plan.slots = arena_alloc(arena, count * sizeof *writer.plan.slots);
    if (count > 0) {
        memcpy(writer.plan.slots, batch->plan.slots, count * sizeof *writer.plan.slots);
    }
    const char *const own[] = {batch->point, batch->kept};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        c_names_take(writer.names, own[i]);
    }
    for (uint32_t i = 0; i < form->parameters.count; i++) {
        c_names_take(writer.names, batch->parameters[i].stride);
    }
    c_variables_prepare(&writer.variables, form, &writer.plan, writer.names);
    return writer;
}

void c_batch_loops(const struct c_batch *batch, const char *name, const struct c_public *public,
                   struct c_needs *needs, struct arena *arena, struct text *calls, struct text *out)
{
    struct writer writer = writer_make(batch, public, needs, out, arena);
    write_parts(&writer, name, calls);
}
