/* The loops that a large function is rolled into again, and all that stands between them. */
#ifndef ADC_CODEGEN_C_ROLL_H
#define ADC_CODEGEN_C_ROLL_H

#include "c_runs.h"
#include "codegen.h"

#define C_NO_LOOP UINT32_MAX
#define C_NO_SLOT UINT32_MAX

/* A loop computes in each of its iterations one unit of each of its runs, in their order. */
struct c_loop {
    uint32_t count; /* iterations */
    uint32_t guard; /* all of it stands under the test of this optional result; or C_SHARED */
    uint32_t first; /* runs first .. last - 1 of c_roll.runs, */
    uint32_t last;  /* each from the iteration 0 of this loop on */
};

/* What stands in one place of the function: a loop, or a unit alone. */
struct c_item {
    uint32_t loop; /* C_NO_LOOP: the unit */
    uint32_t unit;
};

struct c_roll {
    struct c_units units;
    VEC(struct c_loop) loops;
    VEC(const uint32_t *) runs; /* of each run of a loop its units */
    VEC(struct c_item) items;   /* in an order in which they can be computed */
    uint32_t *loop_of;          /* of each unit, or C_NO_LOOP */
    uint32_t *iteration;        /* of each unit that is in a loop */
    uint32_t *slot;             /* of each value: its place in the scratch memory, or C_NO_SLOT */
    uint32_t slot_count;
    uint32_t *kept; /* of each value that stands alone, and that loops mention or take from memory:
                       the one optional result under whose test they stand, or C_SHARED; C_NOBODY:
                       no loop does */
};

/* How the operand of a unit of a loop is reached. */
enum c_reach {
    C_REACH_CONSTANT, /* the same in all iterations */
    C_REACH_TABLE,    /* a constant, another in each */
    C_REACH_BODY,     /* computed in this iteration */
    C_REACH_NAME,     /* computed before, the same in all iterations */
    C_REACH_ARGUMENT, /* an element of an argument array */
    C_REACH_SCRATCH   /* an element of the scratch memory */
};

/* Post: how operand `which` of the units of run `run` of the loop is reached. */
enum c_reach c_roll_reach(const struct c_roll *roll, const struct c_loop *loop, uint32_t run,
                          uint32_t which);

/* Post: the plan of the function, in the arena: with loops where they are wanted and possible. */
struct c_plan c_roll_plan(const struct ir_function *function, enum codegen_loops loops,
                          struct arena *arena);

#endif
