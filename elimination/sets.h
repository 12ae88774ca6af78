/* A graph as rows of bits, for searches: which intermediates are eliminated is a set, and what
 * that leaves does not depend on the order within the set. */
#ifndef ADC_ELIMINATION_SETS_H
#define ADC_ELIMINATION_SETS_H

#include "bits.h"
#include "graph.h"

/* The items of a row: intermediates 0..count-1 in topological order, behind them the inputs (in
 * rows of predecessors) or the outputs (in rows of successors). */
struct sets {
    uint32_t count;            /* intermediates */
    uint32_t in_ends;          /* inputs */
    uint32_t out_ends;         /* outputs */
    uint32_t words;            /* of a row */
    uint32_t item_words;       /* of a set of intermediates; the first words of a row */
    const lg_vertex *vertices; /* of each intermediate */
    uint64_t *in;              /* a row for each intermediate: its predecessors */
    uint64_t *out;             /* its successors */
    uint64_t *own;             /* its own sinks over COPY edges: successors that cost it nothing */
};

/* Post: the whole graph, nothing eliminated. */
struct sets sets_of(struct arena *arena, const struct lg_graph *graph);

/* Post: the bytes that sets_of takes for such a graph. */
uint64_t sets_bytes(const struct lg_graph *graph);

/* Post: the graph of these intermediates alone, with those of inputs and outputs that they touch.
 * Pre: no other intermediate that is left lies beside them. */
struct sets sets_part(struct arena *arena, const struct sets *whole, const uint32_t *members,
                      uint32_t count);

/* Post: a copy whose rows can be changed. */
struct sets sets_copy(struct arena *arena, const struct sets *from);

/* Post: `to` has the rows of `from`. Pre: a copy of it. */
void sets_reset(struct sets *to, const struct sets *from);

/* Post: v is in no row of the others any more, its predecessors lead to its successors. Its own
 * rows stay as they were. */
void sets_eliminate(struct sets *sets, uint32_t v);

static inline uint64_t *sets_in(const struct sets *sets, uint32_t v)
{
    return sets->in + (size_t)v * sets->words;
}

static inline uint64_t *sets_out(const struct sets *sets, uint32_t v)
{
    return sets->out + (size_t)v * sets->words;
}

static inline uint64_t *sets_own(const struct sets *sets, uint32_t v)
{
    return sets->own + (size_t)v * sets->words;
}

/* Post: the products (textbook) of eliminating v now. */
uint64_t sets_cost(const struct sets *sets, uint32_t v);

#endif
