/* Writes a function for many points at once, which C compilers vectorise.
 *
 * The points lie side by side (structure of arrays): element k of point i of array x is
 * x[k*x_stride + i]. They are computed block by block; a block is some loops over as many points as
 * fill a few vector registers (c_segments.h), each with a number of iterations that is a constant,
 * so that compilers need no code for remainders and see that local arrays do not overlap. Points
 * left over are computed one by one by the function for one point.
 *
 * An input whose stride is 0 is the same for all points: it is spread over one block, which every
 * block then reads as if each point had its own. That costs no more than reading, and the loops
 * need not know.
 *
 * The stores of one array to different rows are k*stride apart, of which a compiler cannot tell
 * that they do not overlap. ADC_SIMD says so in the words of OpenMP, of gcc or of clang; to others
 * it says nothing, and they may or may not find out. Conditions are `?:` on values that are
 * computed whichever way they turn out. For gcc such values may not trap, so the file says that
 * nobody looks at floating-point flags; results do not depend on it. */
#include "c_batch.h"

#include "c_expression.h"
#include "c_extern.h"
#include "c_function.h"
#include "c_line.h"
#include "c_names.h"
#include "c_number.h"
#include "c_public.h"
#include "c_variable.h"
#include "ops.h"

#include <string.h>

enum {
    BLOCK_MOST = 32, /* points; as few as make loops worth their entry */
    BLOCK_LEAST = 8, /* so many doubles fill the widest vector registers */
    PART_MAX = 1500, /* statements of one C function */
    HANG_MAX = 50    /* columns that a parameter stands to the right at most */
};

/* -- plan ---------------------------------------------------------------------------------------
 */

static const struct ir_array *array_of(const struct c_form *form,
                                       const struct c_parameter *parameter)
{
    return parameter->output ? &form->function->results.at[parameter->array].array
                             : &form->function->arguments.at[parameter->array];
}

static bool is_optional(const struct c_batch *batch, uint32_t parameter)
{
    const struct c_parameter *at = &batch->form->parameters.at[parameter];
    return at->output && batch->form->function->results.at[at->array].optional;
}

static void give_names(struct c_batch *batch, const struct c_names *outer, struct arena *arena)
{
    const struct c_form *form = batch->form;
    struct c_names *names = c_names_within(arena, outer);
    for (uint32_t i = 0; i < form->parameters.count; i++) {
        c_names_take(names, array_of(form, &form->parameters.at[i])->name);
    }
    batch->count = c_names_give(names, "count");
    batch->first = c_names_give(names, "first");
    batch->point = c_names_give(names, "i");
    batch->kept = c_names_give(names, "kept");
    batch->work_name = c_names_give(names, "work");
    batch->parameters = arena_alloc(arena, form->parameters.count * sizeof *batch->parameters);
    for (uint32_t i = 0; i < form->parameters.count; i++) {
        const struct ir_array *array = array_of(form, &form->parameters.at[i]);
        batch->parameters[i] = (struct c_batch_parameter){
            .array = array->name,
            .stride = c_names_give(names, arena_format(arena, "%s_stride", array->name)),
            .one = c_names_give(names, arena_format(arena, "%s_one", array->name)),
            .same = c_names_give(names, arena_format(arena, "%s_same", array->name)),
            .count = array->count};
    }
}

/* Elements of scratch memory: what a block keeps and the inputs that are the same for all points;
 * the arrays of one point. */
static uint64_t block_scratch(const struct c_batch *batch)
{
    uint64_t rows = batch->segments.row_count;
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        rows += batch->form->parameters.at[i].output ? 0 : batch->parameters[i].count;
    }
    return rows * batch->block;
}

static uint64_t point_scratch(const struct c_batch *batch)
{
    uint64_t elements = batch->form->work;
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        elements += batch->parameters[i].count;
    }
    return elements;
}

/* Chooses the largest block whose scratch memory may lie on the stack; where there is none, the
 * smallest, and the caller gives the memory. */
