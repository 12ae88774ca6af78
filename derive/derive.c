/* The table of derivative modes: one row each. */
#include "derive.h"

#include <string.h>

static const struct derive_mode modes[] = {
    {"value", "the outputs", false, 0, derive_value},
    {"gradient", "the outputs and the gradient of the one output", true, 1, derive_gradient},
    {"jacobian", "the outputs and the Jacobian", false, 1, derive_jacobian},
    {"hessian", "second derivatives of the weighted sum of the outputs", false, 2, derive_hessian},
    {"jvp", "the outputs and the Jacobian times a direction", false, 1, derive_jvp},
    {"vjp", "the outputs and weights times the Jacobian", false, 1, derive_vjp},
    {"hvp", "that Hessian times a direction", false, 2, derive_hvp},
};

const struct derive_mode *derive_modes(uint32_t *count)
{
    *count = sizeof modes / sizeof *modes;
    return modes;
}

const struct derive_mode *derive_mode_named(const char *name)
{
    for (uint32_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(modes[i].name, name) == 0) {
            return &modes[i];
        }
    }
    return NULL;
}
