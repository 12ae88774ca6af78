/* Face elimination (U. Naumann, Optimal accumulation of Jacobian matrices by elimination methods on
 * the dual computational graph, Mathematical Programming 99, 2004).
 *
 * A face (a, b) is eliminated by one product c_b * c_a. It belongs to a dual vertex with the
 * predecessors P(a) of the one and the successors S(b) of the other: where one is there, it
 * absorbs the product, else it is created. Then the face goes. What has lost its last face on one
 * side lies on no path any more and goes too, and dual vertices with the same predecessors and the
 * same successors are merged, labels added, the older one staying. Both can only follow where a
 * vertex has lost a neighbour, so these are looked at until none is left. Thus no two dual vertices
 * ever have the same neighbours on both sides, and in the end, when all faces lie at sources and
 * sinks, there is one for each entry of the Jacobian.
 *
 * Who has the same neighbours is found in the lists of one predecessor and of one successor,
 * scanned side by side until one of them ends. Each dual vertex carries a sum of random numbers
 * over its predecessors and one over its successors; sets are compared where the sums agree. */
#include "dual_graph.h"

/* The finalizer of splitmix64: the number that stands for a dual vertex in the sums. */
static uint64_t number_of(uint32_t vertex)
{
    uint64_t z = ((uint64_t)vertex + 1) * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* -- faces -- */

static void count_face(struct dual *dual, uint32_t f, bool comes)
{
    const struct dual_face *face = &dual->faces.at[f];
    if (!dual_is_inner(dual, face)) {
        return;
    }
    struct dual_ends *centre = &dual->ends[dual->vertices.at[face->before].to];
    dual->left += comes && centre->faces == 0;
    centre->faces += comes ? 1 : UINT32_MAX;
    dual->left -= !comes && centre->faces == 0;
    if (dual->face_watch != NULL) {
        dual->face_watch(dual->face_context, f, comes);
    }
}

static void add_face(struct dual *dual, uint32_t before, uint32_t after)
{
    uint32_t f = dual->free_face;
    if (f != WORK_NONE) {
        dual->free_face = dual->faces.at[f].next_out;
    } else {
        f = dual->faces.count;
        vec_add(dual->arena, &dual->faces);
    }
    struct dual_vertex *a = &dual->vertices.at[before];
    struct dual_vertex *b = &dual->vertices.at[after];
    dual->faces.at[f] =
        (struct dual_face){before, after, b->first_in, WORK_NONE, a->first_out, WORK_NONE};
    if (b->first_in != WORK_NONE) {
        dual->faces.at[b->first_in].previous_in = f;
    }
    if (a->first_out != WORK_NONE) {
        dual->faces.at[a->first_out].previous_out = f;
    }
    b->first_in = f;
    a->first_out = f;
    b->in_degree++;
    a->out_degree++;
    b->in_mark += number_of(before);
    a->out_mark += number_of(after);
    count_face(dual, f, true);
}

static void remove_face(struct dual *dual, uint32_t f)
{
    count_face(dual, f, false);
    struct dual_face *face = &dual->faces.at[f];
    struct dual_vertex *a = &dual->vertices.at[face->before];
    struct dual_vertex *b = &dual->vertices.at[face->after];
    if (face->next_in != WORK_NONE) {
        dual->faces.at[face->next_in].previous_in = face->previous_in;
    }
    if (face->previous_in != WORK_NONE) {
        dual->faces.at[face->previous_in].next_in = face->next_in;
    } else {
        b->first_in = face->next_in;
    }
    if (face->next_out != WORK_NONE) {
        dual->faces.at[face->next_out].previous_out = face->previous_out;
    }
    if (face->previous_out != WORK_NONE) {
        dual->faces.at[face->previous_out].next_out = face->next_out;
    } else {
        a->first_out = face->next_out;
    }
    b->in_degree--;
    a->out_degree--;
    b->in_mark -= number_of(face->before);
    a->out_mark -= number_of(face->after);
    face->next_out = dual->free_face;
    dual->free_face = f;
}

uint32_t dual_find(const struct dual *dual, uint32_t before, uint32_t after)
{
    uint32_t out = dual->vertices.at[before].first_out;
    uint32_t in = dual->vertices.at[after].first_in;
    while (out != WORK_NONE && in != WORK_NONE) {
        if (dual->faces.at[out].after == after) {
            return out;
        }
        if (dual->faces.at[in].before == before) {
            return in;
        }
        out = dual->faces.at[out].next_out;
        in = dual->faces.at[in].next_in;
    }
    return WORK_NONE;
}

/* -- dual vertices -- */

static uint32_t add_terminal(struct dual *dual, uint32_t v)
{
    vec_push(dual->arena, &dual->stamps, 0);
    vec_push(
        dual->arena, &dual->vertices,
        (struct dual_vertex){
            .from = v, .to = v, .first_in = WORK_NONE, .first_out = WORK_NONE, .terminal = true});
    return dual->vertices.count - 1;
}

/* Post: a new dual vertex without faces, the youngest of its ends. */
static uint32_t add_vertex(struct dual *dual, uint32_t from, uint32_t to, uint32_t label)
{
    const uint32_t v = dual->vertices.count;
    struct dual_ends *start = &dual->ends[from];
    struct dual_ends *end = &dual->ends[to];
    const struct dual_vertex vertex = {.from = from,
                                       .to = to,
                                       .label = label,
                                       .first_in = WORK_NONE,
                                       .first_out = WORK_NONE,
                                       .next_from = WORK_NONE,
                                       .next_to = WORK_NONE,
                                       .previous_from = start->last_from,
                                       .previous_to = end->last_to};
    vec_push(dual->arena, &dual->stamps, 0);
    vec_push(dual->arena, &dual->vertices, vertex);
    if (start->last_from != WORK_NONE) {
        dual->vertices.at[start->last_from].next_from = v;
    } else {
        start->first_from = v;
    }
    if (end->last_to != WORK_NONE) {
        dual->vertices.at[end->last_to].next_to = v;
    } else {
        end->first_to = v;
    }
    start->last_from = v;
    end->last_to = v;
    return v;
}

static void unlink_vertex(struct dual *dual, uint32_t v)
{
    struct dual_vertex *vertex = &dual->vertices.at[v];
    struct dual_ends *start = &dual->ends[vertex->from];
    struct dual_ends *end = &dual->ends[vertex->to];
    if (vertex->previous_from != WORK_NONE) {
        dual->vertices.at[vertex->previous_from].next_from = vertex->next_from;
    } else {
        start->first_from = vertex->next_from;
    }
    if (vertex->next_from != WORK_NONE) {
        dual->vertices.at[vertex->next_from].previous_from = vertex->previous_from;
    } else {
        start->last_from = vertex->previous_from;
    }
    if (vertex->previous_to != WORK_NONE) {
        dual->vertices.at[vertex->previous_to].next_to = vertex->next_to;
    } else {
        end->first_to = vertex->next_to;
    }
    if (vertex->next_to != WORK_NONE) {
        dual->vertices.at[vertex->next_to].previous_to = vertex->previous_to;
    } else {
        end->last_to = vertex->previous_to;
    }
    vertex->gone = true;
}

/* Takes the dual vertex out with its faces; its neighbours have changed. */
static void remove_vertex(struct dual *dual, uint32_t v)
{
    while (dual->vertices.at[v].first_in != WORK_NONE) {
        const uint32_t f = dual->vertices.at[v].first_in;
        vec_push(dual->arena, &dual->changed, dual->faces.at[f].before);
        remove_face(dual, f);
    }
    while (dual->vertices.at[v].first_out != WORK_NONE) {
        const uint32_t f = dual->vertices.at[v].first_out;
        vec_push(dual->arena, &dual->changed, dual->faces.at[f].after);
        remove_face(dual, f);
    }
    unlink_vertex(dual, v);
}

/* The younger of two parallel ones, in two lists that are sorted by age: what either of them shows
 * first is the oldest. */
static uint32_t find_between(const struct dual *dual, uint32_t from, uint32_t to, uint32_t i,
                             uint32_t j)
{
    while (from != WORK_NONE && to != WORK_NONE) {
        if (dual->vertices.at[from].to == j) {
            return from;
        }
        if (dual->vertices.at[to].from == i) {
            return to;
        }
        from = dual->vertices.at[from].next_from;
        to = dual->vertices.at[to].next_to;
    }
    return WORK_NONE;
}

uint32_t dual_first(const struct dual *dual, uint32_t i, uint32_t j)
{
    return find_between(dual, dual->ends[i].first_from, dual->ends[j].first_to, i, j);
}

uint32_t dual_next(const struct dual *dual, uint32_t vertex)
{
    const struct dual_vertex *at = &dual->vertices.at[vertex];
    return find_between(dual, at->next_from, at->next_to, at->from, at->to);
}

/* -- creation -- */

static void add_edges(struct dual *dual, const struct work *work)
{
    for (uint32_t v = 0; v < work->graph->vertices.count; v++) {
        uint32_t e = work->vertices[v].first_in;
        for (; e != WORK_NONE; e = work->edges.at[e].next_in) {
            add_vertex(dual, work->edges.at[e].from, v, work->edges.at[e].label);
        }
    }
}

static void add_faces(struct dual *dual, uint32_t v, const uint32_t *terminals)
{
    const struct dual_ends *ends = &dual->ends[v];
    const enum lg_role role = dual->graph->vertices.at[v].role;
    uint32_t in = ends->first_to;
    for (; in != WORK_NONE; in = dual->vertices.at[in].next_to) {
        uint32_t out = ends->first_from;
        for (; out != WORK_NONE; out = dual->vertices.at[out].next_from) {
            add_face(dual, in, out);
        }
        if (role == LG_OUTPUT) {
            add_face(dual, in, terminals[v]);
        }
    }
    uint32_t out = role == LG_INPUT ? ends->first_from : WORK_NONE;
    for (; out != WORK_NONE; out = dual->vertices.at[out].next_from) {
        add_face(dual, terminals[v], out);
    }
}

struct dual *dual_create(struct arena *arena, const struct work *work)
{
    struct arena *scratch = arena_create();
    const uint32_t vertices = work->graph->vertices.count;
    struct dual *dual = arena_alloc(arena, sizeof *dual);
    *dual = (struct dual){.arena = arena,
                          .graph = work->graph,
                          .algebra = work->algebra,
                          .watch = work->watch,
                          .watch_context = work->watch_context,
                          .free_face = WORK_NONE};
    dual->ends = arena_alloc(arena, vertices * sizeof *dual->ends);
    uint32_t *terminals = arena_alloc(scratch, vertices * sizeof *terminals);
    for (uint32_t v = 0; v < vertices; v++) {
        dual->ends[v] = (struct dual_ends){WORK_NONE, WORK_NONE, WORK_NONE, WORK_NONE, 0};
        if (work->graph->vertices.at[v].role != LG_INTERMEDIATE) {
            terminals[v] = add_terminal(dual, v);
        }
    }
    add_edges(dual, work);
    for (uint32_t v = 0; v < vertices; v++) {
        add_faces(dual, v, terminals);
    }
    arena_destroy(scratch);
    return dual;
}

/* -- elimination -- */

static void stamp_neighbours(struct dual *dual, uint32_t v, bool before)
{
    dual->stamp++;
    const struct dual_vertex *vertex = &dual->vertices.at[v];
    uint32_t f = before ? vertex->first_in : vertex->first_out;
    while (f != WORK_NONE) {
        const struct dual_face *face = &dual->faces.at[f];
        dual->stamps.at[before ? face->before : face->after] = dual->stamp;
        f = before ? face->next_in : face->next_out;
    }
}

/* Whether v and w have the same predecessors (or successors). */
static bool same_neighbours(struct dual *dual, uint32_t v, uint32_t w, bool before)
{
    if (v == w) {
        return true;
    }
    stamp_neighbours(dual, v, before);
    const struct dual_vertex *vertex = &dual->vertices.at[w];
    uint32_t f = before ? vertex->first_in : vertex->first_out;
    while (f != WORK_NONE) {
        const struct dual_face *face = &dual->faces.at[f];
        if (dual->stamps.at[before ? face->before : face->after] != dual->stamp) {
            return false;
        }
        f = before ? face->next_in : face->next_out;
    }
    return true; /* as many on both sides */
}

static bool fits(struct dual *dual, uint32_t candidate, uint32_t a, uint32_t b)
{
    const struct dual_vertex *c = &dual->vertices.at[candidate];
    const struct dual_vertex *before = &dual->vertices.at[a];
    const struct dual_vertex *after = &dual->vertices.at[b];
    return !c->terminal && c->in_mark == before->in_mark && c->out_mark == after->out_mark &&
           c->in_degree == before->in_degree && c->out_degree == after->out_degree &&
           same_neighbours(dual, a, candidate, true) && same_neighbours(dual, b, candidate, false);
}

/* Post: the dual vertex, other than a and b, with the predecessors of a and the successors of b. */
static uint32_t find_with(struct dual *dual, uint32_t a, uint32_t b)
{
    const uint32_t any_before = dual->faces.at[dual->vertices.at[a].first_in].before;
    const uint32_t any_after = dual->faces.at[dual->vertices.at[b].first_out].after;
    uint32_t out = dual->vertices.at[any_before].first_out;
    uint32_t in = dual->vertices.at[any_after].first_in;
    while (out != WORK_NONE && in != WORK_NONE) {
        const uint32_t left = dual->faces.at[out].after;
        const uint32_t right = dual->faces.at[in].before;
        if (left != a && left != b && fits(dual, left, a, b)) {
            return left;
        }
        if (right != a && right != b && fits(dual, right, a, b)) {
            return right;
        }
        out = dual->faces.at[out].next_out;
        in = dual->faces.at[in].next_in;
    }
    return WORK_NONE;
}

uint32_t dual_find_absorber(struct dual *dual, uint32_t face)
{
    return find_with(dual, dual->faces.at[face].before, dual->faces.at[face].after);
}

static void add_label(struct dual *dual, uint32_t v, uint32_t label)
{
    if (dual->algebra != NULL) {
        const uint32_t before = dual->vertices.at[v].label;
        dual->vertices.at[v].label = dual->algebra->add(dual->algebra->context, before, label);
    }
}

/* Removes and merges until nothing can be. */
static void settle(struct dual *dual)
{
    while (dual->changed.count > 0) {
        const uint32_t v = dual->changed.at[--dual->changed.count];
        const struct dual_vertex *vertex = &dual->vertices.at[v];
        if (vertex->gone || vertex->terminal) {
            continue;
        }
        if (vertex->in_degree == 0 || vertex->out_degree == 0) {
            remove_vertex(dual, v);
            continue;
        }
        const uint32_t twin = find_with(dual, v, v);
        if (twin != WORK_NONE) {
            const uint32_t older = twin < v ? twin : v;
            const uint32_t younger = twin < v ? v : twin;
            add_label(dual, older, dual->vertices.at[younger].label);
            remove_vertex(dual, younger);
        }
    }
}

static void add_product(struct dual *dual, uint32_t a, uint32_t b, uint32_t label)
{
    const uint32_t from = dual->vertices.at[a].from;
    const uint32_t to = dual->vertices.at[b].to;
    const uint32_t product = add_vertex(dual, from, to, label);
    uint32_t f = dual->vertices.at[a].first_in;
    for (; f != WORK_NONE; f = dual->faces.at[f].next_in) {
        add_face(dual, dual->faces.at[f].before, product);
    }
    f = dual->vertices.at[b].first_out;
    for (; f != WORK_NONE; f = dual->faces.at[f].next_out) {
        add_face(dual, product, dual->faces.at[f].after);
    }
}

void dual_eliminate(struct dual *dual, uint32_t face)
{
    const uint32_t a = dual->faces.at[face].before;
    const uint32_t b = dual->faces.at[face].after;
    const struct dual_vertex before = dual->vertices.at[a];
    const struct dual_vertex after = dual->vertices.at[b];
    const uint32_t absorber = find_with(dual, a, b);
    if (dual->watch != NULL) {
        const struct work_product product = {{before.from}, {before.to},  {after.to},
                                             after.label,   before.label, absorber != WORK_NONE};
        dual->watch(dual->watch_context, &product);
    }
    uint32_t label = 0;
    if (dual->algebra != NULL) {
        label = dual->algebra->multiply(dual->algebra->context, after.label, before.label);
    }
    if (absorber != WORK_NONE) {
        add_label(dual, absorber, label);
    } else {
        add_product(dual, a, b, label);
    }
    remove_face(dual, face);
    vec_push(dual->arena, &dual->changed, b);
    vec_push(dual->arena, &dual->changed, a);
    settle(dual);
}