static void choose_block(struct c_batch *batch, uint32_t stack_limit)
{
    const size_t sizes[] = {[CODEGEN_DOUBLE] = sizeof(double),
                            [CODEGEN_FLOAT] = sizeof(float),
                            [CODEGEN_LONG_DOUBLE] = sizeof(long double)};
    const size_t size = sizes[batch->form->real->kind];
    const uint32_t least = batch->form->real->kind == CODEGEN_FLOAT ? 2 * BLOCK_LEAST : BLOCK_LEAST;
    batch->block = BLOCK_MOST;
    while (batch->block > least &&
           (block_scratch(batch) + point_scratch(batch)) * size > stack_limit) {
        batch->block /= 2;
    }
    const uint64_t scratch = block_scratch(batch) + point_scratch(batch);
    batch->work = batch->form->work > 0 || scratch * size > stack_limit ? (uint32_t)scratch : 0;
}

struct c_batch *c_batch_make(const struct codegen_file *file, const struct c_form *form,
                             const struct c_names *outer, struct arena *arena)
{
    struct c_batch *batch = arena_alloc(arena, sizeof *batch);
    batch->form = form;
    batch->plan = c_plan_make(form->function, NULL, arena);
    batch->segments = c_segments_make(&batch->plan, arena);
    give_names(batch, outer, arena);
    choose_block(batch, file->stack_limit);
    return batch;
}

/* -- loops --------------------------------------------------------------------------------------
 */

