/* The order `forward`: intermediates in topological order, which is what the forward mode does when
 * it propagates the derivatives by all inputs at once (Griewank & Walther 2008, chapter 3). The
 * products of a vertex are its successors times the inputs above it: good where the inputs are
 * few. */
#include "order.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    (void)options;
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (graph->vertices.at[v].role == LG_INTERMEDIATE) {
            lg_plan_vertex(plan, (lg_vertex){v});
        }
    }
}

const struct lg_order lg_order_forward = {
    .name = "forward",
    .summary = "topological order: forward mode, for few inputs",
    .quick = true,
    .run = run,
};
