/* Reads the command line by the table of options (option_table.c), and writes it again. */
#include "options.h"

#include "option.h"
#include "spelling.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void option_wrong(struct option_reader *reader, const char *format, const char *a, const char *b)
{
    fputs("adc: ", stderr);
    fprintf(stderr, format, a, b);
    fputs("\n", stderr);
    reader->wrong = true;
}

const char *option_guess(struct option_reader *reader, const char *wanted, const char *const *known,
                         uint32_t count, const char *otherwise)
{
    const char *closest = spelling_closest(wanted, known, count);
    return closest == NULL ? otherwise
                           : arena_format(reader->arena, ": did you mean `%s`?", closest);
}

/* -- values -- */

/* The option's field. */
static void *field_of(struct options *options, const struct option *option)
{
    return (char *)options + option->field;
}

/* Adds the words of a comma-separated list. */
static void store_list(struct option_reader *reader, const struct option *option, const char *list)
{
    for (const char *at = list; !reader->wrong; at++) {
        const size_t length = strcspn(at, ",");
        const char *word = arena_copy_text(reader->arena, at, length);
        if (length > 0 && option->take != NULL) {
            option->take(reader, option, word);
        } else if (length > 0) {
            struct option_words *words = field_of(reader->options, option);
            vec_push(reader->arena, words, word);
        }
        at += length;
        if (*at == '\0') {
            return;
        }
    }
}

/* Enums differ in nothing but their names: all are stored as this one. */
static void store_choice(struct option_reader *reader, const struct option *option,
                         const char *value)
{
    struct text known = text_in(reader->arena);
    for (unsigned i = 0; option->words[i] != NULL; i++) {
        if (strcmp(option->words[i], value) == 0) {
            memcpy(field_of(reader->options, option), &i, sizeof(enum emit));
            return;
        }
        text_print(&known, "%s%s",
                   i == 0                         ? ""
                   : option->words[i + 1] == NULL ? " or "
                                                  : ", ",
                   option->words[i]);
    }
    option_wrong(reader, arena_format(reader->arena, "%s takes %%s, not `%%s`", option->name),
                 text_string(&known), value);
}

static unsigned choice_of(const struct options *options, const struct option *option)
{
    unsigned choice;
    static_assert(sizeof choice == sizeof(enum emit), "enums are stored as unsigned int");
    memcpy(&choice, (const char *)options + option->field, sizeof choice);
    return choice;
}

static void store_count(struct option_reader *reader, const struct option *option,
                        const char *value)
{
    char *end;
    errno = 0;
    const unsigned long number = strtoul(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || value[0] == '-' || number == 0 ||
        number > 4000000000u) {
        option_wrong(reader, "%s takes a whole number from 1, not `%s`", option->name, value);
        return;
    }
    *(uint32_t *)field_of(reader->options, option) = (uint32_t)number;
}

static void store_number(struct option_reader *reader, const struct option *option,
                         const char *value)
{
    char *end;
    errno = 0;
    const unsigned long long number = strtoull(value, &end, 10);
    if (errno != 0 || value[0] < '0' || value[0] > '9' || *end != '\0') {
        option_wrong(reader, "%s takes a whole number, not `%s`", option->name, value);
        return;
    }
    *(uint64_t *)field_of(reader->options, option) = number;
}

static void store_seconds(struct option_reader *reader, const struct option *option,
                          const char *value)
{
    char *end;
    const double seconds = strtod(value, &end);
    if (end == value || *end != '\0' || !(seconds > 0)) {
        option_wrong(reader, "%s takes a number of seconds above 0, not `%s`", option->name, value);
        return;
    }
    *(double *)field_of(reader->options, option) = seconds;
}

void option_store(struct option_reader *reader, const struct option *option, const char *value)
{
    void *field = field_of(reader->options, option);
    switch (option->kind) {
    case OPTION_ACTION:
        break;
    case OPTION_FLAG:
        *(bool *)field = true;
        break;
    case OPTION_TEXT:
    case OPTION_PATH:
        *(const char **)field = value;
        break;
    case OPTION_TEXTS:
        vec_push(reader->arena, (struct option_words *)field, value);
        break;
    case OPTION_LIST:
        store_list(reader, option, value);
        break;
    case OPTION_CHOICE:
        store_choice(reader, option, value);
        break;
    case OPTION_COUNT:
        store_count(reader, option, value);
        break;
    case OPTION_NUMBER:
        store_number(reader, option, value);
        break;
    case OPTION_SECONDS:
        store_seconds(reader, option, value);
        break;
    }
}

