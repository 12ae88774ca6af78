/* The header of a generated C file. */
#include "codegen.h"

#include "c_descriptor.h"
#include "c_public.h"

#include <assert.h>
#include <ctype.h>

/* Post: the header's name as a macro: model_grad.h -> MODEL_GRAD_H. */
static const char *guard_of(const char *header, struct arena *arena)
{
    struct text guard = text_in(arena);
    if (!isalpha((unsigned char)header[0])) {
        text_add(&guard, "H");
    }
    for (const char *c = header; *c != '\0'; c++) {
        const char upper = (char)toupper((unsigned char)*c);
        if (isalnum((unsigned char)upper)) {
            text_add_bytes(&guard, &upper, 1);
        } else if (guard.at[guard.length - 1] != '_') {
            text_add(&guard, "_");
        }
    }
    return text_string(&guard);
}

void codegen_header(const struct codegen_file *file, struct text *out)
{
    assert(file->header != NULL && file->header[0] != '\0');
    struct arena *arena = arena_create();
    const struct c_public public = c_public_names(file, arena);
    const char *guard = guard_of(file->header, arena);
    c_public_opening(file, out);
    text_print(out, "#ifndef %s\n#define %s\n\n", guard, guard);
    text_add(out, file->batch != CODEGEN_BATCH_NONE || file->descriptor ? "#include <stddef.h>\n\n"
                                                                        : "");
    text_add(out, "#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    if (file->descriptor) {
        text_add(out, "\n");
        c_descriptor_types(file, out);
    }
    for (uint32_t m = 0; m < file->model_count; m++) {
        text_add(out, "\n");
        c_public_comment(&file->models[m], out);
        c_public_dimensions(&file->models[m], public.models[m], out);
        c_public_prototypes(file, &public, m, true, out);
        if (file->descriptor) {
            text_add(out, "\n/* All of it as data, for code that serves any model. */\n");
            c_descriptor_declare(file, public.models[m], out);
        }
    }
    text_print(out, "\n#ifdef __cplusplus\n}\n#endif\n\n#endif /* %s */\n", guard);
    arena_destroy(arena);
}
