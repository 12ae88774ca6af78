/* The command line, read into one struct. */
#ifndef ADC_DRIVER_OPTIONS_H
#define ADC_DRIVER_OPTIONS_H

#include "codegen.h"
#include "compilation.h"
#include "derive.h"
#include "order.h"

#include <stdbool.h>

enum command { COMMAND_COMPILE, COMMAND_COMPARE, COMMAND_CHECK, COMMAND_EVAL };

enum emit {
    EMIT_C,
    EMIT_AST,
    EMIT_IR,
    EMIT_GRAPH,
    EMIT_DUAL,
    EMIT_DOT,
    EMIT_DUAL_DOT,
    EMIT_PLAN,
    EMIT_DERIVATIVE,
    EMIT_JSON
};

/* What searches minimise. */
enum cost { COST_TEXTBOOK, COST_MUL, COST_OPS, COST_CYCLES };

/* Of adc compare's tables. */
enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_MARKDOWN };

/* Of what is said of a model. */
enum diagnostics_form { DIAGNOSTICS_TEXT, DIAGNOSTICS_JSON };

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* `NAME=1,2,3` of --at. */
struct option_point {
    const char *name;
    const double *numbers;
    uint32_t count;
};

/* The words of a comma-separated list. */
struct option_words {
    VEC_FIELDS(const char *);
};

struct options {
    enum command command;
    struct option_words inputs;
    const char *output;          /* NULL: standard output, as for "-" */
    const char *header;          /* NULL: none */
    bool dependencies_alone;     /* nothing is written but what it would depend on */
    bool dependencies;           /* that is written, too */
    const char *depfile;         /* where to; NULL: where -M and -MD say */
    struct option_words targets; /* of its rule, quoted; empty: the files that are written */
    bool phony;                  /* with a rule for each import */
    enum emit emit;
    struct option_words derive; /* empty: value, and gradient or jacobian */
    struct option_words wrt;
    struct option_words of;
    struct option_words defines; /* NAME=VALUE */
    struct option_words orders;  /* of compare; empty: all */
    VEC(struct option_point) at;
    struct option_words with; /* the user's C: files, or what else the compiler takes */
    const char *model;        /* NULL: every one */
    const struct lg_order *order;
    const char *plan;    /* NULL: none */
    const char *weights; /* NULL: those of ir/code_cost.def */
    enum lg_tie tie;
    enum cost cost;
    uint64_t effort; /* of searches; 0: what the order thinks fit */
    uint64_t seed;
    double time_limit; /* seconds; 0: none */
    uint32_t threads;  /* 0: one for each core */
    const char *prefix;
    bool no_cse;             /* operations that are written twice are computed twice */
    bool reassociate_values; /* they need not keep the bits of the model as written */
    uint32_t max_operations;
    uint32_t samples;
    enum ir_layout layout;
    bool layout_chosen; /* by the user */
    enum derive_triangle triangle;
    enum codegen_real real;
    enum codegen_abi abi;
    bool descriptor;
    struct option_words adapters; /* each once */
    bool self_check;
    enum codegen_loops loops;
    bool batch;
    bool batch_threads;
    uint32_t piece;       /* statements */
    uint32_t stack_limit; /* bytes */
    enum format format;
    bool run; /* compare: time the generated code, too */
    enum color color;
    struct option_words warnings; /* NAME or no-NAME of -W, in order */
    bool werror;
    enum diagnostics_form diagnostics;
    bool verbose;
};

/* How reading the command line ended. */
enum options_outcome { OPTIONS_GO, OPTIONS_DONE, OPTIONS_WRONG };

/* Post: *options, in the arena. OPTIONS_DONE where all that was asked for was to print something
 * (--help, --version, --order=list), which is done; OPTIONS_WRONG with a line on standard error. */
enum options_outcome options_read(struct arena *arena, int count, char **arguments,
                                  struct options *options);

/* Post: the options that shape the generated code, as they would be written again; those that have
 * their defaults are left out, and of files only their names are there. */
const char *options_written(const struct options *options, struct arena *arena);

/* Silences the kinds of warnings that -Wno-NAME names. */
void options_apply_warnings(const struct options *options, struct diagnostics *diagnostics);

#endif
