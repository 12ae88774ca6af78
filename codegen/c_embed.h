/* Which functions of runtime/ a generated file embeds, in which order. */
#ifndef ADC_CODEGEN_C_EMBED_H
#define ADC_CODEGEN_C_EMBED_H

#include "arena.h"
#include "runtime.h"
#include "vec.h"

struct c_embedded {
    VEC(const struct runtime_function *) functions; /* each once, behind those that it calls */
};

/* Adds the function of this name, which there is, unless it stands there already. */
void c_embed(struct c_embedded *embedded, const char *name, struct arena *arena);

#endif
