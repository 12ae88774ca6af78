/* Breaks long lines of generated C: as far out of the parentheses as possible, then as late. */
#include "c_line.h"

#include <string.h>

/* A mark is a byte that stands for a blank: 1 at depth 0, and so on. No other text holds them. */
enum { MARK_MAX = 8 };

static bool is_mark(char c)
{
    return c >= 1 && c <= MARK_MAX;
}

void c_line_mark(struct text *line, unsigned depth)
{
    const char mark = (char)(depth < MARK_MAX ? depth + 1 : MARK_MAX);
    text_add_bytes(line, &mark, 1);
}

/* Post: the length of the piece of `text` that goes on one line of `room` columns. */
static size_t piece(const char *text, size_t length, size_t room)
{
    size_t best = length;
    for (size_t i = 0; i < length && (i <= room || best == length); i++) {
        if (is_mark(text[i]) && (best == length || text[i] <= text[best])) {
            best = i;
        }
    }
    return best;
}

static void add_piece(struct text *out, const char *text, size_t length)
{
    text_add_bytes(out, text, length);
    for (size_t i = out->length - length; i < out->length; i++) {
        if (is_mark(out->at[i])) {
            out->at[i] = ' ';
        }
    }
}

void c_line_add(struct text *out, const struct text *line, unsigned indent, unsigned hang)
{
    const char *text = text_string(line);
    size_t length = line->length;
    for (;;) {
        const size_t room = C_LINE_COLUMNS - indent;
        const size_t count = length <= room ? length : piece(text, length, room);
        text_print(out, "%*s", (int)indent, "");
        add_piece(out, text, count);
        text_add(out, "\n");
        if (count == length) {
            return;
        }
        if (text == text_string(line)) {
            indent += hang;
        }
        text += count + 1;
        length -= count + 1;
    }
}

/* Adds a piece of a comment; a blank goes between a star and a slash. */
static void add_safely(struct text *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char last = out->at[out->length - 1];
        if ((last == '*' && text[i] == '/') || (last == '/' && text[i] == '*')) {
            text_add(out, " ");
        }
        const bool shown = (unsigned char)text[i] >= ' ';
        text_add_bytes(out, shown ? &text[i] : " ", 1);
    }
}

/* Post: how much of a line of `length` bytes goes on one line of the comment. */
static size_t comment_piece(const char *line, size_t length, size_t room)
{
    if (length <= room) {
        return length;
    }
    size_t count = room;
    while (count > 0 && line[count] != ' ') {
        count--;
    }
    if (count == 0) {
        while (count < length && line[count] != ' ') {
            count++;
        }
    }
    return count;
}

void c_line_comment(struct text *out, const char *text)
{
    const size_t room = C_LINE_COLUMNS - strlen(" * ") - strlen(" */");
    const char *head = "/*";
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        do {
            const size_t count = comment_piece(text, length, room);
            text_add(out, head);
            text_add(out, count == 0 ? "" : " ");
            add_safely(out, text, count);
            const size_t blanks = count < length ? strspn(text + count, " ") : 0;
            text += count + blanks;
            length -= count + blanks;
            head = "\n *";
        } while (length > 0);
        if (*text == '\n') {
            text++;
        }
    }
    text_add(out, " */\n");
}
