/* The lines of files of graphs, plans and weights: words with their places, comments and blank
 * lines gone. */
#ifndef ADC_SUPPORT_WORDS_H
#define ADC_SUPPORT_WORDS_H

#include "compilation.h"
#include "vec.h"

struct word {
    struct span span;
    const char *text; /* NUL-terminated */
    atom name;        /* its spelling in the compilation's table */
};

struct words {
    const struct compilation *compilation;
    const struct source *source;
    enum diagnostic_code code; /* of the errors about its lines */
    uint32_t at;               /* the next byte to be read */
    VEC(struct word) line;     /* the words of the current line; the array lives in `scratch` */
    struct arena *scratch;
};

/* Post: the first line is still to be read; errors about lines have this code. */
struct words words_of(const struct compilation *compilation, const struct source *source,
                      enum diagnostic_code code, struct arena *scratch);

/* Post: the next line that holds a word; false at the end of the file. A word is what stands
 * between white space and `#`; lines with a control character in one are errors and passed over. */
bool words_read_line(struct words *words);

/* Post: the place right behind the last word of the line: where something is missing. */
struct span words_line_end(const struct words *words);

/* Says what the line lacks, with a caret behind its last word. */
void words_report_missing(const struct words *words, const char *what);

/* Post: whether the line has no more than `most` words; an error at the first that is too many. */
bool words_end_at(const struct words *words, uint32_t most);

/* Adds to the error about a word which of the known ones it is meant to be, where one is close;
 * else the note `otherwise`, unless that is NULL. */
void words_suggest(const struct words *words, const struct word *word, const char *const *known,
                   uint32_t count, const char *otherwise);

#endif
