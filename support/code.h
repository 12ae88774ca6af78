/* The kinds of errors and warnings: their stable codes, and what --explain says of them. */
#ifndef ADC_SUPPORT_CODE_H
#define ADC_SUPPORT_CODE_H

#include "text.h"

enum diagnostic_code {
#define ERROR(id, code, summary, explanation, wrong, right) ERROR_##id,
#define WARNING(id, name, summary, explanation, wrong, right) WARNING_##id,
#include "codes.def"
#undef ERROR
#undef WARNING
    DIAGNOSTIC_CODE_COUNT
};

/* A row of codes.def. */
struct diagnostic_kind {
    bool warning;
    const char *name; /* "E0301", "unused" */
    const char *summary;
    const char *explanation;
    const char *wrong; /* a snippet that shows it, and one that is mended; both may be NULL */
    const char *right;
};

const struct diagnostic_kind *diagnostic_kind_of(enum diagnostic_code code);

/* Post: whether there is a kind of this name (of errors in upper or lower case), and its code. */
bool diagnostic_code_named(const char *name, enum diagnostic_code *code);

/* Adds all that is to be said of a kind: heading, explanation, snippets, as Markdown. */
void diagnostic_explain(enum diagnostic_code code, struct text *out);

/* Adds a line for each kind: name and summary. */
void diagnostic_list(struct text *out);

#endif
