/* The table of derivative modes: one row each. */
#include "derive.h"

#include <string.h>

static const struct derive_mode modes[] = {
    {"value", "the outputs", false, false, 0, derive_value},
    {"gradient", "the outputs and the gradient of the one output", true, false, 1, derive_gradient},
    {"jacobian", "the outputs and the Jacobian", false, true, 1, derive_jacobian},
    {"hessian", "second derivatives of the weighted sum of the outputs", false, false, 2,
     derive_hessian},
    {"jvp", "the outputs and the Jacobian times a direction", false, false, 1, derive_jvp},
    {"vjp", "the outputs and weights times the Jacobian", false, false, 1, derive_vjp},
    {"hvp", "that Hessian times a direction", false, false, 2, derive_hvp},
};

const char *derive_mode_list(struct arena *arena)
{
    struct text list = text_in(arena);
    const size_t count = sizeof modes / sizeof *modes;
    for (size_t i = 0; i < count; i++) {
        text_print(&list, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", modes[i].name);
        if (modes[i].repeats) {
            text_print(&list, ", %s:K with K from 1 to %d", modes[i].name, DERIVE_TIMES_MAX);
        }
    }
    return text_string(&list);
}

const struct derive_mode *derive_mode_named(const char *word, uint32_t *times)
{
    const size_t length = strcspn(word, ":");
    *times = 1;
    if (word[length] == ':') {
        const char *number = word + length + 1;
        *times = number[0] >= '1' && number[1] == '\0' ? (uint32_t)(number[0] - '0') : UINT32_MAX;
    }
    for (uint32_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (strlen(modes[i].name) == length && strncmp(modes[i].name, word, length) == 0) {
            return *times <= (modes[i].repeats ? DERIVE_TIMES_MAX : 1) ? &modes[i] : NULL;
        }
    }
    return NULL;
}
