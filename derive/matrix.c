/* Matrices of derivatives as results; see matrix.h. */
#include "matrix.h"

#include "labels.h"

#include <stdlib.h>

static int compare_by_row(const void *left, const void *right)
{
    const struct jacobian_entry *a = left;
    const struct jacobian_entry *b = right;
    if (a->output != b->output) {
        return a->output < b->output ? -1 : 1;
    }
    return a->input < b->input ? -1 : a->input > b->input;
}

static int compare_by_column(const void *left, const void *right)
{
    const struct jacobian_entry *a = left;
    const struct jacobian_entry *b = right;
    if (a->input != b->input) {
        return a->input < b->input ? -1 : 1;
    }
    return a->output < b->output ? -1 : a->output > b->output;
}

static void fill_dense(struct ir_function *f, const struct jacobian_entries *entries,
                       struct ir_result *matrix)
{
    const struct ir_pattern *pattern = &matrix->pattern;
    const ir_ref zero = ir_constant(f, 0);
    for (uint32_t e = 0; e < matrix->array.count; e++) {
        matrix->elements[e] = zero;
    }
    for (uint32_t i = 0; i < entries->count; i++) {
        const struct jacobian_entry *entry = &entries->at[i];
        const uint32_t at = pattern->layout == IR_LAYOUT_COLUMNS
                                ? entry->input * pattern->rows + entry->output
                                : entry->output * pattern->columns + entry->input;
        matrix->elements[at] = label_value(f, entry->label);
    }
}

static void fill_sparse(struct ir_function *f, const struct jacobian_entries *entries,
                        enum ir_layout layout, struct ir_result *matrix)
{
    struct jacobian_entry *sorted = arena_alloc(f->arena, entries->count * sizeof *sorted);
    for (uint32_t i = 0; i < entries->count; i++) {
        sorted[i] = entries->at[i];
    }
    if (entries->count > 0) {
        qsort(sorted, entries->count, sizeof *sorted,
              layout == IR_LAYOUT_CSC ? compare_by_column : compare_by_row);
    }
    uint32_t *row = arena_alloc(f->arena, entries->count * sizeof *row);
    uint32_t *column = arena_alloc(f->arena, entries->count * sizeof *column);
    for (uint32_t i = 0; i < entries->count; i++) {
        row[i] = sorted[i].output;
        column[i] = sorted[i].input;
        matrix->elements[i] = label_value(f, sorted[i].label);
    }
    matrix->pattern.row = row;
    matrix->pattern.column = column;
}

void matrix_add_result(struct ir_function *f, const char *name, uint32_t rows, uint32_t columns,
                       const struct jacobian_entries *entries, enum ir_layout layout)
{
    const bool dense = ir_layout_is_dense(layout);
    const uint32_t count = dense ? rows * columns : entries->count;
    struct ir_result matrix = {
        .array = {.name = name, .count = count},
        .pattern = {.is_matrix = true, .layout = layout, .rows = rows, .columns = columns}};
    matrix.elements = arena_alloc(f->arena, count * sizeof(ir_ref));
    if (dense) {
        fill_dense(f, entries, &matrix);
    } else {
        fill_sparse(f, entries, layout, &matrix);
    }
    vec_push(f->arena, &f->results, matrix);
}

void matrix_add_vector(struct ir_function *f, const char *name, uint32_t count,
                       const struct jacobian_entries *entries)
{
    matrix_add_result(f, name, 1, count, &(struct jacobian_entries){0}, IR_LAYOUT_DENSE);
    struct ir_result *vector = &f->results.at[f->results.count - 1];
    vector->pattern = (struct ir_pattern){0};
    for (uint32_t i = 0; i < entries->count; i++) {
        const struct jacobian_entry *entry = &entries->at[i];
        vector->elements[entry->output + entry->input] = label_value(f, entry->label);
    }
}
