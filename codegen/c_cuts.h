/* Where a sequence of statements for many points is cut into loops. */
#ifndef ADC_CODEGEN_C_CUTS_H
#define ADC_CODEGEN_C_CUTS_H

#include "c_statement.h"

/* A sequence of statements, prepared. */
struct c_cuts;

/* Post: the statements, prepared to be cut, in the arena; an operand comes before its users. */
struct c_cuts *c_cuts_make(const struct c_plan *plan, const struct c_statement_vec *statements,
                           struct arena *arena);

/* Post: the places in first + 1 .. last at which loops end, `last` among them, in the arena, so
 * that statements first .. last - 1 take the least time together. Linear time. */
const uint32_t *c_cuts_best(struct c_cuts *cuts, uint32_t first, uint32_t last, uint32_t *count,
                            struct arena *arena);

/* Post: about the cycles that a vector of points takes in a loop of statements first .. last - 1
 * for what it loads, stores and divides. */
double c_cuts_cost(struct c_cuts *cuts, uint32_t first, uint32_t last);

#endif
