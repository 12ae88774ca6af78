/* The greedy engine for faces: a dual graph without labels, a heap of its faces, and the rule by
 * which scores are worked out again.
 *
 * What a score of the face (i, j, k) may look at are the faces centred at i, j and k: those at its
 * own two edges, at what these are connected with, and whether its product would be absorbed. So
 * when the faces centred at v have changed, those centred at v, at the vertices before v (where v
 * is the k) and behind v (where it is the i) are renewed. That is near-linear while degrees stay
 * small, and takes the square of the degree for each step at a hub. Where the faces at j alone
 * count all faces at j have one score: they wait in a queue of their own, the heap is one of
 * queues, and a hub costs no more than others.
 *
 * An order that leaves its products unmerged makes more faces than it eliminates, without end in
 * sight: past a budget the rest goes by place alone, which is always seen through.
 *
 * Faces over a COPY edge go last. They are free at any time, but where they go early every product
 * above is done twice, once towards the private sink and once towards the rest. */
#include "face_greedy.h"

#include "copies.h"
#include "heap.h"
#include "pairing.h"

#include <string.h>

/* Faces that are made before the score is given up. */
static const uint64_t least_budget = 100000;
static const uint64_t budget_a_face = 8;

struct face_run {
    struct face_greedy greedy;
    const struct face_rule *rule;
    struct heap heap;      /* of faces; FACE_CENTRE: of queues */
    struct pairing queues; /* FACE_CENTRE: two at each vertex, of faces and of those over COPY */
    uint32_t *first;       /* FACE_CENTRE: of each queue, the face that goes first */
    struct arena *scratch;
    uint32_t *seen; /* of each vertex, the step in which faces centred at it changed last */
    uint32_t step;
    uint64_t made;         /* faces */
    bool by_place;         /* scores play no part any more */
    VEC(uint32_t) changed; /* centres of faces that this step has changed */
    VEC(uint32_t) added;   /* the new faces of this step */
};

static const struct dual_vertex *end_of(const struct dual *dual, uint32_t face, bool after)
{
    const struct dual_face *at = &dual->faces.at[face];
    return &dual->vertices.at[after ? at->after : at->before];
}

/* By j, i, k, then by age. */
static bool is_higher(const void *context, uint32_t a, uint32_t b)
{
    const struct dual *dual = context;
    const struct dual_vertex *left = end_of(dual, a, false);
    const struct dual_vertex *right = end_of(dual, b, false);
    if (left->to != right->to) {
        return left->to > right->to;
    }
    if (left->from != right->from) {
        return left->from > right->from;
    }
    if (end_of(dual, a, true)->to != end_of(dual, b, true)->to) {
        return end_of(dual, a, true)->to > end_of(dual, b, true)->to;
    }
    const struct dual_face *first = &dual->faces.at[a];
    const struct dual_face *second = &dual->faces.at[b];
    return first->before != second->before ? first->before > second->before
                                           : first->after > second->after;
}

static bool is_copy(const struct face_run *r, uint32_t face)
{
    const struct dual_vertex *after = end_of(r->greedy.dual, face, true);
    return r->greedy.origins[after->to] == after->from;
}

static bool in_queues(const struct face_run *r)
{
    return r->rule->sight == FACE_CENTRE;
}

static uint32_t queue_of(const struct face_run *r, uint32_t face)
{
    return 2 * end_of(r->greedy.dual, face, false)->to + is_copy(r, face);
}

static int64_t score(const struct face_run *r, uint32_t face)
{
    const bool equal = r->rule->score == NULL || r->by_place;
    return is_copy(r, face) ? INT64_MAX : equal ? 0 : r->rule->score(&r->greedy, face);
}

static void renew(struct face_run *r, uint32_t face)
{
    if (dual_is_inner(r->greedy.dual, &r->greedy.dual->faces.at[face])) {
        heap_reserve(r->scratch, &r->heap, r->greedy.dual->faces.count);
        heap_put(&r->heap, face, score(r, face));
    }
}

static void renew_queue(struct face_run *r, uint32_t queue)
{
    if (r->first[queue] != PAIRING_NONE) {
        heap_put(&r->heap, queue, score(r, r->first[queue]));
    } else {
        heap_remove(&r->heap, queue);
    }
}

static void requeue(struct face_run *r, uint32_t face, bool comes)
{
    uint32_t *first = &r->first[queue_of(r, face)];
    pairing_reserve(r->scratch, &r->queues, r->greedy.dual->faces.count);
    *first =
        comes ? pairing_insert(&r->queues, *first, face) : pairing_remove(&r->queues, *first, face);
}

static void renew_after(struct face_run *r, uint32_t vertex)
{
    const struct dual *dual = r->greedy.dual;
    uint32_t f = dual->vertices.at[vertex].first_out;
    for (; f != WORK_NONE; f = dual->faces.at[f].next_out) {
        renew(r, f);
    }
}

static void renew_before(struct face_run *r, uint32_t vertex)
{
    const struct dual *dual = r->greedy.dual;
    uint32_t f = dual->vertices.at[vertex].first_in;
    for (; f != WORK_NONE; f = dual->faces.at[f].next_in) {
        renew(r, f);
    }
}

