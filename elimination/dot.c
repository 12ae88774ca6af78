/* Writing graphs for Graphviz: inputs as boxes, outputs with a double line, and on each edge what
 * is known of its partial. */
#include "graph.h"

static void write_quoted(struct text *out, const char *name)
{
    text_add(out, "\"");
    for (; *name != '\0'; name++) {
        if (*name == '"' || *name == '\\') {
            text_add(out, "\\");
        }
        text_add_bytes(out, name, 1);
    }
    text_add(out, "\"");
}

void lg_write_dot(const struct lg_graph *graph, struct text *out)
{
    static const char *const shapes[] = {
        [LG_INTERMEDIATE] = "", [LG_INPUT] = " [shape=box]", [LG_OUTPUT] = " [shape=doublecircle]"};
    static const char *const kinds[] = {[LG_VAR] = "",
                                        [LG_ONE] = " [label=\"1\"]",
                                        [LG_NEG] = " [label=\"-1\"]",
                                        [LG_CONST] = " [label=\"const\"]",
                                        [LG_COPY] = " [style=dashed]"};
    text_add(out, "digraph model {\n    rankdir=LR;\n    node [shape=circle];\n");
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        text_add(out, "    ");
        write_quoted(out, graph->vertices.at[v].name);
        text_print(out, "%s;\n", shapes[graph->vertices.at[v].role]);
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        text_add(out, "    ");
        write_quoted(out, graph->vertices.at[edge->from.index].name);
        text_add(out, " -> ");
        write_quoted(out, graph->vertices.at[edge->to.index].name);
        text_print(out, "%s;\n", kinds[edge->kind]);
    }
    text_add(out, "}\n");
}
