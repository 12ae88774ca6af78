/* The order `auto`: every quick order of the registry is tried, and the one whose plan runs the
 * fewest operations (lg_cost_operations) is taken; of equal ones that which the registry
 * names first. The plan bears the name of the order that was taken.
 *
 * One order can be hopeless where another is cheap (forward on a million inputs and one output), so
 * all run under a limit of products, which is raised fourfold until one of them ends within it.
 * The work is then within a small factor of the best plan's cost times the number of orders. Orders
 * that end within the same limit are compared by operations; an order that needs more than the
 * limit while another does not is out, although its operations might be fewer: at the first limit,
 * a million products and sixteen for each edge, this concerns large graphs only.
 *
 * On a small graph a search costs a few milliseconds, so `exact` is tried as well, with a fixed
 * effort, unless the best so far meets the path bound. It counts products, not operations, and is
 * taken where it has fewer of these, too. */
#include "cost.h"
#include "order.h"

extern const struct lg_order lg_order_exact;

static const uint64_t least_limit = 1000000;
static const uint32_t most_searched = 32; /* intermediates */
static const uint64_t search_effort = 50;

struct choice {
    struct lg_plan plan;
    uint64_t operations;
    bool found;
};

static void try_order(const struct lg_graph *graph, const struct lg_order_options *options,
                      const struct lg_order *order, struct arena *scratch, struct choice *best)
{
    struct lg_plan plan = lg_plan_create(scratch, order->name);
    order->run(graph, options, &plan);
    struct lg_cost cost;
    if (!lg_cost_within(graph, &plan, options->limit, &cost)) {
        return;
    }
    const uint64_t operations = lg_cost_operations(&cost);
    if (!best->found || operations < best->operations) {
        *best = (struct choice){plan, operations, true};
    }
}

/* Tries the search on graphs where it takes no time worth mention. */
static void try_search(const struct lg_graph *graph, const struct lg_order_options *options,
                       struct arena *scratch, struct choice *best)
{
    const uint32_t ends = graph->inputs.count + graph->outputs.count;
    const uint32_t intermediates = graph->vertices.count - ends;
    struct lg_order_options search = {.tie = options->tie, .seed = options->seed};
    if (intermediates > most_searched || ends > 4 * most_searched ||
        lg_cost_of(graph, &best->plan).textbook == lg_path_bound(graph)) {
        return;
    }
    search.effort = search_effort;
    search.limit = UINT64_MAX;
    try_order(graph, &search, &lg_order_exact, scratch, best);
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    struct lg_order_options limited = *options;
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    struct choice best = {.found = false};
    limited.limit = least_limit + 16 * (uint64_t)graph->edges.count;
    while (!best.found) {
        for (uint32_t o = 0; o < count; o++) {
            if (orders[o]->quick) {
                try_order(graph, &limited, orders[o], scratch, &best);
            }
        }
        limited.limit *= 4;
    }
    try_search(graph, options, scratch, &best);
    for (uint32_t s = 0; s < best.plan.steps.count; s++) {
        vec_push(plan->arena, &plan->steps, best.plan.steps.at[s]);
    }
    plan->order = best.plan.order;
    arena_destroy(scratch);
}

const struct lg_order lg_order_auto = {
    .name = "auto",
    .summary = "the cheapest of the quick orders on this graph; small ones are searched",
    .quick = false,
    .run = run,
};
