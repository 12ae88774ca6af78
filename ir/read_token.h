/* The tokens of the IR's text, one at hand. */
#ifndef ADC_IR_READ_TOKEN_H
#define ADC_IR_READ_TOKEN_H

#include "ir.h"

enum token { TOKEN_END, TOKEN_NAME, TOKEN_QUOTED, TOKEN_NUMBER, TOKEN_VALUE, TOKEN_OTHER };

/* The token at hand; a name or a quoted name is `length` bytes at `text`. */
struct reader {
    const struct compilation *compilation;
    const struct source *source;
    struct ir_function *function;
    enum token token;
    const char *text;
    size_t length;
    double number;     /* TOKEN_NUMBER, TOKEN_VALUE */
    struct span span;  /* of the token */
    uint32_t last_end; /* of the token before it */
};

/* Post: the next token is at hand. */
void reader_advance(struct reader *reader);

/* Reports an error at the token. Post: false. */
bool reader_fail(struct reader *reader, const char *message);

/* Post: whether the token at hand is this word, this mark. */
bool reader_is_word(const struct reader *reader, const char *word);
bool reader_is_mark(const struct reader *reader, char mark);

/* Take what they are named after and go on; false is an error, reported. A name may be quoted; a
 * subscript is a whole number in brackets. */
bool reader_take_mark(struct reader *reader, char mark);
bool reader_take_word(struct reader *reader, const char *word);
bool reader_take_name(struct reader *reader, const char **name);
bool reader_take_atom(struct reader *reader, atom *name);
bool reader_take_whole(struct reader *reader, uint32_t *whole);
bool reader_take_subscript(struct reader *reader, uint32_t *whole);

#endif
