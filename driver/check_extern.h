/* Whether the declared partial derivatives of the user's functions are what differences say. */
#ifndef ADC_DRIVER_CHECK_EXTERN_H
#define ADC_DRIVER_CHECK_EXTERN_H

#include "pipeline.h"

/* What came out for one extern. */
struct extern_tally {
    uint32_t compared;
    uint32_t skipped; /* differences say nothing clear there */
    uint32_t wrong;
};

/* Compares the partial derivatives of the externs that the model calls at this point, and
 * theirs up to this order, with differences; adds to the tallies, one for each extern. Wrong ones
 * are printed, the first few. Pre: with_load. */
void check_externs(const struct ir_function *value, const double *const *arguments, uint32_t order,
                   struct extern_tally *tallies);

/* Prints a line for each extern of which something was compared. Post: whether all is well. */
bool check_externs_report(const struct ir_externs *externs, const struct extern_tally *tallies);

#endif
