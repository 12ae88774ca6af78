/* Where the parser goes on after an error.
 *
 * Each recovery stands behind an `error` of the grammar: bison has taken from its stack what the
 * error spoils, down to the innermost place that has a recovery. The function passes over the
 * tokens that belong to what is lost and leaves the stream at the token where the grammar goes on,
 * which may be one that is not in the text: the bracket or block that is missing is put in. So an
 * error in one bracket leaves the rest of its statement to be read, one in a statement the rest of
 * its block.
 *
 * Every recovery passes over a token, closes an open bracket, or stops at a token that can begin
 * what the grammar reads next; so the parser always gets on. */
#include "expected.h"

/* A token that is not in the text, right behind the previous one. */
static struct token missing(const struct parse *parse, enum token_kind kind)
{
    const uint32_t place = parse->previous.span.end;
    return (struct token){.kind = kind, .span = {place, place}};
}

/* Leaves the brackets that what is lost has opened, down to the innermost block. */
static void leave_brackets(struct parse *parse)
{
    while (parse->open.count > 0 && stream_innermost(parse).kind != TOKEN_CURLY_OPEN) {
        parse->open.count--;
    }
}

/* Whether the token begins an item, wherever it stands. A `const` within a block is taken for a
 * slip of the pen for `let` unless it stands at the left margin. */
static bool begins_item(const struct parse *parse, struct token token)
{
    switch ((int)token.kind) {
    case TOKEN_FN:
    case TOKEN_MODEL:
    case TOKEN_EXTERN:
    case TOKEN_IMPORT:
        return true;
    case TOKEN_CONST: {
        const uint32_t at = token.span.begin - parse->source->base;
        return at == 0 || parse->source->text[at - 1] == '\n';
    }
    default:
        return false;
    }
}

/* Whether no expression goes on beyond this token. */
static bool ends_expression(struct token token)
{
    switch ((int)token.kind) {
    case TOKEN_END:
    case TOKEN_SEMICOLON:
    case TOKEN_CURLY_OPEN:
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
    default:
        return false;
    }
}

/* Whether the bracket that this token closes was opened further out. */
static bool closes_outer(const struct parse *parse, struct token token)
{
    for (uint32_t i = parse->open.count; i-- > 0;) {
        if (parse->open.at[i].kind == TOKEN_CURLY_OPEN) {
            return false;
        }
        if (closer_of(parse->open.at[i].kind) == token.kind) {
            return true;
        }
    }
    return false;
}

/* Whether a `{` stands where only an expression can: a list in the braces of C, or a branch of an
 * `if` that gives a value. */
static bool opens_list(const struct parse *parse, struct token token)
{
    const enum token_kind before = parse->previous.kind;
    const enum token_kind first = parse->first.kind;
    return token.kind == TOKEN_CURLY_OPEN &&
           ((first >= TOKEN_LET && first <= TOKEN_VAR && !parse->resume) ||
            (before >= TOKEN_RETURN && before <= TOKEN_COMMA && before != TOKEN_TRANSPOSE) ||
            before == TOKEN_ROUND_OPEN || before == TOKEN_SQUARE_OPEN);
}

/* Passes over the current token, a whole list in braces if it opens one. Post: the one behind. */
static struct token pass(struct parse *parse)
{
    struct token token = parse->current;
    const uint32_t level = parse->open.count;
    const struct token first = parse->first;
    if (!opens_list(parse, token)) {
        return stream_next(parse);
    }
    do {
        token = stream_next(parse);
    } while (parse->open.count > level && (!ends_expression(token) || opens_list(parse, token) ||
                                           token.kind == TOKEN_CURLY_CLOSE));
    parse->first = first; /* the statement goes on */
    return token;
}

/* Post: the next token closes the innermost open bracket. `ending` ends it, too. */
static void recover_to_closer(struct parse *parse, enum token_kind ending)
{
    const uint32_t level = parse->open.count;
    const enum token_kind closer = closer_of(stream_innermost(parse).kind);
    struct token token = parse->current;
    while (parse->open.count > level || token.kind != closer) {
        const bool closes = parse->open.count == level &&
                            (token.kind == TOKEN_ROUND_CLOSE || token.kind == TOKEN_SQUARE_CLOSE);
        const bool ends = ends_expression(token) && !opens_list(parse, token) &&
                          !separates_rows(parse) && !separates_arguments(parse);
        if (ends || token.kind == ending || closes) {
            parse->open.count = level;
            if (!closes || closes_outer(parse, token)) {
                stream_unread(parse, token);
            } /* else it is taken for the closer */
            token = missing(parse, closer);
            break;
        }
        token = pass(parse);
    }
    stream_unread(parse, token);
}

