/* What is said about a token that does not fit: which tokens would, in words, and what a user who
 * knows another language may have meant. */
#include "parse.h"

#include <string.h>

/* The tokens that would fit. */
struct expected {
    bool has[TOKEN_LIMIT - TOKEN_BEFORE_FIRST];
};

static bool *slot(struct expected *expected, enum token_kind kind)
{
    return &expected->has[kind == TOKEN_END ? 0 : kind - TOKEN_BEFORE_FIRST];
}

static bool has(const struct expected *expected, enum token_kind kind)
{
    return expected->has[kind == TOKEN_END ? 0 : kind - TOKEN_BEFORE_FIRST];
}

static void drop(struct expected *expected, const enum token_kind *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        *slot(expected, kinds[i]) = false;
    }
}

static const char *excerpt(const struct parse *parse, struct token token)
{
    return lexer_excerpt(parse->compilation, parse->source, token.span);
}

static bool is_word(enum token_kind kind)
{
    return kind == TOKEN_NAME || kind == TOKEN_STEP || kind == TOKEN_WITH;
}

static bool is_keyword(enum token_kind kind)
{
    return kind >= TOKEN_CONST && kind <= TOKEN_RETURN;
}

static bool is_written(const struct parse *parse, struct token token, const char *word)
{
    return is_word(token.kind) &&
           strcmp(atom_text(parse->compilation->atoms, token.value.name), word) == 0;
}

/* Groups of tokens with a name of their own: where `sign` is expected, `words` stands for all of
 * `members`. The first that fits goes first: an expression may begin with any name. */
#define MEMBERS(...)                        \
    (const enum token_kind[]){__VA_ARGS__}, \
        sizeof(const enum token_kind[]){__VA_ARGS__} / sizeof(enum token_kind)

static const struct group {
    enum token_kind sign;
    const char *words;
    const enum token_kind *members;
    size_t count;
} groups[] = {
    {TOKEN_MODEL, "a definition (`model`, `fn`, `const`, `extern`, `import`)",
     MEMBERS(TOKEN_MODEL, TOKEN_FN, TOKEN_CONST, TOKEN_EXTERN, TOKEN_IMPORT, TOKEN_SEMICOLON,
             TOKEN_END)},
    {TOKEN_LET, "a statement",
     MEMBERS(TOKEN_LET, TOKEN_VAR, TOKEN_FOR, TOKEN_IF, TOKEN_RETURN, TOKEN_NAME, TOKEN_STEP,
             TOKEN_WITH, TOKEN_NUMBER, TOKEN_ROUND_OPEN, TOKEN_SQUARE_OPEN, TOKEN_CURLY_OPEN,
             TOKEN_SEMICOLON)},
    {TOKEN_NUMBER, "an expression",
     MEMBERS(TOKEN_NUMBER, TOKEN_NAME, TOKEN_STEP, TOKEN_WITH, TOKEN_ROUND_OPEN, TOKEN_SQUARE_OPEN,
             TOKEN_ADD, TOKEN_SUB, TOKEN_NOT, TOKEN_IF)},
    {TOKEN_SET_ADD, "`=`",
     MEMBERS(TOKEN_SET, TOKEN_SET_ADD, TOKEN_SET_SUB, TOKEN_SET_MUL, TOKEN_SET_DIV,
             TOKEN_ROUND_OPEN, TOKEN_SQUARE_OPEN, TOKEN_TRANSPOSE)},
    {TOKEN_NAME, "a name", MEMBERS(TOKEN_NAME, TOKEN_STEP, TOKEN_WITH)},
};

