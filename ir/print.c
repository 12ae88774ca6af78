/* Prints a function as text, which read.c reads back:
 *
 *     function norm gradient
 *
 *     extern drag(v) with drag_dv
 *     extern drag_dv(v)
 *     argument x[3] = v[2] at 0, s at 2
 *     argument p[0]
 *
 *     %0 = x[0]  # v[0]
 *     %1 = x[1]  # v[1]
 *     %2 = hypot %0, %1 as length
 *     %3 = 0.5
 *     %4 = mul %2, %3
 *     %5 = end
 *     %6 = list %4, %5
 *     %7 = call drag, %6
 *
 *     result y[1] = r at 0
 *     y[0] = %7  # r
 *
 *     optional result g[0]
 *
 *     result jac[1] csr[2, 3]
 *     jac[0] = %2 at 1, 2
 *
 * Behind a result that is a matrix stands its layout, dense, csr, csc or coo, with the numbers of
 * rows and columns, and behind each element of a sparse one its row and column. Values are numbered
 * in their order, from 0. Constants are the shortest decimals with the same bits, or `inf`, `-inf`,
 * `nan`. Names that are no C identifiers stand in "quotes". The externs, the
 * user's C functions, come first, all of the file's. What follows a
 * `#` is a comment: which element of the model's variable that is. Places in the model
 * are not printed. */
#include "ops.h"

#include <inttypes.h>
#include <string.h>

static bool is_identifier(const char *name)
{
    static const char *const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char *const digits = "0123456789";
    if (*name == '\0' || strchr(letters, *name) == NULL) {
        return false;
    }
    while (*name != '\0' && (strchr(letters, *name) != NULL || strchr(digits, *name) != NULL)) {
        name++;
    }
    return *name == '\0';
}

static void print_name(const char *name, struct text *out)
{
    const char *quote = name != NULL && is_identifier(name) ? "" : "\"";
    text_print(out, "%s%s%s", quote, name == NULL ? "" : name, quote);
}

const char *ir_layout_name(enum ir_layout layout)
{
    static const char *const names[] = {[IR_LAYOUT_DENSE] = "dense",
                                        [IR_LAYOUT_COLUMNS] = "columns",
                                        [IR_LAYOUT_CSR] = "csr",
                                        [IR_LAYOUT_CSC] = "csc",
                                        [IR_LAYOUT_COO] = "coo"};
    return names[layout];
}

static void print_array(const struct ir_function *function, const struct ir_array *array,
                        struct text *out)
{
    print_name(array->name, out);
    text_print(out, "[%" PRIu32 "]", array->count);
    for (uint32_t i = 0; i < array->port_count; i++) {
        const struct ir_port *port = &array->ports[i];
        text_add(out, i == 0 ? " = " : ", ");
        print_name(atom_text(function->atoms, port->name), out);
        if (port->rank == 1) {
            text_print(out, "[%" PRIu32 "]", port->rows);
        } else if (port->rank == 2) {
            text_print(out, "[%" PRIu32 ", %" PRIu32 "]", port->rows, port->columns);
        }
        text_print(out, " at %" PRIu32, port->first);
    }
}

/* Post: the port that holds the element, or NULL. Ports are in order, but some may be empty. */
static const struct ir_port *port_of(const struct ir_array *array, uint32_t element)
{
    uint32_t low = 0;
    uint32_t high = array->port_count;
    while (low < high) { /* the last port with first <= element is the one before `low` */
        const uint32_t middle = low + (high - low) / 2;
        if (array->ports[middle].first <= element) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) {
        return NULL;
    }
    const struct ir_port *port = &array->ports[low - 1];
    const uint64_t size = (uint64_t)port->rows * port->columns;
    return element - port->first < size ? port : NULL;
}

/* Adds the element of the model's variable that this is, as a comment. */
static void print_comment(const struct ir_function *function, const struct ir_array *array,
                          uint32_t element, struct text *out)
{
    const struct ir_port *port = port_of(array, element);
    if (port == NULL) {
        return;
    }
    const uint32_t at = element - port->first;
    text_print(out, "  # %s", atom_text(function->atoms, port->name));
    if (port->rank == 1) {
        text_print(out, "[%" PRIu32 "]", at);
    } else if (port->rank == 2) {
        text_print(out, "[%" PRIu32 ", %" PRIu32 "]", at / port->columns, at % port->columns);
    }
}

