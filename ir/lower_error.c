/* What lowering says of a model: errors with the inlined calls that led to them, warnings. */
#include "lowering.h"

#include <stdarg.h>
#include <stdio.h>

enum { CALLS_SHOWN = 3 };

const char *lower_text(const struct lowering *l, atom name)
{
    return atom_text(l->compilation->atoms, name);
}

static const char *format_message(struct lowering *l, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *message = arena_alloc(l->arena, (size_t)length + 1);
    vsnprintf(message, (size_t)length + 1, format, arguments);
    return message;
}

/* Keeps the calls that led to the frame, the innermost first, for lower_finish_error; a recursion
 * shows its call once, and not again where it is the place of the error. */
static void keep_calls(struct lowering *l, const struct frame *frame, struct span span)
{
    uint32_t latest = span.begin;
    l->calls.count = 0;
    for (; frame != NULL && frame->callee != NULL && frame->callee->kind == AST_FN &&
           l->calls.count < CALLS_SHOWN;
         frame = frame->caller) {
        if (frame->call.begin != latest) {
            latest = frame->call.begin;
            vec_push(l->arena, &l->calls, (struct ast_name){frame->callee->name.name, frame->call});
        }
    }
}

void lower_finish_error(struct lowering *l)
{
    for (uint32_t i = 0; i < l->calls.count; i++) {
        lower_note(l, l->calls.at[i].span, "in this call of `%s`",
                   lower_text(l, l->calls.at[i].name));
    }
    l->calls.count = 0;
}

void lower_error(struct lowering *l, enum diagnostic_code code, struct span span,
                 const char *format, ...)
{
    lower_finish_error(l);
    va_list arguments;
    va_start(arguments, format);
    const char *message = format_message(l, format, arguments);
    va_end(arguments);
    const struct frame *frame = l->frame;
    for (; frame != NULL && frame->builtin; frame = frame->caller) {
        span = frame->call;
    }
    l->errors++;
    l->fresh = diagnostic_error(l->compilation->diagnostics, code, span, "%s", message);
    keep_calls(l, frame, span);
}

void lower_warning(struct lowering *l, enum diagnostic_code code, struct span span,
                   const char *format, ...)
{
    lower_finish_error(l);
    va_list arguments;
    va_start(arguments, format);
    l->fresh = diagnostic_warning(l->compilation->diagnostics, code, span, "%s",
                                  format_message(l, format, arguments));
    va_end(arguments);
}

void lower_note(struct lowering *l, struct span span, const char *format, ...)
{
    const struct source *source = source_at(l->compilation->sources, span.begin);
    if (!l->fresh || source == NULL || source->builtin) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    diagnostic_note(l->compilation->diagnostics, span, "%s", format_message(l, format, arguments));
    va_end(arguments);
}

void lower_help(struct lowering *l, const char *format, ...)
{
    if (!l->fresh) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    diagnostic_help(l->compilation->diagnostics, "%s", format_message(l, format, arguments));
    va_end(arguments);
}

void lower_fix(struct lowering *l, struct span span, const char *replacement, const char *format,
               ...)
{
    if (!l->fresh) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    diagnostic_fix(l->compilation->diagnostics, span, replacement, "%s",
                   format_message(l, format, arguments));
    va_end(arguments);
}
