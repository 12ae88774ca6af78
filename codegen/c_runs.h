/* Runs: units that do the same, one after the other, to data that lie at even distances. */
#ifndef ADC_CODEGEN_C_RUNS_H
#define ADC_CODEGEN_C_RUNS_H

#include "c_units.h"

#define C_NO_RUN UINT32_MAX

enum { C_RUN_LEAST = 4 /* units of a run */ };

/* Between neighbours each operand moves on by the same distance in the same space: 0, 1, -1, any.
 * Real constants may be any. The values of a run are neighbours in their class; the stores of a run
 * go to elements at even distances of one result. */
struct c_run {
    const uint32_t *units;
    uint32_t count; /* 0: it was taken apart */
    uint32_t block; /* of stores: those with the same number go through a result together */
};

struct c_runs {
    VEC(struct c_run) runs;
    uint32_t blocks;
    uint32_t *run_of;   /* of each unit, or C_NO_RUN */
    uint32_t *position; /* of each unit in its run */
};

/* Post: the runs, none of which has a unit with another, in the arena. */
struct c_runs c_runs_make(const struct c_units *units, struct arena *arena);

/* Takes a run apart: its units stay alone. */
void c_runs_dissolve(struct c_runs *runs, uint32_t run);

/* Post: how far the operand moves on from unit to unit of a run; 0 for constants. */
int64_t c_run_stride(const struct c_units *units, const struct c_run *run, uint32_t which);

#endif
