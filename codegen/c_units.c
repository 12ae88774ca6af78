/* Sorts the values and stores of a function into classes of the same shape, and numbers each class.
 *
 * The shape of a value is its operator and those of its operands, and of theirs, some levels deep:
 * an element of an argument array stands for its array, a constant for itself, unless there are so
 * many different ones in its place that they are data. Shapes that went down to the leaves would
 * tell the steps of a recurrence apart, and the points of a grid near a boundary more and more as
 * time goes on; shapes of one operator would mix what has nothing in common. A level of a balanced
 * tree of one operator, as sums are, can only be told from the next by its height: that is the
 * Strahler number of the part of the tree that has the same operator. It is 1 all along a chain, so
 * a chain stays one class.
 *
 * The number of a value in its class follows where its operands lie: first by the longest path from
 * the leaves, so that an operand's number is there before its user's, then by the places of the
 * operands, one after the other. Iterations that follow one another in the model do so in the
 * numbers of every class, whatever the order of the IR, which follows demand. Only where no run
 * comes of that the order of the IR is taken: on the way back through a tree what comes from above
 * is shared, and what lies beside it changes sides, so that neither leads.
 *
 * The hash of a shape is trusted for grouping alone: what is rolled is compared (c_runs.c). */
#include "c_units.h"

#include "ops.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEPTH = 3,       /* levels of operands that make a shape */
    DATA_ONE_IN = 4, /* constants are data if one in so many is new */
    OPERANDS = IR_MAX_ARITY,
    RUN = 4 /* values that follow one another */
};

/* -- units -- */

uint32_t c_unit_owner(const struct c_units *units, uint32_t unit)
{
    if (!c_unit_is_store(units, unit)) {
        return units->plan->slots[unit].owner;
    }
    const uint32_t result = c_unit_store(units, unit)->result;
    return units->plan->function->results.at[result].optional ? result : C_SHARED;
}

uint32_t c_unit_arity(const struct c_units *units, uint32_t unit)
{
    return c_unit_is_store(units, unit)
               ? 1
               : ir_op_info(ir_at(units->plan->function, (ir_ref){unit})->op)->arity;
}

ir_ref c_unit_operand(const struct c_units *units, uint32_t unit, uint32_t which)
{
    if (!c_unit_is_store(units, unit)) {
        return c_plan_operand(units->plan, (ir_ref){unit}, which);
    }
    const struct c_store *store = c_unit_store(units, unit);
    return c_plan_element(units->plan, store->result, store->element);
}

struct c_coordinate c_unit_coordinate(const struct c_units *units, uint32_t unit, uint32_t which)
{
    if (which >= c_unit_arity(units, unit)) {
        return (struct c_coordinate){C_SPACE_NONE, 0};
    }
    const struct ir_function *function = units->plan->function;
    const ir_ref operand = c_unit_operand(units, unit, which);
    const struct ir_value *value = ir_at(function, operand);
    if (c_plan_is_constant(units->plan, operand)) {
        return (struct c_coordinate){C_SPACE_CONSTANT, operand.index};
    }
    if (value->op == IR_ARGUMENT) {
        return (struct c_coordinate){C_SPACE_FIRST + value->array, value->element};
    }
    const uint32_t arrays = C_SPACE_FIRST + function->arguments.count;
    if (units->class[operand.index] != C_NO_CLASS) {
        return (struct c_coordinate){arrays + units->class[operand.index],
                                     units -> ordinal[operand.index]};
    }
    return (struct c_coordinate){C_SPACE_ALONE, operand.index};
}

static void number_stores(struct c_units *units, struct arena *arena)
{
    const struct ir_function *function = units->plan->function;
    uint32_t count = 0;
    units->first_store = arena_alloc(arena, function->results.count * sizeof(uint32_t));
    for (uint32_t r = 0; r < function->results.count; r++) {
        units->first_store[r] = count;
        count += function->results.at[r].array.count;
    }
    struct c_store *stores = arena_alloc(arena, count * sizeof *stores);
    units->stores = stores;
    units->count = units->value_count + count;
    for (uint32_t r = 0; r < function->results.count; r++) {
        for (uint32_t e = 0; e < function->results.at[r].array.count; e++) {
            *stores++ = (struct c_store){r, e};
        }
    }
}

