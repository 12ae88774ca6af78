/* The order in which a large function for many points is computed: window by window. */
#ifndef ADC_CODEGEN_C_WINDOWS_H
#define ADC_CODEGEN_C_WINDOWS_H

#include "c_plan.h"

struct c_windows {
    uint32_t *of;   /* of each value: the window in which it is computed and stored */
    uint32_t count; /* at least 1 */
};

enum c_window_order {
    C_ONE_WINDOW,  /* the order of the function */
    C_DEPTH_FIRST, /* for each element what it needs */
    C_FORWARD      /* and, behind each value, what that makes possible */
};

/* Post: windows of the function in that order, in the arena. A value is in no window before those
 * of its operands. `spare` is that of c_segments_make. */
struct c_windows c_windows_make(const struct c_plan *plan, const bool *spare,
                                enum c_window_order order, struct arena *arena);

#endif
