/* Words that are not of this language: those of C, Python, MATLAB, Julia, Stan, Modelica, R, Rust
 * and Fortran, and misspelt ones of our own. */
#include "expected.h"
#include "spelling.h"

#include <string.h>

static struct habit none(void)
{
    return (struct habit){.help = NULL};
}

static const char *text_of(const struct parse *parse, struct token token)
{
    return token_is_word(token.kind) ? atom_text(parse->compilation->atoms, token.value.name) : "";
}

/* -- words of other languages -- */

#define FUNCTION "a function is written `fn f(x) { ... }` or `fn f(x) = e;`"
#define TYPE "there is one type, and it is not written: `let x = e;`, `var x[n];`"
#define BLOCK "a block stands in braces: `{ ... }`"
#define LOOP "loops run over a range: `for i in a..b { ... }`"
#define PRINT "a model prints nothing: make the value an `out`, and see it by `adc eval`"
#define ASSERT "a model checks nothing while it runs: who calls it looks at its outputs"
#define ORDER "there are no equations: each statement computes a value, `y = e;`"
#define STAN "what a model takes and gives are its arguments: `model name(in x, param data, out y)`"

static const struct word {
    const char *word;
    const char *help;
    const char *replacement;
} words[] = {
    {"and", "logical and is written `&&`", "&&"},
    {"or", "logical or is written `||`", "||"},
    {"not", "logical not is written `!`", "!"},
    {"is", "equality is written `==`", "=="},
    {"mod", "the remainder is written `mod(a, b)`", NULL},
    {"div", "whole-number division is written `div(a, b)`", NULL},
    {"elif", "write `else if (c) { ... }`", "else if"},
    {"elsif", "write `else if (c) { ... }`", "else if"},
    {"elseif", "write `else if (c) { ... }`", "else if"},
    {"switch", "write `if (c) { ... } else if (d) { ... }`", NULL},
    {"case", "write `if (c) { ... } else if (d) { ... }`", NULL},
    {"default", "write `if (c) { ... } else { ... }`", NULL},
    {"match", "write `if (c) { ... } else if (d) { ... }`", NULL},
    {"end", BLOCK, NULL},
    {"endif", BLOCK, NULL},
    {"endfor", BLOCK, NULL},
    {"begin", BLOCK, NULL},
    {"pass", "a block that does nothing is written `{}`", NULL},
    {"do", LOOP, NULL},
    {"while", LOOP, NULL},
    {"until", LOOP, NULL},
    {"loop", LOOP, NULL},
    {"foreach", LOOP, NULL},
    {"break", "a loop runs to its end; leave terms out by a condition", NULL},
    {"continue", "a turn of a loop runs to its end; put what is to be left out into an `if`", NULL},
    {"def", FUNCTION, "fn"},
    {"func", FUNCTION, "fn"},
    {"function", FUNCTION, "fn"},
    {"subroutine", FUNCTION, NULL},
    {"void", FUNCTION, NULL},
    {"lambda", FUNCTION, NULL},
    {"static", "a constant is written `const k = e;`, a function `fn f(x) = e;`", NULL},
    {"inline", FUNCTION, "fn"},
    {"include", "another file is read by `import \"file.ad\";`", NULL},
    {"using", "another file is read by `import \"file.ad\";`", NULL},
    {"from", "another file is read by `import \"file.ad\";`", NULL},
    {"double", TYPE, NULL},
    {"float", TYPE, NULL},
    {"int", TYPE, NULL},
    {"long", TYPE, NULL},
    {"bool", TYPE, NULL},
    {"real", TYPE, NULL},
    {"vector", TYPE, NULL},
    {"row_vector", TYPE, NULL},
    {"matrix", TYPE, NULL},
    {"array", TYPE, NULL},
    {"Real", TYPE, NULL},
    {"Integer", TYPE, NULL},
    {"integer", TYPE, NULL},
    {"auto", "a value is named by `let x = e;`", "let"},
    {"local", "a value is named by `let x = e;`", "let"},
    {"mut", "what changes is declared by `var x = e;`", NULL},
    {"print", PRINT, NULL},
    {"println", PRINT, NULL},
    {"printf", PRINT, NULL},
    {"disp", PRINT, NULL},
    {"assert", ASSERT, NULL},
    {"data", STAN, NULL},
    {"parameters", STAN, NULL},
    {"transformed", STAN, NULL},
    {"generated", STAN, NULL},
    {"parameter", STAN, NULL},
    {"input", STAN, NULL},
    {"output", STAN, NULL},
    {"equation", ORDER, NULL},
    {"algorithm", ORDER, NULL},
    {"where", "a name is declared before it is used: `let x = e;`", NULL},
};

static const struct word *word_of(const struct parse *parse, struct token token)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(text_of(parse, token), words[i].word) == 0) {
            return &words[i];
        }
    }
    return NULL;
}

/* Whether the first token of the statement can be blamed: nothing stands between it and the error,
 * or only what is in brackets behind it, as in `while (c) {` and `vector[n] v`. */
static bool is_blamed_first(const struct parse *parse)
{
    const enum token_kind before = parse->previous.kind;
    return parse->first.span.end == parse->previous.span.end || before == TOKEN_ROUND_CLOSE ||
           before == TOKEN_SQUARE_CLOSE || before == TOKEN_LT ||
           parse->current.kind == TOKEN_STRING || parse->current.kind == TOKEN_CURLY_OPEN ||
           parse->current.kind == TOKEN_COLON;
}