/* -- shapes -- */

struct shapes {
    struct c_units *units;
    uint64_t *flat;    /* of each unit: of itself and the kinds of its operands */
    uint64_t *deep;    /* of each unit: some levels deep */
    uint64_t *deeper;  /* the next level */
    uint8_t *strahler; /* of each value */
    uint32_t *level;   /* of each value: the longest path from a leaf */
};

static uint64_t mix(uint64_t hash, uint64_t with)
{
    hash = (hash ^ with) * 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 29);
}

static bool is_list(const struct c_units *units, uint32_t unit)
{
    return !c_unit_is_store(units, unit) &&
           ir_kind_of(ir_at(units->plan->function, (ir_ref){unit})->op) == IR_ARGUMENTS;
}

/* Whether it has a shape: it is needed, and something has to be done for it. */
static bool has_shape(const struct c_units *units, uint32_t unit)
{
    return c_unit_owner(units, unit) != C_NOBODY &&
           (c_unit_is_store(units, unit) ||
            (!c_unit_is_leaf(units, unit) &&
             ir_at(units->plan->function, (ir_ref){unit})->op != IR_DETACH));
}

/* Whether it has a class, too. Calls have one, so that what takes their values can be in loops; but
 * they have lists as operands, which have none, so that there are no runs of calls. */
static bool takes_part(const struct c_units *units, uint32_t unit)
{
    return has_shape(units, unit) && !is_list(units, unit);
}

static void measure(struct shapes *shapes, uint32_t unit)
{
    const struct c_units *units = shapes->units;
    const struct ir_function *function = units->plan->function;
    uint8_t same[2] = {0, 0};
    for (uint32_t k = 0; k < c_unit_arity(units, unit); k++) {
        const ir_ref operand = c_unit_operand(units, unit, k);
        if (shapes->level[operand.index] >= shapes->level[unit]) {
            shapes->level[unit] = shapes->level[operand.index] + 1;
        }
        if (k < 2 && ir_at(function, operand)->op == ir_at(function, (ir_ref){unit})->op) {
            same[k] = shapes->strahler[operand.index];
        }
    }
    const uint8_t most = same[0] > same[1] ? same[0] : same[1];
    shapes->strahler[unit] = (uint8_t)(same[0] == same[1] ? most + 1 : most);
}

/* Post: the hash of the unit itself and of what its operands are, constants left out. */
static uint64_t flat_shape(const struct shapes *shapes, uint32_t unit)
{
    const struct c_units *units = shapes->units;
    const struct ir_function *function = units->plan->function;
    uint64_t hash = mix(c_unit_owner(units, unit), c_unit_arity(units, unit));
    if (c_unit_is_store(units, unit)) {
        hash = mix(hash, IR_OP_COUNT + (uint64_t)c_unit_store(units, unit)->result);
    } else {
        const struct ir_value *value = ir_at(function, (ir_ref){unit});
        hash = mix(mix(hash, value->op), shapes->strahler[unit]);
        hash = mix(hash, value->op == IR_CALL ? value->array : 0); /* whom it calls */
    }
    for (uint32_t k = 0; k < c_unit_arity(units, unit); k++) {
        const struct ir_value *operand = ir_at(function, c_unit_operand(units, unit, k));
        const bool argument = operand->op == IR_ARGUMENT;
        hash = mix(hash, argument ? IR_OP_COUNT + (uint64_t)operand->array : operand->op);
    }
    return hash;
}

/* A constant in its place in a shape. */
struct use {
    uint64_t shape;
    uint32_t constant;
    uint32_t unit;
    uint32_t which;
};