/* All faces with v as their i, j or k. */
static void renew_around(struct face_run *r, uint32_t v)
{
    const struct dual *dual = r->greedy.dual;
    uint32_t e = dual->ends[v].first_to;
    for (; e != WORK_NONE; e = dual->vertices.at[e].next_to) {
        renew_after(r, e);
        renew_before(r, e);
    }
    e = dual->ends[v].first_from;
    for (; e != WORK_NONE; e = dual->vertices.at[e].next_from) {
        renew_after(r, e);
    }
}

static void watch_face(void *context, uint32_t face, bool comes)
{
    struct face_run *r = context;
    const uint32_t centre = end_of(r->greedy.dual, face, false)->to;
    if (!is_copy(r, face)) {
        r->greedy.products[centre] += comes ? 1 : UINT32_MAX;
    }
    if (r->seen[centre] != r->step) {
        r->seen[centre] = r->step;
        vec_push(r->scratch, &r->changed, centre);
    }
    if (comes) {
        r->made++;
        vec_push(r->scratch, &r->added, face);
    }
    if (in_queues(r)) {
        requeue(r, face, comes);
    } else if (!comes) {
        heap_remove(&r->heap, face);
    }
}

static void eliminate(struct face_run *r, uint32_t face)
{
    r->step++;
    r->changed.count = 0;
    r->added.count = 0;
    dual_eliminate(r->greedy.dual, face);
    for (uint32_t n = 0; r->rule->sight != FACE_ENDS && n < r->changed.count; n++) {
        if (in_queues(r)) {
            renew_queue(r, 2 * r->changed.at[n]);
            renew_queue(r, 2 * r->changed.at[n] + 1);
        } else {
            renew_around(r, r->changed.at[n]);
        }
    }
    for (uint32_t n = 0; r->rule->sight == FACE_ENDS && n < r->added.count; n++) {
        const struct dual_face *added = &r->greedy.dual->faces.at[r->added.at[n]];
        if (dual_find(r->greedy.dual, added->before, added->after) == r->added.at[n]) {
            renew(r, r->added.at[n]);
        }
    }
}

static void renew_all(struct face_run *r)
{
    const uint32_t queues = in_queues(r) ? 2 * r->greedy.dual->graph->vertices.count : 0;
    for (uint32_t q = 0; q < queues; q++) {
        renew_queue(r, q);
    }
    for (uint32_t f = 0; !in_queues(r) && f < r->greedy.dual->faces.count; f++) {
        const struct dual_face *face = &r->greedy.dual->faces.at[f];
        if (dual_find(r->greedy.dual, face->before, face->after) == f) {
            renew(r, f);
        }
    }
}

static void start(struct face_run *r, const struct lg_graph *graph, bool last)
{
    const uint32_t vertices = graph->vertices.count;
    const struct work work = work_create(r->scratch, graph, NULL);
    struct dual *dual = dual_create(r->scratch, &work);
    r->greedy.dual = dual;
    r->greedy.origins = copies_origins(r->scratch, graph);
    r->greedy.products = arena_alloc(r->scratch, vertices * sizeof *r->greedy.products);
    r->seen = arena_alloc(r->scratch, vertices * sizeof *r->seen);
    if (in_queues(r)) {
        r->heap = heap_create(r->scratch, 2 * vertices, last);
        r->queues = (struct pairing){.last = last, .is_higher = is_higher, .context = dual};
        r->first = arena_alloc(r->scratch, 2 * vertices * sizeof *r->first);
        memset(r->first, 0xff, 2 * vertices * sizeof *r->first); /* PAIRING_NONE */
    } else {
        r->heap = heap_create(r->scratch, dual->faces.count, last);
        r->heap.is_higher = is_higher;
        r->heap.context = dual;
    }
    dual->face_watch = watch_face;
    dual->face_context = r;
    r->step++;
    for (uint32_t f = 0; f < dual->faces.count; f++) {
        if (dual_is_inner(dual, &dual->faces.at[f])) {
            watch_face(r, f, true);
        }
    }
    r->made = 0;
    renew_all(r);
}

void face_greedy_run(const struct lg_graph *graph, const struct lg_order_options *options,
                     const struct face_rule *rule, struct lg_plan *plan)
{
    struct face_run r = {.scratch = arena_create(), .rule = rule};
    start(&r, graph, options->tie == LG_TIE_LAST);
    uint64_t products = 0;
    const uint64_t budget = least_budget + budget_a_face * r.greedy.dual->faces.count;
    while (r.heap.count > 0) {
        if (r.made > budget && !r.by_place) {
            r.by_place = true;
            renew_all(&r);
        }
        const uint32_t next = r.heap.items[0];
        const uint32_t face = in_queues(&r) ? r.first[next] : next;
        products += !is_copy(&r, face);
        if (options->limit != 0 && products > options->limit) {
            break;
        }
        vec_push(plan->arena, &plan->steps, dual_step(r.greedy.dual, face));
        eliminate(&r, face);
    }
    arena_destroy(r.scratch);
}
