/* What options and files of one command line have to do with each other. */
#include "option.h"

#include "adapt.h"
#include "output.h"

#include <string.h>

/* Adds a file that is written, by the option that names it. */
static void add_file(struct option_reader *reader, struct option_words *files,
                     struct option_words *names, const char *file, const char *option)
{
    if (!output_is_standard(file)) {
        vec_push(reader->arena, files, file);
        vec_push(reader->arena, names, option);
    }
}

/* Post: an error where two results would go to one file. */
static void check_files(struct option_reader *reader)
{
    const struct options *options = reader->options;
    struct option_words files = {0};
    struct option_words names = {0};
    add_file(reader, &files, &names, options->output, "-o");
    add_file(reader, &files, &names, options->header, "--header");
    add_file(reader, &files, &names, options->depfile, "-MF");
    for (uint32_t i = 0; i < options->adapters.count && !output_is_standard(options->output); i++) {
        const struct adapter *adapter = adapter_named(options->adapters.at[i]);
        add_file(reader, &files, &names, adapt_path(reader->arena, options, adapter),
                 arena_format(reader->arena, "--adapter=%s", adapter->name));
    }
    for (uint32_t j = 0; j < files.count; j++) {
        for (uint32_t i = 0; i < j; i++) {
            if (strcmp(files.at[i], files.at[j]) == 0) {
                const char *format =
                    arena_format(reader->arena, "%s and %s are the same file `%%s`%%s", names.at[i],
                                 names.at[j]);
                option_wrong(reader, format, files.at[i], "");
            }
        }
    }
}

static void check_dependencies(struct option_reader *reader)
{
    const struct options *options = reader->options;
    const bool wanted =
        options->dependencies_alone || options->dependencies || options->depfile != NULL;
    if (wanted && options->command != COMMAND_COMPILE) {
        option_wrong(reader, "-M, -MD and -MF go with compiling a model%s%s", "", "");
    } else if (!wanted && (options->targets.count > 0 || options->phony)) {
        option_wrong(reader, "-MT, -MQ and -MP go with -M, -MD or -MF%s%s", "", "");
    } else if (options->dependencies && options->depfile == NULL &&
               output_is_standard(options->output)) {
        option_wrong(reader, "-MD needs -MF or a file of -o to name its own after%s%s", "", "");
    }
}

static bool is_graph(const char *path)
{
    const size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".dag") == 0;
}

/* Post: an error where a cost is named and no search would minimise it. */
static void check_cost(struct option_reader *reader)
{
    const struct options *options = reader->options;
    bool searched = options->command != COMMAND_COMPARE && options->order->judged;
    for (uint32_t i = 0; options->command == COMMAND_COMPARE && i < options->orders.count; i++) {
        const struct lg_order *order = lg_order_named(options->orders.at[i]);
        searched = searched || order == NULL || order->judged;
    }
    if (options->cost == COST_TEXTBOOK) {
        return;
    }
    if (!searched) {
        option_wrong(reader,
                     "--cost goes with the orders anneal and lns: exact ones prove textbook "
                     "counts, others do not search%s%s",
                     "", "");
    }
    for (uint32_t i = 0; options->cost == COST_CYCLES && i < options->inputs.count; i++) {
        if (is_graph(options->inputs.at[i])) {
            option_wrong(reader, "no code comes of %s: --cost=cycles is for models%s",
                         options->inputs.at[i], "");
        }
    }
}

static void check_inputs(struct option_reader *reader)
{
    const struct options *options = reader->options;
    if (options->inputs.count == 0) {
        option_wrong(reader, "no model given; adc --help tells more%s%s", "", "");
    } else if (options->inputs.count > 1 && options->command != COMMAND_COMPARE) {
        const char *first = options->inputs.at[0];
        const char *guess = option_guess(reader, first, option_commands, OPTION_COMMANDS, NULL);
        const char *format =
            guess == NULL ? "one model at a time: `%s` and `%s`" : "no command is called `%s`%s";
        option_wrong(reader, format, first, guess == NULL ? options->inputs.at[1] : guess);
    }
    const bool evaluates = options->command == COMMAND_CHECK || options->command == COMMAND_EVAL;
    for (uint32_t i = 0; evaluates && i < options->inputs.count; i++) {
        if (is_graph(options->inputs.at[i])) {
            option_wrong(reader, "the graph %s has no values: adc %s is for models",
                         options->inputs.at[i], option_commands[options->command]);
        }
    }
}

void option_check_together(struct option_reader *reader)
{
    const struct options *options = reader->options;
    check_inputs(reader);
    if (options->with.count > 0 && options->command == COMMAND_COMPILE) {
        option_wrong(reader,
                     "--with goes with eval, check and compare: link %s with the generated C%s",
                     options->with.at[0], "");
    }
    if (options->header != NULL && options->emit != EMIT_C) {
        option_wrong(reader, "--header goes with C, not with another --emit%s%s", "", "");
    }
    if (options->output != NULL && options->command != COMMAND_COMPILE) {
        option_wrong(reader, "-o goes with compiling a model; redirect what else adc prints%s%s",
                     "", "");
    }
    if (options->at.count > 0 && options->command == COMMAND_COMPILE && !options->self_check) {
        option_wrong(reader, "--at goes with eval, check and --self-check%s%s", "", "");
    }
    check_cost(reader);
    check_dependencies(reader);
    adapt_options(reader);
    check_files(reader);
}