/* -- writing them again -- */

/* What holds where nothing is said. */
static struct options options_default(void)
{
    return (struct options){.prefix = "",
                            .order = lg_order_named("auto"),
                            .samples = 20,
                            .piece = 250,
                            .stack_limit = 65536};
}

/* Post: the option's value as it is written on the command line, NULL for its default; of an option
 * that may be given several times, its value number `at`. */
static const char *written(const struct options *options, const struct option *option, uint32_t at,
                           struct arena *arena)
{
    const struct options standard = options_default();
    const void *field = (const char *)options + option->field;
    const void *other = (const char *)&standard + option->field;
    switch (option->kind) {
    case OPTION_FLAG:
        return *(const bool *)field ? "" : NULL;
    case OPTION_TEXT:
    case OPTION_PATH: {
        const char *text = *(const char *const *)field;
        const char *slash = text == NULL ? NULL : strrchr(text, '/');
        return text == NULL || text[0] == '\0'                ? NULL
               : option->kind == OPTION_PATH && slash != NULL ? slash + 1
                                                              : text;
    }
    case OPTION_TEXTS:
        return ((const struct option_words *)field)->at[at];
    case OPTION_LIST: {
        const struct option_words *words = field;
        struct text list = text_in(arena);
        for (uint32_t i = 0; i < words->count; i++) {
            text_print(&list, "%s%s", i == 0 ? "" : ",", words->at[i]);
        }
        return words->count == 0 ? NULL : text_string(&list);
    }
    case OPTION_CHOICE: {
        const unsigned choice = choice_of(options, option);
        return choice == choice_of(&standard, option) ? NULL : option->words[choice];
    }
    case OPTION_COUNT: {
        const uint32_t count = *(const uint32_t *)field;
        return count == *(const uint32_t *)other ? NULL
                                                 : arena_format(arena, "%u", (unsigned)count);
    }
    case OPTION_NUMBER: {
        const uint64_t number = *(const uint64_t *)field;
        return number == *(const uint64_t *)other
                   ? NULL
                   : arena_format(arena, "%llu", (unsigned long long)number);
    }
    case OPTION_SECONDS: {
        struct text seconds = text_in(arena);
        text_add_number(&seconds, *(const double *)field);
        return *(const double *)field > 0 ? text_string(&seconds) : NULL;
    }
    case OPTION_ACTION:
        break;
    }
    return NULL;
}

const char *options_written(const struct options *options, struct arena *arena)
{
    struct text text = text_in(arena);
    uint32_t count;
    const struct option *rows = option_table(&count);
    text_print(&text, "--order=%s", options->order->name);
    for (uint32_t i = 0; i < count; i++) {
        const struct option *option = &rows[i];
        const struct option_words *words = (const void *)((const char *)options + option->field);
        const uint32_t times = option->kind == OPTION_TEXTS ? words->count : 1;
        for (uint32_t at = 0; option->shapes && at < times; at++) {
            const char *value = written(options, option, at, arena);
            if (value != NULL) {
                text_print(&text, " %s%s%s", option->letter == NULL ? option->name : option->letter,
                           value[0] == '\0'         ? ""
                           : option->letter == NULL ? "="
                                                    : " ",
                           value);
            }
        }
    }
    return text_string(&text);
}

/* -- the command line -- */

/* The option that an argument names, and its value where that is part of the argument. */
static const struct option *find_option(const char *argument, const char **value)
{
    uint32_t count;
    const struct option *rows = option_table(&count);
    *value = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const struct option *option = &rows[i];
        const size_t length = strlen(option->name);
        if (strncmp(argument, option->name, length) == 0 &&
            (argument[length] == '\0' || argument[length] == '=')) {
            *value = argument[length] == '=' ? argument + length + 1 : NULL;
            return option;
        }
        const size_t letters = option->letter == NULL ? 0 : strlen(option->letter);
        if (letters > 0 && strncmp(argument, option->letter, letters) == 0 &&
            (argument[letters] == '\0' || option->value != NULL)) {
            *value = argument[letters] == '\0' ? NULL : argument + letters;
            return option;
        }
    }
    return NULL;
}

/* Options of one command alone; what is for several is asked for when all is read. */
static const struct {
    const char *option;
    enum command command;
    const char *name;
} owners[] = {{"--orders", COMMAND_COMPARE, "compare"},
              {"--format", COMMAND_COMPARE, "compare"},
              {"--run", COMMAND_COMPARE, "compare"},
              {"--samples", COMMAND_CHECK, "check"}};

