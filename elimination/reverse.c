/* The order `reverse`: intermediates against the topological order, which is what the reverse mode
 * does when it propagates the adjoints of all outputs at once (Griewank & Walther 2008, chapter 3).
 * The products of a vertex are its predecessors times the outputs below it: good where the outputs
 * are few. */
#include "order.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    (void)options;
    for (uint32_t v = graph->vertices.count; v-- > 0;) {
        if (graph->vertices.at[v].role == LG_INTERMEDIATE) {
            lg_plan_vertex(plan, (lg_vertex){v});
        }
    }
}

const struct lg_order lg_order_reverse = {
    .name = "reverse",
    .summary = "reverse topological order: reverse mode, for few outputs",
    .quick = true,
    .run = run,
};
