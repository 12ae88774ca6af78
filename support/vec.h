/* Growable arrays of any element type, kept in an arena and addressed by 32-bit indices. */
#ifndef ADC_SUPPORT_VEC_H
#define ADC_SUPPORT_VEC_H

#include "arena.h"

#include <stdint.h>

/* A growable array of T: `at[0..count)`. All zero bytes are an empty one.
 * To hand one to a function, give it a name: `struct step_vec { VEC_FIELDS(struct step); };` */
#define VEC_FIELDS(T) \
    T *at;            \
    uint32_t count;   \
    uint32_t capacity
#define VEC(T)         \
    struct {           \
        VEC_FIELDS(T); \
    }

/* Post: room for `wanted` elements in all. */
#define vec_reserve(arena, v, wanted) \
    ((v)->at = vec_grow((arena), (v)->at, (v)->count, &(v)->capacity, (wanted), sizeof *(v)->at))

/* Post: a zeroed element more at the end; the value is its address, good until the next one. */
#define vec_add(arena, v) (vec_reserve((arena), (v), (v)->count + 1), &(v)->at[(v)->count++])

/* Post: `item` is the last element. The item may be anything that can stand right of `=`. */
#define vec_push(arena, v, ...) \
    (vec_reserve((arena), (v), (v)->count + 1), (v)->at[(v)->count++] = (__VA_ARGS__))

/* Used by the macros above. */
void *vec_grow(struct arena *arena, void *at, uint32_t count, uint32_t *capacity, uint32_t wanted,
               size_t element);

#endif
