/* The greedy engine for edges: a working graph without labels, a heap with two items for each edge
 * (its elimination in front of its end, and behind its origin), and the rule by which scores are
 * worked out again.
 *
 * A step changes the edges at the eliminated one's ends and at the new edges' ends. Scores that
 * look at the next edges only are renewed for the edges that lead to such a vertex (front), or
 * leave it (back). Those that look at the neighbours' edges as well are renewed for all edges at a
 * changed vertex and at its neighbours, which is more than needed, and quadratic at hubs: no order
 * that does so is `quick`.
 *
 * Nothing is eliminated at an input or output, and what a score sees of these is the edge to them,
 * whose other end has changed with it: so their many edges are not gone through.
 *
 * A COPY edge is not eliminated behind its origin where the edges into the origin can be in front:
 * that is free at once, but every product above would be done twice, once towards the private sink
 * and once towards the rest. */
#include "edge_greedy.h"

#include "copies.h"
#include "heap.h"

struct edge_run {
    struct edge_greedy greedy;
    const struct edge_rule *rule;
    struct heap heap;
    struct arena *scratch;
    uint32_t *seen; /* of each vertex, the step in which it changed last */
    uint32_t step;
    VEC(uint32_t) changed; /* vertices whose edges this step changes */
    VEC(uint32_t) added;   /* the new edges of this step */
};

static uint32_t item_of(uint32_t edge, bool front)
{
    return 2 * edge + front;
}

/* By the vertex at which an edge is eliminated, then by its other end. */
static bool is_higher(const void *context, uint32_t a, uint32_t b)
{
    const struct work *work = context;
    const struct work_edge *left = &work->edges.at[a / 2];
    const struct work_edge *right = &work->edges.at[b / 2];
    const uint32_t left_centre = a % 2 ? left->to : left->from;
    const uint32_t right_centre = b % 2 ? right->to : right->from;
    if (left_centre != right_centre) {
        return left_centre > right_centre;
    }
    return (a % 2 ? left->from : left->to) > (b % 2 ? right->from : right->to);
}

static bool is_intermediate(const struct work *work, uint32_t v)
{
    return work->graph->vertices.at[v].role == LG_INTERMEDIATE;
}

static void renew(struct edge_run *r, uint32_t edge, bool front)
{
    const struct work *work = &r->greedy.work;
    const uint32_t centre = front ? work->edges.at[edge].to : work->edges.at[edge].from;
    bool wanted = front ? r->rule->fronts : r->rule->backs;
    if (!front && r->rule->fronts) {
        wanted = wanted && !edge_greedy_is_copy(&r->greedy, edge);
    }
    if (wanted && is_intermediate(work, centre)) {
        heap_reserve(r->scratch, &r->heap, 2 * work->edges.count);
        const int64_t score = r->rule->score == NULL ? 0 : r->rule->score(&r->greedy, edge, front);
        heap_put(&r->heap, item_of(edge, front), score);
    }
}

static void renew_fronts(struct edge_run *r, uint32_t v)
{
    const struct work *work = &r->greedy.work;
    uint32_t e = is_intermediate(work, v) ? work->vertices[v].first_in : WORK_NONE;
    for (; e != WORK_NONE; e = work->edges.at[e].next_in) {
        renew(r, e, true);
    }
}

static void renew_backs(struct edge_run *r, uint32_t v)
{
    const struct work *work = &r->greedy.work;
    uint32_t e = is_intermediate(work, v) ? work->vertices[v].first_out : WORK_NONE;
    for (; e != WORK_NONE; e = work->edges.at[e].next_out) {
        renew(r, e, false);
    }
}

/* All that looks at the edges of v, as its own or as those of a neighbour. */
static void renew_around(struct edge_run *r, uint32_t v)
{
    const struct work *work = &r->greedy.work;
    renew_fronts(r, v);
    renew_backs(r, v);
    uint32_t e = work->vertices[v].first_in;
    for (; e != WORK_NONE; e = work->edges.at[e].next_in) {
        renew(r, e, false);
        renew_fronts(r, work->edges.at[e].from);
    }
    e = work->vertices[v].first_out;
    for (; e != WORK_NONE; e = work->edges.at[e].next_out) {
        renew(r, e, true);
        renew_backs(r, work->edges.at[e].to);
    }
}

