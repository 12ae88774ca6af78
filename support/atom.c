/* Interned names in an open-addressing hash table (FNV-1a). */
#include "atom.h"

#include "vec.h"

#include <string.h>

struct spelling {
    const char *text;
    uint32_t length;
    uint32_t hash;
};

struct atoms {
    struct arena *arena;
    VEC(struct spelling) spellings;
    uint32_t *slots; /* atom index, 0 where free */
    uint32_t slot_count;
};

struct atoms *atoms_create(struct arena *arena)
{
    struct atoms *atoms = arena_alloc(arena, sizeof *atoms);
    atoms->arena = arena;
    vec_push(arena, &atoms->spellings, (struct spelling){"", 0, 0});
    atoms->slot_count = 256;
    atoms->slots = arena_alloc(arena, atoms->slot_count * sizeof *atoms->slots);
    return atoms;
}

static uint32_t hash_of(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    }
    return hash;
}

static void rehash(struct atoms *atoms)
{
    atoms->slot_count *= 2;
    atoms->slots = arena_alloc(atoms->arena, atoms->slot_count * sizeof *atoms->slots);
    for (uint32_t i = 1; i < atoms->spellings.count; i++) {
        uint32_t slot = atoms->spellings.at[i].hash & (atoms->slot_count - 1);
        while (atoms->slots[slot] != 0) {
            slot = (slot + 1) & (atoms->slot_count - 1);
        }
        atoms->slots[slot] = i;
    }
}

/* Post: the slot of this spelling, or the free one where it would go. */
static uint32_t slot_of(const struct atoms *atoms, const char *text, size_t length, uint32_t hash)
{
    uint32_t slot = hash & (atoms->slot_count - 1);
    for (; atoms->slots[slot] != 0; slot = (slot + 1) & (atoms->slot_count - 1)) {
        const struct spelling *known = &atoms->spellings.at[atoms->slots[slot]];
        if (known->hash == hash && known->length == length &&
            memcmp(known->text, text, length) == 0) {
            break;
        }
    }
    return slot;
}

atom atom_find(const struct atoms *atoms, const char *text, size_t length)
{
    return (atom){atoms->slots[slot_of(atoms, text, length, hash_of(text, length))]};
}

atom atom_of(struct atoms *atoms, const char *text, size_t length)
{
    if (length == 0) {
        return (atom){0};
    }
    if (atoms->spellings.count * 2 > atoms->slot_count) {
        rehash(atoms);
    }
    const uint32_t hash = hash_of(text, length);
    const uint32_t slot = slot_of(atoms, text, length, hash);
    if (atoms->slots[slot] == 0) {
        const char *copy = arena_copy_text(atoms->arena, text, length);
        atoms->slots[slot] = atoms->spellings.count;
        vec_push(atoms->arena, &atoms->spellings, (struct spelling){copy, (uint32_t)length, hash});
    }
    return (atom){atoms->slots[slot]};
}

atom atom_of_text(struct atoms *atoms, const char *text)
{
    return atom_of(atoms, text, strlen(text));
}

const char *atom_text(const struct atoms *atoms, atom name)
{
    return atoms->spellings.at[name.index].text;
}

uint32_t atoms_count(const struct atoms *atoms)
{
    return atoms->spellings.count;
}
