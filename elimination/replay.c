/* Replaying plans, and the sum over all paths that they are checked against. */
#include "replay.h"

#include "stepper.h"

bool lg_replay(struct arena *arena, const struct lg_graph *graph, const struct lg_plan *plan,
               const struct lg_algebra *algebra, struct lg_jacobian *jacobian, struct text *error)
{
    struct arena *scratch = arena_create();
    struct stepper stepper = stepper_create(scratch, graph, algebra);
    struct text reason = text_in(scratch);
    bool fits = true;
    *jacobian = (struct lg_jacobian){0};
    for (uint32_t s = 0; fits && s < plan->steps.count; s++) {
        fits = stepper_apply(&stepper, &plan->steps.at[s], &reason);
        if (!fits) {
            text_print(error, "step %u: %s", s + 1, text_string(&reason));
        }
    }
    if (fits) {
        fits = stepper_is_done(&stepper, error);
    }
    if (fits) {
        stepper_collect(&stepper, arena, jacobian);
    }
    arena_destroy(scratch);
    return fits;
}

/* The labels of all paths from one input: to every vertex, forward over the graph. */
struct sweep {
    uint32_t *label;
    bool *reached;
};

static void sweep_from(const struct lg_graph *graph, const struct lg_algebra *algebra,
                       const uint32_t *edge_labels, lg_vertex input, struct sweep *sweep)
{
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        sweep->reached[v] = false;
        for (uint32_t at = graph->in_begin[v]; at < graph->in_begin[v + 1]; at++) {
            const lg_edge e = graph->in_edges[at];
            const uint32_t from = graph->edges.at[e.index].from.index;
            uint32_t label = edge_labels[e.index];
            if (from != input.index) {
                if (!sweep->reached[from]) {
                    continue;
                }
                label = algebra->multiply(algebra->context, label, sweep->label[from]);
            }
            if (sweep->reached[v]) {
                label = algebra->add(algebra->context, sweep->label[v], label);
            }
            sweep->label[v] = label;
            sweep->reached[v] = true;
        }
    }
}

void lg_path_sum(struct arena *arena, const struct lg_graph *graph,
                 const struct lg_algebra *algebra, struct lg_jacobian *jacobian)
{
    struct arena *scratch = arena_create();
    const uint32_t vertices = graph->vertices.count;
    struct sweep sweep = {arena_alloc(scratch, vertices * sizeof(uint32_t)),
                          arena_alloc(scratch, vertices * sizeof(bool))};
    uint32_t *edge_labels = arena_alloc(scratch, graph->edges.count * sizeof *edge_labels);
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        edge_labels[e] = algebra->label(algebra->context, (lg_edge){e});
    }
    VEC(struct lg_entry) by_input = {0};
    uint32_t *next = arena_alloc(scratch, ((size_t)graph->outputs.count + 1) * sizeof *next);
    for (uint32_t i = 0; i < graph->inputs.count; i++) {
        sweep_from(graph, algebra, edge_labels, graph->inputs.at[i], &sweep);
        for (uint32_t o = 0; o < graph->outputs.count; o++) {
            const uint32_t v = graph->outputs.at[o].index;
            if (sweep.reached[v]) {
                vec_push(scratch, &by_input, (struct lg_entry){o, i, sweep.label[v]});
                next[o + 1]++;
            }
        }
    }
    for (uint32_t o = 0; o < graph->outputs.count; o++) {
        next[o + 1] += next[o];
    }
    *jacobian = (struct lg_jacobian){0};
    vec_reserve(arena, &jacobian->entries, by_input.count);
    jacobian->entries.count = by_input.count;
    for (uint32_t e = 0; e < by_input.count; e++) {
        jacobian->entries.at[next[by_input.at[e].output]++] = by_input.at[e];
    }
    arena_destroy(scratch);
}