static void note(struct edge_run *r, uint32_t v)
{
    if (r->seen[v] != r->step) {
        r->seen[v] = r->step;
        vec_push(r->scratch, &r->changed, v);
    }
}

static void watch_edge(void *context, uint32_t edge, bool comes)
{
    struct edge_run *r = context;
    const struct work_edge *at = &r->greedy.work.edges.at[edge];
    note(r, at->from);
    note(r, at->to);
    if (comes) {
        vec_push(r->scratch, &r->added, edge);
    } else {
        r->greedy.copies[at->from] -= edge_greedy_is_copy(&r->greedy, edge);
        heap_remove(&r->heap, item_of(edge, true));
        heap_remove(&r->heap, item_of(edge, false));
    }
}

static void renew_changed(struct edge_run *r)
{
    for (uint32_t n = 0; n < r->added.count; n++) {
        renew(r, r->added.at[n], true);
        renew(r, r->added.at[n], false);
    }
    for (uint32_t n = 0; r->rule->sight != EDGE_ENDS && n < r->changed.count; n++) {
        if (r->rule->sight == EDGE_NEXT) {
            renew_fronts(r, r->changed.at[n]);
            renew_backs(r, r->changed.at[n]);
        } else if (is_intermediate(&r->greedy.work, r->changed.at[n])) {
            renew_around(r, r->changed.at[n]);
        }
    }
}

static void eliminate(struct edge_run *r, uint32_t item, struct lg_plan *plan)
{
    struct work *work = &r->greedy.work;
    const struct work_edge *edge = &work->edges.at[item / 2];
    const struct lg_step step = {
        .kind = item % 2 ? LG_STEP_FRONT : LG_STEP_BACK, .i = {edge->from}, .j = {edge->to}};
    vec_push(plan->arena, &plan->steps, step);
    r->step++;
    r->changed.count = 0;
    r->added.count = 0;
    if (item % 2) {
        work_eliminate_front(work, item / 2);
    } else {
        work_eliminate_back(work, item / 2);
    }
    renew_changed(r);
}

static void start(struct edge_run *r, const struct lg_graph *graph, bool last)
{
    const uint32_t vertices = graph->vertices.count;
    r->greedy.work = work_create(r->scratch, graph, NULL);
    r->greedy.work.edge_watch = watch_edge;
    r->greedy.work.edge_context = r;
    r->greedy.origins = copies_origins(r->scratch, graph);
    r->greedy.copies = arena_alloc(r->scratch, vertices * sizeof *r->greedy.copies);
    r->seen = arena_alloc(r->scratch, vertices * sizeof *r->seen);
    r->heap = heap_create(r->scratch, 2 * graph->edges.count, last);
    r->heap.is_higher = is_higher;
    r->heap.context = &r->greedy.work;
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        r->greedy.copies[graph->edges.at[e].from.index] += graph->edges.at[e].kind == LG_COPY;
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        renew(r, e, true);
        renew(r, e, false);
    }
}

void edge_greedy_run(const struct lg_graph *graph, const struct lg_order_options *options,
                     const struct edge_rule *rule, const void *context, struct lg_plan *plan)
{
    struct edge_run r = {.scratch = arena_create(), .rule = rule, .greedy.context = context};
    start(&r, graph, options->tie == LG_TIE_LAST);
    uint64_t products = 0;
    while (r.heap.count > 0) {
        const uint32_t item = heap_pop(&r.heap);
        products += (uint64_t)edge_greedy_products(&r.greedy, item / 2, item % 2);
        if (options->limit != 0 && products > options->limit) {
            break;
        }
        eliminate(&r, item, plan);
    }
    arena_destroy(r.scratch);
}

bool edge_greedy_is_copy(const struct edge_greedy *greedy, uint32_t edge)
{
    const struct work_edge *at = &greedy->work.edges.at[edge];
    return greedy->origins[at->to] == at->from;
}

int64_t edge_greedy_next(const struct edge_greedy *greedy, uint32_t v)
{
    return (int64_t)greedy->work.vertices[v].out_degree - (int64_t)greedy->copies[v];
}

int64_t edge_greedy_products(const struct edge_greedy *greedy, uint32_t edge, bool front)
{
    const struct work_edge *at = &greedy->work.edges.at[edge];
    if (front) {
        return edge_greedy_next(greedy, at->to);
    }
    return edge_greedy_is_copy(greedy, edge) ? 0
                                             : (int64_t)greedy->work.vertices[at->from].in_degree;
}