static int by_shape(const void *left, const void *right)
{
    const struct use *a = left;
    const struct use *b = right;
    if (a->shape != b->shape) {
        return a->shape < b->shape ? -1 : 1;
    }
    if (a->constant != b->constant) {
        return a->constant < b->constant ? -1 : 1;
    }
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* Takes the constants into the shapes, where they are few. */
static void add_constants(struct shapes *shapes, struct arena *scratch)
{
    const struct c_units *units = shapes->units;
    VEC(struct use) uses = {0};
    for (uint32_t u = 0; u < units->count; u++) {
        for (uint32_t k = 0; takes_part(units, u) && k < c_unit_arity(units, u); k++) {
            const ir_ref operand = c_unit_operand(units, u, k);
            if (c_plan_is_constant(units->plan, operand)) {
                vec_push(scratch, &uses,
                         (struct use){mix(shapes->flat[u], k), operand.index, u, k});
            }
        }
    }
    if (uses.count > 0) {
        qsort(uses.at, uses.count, sizeof *uses.at, by_shape);
    }
    for (uint32_t first = 0, last; first < uses.count; first = last) {
        uint32_t different = 0;
        for (last = first; last < uses.count && uses.at[last].shape == uses.at[first].shape;
             last++) {
            different += last == first || uses.at[last].constant != uses.at[last - 1].constant;
        }
        const uint32_t unit = uses.at[first].unit;
        const bool whole = !c_unit_is_store(units, unit) &&
                           ir_operand_is_whole(ir_at(units->plan->function, (ir_ref){unit})->op,
                                               uses.at[first].which);
        if (whole || different == 1 || different < (last - first) / DATA_ONE_IN) {
            for (uint32_t i = first; i < last; i++) {
                uint64_t *flat = &shapes->flat[uses.at[i].unit];
                *flat = mix(mix(*flat, uses.at[i].which), uses.at[i].constant);
            }
        }
    }
}

static void deepen(struct shapes *shapes)
{
    const struct c_units *units = shapes->units;
    for (uint32_t u = 0; u < units->count; u++) {
        uint64_t hash = shapes->flat[u];
        for (uint32_t k = 0; has_shape(units, u) && k < c_unit_arity(units, u); k++) {
            const ir_ref operand = c_unit_operand(units, u, k);
            hash =
                mix(hash, c_unit_is_leaf(units, operand.index) ? k : shapes->deep[operand.index]);
        }
        shapes->deeper[u] = hash;
    }
    uint64_t *deep = shapes->deep;
    shapes->deep = shapes->deeper;
    shapes->deeper = deep;
}

static struct shapes make_shapes(struct c_units *units, struct arena *scratch)
{
    struct shapes shapes = {
        .units = units,
        .flat = arena_alloc(scratch, units->count * sizeof *shapes.flat),
        .deep = arena_alloc(scratch, units->count * sizeof *shapes.deep),
        .deeper = arena_alloc(scratch, units->count * sizeof *shapes.deeper),
        .strahler = arena_alloc(scratch, units->value_count * sizeof *shapes.strahler),
        .level = arena_alloc(scratch, units->value_count * sizeof *shapes.level),
    };
    for (uint32_t v = 0; v < units->value_count; v++) {
        measure(&shapes, v);
    }
    for (uint32_t u = 0; u < units->count; u++) {
        shapes.flat[u] = has_shape(units, u) ? flat_shape(&shapes, u) : u;
    }
    add_constants(&shapes, scratch);
    memcpy(shapes.deep, shapes.flat, units->count * sizeof *shapes.flat);
    for (int i = 0; i < DEPTH; i++) {
        deepen(&shapes);
    }
    return shapes;
}

/* -- classes -- */

static void make_classes(struct c_units *units, const struct shapes *shapes, struct arena *scratch)
{
    uint32_t size = 16;
    while (size < 2 * units->count) {
        size *= 2;
    }
    uint32_t *table = arena_alloc(scratch, size * sizeof *table); /* a unit + 1; 0: free */
    for (uint32_t u = 0; u < units->count; u++) {
        units->class[u] = C_NO_CLASS;
        if (!takes_part(units, u)) {
            continue;
        }
        uint32_t at = (uint32_t)(shapes->deep[u] >> 20) & (size - 1);
        while (table[at] != 0 &&
               (shapes->deep[table[at] - 1] != shapes->deep[u] ||
                c_unit_is_store(units, table[at] - 1) != c_unit_is_store(units, u))) {
            at = (at + 1) & (size - 1);
        }
        if (table[at] == 0) {
            table[at] = u + 1;
            units->class[u] = units->class_count++;
        } else {
            units->class[u] = units->class[table[at] - 1];
        }
    }
}

/* A value and what its number in its class follows. */
struct place {
    uint32_t class;
    struct c_coordinate operand[OPERANDS];
    uint32_t unit;
};

static int by_place(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    if (a->class != b->class) {
        return a->class < b->class ? -1 : 1;
    }
    for (uint32_t k = 0; k < OPERANDS; k++) {
        if (a->operand[k].space != b->operand[k].space) {
            return a->operand[k].space < b->operand[k].space ? -1 : 1;
        }
        if (a->operand[k].space != C_SPACE_CONSTANT &&
            a->operand[k].position != b->operand[k].position) {
            return a->operand[k].position < b->operand[k].position ? -1 : 1;
        }
    }
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static int by_unit(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* Post: whether the step from b to c is that from a to b. */
static bool steps_alike(const struct place *a, const struct place *b, const struct place *c)
{
    for (uint32_t k = 0; k < OPERANDS; k++) {
        if (a->operand[k].space != b->operand[k].space ||
            b->operand[k].space != c->operand[k].space ||
            b->operand[k].position - a->operand[k].position !=
                c->operand[k].position - b->operand[k].position) {
            return false;
        }
    }
    return true;
}

/* Post: whether enough of the places follow one another by the same steps. */
static bool have_run(const struct place *places, uint32_t count)
{
    uint32_t length = 2;
    for (uint32_t i = 2; i < count && length < RUN; i++) {
        length = steps_alike(&places[i - 2], &places[i - 1], &places[i]) ? length + 1 : 2;
    }
    return length >= RUN;
}

/* Puts the values of a level, sorted by their places, in the order of the IR where they are in a
 * class that has no run by places. */
static void sort_otherwise(struct place *places, uint32_t count)
{
    for (uint32_t first = 0, last; first < count; first = last) {
        for (last = first; last < count && places[last].class == places[first].class; last++) {
        }
        if (last - first >= RUN && !have_run(places + first, last - first)) {
            qsort(places + first, last - first, sizeof *places, by_unit);
        }
    }
}

/* Numbers the values of each class, those of a level after those of the levels below. */
static void number_values(struct c_units *units, const struct shapes *shapes, struct arena *scratch)
{
    uint32_t levels = 0;
    for (uint32_t v = 0; v < units->value_count; v++) {
        levels = shapes->level[v] >= levels ? shapes->level[v] + 1 : levels;
    }
    uint32_t *first = arena_alloc(scratch, (levels + 2) * sizeof *first);
    uint32_t *sorted = arena_alloc(scratch, units->value_count * sizeof *sorted);
    uint32_t *next = arena_alloc(scratch, units->class_count * sizeof *next);
    struct place *places = arena_alloc(scratch, units->value_count * sizeof *places);
    for (uint32_t v = 0; v < units->value_count; v++) {
        first[shapes->level[v] + 2]++;
    }
    for (uint32_t level = 0; level < levels; level++) {
        first[level + 2] += first[level + 1];
    }
    for (uint32_t v = 0; v < units->value_count; v++) {
        sorted[first[shapes->level[v] + 1]++] = v;
    }
    for (uint32_t level = 0; level < levels; level++) {
        uint32_t count = 0;
        for (uint32_t i = first[level]; i < first[level + 1]; i++) {
            struct place *place = &places[count];
            place->unit = sorted[i];
            place->class = units->class[sorted[i]];
            for (uint32_t k = 0; place->class != C_NO_CLASS && k < OPERANDS; k++) {
                place->operand[k] = c_unit_coordinate(units, sorted[i], k);
            }
            count += place->class != C_NO_CLASS;
        }
        if (count > 0) {
            qsort(places, count, sizeof *places, by_place);
            sort_otherwise(places, count);
        }
        for (uint32_t i = 0; i < count; i++) {
            units->ordinal[places[i].unit] = next[places[i].class]++;
        }
    }
}

struct c_units c_units_make(const struct c_plan *plan, struct arena *arena)
{
    struct c_units units = {.plan = plan, .value_count = plan->function->values.count};
    struct arena *scratch = arena_create();
    number_stores(&units, arena);
    units.class = arena_alloc(arena, units.count * sizeof *units.class);
    units.ordinal = arena_alloc(arena, units.value_count * sizeof *units.ordinal);
    const struct shapes shapes = make_shapes(&units, scratch);
    make_classes(&units, &shapes, scratch);
    number_values(&units, &shapes, scratch);
    arena_destroy(scratch);
    return units;
}
