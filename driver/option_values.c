/* The options whose values need more than their kind says, and those that print something. */
#include "option.h"

#include "depfile.h"
#include "lower.h"
#include "version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void option_take_mode(struct option_reader *reader, const struct option *option, const char *word)
{
    struct option_words *derive = &reader->options->derive;
    uint32_t times;
    const struct derive_mode *mode = derive_mode_named(word, &times);
    (void)option;
    if (mode == NULL) {
        option_wrong(reader, "--derive takes %s, not `%s`", derive_mode_list(reader->arena), word);
        return;
    }
    if (has_other_order(reader->options, times)) {
        option_wrong(reader,
                     "--derive takes one order above the first, which gives the lower ones too%s%s",
                     "", "");
    }
    const char *name = times == 1 ? mode->name : word;
    if (!has_word(derive->at, derive->count, name)) {
        vec_push(reader->arena, derive, name);
    }
}

void option_take_layout(struct option_reader *reader, const struct option *option,
                        const char *value)
{
    option_store(reader, option, value);
    reader->options->layout_chosen = true;
}

static void report_unknown_order(struct option_reader *reader, const char *word)
{
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    const char **names = arena_alloc(reader->arena, count * sizeof *names);
    for (uint32_t i = 0; i < count; i++) {
        names[i] = orders[i]->name;
    }
    option_wrong(reader, "unknown order `%s`%s", word,
                 option_guess(reader, word, names, count, "; --order=list prints them"));
}

void option_take_order_name(struct option_reader *reader, const struct option *option,
                            const char *word)
{
    (void)option;
    if (lg_order_named(word) == NULL && strcmp(word, "all") != 0) {
        report_unknown_order(reader, word);
        return;
    }
    vec_push(reader->arena, &reader->options->orders, word);
}

void option_take_define(struct option_reader *reader, const struct option *option,
                        const char *value)
{
    (void)option;
    const char *equals = strchr(value, '=');
    if (equals == NULL || equals == value || equals[1] == '\0') {
        option_wrong(reader, "-D takes NAME=VALUE, not `%s`%s", value, "");
        return;
    }
    vec_push(reader->arena, &reader->options->defines, value);
}

void option_take_order(struct option_reader *reader, const struct option *option, const char *value)
{
    (void)option;
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
        report_unknown_order(reader, value);
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
    enum diagnostic_code code;
    return strcmp(name, "all") == 0 ||
           (diagnostic_code_named(name, &code) && diagnostic_kind_of(code)->warning);
}

static void list_warnings(void)
{
    for (uint32_t i = 0; i < DIAGNOSTIC_CODE_COUNT; i++) {
        const struct diagnostic_kind *kind = diagnostic_kind_of((enum diagnostic_code)i);
        if (kind->warning) {
            printf("%-20s %s\n", kind->name, kind->summary);
        }
    }
}

void option_take_warning(struct option_reader *reader, const struct option *option,
                         const char *value)
{
    (void)option;
    bool silent;
    const char *name = warning_name(value, &silent);
    if (strcmp(value, "list") == 0) {
        list_warnings();
        reader->done = true;
    } else if (strcmp(name, "error") == 0) {
        reader->options->werror = !silent;
    } else if (!is_warning(name)) {
        option_wrong(reader, "no warning is called `%s`; -Wlist prints them%s", name, "");
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

void option_take_point(struct option_reader *reader, const struct option *option, const char *value)
{
    (void)option;
    const char *equals = strchr(value, '=');
    if (equals == NULL || equals == value) {
        option_wrong(reader, "--at takes NAME=NUMBER or NAME=NUMBER,NUMBER,…, not `%s`%s", value,
                     "");
        return;
    }
    VEC(double) numbers = {0};
    for (const char *at = equals + 1;; at++) {
        char *end;
        const double number = strtod(at, &end);
        if (end == at || (*end != '\0' && *end != ',')) {
            const char *hint = strchr(at, '=') == NULL ? "" : "; each name has an --at of its own";
            option_wrong(reader,
                         arena_format(reader->arena, "`%%s` in --at %%s is not a number%s", hint),
                         at, value);
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

void option_take_quoted_target(struct option_reader *reader, const struct option *option,
                               const char *value)
{
    struct text quoted = text_in(reader->arena);
    depfile_quote(value, &quoted);
    option_store(reader, option, text_string(&quoted));
}

void option_list_functions(struct option_reader *reader, const struct option *option,
                           const char *value)
{
    (void)option, (void)value;
    struct text text = text_in(reader->arena);
    lower_list_functions(&text);
    fputs(text_string(&text), stdout);
    reader->done = true;
}

/* `list`, `all`, a code, or the name of a warning with or without its -W. */
void option_explain(struct option_reader *reader, const struct option *option, const char *value)
{
    (void)option;
    struct text text = text_in(reader->arena);
    enum diagnostic_code code;
    if (strcmp(value, "list") == 0) {
        diagnostic_list(&text);
    } else if (strcmp(value, "all") == 0) {
        for (uint32_t i = 0; i < DIAGNOSTIC_CODE_COUNT; i++) {
            text_add(&text, i == 0 ? "" : "\n");
            diagnostic_explain((enum diagnostic_code)i, &text);
        }
    } else if (diagnostic_code_named(strncmp(value, "-W", 2) == 0 ? value + 2 : value, &code)) {
        diagnostic_explain(code, &text);
    } else {
        option_wrong(reader, "no error or warning is called `%s`; --explain=list prints them%s",
                     value, "");
        return;
    }
    fputs(text_string(&text), stdout);
    reader->done = true;
}

void option_print_version(struct option_reader *reader, const struct option *option,
                          const char *value)
{
    (void)option, (void)value;
    printf("adc %s\n", ADC_VERSION);
    reader->done = true;
}

void option_print_help(struct option_reader *reader, const struct option *option, const char *value)
{
    uint32_t count;
    const struct option *rows = option_table(&count);
    (void)option, (void)value;
    puts("usage: adc [OPTION]... MODEL.ad -o FILE.c     derivatives as C functions\n"
         "       adc compare FILE...                    elimination orders side by side (.ad, "
         ".dag)\n"
         "       adc check MODEL.ad                     derivatives against a 30-digit reference\n"
         "       adc eval MODEL.ad --at NAME=NUMBERS    values and derivatives at a point\n");
    for (uint32_t i = 0; i < count; i++) {
        const struct option *row = &rows[i];
        char left[80];
        snprintf(left, sizeof left, "%s%s%s%s%s", row->letter == NULL ? "" : row->letter,
                 row->letter == NULL ? "" : ", ", row->name, row->value == NULL ? "" : "=",
                 row->value == NULL ? "" : row->value);
        printf("  %-35s %s\n", left, row->help);
    }
    puts("\nWithout --derive: value, and gradient for one scalar output, else jacobian.\n"
         "Exit status: 0 fine, 1 the model has errors, 2 the command line is wrong,\n"
         "3 the machine failed, 70 a bug of adc.");
    reader->done = true;
}