/* Adds the line of an extern: `extern drag(v, h) with drag_dv, drag_dh`. */
static void print_extern(const struct ir_function *function, const struct ir_extern *at,
                         struct text *out)
{
    text_add(out, "extern ");
    print_name(at->name, out);
    text_add(out, "(");
    for (uint32_t i = 0; i < at->parameter_count; i++) {
        text_add(out, i == 0 ? "" : ", ");
        print_name(at->parameters[i], out);
    }
    text_add(out, ")");
    for (uint32_t i = 0; at->partials != NULL && i < at->parameter_count; i++) {
        text_add(out, i == 0 ? " with " : ", ");
        print_name(function->externs->at[at->partials[i]].name, out);
    }
    text_add(out, "\n");
}

static void print_operation(const struct ir_function *function, const struct ir_value *value,
                            struct text *out)
{
    const struct ir_op_info *info = ir_op_info(value->op);
    text_add(out, info->name);
    if (value->op == IR_CALL) {
        const bool known = function->externs != NULL && value->array < function->externs->count;
        text_add(out, " ");
        print_name(known ? function->externs->at[value->array].name : "?", out);
        text_add(out, ",");
    }
    for (uint32_t i = 0; i < info->arity; i++) {
        text_print(out, "%s%%%" PRIu32, i == 0 ? " " : ", ", value->operand[i].index);
    }
}

/* Broken functions are printed, too, for whoever looks for what broke them. */
static void print_value(const struct ir_function *function, uint32_t index, struct text *out)
{
    const struct ir_value *value = &function->values.at[index];
    const struct ir_array *array = NULL;
    text_print(out, "%%%" PRIu32 " = ", index);
    if (value->op == IR_CONSTANT) {
        text_add_number(out, value->number);
    } else if (value->op == IR_ARGUMENT && value->array < function->arguments.count) {
        array = &function->arguments.at[value->array];
        print_name(array->name, out);
        text_print(out, "[%" PRIu32 "]", value->element);
    } else if ((unsigned)value->op < IR_OP_COUNT) {
        print_operation(function, value, out);
    } else {
        text_add(out, "?");
    }
    if (!atom_is_none(value->name)) {
        text_add(out, " as ");
        print_name(atom_text(function->atoms, value->name), out);
    }
    if (array != NULL) {
        print_comment(function, array, value->element, out);
    }
    text_add(out, "\n");
}

static void print_result(const struct ir_function *function, const struct ir_result *result,
                         struct text *out)
{
    const struct ir_pattern *pattern = &result->pattern;
    text_add(out, result->optional ? "\noptional result " : "\nresult ");
    print_array(function, &result->array, out);
    if (pattern->rows > 0) {
        text_print(out, " %s[%" PRIu32 ", %" PRIu32 "]", ir_layout_name(pattern->layout),
                   pattern->rows, pattern->columns);
    }
    text_add(out, "\n");
    for (uint32_t e = 0; e < result->array.count; e++) {
        print_name(result->array.name, out);
        text_print(out, "[%" PRIu32 "] = %%%" PRIu32, e, result->elements[e].index);
        if (pattern->rows > 0 && !ir_layout_is_dense(pattern->layout)) {
            text_print(out, " at %" PRIu32 ", %" PRIu32, pattern->row[e], pattern->column[e]);
        }
        print_comment(function, &result->array, e, out);
        text_add(out, "\n");
    }
}

void ir_print(const struct ir_function *function, struct text *out)
{
    text_add(out, "function ");
    print_name(atom_text(function->atoms, function->name), out);
    text_add(out, " ");
    print_name(function->suffix, out);
    text_add(out, "\n\n");
    for (uint32_t i = 0; function->externs != NULL && i < function->externs->count; i++) {
        print_extern(function, &function->externs->at[i], out);
    }
    for (uint32_t i = 0; i < function->arguments.count; i++) {
        text_add(out, "argument ");
        print_array(function, &function->arguments.at[i], out);
        text_add(out, "\n");
    }
    text_add(out, "\n");
    for (uint32_t i = 0; i < function->values.count; i++) {
        print_value(function, i, out);
    }
    for (uint32_t r = 0; r < function->results.count; r++) {
        print_result(function, &function->results.at[r], out);
    }
}
