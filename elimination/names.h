/* Names for the vertices that no one has named: private sinks, and the vertices of a dual graph. */
#ifndef ADC_ELIMINATION_NAMES_H
#define ADC_ELIMINATION_NAMES_H

#include "arena.h"
#include "atom.h"

#include <string.h>

/* Post: whether the name was not taken; it is now. */
static inline bool name_take(struct atoms *taken, const char *name)
{
    const uint32_t before = atoms_count(taken);
    atom_of(taken, name, strlen(name));
    return atoms_count(taken) > before;
}

/* Post: `wanted`, with as many `'` behind it as make it a name that was not taken; it is now. */
static inline const char *name_fresh(struct arena *arena, struct atoms *taken, const char *wanted)
{
    while (!name_take(taken, wanted)) {
        wanted = arena_format(arena, "%s'", wanted);
    }
    return wanted;
}

#endif
