/* Writing results so that nothing is lost or half written. */
#ifndef ADC_DRIVER_OUTPUT_H
#define ADC_DRIVER_OUTPUT_H

#include "text.h"

#include <stdbool.h>

/* Post: whether this is standard output: "-", or nothing. */
bool output_is_standard(const char *path);

/* A text and the file that it goes to; a path of NULL or "-" is standard output. */
struct output {
    const char *path;
    const struct text *text;
};

/* Post: every file holds its text. They are written beside their targets first and renamed when all
 * are whole; on failure false, a line on standard error, and every target is as it was. */
bool output_write(const struct output *outputs, uint32_t count);

/* Post: the path with this ending instead of its own, if it has one. */
const char *output_with_ending(struct arena *arena, const char *path, const char *ending);

/* Post: what was printed is with its reader; else false and a line on standard error. To be called
 * once at the end, as a full disk is told to the last write alone. */
bool output_finish(void);

#endif
