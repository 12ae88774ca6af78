/* The command line: a table of options, and the functions that take their values. */
#include "options.h"

#include "lower.h"
#include "version.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct arena *arena;
    struct options *options;
    bool done;  /* the option printed what was asked for */
    bool wrong; /* an error was reported */
};

struct option {
    const char *name;   /* "--order" */
    const char *letter; /* "-o", or NULL */
    const char *value;  /* what to call its value; NULL: takes none */
    void (*take)(struct reader *reader, const char *value);
    const char *help;
};

static void print_help(void);

static void wrong(struct reader *reader, const char *format, const char *a, const char *b)
{
    fputs("adc: ", stderr);
    fprintf(stderr, format, a, b);
    fputs("\n", stderr);
    reader->wrong = true;
}

/* Post: the place of the value among the words; 0 with an error where it is none of them. */
static uint32_t one_of(struct reader *reader, const char *option, const char *const *words,
                       uint32_t count, const char *value)
{
    struct text known = text_in(reader->arena);
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(words[i], value) == 0) {
            return i;
        }
        text_print(&known, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
    }
    wrong(reader, arena_format(reader->arena, "%s takes %%s, not `%%s`", option),
          text_string(&known), value);
    return 0;
}

/* Adds the words of a comma-separated list. */
static void split(struct reader *reader, const char *list, struct option_words *words)
{
    for (const char *at = list;; at++) {
        const size_t length = strcspn(at, ",");
        if (length > 0) {
            vec_push(reader->arena, words, arena_copy_text(reader->arena, at, length));
        }
        at += length;
        if (*at == '\0') {
            return;
        }
    }
}

static void take_output(struct reader *reader, const char *value)
{
    reader->options->output = value;
}

static void take_header(struct reader *reader, const char *value)
{
    reader->options->header = value;
}

static void take_model(struct reader *reader, const char *value)
{
    reader->options->model = value;
}

static void take_prefix(struct reader *reader, const char *value)
{
    reader->options->prefix = value;
}

static void take_plan(struct reader *reader, const char *value)
{
    reader->options->plan = value;
}

static void take_verbose(struct reader *reader, const char *value)
{
    (void)value;
    reader->options->verbose = true;
}

static bool has_word(const char *const *words, uint32_t count, const char *word)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether another order above the first is among the modes: functions of two such orders would both
 * have the lower one's matrix, and may choose another structure for it. */
static bool has_other_order(const struct options *options, uint32_t times)
{
    for (uint32_t i = 0; times > 1 && i < options->derive.count; i++) {
        uint32_t other;
        derive_mode_named(options->derive.at[i], &other);
        if (other > 1 && other != times) {
            return true;
        }
    }
    return false;
}

static void take_derive(struct reader *reader, const char *value)
{
    struct option_words words = {0};
    split(reader, value, &words);
    for (uint32_t i = 0; i < words.count && !reader->wrong; i++) {
        uint32_t times;
        const struct derive_mode *mode = derive_mode_named(words.at[i], &times);
        if (mode == NULL) {
            wrong(reader, "--derive takes %s, not `%s`", derive_mode_list(reader->arena),
                  words.at[i]);
            return;
        }
        if (has_other_order(reader->options, times)) {
            wrong(reader,
                  "--derive takes one order above the first, which gives the lower ones too%s%s",
                  "", "");
        }
        const char *word = times == 1 ? mode->name : words.at[i];
        if (!has_word(reader->options->derive.at, reader->options->derive.count, word)) {
            vec_push(reader->arena, &reader->options->derive, word);
        }
    }
}

static void take_wrt(struct reader *reader, const char *value)
{
    split(reader, value, &reader->options->wrt);
}

static void take_of(struct reader *reader, const char *value)
{
    split(reader, value, &reader->options->of);
}

static void take_orders(struct reader *reader, const char *value)
{
    struct option_words words = {0};
    split(reader, value, &words);
    for (uint32_t i = 0; i < words.count; i++) {
        if (lg_order_named(words.at[i]) == NULL && strcmp(words.at[i], "all") != 0) {
            wrong(reader, "unknown order `%s`; --order=list prints them%s", words.at[i], "");
            return;
        }
        vec_push(reader->arena, &reader->options->orders, words.at[i]);
    }
}

