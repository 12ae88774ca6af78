/* The options of the command line, a row each. What is here alone makes an option: --help prints
 * its row, and the tests want it in the manual page and the completions, too. */
#include "option.h"

static const char *const emits[] = {[EMIT_C] = "c",       [EMIT_AST] = "ast",
                                    [EMIT_IR] = "ir",     [EMIT_GRAPH] = "graph",
                                    [EMIT_DUAL] = "dual", [EMIT_DOT] = "dot",
                                    [EMIT_PLAN] = "plan", [EMIT_DERIVATIVE] = "derivative",
                                    [EMIT_JSON] = "json", NULL};
static const char *const ties[] = {"last", "first", NULL};
static const char *const layouts[] = {"dense", "columns", "csr", "csc", "coo", NULL};
static const char *const triangles[] = {"lower", "upper", "full", NULL};
static const char *const formats[] = {"table", "csv", "json", "markdown", NULL};
static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const reals[] = {[CODEGEN_DOUBLE] = "double",
                                    [CODEGEN_FLOAT] = "float",
                                    [CODEGEN_LONG_DOUBLE] = "long-double",
                                    NULL};
static const char *const abis[] = {[CODEGEN_FLAT] = "flat", [CODEGEN_ARGS] = "args", NULL};

#define FIELD(kind, field) OPTION_##kind, offsetof(struct options, field), NULL, NULL
#define CHOICE(field, words) OPTION_CHOICE, offsetof(struct options, field), words, NULL
#define OWN(kind, field, take) OPTION_##kind, offsetof(struct options, field), NULL, take
#define ACTION(take) OPTION_ACTION, 0, NULL, take

/* Name, letter, value; what --help says of it; the field that holds it; whether it shapes the code.
 */
/* clang-format off */
static const struct option table[] = {
    {"--output", "-o", "FILE",
     "where the result goes; - is standard output",
     FIELD(PATH, output), false},
    {"--header", NULL, "FILE",
     "also write a header for the generated C",
     FIELD(PATH, header), false},
    {"--emit", NULL, "STAGE",
     "c (default), ast, ir, graph, dual, dot, plan, derivative, json",
     CHOICE(emit, emits), false},
    {"--derive", NULL, "LIST",
     "value, gradient, jacobian, hessian, jvp, vjp, hvp; see below",
     OWN(LIST, derive, option_take_mode), true},
    {"--wrt", NULL, "LIST",
     "only these inputs are independent",
     FIELD(LIST, wrt), true},
    {"--of", NULL, "LIST",
     "only these outputs",
     FIELD(LIST, of), true},
    {"--model", NULL, "NAME",
     "only this model of the file",
     FIELD(TEXT, model), true},
    {"--define", "-D", "NAME=VALUE",
     "override a `const` of the file",
     OWN(TEXTS, defines, option_take_define), true},
    {"--layout", NULL, "NAME",
     "of matrices: dense (default), columns, csr, csc, coo",
     CHOICE(layout, layouts), true},
    {"--triangle", NULL, "NAME",
     "of a sparse Hessian: lower (default), upper, full",
     CHOICE(triangle, triangles), true},
    {"--real", NULL, "TYPE",
     "of generated code: double (default), float, long-double",
     CHOICE(real, reals), true},
    {"--abi", NULL, "NAME",
     "flat (default): all inputs in one array; args: the model's own arguments",
     CHOICE(abi, abis), true},
    {"--prefix", NULL, "NAME",
     "put before every public name",
     FIELD(TEXT, prefix), true},
    {"--piece", NULL, "N",
     "statements in each piece of a large function (250)",
     FIELD(COUNT, piece), true},
    {"--stack-limit", NULL, "BYTES",
     "of a large function's scratch memory; beyond it is an argument (65536)",
     FIELD(COUNT, stack_limit), true},
    {"--order", NULL, "NAME",
     "elimination order; `list` prints them all",
     ACTION(option_take_order), false},
    {"--tie", NULL, "RULE",
     "among equally good vertices take the last (default) or first",
     CHOICE(tie, ties), true},
    {"--effort", NULL, "N",
     "of searches: how many nodes or moves",
     FIELD(NUMBER, effort), true},
    {"--seed", NULL, "N",
     "of searches: what chance begins with (default 0)",
     FIELD(NUMBER, seed), true},
    {"--time-limit", NULL, "SECONDS",
     "of searches: the result then depends on the machine",
     FIELD(SECONDS, time_limit), true},
    {"--threads", NULL, "N",
     "of searches; the result is the same with any number",
     FIELD(COUNT, threads), false},
    {"--plan", NULL, "FILE",
     "replay the plan that --emit=plan wrote",
     FIELD(PATH, plan), true},
    {"--no-cse", NULL, NULL,
     "what is written twice is computed twice: the graph of the formula as it stands",
     FIELD(FLAG, no_cse), true},
    {"--orders", NULL, "LIST",
     "compare: these orders; `all` takes the searches in, too",
     OWN(LIST, orders, option_take_order_name), false},
    {"--format", NULL, "NAME",
     "compare: table (default), csv, json, markdown",
     CHOICE(format, formats), false},
    {"--run", NULL, NULL,
     "compare: compile each order's C and time it",
     FIELD(FLAG, run), false},
    {"--at", NULL, "NAME=NUMBERS",
     "eval, check: the point",
     ACTION(option_take_point), false},
    {"--with", NULL, "FILE",
     "eval, check, compare --run: C of the model's extern functions",
     FIELD(TEXTS, with), false},
    {"--samples", NULL, "N",
     "check: number of sample points (default 20)",
     FIELD(COUNT, samples), false},
    {"--max-ops", NULL, "N",
     "refuse a model that grows beyond N operations",
     FIELD(COUNT, max_operations), false},
    {"--color", NULL, "WHEN",
     "auto (default), always, never",
     CHOICE(color, colors), false},
    {"--warn", "-W", "NAME",
     "-Werror: warnings are errors; -Wno-NAME silences one; -Wlist prints them",
     ACTION(option_take_warning), false},
    {"--verbose", "-v", NULL,
     "report sizes and counts",
     FIELD(FLAG, verbose), false},
    {"--list-functions", NULL, NULL,
     "print the built-in functions",
     ACTION(option_list_functions), false},
    {"--version", NULL, NULL,
     "print the version",
     ACTION(option_print_version), false},
    {"--help", "-h", NULL,
     "print this",
     ACTION(option_print_help), false},
};
/* clang-format on */

const struct option *option_table(uint32_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
