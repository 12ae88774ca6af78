/* The statements of a function in generated C, in their order, and the pieces that a large function
 * is cut into. */
#ifndef ADC_CODEGEN_C_STEPS_H
#define ADC_CODEGEN_C_STEPS_H

#include "c_roll.h"

/* A statement: computes and names a value, or stores one; or a loop. */
struct c_step {
    uint32_t loop; /* C_NO_LOOP: none */
    ir_ref ref;
    bool store;
    uint32_t result; /* store: into `count` elements of result number `result` from `element` on */
    uint32_t element;
    uint32_t count; /* of a value that is no constant: 1 */
    uint32_t guard; /* stands under the test of this optional result; C_SHARED: under none */
};

/* Steps first .. last - 1. */
struct c_piece {
    uint32_t first;
    uint32_t last;
    uint32_t guard; /* all of it stands under this test; C_SHARED: under none, or a part of it */
};

struct c_steps {
    VEC(struct c_step) steps;
    VEC(struct c_piece) pieces; /* one where the function is not cut */
    uint32_t *slot;             /* of each value: its place in the scratch memory, or C_NO_SLOT */
    uint32_t slot_count;        /* elements of scratch memory */
};

/* Post: the steps of the planned function, in the arena; in pieces of about `piece` where they are
 * more than three times as many; 0: never. */
struct c_steps c_steps_make(const struct c_plan *plan, uint32_t piece, struct arena *arena);

/* Post: the named values that the text of the step mentions, added to `refs` (which may hold one
 * twice). */
void c_steps_mentions(const struct c_plan *plan, const struct c_step *step, struct arena *arena,
                      struct c_ref_vec *refs);

#endif