struct writer {
    const struct c_batch *batch;
    const struct c_form *form;
    const struct ir_function *function;
    struct arena *arena;
    struct text *out;
    struct c_plan plan; /* a copy, whose names are those of this text */
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

/* Makes the name of a value stand in this loop: reads an input, or what an earlier loop kept. */
static void fetch(struct writer *writer, ir_ref ref, unsigned depth)
{
    const struct ir_value *value = ir_at(writer->function, ref);
    if (writer->visible[ref.index] == writer->segment) {
        return;
    }
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

static void write_statement(struct writer *writer, const struct c_statement *statement,
                            unsigned depth)
{
    struct c_ref_list refs = {0};
    c_segments_mentions(&writer->plan, statement, writer->arena, &refs);
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

static void write_segment(struct writer *writer, const struct c_segment *segment)
{
    const struct c_batch *batch = writer->batch;
    unsigned depth = 1;
    if (segment->guard != C_SHARED) {
        const uint32_t parameter = writer->result[segment->guard];
        text_print(writer->out, "    if (%s) {\n", batch->parameters[parameter].array);
        writer->used[parameter] = true;
        depth = 2;
    }
    if (segment->kind == C_SEGMENT_CONSTANTS) {
        write_constants(writer, segment, depth);
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

/* -- blocks -------------------------------------------------------------------------------------
 */

/* Adds `what(` and a list of parameters or arguments, broken where it is long. */
struct list {
    struct text line;
    unsigned hang;
    bool more;
};

static struct list list_begin(const char *what, struct arena *arena)
{
    struct list list = {.line = text_in(arena)};
    text_print(&list.line, "%s(", what);
    list.hang = list.line.length <= HANG_MAX ? (unsigned)list.line.length : C_LINE_HANG;
    return list;
}

static void list_add(struct list *list, const char *item)
{
    if (list->more) {
        text_add(&list->line, ",");
        c_line_mark(&list->line, 0);
    }
    list->more = true;
    text_add(&list->line, item);
}

static void list_end(struct list *list, const char *end, unsigned indent, struct text *out)
{
    text_print(&list->line, ")%s", end);
    c_line_add(out, &list->line, indent, list->hang);
}

/* Adds the declarations of an array and its stride. */
static void list_declare(struct list *list, const struct c_batch *batch, uint32_t parameter,
                         const char *qualifier, bool stride)
{
    const struct c_batch_parameter *at = &batch->parameters[parameter];
    struct arena *arena = list->line.arena;
    list_add(list, arena_format(arena, "%s%s *%s%s",
                                batch->form->parameters.at[parameter].output ? "" : "const ",
                                batch->form->real->type, qualifier, at->array));
    if (stride) {
        list_add(list, arena_format(arena, "size_t %s", at->stride));
    }
}

/* Adds the call of a part for the points from `first` on. */
static void write_part_call(struct writer *writer, const char *name, struct text *calls)
{
    const struct c_batch *batch = writer->batch;
    struct list list = list_begin(name, writer->arena);
    for (uint32_t i = 0; i < writer->form->parameters.count; i++) {
        const struct c_batch_parameter *at = &batch->parameters[i];
        if (!writer->used[i]) {
            continue;
        }
        if (writer->form->parameters.at[i].output) {
            list_add(&list,
                     arena_format(writer->arena,
                                  is_optional(batch, i) ? "%s ? %s + %s : %s" : "%s + %s",
                                  at->array, is_optional(batch, i) ? at->array : batch->first,
                                  batch->first, at->array));
        } else {
            list_add(&list, arena_format(writer->arena, "%s == 0 ? %s : %s + %s", at->stride,
                                         at->same, at->array, batch->first));
        }
        if (writer->used_stride[i] && writer->form->parameters.at[i].output) {
            list_add(&list, at->stride);
        } else if (writer->used_stride[i]) {
            list_add(&list, arena_format(writer->arena, "%s == 0 ? %u : %s", at->stride,
                                         (unsigned)batch->block, at->stride));
        }
    }
    if (writer->used_kept) {
        list_add(&list, batch->kept);
    }
    list_end(&list, ";", 2 * C_LINE_INDENT, calls);
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
    struct list list =
        list_begin(arena_format(writer->arena, "%sstatic void %s", apart ? "ADC_APART " : "", name),
                   writer->arena);
    for (uint32_t i = 0; i < count; i++) {
        if (writer->used[i]) {
            list_declare(&list, batch, i, "restrict ", writer->used_stride[i]);
        }
    }
    if (writer->used_kept) {
        list_add(&list,
                 arena_format(writer->arena, "%s (*restrict %s)[%u]", writer->form->real->type,
                              batch->kept, (unsigned)batch->block));
    }
    list_end(&list, "", 0, out);
    text_print(out, "{\n%s}\n\n", text_string(&body));
    write_part_call(writer, name, calls);
}

/* Writes all segments in parts of bounded size; adds their calls to `calls`. */
static void write_parts(struct writer *writer, const char *name, struct c_needs *needs,
                        struct text *calls)
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
    needs->apart = needs->apart || apart;
}

/* -- the function -------------------------------------------------------------------------------
 */

static void write_head(const struct c_batch *batch, const char *name, const char *qualifier,
                       const char *end, struct text *out)
{
    struct list list = list_begin(arena_format(out->arena, "void %s_batch", name), out->arena);
    list_add(&list, arena_format(out->arena, "size_t %s", batch->count));
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        list_declare(&list, batch, i, qualifier, true);
    }
    if (batch->work > 0) {
        list_add(&list, arena_format(out->arena, "%s *%s%s", batch->form->real->type, qualifier,
                                     batch->work_name));
    }
    list_end(&list, end, 0, out);
}

void c_batch_prototype(const struct c_batch *batch, const char *name, struct text *out)
{
    if (batch->work > 0) {
        text_print(out, "enum { %s_batch_work = %u }; /* elements of work */\n", name,
                   (unsigned)batch->work);
    }
    write_head(batch, name, "", ";", out);
}

void c_batch_purpose(const struct c_batch *batch, const char *name, struct text *out)
{
    struct text comment = text_in(out->arena);
    const struct c_form *form = batch->form;
    const struct c_batch_parameter *at = batch->parameters;
    text_print(&comment,
               "Computes %s at %s points. Element k of point i of each array is at "
               "k*stride + i, as in %s[k*%s + i].",
               name, batch->count, at->array, at->stride);
    if (!form->parameters.at[0].output) {
        text_print(&comment,
                   " An input whose stride is 0 is the same for all points, and element k of it is "
                   "at k, as in %s[k].",
                   at->array);
    }
    c_line_comment(out, text_string(&comment));
}

/* Declares a local array, or takes its place in the scratch memory that the caller gives. */
static void declare(const struct c_batch *batch, const char *name, uint64_t elements,
                    uint64_t *offset, unsigned depth, struct text *out)
{
    if (elements == 0) {
        return;
    }
    text_print(out, "%*s", (int)(depth * C_LINE_INDENT), "");
    if (batch->work > 0) {
        text_print(out, "%s *const %s = %s + %llu;\n", batch->form->real->type, name,
                   batch->work_name, (unsigned long long)*offset);
    } else {
        text_print(out, "%s %s[%llu];\n", batch->form->real->type, name,
                   (unsigned long long)elements);
    }
    *offset += elements;
}

/* Spreads inputs that are the same for all points over a block. */
static void write_spreads(const struct c_batch *batch, const bool *used, uint64_t *offset,
                          struct text *out)
{
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        const struct c_batch_parameter *at = &batch->parameters[i];
        if (!used[i] || batch->form->parameters.at[i].output) {
            continue;
        }
        declare(batch, at->same, (uint64_t)at->count * batch->block, offset, 1, out);
        text_print(out,
                   "    if (%s == 0) {\n"
                   "        adc_spread(%u, %s, %u, %s);\n"
                   "    }\n",
                   at->stride, (unsigned)at->count, at->array, (unsigned)batch->block, at->same);
    }
}

static void write_blocks(const struct c_batch *batch, enum codegen_batch kind, const char *calls,
                         uint64_t *offset, struct text *out)
{
    const uint32_t rows = batch->segments.row_count;
    const char *type = batch->form->real->type;
    if (batch->work > 0 && rows > 0) {
        text_print(out, "    %s(*const %s)[%u] = (%s(*)[%u])(%s + %llu);\n", type, batch->kept,
                   (unsigned)batch->block, type, (unsigned)batch->block, batch->work_name,
                   (unsigned long long)*offset);
        *offset += (uint64_t)rows * batch->block;
    }
    if (kind == CODEGEN_BATCH_THREADS && batch->work == 0) {
        text_add(out, "    ADC_THREADS\n");
    }
    text_print(out, "    for (size_t %s = 0; %s < %s / %u * %u; %s += %u) {\n", batch->first,
               batch->first, batch->count, (unsigned)batch->block, (unsigned)batch->block,
               batch->first, (unsigned)batch->block);
    if (batch->work == 0 && rows > 0) {
        text_print(out, "        %s %s[%u][%u];\n", type, batch->kept, (unsigned)rows,
                   (unsigned)batch->block);
    }
    text_print(out, "%s    }\n", calls);
}

/* Adds the call of the function for one point. */
static void write_point_call(const struct c_batch *batch, const char *name, uint64_t offset,
                             struct text *out)
{
    struct list list = list_begin(name, out->arena);
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        const struct c_batch_parameter *at = &batch->parameters[i];
        const char *item = at->count == 0 ? at->array : at->one;
        if (batch->form->parameters.at[i].by_value) {
            item = arena_format(out->arena, "%s[0]", at->one);
        } else if (is_optional(batch, i) && at->count > 0) {
            item = arena_format(out->arena, "%s ? %s : %s", at->array, at->one, at->array);
        }
        list_add(&list, item);
    }
    if (batch->form->work > 0) {
        list_add(&list, arena_format(out->arena, "%s + %llu", batch->work_name,
                                     (unsigned long long)offset));
    }
    list_end(&list, ";", 2 * C_LINE_INDENT, out);
}

/* Computes the points that no block holds. */
static void write_rest(const struct c_batch *batch, const char *name, uint64_t *offset,
                       struct text *out)
{
    const uint32_t count = batch->form->parameters.count;
    text_print(out, "    for (size_t %s = %s / %u * %u; %s < %s; %s++) {\n", batch->point,
               batch->count, (unsigned)batch->block, (unsigned)batch->block, batch->point,
               batch->count, batch->point);
    for (uint32_t i = 0; i < count; i++) {
        declare(batch, batch->parameters[i].one, batch->parameters[i].count, offset, 2, out);
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct c_batch_parameter *at = &batch->parameters[i];
        if (!batch->form->parameters.at[i].output && at->count > 0) {
            text_print(out, "        adc_gather(%u, %s, %s, %s, %s);\n", (unsigned)at->count,
                       at->array, at->stride, batch->point, at->one);
        }
    }
    write_point_call(batch, name, *offset, out);
    for (uint32_t i = 0; i < count; i++) {
        const struct c_batch_parameter *at = &batch->parameters[i];
        if (!batch->form->parameters.at[i].output || at->count == 0) {
            continue;
        }
        const bool optional = is_optional(batch, i);
        if (optional) {
            text_print(out, "        if (%s) {\n", at->array);
        }
        text_print(out, "%*sadc_scatter(%u, %s, %s, %s, %s);\n", optional ? 12 : 8, "",
                   (unsigned)at->count, at->one, at->array, at->stride, batch->point);
        text_add(out, optional ? "        }\n" : "");
    }
    text_add(out, "    }\n");
}

/* Tells the compiler that a parameter is left alone on purpose. */
static void discard_unused(const struct c_batch *batch, struct text *out)
{
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        if (batch->parameters[i].count == 0) {
            text_print(out, "    (void)%s;\n", batch->parameters[i].stride);
        }
    }
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
                                 struct text *out, struct arena *arena)
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

