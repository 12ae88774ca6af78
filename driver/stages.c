/* Where the time of a run goes; see stages.h.
 *
 * The line is written by a signal handler, once a second, as no stage knows how long it will take.
 * It reads and writes flags and calls nothing but what POSIX lets it. */
#define _POSIX_C_SOURCE 200809L
#include "stages.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *const names[] = {
    [STAGE_NONE] = "the rest",       [STAGE_PARSE] = "parse", [STAGE_LOWER] = "lower",
    [STAGE_LINEARIZE] = "linearize", [STAGE_ORDER] = "order", [STAGE_DERIVE] = "derive",
    [STAGE_GENERATE] = "generate",   [STAGE_WRITE] = "write"};

/* -- the line -- */

static const char *const lines[] = {[STAGE_PARSE] = "\r\033[Kreading ...",
                                    [STAGE_LOWER] = "\r\033[Kunrolling ...",
                                    [STAGE_LINEARIZE] = "\r\033[Klinearizing ...",
                                    [STAGE_ORDER] = "\r\033[Kchoosing an elimination order ...",
                                    [STAGE_DERIVE] = "\r\033[Kderiving ...",
                                    [STAGE_GENERATE] = "\r\033[Kgenerating code ...",
                                    [STAGE_WRITE] = NULL};

static volatile sig_atomic_t current; /* stage */
static volatile sig_atomic_t hush;
static volatile sig_atomic_t shown;

static void show(int number)
{
    const int error = errno;
    const char *line = lines[current];
    (void)number;
    if (line != NULL && !hush) {
        shown = 1;
        shown = write(STDERR_FILENO, line, strlen(line)) > 0;
    }
    alarm(1);
    errno = error;
}

static void clear(void)
{
    if (shown) {
        shown = 0;
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
}

void stages_hush(bool hushed)
{
    hush = hushed;
    clear();
}

void stages_begin(struct stages *stages)
{
    stages_enter(stages, STAGE_NONE);
    if (isatty(STDERR_FILENO) == 1) {
        struct sigaction action = {.sa_handler = show, .sa_flags = SA_RESTART};
        sigemptyset(&action.sa_mask);
        sigaction(SIGALRM, &action, NULL);
        alarm(1);
    }
}

/* -- the clock -- */

enum stage stages_enter(struct stages *stages, enum stage stage)
{
    const enum stage before = stages->now;
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    const double now = (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
    if (stages->since > 0.0) {
        stages->seconds[before] += now - stages->since;
    }
    stages->now = stage;
    stages->since = now;
    current = (sig_atomic_t)stage;
    if (lines[stage] == NULL) {
        clear();
    }
    return before;
}

void stages_report(struct stages *stages, FILE *out)
{
    double total = 0.0;
    stages_enter(stages, STAGE_NONE);
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        total += stages->seconds[stage];
    }
    for (int stage = STAGE_NONE + 1; stage < STAGE_COUNT; stage++) {
        if (stages->seconds[stage] > 0.0) {
            fprintf(out, "adc: time: %-9s %10.3f ms\n", names[stage], 1e3 * stages->seconds[stage]);
        }
    }
    fprintf(out, "adc: time: %-9s %10.3f ms\n", names[STAGE_NONE],
            1e3 * stages->seconds[STAGE_NONE]);
    fprintf(out, "adc: time: %-9s %10.3f ms\n", "total", 1e3 * total);
}
