/* Exact search for edge and face orders.
 *
 * Intermediates that are connected through other intermediates alone form parts. A product that is
 * made at one part connects inputs and outputs only with each other or with vertices of that part,
 * so the parts have nothing to do with each other: each is searched apart, and costs and bounds add
 * up.
 *
 * The cheapest plan of all heuristic orders is the one to beat; where it meets the path bound
 * nothing needs to be searched. Else A* runs over the dual graphs
 * that elimination can lead to (see small_dual.c for what makes two of them one state, and for the
 * bound), looking for plans that are cheaper. When none is left, the plan to beat is proved to be
 * optimal; when the effort is spent, the lowest total among the states that wait is a bound.
 *
 * An edge is eliminated as the set of its faces. A state keeps the structure alone: the steps of
 * the plan that was found are worked out by making its moves once more on a graph whose vertices
 * know their age and ends. */
#include "dual_search.h"

#include "best_first.h"
#include "cost.h"
#include "small_dual.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* States, times the square of the graph's size: a state has as many moves, each of which takes so
 * much time. Some seconds, and at most some hundred megabytes. */
static const uint64_t usual_effort = 20000000;

/* Each part is looked for in all edges, which is quadratic where there are very many. */
static const uint32_t most_parts = 256;

static const char *const orders_to_beat[] = {
    "forward",           "reverse",        "markowitz",      "relative-markowitz", "lmmd",
    "min-fill",          "momr",           "edge-markowitz", "edge-relative",      "edge-momr",
    "edge-min-distance", "face-markowitz", "face-momr",      "face-min-distance",
};

/* A move: what is eliminated, and the numbers of its edges. */
enum move_kind { MOVE_FRONT, MOVE_BACK, MOVE_FACE };

struct move {
    enum move_kind kind;
    uint32_t before; /* BACK: not used */
    uint32_t after;  /* FRONT: not used */
};

static uint32_t pack(struct move move)
{
    return (uint32_t)move.kind << 16 | move.before << 8 | move.after;
}

static struct move unpack(uint32_t packed)
{
    return (struct move){(enum move_kind)(packed >> 16), packed >> 8 & 0xFF, packed & 0xFF};
}

static uint32_t find_age(const struct small_dual *small, uint32_t age)
{
    uint32_t v = 0;
    while (v < small->count && small->vertices[v].age != age) {
        v++;
    }
    return v;
}

/* Post: the faces of the move are gone. False where there is no room. */
static bool make_move(struct small_dual *small, struct move move)
{
    if (move.kind == MOVE_FACE) {
        return small_dual_eliminate(small, move.before, move.after);
    }
    const bool front = move.kind == MOVE_FRONT;
    const uint32_t edge = front ? move.before : move.after;
    const uint32_t edge_age = small->vertices[edge].age;
    uint64_t left =
        front ? small_dual_faces_behind(small, edge) : small_dual_faces_before(small, edge);
    uint32_t ages[SMALL_DUAL_MOST];
    uint32_t count = 0;
    for (; left != 0; left &= left - 1) {
        ages[count++] = small->vertices[small_lowest(left)].age;
    }
    for (uint32_t n = 0; n < count; n++) { /* numbers change as vertices go, ages do not */
        const uint32_t here = find_age(small, edge_age);
        const uint32_t there = find_age(small, ages[n]);
        if (!small_dual_eliminate(small, front ? here : there, front ? there : here)) {
            return false;
        }
    }
    return true;
}

static uint32_t cost_of_move(const struct small_dual *small, struct move move)
{
    if (move.kind == MOVE_FRONT) {
        uint32_t cost = 0;
        uint64_t left = small_dual_faces_behind(small, move.before);
        for (; left != 0; left &= left - 1) {
            cost += small->vertices[small_lowest(left)].kind != SMALL_COPY;
        }
        return cost;
    }
    if (small->vertices[move.after].kind == SMALL_COPY) {
        return 0;
    }
    return move.kind == MOVE_FACE ? 1 : small_count(small_dual_faces_before(small, move.after));
}

static void reach(struct best_first *search, struct small_dual *small, uint32_t move, uint32_t cost)
{
    uint8_t bytes[SMALL_DUAL_BYTES];
    small_dual_arrange(small);
    const uint32_t size = small_dual_encode(small, bytes);
    best_first_reach(search, bytes, size, move, cost, small_dual_bound(small));
}

