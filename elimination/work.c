/* Vertex and edge elimination on the working graph (Griewank & Reese 1991; Naumann 1999).
 *
 * Every elimination is a set of products c_ki = c_kj * c_ji. Whether (i, k) is there already is
 * found by scanning the lists "out of i" and "into k" side by side until one of them ends: constant
 * time where one of the degrees stays small. New edges come first in both, so that the edge from
 * one hub to another, into which many products are added, is found at once. An intermediate always
 * has edges on both sides: a vertex that loses the last one on either side is on no path any more
 * and goes. That cannot spread, because each neighbour it loses has just been connected past it. */
#include "work.h"

static void link_edge(struct work *work, uint32_t e)
{
    struct work_edge *edge = &work->edges.at[e];
    struct work_vertex *from = &work->vertices[edge->from];
    struct work_vertex *to = &work->vertices[edge->to];
    edge->previous_in = WORK_NONE;
    edge->previous_out = WORK_NONE;
    edge->next_in = to->first_in;
    edge->next_out = from->first_out;
    if (edge->next_in != WORK_NONE) {
        work->edges.at[edge->next_in].previous_in = e;
    }
    if (edge->next_out != WORK_NONE) {
        work->edges.at[edge->next_out].previous_out = e;
    }
    to->first_in = e;
    from->first_out = e;
    to->in_degree++;
    from->out_degree++;
    if (work->edge_watch != NULL) {
        work->edge_watch(work->edge_context, e, true);
    }
}

static void remove_edge(struct work *work, uint32_t e)
{
    if (work->edge_watch != NULL) {
        work->edge_watch(work->edge_context, e, false);
    }
    struct work_edge *edge = &work->edges.at[e];
    struct work_vertex *from = &work->vertices[edge->from];
    struct work_vertex *to = &work->vertices[edge->to];
    if (edge->next_in != WORK_NONE) {
        work->edges.at[edge->next_in].previous_in = edge->previous_in;
    }
    if (edge->previous_in != WORK_NONE) {
        work->edges.at[edge->previous_in].next_in = edge->next_in;
    } else {
        to->first_in = edge->next_in;
    }
    if (edge->next_out != WORK_NONE) {
        work->edges.at[edge->next_out].previous_out = edge->previous_out;
    }
    if (edge->previous_out != WORK_NONE) {
        work->edges.at[edge->previous_out].next_out = edge->next_out;
    } else {
        from->first_out = edge->next_out;
    }
    to->in_degree--;
    from->out_degree--;
    edge->next_out = work->free_edge;
    work->free_edge = e;
}

static void add_edge(struct work *work, uint32_t from, uint32_t to, uint32_t label)
{
    uint32_t e = work->free_edge;
    if (e != WORK_NONE) {
        work->free_edge = work->edges.at[e].next_out;
    } else {
        e = work->edges.count;
        vec_add(work->arena, &work->edges);
    }
    work->edges.at[e] = (struct work_edge){.from = from, .to = to, .label = label};
    link_edge(work, e);
}

struct work work_create(struct arena *arena, const struct lg_graph *graph,
                        const struct lg_algebra *algebra)
{
    struct work work = {.arena = arena, .graph = graph, .algebra = algebra, .free_edge = WORK_NONE};
    work.vertices = arena_alloc(arena, graph->vertices.count * sizeof *work.vertices);
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        work.vertices[v] = (struct work_vertex){.first_in = WORK_NONE, .first_out = WORK_NONE};
        work.left += graph->vertices.at[v].role == LG_INTERMEDIATE;
    }
    vec_reserve(arena, &work.edges, graph->edges.count);
    work.edges.count = graph->edges.count;
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        work.edges.at[e] = (struct work_edge){.from = edge->from.index, .to = edge->to.index};
        if (algebra != NULL) {
            work.edges.at[e].label = algebra->label(algebra->context, (lg_edge){e});
        }
    }
    for (uint32_t e = graph->edges.count; e-- > 0;) { /* so that lists ascend */
        link_edge(&work, e);
    }
    return work;
}

uint32_t work_find(const struct work *work, uint32_t i, uint32_t k)
{
    uint32_t out = work->vertices[i].first_out;
    uint32_t in = work->vertices[k].first_in;
    while (out != WORK_NONE && in != WORK_NONE) {
        if (work->edges.at[out].to == k) {
            return out;
        }
        if (work->edges.at[in].from == i) {
            return in;
        }
        out = work->edges.at[out].next_out;
        in = work->edges.at[in].next_in;
    }
    return WORK_NONE;
}

