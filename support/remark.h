/* The list of diagnostics as its writers see it. */
#ifndef ADC_SUPPORT_REMARK_H
#define ADC_SUPPORT_REMARK_H

#include "diagnostic.h"
#include "vec.h"

enum level { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTE, LEVEL_HELP };

struct remark {
    enum level level;
    enum diagnostic_code code; /* of an error or warning */
    struct span span;          /* of a help: what its replacement stands for */
    const char *message;       /* NULL: an edit that is not put into words */
    const char *replacement;   /* of a help, or NULL */
};

/* An error or warning with the notes and helps that belong to it. */
struct remark_group {
    const struct remark *at;
    uint32_t count;
};

struct remark_groups {
    VEC_FIELDS(struct remark_group);
};

/* Post: all of them, in the arena, in the order of their places; those of one place, and those
 * without one, in the order in which they came. */
struct remark_groups diagnostics_groups(const struct diagnostics *diagnostics, struct arena *arena);

/* Post: how many warnings were counted, but not kept. */
uint32_t diagnostics_more_warnings(const struct diagnostics *diagnostics);

/* Post: the file and the place in it; NULL for no place and for texts of the compiler's own. */
const struct source *remark_source(const struct diagnostics *diagnostics, struct span span);

/* Post: the length of the UTF-8 sequence that begins here, 0 where there is none. */
uint32_t utf8_length(const char *at, size_t left);

#endif
