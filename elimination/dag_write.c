/* Writing `.dag` graph files, so that lg_read gives the same graph again: the vertices are named in
 * their order, and private sinks are left out, as reading makes them anew. */
#include "graph.h"

#include <string.h>

enum { LINE_END = 100 };

/* Adds a name to a list of them, on a new line where this one is full. */
static void write_name(struct text *out, size_t *line_begin, const char *word, const char *name)
{
    const size_t width = strlen(name) + 1;
    if (*line_begin == SIZE_MAX || out->length - *line_begin + width > LINE_END) {
        text_add(out, *line_begin == SIZE_MAX ? "" : "\n");
        *line_begin = out->length;
        text_add(out, word);
    }
    text_print(out, " %s", name);
}

/* Post: the vertex that was declared as this output: the origin of the COPY edge to it, if any. */
static lg_vertex declared_output(const struct lg_graph *graph, lg_vertex output)
{
    const uint32_t at = graph->in_begin[output.index];
    if (graph->in_begin[output.index + 1] > at) {
        const struct lg_edge_info *edge = &graph->edges.at[graph->in_edges[at].index];
        if (edge->kind == LG_COPY) {
            return edge->from;
        }
    }
    return output;
}

static void write_ends(const struct lg_graph *graph, struct text *out)
{
    struct arena *scratch = arena_create();
    bool *named = arena_alloc(scratch, graph->vertices.count * sizeof *named);
    size_t line_begin = SIZE_MAX;
    for (uint32_t i = 0; i < graph->inputs.count; i++) {
        write_name(out, &line_begin, "in", graph->vertices.at[graph->inputs.at[i].index].name);
    }
    text_add(out, graph->inputs.count > 0 ? "\n" : "");
    line_begin = SIZE_MAX;
    bool again = false;
    for (uint32_t o = 0; o < graph->outputs.count; o++) {
        const uint32_t v = declared_output(graph, graph->outputs.at[o]).index;
        if (named[v] != again && line_begin != SIZE_MAX) { /* the other word: a new line */
            text_add(out, "\n");
            line_begin = SIZE_MAX;
        }
        again = named[v];
        named[v] = true;
        write_name(out, &line_begin, again ? "again" : "out", graph->vertices.at[v].name);
    }
    text_add(out, graph->outputs.count > 0 ? "\n" : "");
    arena_destroy(scratch);
}

void lg_write(const struct lg_graph *graph, struct text *out)
{
    static const char *const kinds[] = {
        [LG_VAR] = "", [LG_ONE] = " one", [LG_NEG] = " neg", [LG_CONST] = " const", [LG_COPY] = ""};
    write_ends(graph, out);
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        const char *name = graph->vertices.at[v].name;
        if (graph->vertices.at[v].role == LG_OUTPUT &&
            graph->in_begin[v] == graph->in_begin[v + 1]) {
            text_print(out, "vertex %s\n", name);
        }
        for (uint32_t at = graph->in_begin[v]; at < graph->in_begin[v + 1]; at++) {
            const struct lg_edge_info *edge = &graph->edges.at[graph->in_edges[at].index];
            if (edge->kind != LG_COPY) {
                text_print(out, "edge %s %s%s\n", graph->vertices.at[edge->from.index].name, name,
                           kinds[edge->kind]);
            }
        }
    }
}
