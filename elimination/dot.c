/* Writing graphs for Graphviz: inputs as boxes, outputs with a double line, under the vertices
 * their places in the order, and on each edge what is known of its partial. Of the dual graph the
 * faces carry the number of the step that eliminates them. */
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

/* -- the dual graph -- */

/* The steps that eliminate what was there at the beginning, by number; 0: there is none. */
struct first_steps {
    const struct lg_graph *graph;
    const struct lg_plan *plan;
    uint32_t *of_vertex;
    uint32_t *of_front; /* of an edge */
    uint32_t *of_back;
    uint32_t *of_face;   /* the first step for a face that begins with an edge */
    uint32_t *next_face; /* of such a step */
};

/* Post: the number of the edge, that of all edges where there is none. */
static uint32_t find_edge(const struct lg_graph *graph, lg_vertex from, lg_vertex to)
{
    for (uint32_t at = graph->out_begin[from.index]; at < graph->out_begin[from.index + 1]; at++) {
        const uint32_t e = graph->out_edges[at].index;
        if (graph->edges.at[e].to.index == to.index) {
            return e;
        }
    }
    return graph->edges.count;
}

static struct first_steps find_steps(struct arena *scratch, const struct lg_graph *graph,
                                     const struct lg_plan *plan)
{
    const size_t edges = (size_t)graph->edges.count + 1;
    struct first_steps steps = {.graph = graph, .plan = plan};
    steps.of_vertex = arena_alloc(scratch, graph->vertices.count * sizeof(uint32_t));
    steps.of_front = arena_alloc(scratch, edges * sizeof(uint32_t));
    steps.of_back = arena_alloc(scratch, edges * sizeof(uint32_t));
    steps.of_face = arena_alloc(scratch, edges * sizeof(uint32_t));
    steps.next_face = arena_alloc(scratch, ((size_t)plan->steps.count + 1) * sizeof(uint32_t));
    for (uint32_t number = plan->steps.count; number > 0; number--) {
        const struct lg_step *step = &plan->steps.at[number - 1];
        switch (step->kind) {
        case LG_STEP_VERTEX:
            steps.of_vertex[step->j.index] = number;
            break;
        case LG_STEP_FRONT:
            steps.of_front[find_edge(graph, step->i, step->j)] = number;
            break;
        case LG_STEP_BACK:
            steps.of_back[find_edge(graph, step->i, step->j)] = number;
            break;
        case LG_STEP_FACE: {
            uint32_t *first = &steps.of_face[find_edge(graph, step->i, step->j)];
            steps.next_face[number] = *first;
            *first = number;
            break;
        }
        }
    }
    return steps;
}

static uint32_t earlier(uint32_t a, uint32_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static uint32_t step_of_face(const struct first_steps *steps, uint32_t in, uint32_t out)
{
    const lg_vertex to = steps->graph->edges.at[out].to;
    uint32_t number = steps->of_vertex[steps->graph->edges.at[in].to.index];
    number = earlier(number, earlier(steps->of_front[in], steps->of_back[out]));
    for (uint32_t face = steps->of_face[in]; face != 0; face = steps->next_face[face]) {
        if (steps->plan->steps.at[face - 1].k.index == to.index) {
            return earlier(number, face);
        }
    }
    return number;
}

/* Vertex v is `vN`, edge e is `eN`, whatever their names: these are labels. */
static void write_dual_vertices(const struct lg_graph *graph, struct text *out)
{
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        const struct lg_vertex_info *vertex = &graph->vertices.at[v];
        if (vertex->role != LG_INTERMEDIATE) {
            text_print(out, "    v%u [shape=%s, label=", v,
                       vertex->role == LG_INPUT ? "box" : "doublecircle");
            write_quoted(out, vertex->name);
            text_add(out, "];\n");
        }
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        struct text label = text_in(out->arena);
        text_add(&label, graph->vertices.at[edge->from.index].name);
        text_add(&label, ">");
        text_add(&label, graph->vertices.at[edge->to.index].name);
        text_print(out, "    e%u [label=", e);
        write_quoted(out, text_string(&label));
        text_add(out, edge->kind == LG_COPY ? ", style=dashed];\n" : "];\n");
    }
}

static void write_face(const struct first_steps *steps, uint32_t in, uint32_t out_edge,
                       struct text *out)
{
    const uint32_t number = step_of_face(steps, in, out_edge);
    text_print(out, "    e%u -> e%u", in, out_edge);
    if (number > 0) {
        text_print(out, " [label=\"%u\"]", number);
    }
    text_add(out, ";\n");
}

void lg_write_dual_dot(const struct lg_graph *graph, const struct lg_plan *plan, struct text *out)
{
    struct arena *scratch = arena_create();
    const struct first_steps steps = find_steps(scratch, graph, plan);
    text_add(out, "digraph dual {\n    rankdir=LR;\n");
    write_dual_vertices(graph, out);
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        if (graph->vertices.at[edge->from.index].role == LG_INPUT) {
            text_print(out, "    v%u -> e%u;\n", edge->from.index, e);
        }
        if (graph->vertices.at[edge->to.index].role == LG_OUTPUT) {
            text_print(out, "    e%u -> v%u;\n", e, edge->to.index);
            continue;
        }
        const uint32_t centre = edge->to.index;
        for (uint32_t at = graph->out_begin[centre]; at < graph->out_begin[centre + 1]; at++) {
            write_face(&steps, e, graph->out_edges[at].index, out);
        }
    }
    text_add(out, "}\n");
    arena_destroy(scratch);
}
