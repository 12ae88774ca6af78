/* Writes one function: reads its inputs, computes its values, stores its results.
 *
 * The statements follow the order of the IR, which is that of demand, and each element of a result
 * is stored as soon as it and those before it are known. A function of few inputs reads them all at
 * the top; one of many reads each right before it is used first. An optional result gets one block
 * behind one test, placed where all that it shares with others is known. */
#include "c_function.h"

#include "c_expression.h"
#include "c_line.h"
#include "c_names.h"
#include "c_number.h"
#include "c_plan.h"
#include "ops.h"

#include <stdlib.h>

enum {
    READS_AT_TOP_MAX = 32,
    HANG_MAX = 50 /* columns that a parameter stands to the right at most */
};

struct c_ref_vec {
    VEC_FIELDS(ir_ref);
};

/* A result on its way out. */
struct sink {
    const struct ir_result *result;
    uint32_t number;
    uint32_t owner;         /* as in the plan: its own number if it is optional, else C_SHARED */
    uint32_t stored;        /* elements stored so far */
    uint32_t ahead;         /* the next element that is not given, or the count */
    uint32_t after;         /* optional: the value behind which its block stands */
    struct c_ref_vec owned; /* optional: the statements of its block */
};

struct emitter {
    const struct ir_function *function;
    struct arena *arena;
    struct text *out;
    struct c_plan plan;
    struct c_names *names;
    const char **legal; /* by atom: the source name made legal, NULL until asked for */
    struct sink *sinks;
    struct text line; /* the statement being written */
};

/* -- names --------------------------------------------------------------------------------------
 */

/* Post: the variable of the model that holds this element of an array, or NULL. */
static const struct ir_port *port_of(const struct ir_array *array, uint32_t element)
{
    uint32_t low = 0;
    uint32_t high = array->port_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct ir_port *port = &array->ports[middle];
        if (element < port->first) {
            high = middle;
        } else if (element - port->first >= port->rows * port->columns) {
            low = middle + 1;
        } else {
            return port;
        }
    }
    return NULL;
}

static const char *legal_name(struct emitter *emitter, atom name)
{
    const char **legal = &emitter->legal[name.index];
    if (*legal == NULL) {
        *legal = c_name_legal(emitter->arena, atom_text(emitter->function->atoms, name));
    }
    return *legal;
}

/* Post: the name that an input asks for: f, rot_1, A_1_2; dx_3 where its array has no variables. */
static const char *input_name(struct emitter *emitter, const struct ir_value *value)
{
    const struct ir_array *array = &emitter->function->arguments.at[value->array];
    const struct ir_port *port = port_of(array, value->element);
    char *name;
    if (port == NULL) {
        name = arena_format(emitter->arena, "%s_%u", array->name, (unsigned)value->element);
    } else if (port->rank == 0) {
        return legal_name(emitter, port->name);
    } else {
        const char *base = atom_text(emitter->function->atoms, port->name);
        const unsigned offset = value->element - port->first;
        const unsigned row = offset / port->columns;
        const unsigned column = offset % port->columns;
        name = port->rank == 1 ? arena_format(emitter->arena, "%s_%u", base, offset)
                               : arena_format(emitter->arena, "%s_%u_%u", base, row, column);
    }
    return c_name_legal(emitter->arena, name);
}

/* Post: the name that a value asks for; NULL where any will do. */
static const char *wanted_name(struct emitter *emitter, const struct ir_value *value)
{
    if (value->op == IR_ARGUMENT) {
        return input_name(emitter, value);
    }
    return atom_is_none(value->name) ? NULL : legal_name(emitter, value->name);
}

/* Takes what must not be hidden, and promises the source names to those who bear them, so that no
 * numbered name gets in their way. */
static void prepare_names(struct emitter *emitter, const struct c_public *public)
{
    const struct ir_function *function = emitter->function;
    for (uint32_t i = 0; i < public->names.count; i++) {
        c_names_take(emitter->names, public->names.at[i]);
    }
    for (uint32_t a = 0; a < function->arguments.count; a++) {
        c_names_take(emitter->names, function->arguments.at[a].name);
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        c_names_take(emitter->names, function->results.at[r].array.name);
    }
    for (uint32_t i = 0; i < function->values.count; i++) {
        if (emitter->plan.slots[i].place == C_NAMED) {
            const char *wanted = wanted_name(emitter, &function->values.at[i]);
            if (wanted != NULL) {
                c_names_promise(emitter->names, wanted);
            }
        }
    }
}

