/* Writes lists of parameters and arguments. */
#include "c_list.h"

#include "c_line.h"

enum { HANG_MAX = 50 /* columns that a parameter stands to the right at most */ };

struct c_list c_list_begin(const char *what, struct arena *arena)
{
    struct c_list list = {.line = text_in(arena)};
    text_print(&list.line, "%s(", what);
    list.hang = list.line.length <= HANG_MAX ? (unsigned)list.line.length : C_LINE_HANG;
    return list;
}

void c_list_add(struct c_list *list, const char *item)
{
    if (list->more) {
        text_add(&list->line, ",");
        c_line_mark(&list->line, 0);
    }
    list->more = true;
    text_add(&list->line, item);
}

void c_list_end(struct c_list *list, const char *end, unsigned indent, struct text *out)
{
    text_print(&list->line, ")%s", end);
    c_line_add(out, &list->line, indent, list->hang);
}
