/* adc, the differentiation compiler: reads the command line and runs one subcommand. */
#define _POSIX_C_SOURCE 200809L
#include "output.h"
#include "pipeline.h"

#include <signal.h>
#include <unistd.h>

/* What never ought to happen ends like any other bug that adc finds in itself. */
static void end_with_bug(int number)
{
    static const char message[] = "adc: internal error, please report it\n";
    const ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)number;
    (void)written;
    _exit(STATUS_BUG);
}

static void watch_for_bugs(void)
{
    static const int signals[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        signal(signals[i], end_with_bug);
    }
}

int main(int count, char **arguments)
{
    watch_for_bugs();
    struct pipeline pipeline = {.compilation = compilation_create()};
    struct options options;
    pipeline.options = &options;
    stages_begin(&pipeline.stages);
    enum status status = STATUS_FINE;
    switch (options_read(pipeline.compilation.arena, count, arguments, &options)) {
    case OPTIONS_WRONG:
        status = STATUS_USAGE;
        break;
    case OPTIONS_DONE:
        break;
    case OPTIONS_GO:
        switch (options.command) {
        case COMMAND_COMPILE:
            status = command_compile(&pipeline);
            break;
        case COMMAND_COMPARE:
            status = command_compare(&pipeline);
            break;
        case COMMAND_CHECK:
            status = command_check(&pipeline);
            break;
        case COMMAND_EVAL:
            status = command_eval(&pipeline);
            break;
        }
        if (options.verbose) {
            stages_report(&pipeline.stages, stderr);
        }
        break;
    }
    if (status == STATUS_FINE && !output_finish()) {
        status = STATUS_MACHINE;
    }
    compilation_destroy(&pipeline.compilation);
    return (int)status;
}
