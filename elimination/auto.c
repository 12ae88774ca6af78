/* The order `auto`: every quick order of the registry is tried, and the one whose plan runs the
 * fewest operations (lg_cost_operations) is taken; of equal ones that which the registry
 * names first. The plan bears the name of the order that was taken.
 *
 * One order can be hopeless where another is cheap (forward on a million inputs and one output), so
 * all run under a limit of products, which is raised fourfold until one of them ends within it.
 * The work is then within a small factor of the best plan's cost times the number of orders. Orders
 * that end within the same limit are compared by operations; an order that needs more than the
 * limit while another does not is out, although its operations might be fewer: at the first limit,
 * a million products and sixteen for each edge, this concerns large graphs only. */
#include "cost.h"
#include "order.h"

static const uint64_t least_limit = 1000000;

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
    for (uint32_t s = 0; s < best.plan.steps.count; s++) {
        vec_push(plan->arena, &plan->steps, best.plan.steps.at[s]);
    }
    plan->order = best.plan.order;
    arena_destroy(scratch);
}

const struct lg_order lg_order_auto = {
    .name = "auto",
    .summary = "the cheapest of the quick orders on this graph",
    .quick = false,
    .run = run,
};
