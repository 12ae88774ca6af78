/* Graphs as rows of bits.
 *
 * After the intermediates of a set S are eliminated, there is an edge from i to k exactly where
 * some path from i to k has all its inner vertices in S. So the graph that is left, and the
 * products of eliminating v next, |predecessors of v| * |successors of v|, are functions of the set
 * alone. Every search over orders rests on that. */
#include "sets.h"

static void allot(struct arena *arena, struct sets *sets)
{
    const uint32_t ends = sets->in_ends > sets->out_ends ? sets->in_ends : sets->out_ends;
    sets->words = bits_words(sets->count + ends);
    sets->item_words = bits_words(sets->count);
    const size_t bytes = (size_t)sets->count * sets->words * sizeof(uint64_t);
    sets->in = arena_alloc(arena, bytes);
    sets->out = arena_alloc(arena, bytes);
    sets->own = arena_alloc(arena, bytes);
}

static uint32_t count_intermediates(const struct lg_graph *graph)
{
    return graph->vertices.count - graph->inputs.count - graph->outputs.count;
}

uint64_t sets_bytes(const struct lg_graph *graph)
{
    const uint64_t rows = count_intermediates(graph);
    const uint32_t inputs = graph->inputs.count;
    const uint32_t outputs = graph->outputs.count;
    return 3 * rows * ((rows + (inputs > outputs ? inputs : outputs)) / 8 + 8);
}

struct sets sets_of(struct arena *arena, const struct lg_graph *graph)
{
    struct sets sets = {.count = count_intermediates(graph),
                        .in_ends = graph->inputs.count,
                        .out_ends = graph->outputs.count};
    allot(arena, &sets);
    lg_vertex *vertices = arena_alloc(arena, sets.count * sizeof *vertices);
    uint32_t *items = arena_alloc(arena, graph->vertices.count * sizeof *items);
    uint32_t next[] = {[LG_INTERMEDIATE] = 0, [LG_INPUT] = sets.count, [LG_OUTPUT] = sets.count};
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        items[v] = next[graph->vertices.at[v].role]++;
        if (graph->vertices.at[v].role == LG_INTERMEDIATE) {
            vertices[items[v]] = (lg_vertex){v};
        }
    }
    sets.vertices = vertices;
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        const uint32_t from = edge->from.index;
        const uint32_t to = edge->to.index;
        if (graph->vertices.at[from].role == LG_INTERMEDIATE) {
            bits_add(sets_out(&sets, items[from]), items[to]);
            if (edge->kind == LG_COPY) {
                bits_add(sets_own(&sets, items[from]), items[to]);
            }
        }
        if (graph->vertices.at[to].role == LG_INTERMEDIATE) {
            bits_add(sets_in(&sets, items[to]), items[from]);
        }
    }
    return sets;
}

/* Post: for every item of the rows of these members its number in the part, by rank: intermediates
 * as they come in `members`, ends in ascending order; *ends of them. */
static uint32_t *renumber(struct arena *arena, const struct sets *whole, const uint64_t *rows,
                          const uint32_t *members, uint32_t count, uint32_t *ends)
{
    uint32_t *numbers = arena_alloc(arena, 64 * (size_t)whole->words * sizeof *numbers);
    uint64_t *touched = arena_alloc(arena, whole->words * sizeof *touched);
    for (uint32_t m = 0; m < count; m++) {
        numbers[members[m]] = m;
        for (uint32_t w = 0; w < whole->words; w++) {
            touched[w] |= rows[(size_t)members[m] * whole->words + w];
        }
    }
    *ends = 0;
    BITS_EACH(item, touched, whole->words)
    {
        if (item >= whole->count) {
            numbers[item] = count + (*ends)++;
        }
    }
    return numbers;
}

static void copy_row(uint64_t *row, const uint64_t *from, const struct sets *whole,
                     const uint32_t *numbers)
{
    BITS_EACH(item, from, whole->words)
    {
        bits_add(row, numbers[item]);
    }
}

struct sets sets_part(struct arena *arena, const struct sets *whole, const uint32_t *members,
                      uint32_t count)
{
    struct arena *scratch = arena_create();
    struct sets part = {.count = count};
    const uint32_t *ins = renumber(scratch, whole, whole->in, members, count, &part.in_ends);
    const uint32_t *outs = renumber(scratch, whole, whole->out, members, count, &part.out_ends);
    allot(arena, &part);
    lg_vertex *vertices = arena_alloc(arena, count * sizeof *vertices);
    for (uint32_t m = 0; m < count; m++) {
        vertices[m] = whole->vertices[members[m]];
        copy_row(sets_in(&part, m), sets_in(whole, members[m]), whole, ins);
        copy_row(sets_out(&part, m), sets_out(whole, members[m]), whole, outs);
        copy_row(sets_own(&part, m), sets_own(whole, members[m]), whole, outs);
    }
    part.vertices = vertices;
    arena_destroy(scratch);
    return part;
}

struct sets sets_copy(struct arena *arena, const struct sets *from)
{
    struct sets copy = *from;
    allot(arena, &copy);
    sets_reset(&copy, from);
    return copy;
}

void sets_reset(struct sets *to, const struct sets *from)
{
    const uint32_t words = from->count * from->words;
    bits_copy(to->in, from->in, words);
    bits_copy(to->out, from->out, words);
    bits_copy(to->own, from->own, words);
}

void sets_eliminate(struct sets *sets, uint32_t v)
{
    const uint64_t *in = sets_in(sets, v);
    const uint64_t *out = sets_out(sets, v);
    BITS_EACH(i, in, sets->item_words)
    {
        if (i < sets->count) {
            uint64_t *row = sets_out(sets, i);
            for (uint32_t w = 0; w < sets->words; w++) {
                row[w] |= out[w];
            }
            bits_remove(row, v);
        }
    }
    BITS_EACH(k, out, sets->item_words)
    {
        if (k < sets->count) {
            uint64_t *row = sets_in(sets, k);
            for (uint32_t w = 0; w < sets->words; w++) {
                row[w] |= in[w];
            }
            bits_remove(row, v);
        }
    }
}

uint64_t sets_cost(const struct sets *sets, uint32_t v)
{
    const uint64_t out = bits_count(sets_out(sets, v), sets->words);
    const uint64_t own = bits_count(sets_own(sets, v), sets->words);
    return (out - own) * bits_count(sets_in(sets, v), sets->words);
}
