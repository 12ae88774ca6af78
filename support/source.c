/* Source files in one shared space of offsets; see source.h. */
#include "source.h"

#include "vec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MARK_EVERY = 4096, LARGEST = 0x7FFFFFFF };

struct sources {
    struct arena *arena;
    VEC(struct source *) files;
    uint32_t next_base;
};

struct sources *sources_create(struct arena *arena)
{
    struct sources *sources = arena_alloc(arena, sizeof *sources);
    sources->arena = arena;
    sources->next_base = 1;
    return sources;
}

/* Counts on from the place at byte `from` to that at byte `to`. */
static struct source_mark count_on(const char *text, struct source_mark mark, uint32_t from,
                                   uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if (text[i] == '\n') {
            mark.line++;
            mark.column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            mark.column++;
        }
    }
    return mark;
}

static const struct source_mark *make_marks(struct arena *arena, const char *text, uint32_t length)
{
    struct source_mark *marks = arena_alloc(arena, (length / MARK_EVERY + 1) * sizeof *marks);
    const bool byte_order_mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    marks[0] = (struct source_mark){1, byte_order_mark ? 0 : 1}; /* which is no character */
    for (uint32_t i = 1; i <= length / MARK_EVERY; i++) {
        marks[i] = count_on(text, marks[i - 1], (i - 1) * MARK_EVERY, i * MARK_EVERY);
    }
    return marks;
}

static struct source *add(struct sources *sources, const char *path, const char *text,
                          size_t length)
{
    if (length > UINT32_MAX - 2 || sources->next_base > UINT32_MAX - 2 - (uint32_t)length) {
        errno = EFBIG;
        return NULL;
    }
    struct source *source = arena_alloc(sources->arena, sizeof *source);
    source->path = arena_copy_text(sources->arena, path, strlen(path));
    source->text = arena_copy_text(sources->arena, text, length);
    source->length = (uint32_t)length;
    source->base = sources->next_base;
    source->marks = make_marks(sources->arena, source->text, source->length);
    sources->next_base += (uint32_t)length + 1; /* the end of a file is a place, too */
    vec_push(sources->arena, &sources->files, source);
    return source;
}

const struct source *source_add(struct sources *sources, const char *path, const char *text,
                                size_t length)
{
    return add(sources, path, text, length);
}

const struct source *source_add_builtin(struct sources *sources, const char *path, const char *text,
                                        size_t length)
{
    struct source *source = add(sources, path, text, length);
    if (source != NULL) {
        source->builtin = true;
    }
    return source;
}

const struct source *source_read(struct sources *sources, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    struct arena *scratch = arena_create();
    VEC(char) bytes = {0};
    size_t got = 0;
    do {
        vec_reserve(scratch, &bytes, bytes.count + 65536);
        got = fread(bytes.at + bytes.count, 1, 65536, file);
        bytes.count += (uint32_t)got;
    } while (got > 0 && bytes.count < LARGEST - 65536);
    const int failed = got > 0 ? EFBIG : ferror(file) ? (errno != 0 ? errno : EIO) : 0;
    fclose(file);
    const struct source *source = NULL;
    if (failed == 0) {
        source = source_add(sources, path, bytes.at, bytes.count);
    }
    arena_destroy(scratch);
    if (failed != 0) {
        errno = failed;
    }
    return source;
}

const struct source *source_at(const struct sources *sources, uint32_t offset)
{
    for (uint32_t i = 0; i < sources->files.count; i++) {
        const struct source *source = sources->files.at[i];
        if (offset >= source->base && offset <= source->base + source->length) {
            return source;
        }
    }
    return NULL;
}

void source_line_column(const struct source *source, uint32_t offset, uint32_t *line,
                        uint32_t *column)
{
    const uint32_t at = offset - source->base;
    const uint32_t mark = at / MARK_EVERY;
    const struct source_mark place =
        count_on(source->text, source->marks[mark], mark * MARK_EVERY, at);
    *line = place.line;
    *column = place.column;
}

struct span source_line(const struct source *source, uint32_t offset, uint32_t most)
{
    const uint32_t at = offset - source->base;
    uint32_t begin = at;
    uint32_t end = at;
    while (begin > 0 && source->text[begin - 1] != '\n' && at - begin < most) {
        begin--;
    }
    while (end < source->length && source->text[end] != '\n' && end - at < most) {
        end++;
    }
    if (end > begin && source->text[end - 1] == '\r') {
        end--;
    }
    return (struct span){source->base + begin, source->base + end};
}