/* Post: of each parameter, whether some block reads or writes it. */
static bool *used_parameters(const struct writer *writer)
{
    const struct ir_function *function = writer->function;
    bool *used = arena_alloc(writer->arena, writer->form->parameters.count * sizeof *used);
    for (uint32_t i = 0; i < function->values.count; i++) {
        if (function->values.at[i].op == IR_ARGUMENT && writer->plan.slots[i].place != C_DEAD) {
            used[writer->argument[function->values.at[i].array]] = true;
        }
    }
    return used;
}

static void note_needs(const struct c_batch *batch, struct c_needs *needs)
{
    needs->batch = true;
    for (uint32_t i = 0; i < batch->segments.segments.count; i++) {
        needs->fill = needs->fill || batch->segments.segments.at[i].kind == C_SEGMENT_CONSTANTS;
    }
    needs->apart = needs->apart || needs->fill;
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        const bool output = batch->form->parameters.at[i].output;
        needs->gather = needs->gather || (!output && batch->parameters[i].count > 0);
        needs->scatter = needs->scatter || (output && batch->parameters[i].count > 0);
    }
}

void c_batch(const struct c_batch *batch, const char *name, const struct c_public *public,
             enum codegen_batch kind, struct c_needs *needs, struct text *out)
{
    struct arena *arena = arena_create();
    struct writer writer = writer_make(batch, public, out, arena);
    struct text calls = text_in(arena);
    uint64_t offset = 0;
    note_needs(batch, needs);
    write_parts(&writer, name, needs, &calls);
    const bool *used = used_parameters(&writer);
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        needs->spread = needs->spread || used[i];
    }
    c_batch_purpose(batch, name, out);
    write_head(batch, name, "restrict ", "", out);
    text_add(out, "{\n");
    discard_unused(batch, out);
    write_spreads(batch, used, &offset, out);
    write_blocks(batch, kind, text_string(&calls), &offset, out);
    write_rest(batch, name, &offset, out);
    text_add(out, "}\n");
    arena_destroy(arena);
}

