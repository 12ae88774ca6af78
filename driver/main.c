/* adc, the differentiation compiler: reads the command line and runs one subcommand. */
#include "output.h"
#include "pipeline.h"

int main(int count, char **arguments)
{
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
