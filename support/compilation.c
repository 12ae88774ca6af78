/* Sets up and takes down what the stages of one compilation share. */
#include "compilation.h"

enum { ERROR_LIMIT = 20 };

struct compilation compilation_create(void)
{
    struct compilation compilation = {.arena = arena_create()};
    compilation.atoms = atoms_create(compilation.arena);
    compilation.sources = sources_create(compilation.arena);
    compilation.diagnostics =
        diagnostics_create(compilation.arena, compilation.sources, ERROR_LIMIT);
    return compilation;
}

void compilation_destroy(struct compilation *compilation)
{
    arena_destroy(compilation->arena);
    *compilation = (struct compilation){0};
}
