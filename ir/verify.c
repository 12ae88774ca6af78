/* Checks what every pass may rely on. It looks at everything, trusts nothing, and goes on after the
 * first broken invariant: the others often tell what went wrong. */
#include "build.h"

#include "ops.h"

#include <inttypes.h>
#include <math.h>

struct verifier {
    const struct ir_function *function;
    struct ir_function table; /* the same, with all values in the hash table */
    struct text *out;
    uint32_t broken;
};

static void complain_of_value(struct verifier *verifier, uint32_t index, const char *what)
{
    verifier->broken++;
    text_print(verifier->out, "%%%" PRIu32 ": %s\n", index, what);
}

/* Post: whether the operand may be looked at. */
static bool check_operand_place(struct verifier *verifier, uint32_t index, uint32_t which)
{
    const struct ir_value *value = &verifier->function->values.at[index];
    const ir_ref operand = value->operand[which];
    const bool wanted = which < ir_op_info(value->op)->arity;
    if (!wanted) {
        if (!ir_is_none(operand)) {
            verifier->broken++;
            text_print(verifier->out,
                       "%%%" PRIu32 ": `%s` takes %" PRIu32 " operands and has %" PRIu32 "\n",
                       index, ir_op_info(value->op)->name, ir_op_info(value->op)->arity, which + 1);
        }
        return false;
    }
    if (operand.index < index) {
        return true;
    }
    verifier->broken++;
    if (ir_is_none(operand)) {
        text_print(verifier->out, "%%%" PRIu32 ": operand %" PRIu32 " is missing\n", index,
                   which + 1);
    } else {
        text_print(verifier->out,
                   "%%%" PRIu32 ": operand %" PRIu32 ", %%%" PRIu32 ", does not precede it\n",
                   index, which + 1, operand.index);
    }
    return false;
}

/* Pre: the operand precedes the value. Its own operator may be broken, and is reported there. */
static void check_operand_kind(struct verifier *verifier, uint32_t index, uint32_t which)
{
    const struct ir_value *value = &verifier->function->values.at[index];
    const struct ir_value *operand = ir_at(verifier->function, value->operand[which]);
    const enum ir_kind kind = ir_operand_kind(value->op, which);
    if ((unsigned)operand->op >= IR_OP_COUNT) {
        return;
    }
    if (ir_kind_of(operand->op) != kind) {
        verifier->broken++;
        text_print(verifier->out,
                   "%%%" PRIu32 ": operand %" PRIu32 ", %%%" PRIu32 ", is not a %s\n", index,
                   which + 1, value->operand[which].index, ir_kind_name(kind));
    }
    if (ir_operand_is_whole(value->op, which) &&
        !(operand->op == IR_CONSTANT && floor(operand->number) == operand->number)) {
        verifier->broken++;
        text_print(verifier->out,
                   "%%%" PRIu32 ": operand %" PRIu32 ", %%%" PRIu32 ", is no whole constant\n",
                   index, which + 1, value->operand[which].index);
    }
}

/* A list that is broken itself is reported where it stands. */
static void check_call(struct verifier *verifier, uint32_t index)
{
    const struct ir_function *function = verifier->function;
    const struct ir_value *value = &function->values.at[index];
    if (function->externs == NULL || value->array >= function->externs->count) {
        complain_of_value(verifier, index, "the function that it calls does not exist");
        return;
    }
    uint32_t count = 0;
    uint32_t at = index;
    ir_ref list = value->operand[0];
    while (list.index < at && ir_at(function, list)->op == IR_LIST) {
        at = list.index;
        list = ir_at(function, list)->operand[1];
        count++;
    }
    if (count != function->externs->at[value->array].parameter_count) {
        complain_of_value(verifier, index, "calls with another number of arguments");
    }
}