/* What goes on an expression; said only where nothing else fits. */
static const enum token_kind operators[] = {
    TOKEN_ADD,         TOKEN_SUB,      TOKEN_MUL,  TOKEN_DIV,       TOKEN_ELEMENT_MUL,
    TOKEN_ELEMENT_DIV, TOKEN_POW,      TOKEN_EQ,   TOKEN_NE,        TOKEN_ELEMENT_POW,
    TOKEN_LT,          TOKEN_LE,       TOKEN_GT,   TOKEN_GE,        TOKEN_AND,
    TOKEN_OR,          TOKEN_QUESTION, TOKEN_STEP, TOKEN_TRANSPOSE, TOKEN_SQUARE_OPEN,
    TOKEN_ROUND_OPEN,
};

/* What may also stand before the end of a list, but is hardly what was forgotten. */
static const enum token_kind rarely[] = {TOKEN_FOR, TOKEN_RANGE, TOKEN_RANGE_CLOSED,
                                         TOKEN_SQUARE_OPEN};

static const enum token_kind closers[] = {TOKEN_ROUND_CLOSE, TOKEN_SQUARE_CLOSE};

#define DROP(expected, kinds) drop((expected), (kinds), sizeof(kinds) / sizeof *(kinds))

/* Whether no statement can begin with the token, nor anything else in a block. */
static bool ends_block(enum token_kind kind)
{
    return kind == TOKEN_END || (kind >= TOKEN_FN && kind <= TOKEN_IMPORT);
}

/* Leaves the tokens that are worth being said. */
static void drop_unlikely(const struct parse *parse, struct expected *expected)
{
    const bool closer = has(expected, TOKEN_ROUND_CLOSE) || has(expected, TOKEN_SQUARE_CLOSE);
    if (has(expected, TOKEN_NUMBER)) {
        DROP(expected, closers);
    } else if (has(expected, TOKEN_MUL)) {
        DROP(expected, operators);
    }
    if (closer && !has(expected, TOKEN_NUMBER)) {
        DROP(expected, rarely);
    }
    if (has(expected, TOKEN_RANGE)) {
        *slot(expected, TOKEN_RANGE_CLOSED) = false;
    }
    if (has(expected, TOKEN_SET)) {
        *slot(expected, TOKEN_SQUARE_OPEN) = false;
    }
    if (has(expected, TOKEN_CURLY_CLOSE) && ends_block(parse->current.kind)) {
        *expected = (struct expected){{false}};
        *slot(expected, TOKEN_CURLY_CLOSE) = true;
    }
}

/* Post: "an expression", "`,` or `)`": what would fit. */
static const char *expected_words(const struct parse *parse, struct expected expected)
{
    const char *words[TOKEN_LIMIT - TOKEN_BEFORE_FIRST];
    uint32_t count = 0;
    drop_unlikely(parse, &expected);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (has(&expected, groups[i].sign)) {
            words[count++] = groups[i].words;
            drop(&expected, groups[i].members, groups[i].count);
        }
    }
    for (int kind = TOKEN_BEFORE_FIRST + 1; kind < TOKEN_LIMIT; kind++) {
        if (has(&expected, (enum token_kind)kind)) {
            words[count++] = token_words((enum token_kind)kind);
        }
    }
    if (has(&expected, TOKEN_END)) {
        words[count++] = token_words(TOKEN_END);
    }
    if (count == 0) {
        return "an operator";
    }
    struct text text = text_in(parse->compilation->arena);
    for (uint32_t i = 0; i < count; i++) {
        text_add(&text, i == 0 ? "" : i + 1 < count ? ", " : " or ");
        text_add(&text, words[i]);
    }
    return text_string(&text);
}

/* Post: "`foo`", "`+=`", "the end of the file": what stands there. */
static const char *found_words(const struct parse *parse, struct token found)
{
    if (found.kind == TOKEN_END) {
        return token_words(TOKEN_END);
    }
    return arena_format(parse->compilation->arena, "`%s`", excerpt(parse, found));
}

