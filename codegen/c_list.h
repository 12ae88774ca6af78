/* A list of parameters or arguments in generated C, broken where it is long. */
#ifndef ADC_CODEGEN_C_LIST_H
#define ADC_CODEGEN_C_LIST_H

#include "text.h"

struct c_list {
    struct text line;
    unsigned hang; /* columns that its further lines stand to the right */
    bool more;
};

/* Post: a list that begins with `what(`. */
struct c_list c_list_begin(const char *what, struct arena *arena);

/* Adds an item, behind a comma if it is not the first. */
void c_list_add(struct c_list *list, const char *item);

/* Adds the list to the text, at this indent and with `end` behind its last bracket. */
void c_list_end(struct c_list *list, const char *end, unsigned indent, struct text *out);

#endif
