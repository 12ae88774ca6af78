/* What one run of the parser keeps: the stream of tokens with its open brackets, and the file that
 * grows. */
#ifndef ADC_PARSER_PARSE_H
#define ADC_PARSER_PARSE_H

#include "ast.h"
#include "compilation.h"
#include "lexer.h"
#include "vec.h"

struct parse {
    const struct compilation *compilation;
    const struct source *source;
    struct item_vec {
        VEC_FIELDS(struct ast_item *);
    } items;

    struct lexer *lexer;
    struct token current;    /* the token handed out last: the parser's lookahead */
    bool holding;            /* whether `current` is still to be accepted */
    struct token previous;   /* the one before it */
    struct token first;      /* the first of its statement or item; TOKEN_BAD: not yet read */
    VEC(struct token) queue; /* tokens put back, the next one last */
    VEC(struct token) open;  /* the brackets open before `current` */

    bool resume;       /* recovery goes on right at `current`: only a `;` was missing */
    uint32_t guess;    /* a name taken for the first of a statement when it did so */
    bool headless;     /* a block was read whose `if` was not understood: an `else` may follow */
    uint32_t reported; /* the place of the token that was reported last */
    bool stop;         /* an error after which going on has no use */
};

/* Post: the next token. Those before it are accepted: brackets are open or closed. */
struct token stream_next(struct parse *parse);

/* Post: the token will be the next one. Where it is `current`, that was not accepted. */
void stream_unread(struct parse *parse, struct token token);

/* Post: the bracket opened last that is still open; TOKEN_END where none is. */
struct token stream_innermost(const struct parse *parse);

/* Post: TOKEN_ROUND_CLOSE for TOKEN_ROUND_OPEN and so on, TOKEN_END for what opens nothing. */
enum token_kind closer_of(enum token_kind opener);

/* Post: whether nothing but blanks stands before the token on its line. */
bool is_first_on_line(const struct parse *parse, struct token token);

/* The current token is not among the `count` expected ones. Post: that is said, once. */
void report_unexpected(struct parse *parse, const enum token_kind *expected, uint32_t count);

/* Post: "nested too deeply" is said at the place, and the parser is to stop. */
void report_too_deep(struct parse *parse, struct span span);

/* Where the parser goes on after an error, see recover.c. */
void recover_bracket(struct parse *parse);
void recover_arguments(struct parse *parse);
void recover_shape(struct parse *parse);
void recover_header(struct parse *parse);
void recover_statement(struct parse *parse);
void recover_item(struct parse *parse);

#endif