/* Words of other languages, and what this one has for them. */
static const struct {
    const char *word;
    const char *help;
} foreign_words[] = {
    {"and", "logical and is written `&&`"},
    {"or", "logical or is written `||`"},
    {"not", "logical not is written `!`"},
    {"mod", "the remainder is written `mod(a, b)`"},
    {"div", "whole-number division is written `div(a, b)`"},
    {"elif", "write `else if (c) { ... }`"},
    {"elsif", "write `else if (c) { ... }`"},
    {"elseif", "write `else if (c) { ... }`"},
    {"end", "a block ends with `}`"},
    {"begin", "a block begins with `{`"},
    {"do", "a block begins with `{`"},
    {"while", "loops run over a range: `for i in a..b { ... }`"},
    {"def", "a function is written `fn f(x) { ... }` or `fn f(x) = e;`"},
    {"func", "a function is written `fn f(x) { ... }` or `fn f(x) = e;`"},
    {"function", "a function is written `fn f(x) { ... }` or `fn f(x) = e;`"},
    {"void", "a function is written `fn f(x) { ... }` or `fn f(x) = e;`"},
    {"include", "another file is read by `import \"file.ad\";`"},
    {"using", "another file is read by `import \"file.ad\";`"},
    {"double", "there is one type, and it is not written: `let x = e;`, `var x[n];`"},
    {"float", "there is one type, and it is not written: `let x = e;`, `var x[n];`"},
    {"int", "there is one type, and it is not written: `let x = e;`, `var x[n];`"},
    {"real", "there is one type, and it is not written: `let x = e;`, `var x[n];`"},
    {"vector", "there is one type, and it is not written: `let x = e;`, `var x[n];`"},
    {"matrix", "there is one type, and it is not written: `let x = e;`, `var x[n];`"},
    {"auto", "a value is named by `let x = e;`"},
};

static const char *foreign_word(const struct parse *parse, struct token token)
{
    for (size_t i = 0; i < sizeof foreign_words / sizeof *foreign_words; i++) {
        if (is_written(parse, token, foreign_words[i].word)) {
            return foreign_words[i].help;
        }
    }
    return NULL;
}

/* Whether the current token is a keyword that was meant as a name: not the beginning of what stands
 * on the next line. */
static bool is_misnamed(const struct parse *parse, const struct expected *expected)
{
    return is_keyword(parse->current.kind) && has(expected, TOKEN_NAME) &&
           !has(expected, TOKEN_LET) && !is_first_on_line(parse, parse->current);
}

/* Post: what may have been meant where a statement goes wrong, NULL for no idea. */
static const char *statement_help(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind first = parse->first.kind;
    if (first == TOKEN_LET && found == TOKEN_SEMICOLON && has(expected, TOKEN_SET)) {
        return "a name that is set later is declared by `var`";
    }
    if (parse->previous.kind == TOKEN_LET && found == TOKEN_ROUND_OPEN) {
        return "several results are taken apart by `let [a, b] = f(x);`";
    }
    if (first == TOKEN_FOR && (has(expected, TOKEN_IN) || parse->previous.kind == TOKEN_FOR)) {
        return "a loop is written `for i in a..b { ... }`";
    }
    if (found == TOKEN_CURLY_OPEN && has(expected, TOKEN_RANGE)) {
        return "a loop runs over a range: `for i in a..b { ... }`";
    }
    if (has(expected, TOKEN_CURLY_OPEN) && first == TOKEN_IF && found != TOKEN_SET) {
        return found == TOKEN_THEN ? "as a statement, `if (c) { ... } else { ... }`"
                                   : "the branches of an `if` stand in braces";
    }
    if (found == TOKEN_CONST && parse->open.count > 0) {
        return "within a block write `let`";
    }
    if (found == TOKEN_ELSE && has(expected, TOKEN_LET)) {
        return "an `else` stands right behind the `}` of its `if`";
    }
    if (has(expected, TOKEN_MODEL) && (found == TOKEN_LET || found == TOKEN_VAR)) {
        return "outside of functions and models write `const`";
    }
    if (has(expected, TOKEN_SET_ADD) && (found == TOKEN_ADD || found == TOKEN_SUB)) {
        return "write `x += 1;` or `x -= 1;`";
    }
    if (has(expected, TOKEN_SET_ADD) && found == TOKEN_SEMICOLON) {
        return "a value that is not used has no effect; name it by `let`";
    }
    return NULL;
}

