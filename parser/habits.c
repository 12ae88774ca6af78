/* What a user who knows another language may have meant by text that is not of this one: the words
 * of C, Python, MATLAB, Julia, Stan, R, Rust and Fortran, their loops, blocks, lists and types, and
 * misspelt words of our own. */
#include "expected.h"
#include "spelling.h"

#include <string.h>

static struct habit none(void)
{
    return (struct habit){.help = NULL};
}

static struct habit say(const char *help)
{
    return (struct habit){.help = help};
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
    {"static", FUNCTION, NULL},
    {"inline", FUNCTION, NULL},
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
    {"auto", "a value is named by `let x = e;`", "let"},
    {"local", "a value is named by `let x = e;`", "let"},
    {"mut", "what changes is declared by `var x = e;`", NULL},
    {"print", PRINT, NULL},
    {"println", PRINT, NULL},
    {"printf", PRINT, NULL},
    {"disp", PRINT, NULL},
    {"data", STAN, NULL},
    {"parameters", STAN, NULL},
    {"transformed", STAN, NULL},
    {"generated", STAN, NULL},
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
           parse->current.kind == TOKEN_CURLY_OPEN || parse->current.kind == TOKEN_COLON;
}

/* `next`: the current token begins a statement, and may be any name. */
static struct habit foreign_word(const struct parse *parse, bool next)
{
    const struct token candidates[] = {parse->current, parse->previous, parse->first};
    for (size_t i = next ? 1 : 0; i < sizeof candidates / sizeof *candidates; i++) {
        const struct word *word = word_of(parse, candidates[i]);
        if (word != NULL && (i < 2 || is_blamed_first(parse))) {
            return (struct habit){.culprit = candidates[i],
                                  .help = word->help,
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

/* -- statements -- */

/* Post: the source from the beginning of the statement to the current token. */
static const char *statement_text(const struct parse *parse)
{
    const struct token first = parse->first.kind == TOKEN_BAD ? parse->current : parse->first;
    const uint32_t end = parse->current.span.begin;
    const uint32_t begin = first.span.begin < end ? first.span.begin : end;
    return arena_copy_text(parse->compilation->arena,
                           parse->source->text + (begin - parse->source->base), end - begin);
}

/* Post: what follows the current token on its line, without blanks before it. */
static const char *behind(const struct parse *parse)
{
    const char *at = parse->source->text + (parse->current.span.end - parse->source->base);
    return at + strspn(at, " \t\r");
}

static bool is_last_on_line(const struct parse *parse)
{
    const char next = behind(parse)[0];
    return next == '\n' || next == '\0' || next == '#';
}

static const char *block_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const bool colon = found == TOKEN_COLON && is_last_on_line(parse);
    if (colon && (expected_has(expected, TOKEN_CURLY_OPEN) || parse->previous.kind == TOKEN_ELSE)) {
        return BLOCK;
    }
    if (expected_has(expected, TOKEN_THEN) && found == TOKEN_CURLY_OPEN) {
        return "as an expression, write `if c then a else b` or `c ? a : b`";
    }
    if (expected_has(expected, TOKEN_CURLY_OPEN) && parse->first.kind == TOKEN_IF &&
        found != TOKEN_SET) {
        return found == TOKEN_THEN ? "as a statement, `if (c) { ... } else { ... }`"
                                   : "the branches of an `if` stand in braces";
    }
    if (found == TOKEN_ELSE && expected_has(expected, TOKEN_LET)) {
        return "an `else` stands right behind the `}` of its `if`";
    }
    return NULL;
}

static const char *loop_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const bool range = expected_has(expected, TOKEN_RANGE) && !expected_has(expected, TOKEN_SET);
    if (range && found != TOKEN_COLON && strstr(statement_text(parse), "range(") != NULL) {
        return "`range(n)` is written `0..n`, `range(a, b)` is `a..b`";
    }
    if (parse->first.kind == TOKEN_FOR &&
        (expected_has(expected, TOKEN_IN) || parse->previous.kind == TOKEN_FOR)) {
        return "a loop is written `for i in a..b { ... }`";
    }
    if (found == TOKEN_CURLY_OPEN && expected_has(expected, TOKEN_RANGE)) {
        return LOOP;
    }
    if (range && found == TOKEN_ROUND_CLOSE && strstr(statement_text(parse), " in ") != NULL) {
        return "an index runs over a range: `for i in a..b`";
    }
    return NULL;
}

/* Definitions, where no statement can stand. */
static const char *item_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    if (parse->previous.kind == TOKEN_MODEL && found == TOKEN_CURLY_OPEN) {
        return "a model has a name and arguments: `model name(in x, out y) { ... }`";
    }
    if (parse->previous.kind == TOKEN_IMPORT) {
        return "write `import \"file.ad\";`";
    }
    if (!expected_has(expected, TOKEN_MODEL)) {
        return NULL;
    }
    if (found == TOKEN_LET || found == TOKEN_VAR ||
        (token_is_word(found) && behind(parse)[0] == '=')) {
        return "outside of functions and models write `const`";
    }
    if (token_is_word(found) && behind(parse)[0] == '(') {
        return FUNCTION;
    }
    return NULL;
}

static const char *assignment_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind before = parse->previous.kind;
    const bool target = expected_has(expected, TOKEN_SET_ADD);
    if (parse->first.kind == TOKEN_LET && found == TOKEN_SEMICOLON &&
        expected_has(expected, TOKEN_SET)) {
        return "a name that is set later is declared by `var`";
    }
    if (before == TOKEN_LET && found == TOKEN_ROUND_OPEN) {
        return "several results are taken apart by `let [a, b] = f(x);`";
    }
    if (found == TOKEN_CONST && parse->open.count > 0) {
        return "within a block write `let`";
    }
    if ((target || expected_has(expected, TOKEN_LET)) &&
        (found == TOKEN_ADD || found == TOKEN_SUB) &&
        (behind(parse)[0] == '+' || behind(parse)[0] == '-')) {
        return "write `x += 1;` or `x -= 1;`";
    }
    if (target && found == TOKEN_LT) {
        return "an assignment is written `=`";
    }
    if (found == TOKEN_SET && (before == TOKEN_AND || before == TOKEN_OR ||
                               (before >= TOKEN_ELEMENT_MUL && before <= TOKEN_ELEMENT_POW))) {
        return "only `+=`, `-=`, `*=` and `/=` exist; write `x = x op e;`";
    }
    if (target && (found == TOKEN_SEMICOLON || found == TOKEN_CURLY_CLOSE)) {
        return "a value that is not used has no effect; name it by `let`";
    }
    if (found == TOKEN_COLON &&
        (parse->first.kind == TOKEN_LET || parse->first.kind == TOKEN_VAR ||
         parse->first.kind == TOKEN_FN) &&
        expected_has(expected, TOKEN_SET)) {
        return TYPE;
    }
    return NULL;
}

