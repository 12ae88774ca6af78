/* Diagnostics: kept as a list, written at the end in the order of their places. */
#include "diagnostic.h"

#include "vec.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum level { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTE, LEVEL_HELP };

struct remark {
    enum level level;
    struct span span;
    const char *message;
    const char *name; /* of a warning */
    uint32_t number;  /* of the error or warning that it belongs to: keeps the order stable */
};

static const struct warning_kind kinds[] = {
    {"constant-condition", "a condition of run-time values that is always true or always false"},
    {"dropped", "a part of a graph file that is not used"},
    {"precision", "a number with more digits than it can keep"},
    {"shadowed-constant", "an extent of an argument that has the name of a constant"},
    {"unused", "a variable or argument that is never read"},
    {"unused-input", "an input on which no output depends"},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

struct diagnostics {
    bool silent[KIND_COUNT];
    struct arena *arena;
    const struct sources *sources;
    VEC(struct remark) remarks;
    uint32_t limit;
    uint32_t errors;
    uint32_t warnings;
    uint32_t number;
    bool dropping; /* the notes of a dropped error are dropped, too */
};

struct diagnostics *diagnostics_create(struct arena *arena, const struct sources *sources,
                                       uint32_t limit)
{
    struct diagnostics *diagnostics = arena_alloc(arena, sizeof *diagnostics);
    diagnostics->arena = arena;
    diagnostics->sources = sources;
    diagnostics->limit = limit;
    return diagnostics;
}

static bool is_known(const struct diagnostics *diagnostics, enum level level, struct span span)
{
    for (uint32_t i = 0; i < diagnostics->remarks.count; i++) {
        const struct remark *remark = &diagnostics->remarks.at[i];
        if (remark->level == level && remark->span.begin == span.begin &&
            remark->span.end == span.end) {
            return true;
        }
    }
    return false;
}

static void add(struct diagnostics *diagnostics, enum level level, const char *name,
                struct span span, const char *format, va_list arguments)
{
    struct remark *remark = vec_add(diagnostics->arena, &diagnostics->remarks);
    remark->level = level;
    remark->span = span;
    remark->name = name;
    remark->number = diagnostics->number;
    remark->message = arena_format_list(diagnostics->arena, format, arguments);
}

bool diagnostic_error(struct diagnostics *diagnostics, struct span span, const char *format, ...)
{
    diagnostics->dropping =
        diagnostics_full(diagnostics) || is_known(diagnostics, LEVEL_ERROR, span);
    if (diagnostics->dropping) {
        return false;
    }
    diagnostics->errors++;
    diagnostics->number++;
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, LEVEL_ERROR, NULL, span, format, arguments);
    va_end(arguments);
    return true;
}

const struct warning_kind *warning_kinds(uint32_t *count)
{
    *count = KIND_COUNT;
    return kinds;
}

bool diagnostics_silence(struct diagnostics *diagnostics, const char *name, bool silent)
{
    bool found = false;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        if (strcmp(name, "all") == 0 || strcmp(name, kinds[i].name) == 0) {
            diagnostics->silent[i] = silent;
            found = true;
        }
    }
    return found;
}

static bool is_silent(const struct diagnostics *diagnostics, const char *name)
{
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            return diagnostics->silent[i];
        }
    }
    return false;
}

bool diagnostic_warning(struct diagnostics *diagnostics, const char *name, struct span span,
                        const char *format, ...)
{
    diagnostics->dropping =
        is_silent(diagnostics, name) || is_known(diagnostics, LEVEL_WARNING, span);
    if (diagnostics->dropping) {
        return false;
    }
    diagnostics->warnings++;
    diagnostics->number++;
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, LEVEL_WARNING, name, span, format, arguments);
    va_end(arguments);
    return true;
}

void diagnostic_note(struct diagnostics *diagnostics, struct span span, const char *format, ...)
{
    if (diagnostics->dropping) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, LEVEL_NOTE, NULL, span, format, arguments);
    va_end(arguments);
}

void diagnostic_help(struct diagnostics *diagnostics, const char *format, ...)
{
    if (diagnostics->dropping) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, LEVEL_HELP, NULL, (struct span){0, 0}, format, arguments);
    va_end(arguments);
}

uint32_t diagnostics_errors(const struct diagnostics *diagnostics)
{
    return diagnostics->errors;
}

uint32_t diagnostics_warnings(const struct diagnostics *diagnostics)
{
    return diagnostics->warnings;
}

bool diagnostics_full(const struct diagnostics *diagnostics)
{
    return diagnostics->errors >= diagnostics->limit;
}

