/* Writing the dual graph (U. Naumann, Optimal accumulation of Jacobian matrices by elimination
 * methods on the dual computational graph, Mathematical Programming 99, 2004).
 *
 * Each edge i -> j of the linearized graph is a vertex `i>j` of the dual one; each pair of edges
 * i -> j -> k, a face, is an edge from `i>j` to `j>k`. Each input and each output is a vertex as
 * well, from which faces lead to the edges out of the input, or to which they lead from the edges
 * into the output. */
#include "graph.h"

#include "names.h"

static const char *vertex_name(const struct lg_graph *graph, lg_vertex v)
{
    return graph->vertices.at[v.index].name;
}

static void write_list(const struct lg_graph *graph, const char *word, const lg_vertex *vertices,
                       uint32_t count, struct text *out)
{
    for (uint32_t v = 0; v < count; v++) {
        text_print(out, "%s %s\n", word, vertex_name(graph, vertices[v]));
    }
}

/* Post: a name for every edge, unlike each other and those of inputs and outputs. */
static const char **name_edges(struct arena *scratch, const struct lg_graph *graph)
{
    struct atoms *taken = atoms_create(scratch);
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (graph->vertices.at[v].role != LG_INTERMEDIATE) {
            name_take(taken, graph->vertices.at[v].name);
        }
    }
    const char **names = arena_alloc(scratch, graph->edges.count * sizeof *names);
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        const char *wanted = arena_format(scratch, "%s>%s", vertex_name(graph, edge->from),
                                          vertex_name(graph, edge->to));
        names[e] = name_fresh(scratch, taken, wanted);
    }
    return names;
}

/* The faces at v: every edge that leads to it with every one that leaves it. */
static void write_faces(const struct lg_graph *graph, const char *const *names, uint32_t v,
                        struct text *out)
{
    for (uint32_t in = graph->in_begin[v]; in < graph->in_begin[v + 1]; in++) {
        for (uint32_t to = graph->out_begin[v]; to < graph->out_begin[v + 1]; to++) {
            text_print(out, "edge %s %s\n", names[graph->in_edges[in].index],
                       names[graph->out_edges[to].index]);
        }
    }
}

static void write_source(const struct lg_graph *graph, const char *const *names, uint32_t v,
                         struct text *out)
{
    for (uint32_t at = graph->out_begin[v]; at < graph->out_begin[v + 1]; at++) {
        text_print(out, "edge %s %s\n", graph->vertices.at[v].name,
                   names[graph->out_edges[at].index]);
    }
}

static void write_sink(const struct lg_graph *graph, const char *const *names, uint32_t v,
                       struct text *out)
{
    if (graph->in_begin[v] == graph->in_begin[v + 1]) {
        text_print(out, "vertex %s\n", graph->vertices.at[v].name);
    }
    for (uint32_t at = graph->in_begin[v]; at < graph->in_begin[v + 1]; at++) {
        text_print(out, "edge %s %s\n", names[graph->in_edges[at].index],
                   graph->vertices.at[v].name);
    }
}

void lg_write_dual(const struct lg_graph *graph, struct text *out)
{
    struct arena *scratch = arena_create();
    const char **names = name_edges(scratch, graph);
    write_list(graph, "in", graph->inputs.at, graph->inputs.count, out);
    write_list(graph, "out", graph->outputs.at, graph->outputs.count, out);
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        switch (graph->vertices.at[v].role) {
        case LG_INPUT:
            write_source(graph, (const char *const *)names, v, out);
            break;
        case LG_INTERMEDIATE:
            write_faces(graph, (const char *const *)names, v, out);
            break;
        case LG_OUTPUT:
            write_sink(graph, (const char *const *)names, v, out);
            break;
        }
    }
    arena_destroy(scratch);
}
