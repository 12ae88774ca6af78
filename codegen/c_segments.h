/* The statements of a function for many points at once, in segments: loops over the points of a
 * block. */
#ifndef ADC_CODEGEN_C_SEGMENTS_H
#define ADC_CODEGEN_C_SEGMENTS_H

#include "c_plan.h"

/* A statement: computes and names a value, or stores one in element `element` of result `result`.
 */
struct c_statement {
    ir_ref ref;
    bool store;
    uint32_t result;
    uint32_t element;
};

struct c_statement_vec {
    VEC_FIELDS(struct c_statement);
};

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
};

/* Names in the plan what must have a statement here: inputs, calls and what is called with.
 * Post: the segments of the function, in the arena. */
struct c_segments c_segments_make(struct c_plan *plan, struct arena *arena);

/* Post: the named values that the text of the statement mentions, added to `refs` (which may hold
 * one twice). */
void c_segments_mentions(const struct c_plan *plan, const struct c_statement *statement,
                         struct arena *arena, struct c_ref_vec *refs);

#endif
