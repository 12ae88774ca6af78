/* Where the time of a run goes: a clock that counts for one stage of the compiler at a time, for
 * -v; and on a terminal, from the first second on, a line that says which one that is. */
#ifndef ADC_DRIVER_STAGES_H
#define ADC_DRIVER_STAGES_H

#include <stdbool.h>
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

/* Starts the clock, and the line. Once in a process. */
void stages_begin(struct stages *stages);

/* Post: the clock counts for this stage; the one for which it did before, to be gone back to. */
enum stage stages_enter(struct stages *stages, enum stage stage);

/* Takes the line away, and lets it come again: for what has a line of its own. */
void stages_hush(bool hushed);

/* Writes the milliseconds of each stage that took part, and of the whole run, a line each. */
void stages_report(struct stages *stages, FILE *out);

#endif
