/* Reads the files that a model imports, and those that they import. A file is known by its resolved
 * path and read once, so that diamonds and cycles of imports are harmless. */
#define _XOPEN_SOURCE 700
#include "import.h"

#include "parser.h"
#include "vec.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The files so far, the first being the model's own, and the resolved paths of all that were tried.
 */
struct reading {
    const struct compilation *compilation;
    VEC(const struct ast_file *) files;
    VEC(const char *) resolved;
    struct arena *scratch;
};

/* Post: the path without symbolic links, `.` and `..`; the path itself where there is no such file.
 */
static const char *resolve(struct reading *reading, const char *path)
{
    char *resolved = realpath(path, NULL);
    const char *text = resolved == NULL ? path : resolved;
    const char *copy = arena_copy_text(reading->scratch, text, strlen(text));
    free(resolved);
    return copy;
}

/* Post: `path` as seen from the file that imports it. */
static const char *join(struct reading *reading, const char *importer, const char *path)
{
    const char *slash = strrchr(importer, '/');
    return path[0] == '/' || slash == NULL
               ? path
               : arena_format(reading->scratch, "%.*s/%s", (int)(slash - importer), importer, path);
}

static bool is_read(const struct reading *reading, const char *resolved)
{
    for (uint32_t i = 0; i < reading->resolved.count; i++) {
        if (strcmp(reading->resolved.at[i], resolved) == 0) {
            return true;
        }
    }
    return false;
}

static void read_import(struct reading *reading, const struct ast_file *importer,
                        const struct ast_item *item)
{
    const struct compilation *c = reading->compilation;
    const char *path = join(reading, importer->source->path, item->path);
    const char *resolved = resolve(reading, path);
    if (is_read(reading, resolved)) {
        return;
    }
    vec_push(reading->scratch, &reading->resolved, resolved);
    const struct source *source = source_read(c->sources, path);
    if (source == NULL) {
        diagnostic_error(c->diagnostics, ERROR_IMPORT, item->path_span, "cannot read `%s`: %s",
                         path, strerror(errno));
        return;
    }
    vec_push(reading->scratch, &reading->files, parse_file(c, source));
}

const struct ast_file **import_files(const struct compilation *compilation,
                                     const struct ast_file *file, uint32_t *count)
{
    struct reading reading = {.compilation = compilation, .scratch = arena_create()};
    vec_push(reading.scratch, &reading.files, file);
    vec_push(reading.scratch, &reading.resolved, resolve(&reading, file->source->path));
    for (uint32_t next = 0; next < reading.files.count; next++) {
        const struct ast_file *importer = reading.files.at[next];
        for (uint32_t i = 0; i < importer->count; i++) {
            if (importer->items[i]->kind == AST_IMPORT) {
                read_import(&reading, importer, importer->items[i]);
            }
        }
    }
    *count = reading.files.count - 1;
    const struct ast_file **imports = arena_alloc(compilation->arena, *count * sizeof *imports);
    for (uint32_t i = 0; i < *count; i++) {
        imports[i] = reading.files.at[i + 1];
    }
    arena_destroy(reading.scratch);
    return imports;
}
