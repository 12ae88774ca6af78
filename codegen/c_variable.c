/* Names of inputs and intermediates: those of the model, made legal; see c_variable.h. */
#include "c_variable.h"

struct c_variables c_variables_of(const struct ir_function *function, struct arena *arena)
{
    return (struct c_variables){
        .function = function,
        .arena = arena,
        .legal = arena_alloc(arena, atoms_count(function->atoms) * sizeof(const char *)),
    };
}

/* Post: the variable of the model that holds this element of an array, or NULL. */
static const struct ir_port *port_of(const struct ir_array *array, uint32_t element)
{
    uint32_t low = 0;
    uint32_t high = array->port_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct ir_port *port = &array->ports[middle];
        if (element < port->first) {
            high = middle;
        } else if (element - port->first >= port->rows * port->columns) {
            low = middle + 1;
        } else {
            return port;
        }
    }
    return NULL;
}

static const char *legal_name(struct c_variables *variables, atom name)
{
    const char **legal = &variables->legal[name.index];
    if (*legal == NULL) {
        *legal = c_name_legal(variables->arena, atom_text(variables->function->atoms, name));
    }
    return *legal;
}

/* Post: the name that an input asks for: f, rot_1, A_1_2; dx_3 where its array has no variables. */
static const char *input_name(struct c_variables *variables, const struct ir_value *value)
{
    const struct ir_array *array = &variables->function->arguments.at[value->array];
    const struct ir_port *port = port_of(array, value->element);
    char *name;
    if (port == NULL) {
        name = arena_format(variables->arena, "%s_%u", array->name, (unsigned)value->element);
    } else if (port->rank == 0) {
        return legal_name(variables, port->name);
    } else {
        const char *base = atom_text(variables->function->atoms, port->name);
        const unsigned offset = value->element - port->first;
        const unsigned row = offset / port->columns;
        const unsigned column = offset % port->columns;
        name = port->rank == 1 ? arena_format(variables->arena, "%s_%u", base, offset)
                               : arena_format(variables->arena, "%s_%u_%u", base, row, column);
    }
    return c_name_legal(variables->arena, name);
}

const char *c_variable_wanted(struct c_variables *variables, const struct ir_value *value)
{
    if (value->op == IR_ARGUMENT) {
        return input_name(variables, value);
    }
    return atom_is_none(value->name) ? NULL : legal_name(variables, value->name);
}

void c_variables_prepare(struct c_variables *variables, const struct c_form *form,
                         const struct c_plan *plan, struct c_names *names)
{
    const struct ir_function *function = variables->function;
    c_names_take(names, form->work_name);
    for (uint32_t a = 0; a < function->arguments.count; a++) {
        c_names_take(names, function->arguments.at[a].name);
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        c_names_take(names, function->results.at[r].array.name);
    }
    for (uint32_t i = 0; i < function->values.count; i++) {
        if (plan->slots[i].place == C_NAMED) {
            const char *wanted = c_variable_wanted(variables, &function->values.at[i]);
            if (wanted != NULL) {
                c_names_promise(names, wanted);
            }
        }
    }
}
