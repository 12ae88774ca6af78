/* The system's C compiler: `cc`, or $CC. */
#ifndef ADC_DRIVER_CC_H
#define ADC_DRIVER_CC_H

#include "text.h"

/* Post: a new directory for temporary files, in $TMPDIR or /tmp; NULL where there can be none. */
const char *cc_directory(struct arena *arena);

/* Removes the directory and the files of these names in it, those that are there. */
void cc_remove(struct arena *arena, const char *directory, const char *const *names,
               uint32_t count);

/* Adds the name of the compiler to a command for the shell; a word, quoted. */
void cc_add_compiler(struct text *command);
void cc_add_word(struct text *command, const char *word);

#endif
