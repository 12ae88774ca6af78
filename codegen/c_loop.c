/* Writes a loop: its body is a small function of its own, whose arguments are what the iteration
 * reads and whose results are what it stores; the plan for that function says what becomes of each
 * value, as for any other (c_plan.h). */
#include "c_loop.h"

#include "c_expression.h"
#include "c_line.h"
#include "c_number.h"
#include "ops.h"

#include <stdlib.h>

/* What an iteration reads. */
struct leaf {
    const char *text;
    ir_ref ref;  /* in the body */
    bool repeat; /* rather written again than given a name */
};

/* Where an iteration stores. */
struct target {
    ir_ref ref; /* in the body */
    const char *text;
    bool truth; /* a condition, as a number */
};

struct body {
    const struct c_loop_writer *writer;
    const struct c_loop *loop;
    struct arena *arena;
    struct ir_function function;
    struct atoms *texts;     /* of leaves */
    VEC(struct leaf) leaves; /* by atom */
    VEC(struct target) targets;
    ir_ref *of_run; /* the value in the body of each run of the loop */
    unsigned depth; /* of blocks around the loop */
};

/* -- places -- */

/* Post: `array[first + stride*i]`, as one writes it. */
static const char *place_text(const struct body *body, const char *array, uint32_t first,
                              int64_t stride)
{
    const char *i = body->writer->index;
    struct arena *arena = body->writer->arena;
    const unsigned long pace = (unsigned long)(stride < 0 ? -stride : stride);
    const char *move =
        pace == 1 ? arena_format(arena, "%s", i) : arena_format(arena, "%lu * %s", pace, i);
    if (stride == 0) {
        return arena_format(arena, "%s[%u]", array, (unsigned)first);
    }
    if (stride < 0) {
        return arena_format(arena, "%s[%u - %s]", array, (unsigned)first, move);
    }
    return first == 0 ? arena_format(arena, "%s[%s]", array, move)
                      : arena_format(arena, "%s[%s + %u]", array, move, (unsigned)first);
}

static ir_ref add_value(struct body *body, const struct ir_value *value)
{
    vec_push(body->arena, &body->function.values, *value);
    return (ir_ref){body->function.values.count - 1};
}

static ir_ref leaf_value(struct body *body, const char *text, bool repeat)
{
    const atom which = atom_of_text(body->texts, text);
    while (body->leaves.count <= which.index) {
        struct leaf *leaf = vec_add(body->arena, &body->leaves);
        leaf->ref = IR_NONE;
    }
    struct leaf *leaf = &body->leaves.at[which.index];
    if (ir_is_none(leaf->ref)) {
        const struct ir_value value = {
            .op = IR_ARGUMENT, .operand = {IR_NONE, IR_NONE, IR_NONE}, .element = which.index};
        *leaf = (struct leaf){text, add_value(body, &value), repeat};
    }
    return leaf->ref;
}

/* -- the body -- */

static uint32_t operand_at(const struct body *body, uint32_t run, uint32_t which, uint32_t i)
{
    const struct c_roll *roll = body->writer->roll;
    return c_unit_operand(&roll->units, roll->runs.at[run][i], which).index;
}

/* Writes the constants that the operand is, and takes one in each iteration. */
static ir_ref table_value(struct body *body, uint32_t run, uint32_t which)
{
    const struct c_loop_writer *writer = body->writer;
    const char *name = c_names_number(writer->names, "data");
    struct text line = text_in(body->arena);
    text_print(&line, "static const %s %s[%u] = {", writer->form->real->type, name,
               (unsigned)body->loop->count);
    for (uint32_t i = 0; i < body->loop->count; i++) {
        if (i > 0) {
            text_add(&line, ",");
            c_line_mark(&line, 0);
        }
        const ir_ref constant = {operand_at(body, run, which, i)};
        c_number(&line, ir_at(writer->plan->function, constant)->number, writer->form->real);
    }
    text_add(&line, "};");
    c_line_add(writer->out, &line, body->depth * C_LINE_INDENT, C_LINE_INDENT);
    return leaf_value(body, place_text(body, name, 0, 1), true);
}