/* Post: an error where the option is another command's. */
static void check_owner(struct option_reader *reader, const struct option *option)
{
    for (uint32_t i = 0; i < sizeof owners / sizeof *owners; i++) {
        if (strcmp(owners[i].option, option->name) == 0 &&
            owners[i].command != reader->options->command) {
            option_wrong(reader, "%s goes with %s", option->name,
                         arena_format(reader->arena, "adc %s", owners[i].name));
        }
    }
}

static void report_unknown(struct option_reader *reader, const char *argument)
{
    uint32_t count;
    const struct option *rows = option_table(&count);
    const char **names = arena_alloc(reader->arena, count * sizeof *names);
    for (uint32_t i = 0; i < count; i++) {
        names[i] = rows[i].name;
    }
    const char *name = arena_copy_text(reader->arena, argument, strcspn(argument, "="));
    option_wrong(reader, "unknown option `%s`%s", argument,
                 option_guess(reader, name, names, count, "; adc --help lists them"));
}

static int read_option(struct option_reader *reader, int at, int count, char **arguments)
{
    const char *value;
    const struct option *option = find_option(arguments[at], &value);
    if (option == NULL) {
        report_unknown(reader, arguments[at]);
        return at;
    }
    if (option->value == NULL && value != NULL) {
        option_wrong(reader, "%s takes no value, here `%s`", option->name, value);
        return at;
    }
    if (option->value != NULL && value == NULL) {
        if (at + 1 == count) {
            option_wrong(reader, "%s needs a value: %s", option->name, option->value);
            return at;
        }
        value = arguments[++at];
    }
    if ((option->kind == OPTION_PATH || option->kind == OPTION_LIST) && value[0] == '\0') {
        option_wrong(reader, "%s needs a value that is not empty: %s", option->name, option->value);
        return at;
    }
    check_owner(reader, option);
    if (reader->wrong) {
        return at;
    }
    if (option->take != NULL && option->kind != OPTION_LIST) {
        option->take(reader, option, value);
    } else {
        option_store(reader, option, value);
    }
    return at;
}

const char *const option_commands[OPTION_COMMANDS] = {[COMMAND_COMPILE] = "compile",
                                                      [COMMAND_COMPARE] = "compare",
                                                      [COMMAND_CHECK] = "check",
                                                      [COMMAND_EVAL] = "eval"};

static bool take_command(struct option_reader *reader, const char *word)
{
    for (uint32_t i = 0; i < OPTION_COMMANDS; i++) {
        if (strcmp(option_commands[i], word) == 0) {
            reader->options->command = (enum command)i;
            return true;
        }
    }
    return false;
}

static bool is_derived(const struct options *options, const char *mode)
{
    for (uint32_t i = 0; i < options->derive.count; i++) {
        if (strcmp(options->derive.at[i], mode) == 0) {
            return true;
        }
    }
    return false;
}

/* Adds what the options imply: a self-check forms differences of the values, and of gradients for
 * second derivatives. */
static void add_implied(struct option_reader *reader)
{
    struct options *options = reader->options;
    const bool second = is_derived(options, "hessian") || is_derived(options, "hvp");
    if (!options->self_check || options->derive.count == 0) {
        return;
    }
    if (!is_derived(options, "value")) {
        vec_push(reader->arena, &options->derive, "value");
    }
    if (second && !is_derived(options, "vjp")) {
        vec_push(reader->arena, &options->derive, "vjp");
    }
}

enum options_outcome options_read(struct arena *arena, int count, char **arguments,
                                  struct options *options)
{
    *options = options_default();
    struct option_reader reader = {.arena = arena, .options = options};
    bool only_files = false;
    int at = 1;
    if (count > 1 && take_command(&reader, arguments[1])) {
        at = 2;
    }
    for (; at < count && !reader.done && !reader.wrong; at++) {
        const char *argument = arguments[at];
        if (only_files || argument[0] != '-' || argument[1] == '\0') {
            vec_push(arena, &options->inputs, argument);
        } else if (strcmp(argument, "--") == 0) {
            only_files = true;
        } else {
            at = read_option(&reader, at, count, arguments);
        }
    }
    if (!reader.done && !reader.wrong) {
        option_check_together(&reader);
        add_implied(&reader);
    }
    return reader.wrong ? OPTIONS_WRONG : reader.done ? OPTIONS_DONE : OPTIONS_GO;
}
