/* Files are written under a temporary name and renamed; see output.h. */
#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700
#include "output.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool output_is_standard(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

static bool fail(const char *path)
{
    fprintf(stderr, "adc: cannot write %s: %s\n",
            output_is_standard(path) ? "standard output" : path, strerror(errno));
    return false;
}

static bool write_stream(FILE *file, const struct text *text)
{
    return fwrite(text_string(text), 1, text->length, file) == text->length && fflush(file) == 0;
}

/* A target that is no plain file (a pipe, /dev/null) cannot be replaced by renaming. */
static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

/* Writes the file at `path`; a failure is reported of `name`, the file that the user asked for. */
static bool write_file(const char *path, const char *name, const struct text *text)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return fail(name);
    }
    const bool written = write_stream(file, text);
    const int error = errno;
    if (fclose(file) != 0 || !written) {
        errno = written ? errno : error;
        return fail(name);
    }
    return true;
}

/* Where a link leads, so that the link itself stays. */
static const char *target_of(struct arena *arena, const char *path)
{
    char *resolved = realpath(path, NULL);
    if (resolved == NULL) {
        return path;
    }
    const char *copy = arena_copy_text(arena, resolved, strlen(resolved));
    free(resolved);
    return copy;
}

static bool write_all(struct arena *arena, const struct output *outputs, uint32_t count)
{
    const char **temporary = arena_alloc(arena, count * sizeof *temporary);
    const char **target = arena_alloc(arena, count * sizeof *target);
    bool fine = true;
    for (uint32_t i = 0; i < count && fine; i++) {
        if (output_is_standard(outputs[i].path) || is_special(outputs[i].path)) {
            continue;
        }
        target[i] = target_of(arena, outputs[i].path);
        temporary[i] = arena_format(arena, "%s.adc-new", target[i]);
        fine = write_file(temporary[i], outputs[i].path, outputs[i].text);
    }
    for (uint32_t i = 0; i < count && fine; i++) {
        if (output_is_standard(outputs[i].path)) {
            fine = write_stream(stdout, outputs[i].text) || fail(NULL);
        } else if (temporary[i] == NULL) {
            fine = write_file(outputs[i].path, outputs[i].path, outputs[i].text);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (temporary[i] == NULL) {
            continue;
        }
        if (!fine) {
            remove(temporary[i]);
        } else if (rename(temporary[i], target[i]) != 0) {
            fine = fail(target[i]);
            remove(temporary[i]);
        }
    }
    return fine;
}

const char *output_with_ending(struct arena *arena, const char *path, const char *ending)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash == NULL ? path : slash, '.');
    const size_t length = dot == NULL ? strlen(path) : (size_t)(dot - path);
    return arena_format(arena, "%.*s%s", (int)length, path, ending);
}

bool output_finish(void)
{
    errno = 0;
    return (fflush(stdout) == 0 && ferror(stdout) == 0) || fail(NULL);
}

bool output_write(const struct output *outputs, uint32_t count)
{
    struct arena *arena = arena_create();
    const bool fine = write_all(arena, outputs, count);
    arena_destroy(arena);
    return fine;
}
