/* What one option of the command line is: a row of the table in option_table.c. */
#ifndef ADC_DRIVER_OPTION_H
#define ADC_DRIVER_OPTION_H

#include "options.h"

#include <stddef.h>

struct option;

/* The command line while it is read. */
struct option_reader {
    struct arena *arena;
    struct options *options;
    bool done;  /* the option printed what was asked for */
    bool wrong; /* an error was reported */
};

typedef void option_take(struct option_reader *reader, const struct option *option,
                         const char *value);

/* What kind of field of `struct options` a value goes into. */
enum option_kind {
    OPTION_ACTION, /* none: `take` does something */
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_PATH,   /* likewise; a file */
    OPTION_TEXTS,  /* struct option_words: one for each time that the option is given */
    OPTION_LIST,   /* struct option_words: of comma-separated lists */
    OPTION_CHOICE, /* an enum, by the words for its values */
    OPTION_COUNT,  /* uint32_t, from 1 */
    OPTION_NUMBER, /* uint64_t */
    OPTION_SECONDS /* double, above 0 */
};

struct option {
    const char *name;   /* "--order" */
    const char *letter; /* its short form, "-o" or "-MF"; or NULL */
    const char *value;  /* what to call its value; NULL: takes none */
    const char *help;
    enum option_kind kind;
    size_t field;             /* its offset in struct options */
    const char *const *words; /* of a choice; ended by NULL */
    option_take *take;        /* instead of storing the value, or each word of a list; or NULL */
    bool shapes;              /* the generated code depends on it */
};

/* Post: the rows, in the order of --help. */
const struct option *option_table(uint32_t *count);

/* Reports what is wrong with the command line; the format has two places for texts. */
void option_wrong(struct option_reader *reader, const char *format, const char *a, const char *b);

/* Post: ": did you mean `WORD`?" of the known words' nearest one, `otherwise` where none is near.
 */
const char *option_guess(struct option_reader *reader, const char *wanted, const char *const *known,
                         uint32_t count, const char *otherwise);

/* Stores the value as the option's kind says. Post: an error is reported where it is none such. */
void option_store(struct option_reader *reader, const struct option *option, const char *value);

/* What the commands are called, by enum command. */
enum { OPTION_COMMANDS = 4 };
extern const char *const option_commands[OPTION_COMMANDS];

/* Reports which of the options that were read do not go together. */
void option_check_together(struct option_reader *reader);

/* The options whose values need more than their kind says; each reports what is wrong with them. */
option_take option_take_mode, option_take_order, option_take_order_name, option_take_define,
    option_take_warning, option_take_point, option_take_quoted_target, option_take_layout,
    option_take_adapter;

/* The options that print something. */
option_take option_list_functions, option_explain, option_print_version, option_print_help;

#endif
