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

#include "c_batch_loops.h"
#include "c_function.h"
#include "c_line.h"
#include "c_list.h"
#include "c_names.h"
#include "ops.h"

enum {
    BLOCK_MOST = 32, /* points; as few as make loops worth their entry */
    BLOCK_LEAST = 8, /* so many doubles fill the widest vector registers */
    NEAR_LEAST = 8,  /* rows of an output that the sets of a first cache hold, however they lie */
    LITTLE = 2,      /* of all that is computed: a half */
    FAR_BYTES = 1024 /* rows that lie a multiple of this apart meet in few sets */
};
/* -- plan ---------------------------------------------------------------------------------------
 */

static const struct ir_array *array_of(const struct c_form *form,
                                       const struct c_parameter *parameter)
{
    return parameter->output ? &form->function->results.at[parameter->array].array
                             : &form->function->arguments.at[parameter->array];
}

bool c_batch_is_optional(const struct c_batch *batch, uint32_t parameter)
{
    const struct c_parameter *at = &batch->form->parameters.at[parameter];
    return at->output && batch->form->function->results.at[at->array].optional;
}

/* Post: whether rows of an output may meet in the cache, and there is a place of its own for it. */
static bool may_be_far(const struct c_batch *batch, uint32_t parameter)
{
    return batch->near && batch->form->parameters.at[parameter].output &&
           batch->parameters[parameter].count > NEAR_LEAST;
}

bool c_batch_is_near(const struct c_batch *batch, uint32_t parameter)
{
    return may_be_far(batch, parameter) || batch->parameters[parameter].spare;
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
            .near = c_names_give(names, arena_format(arena, "%s_near", array->name)),
            .far = c_names_give(names, arena_format(arena, "%s_far", array->name)),
            .count = array->count};
    }
}

/* Elements of scratch memory: what a block keeps, inputs that are the same for all points, and
 * outputs that nobody wants; others before they are put where they belong; the arrays of one
 * point. */
static uint64_t block_scratch(const struct c_batch *batch)
{
    uint64_t rows = batch->segments.row_count;
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        const bool output = batch->form->parameters.at[i].output;
        rows += !output || batch->parameters[i].spare ? batch->parameters[i].count : 0;
    }
    return rows * batch->block;
}

static uint64_t near_scratch(const struct c_batch *batch)
{
    uint64_t rows = 0;
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        const bool counted = batch->parameters[i].spare; /* among what a block keeps */
        rows += may_be_far(batch, i) && !counted ? batch->parameters[i].count : 0;
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
 * largest of all, and the caller gives the memory. Outputs have no place of their own where there
 * is none left. */
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
    if ((block_scratch(batch) + point_scratch(batch)) * size > stack_limit) {
        batch->block = BLOCK_MOST;
    }
    const uint64_t scratch = block_scratch(batch) + point_scratch(batch);
    batch->work = batch->form->work > 0 || scratch * size > stack_limit ? (uint32_t)scratch : 0;
    batch->near = batch->work == 0;
    batch->near = batch->near && (scratch + near_scratch(batch)) * size <= stack_limit;
    batch->far = (uint32_t)(FAR_BYTES / size);
}

/* Post: whether an optional result costs little beside all others: few values are its own, and
 * none of them calls. */
static bool is_little(const struct c_plan *plan, uint32_t result)
{
    const struct ir_function *function = plan->function;
    uint32_t own = function->results.at[result].array.count;
    uint32_t all = 0;
    for (uint32_t r = 0; r < function->results.count; r++) {
        all += function->results.at[r].array.count;
    }
    for (uint32_t i = 0; i < function->values.count; i++) {
        const enum ir_op op = function->values.at[i].op;
        if (plan->slots[i].owner == C_NOBODY || ir_op_info(op)->arity == 0) {
            continue;
        }
        all++;
        if (plan->slots[i].owner == result) {
            own++;
            if (c_segments_is_call(op)) {
                return false;
            }
        }
    }
    return own <= all / LITTLE;
}

/* Results that cost little are computed whether they are wanted or not, into a place that is there
 * for it: nothing has to be kept for a loop that may not come.
 * Post: of each result whether it is one of them. */
static const bool *choose_spare(struct c_batch *batch, struct arena *arena)
{
    const struct c_form *form = batch->form;
    bool *spare = arena_alloc(arena, (form->function->results.count + 1) * sizeof *spare);
    for (uint32_t i = 0; i < form->parameters.count; i++) {
        const uint32_t result = form->parameters.at[i].array;
        if (c_batch_is_optional(batch, i) && batch->parameters[i].count > 0) {
            spare[result] = batch->parameters[i].spare = is_little(&batch->plan, result);
        }
    }
    return spare;
}

