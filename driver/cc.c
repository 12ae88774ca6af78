/* The system's C compiler; see cc.h. */
#define _POSIX_C_SOURCE 200809L
#include "cc.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *cc_directory(struct arena *arena)
{
    const char *root = getenv("TMPDIR");
    char *directory =
        arena_format(arena, "%s/adc-XXXXXX", root == NULL || root[0] == '\0' ? "/tmp" : root);
    return mkdtemp(directory);
}

void cc_remove(struct arena *arena, const char *directory, const char *const *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        remove(arena_format(arena, "%s/%s", directory, names[i]));
    }
    rmdir(directory);
}

/* Between single quotes all but a single quote is itself. */
void cc_add_word(struct text *command, const char *word)
{
    text_add(command, " '");
    for (; *word != '\0'; word++) {
        if (*word == '\'') {
            text_add(command, "'\\''");
        } else {
            text_add_bytes(command, word, 1);
        }
    }
    text_add(command, "'");
}

void cc_add_compiler(struct text *command)
{
    const char *cc = getenv("CC");
    text_add(command, cc == NULL || cc[0] == '\0' ? "cc" : cc);
}