static void try_move(struct best_first *search, const struct small_dual *small, struct move move)
{
    struct small_dual next = *small;
    const uint32_t cost = cost_of_move(small, move);
    if (make_move(&next, move)) {
        reach(search, &next, pack(move), cost);
    } else {
        best_first_reach(search, NULL, 0, pack(move), cost, 0);
    }
}

static void decode(const uint8_t *state, struct small_dual *small)
{
    small_dual_decode(state, small);
    for (uint32_t v = 0; v < small->count; v++) {
        small->vertices[v].age = v;
    }
    small->next_age = small->count;
}

/* Post: true, and the next move of the greedy way: the faces of an edge (or one of them) at the
 * centre with the fewest of them; false where none are left. */
static bool greedy_move(const struct small_dual *small, enum dual_move_kind kind, struct move *move)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t v = 0; v < small->count; v++) {
        const uint64_t faces = small_dual_faces_behind(small, v);
        if (faces == 0) {
            continue;
        }
        const uint32_t count = small_dual_faces_beside(small, v);
        if (count < least) {
            least = count;
            *move = kind == DUAL_MOVE_FACE ? (struct move){MOVE_FACE, v, small_lowest(faces)}
                                           : (struct move){MOVE_FRONT, v, 0};
        }
    }
    return least != UINT32_MAX;
}

static void offer_greedy_way(struct best_first *search, const struct small_dual *small,
                             enum dual_move_kind kind)
{
    struct small_dual rest = *small;
    struct move move;
    uint32_t cost = 0;
    const uint32_t most = search->limit - search->nodes.at[search->expanding].cost;
    while (cost < most && greedy_move(&rest, kind, &move)) {
        cost += cost_of_move(&rest, move);
        if (!make_move(&rest, move)) {
            return;
        }
    }
    best_first_offer(search, cost);
}

static void try_edges(struct best_first *search, const struct small_dual *small, uint32_t v)
{
    if (small_dual_faces_behind(small, v) != 0) {
        try_move(search, small, (struct move){MOVE_FRONT, v, 0});
    }
    if (small_dual_faces_before(small, v) != 0) {
        try_move(search, small, (struct move){MOVE_BACK, 0, v});
    }
}

static void expand(void *context, struct best_first *search, const uint8_t *state, uint32_t size)
{
    const enum dual_move_kind kind = *(const enum dual_move_kind *)context;
    struct small_dual small;
    (void)size;
    decode(state, &small);
    offer_greedy_way(search, &small, kind);
    for (uint32_t v = 0; v < small.count; v++) {
        if (kind == DUAL_MOVE_EDGE) {
            try_edges(search, &small, v);
            continue;
        }
        uint64_t left = small_dual_faces_behind(&small, v);
        for (; left != 0; left &= left - 1) {
            try_move(search, &small, (struct move){MOVE_FACE, v, small_lowest(left)});
        }
    }
}

/* -- plans -- */

/* How many faces between the same three vertices are older. */
static uint32_t place_of(const struct small_dual *small, uint32_t before, uint32_t after)
{
    const struct small_vertex *a = &small->vertices[before];
    const struct small_vertex *b = &small->vertices[after];
    uint32_t place = 0;
    for (uint32_t v = 0; v < small->count; v++) {
        const struct small_vertex *first = &small->vertices[v];
        if (first->from.index != a->from.index || first->to.index != a->to.index) {
            continue;
        }
        uint64_t left = small_dual_faces_behind(small, v);
        for (; left != 0; left &= left - 1) {
            const struct small_vertex *second = &small->vertices[small_lowest(left)];
            place += second->to.index == b->to.index &&
                     (first->age < a->age || (v == before && second->age < b->age));
        }
    }
    return place;
}

static struct lg_step step_of(const struct small_dual *small, struct move move)
{
    const struct small_vertex *a = &small->vertices[move.before];
    const struct small_vertex *b = &small->vertices[move.after];
    switch (move.kind) {
    case MOVE_FRONT:
        return (struct lg_step){.kind = LG_STEP_FRONT, .i = a->from, .j = a->to};
    case MOVE_BACK:
        return (struct lg_step){.kind = LG_STEP_BACK, .i = b->from, .j = b->to};
    case MOVE_FACE:
        break;
    }
    return (struct lg_step){.kind = LG_STEP_FACE,
                            .i = a->from,
                            .j = a->to,
                            .k = b->to,
                            .place = place_of(small, move.before, move.after)};
}

