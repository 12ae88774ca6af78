/* Sets of small numbers as arrays of 64-bit words, in portable C. */
#ifndef ADC_ELIMINATION_BITS_H
#define ADC_ELIMINATION_BITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Post: the words of a set over 0..count-1. */
static inline uint32_t bits_words(uint32_t count)
{
    return (count + 63) / 64;
}

static inline bool bits_has(const uint64_t *set, uint32_t item)
{
    return set[item / 64] >> (item % 64) & 1;
}

static inline void bits_add(uint64_t *set, uint32_t item)
{
    set[item / 64] |= UINT64_C(1) << (item % 64);
}

static inline void bits_remove(uint64_t *set, uint32_t item)
{
    set[item / 64] &= ~(UINT64_C(1) << (item % 64));
}

static inline void bits_clear(uint64_t *set, uint32_t words)
{
    memset(set, 0, words * sizeof *set);
}

static inline void bits_copy(uint64_t *set, const uint64_t *from, uint32_t words)
{
    memcpy(set, from, words * sizeof *set);
}

static inline bool bits_equal(const uint64_t *left, const uint64_t *right, uint32_t words)
{
    return memcmp(left, right, words * sizeof *left) == 0;
}

/* Post: the number of ones, by sums of neighbouring fields. */
static inline uint32_t bits_ones(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

static inline uint32_t bits_count(const uint64_t *set, uint32_t words)
{
    uint32_t count = 0;
    for (uint32_t w = 0; w < words; w++) {
        count += bits_ones(set[w]);
    }
    return count;
}

/* Post: the number of the lowest one. Pre: word is not 0. The top six bits of the product of a
 * power of two with this de Bruijn number tell which power it is; compilers know the idiom (C. E.
 * Leiserson, H. Prokop & K. H. Randall, Using de Bruijn sequences to index a 1 in a computer word,
 * 1998). */
static inline uint32_t bits_lowest(uint64_t word)
{
    static const uint8_t powers[64] = {
        0,  1,  2,  7,  3,  13, 8,  19, 4,  25, 14, 28, 9,  34, 20, 40, 5,  17, 26, 38, 15, 46,
        29, 48, 10, 31, 35, 54, 21, 50, 41, 57, 63, 6,  12, 18, 24, 27, 33, 39, 16, 37, 45, 47,
        30, 53, 49, 56, 62, 11, 23, 32, 36, 44, 52, 55, 61, 22, 43, 51, 60, 42, 59, 58,
    };
    return powers[(word & (~word + 1)) * UINT64_C(0x0218A392CD3D5DBF) >> 58];
}

/* Post: the least item that is at least `from`; UINT32_MAX where there is none. */
static inline uint32_t bits_next(const uint64_t *set, uint32_t words, uint32_t from)
{
    uint32_t w = from / 64;
    if (w >= words) {
        return UINT32_MAX;
    }
    uint64_t word = set[w] & (~UINT64_C(0) << (from % 64));
    while (word == 0) {
        if (++w == words) {
            return UINT32_MAX;
        }
        word = set[w];
    }
    return 64 * w + bits_lowest(word);
}

/* Runs the statement behind it for every item of the set, in ascending order. */
#define BITS_EACH(item, set, words)                                          \
    for (uint32_t item = bits_next((set), (words), 0); (item) != UINT32_MAX; \
         item = bits_next((set), (words), (item) + 1))

#endif
