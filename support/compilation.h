/* What the stages of one compilation share: memory, names, files and diagnostics. */
#ifndef ADC_SUPPORT_COMPILATION_H
#define ADC_SUPPORT_COMPILATION_H

#include "arena.h"
#include "atom.h"
#include "diagnostic.h"
#include "source.h"

struct compilation {
    struct arena *arena;
    struct atoms *atoms;
    struct sources *sources;
    struct diagnostics *diagnostics;
};

/* Post: everything empty, in an arena of its own. */
struct compilation compilation_create(void);

/* Post: the arena, and all that lives in it, is gone. */
void compilation_destroy(struct compilation *compilation);

#endif
