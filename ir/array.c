/* Names of the elements of argument and result arrays. */
#include "ir.h"

const char *ir_element_name(struct arena *arena, const struct atoms *atoms,
                            const struct ir_array *array, uint32_t element)
{
    for (uint32_t i = 0; i < array->port_count; i++) {
        const struct ir_port *port = &array->ports[i];
        const uint32_t at = element - port->first;
        if (element < port->first || at >= port->rows * port->columns) {
            continue;
        }
        const char *name = atom_text(atoms, port->name);
        switch (port->rank) {
        case 0:
            return name;
        case 1:
            return arena_format(arena, "%s[%u]", name, at);
        default:
            return arena_format(arena, "%s[%u,%u]", name, at / port->columns, at % port->columns);
        }
    }
    return arena_format(arena, "%s[%u]", array->name, element);
}