static void check_value(struct verifier *verifier, uint32_t index)
{
    const struct ir_function *function = verifier->function;
    const struct ir_value *value = &function->values.at[index];
    if ((unsigned)value->op >= IR_OP_COUNT) {
        complain_of_value(verifier, index, "is no operator");
        return;
    }
    for (uint32_t i = 0; i < IR_MAX_ARITY; i++) {
        if (check_operand_place(verifier, index, i)) {
            check_operand_kind(verifier, index, i);
        }
    }
    if (value->op == IR_ARGUMENT) {
        if (value->array >= function->arguments.count) {
            complain_of_value(verifier, index, "its argument array does not exist");
        } else if (value->element >= function->arguments.at[value->array].count) {
            complain_of_value(verifier, index, "its argument array is shorter");
        }
    } else if (value->op == IR_CALL) {
        check_call(verifier, index);
    } else if (value->array != 0 || value->element != 0) {
        complain_of_value(verifier, index, "has an array element, and is no argument");
    }
    if (value->op != IR_CONSTANT && (value->number != 0 || signbit(value->number))) {
        complain_of_value(verifier, index, "has a number, and is no constant");
    }
}

/* A value that occurs twice finds its first occurrence; one whose slot is lost finds nothing. */
static void check_table(struct verifier *verifier, uint32_t index)
{
    const struct ir_function *function = verifier->function;
    const struct ir_value *value = &function->values.at[index];
    if ((unsigned)value->op >= IR_OP_COUNT) {
        return;
    }
    const ir_ref found = ir_find_value(&verifier->table, value);
    if (ir_is_none(found)) {
        complain_of_value(verifier, index, "is not in the hash table");
    } else if (found.index != index) {
        verifier->broken++;
        text_print(verifier->out, "%%%" PRIu32 ": is the same value as %%%" PRIu32 "\n", index,
                   found.index);
    }
}

static void complain_of_array(struct verifier *verifier, const struct ir_array *array,
                              const char *what, const char *name)
{
    verifier->broken++;
    text_print(verifier->out, "array %s: %s %s\n", array->name == NULL ? "?" : array->name, what,
               name);
}

static void check_array(struct verifier *verifier, const struct ir_array *array)
{
    uint64_t end = 0; /* of the ports so far */
    if (array->name == NULL || array->name[0] == '\0') {
        complain_of_array(verifier, array, "has no name", "");
    }
    for (uint32_t i = 0; i < array->port_count; i++) {
        const struct ir_port *port = &array->ports[i];
        const char *name = atom_text(verifier->function->atoms, port->name);
        if (port->rank > 2 || (port->rank < 2 && port->columns != 1) ||
            (port->rank == 0 && port->rows != 1)) {
            complain_of_array(verifier, array, "rank and shape differ in", name);
        }
        if (port->first < end) {
            complain_of_array(verifier, array,
                              "overlaps or precedes the variable before it:", name);
        }
        end = port->first + (uint64_t)port->rows * port->columns;
        if (end > array->count) {
            complain_of_array(verifier, array, "is too short for", name);
        }
    }
}

static void check_result(struct verifier *verifier, const struct ir_result *result)
{
    const struct ir_function *function = verifier->function;
    check_array(verifier, &result->array);
    for (uint32_t e = 0; e < result->array.count; e++) {
        const ir_ref ref = result->elements[e];
        const char *what = NULL;
        if (ref.index >= function->values.count) {
            what = "is no value";
        } else if ((unsigned)ir_at(function, ref)->op < IR_OP_COUNT &&
                   ir_kind_of(ir_at(function, ref)->op) != IR_REAL) {
            what = "is not a number";
        }
        if (what != NULL) {
            verifier->broken++;
            text_print(verifier->out, "result %s[%" PRIu32 "]: %%%" PRIu32 " %s\n",
                       result->array.name == NULL ? "?" : result->array.name, e, ref.index, what);
        }
    }
}

uint32_t ir_verify(const struct ir_function *function, struct text *out)
{
    struct arena *scratch = arena_create();
    struct verifier verifier = {
        .function = function, .table = ir_function_for(function, scratch), .out = out};
    if (function->found < function->values.count) { /* the table is not made yet: one for here */
        verifier.table.slots = NULL;
        verifier.table.slot_count = verifier.table.found = 0;
    }
    for (uint32_t i = 0; i < function->arguments.count; i++) {
        check_array(&verifier, &function->arguments.at[i]);
    }
    for (uint32_t i = 0; i < function->values.count; i++) {
        check_value(&verifier, i);
        check_table(&verifier, i);
    }
    for (uint32_t i = 0; i < function->results.count; i++) {
        check_result(&verifier, &function->results.at[i]);
    }
    arena_destroy(scratch);
    return verifier.broken;
}
