/* What a statement of a function for many points mentions. */
#include "c_statement.h"

void c_statement_mentions(const struct c_plan *plan, const struct c_statement *statement,
                          struct arena *arena, struct c_ref_vec *refs)
{
    if (statement->store) {
        c_plan_mentions(plan, statement->ref, arena, refs);
    } else {
        c_plan_operand_mentions(plan, statement->ref, arena, refs);
    }
}
