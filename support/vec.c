/* The growth rule of the arrays in vec.h: doubling. */
#include "vec.h"

void *vec_grow(struct arena *arena, void *at, uint32_t count, uint32_t *capacity, uint32_t wanted,
               size_t element)
{
    if (wanted <= *capacity) {
        return at;
    }
    uint32_t grown = *capacity < 4 ? 8 : *capacity;
    while (grown < wanted) {
        if (grown > UINT32_MAX / 2) {
            fail_no_memory();
        }
        grown *= 2;
    }
    *capacity = grown;
    return arena_grow(arena, at, count * element, grown * element);
}
