/* What the text of an adapter may ask of a model: facts, and words that stand for something. */
#ifndef ADC_CODEGEN_ADAPTER_WORDS_H
#define ADC_CODEGEN_ADAPTER_WORDS_H

#include "adapter.h"
#include "c_public.h"

#include <string.h>

/* A piece of text that is not ended by a NUL. */
struct piece {
    const char *at;
    size_t length;
};

static inline bool piece_is(struct piece piece, const char *text)
{
    return strlen(text) == piece.length && memcmp(piece.at, text, piece.length) == 0;
}

/* An adapter's file while it is written. */
struct adapter_writer {
    const struct adapter *adapter;
    const struct codegen_file *file;
    struct c_public public;
    const char *stem;
    uint32_t model; /* the number of the one at hand; model_count: none */
    struct text *out;
};

/* Post: whether all facts hold, which stand between blanks, of the model at hand; of any, where
 * none is. `!fact` holds where the fact does not. */
bool adapter_holds(const struct adapter_writer *writer, struct piece facts);

/* Post: what stands for the word. Pre: there is such a word, and a model where it is about one. */
const char *adapter_word(const struct adapter_writer *writer, struct piece name);

#endif