/* Adds the steps that lead from the first state to the best one, and the greedy way from there. */
static void add_steps(const struct best_first *search, struct small_dual *small,
                      enum dual_move_kind kind, struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    VEC(uint32_t) way = {0};
    for (uint32_t n = search->best; search->nodes.at[n].parent != BEST_FIRST_NONE;) {
        vec_push(scratch, &way, n);
        n = search->nodes.at[n].parent;
    }
    for (uint32_t n = way.count; n-- > 0;) {
        const struct best_first_node *next = &search->nodes.at[way.at[n]];
        const struct move move = unpack(next->move);
        uint8_t bytes[SMALL_DUAL_BYTES];
        vec_push(plan->arena, &plan->steps, step_of(small, move));
        make_move(small, move);
        small_dual_arrange(small);
        const uint32_t size = small_dual_encode(small, bytes);
        assert(size == next->size && memcmp(bytes, next->state, size) == 0);
        (void)size;
    }
    struct move move;
    while (greedy_move(small, kind, &move)) {
        vec_push(plan->arena, &plan->steps, step_of(small, move));
        make_move(small, move);
    }
    arena_destroy(scratch);
}

/* -- what is to be beaten -- */

static bool is_taken(const char *order, enum dual_move_kind kind)
{
    return kind == DUAL_MOVE_FACE || strncmp(order, "face-", 5) != 0;
}

static struct lg_plan best_of_orders(struct arena *arena, const struct lg_graph *graph,
                                     enum dual_move_kind kind, bool small, uint64_t *least)
{
    struct lg_plan best = lg_plan_create(arena, "");
    *least = UINT64_MAX;
    for (size_t o = 0; o < sizeof orders_to_beat / sizeof *orders_to_beat; o++) {
        const struct lg_order *order = lg_order_named(orders_to_beat[o]);
        if (!is_taken(order->name, kind) || (!small && !order->quick)) {
            continue;
        }
        for (int tie = 0; tie < 2; tie++) {
            struct lg_plan plan = lg_plan_create(arena, order->name);
            order->run(graph, &(struct lg_order_options){.tie = (enum lg_tie)tie}, &plan);
            struct lg_cost cost;
            if (lg_cost_within(graph, &plan, *least, &cost) && cost.textbook < *least) {
                *least = cost.textbook;
                best = plan;
            }
        }
    }
    return best;
}

/* Searches for plans that cost less than the result's, and takes what it finds. */
static void beat(struct search_budget *budget, enum dual_move_kind kind, struct small_dual *small,
                 struct lg_result *result, struct lg_plan *best)
{
    struct arena *scratch = arena_create();
    const struct best_first_space space = {&kind, expand};
    struct best_first search = best_first_create(scratch, (uint32_t)result->cost);
    reach(&search, small, 0, 0);
    const uint32_t bound = best_first_run(&search, &space, budget);
    if (search.best != BEST_FIRST_NONE) {
        result->cost = search.limit;
        best->steps.count = 0;
        add_steps(&search, small, kind, best);
    }
    result->bound = bound > result->bound ? bound : result->bound;
    arena_destroy(scratch);
}

/* Adds the steps of the best plan of a graph that does not fall apart, and cost and bound to the
 * result. */
static void solve(const struct lg_graph *graph, struct search_budget *budget,
                  enum dual_move_kind kind, struct lg_result *result, struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    struct small_dual small;
    const bool fits = small_dual_of(graph, &small);
    struct lg_result here = {.bound = lg_path_bound(graph)};
    struct lg_plan best = best_of_orders(scratch, graph, kind, fits, &here.cost);
    if (fits && here.cost > here.bound && here.cost < UINT32_MAX) {
        const uint64_t usual = usual_effort / ((uint64_t)small.count * small.count);
        const uint64_t given = budget->options->effort;
        budget->effort = given == 0 ? usual : given > budget->spent ? given - budget->spent : 0;
        budget->others_cost = result->cost;
        budget->others_bound = result->bound;
        beat(budget, kind, &small, &here, &best);
    }
    result->cost += here.cost;
    result->bound += here.bound;
    for (uint32_t s = 0; s < best.steps.count; s++) {
        vec_push(plan->arena, &plan->steps, best.steps.at[s]);
    }
    arena_destroy(scratch);
}

/* -- parts -- */

/* Post: the part of each intermediate, the least number of one that is connected with it through
 * intermediates alone; of the other vertices, their own number. */
