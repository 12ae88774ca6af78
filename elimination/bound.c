/* The path bound: a lower bound of the textbook cost of every elimination of a graph.
 *
 * Take p vertex-disjoint paths from inputs to the intermediate v, and s from v to outputs. Each of
 * the p * s pairs needs a product of its own with v in the middle, whatever is eliminated in which
 * order, because products of different pairs belong to different faces at v. So the sum of p * s
 * over all v is a lower bound for vertex, edge and face elimination alike. By Menger's theorem p
 * and s are maximum flows where every vertex but v carries one path.
 *
 * A private sink is one with its origin: paths from another vertex may end in it as they could end
 * in the origin, but the COPY edge out of v itself makes no product and is left out.
 *
 * The flows grow by augmenting paths (Ford & Fulkerson), each found by breadth-first search in the
 * residual graph: a vertex off all paths is entered and left freely; one that lies on a path is
 * entered only to push that path's vertex before it onto another way. A flow is at least 1,
 * and at most the degree of v, so most searches never start; those that do look at few vertices
 * as long as the graph is small or its paths are short. On a graph of which that is not true the
 * searches would take quadratic time: each may visit so many vertices and no more, and the paths
 * found till then are a lower value of that flow, which leaves the bound a bound. Graphs with up to
 * some ten thousand vertices get the exact value. */
#include "cost.h"

#define NONE UINT32_MAX

static const uint64_t visits_in_all = UINT64_C(1) << 28;
static const uint64_t visits_at_least = 256;

/* One side of v: towards the inputs against the edges, or towards the outputs along them. */
struct flow {
    const struct lg_graph *graph;
    bool down;
    uint64_t visits_allowed; /* of one search */
    uint32_t *before;        /* of a vertex on a path: the one before it, else NONE */
    uint32_t *parent;        /* of states: the state that it was reached from */
    uint32_t *seen;          /* of states: the search that reached it last */
    uint32_t search;
    uint32_t *queue; /* of states */
    struct arena *arena;
    VEC(uint32_t) touched; /* vertices that were on a path */
};

/* A state of the search is a vertex entered along an edge while on a path, whose own way through is
 * therefore shut (`_IN`), or a vertex that may be left on any edge (`_OUT`). */
enum { STATE_IN = 0, STATE_OUT = 1 };

static uint32_t state_of(uint32_t v, uint32_t side)
{
    return 2 * v + side;
}

static struct flow flow_create(struct arena *arena, const struct lg_graph *graph, bool down)
{
    const size_t vertices = graph->vertices.count;
    struct flow flow = {.graph = graph, .down = down, .arena = arena};
    flow.visits_allowed = visits_in_all / (2 * vertices + 1);
    if (flow.visits_allowed < visits_at_least) {
        flow.visits_allowed = visits_at_least;
    }
    flow.before = arena_alloc(arena, vertices * sizeof *flow.before);
    flow.parent = arena_alloc(arena, 2 * vertices * sizeof *flow.parent);
    flow.seen = arena_alloc(arena, 2 * vertices * sizeof *flow.seen);
    flow.queue = arena_alloc(arena, 2 * vertices * sizeof *flow.queue);
    for (size_t v = 0; v < vertices; v++) {
        flow.before[v] = NONE;
    }
    return flow;
}

static uint32_t edges_begin(const struct flow *flow, uint32_t v)
{
    return flow->down ? flow->graph->out_begin[v] : flow->graph->in_begin[v];
}

static uint32_t edges_end(const struct flow *flow, uint32_t v)
{
    return flow->down ? flow->graph->out_begin[v + 1] : flow->graph->in_begin[v + 1];
}

static const struct lg_edge_info *edge_at(const struct flow *flow, uint32_t at)
{
    const lg_edge edge = flow->down ? flow->graph->out_edges[at] : flow->graph->in_edges[at];
    return &flow->graph->edges.at[edge.index];
}

static uint32_t far_end(const struct flow *flow, uint32_t at)
{
    const struct lg_edge_info *edge = edge_at(flow, at);
    return flow->down ? edge->to.index : edge->from.index;
}

static bool is_end(const struct flow *flow, uint32_t v)
{
    return flow->graph->vertices.at[v].role == (flow->down ? LG_OUTPUT : LG_INPUT);
}

