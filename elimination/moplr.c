/* The order `moplr`, maximal overall path length reduction: always the vertex whose elimination
 * shortens the paths from inputs to outputs most, in sum over all of them.
 *
 * Let a(v) be the number of paths from inputs to v and A(v) the sum of their lengths, b(v) and B(v)
 * likewise from v to outputs. The product over v that connects i and k shortens a(i) * b(k) paths
 * by one. Where the edge (i, k) is there already, these paths become one with those through it and
 * are gone from the sum altogether: their lengths, A(i) b(k) + a(i) B(k) and two for each, go.
 *
 * The numbers of paths change far away from the vertex that goes, and are counted anew in each
 * step, which takes quadratic time: past a budget of edges looked at, the rest goes by ties alone.
 * They are floating-point numbers, as there may be more paths than any integer holds.
 *
 * The rule is one of those of the ANGEL library (A. Albrecht, P. Gottschling & U. Naumann), used in
 * J. Utke et al., OpenAD/F: a modular open-source tool for automatic differentiation of Fortran
 * codes, ACM Transactions on Mathematical Software 34, 2008. */
#include "order.h"
#include "work.h"

static const uint64_t budget = UINT64_C(1) << 26; /* edges: some seconds */

struct paths {
    double *count;
    double *length; /* in sum */
};

struct moplr {
    struct work work;
    struct paths above; /* from inputs to each vertex */
    struct paths below; /* from each vertex to outputs */
    uint64_t visited;
};

static struct paths paths_create(struct arena *arena, uint32_t vertices)
{
    return (struct paths){arena_alloc(arena, vertices * sizeof(double)),
                          arena_alloc(arena, vertices * sizeof(double))};
}

static void add_paths(const struct paths *paths, uint32_t to, uint32_t from)
{
    paths->count[to] += paths->count[from];
    paths->length[to] += paths->length[from] + paths->count[from];
}

static void count_paths(struct moplr *m)
{
    const struct work *work = &m->work;
    const uint32_t vertices = work->graph->vertices.count;
    for (uint32_t v = 0; v < vertices; v++) { /* new edges keep the topological order */
        m->above.count[v] = work->graph->vertices.at[v].role == LG_INPUT;
        m->above.length[v] = 0;
        uint32_t e = work->vertices[v].first_in;
        for (; e != WORK_NONE; e = work->edges.at[e].next_in) {
            add_paths(&m->above, v, work->edges.at[e].from);
            m->visited++;
        }
    }
    for (uint32_t v = vertices; v-- > 0;) {
        m->below.count[v] = work->graph->vertices.at[v].role == LG_OUTPUT;
        m->below.length[v] = 0;
        uint32_t e = work->vertices[v].first_out;
        for (; e != WORK_NONE; e = work->edges.at[e].next_out) {
            add_paths(&m->below, v, work->edges.at[e].to);
            m->visited++;
        }
    }
}

static double reduction(struct moplr *m, uint32_t v)
{
    const struct work *work = &m->work;
    double sum = 0;
    uint32_t in = work->vertices[v].first_in;
    for (; in != WORK_NONE; in = work->edges.at[in].next_in) {
        const uint32_t i = work->edges.at[in].from;
        uint32_t out = work->vertices[v].first_out;
        for (; out != WORK_NONE; out = work->edges.at[out].next_out) {
            const uint32_t k = work->edges.at[out].to;
            m->visited++;
            sum += work_find(work, i, k) == WORK_NONE
                       ? m->above.count[i] * m->below.count[k]
                       : m->below.count[k] * (m->above.length[i] + m->above.count[i]) +
                             m->above.count[i] * (m->below.length[k] + m->below.count[k]);
        }
    }
    return sum;
}

/* Post: the place in the list of the vertex with the largest reduction, the last of equal ones. */
static uint32_t pick(struct moplr *m, const uint32_t *left, uint32_t count)
{
    uint32_t best = 0;
    double most = -1;
    for (uint32_t n = 0; n < count; n++) {
        const double now = reduction(m, left[n]);
        if (now >= most) {
            most = now;
            best = n;
        }
    }
    return best;
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    const uint32_t vertices = graph->vertices.count;
    struct moplr m = {.work = work_create(scratch, graph, NULL)};
    m.above = paths_create(scratch, vertices);
    m.below = paths_create(scratch, vertices);
    uint32_t *left = arena_alloc(scratch, ((size_t)vertices + 1) * sizeof *left);
    uint32_t count = 0;
    uint64_t products = 0;
    for (uint32_t n = 0; n < vertices; n++) { /* what is to go first among equals stands last */
        const uint32_t v = options->tie == LG_TIE_LAST ? n : vertices - 1 - n;
        if (graph->vertices.at[v].role == LG_INTERMEDIATE) {
            left[count++] = v;
        }
    }
    while (count > 0 && (options->limit == 0 || products <= options->limit)) {
        uint32_t n = count - 1;
        if (m.visited < budget) {
            count_paths(&m);
            n = pick(&m, left, count);
        }
        const uint32_t v = left[n];
        products += (uint64_t)m.work.vertices[v].in_degree * m.work.vertices[v].out_degree;
        lg_plan_vertex(plan, (lg_vertex){v});
        work_eliminate_vertex(&m.work, v);
        for (count--; n < count; n++) {
            left[n] = left[n + 1];
        }
    }
    arena_destroy(scratch);
}

const struct lg_order lg_order_moplr = {
    .name = "moplr",
    .summary = "the vertex that shortens the paths most next",
    .quick = false,
    .run = run,
};