/* -- statements ---------------------------------------------------------------------------------
 */

static void begin_line(struct emitter *emitter)
{
    emitter->line.length = 0;
}

static void end_line(struct emitter *emitter, unsigned depth)
{
    text_add(&emitter->line, ";");
    c_line_add(emitter->out, &emitter->line, depth * C_LINE_INDENT, C_LINE_HANG);
}

/* Writes the statement that computes and names a value, unless it stands already. */
static void compute(struct emitter *emitter, ir_ref ref, unsigned depth)
{
    struct c_slot *slot = &emitter->plan.slots[ref.index];
    if (slot->place != C_NAMED || slot->name != NULL) {
        return;
    }
    const struct ir_value *value = ir_at(emitter->function, ref);
    const bool real = ir_kind_of(value->op) == IR_REAL;
    const char *wanted = wanted_name(emitter, value);
    const char *name = wanted != NULL ? c_names_give(emitter->names, wanted)
                                      : c_names_number(emitter->names, real ? "t" : "c");
    begin_line(emitter);
    text_print(&emitter->line, "const %s %s =", real ? "double" : "int", name);
    c_line_mark(&emitter->line, 0);
    c_expression(&emitter->plan, ref, &emitter->line);
    end_line(emitter, depth);
    slot->name = name;
}

static void store(struct emitter *emitter, struct sink *sink, unsigned depth)
{
    const uint32_t element = sink->stored++;
    begin_line(emitter);
    text_print(&emitter->line, "%s[%u] =", sink->result->array.name, (unsigned)element);
    c_line_mark(&emitter->line, 0);
    c_expression(&emitter->plan, c_plan_element(&emitter->plan, sink->number, element),
                 &emitter->line);
    end_line(emitter, depth);
}

/* Stores the elements whose values stand up to value `limit`, in order; what is given anyway goes
 * with the next that is not, or behind the last. */
static void store_up_to(struct emitter *emitter, struct sink *sink, uint32_t limit, unsigned depth)
{
    const struct c_plan *plan = &emitter->plan;
    const uint32_t count = sink->result->array.count;
    for (;;) {
        while (
            sink->ahead < count &&
            c_plan_is_given(plan, c_plan_element(plan, sink->number, sink->ahead), sink->owner)) {
            sink->ahead++;
        }
        if (sink->ahead < count && c_plan_element(plan, sink->number, sink->ahead).index > limit) {
            return;
        }
        if (sink->ahead < count) {
            sink->ahead++;
        }
        while (sink->stored < sink->ahead) {
            store(emitter, sink, depth);
        }
        if (sink->stored == count) {
            return;
        }
    }
}

