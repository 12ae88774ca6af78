/* Where the time of a run goes; see stages.h. */
#include "stages.h"

#include <time.h>

static const char *const names[] = {
    [STAGE_NONE] = "the rest",       [STAGE_PARSE] = "parse", [STAGE_LOWER] = "lower",
    [STAGE_LINEARIZE] = "linearize", [STAGE_ORDER] = "order", [STAGE_DERIVE] = "derive",
    [STAGE_GENERATE] = "generate",   [STAGE_WRITE] = "write"};

enum stage stages_enter(struct stages *stages, enum stage stage)
{
    const enum stage before = stages->now;
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    const double now = (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
    if (stages->since > 0.0) {
        stages->seconds[before] += now - stages->since;
    }
    stages->now = stage;
    stages->since = now;
    return before;
}

void stages_report(struct stages *stages, FILE *out)
{
    double total = 0.0;
    stages_enter(stages, STAGE_NONE);
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        total += stages->seconds[stage];
    }
    for (int stage = STAGE_NONE + 1; stage < STAGE_COUNT; stage++) {
        if (stages->seconds[stage] > 0.0) {
            fprintf(out, "adc: time: %-9s %10.3f ms\n", names[stage], 1e3 * stages->seconds[stage]);
        }
    }
    fprintf(out, "adc: time: %-9s %10.3f ms\n", names[STAGE_NONE],
            1e3 * stages->seconds[STAGE_NONE]);
    fprintf(out, "adc: time: %-9s %10.3f ms\n", "total", 1e3 * total);
}
