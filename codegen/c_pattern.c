/* Sparsity patterns in generated C; see c_pattern.h. */
#include "c_pattern.h"

#include "c_line.h"

#include <string.h>

struct c_pattern c_pattern_of(const struct ir_result *result)
{
    const char *array = result->array.name;
    if (!result->pattern.is_matrix) {
        return (struct c_pattern){0};
    }
    return (struct c_pattern){.stem = strcmp(array, "h") == 0 ? "hess" : array,
                              .array = array,
                              .nonzeros = result->array.count,
                              .pattern = &result->pattern};
}

struct c_patterns c_patterns_of(const struct codegen_model *model, struct arena *arena)
{
    struct c_patterns patterns = {0};
    for (uint32_t f = 0; f < model->function_count; f++) {
        const struct ir_function *function = model->functions[f];
        for (uint32_t r = 0; r < function->results.count; r++) {
            const struct c_pattern pattern = c_pattern_of(&function->results.at[r]);
            bool fresh = pattern.stem != NULL;
            for (uint32_t i = 0; fresh && i < patterns.count; i++) {
                fresh = strcmp(patterns.at[i].stem, pattern.stem) != 0;
            }
            if (fresh) {
                vec_push(arena, &patterns, pattern);
            }
        }
    }
    return patterns;
}

bool c_pattern_arrays(const struct ir_pattern *pattern, const char *suffixes[2])
{
    const bool coordinates = pattern->layout == IR_LAYOUT_COO;
    suffixes[0] = coordinates ? "row" : "ptr";
    suffixes[1] = coordinates ? "col" : "idx";
    return !ir_layout_is_dense(pattern->layout);
}

bool c_pattern_has(const struct c_pattern *pattern, bool below)
{
    const struct ir_pattern *p = pattern->pattern;
    for (uint32_t k = 0; p->row != NULL && k < pattern->nonzeros; k++) {
        if (below ? p->row[k] > p->column[k] : p->row[k] < p->column[k]) {
            return true;
        }
    }
    return false;
}

/* -- explanations -- */

void c_pattern_explain(const struct c_pattern *pattern, const char *base, const char *entry,
                       const char *rows, const char *columns, struct text *out)
{
    const char *stem = arena_format(out->arena, "%s_%s", base, pattern->stem);
    const char *array = pattern->array;
    const char *row = "i";
    const char *column = "j";
    switch (pattern->pattern->layout) {
    case IR_LAYOUT_DENSE:
        text_print(out, "row by row: %s[i*%s_%s + j] = ", array, base, columns);
        break;
    case IR_LAYOUT_COLUMNS:
        text_print(out, "column by column: %s[j*%s_%s + i] = ", array, base, rows);
        break;
    case IR_LAYOUT_CSR:
        column = arena_format(out->arena, "%s_idx[k]", stem);
        text_print(out, "nonzeros alone, row by row: %s[k] = ", array);
        break;
    case IR_LAYOUT_CSC:
        row = arena_format(out->arena, "%s_idx[k]", stem);
        text_print(out, "nonzeros alone, column by column: %s[k] = ", array);
        break;
    case IR_LAYOUT_COO:
        row = arena_format(out->arena, "%s_row[k]", stem);
        column = arena_format(out->arena, "%s_col[k]", stem);
        text_print(out, "nonzeros alone: %s[k] = ", array);
        break;
    }
    const char *first = strstr(entry, "%r");
    const char *second = strstr(entry, "%c");
    text_add_bytes(out, entry, (size_t)(first - entry));
    text_add(out, row);
    text_add_bytes(out, first + 2, (size_t)(second - first) - 2);
    text_add(out, column);
    text_add(out, second + 2);
    if (pattern->pattern->layout == IR_LAYOUT_CSR || pattern->pattern->layout == IR_LAYOUT_CSC) {
        const char *major = pattern->pattern->layout == IR_LAYOUT_CSR ? "i" : "j";
        text_print(out, " for k from %s_ptr[%s] to %s_ptr[%s + 1] - 1", stem, major, stem, major);
    }
}

/* -- data -- */

/* Post: the elements of the first array of a compressed layout: where each row (or column) begins,
 * and the end. */
static uint32_t starts(const struct c_pattern *pattern, uint32_t **start, struct arena *arena)
{
    const struct ir_pattern *p = pattern->pattern;
    const bool by_row = p->layout == IR_LAYOUT_CSR;
    const uint32_t lines = by_row ? p->rows : p->columns;
    const uint32_t *line = by_row ? p->row : p->column;
    *start = arena_alloc(arena, (lines + 1) * sizeof **start);
    for (uint32_t k = 0; k < pattern->nonzeros; k++) {
        (*start)[line[k] + 1]++;
    }
    for (uint32_t i = 0; i < lines; i++) {
        (*start)[i + 1] += (*start)[i];
    }
    return lines + 1;
}

/* C has no arrays without elements: a matrix without nonzeros gets one that means nothing. */
static void define(const char *name, const uint32_t *elements, uint32_t count, struct text *out)
{
    struct text line = text_in(out->arena);
    text_print(&line, "const int %s[%u] = {", name, (unsigned)(count == 0 ? 1 : count));
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) {
            text_add(&line, ",");
            c_line_mark(&line, 0);
        }
        text_print(&line, "%u", (unsigned)elements[i]);
    }
    text_add(&line, count == 0 ? "0};" : "};");
    c_line_add(out, &line, 0, C_LINE_INDENT);
}

void c_pattern_define(const struct codegen_model *model, const char *base, struct text *out)
{
    struct arena *arena = arena_create();
    const struct c_patterns patterns = c_patterns_of(model, arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        const struct c_pattern *pattern = &patterns.at[i];
        const struct ir_pattern *p = pattern->pattern;
        const char *suffixes[2];
        if (!c_pattern_arrays(p, suffixes)) {
            continue;
        }
        const char *names[2];
        for (int side = 0; side < 2; side++) {
            names[side] = arena_format(arena, "%s_%s_%s", base, pattern->stem, suffixes[side]);
        }
        text_add(out, "\n");
        if (p->layout == IR_LAYOUT_COO) {
            define(names[0], p->row, pattern->nonzeros, out);
            define(names[1], p->column, pattern->nonzeros, out);
        } else {
            uint32_t *start;
            const uint32_t count = starts(pattern, &start, arena);
            define(names[0], start, count, out);
            define(names[1], p->layout == IR_LAYOUT_CSR ? p->column : p->row, pattern->nonzeros,
                   out);
        }
    }
    arena_destroy(arena);
}

void c_pattern_declare(const struct codegen_model *model, const char *base, struct text *out)
{
    struct arena *arena = arena_create();
    const struct c_patterns patterns = c_patterns_of(model, arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        const struct c_pattern *pattern = &patterns.at[i];
        const char *suffixes[2];
        if (c_pattern_arrays(pattern->pattern, suffixes)) {
            text_print(out, "extern const int %s_%s_%s[], %s_%s_%s[];\n", base, pattern->stem,
                       suffixes[0], base, pattern->stem, suffixes[1]);
        }
    }
    arena_destroy(arena);
}
