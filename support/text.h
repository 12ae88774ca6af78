/* A growing text: what every printer of the compiler writes into, and what is written to files
 * whole. */
#ifndef ADC_SUPPORT_TEXT_H
#define ADC_SUPPORT_TEXT_H

#include "arena.h"
#include "printf_like.h"

#include <stdbool.h>
#include <stdint.h>

struct text {
    struct arena *arena;
    char *at;      /* NUL-terminated once something was added */
    size_t length; /* without the NUL */
    size_t capacity;
};

/* Post: an empty text that grows in the arena. */
struct text text_in(struct arena *arena);

void text_add(struct text *text, const char *piece);
void text_add_bytes(struct text *text, const char *piece, size_t length);

/* Adds a piece formatted as by printf. */
void text_print(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);

/* Post: the text as a C string, "" for an empty one. */
const char *text_string(const struct text *text);

/* Adds the shortest decimal that reads back to the same bits ("0.1", "1e-300", "3", "-0", "inf",
 * "nan"); whole numbers below 2^53 without an exponent. */
void text_add_number(struct text *text, double number);

#endif
