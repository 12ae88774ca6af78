/* The order `exact`: the vertex order with the fewest products (textbook), and the proof of it; or,
 * where the effort does not suffice, the best order found and a bound that no order is below.
 *
 *   1. The best quick order, if it meets the path bound, is optimal for every kind of elimination,
 *      and nothing is searched.
 *   2. Intermediates that are connected through other intermediates alone form parts. Eliminating a
 *      vertex changes nothing but the edges of its neighbours, and inputs and outputs, which stay,
 *      cost nothing: so the parts have nothing to do with each other, and costs and bounds add up.
 *   3. Each part is first improved by windows (see lns.c): a proof needs an order that cannot be
 *      beaten, and the search is the faster the less there is between order and bound.
 *   4. Then the search of shortest.c finds a better one, or shows that there is none.
 *
 * That the problem is NP-complete was shown by M. Bentert, A. Crane, P. G. Drange, Y. Mizutani &
 * B. D. Sullivan, Structural optimal Jacobian accumulation and minimum edge count are NP-complete
 * under vertex elimination, arXiv 2506.17521, 2025. Integer programs for it: J. Chen, P. Hovland,
 * T. Munson & J. Utke, An integer programming approach to optimal derivative accumulation, 2012;
 * A. Crane, A. Lyons et al., A comprehensive evaluation of vertex elimination algorithms for
 * algorithmic differentiation, arXiv 2605.24280, 2026.
 *
 * Effort is counted in sets visited. A visit takes time that grows with the square of the
 * intermediates, more or less, so that the usual effort is the less the more there are: some
 * seconds for all graphs, and the same result on every machine. */
#include "chains.h"
#include "cost.h"
#include "lns.h"
#include "shortest.h"

#define NONE UINT32_MAX

static const uint64_t usual_effort = 80000000; /* by the square of the intermediates, */
static const uint64_t most_effort = 50000;     /* but no more than this, */
static const uint64_t least_effort = 100;      /* and no less than this */
static const uint64_t most_bytes = UINT64_C(1) << 28;
static const uint32_t most_items = 1024; /* beyond, no proof is to be had by searching */

/* The windows that are solved to begin with: at most so many, so many for each item, and so many
 * for each visit that may be made. */
static const uint64_t first_windows = 5000;
static const uint64_t windows_an_item = 50;
static const uint64_t windows_a_visit = 4;

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Post: the part of each intermediate, as a number; the count of them. */
static uint32_t number_parts(struct arena *scratch, const struct sets *sets, uint32_t *parts)
{
    uint32_t *stack = arena_alloc(scratch, sets->count * sizeof *stack);
    uint32_t count = 0;
    for (uint32_t v = 0; v < sets->count; v++) {
        parts[v] = NONE;
    }
    for (uint32_t v = 0; v < sets->count; v++) {
        if (parts[v] != NONE) {
            continue;
        }
        uint32_t top = 0;
        parts[v] = count;
        stack[top++] = v;
        while (top > 0) {
            const uint32_t u = stack[--top];
            for (uint32_t w = 0; w < sets->count; w++) {
                const bool beside = bits_has(sets_in(sets, u), w) || bits_has(sets_out(sets, u), w);
                if (beside && parts[w] == NONE) {
                    parts[w] = count;
                    stack[top++] = w;
                }
            }
        }
        count++;
    }
    return count;
}