/* Whether the current token is what may stand behind any name. */
static bool is_after_name(const struct parse *parse)
{
    const enum token_kind found = parse->current.kind;
    return found == TOKEN_COMMA || found == TOKEN_SEMICOLON || found == TOKEN_COLON ||
           found == TOKEN_ROUND_CLOSE || found == TOKEN_SQUARE_CLOSE || found == TOKEN_CURLY_OPEN ||
           found == TOKEN_CURLY_CLOSE;
}

/* Whether a name and an argument list follow, as in `double f(double x)`. */
static bool begins_function(const struct parse *parse, struct token type)
{
    const char *at = parse->source->text + (type.span.end - parse->source->base);
    at += strspn(at, " \t");
    const size_t name =
        strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    return name > 0 && at[name] == '(';
}

/* `next`: the current token begins a statement, and may be any name. */
static struct habit foreign_word(const struct parse *parse, bool next)
{
    struct token candidates[] = {parse->current, parse->previous, parse->first};
    if (parse->previous.span.begin == parse->first.span.begin) { /* of `end do` it is `end` */
        candidates[0] = parse->previous;
        candidates[1] = parse->current;
    }
    for (size_t i = next ? 1 : 0; i < sizeof candidates / sizeof *candidates; i++) {
        const bool is_first = candidates[i].span.begin == parse->first.span.begin;
        if (i == 1 && !is_first && is_after_name(parse)) {
            continue;
        }
        const struct word *word = word_of(parse, candidates[i]);
        if (word != NULL && (i < 2 || is_blamed_first(parse))) {
            return (struct habit){.culprit = candidates[i],
                                  .help =
                                      begins_function(parse, candidates[i]) ? FUNCTION : word->help,
                                  .place = candidates[i].span,
                                  .replacement = word->replacement};
        }
    }
    return none();
}

/* -- misspelt words of this language -- */

static const struct keyword {
    enum token_kind kind;
    const char *text;
} keywords[] = {
    {TOKEN_CONST, "const"}, {TOKEN_FN, "fn"},       {TOKEN_MODEL, "model"},
    {TOKEN_IN, "in"},       {TOKEN_PARAM, "param"}, {TOKEN_EXTERN, "extern"},
    {TOKEN_OUT, "out"},     {TOKEN_LET, "let"},     {TOKEN_IMPORT, "import"},
    {TOKEN_VAR, "var"},     {TOKEN_FOR, "for"},     {TOKEN_IF, "if"},
    {TOKEN_THEN, "then"},   {TOKEN_ELSE, "else"},   {TOKEN_RETURN, "return"},
};

/* Post: the help for a word that is near one of the expected keywords. */
static struct habit nearest(const struct parse *parse, struct token token,
                            const struct expected *expected)
{
    const char *best = NULL;
    uint32_t best_distance = SPELLING_NEAR + 1;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        const uint32_t distance = spelling_distance(text_of(parse, token), keywords[i].text);
        if (expected_has(expected, keywords[i].kind) && distance < best_distance) {
            best = keywords[i].text;
            best_distance = distance;
        }
    }
    if (best == NULL) {
        return none();
    }
    return (struct habit){.culprit = token,
                          .misspelt = true,
                          .help =
                              arena_format(parse->compilation->arena, "did you mean `%s`?", best),
                          .place = token.span,
                          .replacement = best};
}

/* A misspelt keyword is read as a name, so that it may be the token after it that does not fit: it
 * is looked at where it began a statement, or an argument. */
static struct habit misspelt_word(const struct parse *parse, const struct expected *expected)
{
    const struct token previous = parse->previous;
    const bool first = previous.span.begin == parse->first.span.begin;
    struct habit habit = none();
    if (token_is_word(parse->current.kind)) {
        habit = nearest(parse, parse->current, expected);
    }
    if (habit.help == NULL && token_is_word(previous.kind) &&
        (token_is_word(parse->current.kind) || parse->current.kind == TOKEN_CURLY_OPEN ||
         parse->current.kind == TOKEN_NUMBER)) {
        struct expected before = {{false}};
        if (first) {
            *expected_slot(&before, TOKEN_LET) = *expected_slot(&before, TOKEN_VAR) = true;
            *expected_slot(&before, TOKEN_FOR) = *expected_slot(&before, TOKEN_IF) = true;
            *expected_slot(&before, TOKEN_ELSE) = *expected_slot(&before, TOKEN_RETURN) = true;
        } else if (stream_innermost(parse).kind == TOKEN_ROUND_OPEN && parse->open.count == 1) {
            *expected_slot(&before, TOKEN_IN) = *expected_slot(&before, TOKEN_OUT) = true;
            *expected_slot(&before, TOKEN_PARAM) = true;
        }
        habit = nearest(parse, previous, &before);
    }
    return habit;
}

struct habit habit_of_word(const struct parse *parse, const struct expected *expected, bool next)
{
    const struct habit foreign = foreign_word(parse, next);
    return foreign.help != NULL || next ? foreign : misspelt_word(parse, expected);
}
