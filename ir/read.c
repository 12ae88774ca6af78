/* Reads the text that print.c writes (its form stands there). What is read is checked as far as
 * the text can break it; the first error ends the reading. */
#include "build.h"

#include "ops.h"
#include "read_token.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* -- arrays -- */

/* name [ "[" rows [ "," columns ] "]" ] "at" first */
static bool read_port(struct reader *reader, uint32_t array_count, struct ir_port *port)
{
    const struct span begin = reader->span;
    port->rows = 1;
    port->columns = 1;
    if (!reader_take_atom(reader, &port->name)) {
        return false;
    }
    if (reader_is_mark(reader, '[')) {
        reader_advance(reader);
        port->rank = 1;
        if (!reader_take_whole(reader, &port->rows)) {
            return false;
        }
        if (reader_is_mark(reader, ',')) {
            reader_advance(reader);
            port->rank = 2;
            if (!reader_take_whole(reader, &port->columns)) {
                return false;
            }
        }
        if (!reader_take_mark(reader, ']')) {
            return false;
        }
    }
    if (!reader_take_word(reader, "at") || !reader_take_whole(reader, &port->first)) {
        return false;
    }
    port->span = (struct span){begin.begin, reader->last_end};
    if ((uint64_t)port->rows * port->columns + port->first > array_count) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, port->span,
                         "`%s` does not fit into an array of %" PRIu32 " elements",
                         atom_text(reader->compilation->atoms, port->name), array_count);
        return false;
    }
    return true;
}

static bool read_array(struct reader *reader, struct ir_array *array)
{
    VEC(struct ir_port) ports = {0};
    if (!reader_take_name(reader, &array->name) || !reader_take_subscript(reader, &array->count)) {
        return false;
    }
    if (reader_is_mark(reader, '=')) {
        do {
            reader_advance(reader);
            if (!read_port(reader, array->count, vec_add(reader->compilation->arena, &ports))) {
                return false;
            }
        } while (reader_is_mark(reader, ','));
    }
    array->ports = ports.at;
    array->port_count = ports.count;
    return true;
}

/* -- externs -- */

struct name_list {
    VEC_FIELDS(const char *);
};

static bool read_names(struct reader *reader, struct name_list *names)
{
    for (;;) {
        if (!reader_take_name(reader, vec_add(reader->compilation->arena, names))) {
            return false;
        }
        if (!reader_is_mark(reader, ',')) {
            return true;
        }
        reader_advance(reader);
    }
}

/* Post: the number of the extern; reported where it takes another number of arguments. */
static bool number_extern(struct reader *reader, const char *name,
                          const struct name_list *parameters, uint32_t *number)
{
    struct ir_externs *externs = reader->function->externs;
    *number = ir_extern_number(reader->compilation->arena, externs, name, parameters->at,
                               parameters->count);
    const uint32_t count = externs->at[*number].parameter_count;
    return (count == parameters->count && count <= IR_MAX_INPUTS) ||
           reader_fail(reader, "an extern has another number of arguments here");
}

/* "extern" name "(" [ names ] ")" [ "with" names ] */
static bool read_extern(struct reader *reader)
{
    struct arena *arena = reader->compilation->arena;
    struct name_list parameters = {0};
    struct name_list names = {0};
    const char *name;
    uint32_t number;
    reader_advance(reader);
    if (!reader_take_name(reader, &name) || !reader_take_mark(reader, '(') ||
        (!reader_is_mark(reader, ')') && !read_names(reader, &parameters)) ||
        !reader_take_mark(reader, ')') || !number_extern(reader, name, &parameters, &number)) {
        return false;
    }
    reader->function->externs->at[number].parameters = parameters.at;
    if (!reader_is_word(reader, "with")) {
        return true;
    }
    reader_advance(reader);
    if (!read_names(reader, &names)) {
        return false;
    }
    if (names.count != parameters.count) {
        return reader_fail(reader, "an extern has a partial derivative for each argument");
    }
    uint32_t *partials = arena_alloc(arena, names.count * sizeof *partials);
    for (uint32_t i = 0; i < names.count; i++) {
        if (!number_extern(reader, names.at[i], &parameters, &partials[i])) {
            return false;
        }
    }
    reader->function->externs->at[number].partials = partials;
    return true;
}