/* Post: what may have been meant where an expression goes wrong, NULL for no idea. */
static const char *expression_help(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind bracket = stream_innermost(parse).kind;
    if (found == TOKEN_SET && has(expected, TOKEN_EQ) && bracket != TOKEN_SQUARE_OPEN) {
        return "`==` compares, `=` assigns";
    }
    if (found == TOKEN_COLON && (has(expected, TOKEN_RANGE) || has(expected, TOKEN_MUL))) {
        return "a range is written `a..b` (without b) or `a..=b` (with b)";
    }
    if (found == TOKEN_IN && bracket == TOKEN_ROUND_OPEN) {
        return "a sum is written `sum(e for i in a..b)`";
    }
    if (found == TOKEN_FOR && has(expected, TOKEN_COMMA)) {
        return "several indices are written `for i in a..b, j in c..d`";
    }
    if ((found == TOKEN_CURLY_OPEN && has(expected, TOKEN_NUMBER) &&
         parse->previous.kind != TOKEN_IF) ||
        (found == TOKEN_COMMA && bracket == TOKEN_ROUND_OPEN && has(expected, TOKEN_MUL))) {
        return "vectors are written in brackets: `[a, b]`";
    }
    if (parse->previous.kind == TOKEN_IMPORT) {
        return "write `import \"file.ad\";`";
    }
    if (is_misnamed(parse, expected)) {
        return "a word of the language cannot be a name";
    }
    return NULL;
}

static void add_help(const struct parse *parse, const struct expected *expected)
{
    const struct token candidates[] = {parse->current, parse->previous, parse->first};
    const char *help = NULL;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates && help == NULL; i++) {
        help = foreign_word(parse, candidates[i]);
    }
    if (help == NULL) {
        help = statement_help(parse, expected);
    }
    if (help == NULL) {
        help = expression_help(parse, expected);
    }
    if (help != NULL) {
        diagnostic_help(parse->compilation->diagnostics, "%s", help);
    }
}

/* Whether the current token begins what stands behind a `;`, so that the `;` is what is missing. */
static bool begins_next(const struct parse *parse)
{
    const struct token found = parse->current;
    switch ((int)found.kind) {
    case TOKEN_END:
    case TOKEN_CURLY_OPEN:
    case TOKEN_CURLY_CLOSE:
    case TOKEN_LET:
    case TOKEN_VAR:
    case TOKEN_FOR:
    case TOKEN_IF:
    case TOKEN_RETURN:
    case TOKEN_CONST:
    case TOKEN_FN:
    case TOKEN_MODEL:
    case TOKEN_EXTERN:
    case TOKEN_IMPORT:
        return true;
    default:
        return is_word(found.kind) && is_first_on_line(parse, found);
    }
}

static bool begins_operand(enum token_kind kind)
{
    return is_word(kind) || kind == TOKEN_NUMBER || kind == TOKEN_STRING ||
           kind == TOKEN_ROUND_OPEN;
}

/* A `;` would fit. Post: where it is missing that is said, right behind the token before. */
static bool report_missing_semicolon(struct parse *parse)
{
    const struct token found = parse->current;
    const struct span gap = {parse->previous.span.end, parse->previous.span.end};
    if (begins_next(parse)) {
        const char *what = stream_innermost(parse).kind == TOKEN_END ? "definition" : "statement";
        diagnostic_error(parse->compilation->diagnostics, ERROR_MISSING_SEMICOLON, gap,
                         "expected `;` after this %s, found %s", what, found_words(parse, found));
        parse->resume = true;
        parse->guess = is_word(found.kind) ? found.span.begin : 0;
        return true;
    }
    if (begins_operand(found.kind)) {
        diagnostic_error(parse->compilation->diagnostics, ERROR_MISSING_SEMICOLON, gap,
                         "expected `;` or an operator, found %s", found_words(parse, found));
        return true;
    }
    return false;
}