/* Adds the best order of the members, which are in the order found so far. */
static void solve_part(const struct sets *whole, const uint32_t *members, uint32_t count,
                       struct search_budget *budget, struct lg_result *result, struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    uint32_t *sorted = arena_alloc(scratch, count * sizeof *sorted);
    uint32_t *ranks = arena_alloc(scratch, whole->count * sizeof *ranks);
    for (uint32_t m = 0; m < count; m++) {
        ranks[members[m]] = 1;
    }
    uint32_t next = 0;
    for (uint32_t v = 0; v < whole->count; v++) {
        if (ranks[v] == 1) {
            ranks[v] = next;
            sorted[next++] = v;
        }
    }
    const struct sets part = sets_part(scratch, whole, sorted, count);
    struct shortest best = {.order = arena_alloc(scratch, count * sizeof(uint32_t))};
    for (uint32_t m = 0; m < count; m++) {
        best.order[m] = ranks[members[m]];
    }
    struct sets work = sets_copy(scratch, &part);
    best.cost = chains_cost(&part, &work, best.order, NULL);
    budget->others_cost -= best.cost;
    if (count <= most_items) {
        struct search_budget windows = *budget;
        const uint64_t most = least(first_windows, windows_an_item * count);
        windows.effort = least(most, windows_a_visit * least(budget->effort, most));
        lns_improve(&part, &windows, 0, best.order, &best.cost);
        shortest_find(&part, budget, &best);
    }
    budget->others_cost += best.cost;
    result->cost += best.cost;
    result->bound += best.bound;
    for (uint32_t place = 0; place < count; place++) {
        lg_plan_vertex(plan, part.vertices[best.order[place]]);
    }
    arena_destroy(scratch);
}

/* Sorts the order by parts, stably. Post: begins[p] is where part p begins. */
static uint32_t *sort_by_part(struct arena *scratch, const uint32_t *order, uint32_t count,
                              const uint32_t *parts, uint32_t part_count, uint32_t *begins)
{
    uint32_t *sorted = arena_alloc(scratch, count * sizeof *sorted);
    uint32_t *next = arena_alloc(scratch, ((size_t)part_count + 1) * sizeof *next);
    for (uint32_t v = 0; v < count; v++) {
        next[parts[v] + 1]++;
    }
    for (uint32_t p = 0; p < part_count; p++) {
        next[p + 1] += next[p];
    }
    memcpy(begins, next, ((size_t)part_count + 1) * sizeof *next);
    for (uint32_t place = 0; place < count; place++) {
        sorted[next[parts[order[place]]]++] = order[place];
    }
    return sorted;
}

static void solve(struct arena *scratch, const struct lg_graph *graph, const struct lg_plan *begin,
                  struct search_budget *budget, struct lg_result *result, struct lg_plan *plan)
{
    const struct sets sets = sets_of(scratch, graph);
    uint32_t *parts = arena_alloc(scratch, sets.count * sizeof *parts);
    const uint32_t count = number_parts(scratch, &sets, parts);
    uint32_t *begins = arena_alloc(scratch, ((size_t)count + 1) * sizeof *begins);
    const uint32_t *order = search_items(scratch, graph, &sets, begin);
    order = sort_by_part(scratch, order, sets.count, parts, count, begins);
    budget->others_cost = result->cost;
    *result = (struct lg_result){0};
    for (uint32_t p = 0; p < count; p++) {
        budget->others_bound = result->bound;
        solve_part(&sets, order + begins[p], begins[p + 1] - begins[p], budget, result, plan);
    }
}

static uint64_t usual_for(const struct lg_graph *graph)
{
    const uint64_t ends = (uint64_t)graph->inputs.count + graph->outputs.count;
    const uint64_t count = graph->vertices.count - ends;
    const uint64_t effort = usual_effort / (count * count + 1);
    return effort < least_effort ? least_effort : least(effort, most_effort);
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    struct search_budget budget = search_budget(options, usual_for(graph));
    struct lg_result result = {0};
    const struct lg_plan begin = search_start(scratch, graph, options, &result.cost);
    const uint64_t bound = lg_path_bound(graph);
    budget.whole_bound = bound;
    if (result.cost == bound || sets_bytes(graph) > most_bytes) {
        for (uint32_t s = 0; s < begin.steps.count; s++) {
            lg_plan_vertex(plan, begin.steps.at[s].j);
        }
    } else {
        solve(scratch, graph, &begin, &budget, &result, plan);
    }
    result.bound = result.bound > bound ? result.bound : bound;
    result.effort = budget.spent;
    result.optimal = result.cost == result.bound;
    if (options->result != NULL) {
        *options->result = result;
    }
    arena_destroy(scratch);
}

const struct lg_order lg_order_exact = {
    .name = "exact",
    .summary = "the best vertex order, with proof where the effort suffices",
    .quick = false,
    .search = true,
    .run = run,
};