/* -- expressions -- */

static const char *list_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind bracket = stream_innermost(parse).kind;
    if (bracket == TOKEN_SQUARE_OPEN && expected_has(expected, TOKEN_COMMA)) {
        if (found == TOKEN_NUMBER || token_is_word(found)) {
            return "elements are separated by commas: `[a, b]`";
        }
        const char *rest = behind(parse);
        if (found == TOKEN_SEMICOLON && rest[strcspn(rest, "]\n")] == ']') {
            return "the rows of a matrix are lists: `[[a, b], [c, d]]`";
        }
    }
    if ((found == TOKEN_CURLY_OPEN && expected_has(expected, TOKEN_NUMBER) &&
         parse->previous.kind != TOKEN_IF) ||
        (found == TOKEN_COMMA && bracket == TOKEN_ROUND_OPEN &&
         expected_has(expected, TOKEN_MUL))) {
        return "vectors are written in brackets: `[a, b]`";
    }
    return NULL;
}

static const char *expression_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind bracket = stream_innermost(parse).kind;
    if (found == TOKEN_SET && bracket == TOKEN_CURLY_OPEN &&
        expected_has(expected, TOKEN_SEMICOLON)) {
        return "one assignment a statement; `==` compares";
    }
    if (found == TOKEN_SET &&
        (expected_has(expected, TOKEN_EQ) || parse->previous.kind == TOKEN_EQ ||
         parse->previous.kind == TOKEN_NE) &&
        bracket != TOKEN_SQUARE_OPEN) {
        return "`==` compares, `=` assigns";
    }
    if (found == TOKEN_IF && expected_has(expected, TOKEN_QUESTION)) {
        return "a choice is written `c ? a : b` or `if c then a else b`";
    }
    if (found == TOKEN_COLON &&
        (expected_has(expected, TOKEN_RANGE) || expected_has(expected, TOKEN_MUL) ||
         parse->previous.kind == TOKEN_COLON)) {
        return "a range is written `a..b` (without b) or `a..=b` (with b)";
    }
    if (found == TOKEN_IN && bracket == TOKEN_ROUND_OPEN) {
        return "a sum is written `sum(e for i in a..b)`";
    }
    if (found == TOKEN_FOR && expected_has(expected, TOKEN_COMMA)) {
        return "several indices are written `for i in a..b, j in c..d`";
    }
    if (found == TOKEN_GT &&
        (parse->previous.kind == TOKEN_SUB || parse->previous.kind == TOKEN_SET)) {
        return "there are no `->` and `=>`: `fn f(x) = e;` is a function";
    }
    if (report_is_misnamed(parse, expected)) {
        return "a word of the language cannot be a name";
    }
    return NULL;
}

struct habit habit_of_syntax(const struct parse *parse, const struct expected *expected)
{
    static const char *(*const habits[])(const struct parse *, const struct expected *) = {
        block_habit, loop_habit, item_habit, assignment_habit, list_habit, expression_habit};
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        const char *help = habits[i](parse, expected);
        if (help != NULL) {
            return say(help);
        }
    }
    return none();
}