static void take_define(struct reader *reader, const char *value)
{
    const char *equals = strchr(value, '=');
    if (equals == NULL || equals == value || equals[1] == '\0') {
        wrong(reader, "-D takes NAME=VALUE, not `%s`%s", value, "");
        return;
    }
    vec_push(reader->arena, &reader->options->defines, value);
}

static void take_order(struct reader *reader, const char *value)
{
    if (strcmp(value, "list") == 0) {
        uint32_t count;
        const struct lg_order *const *orders = lg_orders(&count);
        for (uint32_t i = 0; i < count; i++) {
            printf("%-20s %s\n", orders[i]->name, orders[i]->summary);
        }
        reader->done = true;
        return;
    }
    reader->options->order = lg_order_named(value);
    if (reader->options->order == NULL) {
        wrong(reader, "unknown order `%s`; --order=list prints them%s", value, "");
    }
}

/* The kind of NAME or no-NAME, and whether it is to be silent. */
static const char *warning_name(const char *word, bool *silent)
{
    *silent = strncmp(word, "no-", 3) == 0;
    return *silent ? word + 3 : word;
}

static bool is_warning(const char *name)
{
    uint32_t count;
    const struct warning_kind *kinds = warning_kinds(&count);
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return true;
        }
    }
    return strcmp(name, "all") == 0;
}

static void take_warning(struct reader *reader, const char *value)
{
    bool silent;
    const char *name = warning_name(value, &silent);
    if (strcmp(value, "list") == 0) {
        uint32_t count;
        const struct warning_kind *kinds = warning_kinds(&count);
        for (uint32_t i = 0; i < count; i++) {
            printf("%-20s %s\n", kinds[i].name, kinds[i].summary);
        }
        reader->done = true;
    } else if (strcmp(name, "error") == 0) {
        reader->options->werror = !silent;
    } else if (!is_warning(name)) {
        wrong(reader, "no warning is called `%s`; -Wlist prints them%s", name, "");
    } else {
        vec_push(reader->arena, &reader->options->warnings, value);
    }
}

void options_apply_warnings(const struct options *options, struct diagnostics *diagnostics)
{
    for (uint32_t i = 0; i < options->warnings.count; i++) {
        bool silent;
        const char *name = warning_name(options->warnings.at[i], &silent);
        diagnostics_silence(diagnostics, name, silent);
    }
}

static void take_emit(struct reader *reader, const char *value)
{
    static const char *const names[] = {[EMIT_C] = "c",       [EMIT_AST] = "ast",
                                        [EMIT_IR] = "ir",     [EMIT_GRAPH] = "graph",
                                        [EMIT_DUAL] = "dual", [EMIT_DOT] = "dot",
                                        [EMIT_PLAN] = "plan", [EMIT_DERIVATIVE] = "derivative",
                                        [EMIT_JSON] = "json"};
    const uint32_t count = sizeof names / sizeof *names;
    reader->options->emit = (enum emit)one_of(reader, "--emit", names, count, value);
}

static void take_tie(struct reader *reader, const char *value)
{
    static const char *const names[] = {"last", "first"};
    reader->options->tie = (enum lg_tie)one_of(reader, "--tie", names, 2, value);
}

static void take_layout(struct reader *reader, const char *value)
{
    static const char *const names[] = {"dense", "columns", "csr", "csc", "coo"};
    reader->options->layout = (enum ir_layout)one_of(reader, "--layout", names, 5, value);
}

static void take_triangle(struct reader *reader, const char *value)
{
    static const char *const names[] = {"lower", "upper", "full"};
    reader->options->triangle = (enum derive_triangle)one_of(reader, "--triangle", names, 3, value);
}

static void take_format(struct reader *reader, const char *value)
{
    static const char *const names[] = {"table", "csv", "json", "markdown"};
    reader->options->format = (enum format)one_of(reader, "--format", names, 4, value);
}

static void take_run(struct reader *reader, const char *value)
{
    (void)value;
    reader->options->run = true;
}

