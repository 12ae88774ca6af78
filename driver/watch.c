/* Watching a search; see watch.h.
 *
 * The flag is the one thing in adc that changes and belongs to nobody: C lets a signal handler
 * write nothing but such a flag. */
#define _POSIX_C_SOURCE 200809L
#include "watch.h"

#include "stages.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    interrupted = 1;
    signal(number, SIG_DFL);
}

static void show(void *context, uint64_t best, uint64_t bound)
{
    struct watch *watch = context;
    if (!watch->terminal || (watch->shown && watch->best == best && watch->bound == bound)) {
        return;
    }
    if (!watch->shown) {
        stages_hush(true);
    }
    watch->shown = true;
    watch->best = best;
    watch->bound = bound;
    fprintf(stderr, "\r\033[Kbest %llu, bound %llu, gap %.1f%% (Ctrl-C takes the best so far)",
            (unsigned long long)best, (unsigned long long)bound,
            best == 0 ? 0.0 : 100.0 * (double)(best - bound) / (double)best);
    fflush(stderr);
}

void watch_begin(struct watch *watch, struct lg_order_options *options)
{
    *watch = (struct watch){.terminal = isatty(STDERR_FILENO) == 1};
    options->progress = show;
    options->progress_context = watch;
    options->stop = &interrupted;
    watch->before = signal(SIGINT, interrupt);
    if (watch->before == SIG_IGN) { /* by a shell, of what runs in the background */
        signal(SIGINT, SIG_IGN);
    }
}

void watch_end(struct watch *watch)
{
    signal(SIGINT, watch->before == SIG_ERR ? SIG_DFL : watch->before);
    if (watch->shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        stages_hush(false);
    }
}
