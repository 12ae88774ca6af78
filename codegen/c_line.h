/* Lines of generated C of at most a hundred columns. */
#ifndef ADC_CODEGEN_C_LINE_H
#define ADC_CODEGEN_C_LINE_H

#include "text.h"

enum { C_LINE_COLUMNS = 100, C_LINE_INDENT = 4, C_LINE_HANG = 8 };

/* Adds a blank at which c_line_add may break the line; better at a small depth than at a large. */
void c_line_mark(struct text *line, unsigned depth);

/* Adds `line`, which may hold marks, and a line end; indented by `indent` columns, and by `hang`
 * more where it goes on after a break. */
void c_line_add(struct text *out, const struct text *line, unsigned indent, unsigned hang);

/* Adds a comment of one or more lines, broken at blanks where they are long. What would end the
 * comment, or begin another, is taken apart. */
void c_line_comment(struct text *out, const char *text);

#endif
