/* Building linearized graphs, and giving them the form that eliminations need.
 *
 * Finishing takes five sweeps, each linear in the edges but for the priority queue of the fourth:
 *   1. a topological order of everything, or a vertex on a cycle (Kahn 1962);
 *   2. forward and backward over it: what lies on a path from an input to an output;
 *   3. private sinks for the outputs that still feed something, are inputs or are wanted twice;
 *   4. the final topological order: inputs, then of the ready vertices the one declared first,
 *      private sinks last. As it is the order in which a writer names the vertices, too, a graph
 *      that is written and read back comes out with the same numbers;
 *   5. edges sorted by their ends with two counting sorts, parallel ones merged. */
#include "graph.h"

#include "heap.h"
#include "kind.h"
#include "names.h"

#include <assert.h>
#include <string.h>

#define NONE UINT32_MAX

struct lg_graph *lg_create(struct arena *arena)
{
    struct lg_graph *graph = arena_alloc(arena, sizeof *graph);
    graph->arena = arena;
    return graph;
}

lg_vertex lg_add_vertex(struct lg_graph *graph, enum lg_role role, const char *name)
{
    const lg_vertex vertex = {graph->vertices.count};
    vec_push(graph->arena, &graph->vertices, (struct lg_vertex_info){role, name});
    if (role == LG_INPUT) {
        vec_push(graph->arena, &graph->inputs, vertex);
    }
    return vertex;
}

void lg_add_edge(struct lg_graph *graph, lg_vertex from, lg_vertex to, enum lg_kind kind,
                 uint32_t label)
{
    assert(from.index < graph->vertices.count && to.index < graph->vertices.count);
    vec_push(graph->arena, &graph->edges, (struct lg_edge_info){from, to, kind, label});
}

/* -- finishing -- */

struct finish {
    struct arena *scratch;
    const struct lg_graph *given;
    struct lg_graph *made;
    uint32_t count;      /* vertices given */
    uint32_t *out_begin; /* adjacency of the given graph: edges by the vertex they leave */
    uint32_t *out_edges;
    uint32_t *order;      /* all given vertices in a topological order */
    bool *from_input;     /* an input, or reached from one */
    bool *to_output;      /* an output, or leads to one */
    uint32_t *wanted;     /* how often a vertex is an output */
    uint32_t *made_index; /* given vertex -> its index in the finished graph, NONE for those gone */
    struct atoms *taken;  /* the names of the finished graph */
};

static void *numbers(struct arena *arena, uint32_t count)
{
    return arena_alloc(arena, ((size_t)count + 1) * sizeof(uint32_t));
}

static void index_edges(struct finish *f)
{
    const struct lg_graph *given = f->given;
    f->out_begin = numbers(f->scratch, f->count + 1);
    f->out_edges = numbers(f->scratch, given->edges.count);
    for (uint32_t e = 0; e < given->edges.count; e++) {
        f->out_begin[given->edges.at[e].from.index + 1]++;
    }
    for (uint32_t v = 0; v < f->count; v++) {
        f->out_begin[v + 1] += f->out_begin[v];
    }
    uint32_t *next = numbers(f->scratch, f->count);
    memcpy(next, f->out_begin, f->count * sizeof *next);
    for (uint32_t e = 0; e < given->edges.count; e++) {
        f->out_edges[next[given->edges.at[e].from.index]++] = e;
    }
}

/* Every vertex that waits has a predecessor that waits: going back often enough ends on a cycle. */
static lg_vertex vertex_on_cycle(const struct finish *f, const uint32_t *waits_for)
{
    uint32_t *before = numbers(f->scratch, f->count);
    uint32_t v = NONE;
    for (uint32_t e = 0; e < f->given->edges.count; e++) {
        const struct lg_edge_info *edge = &f->given->edges.at[e];
        if (waits_for[edge->from.index] > 0 && waits_for[edge->to.index] > 0) {
            before[edge->to.index] = edge->from.index;
            v = edge->to.index;
        }
    }
    for (uint32_t step = 0; step < f->count; step++) {
        v = before[v];
    }
    return (lg_vertex){v};
}

