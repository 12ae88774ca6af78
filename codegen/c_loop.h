/* A loop in generated C. */
#ifndef ADC_CODEGEN_C_LOOP_H
#define ADC_CODEGEN_C_LOOP_H

#include "c_form.h"
#include "c_names.h"
#include "c_roll.h"
#include "text.h"

struct c_loop_writer {
    const struct c_form *form;
    const struct c_plan *plan; /* with the names of what loops mention */
    const struct c_roll *roll;
    struct c_names *names;
    struct arena *arena;
    struct text *out;
    const char *index;    /* what it counts with */
    bool *used_arguments; /* noted, as far as they are not mentioned by name */
    bool *used_results;
    enum c_work *used_work;
};

/* Writes the loop at this depth of blocks, behind the tables that it needs. */
void c_loop_write(const struct c_loop_writer *writer, const struct c_loop *loop, unsigned depth);

#endif