/* -- inputs -------------------------------------------------------------------------------------
 */

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
        if (value->op == IR_ARGUMENT && emitter->plan.slots[i].place == C_NAMED) {
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

/* Tells the compiler that an array is left alone on purpose. */
static void discard_unused(struct emitter *emitter)
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

/* -- results ------------------------------------------------------------------------------------
 */

/* The block of an optional result stands behind the last value that it shares. */
static void await(struct emitter *emitter, struct sink *sink, ir_ref ref)
{
    if (!c_plan_is_constant(&emitter->plan, ref) &&
        emitter->plan.slots[ref.index].owner == C_SHARED && ref.index > sink->after) {
        sink->after = ref.index;
    }
}

static void prepare_sinks(struct emitter *emitter)
{
    const struct ir_function *function = emitter->function;
    emitter->sinks = arena_alloc(emitter->arena, function->results.count * sizeof *emitter->sinks);
    for (uint32_t r = 0; r < function->results.count; r++) {
        struct sink *sink = &emitter->sinks[r];
        sink->result = &function->results.at[r];
        sink->number = r;
        sink->owner = sink->result->optional ? r : C_SHARED;
        for (uint32_t e = 0; sink->result->optional && e < sink->result->array.count; e++) {
            await(emitter, sink, c_plan_element(&emitter->plan, r, e));
        }
    }
    for (uint32_t i = 0; i < function->values.count; i++) {
        const ir_ref ref = {i};
        const struct c_slot *slot = &emitter->plan.slots[i];
        if (slot->owner == C_SHARED || slot->owner == C_NOBODY) {
            continue;
        }
        struct sink *sink = &emitter->sinks[slot->owner];
        vec_push(emitter->arena, &sink->owned, ref);
        for (uint32_t k = 0; k < ir_op_info(ir_at(function, ref)->op)->arity; k++) {
            await(emitter, sink, c_plan_operand(&emitter->plan, ref, k));
        }
    }
}

static void write_block(struct emitter *emitter, struct sink *sink)
{
    if (sink->result->array.count == 0) {
        return;
    }
    text_print(emitter->out, "    if (%s) {\n", sink->result->array.name);
    for (uint32_t i = 0; i < sink->owned.count; i++) {
        compute(emitter, sink->owned.at[i], 2);
        store_up_to(emitter, sink, sink->owned.at[i].index, 2);
    }
    store_up_to(emitter, sink, UINT32_MAX, 2);
    text_add(emitter->out, "    }\n");
}

static void write_body(struct emitter *emitter)
{
    const struct ir_function *function = emitter->function;
    const uint32_t results = function->results.count;
    for (uint32_t i = 0; i < function->values.count; i++) {
        if (emitter->plan.slots[i].owner == C_SHARED) {
            compute(emitter, (ir_ref){i}, 1);
        }
        for (uint32_t r = 0; r < results; r++) {
            struct sink *sink = &emitter->sinks[r];
            if (!sink->result->optional) {
                store_up_to(emitter, sink, i, 1);
            } else if (sink->after == i) {
                write_block(emitter, sink);
            }
        }
    }
}

/* -- the function -------------------------------------------------------------------------------
 */

static void write_head(const struct ir_function *function, const char *name, const char *qualifier,
                       const char *end, struct text *out)
{
    struct text line = text_in(out->arena);
    text_print(&line, "void %s(", name);
    const unsigned hang = line.length <= HANG_MAX ? (unsigned)line.length : C_LINE_HANG;
    for (uint32_t a = 0; a < function->arguments.count; a++) {
        text_add(&line, a == 0 ? "" : ",");
        if (a > 0) {
            c_line_mark(&line, 0);
        }
        text_print(&line, "const double *%s%s", qualifier, function->arguments.at[a].name);
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        if (r > 0 || function->arguments.count > 0) {
            text_add(&line, ",");
            c_line_mark(&line, 0);
        }
        text_print(&line, "double *%s%s", qualifier, function->results.at[r].array.name);
    }
    text_print(&line, ")%s", end);
    c_line_add(out, &line, 0, hang);
}

void c_function_prototype(const struct ir_function *function, const char *name, struct text *out)
{
    write_head(function, name, "", ";", out);
}

static void note_needs(const struct c_plan *plan, struct c_needs *needs)
{
    for (uint32_t i = 0; i < plan->function->values.count; i++) {
        const struct ir_value *value = &plan->function->values.at[i];
        if (plan->slots[i].place != C_DEAD) {
            needs->operators[value->op] = true;
            needs->math = needs->math || ir_op_info(value->op)->spelling == IR_SPELL_MATH ||
                          (value->op == IR_CONSTANT && c_number_needs_math(value->number));
        }
    }
}

void c_function(const struct ir_function *function, const char *name, const struct c_public *public,
                struct c_needs *needs, struct text *out)
{
    struct arena *arena = arena_create();
    struct emitter emitter = {
        .function = function,
        .arena = arena,
        .out = out,
        .plan = c_plan_make(function, arena),
        .names = c_names_create(arena),
        .legal = arena_alloc(arena, atoms_count(function->atoms) * sizeof(const char *)),
        .line = text_in(arena),
    };
    note_needs(&emitter.plan, needs);
    prepare_names(&emitter, public);
    prepare_sinks(&emitter);
    write_head(function, name, "restrict ", "", out);
    text_add(out, "{\n");
    discard_unused(&emitter);
    read_few_inputs(&emitter);
    write_body(&emitter);
    text_add(out, "}\n");
    arena_destroy(arena);
}
