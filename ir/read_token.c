/* Tokens of the IR's text; see read_token.h. */
#include "read_token.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

static const char *skip_blanks(const char *at)
{
    while (isspace((unsigned char)*at) || *at == '#') {
        at += *at == '#' ? strcspn(at, "\n") : 1;
    }
    return at;
}

/* Post: the end of the token that begins at `at`, which is described in the reader. */
static const char *scan(struct reader *reader, const char *at)
{
    const char *end = at + 1;
    reader->text = at;
    reader->token = TOKEN_OTHER;
    if (*at == '\0') {
        reader->token = TOKEN_END;
        return at;
    }
    if (*at == '%' && isdigit((unsigned char)at[1])) {
        reader->token = TOKEN_VALUE;
        for (reader->number = 0; isdigit((unsigned char)*end); end++) {
            reader->number = reader->number * 10 + (*end - '0');
        }
    } else if (isdigit((unsigned char)*at) || *at == '-') {
        char *number_end;
        reader->number = strtod(at, &number_end);
        if (number_end != at) {
            reader->token = TOKEN_NUMBER;
            end = number_end;
        }
    } else if (is_name_byte(*at)) {
        reader->token = TOKEN_NAME;
        while (is_name_byte(*end)) {
            end++;
        }
    } else if (*at == '"' && at[1 + strcspn(at + 1, "\"\n")] == '"') {
        reader->token = TOKEN_QUOTED;
        reader->text = at + 1;
        reader->length = strcspn(at + 1, "\"\n");
        return at + reader->length + 2;
    }
    reader->length = (size_t)(end - at);
    return end;
}

void reader_advance(struct reader *reader)
{
    const char *base = reader->source->text;
    const char *begin = skip_blanks(base + (reader->span.end - reader->source->base));
    const char *end = scan(reader, begin);
    reader->last_end = reader->span.end;
    reader->span = (struct span){reader->source->base + (uint32_t)(begin - base),
                                 reader->source->base + (uint32_t)(end - base)};
}

bool reader_fail(struct reader *reader, const char *message)
{
    diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, reader->span, "%s", message);
    return false;
}

bool reader_is_word(const struct reader *reader, const char *word)
{
    return reader->token == TOKEN_NAME && strlen(word) == reader->length &&
           memcmp(reader->text, word, reader->length) == 0;
}

bool reader_is_mark(const struct reader *reader, char mark)
{
    return reader->token == TOKEN_OTHER && *reader->text == mark;
}

bool reader_take_mark(struct reader *reader, char mark)
{
    if (!reader_is_mark(reader, mark)) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, reader->span,
                         "expected `%c`", mark);
        return false;
    }
    reader_advance(reader);
    return true;
}

bool reader_take_word(struct reader *reader, const char *word)
{
    if (!reader_is_word(reader, word)) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, reader->span,
                         "expected `%s`", word);
        return false;
    }
    reader_advance(reader);
    return true;
}

bool reader_take_name(struct reader *reader, const char **name)
{
    if (reader->token != TOKEN_NAME && reader->token != TOKEN_QUOTED) {
        return reader_fail(reader, "expected a name");
    }
    *name = arena_copy_text(reader->compilation->arena, reader->text, reader->length);
    reader_advance(reader);
    return true;
}

bool reader_take_atom(struct reader *reader, atom *name)
{
    if (reader->token != TOKEN_NAME && reader->token != TOKEN_QUOTED) {
        return reader_fail(reader, "expected a name");
    }
    *name = atom_of(reader->compilation->atoms, reader->text, reader->length);
    reader_advance(reader);
    return true;
}

bool reader_take_whole(struct reader *reader, uint32_t *whole)
{
    if (reader->token != TOKEN_NUMBER || !(reader->number >= 0 && reader->number < UINT32_MAX) ||
        floor(reader->number) != reader->number) {
        return reader_fail(reader, "expected a whole number");
    }
    *whole = (uint32_t)reader->number;
    reader_advance(reader);
    return true;
}

bool reader_take_subscript(struct reader *reader, uint32_t *whole)
{
    return reader_take_mark(reader, '[') && reader_take_whole(reader, whole) &&
           reader_take_mark(reader, ']');
}
