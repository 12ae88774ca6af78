/* Diagnostics: kept as a list, written at the end in the order of their places. */
#include "remark.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WARNINGS = 100 };

struct diagnostics {
    bool silent[DIAGNOSTIC_CODE_COUNT];
    struct arena *arena;
    const struct sources *sources;
    VEC(struct remark) remarks;
    struct span *warned; /* a hash table of the places of warnings; {0, 0} is free */
    uint32_t warned_size;
    uint32_t limit;
    uint32_t errors;
    uint32_t warnings;
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

/* Post: the message with words that nobody would read to their end cut. */
static const char *shorten(struct arena *arena, const char *message)
{
    enum { LONGEST_WORD = 200, KEPT = 60 };
    struct text text = text_in(arena);
    bool cut = false;
    for (const char *at = message; *at != '\0';) {
        const size_t length = strcspn(at, " ");
        size_t kept = length > LONGEST_WORD ? KEPT : length;
        while (kept < length && ((unsigned char)at[kept] & 0xC0) == 0x80) {
            kept++; /* not within a character */
        }
        text_add_bytes(&text, at, kept);
        text_add(&text, kept < length ? "..." : "");
        cut = cut || kept < length;
        at += length;
        const size_t blanks = strspn(at, " ");
        text_add_bytes(&text, at, blanks);
        at += blanks;
    }
    return cut ? text_string(&text) : message;
}

static void add(struct diagnostics *diagnostics, struct remark remark, const char *format,
                va_list arguments)
{
    remark.message =
        shorten(diagnostics->arena, arena_format_list(diagnostics->arena, format, arguments));
    vec_push(diagnostics->arena, &diagnostics->remarks, remark);
}

/* -- errors -- */

/* There are no more than the limit. */
static bool has_error_at(const struct diagnostics *diagnostics, struct span span)
{
    for (uint32_t i = 0; span.begin != 0 && i < diagnostics->remarks.count; i++) {
        const struct remark *remark = &diagnostics->remarks.at[i];
        if (remark->level == LEVEL_ERROR && remark->span.begin == span.begin &&
            remark->span.end == span.end) {
            return true;
        }
    }
    return false;
}

bool diagnostic_error(struct diagnostics *diagnostics, enum diagnostic_code code, struct span span,
                      const char *format, ...)
{
    diagnostics->dropping = diagnostics_full(diagnostics) || has_error_at(diagnostics, span);
    if (diagnostics->dropping) {
        return false;
    }
    diagnostics->errors++;
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, (struct remark){.level = LEVEL_ERROR, .code = code, .span = span}, format,
        arguments);
    va_end(arguments);
    return true;
}

/* -- warnings -- */

bool diagnostics_silence(struct diagnostics *diagnostics, const char *name, bool silent)
{
    bool found = false;
    for (uint32_t i = 0; i < DIAGNOSTIC_CODE_COUNT; i++) {
        const struct diagnostic_kind *kind = diagnostic_kind_of((enum diagnostic_code)i);
        if (kind->warning && (strcmp(name, "all") == 0 || strcmp(name, kind->name) == 0)) {
            diagnostics->silent[i] = silent;
            found = true;
        }
    }
    return found;
}

/* Post: where the place is in the table, or would be. */
static struct span *warned_slot(const struct diagnostics *diagnostics, struct span span)
{
    const uint32_t mask = diagnostics->warned_size - 1;
    uint32_t at = (span.begin * 2654435761u ^ span.end) & mask;
    while (diagnostics->warned[at].begin != 0 && (diagnostics->warned[at].begin != span.begin ||
                                                  diagnostics->warned[at].end != span.end)) {
        at = (at + 1) & mask;
    }
    return &diagnostics->warned[at];
}

/* Post: whether there was a warning at the place; now there is. */
static bool warn_at(struct diagnostics *diagnostics, struct span span)
{
    if (2 * diagnostics->warnings >= diagnostics->warned_size) {
        const struct diagnostics old = *diagnostics;
        diagnostics->warned_size = old.warned_size == 0 ? 64 : 2 * old.warned_size;
        diagnostics->warned =
            arena_alloc(diagnostics->arena, diagnostics->warned_size * sizeof *diagnostics->warned);
        for (uint32_t i = 0; i < old.warned_size; i++) {
            if (old.warned[i].begin != 0) {
                *warned_slot(diagnostics, old.warned[i]) = old.warned[i];
            }
        }
    }
    struct span *slot = warned_slot(diagnostics, span);
    const bool known = span.begin != 0 && slot->begin != 0;
    *slot = span;
    return known;
}