/* The name of an extern, which is called with this list later in the line. */
static bool read_callee(struct reader *reader, uint32_t *callee)
{
    const struct ir_externs *externs = reader->function->externs;
    const struct span span = reader->span;
    const char *name;
    if (!reader_take_name(reader, &name)) {
        return false;
    }
    for (*callee = 0; externs != NULL && *callee < externs->count; ++*callee) {
        if (strcmp(externs->at[*callee].name, name) == 0) {
            return reader_take_mark(reader, ',');
        }
    }
    diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, span, "unknown extern `%s`",
                     name);
    return false;
}

/* -- values -- */

/* Post: whether the value may be operand number `which` of the operator; else reported. */
static bool check_operand(struct reader *reader, enum ir_op op, uint32_t which, ir_ref ref)
{
    const struct ir_op_info *info = ir_op_info(op);
    const struct ir_value *value = ir_at(reader->function, ref);
    const enum ir_kind kind = ir_operand_kind(op, which);
    if (ir_kind_of(value->op) != kind) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, reader->span,
                         "`%s` takes a %s here, and `%%%" PRIu32 "` is a %s", info->name,
                         ir_kind_name(kind), ref.index, ir_kind_name(ir_kind_of(value->op)));
        return false;
    }
    if (ir_operand_is_whole(op, which) &&
        !(value->op == IR_CONSTANT && floor(value->number) == value->number)) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, reader->span,
                         "`%s` takes a whole constant here", info->name);
        return false;
    }
    return true;
}

static bool read_reference(struct reader *reader, ir_ref *ref)
{
    if (reader->token != TOKEN_VALUE) {
        return reader_fail(reader, "expected a value, `%` and its number");
    }
    if (reader->number >= reader->function->values.count) {
        return reader_fail(reader, "this value is not defined before its use");
    }
    *ref = (ir_ref){(uint32_t)reader->number};
    return true;
}

static bool read_operation(struct reader *reader, const char *name, struct span span,
                           struct ir_value *value)
{
    if (!ir_op_named(name, &value->op) || value->op == IR_CONSTANT || value->op == IR_ARGUMENT) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, span,
                         "unknown operator `%s`", name);
        return false;
    }
    if (value->op == IR_CALL && !read_callee(reader, &value->array)) {
        return false;
    }
    for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
        if ((i > 0 && !reader_take_mark(reader, ',')) ||
            !read_reference(reader, &value->operand[i]) ||
            !check_operand(reader, value->op, i, value->operand[i])) {
            return false;
        }
        reader_advance(reader);
    }
    if (reader_is_mark(reader, ',')) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, reader->span,
                         "`%s` takes no more operands", name);
        return false;
    }
    return true;
}

static bool read_argument(struct reader *reader, const char *name, struct span span,
                          struct ir_value *value)
{
    const struct ir_function *function = reader->function;
    uint32_t array = 0;
    while (array < function->arguments.count &&
           strcmp(function->arguments.at[array].name, name) != 0) {
        array++;
    }
    if (array == function->arguments.count) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, span,
                         "unknown argument array `%s`", name);
        return false;
    }
    value->op = IR_ARGUMENT;
    value->array = array;
    reader_advance(reader);
    const struct span place = reader->span;
    if (!reader_take_whole(reader, &value->element)) {
        return false;
    }
    if (value->element >= function->arguments.at[array].count) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, place,
                         "`%s` has only %" PRIu32 " elements", name,
                         function->arguments.at[array].count);
        return false;
    }
    return reader_take_mark(reader, ']');
}

