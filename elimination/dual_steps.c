/* The steps of a plan on the dual graph: all of them are sets of faces, eliminated one by one.
 *
 * Vertex j: the faces centred at j. Front (i, j): those that have an edge from i to j in front.
 * Back (i, j): those that have one behind. On the dual of a linearized graph that is the same as
 * eliminating the vertex or edge there. Once faces have been eliminated there may be several dual
 * vertices between the same ends, and a step takes them all, from the oldest to the youngest. */
#include "dual_graph.h"

static const char *name_of(const struct dual *dual, lg_vertex v)
{
    return dual->graph->vertices.at[v.index].name;
}

static bool is_vertex(const struct dual *dual, lg_vertex v, struct text *error)
{
    if (v.index >= dual->graph->vertices.count) {
        text_print(error, "the graph has no vertex number %u", v.index);
        return false;
    }
    return true;
}

static bool is_intermediate(const struct dual *dual, lg_vertex v, struct text *error)
{
    if (!is_vertex(dual, v, error)) {
        return false;
    }
    const enum lg_role role = dual->graph->vertices.at[v.index].role;
    if (role != LG_INTERMEDIATE) {
        text_print(error, "`%s` is an %s, and only intermediates are eliminated", name_of(dual, v),
                   role == LG_INPUT ? "input" : "output");
        return false;
    }
    if (dual->ends[v.index].faces == 0) {
        text_print(error, "`%s` is gone already", name_of(dual, v));
        return false;
    }
    return true;
}

/* The faces that leave the dual vertex or lead to it, as they are before the first of them goes:
 * merging may take others with it, and makes no new ones here. */
struct face_list {
    VEC_FIELDS(struct dual_face);
};

static void list_after(struct dual *dual, uint32_t vertex, struct arena *scratch,
                       struct face_list *list)
{
    for (uint32_t f = dual->vertices.at[vertex].first_out; f != WORK_NONE;) {
        const struct dual_face *face = &dual->faces.at[f];
        vec_push(scratch, list, *face);
        f = face->next_out;
    }
}

static void list_before(struct dual *dual, uint32_t vertex, struct arena *scratch,
                        struct face_list *list)
{
    for (uint32_t f = dual->vertices.at[vertex].first_in; f != WORK_NONE;) {
        const struct dual_face *face = &dual->faces.at[f];
        vec_push(scratch, list, *face);
        f = face->next_in;
    }
}

static void eliminate_list(struct dual *dual, const struct face_list *list)
{
    for (uint32_t n = list->count; n-- > 0;) { /* lists have the youngest first */
        const struct dual_face *face = &list->at[n];
        if (!dual->vertices.at[face->before].gone && !dual->vertices.at[face->after].gone) {
            dual_eliminate(dual, dual_find(dual, face->before, face->after));
        }
    }
}

static void eliminate_vertex(struct dual *dual, uint32_t j)
{
    struct arena *scratch = arena_create();
    struct face_list list = {0};
    uint32_t in = dual->ends[j].last_to;
    for (; in != WORK_NONE; in = dual->vertices.at[in].previous_to) {
        list_after(dual, in, scratch, &list);
    }
    eliminate_list(dual, &list);
    arena_destroy(scratch);
}

static bool eliminate_edge(struct dual *dual, const struct lg_step *step, struct text *error)
{
    const bool front = step->kind == LG_STEP_FRONT;
    if (!is_intermediate(dual, front ? step->j : step->i, error) ||
        !is_vertex(dual, front ? step->i : step->j, error)) {
        return false;
    }
    uint32_t edge = dual_first(dual, step->i.index, step->j.index);
    if (edge == WORK_NONE) {
        text_print(error, "there is no edge from `%s` to `%s` here", name_of(dual, step->i),
                   name_of(dual, step->j));
        return false;
    }
    struct arena *scratch = arena_create();
    struct face_list list = {0};
    for (; edge != WORK_NONE; edge = dual_next(dual, edge)) {
        if (front) {
            list_after(dual, edge, scratch, &list);
        } else {
            list_before(dual, edge, scratch, &list);
        }
    }
    eliminate_list(dual, &list);
    arena_destroy(scratch);
    return true;
}

/* Post: the face of this triple and place; WORK_NONE, and *count of the triple, where there is
 * none. */
static uint32_t find_face(const struct dual *dual, const struct lg_step *step, uint32_t *count)
{
    *count = 0;
    uint32_t in = dual_first(dual, step->i.index, step->j.index);
    for (; in != WORK_NONE; in = dual_next(dual, in)) {
        uint32_t out = dual_first(dual, step->j.index, step->k.index);
        for (; out != WORK_NONE; out = dual_next(dual, out)) {
            const uint32_t face = dual_find(dual, in, out);
            if (face != WORK_NONE && *count == step->place) {
                return face;
            }
            *count += face != WORK_NONE;
        }
    }
    return WORK_NONE;
}

struct lg_step dual_step(const struct dual *dual, uint32_t face)
{
    const struct dual_face *at = &dual->faces.at[face];
    const lg_vertex i = {dual->vertices.at[at->before].from};
    const lg_vertex j = {dual->vertices.at[at->before].to};
    const lg_vertex k = {dual->vertices.at[at->after].to};
    struct lg_step step = {.kind = LG_STEP_FACE, .i = i, .j = j, .k = k};
    uint32_t count;
    while (find_face(dual, &step, &count) != face) {
        step.place++;
    }
    return step;
}

static bool eliminate_face(struct dual *dual, const struct lg_step *step, struct text *error)
{
    if (!is_intermediate(dual, step->j, error) || !is_vertex(dual, step->i, error) ||
        !is_vertex(dual, step->k, error)) {
        return false;
    }
    uint32_t count;
    const uint32_t face = find_face(dual, step, &count);
    if (face == WORK_NONE && count == 0) {
        text_print(error, "there is no face from `%s` over `%s` to `%s` here",
                   name_of(dual, step->i), name_of(dual, step->j), name_of(dual, step->k));
    } else if (face == WORK_NONE) {
        text_print(error, "there is no face number %u from `%s` over `%s` to `%s` here, only %u",
                   step->place + 1, name_of(dual, step->i), name_of(dual, step->j),
                   name_of(dual, step->k), count);
    } else {
        dual_eliminate(dual, face);
    }
    return face != WORK_NONE;
}

bool dual_apply(struct dual *dual, const struct lg_step *step, struct text *error)
{
    switch (step->kind) {
    case LG_STEP_VERTEX:
        if (!is_intermediate(dual, step->j, error)) {
            return false;
        }
        eliminate_vertex(dual, step->j.index);
        return true;
    case LG_STEP_FRONT:
    case LG_STEP_BACK:
        return eliminate_edge(dual, step, error);
    case LG_STEP_FACE:
        return eliminate_face(dual, step, error);
    }
    text_add(error, "this is no step");
    return false;
}