bool diagnostic_warning(struct diagnostics *diagnostics, enum diagnostic_code code,
                        struct span span, const char *format, ...)
{
    diagnostics->dropping = diagnostics->silent[code] || warn_at(diagnostics, span);
    if (diagnostics->dropping) {
        return false;
    }
    diagnostics->warnings++;
    diagnostics->dropping = diagnostics->warnings > MOST_WARNINGS;
    if (diagnostics->dropping) {
        return false;
    }
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, (struct remark){.level = LEVEL_WARNING, .code = code, .span = span}, format,
        arguments);
    va_end(arguments);
    return true;
}

/* -- what belongs to them -- */

void diagnostic_note(struct diagnostics *diagnostics, struct span span, const char *format, ...)
{
    if (diagnostics->dropping) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, (struct remark){.level = LEVEL_NOTE, .span = span}, format, arguments);
    va_end(arguments);
}

void diagnostic_help(struct diagnostics *diagnostics, const char *format, ...)
{
    if (diagnostics->dropping) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, (struct remark){.level = LEVEL_HELP}, format, arguments);
    va_end(arguments);
}

void diagnostic_fix(struct diagnostics *diagnostics, struct span span, const char *replacement,
                    const char *format, ...)
{
    if (diagnostics->dropping) {
        return;
    }
    const char *copy = arena_copy_text(diagnostics->arena, replacement, strlen(replacement));
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, (struct remark){.level = LEVEL_HELP, .span = span, .replacement = copy},
        format, arguments);
    va_end(arguments);
}

void diagnostic_edit(struct diagnostics *diagnostics, struct span span, const char *replacement)
{
    if (!diagnostics->dropping) {
        vec_push(diagnostics->arena, &diagnostics->remarks,
                 (struct remark){.level = LEVEL_HELP, .span = span, .replacement = replacement});
    }
}

uint32_t diagnostics_errors(const struct diagnostics *diagnostics)
{
    return diagnostics->errors;
}

uint32_t diagnostics_more_warnings(const struct diagnostics *diagnostics)
{
    return diagnostics->warnings > MOST_WARNINGS ? diagnostics->warnings - MOST_WARNINGS : 0;
}

uint32_t diagnostics_warnings(const struct diagnostics *diagnostics)
{
    return diagnostics->warnings;
}

bool diagnostics_full(const struct diagnostics *diagnostics)
{
    return diagnostics->errors >= diagnostics->limit;
}

/* -- for the writers -- */

static int compare_groups(const void *left, const void *right)
{
    const struct remark_group *a = left;
    const struct remark_group *b = right;
    if (a->at->span.begin != b->at->span.begin) {
        return a->at->span.begin < b->at->span.begin ? -1 : 1;
    }
    return a->at < b->at ? -1 : a->at > b->at;
}

struct remark_groups diagnostics_groups(const struct diagnostics *diagnostics, struct arena *arena)
{
    struct remark_groups groups = {0};
    for (uint32_t i = 0; i < diagnostics->remarks.count; i++) {
        const struct remark *remark = &diagnostics->remarks.at[i];
        if (remark->level <= LEVEL_WARNING) {
            vec_push(arena, &groups, (struct remark_group){.at = remark});
        }
        groups.at[groups.count - 1].count++;
    }
    if (groups.count > 0) {
        qsort(groups.at, groups.count, sizeof *groups.at, compare_groups);
    }
    return groups;
}

const struct source *remark_source(const struct diagnostics *diagnostics, struct span span)
{
    const struct source *source =
        span.begin == 0 ? NULL : source_at(diagnostics->sources, span.begin);
    return source == NULL || source->builtin ? NULL : source;
}

uint32_t utf8_length(const char *at, size_t left)
{
    const unsigned char first = (unsigned char)at[0];
    const uint32_t length = first < 0x80   ? 1
                            : first < 0xC2 ? 0
                            : first < 0xE0 ? 2
                            : first < 0xF0 ? 3
                            : first < 0xF5 ? 4
                                           : 0;
    const unsigned char second = left > 1 ? (unsigned char)at[1] : 0;
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) {
        return 0; /* longer than need be, a surrogate, beyond the last character */
    }
    for (uint32_t i = 1; i < length; i++) {
        if (i >= left || ((unsigned char)at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}
