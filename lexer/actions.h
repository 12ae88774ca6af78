/* What the scanner's rules call: everything that is more than a pattern. */
#ifndef ADC_LEXER_ACTIONS_H
#define ADC_LEXER_ACTIONS_H

#include "lexer.h"

#include <stddef.h>

struct lexer {
    const struct compilation *compilation;
    const struct source *source;
    void *scanner;
    uint32_t at;         /* where the next token begins */
    uint32_t bad_end;    /* where the last bad byte ended: a run of them is one error */
    struct span comment; /* the opening of the comment being read */
};

/* What lex_stray gives where the text is best passed over like white space. */
enum { LEX_SKIP = -1 };

/* Post: the value of a well-formed number. One that overflows is an error, one that loses digits
 * that were written a warning. */
double lex_number(struct lexer *lexer, const char *text, struct span span);

/* Post: 0, and an error that says what is wrong with a number like `1e`, `1.2.3`, `0x10`, `3abc`.
 */
double lex_malformed(struct lexer *lexer, const char *text, struct span span);

/* Post: the atom of a name. */
atom lex_name(struct lexer *lexer, const char *text, size_t length);

/* Post: the atom of a name with letters that names do not have, and an error. */
atom lex_foreign_name(struct lexer *lexer, const char *text, struct span span);

/* Post: what stands between the quotes. */
const char *lex_string(struct lexer *lexer, const char *text, size_t length);

/* Post: an error about a character, or two, that the language does not have; the kind of token that
 * was meant, TOKEN_BAD or LEX_SKIP. */
int lex_stray(struct lexer *lexer, const char *text, struct span span);

/* Post: an error about a `%`; whether it began a comment. */
bool lex_percent(struct lexer *lexer, struct span span);

/* Post: an error about a byte that is no text: NUL, a control character, invalid UTF-8. */
void lex_bad_byte(struct lexer *lexer, unsigned char byte, struct span span);

void lex_open_string(struct lexer *lexer, struct span span);
void lex_open_comment(struct lexer *lexer);

#endif