struct c_batch *c_batch_make(const struct codegen_file *file, const struct c_form *form,
                             const struct c_names *outer, struct arena *arena)
{
    struct c_batch *batch = arena_alloc(arena, sizeof *batch);
    batch->form = form;
    give_names(batch, outer, arena);
    batch->plan = c_plan_make(form->function, NULL, arena);
    batch->segments = c_segments_make(&batch->plan, choose_spare(batch, arena), arena);
    choose_block(batch, file->stack_limit);
    return batch;
}

/* Adds the declarations of an array and its stride. */
void c_batch_declare(struct c_list *list, const struct c_batch *batch, uint32_t parameter,
                     const char *qualifier, bool stride)
{
    const struct c_batch_parameter *at = &batch->parameters[parameter];
    struct arena *arena = list->line.arena;
    c_list_add(list, arena_format(arena, "%s%s *%s%s",
                                  batch->form->parameters.at[parameter].output ? "" : "const ",
                                  batch->form->real->type, qualifier, at->array));
    if (stride) {
        c_list_add(list, arena_format(arena, "size_t %s", at->stride));
    }
}

/* -- the function -------------------------------------------------------------------------------
 */

static void write_head(const struct c_batch *batch, const char *name, const char *qualifier,
                       const char *end, struct text *out)
{
    struct c_list list = c_list_begin(arena_format(out->arena, "void %s_batch", name), out->arena);
    c_list_add(&list, arena_format(out->arena, "size_t %s", batch->count));
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        c_batch_declare(&list, batch, i, qualifier, true);
    }
    if (batch->work > 0) {
        c_list_add(&list, arena_format(out->arena, "%s *%s%s", batch->form->real->type, qualifier,
                                       batch->work_name));
    }
    c_list_end(&list, end, 0, out);
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
                    const char *qualifier, uint64_t *offset, unsigned depth, struct text *out)
{
    if (elements == 0) {
        return;
    }
    text_print(out, "%*s", (int)(depth * C_LINE_INDENT), "");
    if (batch->work > 0) {
        text_print(out, "%s *const %s = %s + %llu;\n", batch->form->real->type, name,
                   batch->work_name, (unsigned long long)*offset);
    } else {
        text_print(out, "%s%s %s[%llu];\n", qualifier, batch->form->real->type, name,
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
        declare(batch, at->same, (uint64_t)at->count * batch->block, "ADC_ALIGNED ", offset, 1,
                out);
        text_print(out,
                   "    if (%s == 0) {\n"
                   "        adc_spread(%u, %s, %u, %s);\n"
                   "    }\n",
                   at->stride, (unsigned)at->count, at->array, (unsigned)batch->block, at->same);
    }
}

/* Outputs whose rows would meet in the cache, or that are computed and nobody wants, get a place of
 * their own for a block. */
static void write_far(const struct c_batch *batch, struct text *out)
{
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        const struct c_batch_parameter *at = &batch->parameters[i];
        if (!c_batch_is_near(batch, i)) {
            continue;
        }
        text_print(out, "    const int %s = ", at->far);
        if (at->spare) {
            text_print(out, "!%s%s", at->array, may_be_far(batch, i) ? " || " : "");
        } else if (c_batch_is_optional(batch, i)) {
            text_print(out, "%s && ", at->array);
        }
        if (may_be_far(batch, i)) {
            text_print(out, "%s %% %u == 0", at->stride, (unsigned)batch->far);
        }
        text_add(out, ";\n");
    }
}

static void write_puts(const struct c_batch *batch, struct text *out)
{
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        const struct c_batch_parameter *at = &batch->parameters[i];
        if (may_be_far(batch, i)) {
            text_print(out,
                       "        if (%s%s%s) {\n"
                       "            adc_put(%u, %u, %s, %s + %s, %s);\n"
                       "        }\n",
                       at->spare ? at->array : "", at->spare ? " && " : "", at->far,
                       (unsigned)at->count, (unsigned)batch->block, at->near, at->array,
                       batch->first, at->stride);
        }
    }
}

