/* The limits at which lowering gives up, before memory or patience ends: operations, steps, bytes,
 * levels. What is said names the loops that are open, how far they are, and by that what the model
 * would grow to. */
#include "lowering.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* A level takes up to 750 bytes of stack (gcc 12, -O2), and 2.7 KiB under the address sanitizer
 * (clang 14); 8 MiB are to do. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
enum { NESTING_LIMIT = 2500 };
#else
enum { NESTING_LIMIT = 6000 };
#endif

enum { DEFAULT_MAX_OPERATIONS = 5000000, STEPS_PER_OPERATION = 10, LOOPS_SHOWN = 3 };

/* Memory of lowering itself, for every operation that a model may have: copies of arrays, terms of
 * sums. */
enum { BYTES_PER_OPERATION = 128 };

void lower_stop(struct lowering *l)
{
    l->stopped = true;
}

static uint32_t operations_limit(const struct lowering *l)
{
    return l->options->max_operations == 0 ? DEFAULT_MAX_OPERATIONS : l->options->max_operations;
}

/* -- loops -- */

static struct lower_size size_now(const struct lowering *l)
{
    return (struct lower_size){l->f->values.count, l->steps, arena_bytes(l->arena)};
}

void lower_open_loop(struct lowering *l, struct span span, int64_t count)
{
    vec_push(l->arena, &l->loops,
             (struct lower_loop){.span = span,
                                 .count = count,
                                 .turn = -1,
                                 .depth = l->frame->depth,
                                 .before = size_now(l)});
}

bool lower_turn(struct lowering *l)
{
    struct lower_loop *loop = &l->loops.at[l->loops.count - 1];
    loop->turn++;
    l->steps++;
    return lower_goes_on(l, loop->span);
}

void lower_close_loop(struct lowering *l)
{
    l->loops.count--;
}

/* Post: which part of the outermost loop is done: its turns, and those of the loops within. */
static double done_part(const struct lowering *l)
{
    double part = 0;
    for (uint32_t i = l->loops.count; i-- > 0;) {
        part = ((double)l->loops.at[i].turn + part) / (double)l->loops.at[i].count;
    }
    return part;
}

/* Post: ", and would grow to about 30000" by what the outermost loop has added, two digits of it;
 * "" where no loop is open. */
static const char *growth_words(struct lowering *l, double before, double now)
{
    const double part = l->loops.count == 0 ? 0 : done_part(l);
    if (part <= 0) {
        return "";
    }
    const double total = before + (now - before) / part;
    const double unit = pow(10, floor(log10(total)) - 1);
    return arena_format(
        l->arena, total < 1e9 ? ", and would grow to about %.0f" : ", and would grow to about %.2g",
        round(total / unit) * unit);
}

/* The loops around the place of the error. */
static void note_loops(struct lowering *l, struct span place)
{
    for (uint32_t i = 0; i < l->loops.count && i < LOOPS_SHOWN; i++) {
        const struct lower_loop *loop = &l->loops.at[i];
        if (loop->span.begin == place.begin) {
            continue;
        }
        lower_note(l, loop->span, "turn %" PRId64 " of %" PRId64 " of this loop", loop->turn + 1,
                   loop->count);
    }
}

/* Post: the innermost loop where the call at hand has one, else the place itself. */
static struct span what_grows(const struct lowering *l, struct span place)
{
    const struct lower_loop *loop = l->loops.count == 0 ? NULL : &l->loops.at[l->loops.count - 1];
    return loop != NULL && loop->depth == l->frame->depth ? loop->span : place;
}

static void give_up(struct lowering *l, struct span place)
{
    lower_help(l, "loops are unrolled and functions inlined; --max-ops=N sets the limit");
    note_loops(l, place);
    lower_stop(l);
}

/* -- size -- */

bool lower_goes_on(struct lowering *l, struct span span)
{
    const uint64_t limit = operations_limit(l);
    const uint64_t bytes = arena_bytes(l->arena);
    if (l->stopped || diagnostics_full(l->compilation->diagnostics)) {
        return false;
    }
    const struct span place = what_grows(l, span);
    const struct lower_size before =
        l->loops.count == 0 ? (struct lower_size){0} : l->loops.at[0].before;
    if (l->f->values.count > limit) {
        lower_error(l, ERROR_TOO_MANY_OPERATIONS, place,
                    "the model grows beyond %" PRIu64 " operations here%s", limit,
                    growth_words(l, before.operations, l->f->values.count));
        give_up(l, place);
    } else if (l->steps > limit * STEPS_PER_OPERATION) {
        lower_error(l, ERROR_TOO_MANY_OPERATIONS, place,
                    "working out this model takes more than %" PRIu64 " steps%s",
                    limit * STEPS_PER_OPERATION,
                    growth_words(l, (double)before.steps, (double)l->steps));
        give_up(l, place);
    } else if (bytes > limit * BYTES_PER_OPERATION) {
        lower_error(l, ERROR_TOO_MANY_OPERATIONS, place,
                    "working out this model takes more than %" PRIu64 " bytes%s",
                    limit * BYTES_PER_OPERATION,
                    growth_words(l, (double)before.bytes, (double)bytes));
        give_up(l, place);
    }
    return !l->stopped;
}

bool lower_has_room(struct lowering *l, struct span span, uint64_t operations)
{
    const uint64_t limit = operations_limit(l);
    if (l->f->values.count + operations <= limit) {
        return true;
    }
    if (!l->stopped) {
        lower_error(l, ERROR_TOO_MANY_OPERATIONS, span,
                    "the model grows beyond %" PRIu64 " operations here, to at least %" PRIu64,
                    limit, l->f->values.count + operations);
        lower_help(l, "every element is one; --max-ops=N sets the limit");
        lower_stop(l);
    }
    return false;
}

/* -- levels -- */

bool lower_enter(struct lowering *l, struct span span)
{
    l->steps++;
    if (!lower_goes_on(l, span)) {
        return false;
    }
    if (l->nesting >= NESTING_LIMIT) {
        lower_error(l, ERROR_NESTED_TOO_DEEPLY, span,
                    "this nests too deeply: more than %d expressions and calls inside each other",
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