static void take_no_cse(struct reader *reader, const char *value)
{
    (void)value;
    reader->options->no_cse = true;
}

static void take_color(struct reader *reader, const char *value)
{
    static const char *const names[] = {"auto", "always", "never"};
    reader->options->color = (enum color)one_of(reader, "--color", names, 3, value);
}

static uint32_t whole_number(struct reader *reader, const char *option, const char *value)
{
    char *end;
    errno = 0;
    const unsigned long number = strtoul(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || value[0] == '-' || number == 0 ||
        number > 4000000000u) {
        wrong(reader, "%s takes a whole number from 1, not `%s`", option, value);
        return 1;
    }
    return (uint32_t)number;
}

static void take_real(struct reader *reader, const char *value)
{
    static const char *const names[] = {[CODEGEN_DOUBLE] = "double",
                                        [CODEGEN_FLOAT] = "float",
                                        [CODEGEN_LONG_DOUBLE] = "long-double"};
    reader->options->real = (enum codegen_real)one_of(reader, "--real", names, 3, value);
}

static void take_abi(struct reader *reader, const char *value)
{
    static const char *const names[] = {[CODEGEN_FLAT] = "flat", [CODEGEN_ARGS] = "args"};
    reader->options->abi = (enum codegen_abi)one_of(reader, "--abi", names, 2, value);
}

static void take_piece(struct reader *reader, const char *value)
{
    reader->options->piece = whole_number(reader, "--piece", value);
}

static void take_stack_limit(struct reader *reader, const char *value)
{
    reader->options->stack_limit = whole_number(reader, "--stack-limit", value);
}

static void take_max_ops(struct reader *reader, const char *value)
{
    reader->options->max_operations = whole_number(reader, "--max-ops", value);
}

static void take_samples(struct reader *reader, const char *value)
{
    reader->options->samples = whole_number(reader, "--samples", value);
}

static uint64_t long_number(struct reader *reader, const char *option, const char *value)
{
    char *end;
    errno = 0;
    const unsigned long long number = strtoull(value, &end, 10);
    if (errno != 0 || value[0] < '0' || value[0] > '9' || *end != '\0') {
        wrong(reader, "%s takes a whole number, not `%s`", option, value);
    }
    return number;
}

static void take_effort(struct reader *reader, const char *value)
{
    reader->options->effort = long_number(reader, "--effort", value);
}

static void take_seed(struct reader *reader, const char *value)
{
    reader->options->seed = long_number(reader, "--seed", value);
}

static void take_threads(struct reader *reader, const char *value)
{
    reader->options->threads = whole_number(reader, "--threads", value);
}

static void take_time_limit(struct reader *reader, const char *value)
{
    char *end;
    const double seconds = strtod(value, &end);
    if (end == value || *end != '\0' || !(seconds > 0)) {
        wrong(reader, "--time-limit takes a number of seconds above 0, not `%s`%s", value, "");
    }
    reader->options->time_limit = seconds;
}

static void take_at(struct reader *reader, const char *value)
{
    const char *equals = strchr(value, '=');
    if (equals == NULL || equals == value) {
        wrong(reader, "--at takes NAME=NUMBER or NAME=NUMBER,NUMBER,…, not `%s`%s", value, "");
        return;
    }
    VEC(double) numbers = {0};
    for (const char *at = equals + 1;; at++) {
        char *end;
        const double number = strtod(at, &end);
        if (end == at || (*end != '\0' && *end != ',')) {
            wrong(reader, "`%s` in --at %s is not a number", at, value);
            return;
        }
        vec_push(reader->arena, &numbers, number);
        at = end;
        if (*at == '\0') {
            break;
        }
    }
    struct option_point point = {
        .name = arena_copy_text(reader->arena, value, (size_t)(equals - value)),
        .numbers = numbers.at,
        .count = numbers.count};
    vec_push(reader->arena, &reader->options->at, point);
}

static void take_with(struct reader *reader, const char *value)
{
    vec_push(reader->arena, &reader->options->with, value);
}

static void take_list_functions(struct reader *reader, const char *value)
{
    (void)value;
    struct text text = text_in(reader->arena);
    lower_list_functions(&text);
    fputs(text_string(&text), stdout);
    reader->done = true;
}

