/* The order in which a large function for many points is computed: window by window. */
#ifndef ADC_CODEGEN_C_WINDOWS_H
#define ADC_CODEGEN_C_WINDOWS_H

#include "c_plan.h"

struct c_windows {
    uint32_t *of;   /* of each value: the window in which it is computed and stored */
    uint32_t count; /* at least 1 */
};

/* Post: windows of about `length` statements, in the arena; for 0, one window. A value is in no
 * window before those of its operands. */
struct c_windows c_windows_make(const struct c_plan *plan, uint32_t length, bool forward,
                                struct arena *arena);

#endif
