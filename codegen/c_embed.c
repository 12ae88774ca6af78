/* Which functions of runtime/ a generated file embeds, in which order. */
#include "c_embed.h"

#include <assert.h>

void c_embed(struct c_embedded *embedded, const char *name, struct arena *arena)
{
    const struct runtime_function *function = runtime_function_named(name);
    assert(function != NULL);
    for (uint32_t i = 0; i < embedded->functions.count; i++) {
        if (embedded->functions.at[i] == function) {
            return;
        }
    }
    for (const char *const *need = function->needs; *need != NULL; need++) {
        c_embed(embedded, *need, arena);
    }
    vec_push(arena, &embedded->functions, function);
}