static void take_version(struct reader *reader, const char *value)
{
    (void)value;
    printf("adc %s\n", ADC_VERSION);
    reader->done = true;
}

static void take_help(struct reader *reader, const char *value)
{
    (void)value;
    print_help();
    reader->done = true;
}

static const struct option table[] = {
    {"--output", "-o", "FILE", take_output, "where the result goes; - is standard output"},
    {"--header", NULL, "FILE", take_header, "also write a header for the generated C"},
    {"--emit", NULL, "STAGE", take_emit,
     "c (default), ast, ir, graph, dual, dot, plan, derivative, json"},
    {"--derive", NULL, "LIST", take_derive,
     "value, gradient, jacobian, hessian, jvp, vjp, hvp; see below"},
    {"--layout", NULL, "NAME", take_layout, "of matrices: dense (default), columns, csr, csc, coo"},
    {"--triangle", NULL, "NAME", take_triangle,
     "of a sparse Hessian: lower (default), upper, full"},
    {"--real", NULL, "TYPE", take_real, "of generated code: double (default), float, long-double"},
    {"--abi", NULL, "NAME", take_abi,
     "flat (default): all inputs in one array; args: the model's own arguments"},
    {"--piece", NULL, "N", take_piece, "statements in each piece of a large function (250)"},
    {"--stack-limit", NULL, "BYTES", take_stack_limit,
     "of a large function's scratch memory; beyond it is an argument (65536)"},
    {"--wrt", NULL, "LIST", take_wrt, "only these inputs are independent"},
    {"--of", NULL, "LIST", take_of, "only these outputs"},
    {"--model", NULL, "NAME", take_model, "only this model of the file"},
    {"--order", NULL, "NAME", take_order, "elimination order; `list` prints them all"},
    {"--orders", NULL, "LIST", take_orders,
     "compare: these orders; `all` takes the searches in, too"},
    {"--format", NULL, "NAME", take_format, "compare: table (default), csv, json, markdown"},
    {"--run", NULL, NULL, take_run, "compare: compile each order's C and time it"},
    {"--tie", NULL, "RULE", take_tie,
     "among equally good vertices take the last (default) or first"},
    {"--effort", NULL, "N", take_effort, "of searches: how many nodes or moves"},
    {"--seed", NULL, "N", take_seed, "of searches: what chance begins with (default 0)"},
    {"--time-limit", NULL, "SECONDS", take_time_limit,
     "of searches: the result then depends on the machine"},
    {"--threads", NULL, "N", take_threads, "of searches; the result is the same with any number"},
    {"--plan", NULL, "FILE", take_plan, "replay the plan that --emit=plan wrote"},
    {"--no-cse", NULL, NULL, take_no_cse,
     "what is written twice is computed twice: the graph of the formula as it stands"},
    {"--define", "-D", "NAME=VALUE", take_define, "override a `const` of the file"},
    {"--prefix", NULL, "NAME", take_prefix, "put before every public name"},
    {"--at", NULL, "NAME=NUMBERS", take_at, "eval, check: the point"},
    {"--with", NULL, "FILE", take_with,
     "eval, check, compare --run: C of the model's extern functions"},
    {"--samples", NULL, "N", take_samples, "check: number of sample points (default 20)"},
    {"--max-ops", NULL, "N", take_max_ops, "refuse a model that grows beyond N operations"},
    {"--color", NULL, "WHEN", take_color, "auto (default), always, never"},
    {"--warn", "-W", "NAME", take_warning,
     "-Werror: warnings are errors; -Wno-NAME silences one; -Wlist prints them"},
    {"--verbose", "-v", NULL, take_verbose, "report sizes and counts"},
    {"--list-functions", NULL, NULL, take_list_functions, "print the built-in functions"},
    {"--version", NULL, NULL, take_version, "print the version"},
    {"--help", "-h", NULL, take_help, "print this"},
};