/* c_ki += c_kj * c_ji for the edges inner = (i, j) and outer = (j, k). */
static void multiply(struct work *work, uint32_t inner, uint32_t outer)
{
    const struct work_edge in = work->edges.at[inner];
    const struct work_edge out = work->edges.at[outer];
    const uint32_t present = work_find(work, in.from, out.to);
    if (work->watch != NULL) {
        const struct work_product product = {{in.from}, {in.to},  {out.to},
                                             out.label, in.label, present != WORK_NONE};
        work->watch(work->watch_context, &product);
    }
    uint32_t label = 0;
    if (work->algebra != NULL) {
        label = work->algebra->multiply(work->algebra->context, out.label, in.label);
    }
    if (present == WORK_NONE) {
        add_edge(work, in.from, out.to, label);
    } else if (work->algebra != NULL) {
        const uint32_t before = work->edges.at[present].label;
        label = work->algebra->add(work->algebra->context, before, label);
        work->edges.at[present].label = label;
    }
}

static void remove_vertex(struct work *work, uint32_t v)
{
    struct work_vertex *vertex = &work->vertices[v];
    while (vertex->first_in != WORK_NONE) {
        remove_edge(work, vertex->first_in);
    }
    while (vertex->first_out != WORK_NONE) {
        remove_edge(work, vertex->first_out);
    }
    vertex->gone = true;
    work->left--;
}

void work_eliminate_vertex(struct work *work, uint32_t j)
{
    const struct work_vertex *vertex = &work->vertices[j];
    for (uint32_t in = vertex->first_in; in != WORK_NONE; in = work->edges.at[in].next_in) {
        uint32_t out = vertex->first_out;
        for (; out != WORK_NONE; out = work->edges.at[out].next_out) {
            multiply(work, in, out);
        }
    }
    remove_vertex(work, j);
}

void work_eliminate_front(struct work *work, uint32_t edge)
{
    const uint32_t j = work->edges.at[edge].to;
    uint32_t out = work->vertices[j].first_out;
    for (; out != WORK_NONE; out = work->edges.at[out].next_out) {
        multiply(work, edge, out);
    }
    remove_edge(work, edge);
    if (work->vertices[j].in_degree == 0) {
        remove_vertex(work, j);
    }
}

void work_eliminate_back(struct work *work, uint32_t edge)
{
    const uint32_t i = work->edges.at[edge].from;
    uint32_t in = work->vertices[i].first_in;
    for (; in != WORK_NONE; in = work->edges.at[in].next_in) {
        multiply(work, in, edge);
    }
    remove_edge(work, edge);
    if (work->vertices[i].out_degree == 0) {
        remove_vertex(work, i);
    }
}

/* -- steps of a plan -- */

static const char *name_of(const struct work *work, lg_vertex v)
{
    return work->graph->vertices.at[v.index].name;
}

static bool is_vertex(const struct work *work, lg_vertex v, struct text *error)
{
    if (v.index >= work->graph->vertices.count) {
        text_print(error, "the graph has no vertex number %u", v.index);
        return false;
    }
    return true;
}

/* Whether v can be eliminated, or edges be eliminated at it. */
static bool is_intermediate(const struct work *work, lg_vertex v, struct text *error)
{
    if (!is_vertex(work, v, error)) {
        return false;
    }
    const enum lg_role role = work->graph->vertices.at[v.index].role;
    if (role != LG_INTERMEDIATE) {
        text_print(error, "`%s` is an %s, and only intermediates are eliminated", name_of(work, v),
                   role == LG_INPUT ? "input" : "output");
        return false;
    }
    if (work->vertices[v.index].gone) {
        text_print(error, "`%s` is gone already", name_of(work, v));
        return false;
    }
    return true;
}

static bool find_edge(const struct work *work, const struct lg_step *step, uint32_t *edge,
                      struct text *error)
{
    const bool front = step->kind == LG_STEP_FRONT;
    if (!is_intermediate(work, front ? step->j : step->i, error) ||
        !is_vertex(work, front ? step->i : step->j, error)) {
        return false;
    }
    *edge = work_find(work, step->i.index, step->j.index);
    if (*edge == WORK_NONE) {
        text_print(error, "there is no edge from `%s` to `%s` here", name_of(work, step->i),
                   name_of(work, step->j));
    }
    return *edge != WORK_NONE;
}

bool work_apply(struct work *work, const struct lg_step *step, struct text *error)
{
    uint32_t edge;
    switch (step->kind) {
    case LG_STEP_VERTEX:
        if (!is_intermediate(work, step->j, error)) {
            return false;
        }
        work_eliminate_vertex(work, step->j.index);
        return true;
    case LG_STEP_FRONT:
        if (!find_edge(work, step, &edge, error)) {
            return false;
        }
        work_eliminate_front(work, edge);
        return true;
    case LG_STEP_BACK:
        if (!find_edge(work, step, &edge, error)) {
            return false;
        }
        work_eliminate_back(work, edge);
        return true;
    case LG_STEP_FACE:
        text_add(error, "faces are eliminated on the dual graph");
        return false;
    }
    text_add(error, "this is no step");
    return false;
}