/* A number, `inf` and `nan` too; else an argument's element or an operation. */
static bool read_right_side(struct reader *reader, struct ir_value *value)
{
    const struct span span = reader->span;
    if (reader->token == TOKEN_NUMBER || reader_is_word(reader, "inf") ||
        reader_is_word(reader, "nan")) {
        value->op = IR_CONSTANT;
        value->number = reader->token == TOKEN_NUMBER   ? reader->number
                        : reader_is_word(reader, "inf") ? (double)INFINITY
                                                        : (double)NAN;
        const bool overflows = isinf(value->number) && strchr("-i", *reader->text) == NULL;
        if (overflows || isnan(value->number) != reader_is_word(reader, "nan")) {
            return reader_fail(reader, "this number is too large");
        }
        reader_advance(reader);
        return true;
    }
    const char *name;
    if (!reader_take_name(reader, &name)) {
        return false;
    }
    return reader_is_mark(reader, '[') ? read_argument(reader, name, span, value)
                                       : read_operation(reader, name, span, value);
}

/* "%" number "=" right side [ "as" name ] */
static bool read_value(struct reader *reader)
{
    struct ir_function *function = reader->function;
    struct ir_value value = {.operand = {IR_NONE, IR_NONE, IR_NONE}};
    const struct span begin = reader->span;
    if (reader->number != function->values.count) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, begin,
                         "values are numbered in order: expected `%%%" PRIu32 "`",
                         function->values.count);
        return false;
    }
    reader_advance(reader);
    if (!reader_take_mark(reader, '=') || !read_right_side(reader, &value)) {
        return false;
    }
    if (reader_is_word(reader, "as")) {
        reader_advance(reader);
        if (!reader_take_atom(reader, &value.name)) {
            return false;
        }
    }
    value.span = (struct span){begin.begin, reader->last_end};
    const uint32_t count = function->values.count;
    const ir_ref same = ir_intern_value(function, &value);
    ir_ref inputs[IR_MAX_INPUTS];
    if (value.op == IR_CALL &&
        ir_inputs(function, same, inputs) != ir_callee(function, same)->parameter_count) {
        return reader_fail(reader, "a call has as many arguments as its extern takes");
    }
    if (function->values.count == count) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT, value.span,
                         "this is the same value as `%%%" PRIu32 "`", same.index);
        return false;
    }
    return true;
}

/* -- the function -- */

/* [ layout "[" rows "," columns "]" ] */
static bool read_layout(struct reader *reader, struct ir_result *result)
{
    struct ir_pattern *pattern = &result->pattern;
    for (unsigned i = IR_LAYOUT_DENSE; i <= IR_LAYOUT_COO; i++) {
        if (reader_is_word(reader, ir_layout_name((enum ir_layout)i))) {
            const struct span begin = reader->span;
            pattern->is_matrix = true;
            pattern->layout = (enum ir_layout)i;
            reader_advance(reader);
            if (!reader_take_mark(reader, '[') || !reader_take_whole(reader, &pattern->rows) ||
                !reader_take_mark(reader, ',') || !reader_take_whole(reader, &pattern->columns) ||
                !reader_take_mark(reader, ']')) {
                return false;
            }
            const uint64_t size = (uint64_t)pattern->rows * pattern->columns;
            if (size < result->array.count ||
                (ir_layout_is_dense(pattern->layout) && size != result->array.count)) {
                diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT,
                                 (struct span){begin.begin, reader->last_end},
                                 "this matrix does not have %" PRIu32 " elements",
                                 result->array.count);
                return false;
            }
            return true;
        }
    }
    return true;
}

/* "at" row "," column: of element `at` of a sparse matrix, behind the places before it. */
static bool read_place(struct reader *reader, const struct ir_pattern *pattern, uint32_t at,
                       uint32_t *row, uint32_t *column)
{
    const struct span begin = reader->span;
    if (!reader_take_word(reader, "at") || !reader_take_whole(reader, &row[at]) ||
        !reader_take_mark(reader, ',') || !reader_take_whole(reader, &column[at])) {
        return false;
    }
    const bool by_column = pattern->layout == IR_LAYOUT_CSC;
    const uint32_t *major = by_column ? column : row;
    const uint32_t *minor = by_column ? row : column;
    const bool ordered = at == 0 || major[at - 1] < major[at] ||
                         (major[at - 1] == major[at] && minor[at - 1] < minor[at]);
    if (row[at] >= pattern->rows || column[at] >= pattern->columns || !ordered) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT,
                         (struct span){begin.begin, reader->last_end}, "%s",
                         ordered ? "this place is outside of the matrix"
                                 : "the places of a sparse matrix stand in order");
        return false;
    }
    return true;
}