/* -- the file -----------------------------------------------------------------------------------
 */

static const char pragmas[] =
    "/* Points are computed side by side, and both ways of a condition: floating-point flags tell "
    "nothing,\n"
    " * and gcc need not keep them. */\n"
    "#if defined(__GNUC__) && !defined(__clang__) && !defined(__INTEL_COMPILER)\n"
    "#pragma GCC optimize(\"no-trapping-math\")\n"
    "#endif\n\n"
    "/* The points of the loop that follows do not depend on each other. */\n"
    "#if defined(_OPENMP) && _OPENMP >= 201307\n"
    "#define ADC_SIMD _Pragma(\"omp simd\")\n"
    "#elif defined(__clang__)\n"
    "#define ADC_SIMD _Pragma(\"clang loop vectorize(assume_safety)\")\n"
    "#elif defined(__GNUC__)\n"
    "#define ADC_SIMD _Pragma(\"GCC ivdep\")\n"
    "#else\n"
    "#define ADC_SIMD\n"
    "#endif\n\n"
    "/* That of calls stays a loop: unrolled, it would keep clang from vectorising the next. */\n"
    "#if defined(__clang__)\n"
    "#define ADC_ROLLED _Pragma(\"clang loop unroll(disable)\")\n"
    "#else\n"
    "#define ADC_ROLLED\n"
    "#endif\n";

