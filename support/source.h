/* Source files and positions. A span is a pair of byte offsets into one space that all files share,
 * so that eight bytes name a place in any file; line and column are worked out when reported. */
#ifndef ADC_SUPPORT_SOURCE_H
#define ADC_SUPPORT_SOURCE_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Bytes begin..end (half open). {0, 0} is "no place": real offsets start at 1. */
struct span {
    uint32_t begin;
    uint32_t end;
};

/* Line and column of every so many bytes, from which a place is counted. */
struct source_mark {
    uint32_t line;
    uint32_t column;
};

struct source {
    const char *path; /* as given by the user */
    const char *text; /* `length` bytes and a NUL behind them */
    uint32_t length;
    uint32_t base; /* the offset of its first byte in the shared space */
    bool builtin;  /* part of the compiler: never shown to the user */
    const struct source_mark *marks;
};

struct sources;

struct sources *sources_create(struct arena *arena);

/* Post: the file is part of the shared space; its text is copied. NULL where the space is full (4
 * GiB). */
const struct source *source_add(struct sources *sources, const char *path, const char *text,
                                size_t length);

/* Post: as source_add, for a text that is part of the compiler. */
const struct source *source_add_builtin(struct sources *sources, const char *path, const char *text,
                                        size_t length);

/* Post: as source_add, with the file's contents; on failure NULL and errno set. */
const struct source *source_read(struct sources *sources, const char *path);

/* Post: the file that holds this offset, NULL for no place. */
const struct source *source_at(const struct sources *sources, uint32_t offset);

/* Post: line and column, both from 1; the column counts characters of UTF-8, a tab as one. */
void source_line_column(const struct source *source, uint32_t offset, uint32_t *line,
                        uint32_t *column);

/* Post: the offsets (in the shared space) at which the line that holds `offset` begins and ends,
 * without its line end; at most `most` bytes before and behind the offset are looked at. */
struct span source_line(const struct source *source, uint32_t offset, uint32_t most);

static inline struct span span_join(struct span first, struct span last)
{
    return (struct span){first.begin, last.end};
}

#endif
