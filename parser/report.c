/* What is said about a token that does not fit: which tokens would, in words. What a user who knows
 * another language may have meant by it is in habits.c. */
#include "expected.h"

static void drop(struct expected *expected, const enum token_kind *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        *expected_slot(expected, kinds[i]) = false;
    }
}

static const char *excerpt(const struct parse *parse, struct token token)
{
    return lexer_excerpt(parse->compilation, parse->source, token.span);
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
    const bool closer =
        expected_has(expected, TOKEN_ROUND_CLOSE) || expected_has(expected, TOKEN_SQUARE_CLOSE);
    if (expected_has(expected, TOKEN_NUMBER)) {
        DROP(expected, closers);
    } else if (expected_has(expected, TOKEN_MUL)) {
        DROP(expected, operators);
    }
    if (closer && !expected_has(expected, TOKEN_NUMBER)) {
        DROP(expected, rarely);
    }
    if (expected_has(expected, TOKEN_RANGE)) {
        *expected_slot(expected, TOKEN_RANGE_CLOSED) = false;
    }
    if (expected_has(expected, TOKEN_SET)) {
        *expected_slot(expected, TOKEN_SQUARE_OPEN) = false;
    }
    if (expected_has(expected, TOKEN_CURLY_CLOSE) && ends_block(parse->current.kind)) {
        *expected = (struct expected){{false}};
        *expected_slot(expected, TOKEN_CURLY_CLOSE) = true;
    }
}

/* Post: "an expression", "`,` or `)`": what would fit. */
static const char *expected_words(const struct parse *parse, struct expected expected)
{
    const char *words[TOKEN_LIMIT - TOKEN_BEFORE_FIRST];
    uint32_t count = 0;
    drop_unlikely(parse, &expected);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (expected_has(&expected, groups[i].sign)) {
            words[count++] = groups[i].words;
            drop(&expected, groups[i].members, groups[i].count);
        }
    }
    for (int kind = TOKEN_BEFORE_FIRST + 1; kind < TOKEN_LIMIT; kind++) {
        if (expected_has(&expected, (enum token_kind)kind)) {
            words[count++] = token_words((enum token_kind)kind);
        }
    }
    if (expected_has(&expected, TOKEN_END)) {
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

bool report_is_misnamed(const struct parse *parse, const struct expected *expected)
{
    return token_is_keyword(parse->current.kind) && expected_has(expected, TOKEN_NAME) &&
           !expected_has(expected, TOKEN_LET) && !is_first_on_line(parse, parse->current);
}

/* -- a semicolon that is missing -- */

/* Whether the current token begins what stands behind a `;`, so that the `;` is what is missing. */
static bool begins_next(const struct parse *parse)
{
    const struct token found = parse->current;
    switch ((int)found.kind) {
    case TOKEN_END:
    case TOKEN_CURLY_CLOSE:
    case TOKEN_LET:
    case TOKEN_VAR:
    case TOKEN_RETURN:
    case TOKEN_CONST:
    case TOKEN_FN:
    case TOKEN_MODEL:
    case TOKEN_EXTERN:
    case TOKEN_IMPORT:
        return true;
    case TOKEN_CURLY_OPEN:
        return parse->previous.kind == TOKEN_ROUND_CLOSE || is_first_on_line(parse, found);
    case TOKEN_FOR:
    case TOKEN_IF: /* both also stand within expressions */
    case TOKEN_IN:
    case TOKEN_PARAM:
    case TOKEN_OUT:
        return is_first_on_line(parse, found);
    default:
        return token_is_word(found.kind) && is_first_on_line(parse, found);
    }
}

/* Post: recovery goes on right at the current token. */
static void resume(struct parse *parse)
{
    parse->resume = true;
    parse->guess = token_is_word(parse->current.kind) ? parse->current.span.begin : 0;
}

static bool begins_operand(enum token_kind kind)
{
    return token_is_word(kind) || kind == TOKEN_NUMBER || kind == TOKEN_STRING ||
           kind == TOKEN_ROUND_OPEN || kind == TOKEN_IF;
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
        diagnostic_edit(parse->compilation->diagnostics, gap, ";");
        resume(parse);
        return true;
    }
    if (begins_operand(found.kind)) {
        diagnostic_error(parse->compilation->diagnostics, ERROR_MISSING_SEMICOLON, gap,
                         "expected `;` or an operator, found %s", found_words(parse, found));
        return true;
    }
    return false;
}

