/* What becomes of each value of a function in generated C: decided before the first line is
 * written. */
#ifndef ADC_CODEGEN_C_PLAN_H
#define ADC_CODEGEN_C_PLAN_H

#include "ir.h"

enum c_place {
    C_DEAD,   /* nothing needs it */
    C_INLINE, /* its text stands where it is used */
    C_NAMED,  /* a statement of its own: const double t1 = …; */
    C_STORED, /* its text stands in the one store that needs it: y[0] = …; */
    C_ROLLED  /* loops alone compute it and use it */
};

/* Who needs a value: nobody, one optional result alone (its number), or more than that. */
#define C_SHARED UINT32_MAX
#define C_NOBODY (UINT32_MAX - 1)

struct c_slot {
    const char *name; /* its name in C, once it has a statement */
    uint32_t uses;
    uint32_t owner;
    uint16_t operators; /* of its text, where it is used */
    uint16_t width;     /* in columns, about */
    uint8_t place;
    bool stored; /* a result holds it */
};

struct c_plan {
    const struct ir_function *function;
    const struct c_roll *roll; /* NULL: no loops */
    ir_ref *same;              /* the value that it is once detach is looked through */
    struct c_slot *slots;
    ir_ref *partners; /* of values that are computed in pairs (c_pair.h); NULL: there are none */
};

struct c_roll;

/* Post: the plan, in the arena, for what the loops of `roll` leave; NULL: there are none. */
struct c_plan c_plan_make(const struct ir_function *function, const struct c_roll *roll,
                          struct arena *arena);

static inline ir_ref c_plan_operand(const struct c_plan *plan, ir_ref ref, uint32_t which)
{
    return plan->same[ir_at(plan->function, ref)->operand[which].index];
}

/* Post: the value that is computed together with this one; IR_NONE: it stands alone. Both are
 * named, and known to the same. */
ir_ref c_plan_partner(const struct c_plan *plan, ir_ref ref);

/* Post: the value that element `element` of result number `result` holds. */
static inline ir_ref c_plan_element(const struct c_plan *plan, uint32_t result, uint32_t element)
{
    return plan->same[plan->function->results.at[result].elements[element].index];
}

/* Post: whether the value is known before the block of result `owner` (or, for C_SHARED, before the
 * function) begins to compute: constants are, and so is all that an optional result does not own.
 */
bool c_plan_is_given(const struct c_plan *plan, ir_ref ref, uint32_t owner);

/* Post: whether the value is a constant, real or boolean. */
bool c_plan_is_constant(const struct c_plan *plan, ir_ref ref);

struct c_ref_vec {
    VEC_FIELDS(ir_ref);
};

/* Post: the named values that the text of a value mentions, or of its operands, added to `refs`
 * (which may hold one twice). */
void c_plan_mentions(const struct c_plan *plan, ir_ref ref, struct arena *arena,
                     struct c_ref_vec *refs);
void c_plan_operand_mentions(const struct c_plan *plan, ir_ref ref, struct arena *arena,
                             struct c_ref_vec *refs);

#endif
