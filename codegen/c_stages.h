/* Which runs of a function can become one loop. */
#ifndef ADC_CODEGEN_C_STAGES_H
#define ADC_CODEGEN_C_STAGES_H

#include "c_runs.h"

/* Runs of one group and one stage can share a loop: unit i of a run stands in the iteration
 * first + i. All that they need besides belongs to earlier stages, or to what stands alone. */
struct c_stage {
    uint32_t stage;
    uint32_t group;
    int64_t first;
};

/* Post: the stage of each run, in the arena. Runs that depend on one another as no loop can are
 * taken apart. NULL where that does not come to an end soon. */
struct c_stage *c_stages_make(const struct c_units *units, struct c_runs *runs,
                              struct arena *arena);

#endif