static bool sort_given(struct finish *f, lg_vertex *cycle)
{
    uint32_t *waits_for = numbers(f->scratch, f->count);
    for (uint32_t e = 0; e < f->given->edges.count; e++) {
        waits_for[f->given->edges.at[e].to.index]++;
    }
    f->order = numbers(f->scratch, f->count);
    uint32_t found = 0;
    for (uint32_t v = 0; v < f->count; v++) {
        if (waits_for[v] == 0) {
            f->order[found++] = v;
        }
    }
    for (uint32_t done = 0; done < found; done++) {
        const uint32_t v = f->order[done];
        for (uint32_t at = f->out_begin[v]; at < f->out_begin[v + 1]; at++) {
            const uint32_t to = f->given->edges.at[f->out_edges[at]].to.index;
            if (--waits_for[to] == 0) {
                f->order[found++] = to;
            }
        }
    }
    if (found < f->count) {
        *cycle = vertex_on_cycle(f, waits_for);
        return false;
    }
    return true;
}

static void find_live(struct finish *f, const lg_vertex *outputs, uint32_t output_count)
{
    f->from_input = arena_alloc(f->scratch, f->count * sizeof(bool));
    f->to_output = arena_alloc(f->scratch, f->count * sizeof(bool));
    f->wanted = numbers(f->scratch, f->count);
    for (uint32_t o = 0; o < output_count; o++) {
        f->wanted[outputs[o].index]++;
    }
    for (uint32_t place = 0; place < f->count; place++) {
        const uint32_t v = f->order[place];
        f->from_input[v] |= f->given->vertices.at[v].role == LG_INPUT;
        for (uint32_t at = f->out_begin[v]; at < f->out_begin[v + 1]; at++) {
            f->from_input[f->given->edges.at[f->out_edges[at]].to.index] |= f->from_input[v];
        }
    }
    for (uint32_t place = f->count; place-- > 0;) {
        const uint32_t v = f->order[place];
        f->to_output[v] = f->wanted[v] > 0;
        for (uint32_t at = f->out_begin[v]; at < f->out_begin[v + 1]; at++) {
            f->to_output[v] |= f->to_output[f->given->edges.at[f->out_edges[at]].to.index];
        }
    }
}

static bool is_live_edge(const struct finish *f, uint32_t e)
{
    const struct lg_edge_info *edge = &f->given->edges.at[e];
    return f->from_input[edge->from.index] && f->to_output[edge->to.index];
}

static bool is_live_vertex(const struct finish *f, uint32_t v)
{
    return (f->from_input[v] && f->to_output[v]) || f->wanted[v] > 0 ||
           f->given->vertices.at[v].role == LG_INPUT;
}

/* Whether the output needs a sink of its own. */
static bool needs_sink(const struct finish *f, uint32_t v)
{
    if (f->wanted[v] > 1 || f->given->vertices.at[v].role == LG_INPUT) {
        return true;
    }
    for (uint32_t at = f->out_begin[v]; at < f->out_begin[v + 1]; at++) {
        if (is_live_edge(f, f->out_edges[at])) {
            return true;
        }
    }
    return false;
}

static void place_vertex(struct finish *f, uint32_t v)
{
    const struct lg_vertex_info *info = &f->given->vertices.at[v];
    enum lg_role role = LG_INTERMEDIATE;
    if (info->role == LG_INPUT) {
        role = LG_INPUT;
    } else if (f->wanted[v] > 0 && !needs_sink(f, v)) {
        role = LG_OUTPUT;
    }
    f->made_index[v] = lg_add_vertex(f->made, role, info->name).index;
}