/* The length of the UTF-8 sequence that begins here, 0 where there is none. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    const size_t length = at[0] < 0x80   ? 1
                          : at[0] < 0xC2 ? 0
                          : at[0] < 0xE0 ? 2
                          : at[0] < 0xF0 ? 3
                          : at[0] < 0xF5 ? 4
                                         : 0;
    for (size_t i = 1; i < length; i++) {
        if (i >= left || (at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* A line as a terminal can show it: what is no text becomes `?`, a column for a column. */
static void add_line(struct text *out, const char *line, size_t length)
{
    for (size_t i = 0; i < length;) {
        const unsigned char *at = (const unsigned char *)line + i;
        const size_t sequence = sequence_length(at, length - i);
        const bool control = (at[0] < 0x20 && at[0] != '\t') || at[0] == 0x7F;
        if (sequence > 0 && !control) {
            text_add_bytes(out, line + i, sequence);
        } else if ((at[0] & 0xC0) != 0x80) {
            text_add(out, "?"); /* a stray continuation byte takes no column */
        }
        i += sequence > 0 ? sequence : 1;
    }
}

/* The source line, and below it a caret range; a span over several lines is cut at the first. */
static void write_excerpt(const struct source *source, struct span span, const char *paint,
                          const char *plain, struct text *out)
{
    const struct span line = source_line(source, span.begin);
    uint32_t number;
    uint32_t column;
    source_line_column(source, span.begin, &number, &column);
    const char *begin = source->text + (line.begin - source->base);
    text_print(out, "%5u | ", number);
    add_line(out, begin, line.end - line.begin);
    text_add(out, "\n      | ");
    for (uint32_t at = line.begin; at < span.begin && at < line.end; at++) {
        const unsigned char byte = (unsigned char)source->text[at - source->base];
        if ((byte & 0xC0) != 0x80) {
            text_add(out, byte == '\t' ? "\t" : " ");
        }
    }
    text_print(out, "%s^", paint);
    for (uint32_t at = span.begin + 1; at < span.end && at < line.end; at++) {
        if (((unsigned char)source->text[at - source->base] & 0xC0) != 0x80) {
            text_add(out, "~");
        }
    }
    text_print(out, "%s\n", plain);
}

static void write_remark(const struct diagnostics *diagnostics, const struct remark *remark,
                         bool color, struct text *out)
{
    static const char *const titles[] = {"error", "warning", "note", "help"};
    static const char *const paints[] = {"\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[1;32m"};
    const char *paint = color ? paints[remark->level] : "";
    const char *bold = color ? "\033[1m" : "";
    const char *plain = color ? "\033[0m" : "";
    const struct source *source =
        remark->span.begin == 0 ? NULL : source_at(diagnostics->sources, remark->span.begin);
    if (source != NULL && !source->builtin) {
        uint32_t line;
        uint32_t column;
        source_line_column(source, remark->span.begin, &line, &column);
        text_print(out, "%s%s:%u:%u:%s ", bold, source->path, line, column, plain);
    } else if (remark->level == LEVEL_HELP) {
        text_add(out, "      = ");
    } else {
        text_add(out, "adc: ");
    }
    text_print(out, "%s%s:%s %s%s%s", paint, titles[remark->level], plain, bold, remark->message,
               plain);
    if (remark->name != NULL) {
        text_print(out, " [-W%s]", remark->name);
    }
    text_add(out, "\n");
    if (source != NULL && !source->builtin) {
        write_excerpt(source, remark->span, paint, plain, out);
    }
}

/* An error or warning with the notes that follow it in the list. */
struct group {
    uint32_t first;
    uint32_t place;
};

static int compare_groups(const void *left, const void *right)
{
    const struct group *a = left;
    const struct group *b = right;
    if (a->place != b->place) {
        return a->place < b->place ? -1 : 1;
    }
    return a->first < b->first ? -1 : a->first > b->first;
}

void diagnostics_write(const struct diagnostics *diagnostics, bool color, struct text *out)
{
    struct arena *scratch = arena_create();
    VEC(struct group) groups = {0};
    for (uint32_t i = 0; i < diagnostics->remarks.count; i++) {
        const struct remark *remark = &diagnostics->remarks.at[i];
        if (remark->level <= LEVEL_WARNING) {
            vec_push(scratch, &groups, (struct group){i, remark->span.begin});
        }
    }
    if (groups.count > 0) {
        qsort(groups.at, groups.count, sizeof *groups.at, compare_groups);
    }
    for (uint32_t g = 0; g < groups.count; g++) {
        uint32_t i = groups.at[g].first;
        do {
            write_remark(diagnostics, &diagnostics->remarks.at[i], color, out);
            i++;
        } while (i < diagnostics->remarks.count &&
                 diagnostics->remarks.at[i].level > LEVEL_WARNING);
    }
    if (diagnostics_full(diagnostics)) {
        text_print(out, "adc: %u errors, stopping here\n", diagnostics->errors);
    }
    arena_destroy(scratch);
}
