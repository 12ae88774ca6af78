/* Writing graphs for Graphviz: inputs as boxes, outputs with a double line, under the vertices
 * their places in the order, and on each edge what is known of its partial. */
#include "plan.h"

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

/* Post: of each vertex, the number of the step that eliminates it; 0: there is none. */
static const uint32_t *number_steps(struct arena *scratch, const struct lg_graph *graph,
                                    const struct lg_plan *plan)
{
    uint32_t *numbers = arena_alloc(scratch, graph->vertices.count * sizeof *numbers);
    for (uint32_t s = 0; s < plan->steps.count; s++) {
        const struct lg_step *step = &plan->steps.at[s];
        if (step->kind == LG_STEP_VERTEX) {
            numbers[step->j.index] = s + 1;
        }
    }
    return numbers;
}

static void write_vertices(const struct lg_graph *graph, const uint32_t *numbers, struct text *out)
{
    static const char *const shapes[] = {
        [LG_INTERMEDIATE] = "circle", [LG_INPUT] = "box", [LG_OUTPUT] = "doublecircle"};
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        const struct lg_vertex_info *vertex = &graph->vertices.at[v];
        text_add(out, "    ");
        write_quoted(out, vertex->name);
        text_print(out, " [shape=%s", shapes[vertex->role]);
        if (numbers[v] > 0) {
            text_print(out, ", label=\"\\N\\n%u\"", numbers[v]);
        }
        text_add(out, "];\n");
    }
}

void lg_write_dot(const struct lg_graph *graph, const struct lg_plan *plan, struct text *out)
{
    static const char *const kinds[] = {[LG_VAR] = "",
                                        [LG_ONE] = " [label=\"1\"]",
                                        [LG_NEG] = " [label=\"-1\"]",
                                        [LG_CONST] = " [label=\"const\"]",
                                        [LG_COPY] = " [style=dashed]"};
    struct arena *scratch = arena_create();
    text_add(out, "digraph model {\n    rankdir=LR;\n");
    write_vertices(graph, number_steps(scratch, graph, plan), out);
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        text_add(out, "    ");
        write_quoted(out, graph->vertices.at[edge->from.index].name);
        text_add(out, " -> ");
        write_quoted(out, graph->vertices.at[edge->to.index].name);
        text_print(out, "%s;\n", kinds[edge->kind]);
    }
    text_add(out, "}\n");
    arena_destroy(scratch);
}