static uint32_t *find_parts(struct arena *scratch, const struct lg_graph *graph)
{
    uint32_t *parts = arena_alloc(scratch, graph->vertices.count * sizeof *parts);
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        parts[v] = v;
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        uint32_t from = graph->edges.at[e].from.index;
        uint32_t to = graph->edges.at[e].to.index;
        if (graph->vertices.at[from].role == LG_INTERMEDIATE &&
            graph->vertices.at[to].role == LG_INTERMEDIATE) {
            while (parts[from] != from) {
                from = parts[from] = parts[parts[from]];
            }
            while (parts[to] != to) {
                to = parts[to] = parts[parts[to]];
            }
            parts[from > to ? from : to] = from < to ? from : to;
        }
    }
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        parts[v] = parts[parts[v]];
    }
    return parts;
}

/* Post: the intermediates of the part, with the inputs and outputs that they touch; each vertex is
 * called by its number in the whole. */
static struct lg_graph *part_graph(struct arena *arena, const struct lg_graph *graph,
                                   const uint32_t *parts, uint32_t part)
{
    struct lg_graph *made = lg_create(arena);
    uint32_t *numbers = arena_alloc(arena, graph->vertices.count * sizeof *numbers);
    bool *touched = arena_alloc(arena, graph->vertices.count * sizeof *touched);
    lg_vertex *outputs = arena_alloc(arena, graph->outputs.count * sizeof *outputs);
    uint32_t output_count = 0;
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        if (parts[edge->from.index] == part || parts[edge->to.index] == part) {
            touched[edge->from.index] = true;
            touched[edge->to.index] = true;
        }
    }
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (touched[v]) {
            const enum lg_role role = graph->vertices.at[v].role;
            const lg_vertex copy = lg_add_vertex(
                made, role == LG_INPUT ? LG_INPUT : LG_INTERMEDIATE, arena_format(arena, "%u", v));
            numbers[v] = copy.index;
            if (role == LG_OUTPUT) {
                outputs[output_count++] = copy;
            }
        }
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        if (parts[edge->from.index] == part || parts[edge->to.index] == part) {
            lg_add_edge(made, (lg_vertex){numbers[edge->from.index]},
                        (lg_vertex){numbers[edge->to.index]}, edge->kind, edge->label);
        }
    }
    lg_vertex cycle;
    return lg_finish(made, outputs, output_count, NULL, NULL, &cycle);
}

static lg_vertex vertex_in_whole(const struct lg_graph *part, lg_vertex v)
{
    return (lg_vertex){(uint32_t)strtoul(part->vertices.at[v.index].name, NULL, 10)};
}

static void solve_part(const struct lg_graph *part, struct search_budget *budget,
                       enum dual_move_kind kind, struct lg_result *result, struct lg_plan *plan)
{
    const uint32_t begin = plan->steps.count;
    solve(part, budget, kind, result, plan);
    for (uint32_t s = begin; s < plan->steps.count; s++) {
        struct lg_step *step = &plan->steps.at[s];
        step->i = step->kind == LG_STEP_VERTEX ? step->i : vertex_in_whole(part, step->i);
        step->j = vertex_in_whole(part, step->j);
        step->k = step->kind == LG_STEP_FACE ? vertex_in_whole(part, step->k) : step->k;
    }
}

static bool is_first_of_part(const struct lg_graph *graph, const uint32_t *parts, uint32_t v)
{
    return graph->vertices.at[v].role == LG_INTERMEDIATE && parts[v] == v;
}

void dual_search_run(const struct lg_graph *graph, const struct lg_order_options *options,
                     enum dual_move_kind kind, struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    struct lg_result result = {0};
    struct search_budget budget = search_budget(options, 0);
    const uint32_t *parts = find_parts(scratch, graph);
    uint32_t count = 0;
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        count += is_first_of_part(graph, parts, v);
    }
    if (count <= 1 || count > most_parts) {
        solve(graph, &budget, kind, &result, plan);
    }
    for (uint32_t v = 0; count > 1 && count <= most_parts && v < graph->vertices.count; v++) {
        if (is_first_of_part(graph, parts, v)) {
            solve_part(part_graph(scratch, graph, parts, v), &budget, kind, &result, plan);
        }
    }
    result.effort = budget.spent;
    result.optimal = result.cost == result.bound;
    if (options->result != NULL) {
        *options->result = result;
    }
    arena_destroy(scratch);
}