/* The live vertices but the private sinks, in their final order. */
static void place_vertices(struct finish *f)
{
    uint32_t *waits_for = numbers(f->scratch, f->count);
    for (uint32_t e = 0; e < f->given->edges.count; e++) {
        waits_for[f->given->edges.at[e].to.index] += is_live_edge(f, e);
    }
    f->made_index = numbers(f->scratch, f->count);
    memset(f->made_index, 0xFF, f->count * sizeof *f->made_index);
    struct heap ready = heap_create(f->scratch, f->count, false);
    for (uint32_t v = 0; v < f->count; v++) {
        const bool input = f->given->vertices.at[v].role == LG_INPUT;
        assert(!input || waits_for[v] == 0); /* nothing may lead to an input */
        if (waits_for[v] == 0 && is_live_vertex(f, v)) {
            heap_put(&ready, v, input ? 0 : 1);
        }
    }
    while (ready.count > 0) {
        const uint32_t v = heap_pop(&ready);
        place_vertex(f, v);
        for (uint32_t at = f->out_begin[v]; at < f->out_begin[v + 1]; at++) {
            const uint32_t to = f->given->edges.at[f->out_edges[at]].to.index;
            if (is_live_edge(f, f->out_edges[at]) && --waits_for[to] == 0) {
                heap_put(&ready, to, 1);
            }
        }
    }
}

/* Names for those without one: `v` and the number. */
static void name_vertices(struct finish *f)
{
    struct lg_graph *made = f->made;
    f->taken = atoms_create(f->scratch);
    for (uint32_t v = 0; v < made->vertices.count; v++) {
        if (made->vertices.at[v].name != NULL) {
            name_take(f->taken, made->vertices.at[v].name);
        }
    }
    for (uint32_t v = 0; v < made->vertices.count; v++) {
        if (made->vertices.at[v].name == NULL) {
            const char *wanted = arena_format(made->arena, "v%u", v);
            made->vertices.at[v].name = name_fresh(made->arena, f->taken, wanted);
        }
    }
}

/* Post: the edges of `edges` stably sorted by one end, in a new array. */
static struct lg_edge_info *sort_edges(struct arena *arena, const struct lg_edge_info *edges,
                                       uint32_t count, uint32_t vertices, bool by_to)
{
    uint32_t *next = numbers(arena, vertices + 1);
    struct lg_edge_info *sorted = arena_alloc(arena, count * sizeof *sorted);
    for (uint32_t e = 0; e < count; e++) {
        next[(by_to ? edges[e].to.index : edges[e].from.index) + 1]++;
    }
    for (uint32_t v = 0; v < vertices; v++) {
        next[v + 1] += next[v];
    }
    for (uint32_t e = 0; e < count; e++) {
        sorted[next[by_to ? edges[e].to.index : edges[e].from.index]++] = edges[e];
    }
    return sorted;
}

/* The outputs in order, the private sinks among them, and the COPY edges that lead to these. */
static void place_outputs(struct finish *f, const lg_vertex *outputs, uint32_t output_count)
{
    struct lg_graph *made = f->made;
    for (uint32_t o = 0; o < output_count; o++) {
        const lg_vertex origin = {f->made_index[outputs[o].index]};
        lg_vertex output = origin;
        if (made->vertices.at[origin.index].role != LG_OUTPUT) {
            const char *name =
                arena_format(made->arena, "%s@out", made->vertices.at[origin.index].name);
            name = name_fresh(made->arena, f->taken, name);
            output = lg_add_vertex(made, LG_OUTPUT, name);
            lg_add_edge(made, origin, output, LG_COPY, 0);
        }
        vec_push(made->arena, &made->outputs, output);
    }
}

