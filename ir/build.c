/* Builds functions value by value. Equal values are found in a hash table that is kept at most half
 * full, so building is linear overall. The slots keep the hashes: a slot of another value is passed
 * over without a look at values far away in memory. A value is looked for first in a line of slots
 * whose place follows its operands, which are mostly near those of the value before: large tables
 * are walked through, not hit at random. Where that line is full come others, as many lines apart
 * as the hash says (double hashing): whole stretches of lines may be full, and to walk through them
 * would take a time that grows with the table. */
#include "build.h"

#include "ops.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { FIRST_SLOTS = 64, LINE = 8 };

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

static bool is_commutative(const struct ir_value *value)
{
    return (ir_op_info(value->op)->flags & IR_COMMUTATIVE) != 0;
}

/* Commutative operands count in rising order here, while the value keeps them as they were first
 * written: `a + b` and `b + a` are one value, and the generated code still reads like the model. */
uint32_t ir_hash_value(const struct ir_value *value)
{
    uint32_t a = value->operand[0].index;
    uint32_t b = value->operand[1].index;
    if (is_commutative(value) && b < a) {
        const uint32_t swap = a;
        a = b;
        b = swap;
    }
    uint64_t hash = mix(0, (uint64_t)value->op);
    hash = mix(hash, (uint64_t)a << 32 | b);
    hash = mix(hash, (uint64_t)value->operand[2].index << 32 | value->array);
    hash = mix(hash, bits_of(value->number));
    hash = mix(hash, (uint64_t)value->apart << 32 | value->element);
    return (uint32_t)hash;
}

bool ir_same_value(const struct ir_value *a, const struct ir_value *b)
{
    if (a->op != b->op || bits_of(a->number) != bits_of(b->number) || a->array != b->array ||
        a->element != b->element || a->apart != b->apart ||
        !ir_equal(a->operand[2], b->operand[2])) {
        return false;
    }
    if (ir_equal(a->operand[0], b->operand[0]) && ir_equal(a->operand[1], b->operand[1])) {
        return true;
    }
    return is_commutative(a) && ir_equal(a->operand[0], b->operand[1]) &&
           ir_equal(a->operand[1], b->operand[0]);
}

struct ir_function *ir_function_create(struct arena *arena, struct atoms *atoms, atom name,
                                       const char *suffix)
{
    struct ir_function *function = arena_alloc(arena, sizeof *function);
    function->arena = arena;
    function->atoms = atoms;
    function->name = name;
    function->suffix = suffix;
    return function;
}

struct ir_function *ir_function_create_like(const struct ir_function *from)
{
    struct ir_function *function =
        ir_function_create(from->arena, from->atoms, from->name, from->suffix);
    for (uint32_t a = 0; a < from->arguments.count; a++) {
        vec_push(from->arena, &function->arguments, from->arguments.at[a]);
    }
    function->externs = from->externs;
    return function;
}

struct ir_function ir_function_for(const struct ir_function *function, struct arena *arena)
{
    struct ir_function same = *function;
    same.arena = arena;
    return same;
}

static uint32_t held_by(uint64_t slot)
{
    return (uint32_t)slot;
}

static uint32_t hash_of(uint64_t slot)
{
    return (uint32_t)(slot >> 32);
}

/* The order in which the slots are looked at: line by line. */
struct probe {
    uint32_t at;
    uint32_t left; /* slots of the line behind it */
    uint32_t step; /* from a line to the next */
};

/* The later operand is mostly one of the latest values. There are twice as many slots as values.
 * Constants have no neighbours. */
static struct probe probe_begin(const struct ir_function *function, const struct ir_value *value,
                                uint32_t hash)
{
    uint32_t latest = value->element;
    for (uint32_t k = 0; k < IR_MAX_ARITY && !ir_is_none(value->operand[k]); k++) {
        latest = k == 0 || value->operand[k].index > latest ? value->operand[k].index : latest;
    }
    const bool is_near = !ir_is_none(value->operand[0]) || value->op == IR_ARGUMENT;
    const uint32_t mask = function->slot_count - LINE;
    return (struct probe){(is_near ? 2 * latest : hash) & mask, LINE - 1, (hash | LINE) & mask};
}

static void probe_next(const struct ir_function *function, struct probe *probe)
{
    if (probe->left > 0) {
        probe->left--;
        probe->at++;
    } else {
        probe->left = LINE - 1;
        probe->at = (probe->at + 1 - LINE + probe->step) & (function->slot_count - LINE);
    }
}

/* Post: the slot that holds the value, or the free one where it belongs. */
static uint64_t *slot_of(const struct ir_function *function, const struct ir_value *value,
                         uint32_t hash)
{
    struct probe probe = probe_begin(function, value, hash);
    while (function->slots[probe.at] != 0 &&
           (hash_of(function->slots[probe.at]) != hash ||
            !ir_same_value(&function->values.at[held_by(function->slots[probe.at]) - 1], value))) {
        probe_next(function, &probe);
    }
    return &function->slots[probe.at];
}

