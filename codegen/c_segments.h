/* The statements of a function for many points at once, in segments: loops over the points of a
 * block. */
#ifndef ADC_CODEGEN_C_SEGMENTS_H
#define ADC_CODEGEN_C_SEGMENTS_H

#include "c_statement.h"

enum c_segment_kind {
    C_SEGMENT_CALLS,      /* a call of a function, or of the sine and cosine of one value */
    C_SEGMENT_ARITHMETIC, /* what processors do for several points at once */
    C_SEGMENT_CONSTANTS   /* stores of constants */
};

/* Statements first .. last - 1. */
struct c_segment {
    enum c_segment_kind kind;
    uint32_t first;
    uint32_t last;
    uint32_t guard; /* stands under the test of this optional result; C_SHARED: under none */
};

#define C_NOT_KEPT UINT32_MAX

struct c_segments {
    struct c_statement_vec statements;
    VEC(struct c_segment) segments;
    uint32_t *row;      /* of each value: its row among what is kept across segments, or
                           C_NOT_KEPT */
    uint32_t row_count; /* each of an element for a point */
    bool *again;        /* of each value: whether every segment that needs it computes it */
};

/* Post: whether the operation is a call that keeps a loop from being vectorised. */
bool c_segments_is_call(enum ir_op op);

/* Names in the plan what must have a statement here: inputs, calls and what is called with.
 * Post: the segments of the function, in the arena. `spare` tells of each result whether it is
 * computed even if it is optional and not wanted. */
struct c_segments c_segments_make(struct c_plan *plan, const bool *spare, struct arena *arena);

#endif