static void write_blocks(const struct c_batch *batch, enum codegen_batch kind, const char *calls,
                         uint64_t *offset, struct text *out)
{
    const uint32_t rows = batch->segments.row_count;
    const unsigned block = batch->block;
    const char *type = batch->form->real->type;
    if (batch->work > 0 && rows > 0) {
        text_print(out, "    %s(*const %s)[%u] = (%s(*)[%u])(%s + %llu);\n", type, batch->kept,
                   block, type, block, batch->work_name, (unsigned long long)*offset);
        *offset += (uint64_t)rows * block;
    }
    for (uint32_t i = 0; batch->work > 0 && i < batch->form->parameters.count; i++) {
        if (c_batch_is_near(batch, i)) {
            declare(batch, batch->parameters[i].near, (uint64_t)batch->parameters[i].count * block,
                    "", offset, 1, out);
        }
    }
    write_far(batch, out);
    if (kind == CODEGEN_BATCH_THREADS && batch->work == 0) {
        text_add(out, "    ADC_THREADS\n");
    }
    text_print(out, "    for (size_t %s = 0; %s < %s / %u * %u; %s += %u) {\n", batch->first,
               batch->first, batch->count, block, block, batch->first, block);
    if (batch->work == 0 && rows > 0) {
        text_print(out, "        ADC_ALIGNED %s %s[%u][%u];\n", type, batch->kept, (unsigned)rows,
                   block);
    }
    for (uint32_t i = 0; batch->work == 0 && i < batch->form->parameters.count; i++) {
        if (c_batch_is_near(batch, i)) {
            text_print(out, "        ADC_ALIGNED %s %s[%llu];\n", type, batch->parameters[i].near,
                       (unsigned long long)batch->parameters[i].count * block);
        }
    }
    text_add(out, calls);
    write_puts(batch, out);
    text_add(out, "    }\n");
}

/* Adds the call of the function for one point. */
static void write_point_call(const struct c_batch *batch, const char *name, uint64_t offset,
                             struct text *out)
{
    struct c_list list = c_list_begin(name, out->arena);
    for (uint32_t i = 0; i < batch->form->parameters.count; i++) {
        const struct c_batch_parameter *at = &batch->parameters[i];
        const char *item = at->count == 0 ? at->array : at->one;
        if (batch->form->parameters.at[i].by_value) {
            item = arena_format(out->arena, "%s[0]", at->one);
        } else if (c_batch_is_optional(batch, i) && at->count > 0) {
            item = arena_format(out->arena, "%s ? %s : %s", at->array, at->one, at->array);
        }
        c_list_add(&list, item);
    }
    if (batch->form->work > 0) {
        c_list_add(&list, arena_format(out->arena, "%s + %llu", batch->work_name,
                                       (unsigned long long)offset));
    }
    c_list_end(&list, ";", 2 * C_LINE_INDENT, out);
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
        declare(batch, batch->parameters[i].one, batch->parameters[i].count, "", offset, 2, out);
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
        const bool optional = c_batch_is_optional(batch, i);
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

/* Post: of each parameter, whether some block reads it. */
static bool *used_inputs(const struct c_batch *batch, struct arena *arena)
{
    const struct c_form *form = batch->form;
    bool *used_array = arena_alloc(arena, form->function->arguments.count * sizeof *used_array);
    bool *used = arena_alloc(arena, form->parameters.count * sizeof *used);
    for (uint32_t i = 0; i < form->function->values.count; i++) {
        const struct ir_value *value = &form->function->values.at[i];
        if (value->op == IR_ARGUMENT && batch->plan.slots[i].place != C_DEAD) {
            used_array[value->array] = true;
        }
    }
    for (uint32_t i = 0; i < form->parameters.count; i++) {
        const struct c_parameter *at = &form->parameters.at[i];
        used[i] = !at->output && used_array[at->array];
    }
    return used;
}

static void note_needs(const struct c_batch *batch, const bool *used, struct c_needs *needs)
{
    const struct c_form *form = batch->form;
    needs->batch = true;
    for (uint32_t i = 0; i < batch->segments.segments.count; i++) {
        needs->fill = needs->fill || batch->segments.segments.at[i].kind == C_SEGMENT_CONSTANTS;
    }
    needs->apart = needs->apart || needs->fill;
    for (uint32_t i = 0; i < form->function->values.count; i++) {
        const enum ir_op op = form->function->values.at[i].op;
        needs->operators[op] = needs->operators[op] || batch->plan.slots[i].place != C_DEAD;
        needs->roots = needs->roots || op == IR_SQRT;
    }
    for (uint32_t i = 0; i < form->parameters.count; i++) {
        const bool output = form->parameters.at[i].output;
        needs->spread = needs->spread || used[i];
        needs->put = needs->put || may_be_far(batch, i);
        needs->string = needs->string || needs->put;
        needs->gather = needs->gather || (!output && batch->parameters[i].count > 0);
        needs->scatter = needs->scatter || (output && batch->parameters[i].count > 0);
    }
}

void c_batch(const struct c_batch *batch, const char *name, const struct c_public *public,
             enum codegen_batch kind, struct c_needs *needs, struct text *out)
{
    struct arena *arena = arena_create();
    struct text calls = text_in(arena);
    const bool *used = used_inputs(batch, arena);
    uint64_t offset = 0;
    note_needs(batch, used, needs);
    c_batch_loops(batch, name, public, needs, arena, &calls, out);
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