/* Post: an empty table for all values and another. */
static void grow_slots(struct ir_function *function)
{
    arena_give_back(function->arena, function->slots, function->slot_count * sizeof(uint64_t));
    while (function->slot_count / 2 <= function->values.count) {
        if (function->slot_count > UINT32_MAX / 2) {
            fail_no_memory();
        }
        function->slot_count = function->slot_count == 0 ? FIRST_SLOTS : function->slot_count * 2;
    }
    function->slots = arena_alloc(function->arena, function->slot_count * sizeof(uint64_t));
    function->found = 0;
}

/* Post: the table holds all values, and has room for another. */
static void complete_slots(struct ir_function *function)
{
    if (function->slot_count / 2 <= function->values.count) {
        grow_slots(function);
    }
    for (; function->found < function->values.count; function->found++) {
        const struct ir_value *value = &function->values.at[function->found];
        const uint32_t hash = ir_hash_value(value);
        struct probe probe = probe_begin(function, value, hash);
        while (function->slots[probe.at] != 0) {
            probe_next(function, &probe);
        }
        function->slots[probe.at] = (uint64_t)hash << 32 | (function->found + 1);
    }
}

ir_ref ir_find_value(struct ir_function *function, const struct ir_value *value)
{
    if (function->found < function->values.count) {
        complete_slots(function);
    }
    if (function->slot_count == 0) {
        return IR_NONE;
    }
    const uint32_t held = held_by(*slot_of(function, value, ir_hash_value(value)));
    return held == 0 ? IR_NONE : (ir_ref){held - 1};
}

ir_ref ir_intern_value(struct ir_function *function, const struct ir_value *value)
{
    complete_slots(function);
    const uint32_t hash = ir_hash_value(value);
    uint64_t *slot = slot_of(function, value, hash);
    if (*slot == 0) {
        vec_push(function->arena, &function->values, *value);
        *slot = (uint64_t)hash << 32 | function->values.count;
        function->found++;
    }
    struct ir_value *held = &function->values.at[held_by(*slot) - 1];
    if (atom_is_none(held->name)) {
        held->name = value->name;
    }
    return (ir_ref){held_by(*slot) - 1};
}

ir_ref ir_append_value(struct ir_function *function, const struct ir_value *value)
{
    vec_push(function->arena, &function->values, *value);
    return (ir_ref){function->values.count - 1};
}

static struct ir_value blank(const struct ir_function *function, enum ir_op op)
{
    return (struct ir_value){
        .op = op, .operand = {IR_NONE, IR_NONE, IR_NONE}, .span = function->span};
}

ir_ref ir_build_like(struct ir_function *function, const struct ir_value *like)
{
    struct ir_value value = *like;
    value.name = (atom){0};
    value.apart = 0;
    value.span = function->span;
    for (uint32_t i = 0; i < IR_MAX_ARITY; i++) {
        assert(i < ir_op_info(value.op)->arity ? value.operand[i].index < function->values.count
                                               : ir_is_none(value.operand[i]));
    }
    const ir_ref found = ir_simplify(function, &value);
    if (!ir_is_none(found)) {
        return found;
    }
    if (function->told_apart > 0 && ir_kind_of(value.op) == IR_REAL) {
        value.apart = function->told_apart++;
    }
    return ir_intern_value(function, &value);
}

ir_ref ir_build(struct ir_function *function, enum ir_op op, ir_ref a, ir_ref b, ir_ref c)
{
    struct ir_value value = blank(function, op);
    value.operand[0] = a;
    value.operand[1] = b;
    value.operand[2] = c;
    return ir_build_like(function, &value);
}

void ir_tell_apart(struct ir_function *function)
{
    function->told_apart = 1;
}

/* There is one NaN: machines differ in the bits of those that they compute. */
ir_ref ir_constant(struct ir_function *function, double number)
{
    struct ir_value value = blank(function, IR_CONSTANT);
    value.number = isnan(number) ? (double)NAN : number;
    return ir_intern_value(function, &value);
}

ir_ref ir_boolean(struct ir_function *function, bool truth)
{
    const struct ir_value value = blank(function, truth ? IR_TRUE : IR_FALSE);
    return ir_intern_value(function, &value);
}

ir_ref ir_argument(struct ir_function *function, uint32_t array, uint32_t element)
{
    struct ir_value value = blank(function, IR_ARGUMENT);
    value.array = array;
    value.element = element;
    return ir_intern_value(function, &value);
}

bool ir_is_constant(const struct ir_function *function, ir_ref ref, double *number)
{
    const struct ir_value *value = ir_at(function, ref);
    if (value->op != IR_CONSTANT) {
        return false;
    }
    *number = value->number;
    return true;
}

bool ir_is_boolean(const struct ir_function *function, ir_ref ref, bool value)
{
    return ir_at(function, ref)->op == (value ? IR_TRUE : IR_FALSE);
}