/* Post: the run of this loop that computes the value in its iteration 0. */
static uint32_t run_computing(const struct body *body, uint32_t value)
{
    uint32_t low = body->loop->first; /* they are sorted by it */
    uint32_t high = body->loop->last - 1;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (body->writer->roll->runs.at[middle][0] < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static ir_ref operand_value(struct body *body, uint32_t run, uint32_t which)
{
    const struct c_loop_writer *writer = body->writer;
    const struct c_roll *roll = writer->roll;
    const uint32_t first = operand_at(body, run, which, 0);
    const uint32_t second = operand_at(body, run, which, 1);
    const struct ir_value *value = ir_at(writer->plan->function, (ir_ref){first});
    const bool truth = ir_kind_of(value->op) == IR_BOOL;
    switch (c_roll_reach(roll, body->loop, run, which)) {
    case C_REACH_CONSTANT:
        return add_value(body, value);
    case C_REACH_TABLE:
        return table_value(body, run, which);
    case C_REACH_BODY:
        return body->of_run[run_computing(body, first) - body->loop->first];
    case C_REACH_NAME:
        return leaf_value(body, writer->plan->slots[first].name, true);
    case C_REACH_ARGUMENT: {
        const struct ir_value *next = ir_at(writer->plan->function, (ir_ref){second});
        writer->used_arguments[value->array] = true;
        return leaf_value(body,
                          place_text(body, writer->plan->function->arguments.at[value->array].name,
                                     value->element, (int64_t)next->element - value->element),
                          false);
    }
    case C_REACH_SCRATCH: {
        *writer->used_work = *writer->used_work == C_WORK_UNUSED ? C_WORK_READ : *writer->used_work;
        const char *place = place_text(body, writer->form->work_name, roll->slot[first],
                                       (int64_t)roll->slot[second] - roll->slot[first]);
        return leaf_value(body, truth ? arena_format(writer->arena, "(%s > 0)", place) : place,
                          truth);
    }
    }
    abort();
}

static void add_store(struct body *body, uint32_t run)
{
    const struct c_loop_writer *writer = body->writer;
    const struct c_units *units = &writer->roll->units;
    const struct c_store *first = c_unit_store(units, writer->roll->runs.at[run][0]);
    const struct c_store *second = c_unit_store(units, writer->roll->runs.at[run][1]);
    writer->used_results[first->result] = true;
    const char *place =
        place_text(body, writer->plan->function->results.at[first->result].array.name,
                   first->element, (int64_t)second->element - first->element);
    vec_push(body->arena, &body->targets,
             (struct target){operand_value(body, run, 0), place, false});
}

static void add_run(struct body *body, uint32_t run)
{
    const struct c_loop_writer *writer = body->writer;
    const struct c_roll *roll = writer->roll;
    const uint32_t first = roll->runs.at[run][0];
    const uint32_t second = roll->runs.at[run][1];
    if (c_unit_is_store(&roll->units, first)) {
        add_store(body, run);
        return;
    }
    struct ir_value value = *ir_at(writer->plan->function, (ir_ref){first});
    for (uint32_t k = 0; k < ir_op_info(value.op)->arity; k++) {
        value.operand[k] = operand_value(body, run, k);
    }
    if (!atom_equal(value.name, ir_at(writer->plan->function, (ir_ref){second})->name)) {
        value.name = (atom){0};
    }
    const ir_ref ref = body->of_run[run - body->loop->first] = add_value(body, &value);
    if (roll->slot[first] != C_NO_SLOT) {
        *writer->used_work = C_WORK_WRITTEN;
        const char *place = place_text(body, writer->form->work_name, roll->slot[first],
                                       (int64_t)roll->slot[second] - roll->slot[first]);
        vec_push(body->arena, &body->targets,
                 (struct target){ref, place, ir_kind_of(value.op) == IR_BOOL});
    }
}

static int by_value(const void *left, const void *right)
{
    const struct target *a = left;
    const struct target *b = right;
    return (a->ref.index > b->ref.index) - (a->ref.index < b->ref.index);
}

/* Post: the plan of the body, in which what is read has its text or a name. */
static struct c_plan plan_body(struct body *body)
{
    qsort(body->targets.at, body->targets.count, sizeof *body->targets.at, by_value);
    struct ir_result result = {.array = {.name = "", .count = body->targets.count}};
    result.elements = arena_alloc(body->arena, body->targets.count * sizeof *result.elements);
    for (uint32_t i = 0; i < body->targets.count; i++) {
        result.elements[i] = body->targets.at[i].ref;
    }
    vec_push(body->arena, &body->function.results, result);
    struct c_plan plan = c_plan_make(&body->function, NULL, body->arena);
    for (uint32_t i = 0; i < body->leaves.count; i++) {
        const struct leaf *leaf = &body->leaves.at[i];
        struct c_slot *slot = ir_is_none(leaf->ref) ? NULL : &plan.slots[leaf->ref.index];
        if (slot != NULL && (leaf->repeat || slot->uses == 1)) {
            slot->place = C_INLINE;
            slot->name = leaf->text;
        }
    }
    for (uint32_t i = 0; i < body->targets.count; i++) {
        struct c_slot *slot = &plan.slots[body->targets.at[i].ref.index];
        if (body->targets.at[i].truth) {
            slot->place = C_NAMED;
        }
    }
    return plan;
}

/* -- text -- */

static void write_definition(const struct body *body, const struct c_plan *plan, ir_ref ref)
{
    const struct c_loop_writer *writer = body->writer;
    const struct ir_value *value = ir_at(&body->function, ref);
    const bool real = ir_kind_of(value->op) == IR_REAL;
    struct text line = text_in(body->arena);
    const char *name =
        atom_is_none(value->name)
            ? c_names_number(writer->names, real ? "t" : "c")
            : c_names_give(
                  writer->names,
                  c_name_legal(writer->arena, atom_text(plan->function->atoms, value->name)));
    text_print(&line, "const %s %s =", real ? writer->form->real->type : "int", name);
    c_line_mark(&line, 0);
    if (value->op == IR_ARGUMENT) {
        text_add(&line, body->leaves.at[value->element].text);
    } else {
        c_expression(plan, ref, writer->form->real, &line);
    }
    text_add(&line, ";");
    c_line_add(writer->out, &line, (body->depth + 1) * C_LINE_INDENT, C_LINE_HANG);
    plan->slots[ref.index].name = name;
}

static void write_store(const struct body *body, const struct c_plan *plan,
                        const struct target *target)
{
    struct text line = text_in(body->arena);
    text_print(&line, "%s =", target->text);
    c_line_mark(&line, 0);
    c_expression(plan, target->ref, body->writer->form->real, &line);
    text_add(&line, target->truth ? " ? 1 : 0;" : ";");
    c_line_add(body->writer->out, &line, (body->depth + 1) * C_LINE_INDENT, C_LINE_HANG);
}

static void write_body(struct body *body)
{
    const struct c_plan plan = plan_body(body);
    uint32_t target = 0;
    for (uint32_t v = 0; v < body->function.values.count; v++) {
        if (plan.slots[v].place == C_NAMED) {
            write_definition(body, &plan, (ir_ref){v});
        }
        for (; target < body->targets.count && body->targets.at[target].ref.index == v; target++) {
            write_store(body, &plan, &body->targets.at[target]);
        }
    }
}

void c_loop_write(const struct c_loop_writer *writer, const struct c_loop *loop, unsigned depth)
{
    struct arena *arena = arena_create();
    struct body body = {
        .writer = writer,
        .loop = loop,
        .arena = arena,
        .function = {.arena = arena, .atoms = writer->plan->function->atoms},
        .texts = atoms_create(arena),
        .of_run = arena_alloc(arena, (loop->last - loop->first) * sizeof *body.of_run),
        .depth = depth,
    };
    const int indent = (int)(depth * C_LINE_INDENT);
    for (uint32_t r = loop->first; r < loop->last; r++) {
        add_run(&body, r);
    }
    text_print(writer->out, "%*sfor (int %s = 0; %s < %u; %s++) {\n", indent, "", writer->index,
               writer->index, (unsigned)loop->count, writer->index);
    write_body(&body);
    text_print(writer->out, "%*s}\n", indent, "");
    arena_destroy(arena);
}
