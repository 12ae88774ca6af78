/* Interned names: equal spellings have equal atoms, so names compare as numbers. */
#ifndef ADC_SUPPORT_ATOM_H
#define ADC_SUPPORT_ATOM_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Index 0 is "no name". */
typedef struct atom {
    uint32_t index;
} atom;

struct atoms;

/* Post: an empty table that lives in the arena. */
struct atoms *atoms_create(struct arena *arena);

/* Post: the atom of this spelling. */
atom atom_of(struct atoms *atoms, const char *text, size_t length);
atom atom_of_text(struct atoms *atoms, const char *text);

/* Post: likewise, none where the table does not have it. */
atom atom_find(const struct atoms *atoms, const char *text, size_t length);

/* Post: the spelling, NUL-terminated, "" for no name; lives as long as the table. */
const char *atom_text(const struct atoms *atoms, atom name);

/* Post: the number of atoms; every index below it is one, so that tables can be arrays. */
uint32_t atoms_count(const struct atoms *atoms);

static inline bool atom_equal(atom a, atom b)
{
    return a.index == b.index;
}

static inline bool atom_is_none(atom a)
{
    return a.index == 0;
}

#endif
