/* Diagnostics as lines of JSON for editors and other programs: one object an error or warning. */
#include "remark.h"

#include <string.h>

/* U+FFFD stands for each byte that is not UTF-8. */
static void add_string(struct text *out, const char *string)
{
    text_add(out, "\"");
    for (size_t left = strlen(string); left > 0;) {
        const unsigned char first = (unsigned char)string[0];
        uint32_t length = utf8_length(string, left);
        if (first == '"' || first == '\\') {
            text_print(out, "\\%c", first);
        } else if (length == 0) {
            text_add(out, "\\ufffd");
            length = 1;
        } else if (first < 0x20 || first == 0x7F) {
            text_print(out, "\\u%04x", first);
        } else {
            text_add_bytes(out, string, length);
        }
        string += length;
        left -= length;
    }
    text_add(out, "\"");
}

static void add_member(struct text *out, const char *name, const char *string)
{
    text_print(out, "\"%s\": ", name);
    add_string(out, string);
}

/* Lines and columns from 1, offsets in bytes from 0, ends half open; nothing for no place. */
static void add_place(const struct diagnostics *diagnostics, struct span span, struct text *out)
{
    const struct source *source = remark_source(diagnostics, span);
    if (source == NULL) {
        return;
    }
    uint32_t line;
    uint32_t column;
    uint32_t end_line;
    uint32_t end_column;
    source_line_column(source, span.begin, &line, &column);
    source_line_column(source, span.end, &end_line, &end_column);
    text_add(out, ", ");
    add_member(out, "file", source->path);
    text_print(out,
               ", \"line\": %u, \"column\": %u, \"end_line\": %u, \"end_column\": %u, "
               "\"begin\": %u, \"end\": %u",
               line, column, end_line, end_column, span.begin - source->base,
               span.end - source->base);
}

/* The notes, or the helps, of a group as a list. */
static void add_list(const struct diagnostics *diagnostics, const struct remark_group *group,
                     enum level level, struct text *out)
{
    text_print(out, ", \"%s\": [", level == LEVEL_NOTE ? "notes" : "helps");
    const char *separator = "";
    for (uint32_t i = 1; i < group->count; i++) {
        const struct remark *remark = &group->at[i];
        if (remark->level != level) {
            continue;
        }
        text_print(out, "%s{", separator);
        add_member(out, "message",
                   remark->message != NULL
                       ? remark->message
                       : arena_format(out->arena, "write `%s`", remark->replacement));
        add_place(diagnostics, remark->span, out);
        if (remark->replacement != NULL) {
            text_add(out, ", ");
            add_member(out, "replacement", remark->replacement);
        }
        text_add(out, "}");
        separator = ", ";
    }
    text_add(out, "]");
}

void diagnostics_write_json(const struct diagnostics *diagnostics, struct text *out)
{
    struct arena *scratch = arena_create();
    const struct remark_groups groups = diagnostics_groups(diagnostics, scratch);
    for (uint32_t g = 0; g < groups.count; g++) {
        const struct remark *remark = groups.at[g].at;
        const struct diagnostic_kind *kind = diagnostic_kind_of(remark->code);
        text_print(out, "{\"severity\": \"%s\", ", kind->warning ? "warning" : "error");
        add_member(out, "code", kind->name);
        text_add(out, ", ");
        add_member(out, "message", remark->message);
        add_place(diagnostics, remark->span, out);
        add_list(diagnostics, &groups.at[g], LEVEL_NOTE, out);
        add_list(diagnostics, &groups.at[g], LEVEL_HELP, out);
        text_add(out, "}\n");
    }
    arena_destroy(scratch);
}
