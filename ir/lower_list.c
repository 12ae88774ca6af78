/* The list of the built-in functions: the operators, those of the prelude, those written in C. */
#include "lowering.h"

#include "prelude.h"

#include <string.h>

static void list_row(struct text *out, const char *call, const char *domain, const char *summary)
{
    text_print(out, "%-24s  %-46s  %s\n", call, domain, summary);
}

static void list_operators(struct arena *scratch, struct text *out)
{
    static const char *const operands[] = {"", "(a)", "(a, b)", "(a, b, c)"};
    for (uint32_t op = 0; op < IR_OP_COUNT; op++) {
        const struct ir_op_info *info = ir_op_info((enum ir_op)op);
        if ((info->flags & IR_INTERNAL) == 0) {
            list_row(out, arena_format(scratch, "%s%s", info->name, operands[info->arity]),
                     info->domain, info->summary);
        }
    }
}

/* Of a line `fn NAME(ARGUMENTS)… // DOMAIN: SUMMARY`; the domain may be missing. */
static void list_prelude_line(struct arena *scratch, struct text *out, const char *line)
{
    const char *open = strchr(line, '(');
    const char *close = strchr(line, ')');
    const char *comment = strstr(line, "// ");
    if (strncmp(line, "fn ", 3) != 0 || line[3] == '_' || open == NULL || close == NULL ||
        comment == NULL) {
        return;
    }
    const char *summary = comment + 3;
    const char *colon = strstr(summary, ": ");
    const char *domain = "every number";
    if (colon != NULL) {
        domain = arena_copy_text(scratch, summary, (size_t)(colon - summary));
        summary = colon + 2;
    }
    list_row(out, arena_copy_text(scratch, line + 3, (size_t)(close + 1 - line - 3)), domain,
             summary);
}

static void list_prelude(struct arena *scratch, struct text *out)
{
    for (const char *at = ir_prelude_text; *at != '\0';) {
        const size_t length = strcspn(at, "\n");
        list_prelude_line(scratch, out, arena_copy_text(scratch, at, length));
        at += at[length] == '\0' ? length : length + 1;
    }
}

static void list_builtins(struct arena *scratch, struct text *out)
{
    uint32_t count;
    const struct builtin *builtins = lower_builtins(&count);
    for (uint32_t i = 0; i < count; i++) {
        list_row(out, arena_format(scratch, "%s%s", builtins[i].name, builtins[i].arguments),
                 builtins[i].domain, builtins[i].summary);
    }
}

void lower_list_functions(struct text *out)
{
    struct arena *scratch = arena_create();
    list_operators(scratch, out);
    list_prelude(scratch, out);
    list_builtins(scratch, out);
    arena_destroy(scratch);
}
