/* The greedy engine: a working graph without labels, a heap of scores, and the rule by which
 * scores are worked out again.
 *
 * Eliminating j changes the edges of its neighbours and of nobody else, so a score that looks at
 * the vertex's own degrees is renewed for the neighbours alone. One that looks a step further
 * depends on more:
 *   - on the degrees of its neighbours: renewed for all that lie beside an intermediate neighbour
 *     of j (an input has no Markowitz degree: an input that everything reads costs nothing here);
 *   - on the edges between its predecessors and successors: each new edge (i, k) renews the
 *     vertices that lie between i and k, found from the shorter of the two lists.
 * Renewing more than that would be right as well, only slower; tests compare with an engine that
 * renews everything. */
#include "greedy.h"

#include "heap.h"

struct renewal {
    struct greedy greedy;
    const struct greedy_rule *rule;
    struct heap heap;
    struct arena *scratch;
    uint32_t *seen; /* the step in which a vertex was noted last */
    uint32_t step;
    VEC(uint32_t) noted;
};

static bool is_intermediate(const struct work *work, uint32_t v)
{
    return work->graph->vertices.at[v].role == LG_INTERMEDIATE;
}

static void note(struct renewal *r, uint32_t v)
{
    if (r->seen[v] != r->step && is_intermediate(&r->greedy.work, v)) {
        r->seen[v] = r->step;
        vec_push(r->scratch, &r->noted, v);
    }
}

static void note_predecessors(struct renewal *r, uint32_t v)
{
    const struct work *work = &r->greedy.work;
    uint32_t e = work->vertices[v].first_in;
    for (; e != WORK_NONE; e = work->edges.at[e].next_in) {
        note(r, work->edges.at[e].from);
    }
}

static void note_successors(struct renewal *r, uint32_t v)
{
    const struct work *work = &r->greedy.work;
    uint32_t e = work->vertices[v].first_out;
    for (; e != WORK_NONE; e = work->edges.at[e].next_out) {
        note(r, work->edges.at[e].to);
    }
}

/* A product that makes a new edge: what lies between its ends sees it. */
static void watch_product(void *context, const struct work_product *product)
{
    struct renewal *r = context;
    if (product->adds) {
        return;
    }
    const struct work_vertex *vertices = r->greedy.work.vertices;
    if (vertices[product->i.index].out_degree <= vertices[product->k.index].in_degree) {
        note_successors(r, product->i.index);
    } else {
        note_predecessors(r, product->k.index);
    }
}

/* Notes the neighbours of j and, where the rule looks that far, those beside them. */
static void note_around(struct renewal *r, uint32_t j)
{
    const struct work *work = &r->greedy.work;
    const bool far = r->rule->sight == GREEDY_NEIGHBOURS;
    note_predecessors(r, j);
    note_successors(r, j);
    uint32_t e = work->vertices[j].first_in;
    for (; far && e != WORK_NONE; e = work->edges.at[e].next_in) {
        if (is_intermediate(work, work->edges.at[e].from)) {
            note_predecessors(r, work->edges.at[e].from);
        }
    }
    e = work->vertices[j].first_out;
    for (; far && e != WORK_NONE; e = work->edges.at[e].next_out) {
        note_successors(r, work->edges.at[e].to);
    }
}

static void eliminate(struct renewal *r, uint32_t j)
{
    r->step++;
    r->noted.count = 0;
    note_around(r, j);
    work_eliminate_vertex(&r->greedy.work, j);
    for (uint32_t n = 0; n < r->noted.count; n++) {
        const uint32_t v = r->noted.at[n];
        if (v != j) {
            heap_put(&r->heap, v, r->rule->score(&r->greedy, v));
        }
    }
}

static struct renewal start(struct arena *scratch, const struct lg_graph *graph, bool last,
                            const struct greedy_rule *rule, const void *context)
{
    const uint32_t vertices = graph->vertices.count;
    struct renewal r = {.rule = rule, .scratch = scratch};
    r.greedy.work = work_create(scratch, graph, NULL);
    r.greedy.context = context;
    r.greedy.copies = arena_alloc(scratch, vertices * sizeof *r.greedy.copies);
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        r.greedy.copies[graph->edges.at[e].from.index] += graph->edges.at[e].kind == LG_COPY;
    }
    r.seen = arena_alloc(scratch, vertices * sizeof *r.seen);
    r.heap = heap_create(scratch, vertices, last);
    for (uint32_t v = 0; v < vertices; v++) {
        if (is_intermediate(&r.greedy.work, v)) {
            heap_put(&r.heap, v, rule->score(&r.greedy, v));
        }
    }
    return r;
}

void greedy_run(const struct lg_graph *graph, const struct lg_order_options *options,
                const struct greedy_rule *rule, const void *context, struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    struct renewal r = start(scratch, graph, options->tie == LG_TIE_LAST, rule, context);
    if (rule->sight == GREEDY_NEIGHBOURS) {
        r.greedy.work.watch = watch_product;
        r.greedy.work.watch_context = &r;
    }
    uint64_t products = 0;
    while (r.heap.count > 0) {
        const uint32_t j = heap_pop(&r.heap);
        products += (uint64_t)greedy_degree(&r.greedy, j);
        if (options->limit != 0 && products > options->limit) {
            break;
        }
        lg_plan_vertex(plan, (lg_vertex){j});
        eliminate(&r, j);
    }
    arena_destroy(scratch);
}

int64_t greedy_degree(const struct greedy *greedy, uint32_t v)
{
    const struct work_vertex *vertex = &greedy->work.vertices[v];
    return (int64_t)vertex->in_degree * (int64_t)(vertex->out_degree - greedy->copies[v]);
}

/* What one edge more out of i adds to its degree. */
static int64_t growth_before(const struct work *work, uint32_t i)
{
    return (int64_t)work->vertices[i].in_degree;
}

/* What one edge more into k adds to its degree. */
static int64_t growth_behind(const struct greedy *greedy, uint32_t k)
{
    return (int64_t)(greedy->work.vertices[k].out_degree - greedy->copies[k]);
}

int64_t greedy_growth(const struct greedy *greedy, uint32_t v)
{
    const struct work *work = &greedy->work;
    const struct work_vertex *vertex = &work->vertices[v];
    int64_t change = 0;
    uint32_t out = vertex->first_out;
    for (; out != WORK_NONE; out = work->edges.at[out].next_out) {
        change -= growth_behind(greedy, work->edges.at[out].to);
    }
    for (uint32_t in = vertex->first_in; in != WORK_NONE; in = work->edges.at[in].next_in) {
        const uint32_t i = work->edges.at[in].from;
        change -= growth_before(work, i);
        for (out = vertex->first_out; out != WORK_NONE; out = work->edges.at[out].next_out) {
            const uint32_t k = work->edges.at[out].to;
            const int64_t more = growth_before(work, i) + growth_behind(greedy, k);
            if (more > 0 && work_find(work, i, k) == WORK_NONE) {
                change += more;
            }
        }
    }
    return change;
}
