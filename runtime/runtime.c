/* Looks up a runtime function in the table that embed.awk makes of this folder's files. */
#include "runtime.h"

#include "runtime_table.h"

#include <stddef.h>
#include <string.h>

const struct runtime_function *runtime_function_named(const char *name)
{
    for (size_t i = 0; i < sizeof runtime_table / sizeof runtime_table[0]; i++) {
        if (strcmp(runtime_table[i].name, name) == 0) {
            return &runtime_table[i];
        }
    }
    return NULL;
}
