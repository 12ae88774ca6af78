/* What the variables of a generated function want to be called. */
#ifndef ADC_CODEGEN_C_VARIABLE_H
#define ADC_CODEGEN_C_VARIABLE_H

#include "c_form.h"
#include "c_names.h"
#include "c_plan.h"
#include "c_public.h"

struct c_variables {
    const struct ir_function *function;
    struct arena *arena;
    const char **legal; /* by atom: the source name made legal, NULL until asked for */
};

struct c_variables c_variables_of(const struct ir_function *function, struct arena *arena);

/* Post: the name that a value asks for, that of its variable; NULL where any will do. */
const char *c_variable_wanted(struct c_variables *variables, const struct ir_value *value);

/* Takes what must not be hidden but by the scope around the function, and promises the source names
 * to those of the planned values who bear them, so that no numbered name gets in their way. */
void c_variables_prepare(struct c_variables *variables, const struct c_form *form,
                         const struct c_plan *plan, struct c_names *names);

#endif
