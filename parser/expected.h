/* The tokens that would fit where one does not, for what is said about it. */
#ifndef ADC_PARSER_EXPECTED_H
#define ADC_PARSER_EXPECTED_H

#include "parse.h"

struct expected {
    bool has[TOKEN_LIMIT - TOKEN_BEFORE_FIRST];
};

static inline bool *expected_slot(struct expected *expected, enum token_kind kind)
{
    return &expected->has[kind == TOKEN_END ? 0 : kind - TOKEN_BEFORE_FIRST];
}

static inline bool expected_has(const struct expected *expected, enum token_kind kind)
{
    return expected->has[kind == TOKEN_END ? 0 : kind - TOKEN_BEFORE_FIRST];
}

/* Names, and the keywords that can be names. */
static inline bool token_is_word(enum token_kind kind)
{
    return kind == TOKEN_NAME || kind == TOKEN_STEP || kind == TOKEN_WITH;
}

static inline bool token_is_keyword(enum token_kind kind)
{
    return kind >= TOKEN_CONST && kind <= TOKEN_RETURN;
}

/* Whether the current token is a keyword that was meant as a name: not the beginning of what stands
 * on the next line. */
bool report_is_misnamed(const struct parse *parse, const struct expected *expected);

/* -- habit_words.c, habits.c -- */

/* What a user may have meant. */
struct habit {
    struct token culprit; /* of habit_of_word: the word at fault */
    bool misspelt;        /* it is one of ours */
    const char *help;     /* NULL: nothing comes to mind */
    struct span place;    /* what is to be replaced, and by what; NULL: in words only */
    const char *replacement;
};

/* Post: a word of another language, or a misspelt one of this, that is the cause of the error at
 * the current token; no help where there is none. `next`: a `;` is missing before that token, which
 * begins a statement. */
struct habit habit_of_word(const struct parse *parse, const struct expected *expected, bool next);

/* Whether the current token is the `;` of MATLAB between the rows of a matrix. */
bool separates_rows(const struct parse *parse);

/* Whether it is a `;` between arguments of a function or model, as in Stan and Modelica. */
bool separates_arguments(const struct parse *parse);

/* Post: what may have been meant by the statement or expression, a NULL help for no idea. */
struct habit habit_of_syntax(const struct parse *parse, const struct expected *expected);

#endif
