/* Steps of any kind. Vertices and edges are eliminated on the working graph, which is small and
 * quick; the first face turns it into its dual, with the labels that it has by then, and everything
 * from there on happens on that. As vertex and edge elimination do the same on both, a plan means
 * the same as if the dual had been there from the start. */
#include "stepper.h"

struct stepper stepper_create(struct arena *arena, const struct lg_graph *graph,
                              const struct lg_algebra *algebra)
{
    return (struct stepper){.work = work_create(arena, graph, algebra)};
}

bool stepper_apply(struct stepper *stepper, const struct lg_step *step, struct text *error)
{
    if (stepper->dual == NULL && step->kind == LG_STEP_FACE) {
        stepper->dual = dual_create(stepper->work.arena, &stepper->work);
    }
    return stepper->dual != NULL ? dual_apply(stepper->dual, step, error)
                                 : work_apply(&stepper->work, step, error);
}

uint32_t stepper_left(const struct stepper *stepper)
{
    return stepper->dual != NULL ? stepper->dual->left : stepper->work.left;
}

static bool is_left(const struct stepper *stepper, uint32_t v)
{
    if (stepper->work.graph->vertices.at[v].role != LG_INTERMEDIATE) {
        return false;
    }
    return stepper->dual != NULL ? stepper->dual->ends[v].faces > 0
                                 : !stepper->work.vertices[v].gone;
}

bool stepper_is_done(const struct stepper *stepper, struct text *error)
{
    const uint32_t left = stepper_left(stepper);
    if (left == 0) {
        return true;
    }
    uint32_t v = 0;
    while (!is_left(stepper, v)) {
        v++;
    }
    text_print(error, "the plan leaves `%s`", stepper->work.graph->vertices.at[v].name);
    if (left > 1) {
        text_print(error, " and %u more", left - 1);
    }
    return false;
}

/* -- the entries by output, then by input: taken from the inputs' sides, whose lists are in no
 * order, and put into place by counting -- */

struct collection {
    const struct lg_graph *graph;
    struct lg_jacobian *jacobian;
    uint32_t *place; /* of each output vertex, its place among the outputs */
    uint32_t *next;  /* of each output, where its next entry goes */
};

static uint32_t count_entries(const struct stepper *stepper, uint32_t output)
{
    if (stepper->dual == NULL) {
        return stepper->work.vertices[output].in_degree;
    }
    uint32_t count = 0;
    uint32_t e = stepper->dual->ends[output].first_to;
    for (; e != WORK_NONE; e = stepper->dual->vertices.at[e].next_to) {
        count++;
    }
    return count;
}

static void put_entry(struct collection *c, uint32_t output, uint32_t input, uint32_t label)
{
    const uint32_t o = c->place[output];
    c->jacobian->entries.at[c->next[o]++] = (struct lg_entry){o, input, label};
}

static void put_column(const struct stepper *stepper, struct collection *c, uint32_t input)
{
    const uint32_t v = c->graph->inputs.at[input].index;
    if (stepper->dual == NULL) {
        uint32_t e = stepper->work.vertices[v].first_out;
        for (; e != WORK_NONE; e = stepper->work.edges.at[e].next_out) {
            put_entry(c, stepper->work.edges.at[e].to, input, stepper->work.edges.at[e].label);
        }
        return;
    }
    const struct dual *dual = stepper->dual;
    for (uint32_t e = dual->ends[v].first_from; e != WORK_NONE;) {
        const struct dual_vertex *vertex = &dual->vertices.at[e];
        put_entry(c, vertex->to, input, vertex->label);
        e = vertex->next_from;
    }
}

void stepper_collect(const struct stepper *stepper, struct arena *arena,
                     struct lg_jacobian *jacobian)
{
    struct arena *scratch = arena_create();
    const struct lg_graph *graph = stepper->work.graph;
    struct collection c = {.graph = graph, .jacobian = jacobian};
    c.place = arena_alloc(scratch, graph->vertices.count * sizeof *c.place);
    c.next = arena_alloc(scratch, ((size_t)graph->outputs.count + 1) * sizeof *c.next);
    uint32_t count = 0;
    for (uint32_t o = 0; o < graph->outputs.count; o++) {
        c.place[graph->outputs.at[o].index] = o;
        c.next[o] = count;
        count += count_entries(stepper, graph->outputs.at[o].index);
    }
    vec_reserve(arena, &jacobian->entries, count);
    jacobian->entries.count = count;
    for (uint32_t i = 0; i < graph->inputs.count; i++) {
        put_column(stepper, &c, i);
    }
    arena_destroy(scratch);
}
