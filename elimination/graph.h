/* The linearized computational graph: inputs, intermediates, outputs, and an edge for every local
 * partial derivative. Immutable once built; eliminations work on a copy (see replay.h). */
#ifndef ADC_ELIMINATION_GRAPH_H
#define ADC_ELIMINATION_GRAPH_H

#include "arena.h"
#include "compilation.h"
#include "text.h"
#include "vec.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct lg_vertex {
    uint32_t index;
} lg_vertex;

typedef struct lg_edge {
    uint32_t index;
} lg_edge;

enum lg_role { LG_INTERMEDIATE, LG_INPUT, LG_OUTPUT };

/* What is known of an edge's partial derivative at compile time. Products with ONE and NEG cost
 * nothing, CONST times CONST is folded. A COPY edge leads to the private sink of an output that
 * feeds other vertices (or is an input): it is ONE and free in every cost, the textbook's too. */
enum lg_kind { LG_VAR, LG_ONE, LG_NEG, LG_CONST, LG_COPY };

struct lg_vertex_info {
    enum lg_role role;
    const char *name;
};

struct lg_edge_info {
    lg_vertex from;
    lg_vertex to;
    enum lg_kind kind;
    uint32_t label; /* the client's own: index of the partial; 0 in graphs read from files */
};

struct lg_graph {
    struct arena *arena;
    VEC(struct lg_vertex_info) vertices; /* in topological order once finished */
    VEC(struct lg_edge_info) edges;      /* by `to`, then by `from`, no two with the same ends */
    VEC(lg_vertex) inputs;               /* in the order declared */
    VEC(lg_vertex) outputs;              /* in the order declared: always sinks */
    uint32_t *in_begin;  /* vertex v: edges in_edges[in_begin[v] .. in_begin[v+1]) lead to it */
    uint32_t *out_begin; /* likewise those that leave it */
    lg_edge *in_edges;
    lg_edge *out_edges;
};

/* -- building -- */

/* Post: an empty graph in the arena. */
struct lg_graph *lg_create(struct arena *arena);

/* Post: a vertex more. The role says whether it is an input; which vertices are outputs is said to
 * lg_finish. Names live as long as the graph; NULL is fine: it will be called `v` and its number.
 * For a graph that is to be written they are unlike each other, without white space and `#`. */
lg_vertex lg_add_vertex(struct lg_graph *graph, enum lg_role role, const char *name);

/* Pre: the vertices are there, and `to` is no input. */
void lg_add_edge(struct lg_graph *graph, lg_vertex from, lg_vertex to, enum lg_kind kind,
                 uint32_t label);

/* How the labels of parallel edges merge when a graph is finished; NULL: label 0. */
typedef uint32_t lg_merge_labels(void *context, uint32_t first, uint32_t second);

/* Gives the graph the form that eliminations need: declared outputs that feed other vertices or are
 * inputs get a private sink over a COPY edge, parallel edges merge, vertices and edges on no path
 * from an input to an output go (inputs and outputs stay), vertices are put in topological order
 * (inputs, then among the ready ones that declared first, private sinks last), adjacency is laid
 * out. `outputs` are the vertices that are outputs, in order; the same vertex may occur twice, and
 * then has a private sink for each time. The sink of `y` is called `y@out`, with `'` behind it
 * where that name is taken. Post: the finished graph, vertex indices changed; where the edges close
 * a cycle NULL, and *cycle is a vertex on it (an index into the unfinished graph). */
struct lg_graph *lg_finish(const struct lg_graph *graph, const lg_vertex *outputs,
                           uint32_t output_count, lg_merge_labels *merge, void *context,
                           lg_vertex *cycle);

/* Post: a number by which graphs are told from each other, the same on every machine: equal where
 * their vertices by role, their edges and the kinds of these are equal in their order, and hardly
 * ever elsewhere. Names and labels do not count. */
uint64_t lg_fingerprint(const struct lg_graph *graph);

/* -- graph files -- */

/* Post: the graph in this `.dag` text; NULL with diagnostics where it is wrong. */
struct lg_graph *lg_read(const struct compilation *compilation, const struct source *source);

/* Adds the graph in the format that lg_read reads; what it reads is the same graph, with the same
 * numbers. Labels are not written. */
void lg_write(const struct lg_graph *graph, struct text *out);

/* Adds the dual graph (Naumann 2004) as a `.dag` text: a vertex `i>j` for every edge, a source for
 * every input and a sink for every output; its edges are the faces. */
void lg_write_dual(const struct lg_graph *graph, struct text *out);

#endif
