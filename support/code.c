/* Looks up and prints the rows of codes.def. */
#include "code.h"

#include <ctype.h>
#include <string.h>

static const struct diagnostic_kind kinds[] = {
#define ERROR(id, code, summary, explanation, wrong, right) \
    [ERROR_##id] = {false, code, summary, explanation, wrong, right},
#define WARNING(id, name, summary, explanation, wrong, right) \
    [WARNING_##id] = {true, name, summary, explanation, wrong, right},
#include "codes.def"
#undef ERROR
#undef WARNING
};

const struct diagnostic_kind *diagnostic_kind_of(enum diagnostic_code code)
{
    return &kinds[code];
}

static bool equal_but_for_case(const char *a, const char *b)
{
    while (*a != '\0' && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

bool diagnostic_code_named(const char *name, enum diagnostic_code *code)
{
    for (uint32_t i = 0; i < DIAGNOSTIC_CODE_COUNT; i++) {
        if (equal_but_for_case(kinds[i].name, name)) {
            *code = (enum diagnostic_code)i;
            return true;
        }
    }
    return false;
}

static void add_snippet(struct text *out, const char *title, const char *snippet)
{
    const bool graph = snippet[0] == '#';
    text_print(out, "\n%s:\n\n```%s\n%s```\n", title, graph ? "dag" : "adc", snippet);
}

void diagnostic_explain(enum diagnostic_code code, struct text *out)
{
    const struct diagnostic_kind *kind = &kinds[code];
    text_print(out, "## %s%s: %s\n\n%s", kind->warning ? "-W" : "", kind->name, kind->summary,
               kind->explanation);
    if (kind->wrong != NULL) {
        add_snippet(out, "Wrong", kind->wrong);
        add_snippet(out, "Right", kind->right);
    }
}

void diagnostic_list(struct text *out)
{
    for (uint32_t i = 0; i < DIAGNOSTIC_CODE_COUNT; i++) {
        text_print(out, "%-20s %s\n", kinds[i].name, kinds[i].summary);
    }
}