/* -- all of them -- */

/* Whether it is the missing closer of the innermost bracket that shows. */
static bool lacks_closer(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind closer = closer_of(stream_innermost(parse).kind);
    const enum token_kind found = parse->current.kind;
    const bool shows = (found == TOKEN_SEMICOLON && !separates_arguments(parse)) ||
                       found == TOKEN_LET || found == TOKEN_VAR || found == TOKEN_RETURN ||
                       ends_block(found) || (found == TOKEN_CONST && closer != TOKEN_CURLY_CLOSE) ||
                       (found >= TOKEN_ROUND_CLOSE && found <= TOKEN_CURLY_CLOSE);
    const bool list = found == TOKEN_CURLY_OPEN && expected_has(expected, TOKEN_NUMBER);
    return closer != TOKEN_END && expected_has(expected, closer) && shows && !list;
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

static void add_help(struct parse *parse, struct habit habit)
{
    struct diagnostics *diagnostics = parse->compilation->diagnostics;
    if (habit.help != NULL && habit.replacement != NULL) {
        diagnostic_fix(diagnostics, habit.place, habit.replacement, "%s", habit.help);
    } else if (habit.help != NULL) {
        diagnostic_help(diagnostics, "%s", habit.help);
    }
}

/* The word is the cause, wherever the error showed. */
static void report_word(struct parse *parse, struct habit habit)
{
    struct diagnostics *diagnostics = parse->compilation->diagnostics;
    const char *word = excerpt(parse, habit.culprit);
    if (habit.misspelt) {
        diagnostic_error(diagnostics, ERROR_UNEXPECTED, habit.culprit.span,
                         "the name `%s` does not fit here", word);
    } else {
        diagnostic_error(diagnostics, ERROR_OTHER_LANGUAGE, habit.culprit.span,
                         "this language has no `%s`", word);
    }
    add_help(parse, habit);
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
    const bool semicolon = expected_has(expected, TOKEN_SEMICOLON) &&
                           !expected_has(expected, TOKEN_LET) &&
                           !expected_has(expected, TOKEN_MODEL);
    const bool next = semicolon && begins_next(parse);
    const struct habit word = habit_of_word(parse, expected, next);
    if (word.help != NULL) {
        report_word(parse, word);
        if (next) {
            resume(parse);
        }
        return;
    }
    const struct habit habit = habit_of_syntax(parse, expected);
    const bool unclosed = lacks_closer(parse, expected) && !report_is_misnamed(parse, expected);
    if (!(semicolon && report_missing_semicolon(parse))) {
        diagnostic_error(diagnostics,
                         unclosed                              ? ERROR_UNCLOSED
                         : report_is_misnamed(parse, expected) ? ERROR_KEYWORD_AS_NAME
                                                               : ERROR_UNEXPECTED,
                         place, "expected %s, found %s", expected_words(parse, *expected),
                         found_words(parse, found));
    }
    if (unclosed) {
        const struct token opener = stream_innermost(parse);
        diagnostic_note(diagnostics, opener.span, "%s is opened here", token_words(opener.kind));
    }
    add_help(parse, habit);
}

void report_unexpected(struct parse *parse, const enum token_kind *kinds, uint32_t count)
{
    const struct token found = parse->current;
    struct expected expected = {{false}};
    for (uint32_t i = 0; i < count; i++) {
        *expected_slot(&expected, kinds[i]) = true;
    }
    /* One error a token, and none about a statement that was begun on a guess or an `else` whose
     * `if` was lost. */
    const bool headless = parse->headless && found.kind == TOKEN_ELSE;
    const bool guessed = parse->guess != 0 && parse->first.kind != TOKEN_BAD &&
                         parse->first.span.begin == parse->guess;
    if (!parse->stop && found.span.begin != parse->reported && !guessed && !headless) {
        report(parse, &expected);
    }
    if (report_is_misnamed(parse, &expected)) {
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
