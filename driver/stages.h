/* Where the time of a run goes, for -v: a clock that counts for one stage of the compiler at a
 * time. */
#ifndef ADC_DRIVER_STAGES_H
#define ADC_DRIVER_STAGES_H

#include <stdio.h>

enum stage {
    STAGE_NONE,      /* command line, messages and what else is of no stage */
    STAGE_PARSE,     /* text to syntax tree, with what is imported */
    STAGE_LOWER,     /* syntax tree to IR, simplified */
    STAGE_LINEARIZE, /* IR to linearized graph, where the graph itself is wanted */
    STAGE_ORDER,     /* elimination orders: found, and tried where `auto` compares their code */
    STAGE_DERIVE,    /* the modes' functions: linearized, accumulated, simplified */
    STAGE_GENERATE,  /* text that is written */
    STAGE_WRITE,     /* files */
    STAGE_COUNT
};

struct stages {
    enum stage now;
    double since;                /* seconds on the clock when it began */
    double seconds[STAGE_COUNT]; /* spent in each before */
};

/* Post: the clock counts for this stage; the one for which it did before, to be gone back to. */
enum stage stages_enter(struct stages *stages, enum stage stage);

/* Writes the milliseconds of each stage that took part, and of the whole run, a line each. */
void stages_report(struct stages *stages, FILE *out);

#endif
