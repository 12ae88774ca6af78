/* Reads weights of the cost model from a file; see code_cost.h. */
#include "code_cost.h"

#include "words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What has a weight: every operator, and what is none. */
enum { FMA = IR_OP_COUNT, SPILL, CHAIN, WEIGHTS };

static const char *name_of(uint32_t weight)
{
    return weight == FMA     ? "fma"
           : weight == SPILL ? "spill"
           : weight == CHAIN ? "chain"
                             : ir_op_info((enum ir_op)weight)->name;
}

static double *field_of(struct ir_weights *weights, uint32_t weight)
{
    return weight == FMA     ? &weights->fma
           : weight == SPILL ? &weights->spill
           : weight == CHAIN ? &weights->chain
                             : &weights->of[weight];
}

struct weight_reader {
    struct words words;
    struct diagnostics *diagnostics;
    struct ir_weights *weights;
    struct span seen[WEIGHTS]; /* where each stands; its end is 0 where it does not */
};

/* Post: the weight of this name; WEIGHTS, with an error, where there is none. */
static uint32_t find(const struct weight_reader *reader, const struct word *word)
{
    const char *names[WEIGHTS];
    for (uint32_t weight = 0; weight < WEIGHTS; weight++) {
        names[weight] = name_of(weight);
        if (strcmp(names[weight], word->text) == 0) {
            return weight;
        }
    }
    diagnostic_error(reader->diagnostics, ERROR_WEIGHTS, word->span, "no operator is called `%s`",
                     word->text);
    words_suggest(&reader->words, word, names, WEIGHTS, NULL);
    return WEIGHTS;
}

/* Post: whether the word is a number of cycles, which is *cycles then; else an error. */
static bool is_cycles(const struct weight_reader *reader, const struct word *word, double *cycles)
{
    char *end;
    *cycles = strtod(word->text, &end);
    if (end != word->text && *end == '\0' && *cycles >= 0 && isfinite(*cycles)) {
        return true;
    }
    diagnostic_error(reader->diagnostics, ERROR_WEIGHTS, word->span,
                     "expected a number of cycles from 0, not `%s`", word->text);
    return false;
}

static void read_line(struct weight_reader *reader)
{
    const struct words *words = &reader->words;
    const struct word *name = &words->line.at[0];
    const uint32_t weight = find(reader, name);
    double cycles = 0;
    double latency = 0;
    if (weight == WEIGHTS) {
        return;
    }
    if (reader->seen[weight].end != 0) {
        diagnostic_error(reader->diagnostics, ERROR_WEIGHTS, name->span,
                         "`%s` has its weight already", name->text);
        diagnostic_note(reader->diagnostics, reader->seen[weight], "it stands here");
        return;
    }
    reader->seen[weight] = name->span;
    if (words->line.count == 1) {
        words_report_missing(words, "a number of cycles");
    } else if (is_cycles(reader, &words->line.at[1], &cycles) && words_end_at(words, 3) &&
               (words->line.count == 2 || is_cycles(reader, &words->line.at[2], &latency))) {
        *field_of(reader->weights, weight) = cycles;
        if (words->line.count == 3 && weight < IR_OP_COUNT) {
            reader->weights->latency[weight] = latency;
        }
    }
}

bool ir_weights_read(const struct compilation *compilation, const struct source *source,
                     struct ir_weights *weights)
{
    struct arena *scratch = arena_create();
    struct weight_reader reader = {
        .words = words_of(compilation, source, ERROR_WEIGHTS, scratch),
        .diagnostics = compilation->diagnostics,
        .weights = weights,
    };
    const uint32_t errors = diagnostics_errors(compilation->diagnostics);
    while (words_read_line(&reader.words)) {
        read_line(&reader);
    }
    for (uint32_t op = 0; reader.seen[IR_CALL].end != 0 && op < IR_OP_COUNT; op++) {
        if (ir_is_library_call((enum ir_op)op) && reader.seen[op].end == 0) {
            weights->of[op] = weights->of[IR_CALL];
            weights->latency[op] = weights->latency[IR_CALL];
        }
    }
    arena_destroy(scratch);
    return diagnostics_errors(compilation->diagnostics) == errors;
}