static bool read_element(struct reader *reader, struct ir_result *result, uint32_t at)
{
    const char *name;
    uint32_t element;
    const struct span begin = reader->span;
    if (!reader_take_name(reader, &name) || !reader_take_subscript(reader, &element)) {
        return false;
    }
    if (strcmp(name, result->array.name) != 0 || element != at) {
        diagnostic_error(reader->compilation->diagnostics, ERROR_IR_TEXT,
                         (struct span){begin.begin, reader->last_end}, "expected `%s[%" PRIu32 "]`",
                         result->array.name, at);
        return false;
    }
    if (!reader_take_mark(reader, '=') || !read_reference(reader, &result->elements[at])) {
        return false;
    }
    if (ir_kind_of(ir_at(reader->function, result->elements[at])->op) != IR_REAL) {
        return reader_fail(reader, "a result is a number, and this is none");
    }
    reader_advance(reader);
    return true;
}

static bool read_result(struct reader *reader)
{
    struct arena *arena = reader->compilation->arena;
    struct ir_result result = {.optional = reader_is_word(reader, "optional")};
    if (result.optional) {
        reader_advance(reader);
    }
    if (!reader_take_word(reader, "result") || !read_array(reader, &result.array) ||
        !read_layout(reader, &result)) {
        return false;
    }
    VEC(ir_ref) elements = {0};
    VEC(uint32_t) rows = {0};
    VEC(uint32_t) columns = {0};
    const bool sparse = result.pattern.rows > 0 && !ir_layout_is_dense(result.pattern.layout);
    while (elements.count < result.array.count) {
        const uint32_t at = elements.count;
        vec_push(arena, &elements, IR_NONE);
        result.elements = elements.at;
        if (!read_element(reader, &result, at)) {
            return false;
        }
        if (sparse) {
            vec_push(arena, &rows, 0);
            vec_push(arena, &columns, 0);
            if (!read_place(reader, &result.pattern, at, rows.at, columns.at)) {
                return false;
            }
        }
    }
    result.elements = elements.at;
    result.pattern.row = rows.at;
    result.pattern.column = columns.at;
    vec_push(arena, &reader->function->results, result);
    return true;
}

static bool read_function(struct reader *reader)
{
    struct ir_function *function = reader->function;
    if (!reader_take_word(reader, "function") || !reader_take_atom(reader, &function->name) ||
        !reader_take_name(reader, &function->suffix)) {
        return false;
    }
    if (reader_is_word(reader, "extern")) {
        function->externs = arena_alloc(reader->compilation->arena, sizeof *function->externs);
    }
    while (reader_is_word(reader, "extern")) {
        if (!read_extern(reader)) {
            return false;
        }
    }
    while (reader_is_word(reader, "argument")) {
        struct ir_array array = {0};
        reader_advance(reader);
        if (!read_array(reader, &array)) {
            return false;
        }
        vec_push(reader->compilation->arena, &function->arguments, array);
    }
    while (reader->token == TOKEN_VALUE) {
        if (!read_value(reader)) {
            return false;
        }
    }
    while (reader->token != TOKEN_END) {
        if (!read_result(reader)) {
            return false;
        }
    }
    return true;
}

struct ir_function *ir_read(const struct compilation *compilation, const struct source *source)
{
    struct reader reader = {
        .compilation = compilation,
        .source = source,
        .function = ir_function_create(compilation->arena, compilation->atoms, (atom){0}, ""),
        .span = {source->base, source->base},
    };
    reader_advance(&reader);
    return read_function(&reader) ? reader.function : NULL;
}
