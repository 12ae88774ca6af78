/* The table of adapters, a row each; see adapter.h. */
#include "adapter.h"

#include <string.h>

#include "adapter_casadi.inc"
#include "adapter_ceres.inc"
#include "adapter_cvode.inc"
#include "adapter_gsl.inc"
#include "adapter_ipopt.inc"
#include "adapter_nlopt.inc"
#include "adapter_petsc.inc"
#include "adapter_python.inc"

#define LAYOUT(name) (1u << IR_LAYOUT_##name)

static const char *refuse_none(uint32_t nx, uint32_t np, uint32_t ny)
{
    (void)nx, (void)np, (void)ny;
    return NULL;
}

static const char *refuse_other_than_square(uint32_t nx, uint32_t np, uint32_t ny)
{
    (void)np;
    return nx == ny ? NULL : "a right-hand side has as many outputs as inputs";
}

static const char *refuse_neither_square_nor_scalar(uint32_t nx, uint32_t np, uint32_t ny)
{
    (void)np;
    return nx == ny || ny == 1 ? NULL : "equations are as many as unknowns, an objective is one";
}

static const char *refuse_parameters(uint32_t nx, uint32_t np, uint32_t ny)
{
    (void)nx, (void)ny;
    return np == 0 ? NULL : "CasADi differentiates by parameters, too, so they have to be inputs";
}

/* clang-format off */
static const struct adapter table[] = {
    {"gsl", "_gsl.h", true, false,
     LAYOUT(DENSE), IR_LAYOUT_DENSE, {"value", "first"},
     refuse_none, adapter_gsl},
    {"cvode", "_cvode.h", true, false,
     LAYOUT(COLUMNS) | LAYOUT(CSR) | LAYOUT(CSC), IR_LAYOUT_COLUMNS, {"value", "jacobian"},
     refuse_other_than_square, adapter_cvode},
    {"ipopt", "_ipopt.h", true, true,
     LAYOUT(COO), IR_LAYOUT_COO, {"value", "first", "hessian"},
     refuse_none, adapter_ipopt},
    {"nlopt", "_nlopt.h", true, false,
     LAYOUT(DENSE), IR_LAYOUT_DENSE, {"value", "first"},
     refuse_none, adapter_nlopt},
    {"ceres", "_ceres.hpp", true, false,
     LAYOUT(DENSE), IR_LAYOUT_DENSE, {"value", "first"},
     refuse_none, adapter_ceres},
    {"petsc", "_petsc.h", true, false,
     LAYOUT(CSR), IR_LAYOUT_CSR, {"value", "first"},
     refuse_neither_square_nor_scalar, adapter_petsc},
    {"casadi", "_casadi.c", true, false,
     LAYOUT(CSC), IR_LAYOUT_CSC, {"value", "jacobian"},
     refuse_parameters, adapter_casadi},
    {"python", "_python.py", false, false,
     LAYOUT(DENSE) | LAYOUT(COLUMNS) | LAYOUT(CSR) | LAYOUT(CSC) | LAYOUT(COO), IR_LAYOUT_DENSE,
     {"value", "first"},
     refuse_none, adapter_python},
};
/* clang-format on */

const struct adapter *adapter_table(uint32_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}

const struct adapter *adapter_named(const char *name)
{
    for (uint32_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

bool adapter_takes(const struct adapter *adapter, enum ir_layout layout)
{
    return (adapter->layouts >> layout & 1u) != 0;
}