static const char threads[] = "\n/* Nor do the blocks of points. */\n"
                              "#if defined(_OPENMP)\n"
                              "#define ADC_THREADS _Pragma(\"omp parallel for\")\n"
                              "#else\n"
                              "#define ADC_THREADS\n"
                              "#endif\n";

void c_batch_frame(const struct c_real *real, const struct c_needs *needs, enum codegen_batch kind,
                   struct text *out)
{
    const char *type = real->type;
    text_print(out, "\n%s%s", pragmas, kind == CODEGEN_BATCH_THREADS ? threads : "");
    if (needs->spread) {
        text_print(
            out,
            "\n/* Gives every point of a block the same elements. */\n"
            "static void adc_spread(size_t elements, const %s *from, size_t points, %s *to)\n"
            "{\n"
            "    for (size_t k = 0; k < elements; k++) {\n"
            "        for (size_t i = 0; i < points; i++) {\n"
            "            to[k * points + i] = from[k];\n"
            "        }\n"
            "    }\n"
            "}\n",
            type, type);
    }
    if (needs->fill) {
        text_print(
            out,
            "\n/* Gives every point of a block the same number in some elements. Apart, as the\n"
            " * number is not known there: for 0 gcc would call on slow instructions. */\n"
            "ADC_APART static void adc_fill(size_t elements, size_t points, %s number, %s *to, "
            "size_t "
            "stride)\n"
            "{\n"
            "    for (size_t k = 0; k < elements; k++) {\n"
            "        for (size_t i = 0; i < points; i++) {\n"
            "            to[k * stride + i] = number;\n"
            "        }\n"
            "    }\n"
            "}\n",
            type, type);
    }
    if (needs->gather) {
        text_print(out,
                   "\n/* Takes the elements of one point out of those of all. */\n"
                   "static void adc_gather(size_t elements, const %s *from, size_t stride, size_t "
                   "point, %s *to)\n"
                   "{\n"
                   "    for (size_t k = 0; k < elements; k++) {\n"
                   "        to[k] = from[stride == 0 ? k : k * stride + point];\n"
                   "    }\n"
                   "}\n",
                   type, type);
    }
    if (needs->scatter) {
        text_print(out,
                   "\n/* Puts the elements of one point among those of all. */\n"
                   "static void adc_scatter(size_t elements, const %s *from, %s *to, size_t "
                   "stride, size_t point)\n"
                   "{\n"
                   "    for (size_t k = 0; k < elements; k++) {\n"
                   "        to[k * stride + point] = from[k];\n"
                   "    }\n"
                   "}\n",
                   type, type);
    }
}
