/* From text to tokens. */
#ifndef ADC_LEXER_LEXER_H
#define ADC_LEXER_LEXER_H

#include "compilation.h"

/* The numbers are those that bison gives: 0 ends the file, 256 is "the scanner has already said
 * what is wrong", 257 is its own, and the tokens follow from 258 in the order of tokens.def. So the
 * scanner needs nothing of the parser, and the parser checks the agreement when it is compiled. */
enum token_kind {
    TOKEN_END = 0,
    TOKEN_BAD = 256,
    TOKEN_BEFORE_FIRST = 257,
#define TOKEN(id, words) TOKEN_##id,
#include "tokens.def"
#undef TOKEN
    TOKEN_LIMIT
};

union token_value {
    double number;    /* TOKEN_NUMBER */
    atom name;        /* TOKEN_NAME, TOKEN_STEP, TOKEN_WITH */
    const char *text; /* TOKEN_STRING: without the quotes */
};

struct token {
    enum token_kind kind;
    struct span span;
    union token_value value;
};

struct lexer;

/* Post: a lexer at the first token of the source. It is to be destroyed. */
struct lexer *lexer_create(const struct compilation *compilation, const struct source *source);

/* NULL is fine. */
void lexer_destroy(struct lexer *lexer);

/* Post: the next token; at the end TOKEN_END, as often as asked. Errors of the text are among the
 * diagnostics: where it is clear what was meant the token is that, else it is TOKEN_BAD. */
struct token lexer_next(struct lexer *lexer);

/* Post: "`let`", "a name", "the end of the file": a kind of token in words. */
const char *token_words(enum token_kind kind);

/* Post: the source text of a span, cut where it is long, in the compilation's arena. */
const char *lexer_excerpt(const struct compilation *compilation, const struct source *source,
                          struct span span);

#endif
