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
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    reserve(text, (size_t)length);
    va_start(arguments, format);
    vsnprintf(text->at + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
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
