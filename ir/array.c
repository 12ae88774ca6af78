/* Names of the elements of argument and result arrays. */
#include "ir.h"

/* Post: the last port that begins at the element or before it; NULL where there is none. */
static const struct ir_port *port_of(const struct ir_array *array, uint32_t element)
{
    uint32_t low = 0;
    uint32_t high = array->port_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (array->ports[middle].first <= element) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? NULL : &array->ports[low - 1];
}

const char *ir_element_name(struct arena *arena, const struct atoms *atoms,
                            const struct ir_array *array, uint32_t element)
{
    const struct ir_port *port = port_of(array, element);
    const uint32_t at = port == NULL ? 0 : element - port->first;
    if (port != NULL && at < port->rows * port->columns) {
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

void ir_result_place(const struct ir_result *result, uint32_t element, uint32_t *row,
                     uint32_t *column)
{
    const struct ir_pattern *pattern = &result->pattern;
    if (pattern->rows == 0) {
        *row = 0;
        *column = element;
    } else if (pattern->layout == IR_LAYOUT_DENSE) {
        *row = element / pattern->columns;
        *column = element % pattern->columns;
    } else if (pattern->layout == IR_LAYOUT_COLUMNS) {
        *row = element % pattern->rows;
        *column = element / pattern->rows;
    } else {
        *row = pattern->row[element];
        *column = pattern->column[element];
    }
}
