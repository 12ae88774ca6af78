/* The tokens on their way to the parser: those of the lexer and those that recovery puts back, and
 * the brackets that are open. */
#include "parse.h"

enum { MAX_BRACKETS = AST_MAX_HEIGHT };

enum token_kind closer_of(enum token_kind opener)
{
    switch ((int)opener) {
    case TOKEN_ROUND_OPEN:
        return TOKEN_ROUND_CLOSE;
    case TOKEN_SQUARE_OPEN:
        return TOKEN_SQUARE_CLOSE;
    case TOKEN_CURLY_OPEN:
        return TOKEN_CURLY_CLOSE;
    default:
        return TOKEN_END;
    }
}

struct token stream_innermost(const struct parse *parse)
{
    return parse->open.count > 0 ? parse->open.at[parse->open.count - 1]
                                 : (struct token){.kind = TOKEN_END};
}

/* The current token has been taken: by the parser, or by recovery that passes over it. */
static void accept(struct parse *parse)
{
    const struct token token = parse->current;
    parse->holding = false;
    parse->previous = token;
    if (parse->first.kind == TOKEN_BAD) {
        parse->first = token;
    }
    if (token.kind == TOKEN_SEMICOLON || token.kind == TOKEN_CURLY_OPEN ||
        token.kind == TOKEN_CURLY_CLOSE) {
        parse->first.kind = TOKEN_BAD;
    }
    if (closer_of(token.kind) != TOKEN_END) {
        vec_push(parse->compilation->arena, &parse->open, token);
        if (parse->open.count > MAX_BRACKETS) {
            report_too_deep(parse, token.span);
        }
    } else if (parse->open.count > 0 && token.kind == closer_of(stream_innermost(parse).kind)) {
        parse->open.count--;
    }
}

struct token stream_next(struct parse *parse)
{
    if (parse->holding) {
        accept(parse);
    }
    if (diagnostics_full(parse->compilation->diagnostics)) {
        parse->stop = true;
    }
    if (parse->stop) {
        parse->current.kind = TOKEN_END;
    } else if (parse->queue.count > 0) {
        parse->current = parse->queue.at[--parse->queue.count];
    } else {
        parse->current = lexer_next(parse->lexer);
    }
    parse->holding = true;
    return parse->current;
}

void stream_unread(struct parse *parse, struct token token)
{
    parse->holding = false;
    vec_push(parse->compilation->arena, &parse->queue, token);
}

bool is_first_on_line(const struct parse *parse, struct token token)
{
    const char *text = parse->source->text;
    uint32_t at = token.span.begin - parse->source->base;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
        at--;
    }
    return at == 0 || text[at - 1] == '\n';
}