/* Notes where the bracket was opened, if it is the missing closer that shows. */
static void note_open_bracket(const struct parse *parse, const struct expected *expected)
{
    const struct token opener = stream_innermost(parse);
    const enum token_kind closer = closer_of(opener.kind);
    const enum token_kind found = parse->current.kind;
    const bool shows = found == TOKEN_SEMICOLON || found == TOKEN_LET || found == TOKEN_VAR ||
                       found == TOKEN_RETURN || ends_block(found) ||
                       (found == TOKEN_CONST && closer != TOKEN_CURLY_CLOSE) ||
                       (found >= TOKEN_ROUND_CLOSE && found <= TOKEN_CURLY_CLOSE);
    const bool list = found == TOKEN_CURLY_OPEN && has(expected, TOKEN_NUMBER);
    if (closer != TOKEN_END && has(expected, closer) && shows && !list) {
        diagnostic_note(parse->compilation->diagnostics, opener.span, "%s is opened here",
                        token_words(opener.kind));
    }
}

/* Whether the current token closes a bracket where none of its kind is open. */
static bool closes_nothing(const struct parse *parse)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind innermost = stream_innermost(parse).kind;
    return (found == TOKEN_CURLY_CLOSE && innermost == TOKEN_END) ||
           ((found == TOKEN_ROUND_CLOSE || found == TOKEN_SQUARE_CLOSE) &&
            (innermost == TOKEN_END || innermost == TOKEN_CURLY_OPEN));
}

static void report(struct parse *parse, const struct expected *expected)
{
    struct diagnostics *diagnostics = parse->compilation->diagnostics;
    const struct token found = parse->current;
    const struct span behind = {parse->previous.span.end, parse->previous.span.end};
    const struct span place = found.kind == TOKEN_END && behind.end > 0 ? behind : found.span;
    if (closes_nothing(parse)) {
        diagnostic_error(diagnostics, ERROR_CLOSES_NOTHING, place, "this %s closes nothing",
                         token_words(found.kind));
        return;
    }
    if (!(has(expected, TOKEN_SEMICOLON) && !has(expected, TOKEN_LET) &&
          !has(expected, TOKEN_MODEL) && report_missing_semicolon(parse))) {
        diagnostic_error(diagnostics, ERROR_UNEXPECTED, place, "expected %s, found %s",
                         expected_words(parse, *expected), found_words(parse, found));
    }
    note_open_bracket(parse, expected);
    add_help(parse, expected);
}

void report_unexpected(struct parse *parse, const enum token_kind *kinds, uint32_t count)
{
    const struct token found = parse->current;
    struct expected expected = {{false}};
    for (uint32_t i = 0; i < count; i++) {
        *slot(&expected, kinds[i]) = true;
    }
    /* One error a token, and none about a statement that was begun on a guess or an `else` whose
     * `if` was lost. */
    const bool headless = parse->headless && found.kind == TOKEN_ELSE;
    const bool guessed = parse->guess != 0 && parse->first.kind != TOKEN_BAD &&
                         parse->first.span.begin == parse->guess;
    if (!parse->stop && found.span.begin != parse->reported && !guessed && !headless) {
        report(parse, &expected);
    }
    if (is_misnamed(parse, &expected)) {
        parse->current.kind = TOKEN_BAD; /* nothing begins here */
    }
    parse->reported = found.span.begin;
}

void report_too_deep(struct parse *parse, struct span span)
{
    if (!parse->stop) {
        diagnostic_error(parse->compilation->diagnostics, ERROR_NESTED_TOO_DEEPLY, span,
                         "this is nested too deeply");
        diagnostic_help(parse->compilation->diagnostics, "at most %d levels; name parts by `let`",
                        (int)AST_MAX_HEIGHT);
    }
    parse->stop = true;
}
