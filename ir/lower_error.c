/* What lowering says of a model: errors with the inlined calls that led to them, warnings; and
 * the limits at which it gives up. */
#include "lowering.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* A level takes up to 750 bytes of stack when optimized, about 1.2 KiB when not, and fourfold under
 * the address sanitizer; 8 MiB are to do. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
enum { NESTING_LIMIT = 2000 };
#else
enum { NESTING_LIMIT = 6000 };
#endif

enum { CALLS_SHOWN = 3, DEFAULT_MAX_OPERATIONS = 20000000, STEPS_PER_OPERATION = 10 };

/* Memory of lowering itself, for every operation that a model may have: copies of arrays, terms of
 * sums. */
enum { BYTES_PER_OPERATION = 128 };

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

/* -- limits -- */

void lower_stop(struct lowering *l)
{
    l->stopped = true;
}

bool lower_goes_on(struct lowering *l, struct span span)
{
    const uint32_t limit =
        l->options->max_operations == 0 ? DEFAULT_MAX_OPERATIONS : l->options->max_operations;
    if (l->stopped || diagnostics_full(l->compilation->diagnostics)) {
        return false;
    }
    if (l->f->values.count > limit) {
        lower_error(l, ERROR_TOO_MANY_OPERATIONS, span, "the model grows beyond %u operations here",
                    limit);
        lower_help(l, "loops are unrolled and functions inlined; --max-ops=N sets the limit");
        lower_stop(l);
    } else if (l->steps > (uint64_t)limit * STEPS_PER_OPERATION) {
        lower_error(l, ERROR_TOO_MANY_OPERATIONS, span,
                    "working out this model takes more than %" PRIu64 " steps",
                    (uint64_t)limit * STEPS_PER_OPERATION);
        lower_help(l, "loops are unrolled and functions inlined; --max-ops=N sets the limit");
        lower_stop(l);
    } else if (arena_bytes(l->arena) > (uint64_t)limit * BYTES_PER_OPERATION) {
        lower_error(l, ERROR_TOO_MANY_OPERATIONS, span,
                    "working out this model takes more than %" PRIu64 " bytes",
                    (uint64_t)limit * BYTES_PER_OPERATION);
        lower_help(l, "every copy of an array and every term of a sum counts; --max-ops=N sets the "
                      "limit");
        lower_stop(l);
    }
    return !l->stopped;
}

bool lower_enter(struct lowering *l, struct span span)
{
    l->steps++;
    if (!lower_goes_on(l, span)) {
        return false;
    }
    if (l->nesting >= NESTING_LIMIT) {
        lower_error(l, ERROR_NESTED_TOO_DEEPLY, span,
                    "this nests too deeply: more than %d expressions and calls inside each "
                    "other",
                    NESTING_LIMIT);
        lower_stop(l);
        return false;
    }
    l->nesting++;
    return true;
}

void lower_leave(struct lowering *l)
{
    l->nesting--;
}