static void print_help(void)
{
    puts("usage: adc [OPTION]... MODEL.ad -o FILE.c     derivatives as C functions\n"
         "       adc compare FILE...                    elimination orders side by side (.ad, "
         ".dag)\n"
         "       adc check MODEL.ad                     derivatives against a 30-digit reference\n"
         "       adc eval MODEL.ad --at NAME=NUMBERS    values and derivatives at a point\n");
    for (uint32_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct option *option = &table[i];
        char left[64];
        snprintf(left, sizeof left, "%s%s%s%s%s", option->letter == NULL ? "" : option->letter,
                 option->letter == NULL ? "" : ", ", option->name, option->value == NULL ? "" : "=",
                 option->value == NULL ? "" : option->value);
        printf("  %-24s %s\n", left, option->help);
    }
    puts("\nWithout --derive: value, and gradient for one scalar output, else jacobian.\n"
         "Exit status: 0 fine, 1 the model has errors, 2 the command line is wrong,\n"
         "3 the machine failed, 70 a bug of adc.");
}

/* The option that an argument names, and its value where that is part of the argument. */
static const struct option *find_option(const char *argument, const char **value)
{
    *value = NULL;
    for (uint32_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct option *option = &table[i];
        const size_t length = strlen(option->name);
        if (strncmp(argument, option->name, length) == 0 &&
            (argument[length] == '\0' || argument[length] == '=')) {
            *value = argument[length] == '=' ? argument + length + 1 : NULL;
            return option;
        }
        if (option->letter != NULL && strncmp(argument, option->letter, 2) == 0 &&
            (argument[2] == '\0' || option->value != NULL)) {
            *value = argument[2] == '\0' ? NULL : argument + 2;
            return option;
        }
    }
    return NULL;
}

static int read_option(struct reader *reader, int at, int count, char **arguments)
{
    const char *value;
    const struct option *option = find_option(arguments[at], &value);
    if (option == NULL) {
        wrong(reader, "unknown option `%s`; adc --help lists them%s", arguments[at], "");
        return at;
    }
    if (option->value == NULL && value != NULL) {
        wrong(reader, "%s takes no value, here `%s`", option->name, value);
        return at;
    }
    if (option->value != NULL && value == NULL) {
        if (at + 1 == count) {
            wrong(reader, "%s needs a value: %s", option->name, option->value);
            return at;
        }
        value = arguments[++at];
    }
    option->take(reader, value);
    return at;
}

static bool take_command(struct reader *reader, const char *word)
{
    static const char *const names[] = {[COMMAND_COMPILE] = "compile",
                                        [COMMAND_COMPARE] = "compare",
                                        [COMMAND_CHECK] = "check",
                                        [COMMAND_EVAL] = "eval"};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], word) == 0) {
            reader->options->command = (enum command)i;
            return true;
        }
    }
    return false;
}

static void check_consistency(struct reader *reader)
{
    const struct options *options = reader->options;
    if (options->inputs.count == 0) {
        wrong(reader, "no model given; adc --help tells more%s%s", "", "");
    } else if (options->inputs.count > 1 && options->command != COMMAND_COMPARE) {
        wrong(reader, "one model at a time: `%s` and `%s`", options->inputs.at[0],
              options->inputs.at[1]);
    }
    if (options->with.count > 0 && options->command == COMMAND_COMPILE) {
        wrong(reader, "--with goes with eval, check and compare: link %s with the generated C%s",
              options->with.at[0], "");
    }
    if (options->header != NULL && options->emit != EMIT_C) {
        wrong(reader, "--header goes with C, not with another --emit%s%s", "", "");
    }
    if (options->header != NULL && options->output != NULL &&
        strcmp(options->header, options->output) == 0) {
        wrong(reader, "-o and --header are the same file `%s`%s", options->header, "");
    }
}

enum options_outcome options_read(struct arena *arena, int count, char **arguments,
                                  struct options *options)
{
    *options = (struct options){.prefix = "",
                                .order = lg_order_named("auto"),
                                .samples = 20,
                                .piece = 250,
                                .stack_limit = 65536};
    struct reader reader = {.arena = arena, .options = options};
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
        check_consistency(&reader);
    }
    return reader.wrong ? OPTIONS_WRONG : reader.done ? OPTIONS_DONE : OPTIONS_GO;
}
