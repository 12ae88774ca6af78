/* The text builder, and the shortest decimal of a double. */
#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text text_in(struct arena *arena)
{
    return (struct text){.arena = arena};
}

static void reserve(struct text *text, size_t more)
{
    const size_t wanted = text->length + more + 1;
    if (wanted > text->capacity) {
        size_t capacity = text->capacity == 0 ? 256 : text->capacity;
        while (capacity < wanted) {
            capacity *= 2;
        }
        text->at = arena_grow(text->arena, text->at, text->capacity, capacity);
        text->capacity = capacity;
    }
}

void text_add_bytes(struct text *text, const char *piece, size_t length)
{
    reserve(text, length);
    memcpy(text->at + text->length, piece, length);
    text->length += length;
    text->at[text->length] = '\0';
}

void text_add(struct text *text, const char *piece)
{
    text_add_bytes(text, piece, strlen(piece));
}

void text_print(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    reserve(text, 128); /* most pieces fit; a longer one is formatted again */
    const size_t room = text->capacity - text->length;
    const size_t length = (size_t)vsnprintf(text->at + text->length, room, format, arguments);
    if (length >= room) {
        reserve(text, length);
        vsnprintf(text->at + text->length, length + 1, format, again);
    }
    va_end(again);
    va_end(arguments);
    text->length += length;
}

const char *text_string(const struct text *text)
{
    return text->at == NULL ? "" : text->at;
}

void text_add_number(struct text *text, double number)
{
    char digits[40];
    if (isnan(number)) {
        text_add(text, "nan");
        return;
    }
    if (isinf(number)) {
        text_add(text, number > 0 ? "inf" : "-inf");
        return;
    }
    if (fabs(number) < 9007199254740992.0 && trunc(number) == number) {
        snprintf(digits, sizeof digits, "%.0f", number);
        text_add(text, digits);
        return;
    }
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number) {
            break;
        }
    }
    text_add(text, digits);
}
