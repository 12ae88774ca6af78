/* The user's functions in generated C: declared under their own names, which everything else
 * avoids. */
#include "c_extern.h"

#include "c_line.h"
#include "c_names.h"
#include "c_real.h"

#include <string.h>

bool codegen_may_call(const char *name)
{
    return !c_name_is_reserved(name) && strncmp(name, "adc_", 4) != 0 &&
           strncmp(name, "ADC_", 4) != 0;
}

static void declare(const struct ir_extern *at, const struct c_real *real, struct text *out)
{
    struct c_names *names = c_names_create(out->arena);
    struct text line = text_in(out->arena);
    text_print(&line, "%s %s(", real->type, at->name);
    for (uint32_t i = 0; i < at->parameter_count; i++) {
        if (i > 0) {
            text_add(&line, ",");
            c_line_mark(&line, 0);
        }
        text_print(&line, "%s %s", real->type,
                   c_names_give(names, c_name_legal(out->arena, at->parameters[i])));
    }
    text_add(&line, at->parameter_count == 0 ? "void);" : ");");
    c_line_add(out, &line, 0, C_LINE_HANG);
}

void codegen_externs(const struct ir_externs *externs, const bool *called, enum codegen_real real,
                     struct text *out)
{
    text_add(out, "#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    for (uint32_t i = 0; i < externs->count; i++) {
        if (called[i]) {
            declare(&externs->at[i], c_real_of(real), out);
        }
    }
    text_add(out, "#ifdef __cplusplus\n}\n#endif\n");
}

const char *c_extern_apart(const struct ir_externs *externs, const char *name, struct arena *arena)
{
    for (uint32_t i = 0; externs != NULL && i < externs->count; i++) {
        if (strcmp(externs->at[i].name, name) == 0) {
            return c_extern_apart(externs, arena_format(arena, "%s_", name), arena);
        }
    }
    return name;
}

bool c_extern_begins(const struct ir_externs *externs, const char *begin)
{
    for (uint32_t i = 0; externs != NULL && i < externs->count; i++) {
        if (strncmp(externs->at[i].name, begin, strlen(begin)) == 0) {
            return true;
        }
    }
    return false;
}
