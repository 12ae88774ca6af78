/* Reachability counts, exact where that is affordable and estimated where it is not.
 *
 * Exact: 64 terminals (inputs, or outputs) at a time each have a bit in a word per vertex, and one
 * sweep over the vertices that these reach spreads the bits. Sweeps start at the first terminal and
 * visit reached vertices alone, so graphs whose vertices each see few terminals take near-linear
 * time however many terminals there are. Where everything sees everything it takes
 * edges * terminals / 64; the edges visited are counted, and past a budget the rest is estimated:
 *
 * E. Cohen, Size-estimation framework with applications to transitive closure and reachability, J.
 * Computer and System Sciences 55, 1997: each terminal draws random numbers, a sweep takes their
 * minima over what each vertex sees, and the minimum of n uniform numbers is about 1/(n+1). The
 * draws are hashes of the terminal's place, so that runs agree; ROUNDS of them leave an error of
 * about a fifth, which is plenty for a heuristic's score. */
#include "reach.h"

enum { ROUNDS = 32 };

static const uint64_t budget = UINT64_C(1) << 25; /* edges visited: half a second */

/* The graph seen from its inputs downwards, or from its outputs upwards. */
struct view {
    const struct lg_graph *graph;
    bool down;
    const lg_vertex *terminals;
    uint32_t terminal_count;
    uint64_t visited; /* edges, so far */
};

/* The vertex that lies `place` steps along the view. */
static uint32_t vertex_at(const struct view *view, uint32_t place)
{
    return view->down ? place : view->graph->vertices.count - 1 - place;
}

static uint32_t edges_begin(const struct view *view, uint32_t v)
{
    return view->down ? view->graph->out_begin[v] : view->graph->in_begin[v];
}

static uint32_t edges_end(const struct view *view, uint32_t v)
{
    return view->down ? view->graph->out_begin[v + 1] : view->graph->in_begin[v + 1];
}

static uint32_t far_end(const struct view *view, uint32_t at)
{
    const struct lg_graph *graph = view->graph;
    return view->down ? graph->edges.at[graph->out_edges[at].index].to.index
                      : graph->edges.at[graph->in_edges[at].index].from.index;
}

static uint32_t bit_count(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/* Counts for the terminals first..first+63. `pending` has a bit for every place of the view that is
 * reached and still to be visited; both it and `bits` are all zero again in the end. */
static void sweep_block(struct view *view, uint32_t first, uint64_t *bits, uint64_t *pending,
                        uint32_t *counts)
{
    uint32_t lowest = UINT32_MAX;
    uint32_t highest = 0;
    for (uint32_t t = first; t < view->terminal_count && t < first + 64; t++) {
        const uint32_t place = vertex_at(view, view->terminals[t].index);
        bits[view->terminals[t].index] |= UINT64_C(1) << (t - first);
        pending[place / 64] |= UINT64_C(1) << (place % 64);
        lowest = place / 64 < lowest ? place / 64 : lowest;
        highest = place / 64 > highest ? place / 64 : highest;
    }
    for (uint32_t word = lowest; word <= highest; word++) {
        while (pending[word] != 0) {
            const uint64_t lowest_bit = pending[word] & (~pending[word] + 1);
            const uint32_t place = word * 64 + bit_count(lowest_bit - 1);
            const uint32_t v = vertex_at(view, place);
            pending[word] &= ~lowest_bit;
            counts[v] += bit_count(bits[v]);
            for (uint32_t at = edges_begin(view, v); at < edges_end(view, v); at++) {
                const uint32_t to = far_end(view, at);
                const uint32_t to_place = vertex_at(view, to);
                bits[to] |= bits[v];
                pending[to_place / 64] |= UINT64_C(1) << (to_place % 64);
                highest = to_place / 64 > highest ? to_place / 64 : highest;
                view->visited++;
            }
            bits[v] = 0;
        }
    }
}

static bool count_exactly(struct arena *scratch, struct view *view, uint32_t *counts)
{
    const uint32_t vertices = view->graph->vertices.count;
    uint64_t *bits = arena_alloc(scratch, vertices * sizeof *bits);
    uint64_t *pending = arena_alloc(scratch, ((size_t)vertices / 64 + 1) * sizeof *pending);
    for (uint32_t first = 0; first < view->terminal_count && view->visited <= budget; first += 64) {
        sweep_block(view, first, bits, pending, counts);
    }
    return view->visited <= budget;
}

/* A number between 0 and 1 that looks random (the finalizer of splitmix64). */
static double draw(uint64_t round, uint64_t terminal)
{
    uint64_t z = (round << 32 | terminal) + UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return (double)(z >> 11) * 0x1p-53;
}

/* One round: the sum of the minima grows by that of what each vertex sees. */
static void sweep_minima(const struct view *view, uint32_t round, double *least, double *sums)
{
    const uint32_t vertices = view->graph->vertices.count;
    for (uint32_t v = 0; v < vertices; v++) {
        least[v] = 1;
    }
    for (uint32_t t = 0; t < view->terminal_count; t++) {
        least[view->terminals[t].index] = draw(round, t);
    }
    for (uint32_t place = 0; place < vertices; place++) {
        const uint32_t v = vertex_at(view, place);
        sums[v] += least[v];
        for (uint32_t at = edges_begin(view, v); at < edges_end(view, v); at++) {
            const uint32_t to = far_end(view, at);
            least[to] = least[v] < least[to] ? least[v] : least[to];
        }
    }
}

static void estimate(struct arena *scratch, const struct view *view, uint32_t *counts)
{
    const uint32_t vertices = view->graph->vertices.count;
    double *least = arena_alloc(scratch, vertices * sizeof *least);
    double *sums = arena_alloc(scratch, vertices * sizeof *sums);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        sweep_minima(view, round, least, sums);
    }
    for (uint32_t v = 0; v < vertices; v++) {
        const double guess = ROUNDS / (sums[v] + 1e-12) - 1;
        const double most = (double)view->terminal_count;
        counts[v] = (uint32_t)(guess < 1 ? 1 : guess > most ? most : guess + 0.5);
    }
}

static uint32_t *count_terminals(struct arena *arena, const struct lg_graph *graph, bool down)
{
    struct arena *scratch = arena_create();
    struct view view = {.graph = graph, .down = down};
    view.terminals = down ? graph->inputs.at : graph->outputs.at;
    view.terminal_count = down ? graph->inputs.count : graph->outputs.count;
    uint32_t *counts = arena_alloc(arena, graph->vertices.count * sizeof *counts);
    if (!count_exactly(scratch, &view, counts)) {
        estimate(scratch, &view, counts);
    }
    arena_destroy(scratch);
    return counts;
}

struct reach reach_count(struct arena *arena, const struct lg_graph *graph)
{
    struct reach reach;
    reach.inputs = count_terminals(arena, graph, true);
    reach.outputs = count_terminals(arena, graph, false);
    return reach;
}