static void place_edges(struct finish *f, lg_merge_labels *merge, void *context)
{
    struct lg_graph *made = f->made;
    VEC(struct lg_edge_info) live = {0};
    vec_reserve(f->scratch, &live, f->given->edges.count + made->edges.count);
    for (uint32_t e = 0; e < f->given->edges.count; e++) {
        if (is_live_edge(f, e)) {
            struct lg_edge_info edge = f->given->edges.at[e];
            edge.from.index = f->made_index[edge.from.index];
            edge.to.index = f->made_index[edge.to.index];
            vec_push(f->scratch, &live, edge);
        }
    }
    for (uint32_t e = 0; e < made->edges.count; e++) { /* those to private sinks */
        vec_push(f->scratch, &live, made->edges.at[e]);
    }
    const uint32_t vertices = made->vertices.count;
    struct lg_edge_info *sorted = sort_edges(f->scratch, live.at, live.count, vertices, false);
    sorted = sort_edges(f->scratch, sorted, live.count, vertices, true);
    made->edges.count = 0;
    vec_reserve(made->arena, &made->edges, live.count);
    for (uint32_t e = 0; e < live.count; e++) {
        struct lg_edge_info *last =
            made->edges.count == 0 ? NULL : &made->edges.at[made->edges.count - 1];
        if (last != NULL && last->from.index == sorted[e].from.index &&
            last->to.index == sorted[e].to.index) {
            last->kind = kind_sum(last->kind, sorted[e].kind);
            last->label = merge == NULL ? 0 : merge(context, last->label, sorted[e].label);
        } else {
            vec_push(made->arena, &made->edges, sorted[e]);
        }
    }
}

/* Edges are sorted by `to`: the incoming ones lie together already. */
static void lay_out_adjacency(struct finish *f)
{
    struct lg_graph *made = f->made;
    const uint32_t vertices = made->vertices.count;
    made->in_begin = numbers(made->arena, vertices + 1);
    made->out_begin = numbers(made->arena, vertices + 1);
    made->in_edges = numbers(made->arena, made->edges.count);
    made->out_edges = numbers(made->arena, made->edges.count);
    for (uint32_t e = 0; e < made->edges.count; e++) {
        made->in_begin[made->edges.at[e].to.index + 1]++;
        made->out_begin[made->edges.at[e].from.index + 1]++;
        made->in_edges[e] = (lg_edge){e};
    }
    for (uint32_t v = 0; v < vertices; v++) {
        made->in_begin[v + 1] += made->in_begin[v];
        made->out_begin[v + 1] += made->out_begin[v];
    }
    uint32_t *next = numbers(f->scratch, vertices);
    memcpy(next, made->out_begin, vertices * sizeof *next);
    for (uint32_t e = 0; e < made->edges.count; e++) {
        made->out_edges[next[made->edges.at[e].from.index]++] = (lg_edge){e};
    }
}

struct lg_graph *lg_finish(const struct lg_graph *graph, const lg_vertex *outputs,
                           uint32_t output_count, lg_merge_labels *merge, void *context,
                           lg_vertex *cycle)
{
    struct finish f = {.scratch = arena_create(), .given = graph, .count = graph->vertices.count};
    index_edges(&f);
    if (sort_given(&f, cycle)) {
        f.made = lg_create(graph->arena);
        find_live(&f, outputs, output_count);
        place_vertices(&f);
        name_vertices(&f);
        place_outputs(&f, outputs, output_count);
        place_edges(&f, merge, context);
        lay_out_adjacency(&f);
    }
    arena_destroy(f.scratch);
    return f.made;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

uint64_t lg_fingerprint(const struct lg_graph *graph)
{
    uint64_t hash = mix(graph->vertices.count, graph->edges.count);
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        hash = mix(hash, (uint64_t)graph->vertices.at[v].role);
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        hash = mix(hash, (uint64_t)edge->from.index << 32 | edge->to.index);
        hash = mix(hash, (uint64_t)edge->kind);
    }
    for (uint32_t o = 0; o < graph->outputs.count; o++) {
        hash = mix(hash, graph->outputs.at[o].index);
    }
    return hash;
}