void recover_bracket(struct parse *parse)
{
    recover_to_closer(parse, TOKEN_BEFORE_FIRST); /* which is no token */
}

/* Within the parentheses behind the name of a function or model a `{` begins its body. */
void recover_arguments(struct parse *parse)
{
    recover_to_closer(parse, TOKEN_CURLY_OPEN);
}

/* Within the brackets of a name that is declared a `=` ends them. */
void recover_shape(struct parse *parse)
{
    recover_to_closer(parse, TOKEN_SET);
}

/* Post: the next token opens the block of a `for` or an `if`; where there is none, an empty one is
 * put in. */
void recover_header(struct parse *parse)
{
    leave_brackets(parse);
    struct token token = parse->current;
    const uint32_t level = parse->open.count;
    while (!ends_expression(token) ||
           (token.kind == TOKEN_SEMICOLON && parse->open.count > level)) { /* of `for (;;)` */
        token = stream_next(parse);
    }
    leave_brackets(parse);
    if (token.kind != TOKEN_CURLY_OPEN) {
        if (token.kind != TOKEN_SEMICOLON) {
            stream_unread(parse, token);
        }
        stream_unread(parse, missing(parse, TOKEN_CURLY_CLOSE));
        token = missing(parse, TOKEN_CURLY_OPEN);
    }
    stream_unread(parse, token);
    parse->headless = true;
}

/* Whether the current token begins a statement that a recovery may go on with. */
static bool begins_statement(const struct parse *parse, struct token token)
{
    switch ((int)token.kind) {
    case TOKEN_CURLY_OPEN:
        return !opens_list(parse, token);
    case TOKEN_LET:
    case TOKEN_VAR:
    case TOKEN_RETURN:
        return true;
    case TOKEN_FOR:
    case TOKEN_IF: /* both also stand within expressions */
        return parse->resume || is_first_on_line(parse, token);
    case TOKEN_NAME:
    case TOKEN_STEP:
    case TOKEN_WITH:
        return parse->resume && token.span.begin == parse->guess;
    default:
        return false;
    }
}

/* Post: the next token begins a statement or ends the block; where an item or the end of the file
 * comes first, the block and those around it are ended. */
void recover_statement(struct parse *parse)
{
    leave_brackets(parse);
    struct token token = parse->current;
    while (token.kind != TOKEN_SEMICOLON) {
        if (token.kind == TOKEN_END || begins_item(parse, token)) {
            leave_brackets(parse);
            stream_unread(parse, token);
            for (uint32_t i = 0; i < parse->open.count; i++) {
                stream_unread(parse, missing(parse, TOKEN_CURLY_CLOSE));
            }
            break;
        }
        if (token.kind == TOKEN_CURLY_CLOSE || begins_statement(parse, token)) {
            leave_brackets(parse);
            stream_unread(parse, token);
            parse->headless = parse->headless || token.kind == TOKEN_CURLY_OPEN;
            break;
        }
        token = pass(parse);
    }
    leave_brackets(parse);
    parse->resume = false;
    parse->first.kind = TOKEN_BAD;
}

/* Post: the next token is behind the item that is lost, behind its `;` or its block, or begins
 * another one. */
void recover_item(struct parse *parse)
{
    parse->open.count = 0;
    struct token token = parse->current;
    while (token.kind != TOKEN_END && !begins_item(parse, token) &&
           !(token.kind == TOKEN_CONST && parse->open.count == 0)) {
        const bool semicolon = token.kind == TOKEN_SEMICOLON;
        const bool curly = token.kind == TOKEN_CURLY_CLOSE;
        leave_brackets(parse);
        if (semicolon && parse->open.count == 0) {
            parse->first.kind = TOKEN_BAD;
            return;
        }
        token = stream_next(parse);
        if (curly && parse->open.count == 0) {
            break;
        }
    }
    parse->open.count = 0;
    parse->resume = false;
    parse->first.kind = TOKEN_BAD;
    stream_unread(parse, token);
}
