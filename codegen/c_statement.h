/* A statement of a function for many points: computes and names a value, or stores one. */
#ifndef ADC_CODEGEN_C_STATEMENT_H
#define ADC_CODEGEN_C_STATEMENT_H

#include "c_plan.h"

struct c_statement {
    ir_ref ref;
    bool store; /* in element `element` of result `result` */
    uint32_t result;
    uint32_t element;
};

struct c_statement_vec {
    VEC_FIELDS(struct c_statement);
};

/* Post: the named values that the text of the statement mentions, added to `refs` (which may hold
 * one twice). */
void c_statement_mentions(const struct c_plan *plan, const struct c_statement *statement,
                          struct arena *arena, struct c_ref_vec *refs);

#endif