static void reach(struct flow *flow, uint32_t state, uint32_t from, uint32_t *tail)
{
    if (flow->seen[state] != flow->search) {
        flow->seen[state] = flow->search;
        flow->parent[state] = from;
        flow->queue[(*tail)++] = state;
    }
}

/* Reaches what lies one residual edge behind the state. Post: an end off all paths, or NONE. */
static uint32_t expand(struct flow *flow, uint32_t source, uint32_t state, uint32_t *tail)
{
    const uint32_t v = state / 2;
    if (v != source &&
        flow->before[v] != NONE) { /* on a path: push it back to where it came from */
        if (state % 2 == STATE_OUT) {
            reach(flow, state_of(v, STATE_IN), state, tail);
        } else if (flow->before[v] != source) {
            reach(flow, state_of(flow->before[v], STATE_OUT), state, tail);
        }
    }
    if (state % 2 == STATE_IN) {
        return NONE;
    }
    for (uint32_t at = edges_begin(flow, v); at < edges_end(flow, v); at++) {
        const uint32_t to = far_end(flow, at);
        if (v == source && edge_at(flow, at)->kind == LG_COPY) {
            continue;
        }
        const bool on_path = flow->before[to] != NONE;
        if (on_path && flow->before[to] == v) {
            continue;
        }
        reach(flow, state_of(to, on_path ? STATE_IN : STATE_OUT), state, tail);
        if (!on_path && is_end(flow, to)) {
            return to;
        }
    }
    return NONE;
}

/* Post: an end that a further path can reach, NONE where there is none or the search gave up. */
static uint32_t find_end(struct flow *flow, uint32_t source)
{
    uint32_t tail = 0;
    uint64_t visits = 0;
    flow->search++;
    reach(flow, state_of(source, STATE_OUT), NONE, &tail);
    for (uint32_t head = 0; head < tail && visits <= flow->visits_allowed; head++) {
        const uint32_t state = flow->queue[head];
        visits += 1 + edges_end(flow, state / 2) - edges_begin(flow, state / 2);
        const uint32_t end = expand(flow, source, state, &tail);
        if (end != NONE) {
            return end;
        }
    }
    return NONE;
}

/* Takes the paths apart where the search pushed one back, and puts in the edges that it found. */
static void augment(struct flow *flow, uint32_t end)
{
    uint32_t state = state_of(end, STATE_OUT);
    for (; flow->parent[state] != NONE; state = flow->parent[state]) {
        const uint32_t from = flow->parent[state];
        if (state % 2 == STATE_OUT && from % 2 == STATE_IN) { /* the edge state -> from is undone */
            flow->before[from / 2] = NONE;
        }
    }
    state = state_of(end, STATE_OUT);
    for (; flow->parent[state] != NONE; state = flow->parent[state]) {
        const uint32_t from = flow->parent[state];
        if (from % 2 == STATE_OUT && from / 2 != state / 2) {
            flow->before[state / 2] = from / 2;
            vec_push(flow->arena, &flow->touched, state / 2);
        }
    }
}

/* Post: the number of vertex-disjoint paths from v to the ends. */
static uint64_t count_paths(struct flow *flow, uint32_t v)
{
    uint32_t most = edges_end(flow, v) - edges_begin(flow, v);
    for (uint32_t at = edges_begin(flow, v); at < edges_end(flow, v); at++) {
        most -= edge_at(flow, at)->kind == LG_COPY && flow->down;
    }
    if (most <= 1) {
        return most;
    }
    uint64_t paths = 0;
    for (uint32_t end = 0; paths < most && end != NONE;) {
        end = find_end(flow, v);
        if (end != NONE) {
            augment(flow, end);
            paths++;
        }
    }
    for (uint32_t t = 0; t < flow->touched.count; t++) {
        flow->before[flow->touched.at[t]] = NONE;
    }
    flow->touched.count = 0;
    return paths == 0 ? 1 : paths; /* every vertex lies on a path */
}

uint64_t lg_path_bound(const struct lg_graph *graph)
{
    struct arena *scratch = arena_create();
    struct flow up = flow_create(scratch, graph, false);
    struct flow down = flow_create(scratch, graph, true);
    uint64_t bound = 0;
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (graph->vertices.at[v].role == LG_INTERMEDIATE) {
            bound += count_paths(&up, v) * count_paths(&down, v);
        }
    }
    arena_destroy(scratch);
    return bound;
}
