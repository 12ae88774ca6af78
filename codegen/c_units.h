/* The values and stores of a function as units of which many do the same to different data. */
#ifndef ADC_CODEGEN_C_UNITS_H
#define ADC_CODEGEN_C_UNITS_H

#include "c_plan.h"

#define C_NO_CLASS UINT32_MAX

/* Where an operand of a unit comes from: a space and a position in it. Two units of a class differ
 * in positions, hardly ever in spaces. */
struct c_coordinate {
    uint32_t space; /* C_SPACE_NONE, C_SPACE_CONSTANT, C_SPACE_ALONE: a value without a class; or
                       from C_SPACE_FIRST on the argument arrays, and behind them the classes */
    uint32_t position;
};

enum { C_SPACE_NONE, C_SPACE_CONSTANT, C_SPACE_ALONE, C_SPACE_FIRST };

struct c_store {
    uint32_t result;
    uint32_t element;
};

/* Unit u is value u, or behind the values store number u - value_count. */
struct c_units {
    const struct c_plan *plan; /* of the function as it stands, without loops */
    uint32_t value_count;
    uint32_t count;
    const struct c_store *stores;
    uint32_t *first_store; /* of each result */
    uint32_t *class;       /* of each unit; C_NO_CLASS: it stays alone, or is none */
    uint32_t *ordinal;     /* of each value: its place among those of its class */
    uint32_t class_count;
};

/* Post: the units of the planned function, with their classes, in the arena. */
struct c_units c_units_make(const struct c_plan *plan, struct arena *arena);

static inline bool c_unit_is_store(const struct c_units *units, uint32_t unit)
{
    return unit >= units->value_count;
}

static inline const struct c_store *c_unit_store(const struct c_units *units, uint32_t unit)
{
    return &units->stores[unit - units->value_count];
}

/* Post: whether the value is a constant or an argument, which nothing has to compute. */
static inline bool c_unit_is_leaf(const struct c_units *units, uint32_t value)
{
    return c_plan_is_constant(units->plan, (ir_ref){value}) ||
           ir_at(units->plan->function, (ir_ref){value})->op == IR_ARGUMENT;
}

/* Post: the store that puts a value there. */
static inline uint32_t c_unit_of_element(const struct c_units *units, uint32_t result,
                                         uint32_t element)
{
    return units->value_count + units->first_store[result] + element;
}

/* Post: the optional result that alone needs the unit; C_SHARED: none does; C_NOBODY: it is dead.
 */
uint32_t c_unit_owner(const struct c_units *units, uint32_t unit);

/* Post: how many operands it has; a store one, the value. */
uint32_t c_unit_arity(const struct c_units *units, uint32_t unit);
ir_ref c_unit_operand(const struct c_units *units, uint32_t unit, uint32_t which);

struct c_coordinate c_unit_coordinate(const struct c_units *units, uint32_t unit, uint32_t which);

#endif
