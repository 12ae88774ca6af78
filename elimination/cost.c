/* The cost of a plan: its replay over an algebra whose labels are kinds, which counts as it goes.
 */
#include "cost.h"

#include "kind.h"
#include "stepper.h"

#include <assert.h>

struct count {
    const struct lg_graph *graph;
    struct lg_cost cost;
    bool costly; /* the latest product is one of `mul` */
    bool fuses;  /* it is added to what is there; other additions merge dual vertices */
};

static uint32_t label_kind(void *context, lg_edge edge)
{
    const struct count *count = context;
    return count->graph->edges.at[edge.index].kind;
}

static void watch_product(void *context, const struct work_product *product)
{
    struct count *count = context;
    count->fuses = product->adds;
}

static uint32_t multiply_kinds(void *context, uint32_t outer_label, uint32_t inner_label)
{
    struct count *count = context;
    const enum lg_kind outer = (enum lg_kind)outer_label;
    const enum lg_kind inner = (enum lg_kind)inner_label;
    count->costly = !kind_is_unit(outer) && !kind_is_unit(inner) &&
                    !(kind_is_constant(outer) && kind_is_constant(inner));
    count->cost.textbook += outer != LG_COPY && inner != LG_COPY;
    count->cost.mul += count->costly;
    count->cost.fill++; /* until the addition says otherwise */
    return kind_product(outer, inner);
}

static uint32_t add_kinds(void *context, uint32_t present_label, uint32_t more_label)
{
    struct count *count = context;
    const enum lg_kind sum = kind_sum((enum lg_kind)present_label, (enum lg_kind)more_label);
    count->cost.add += sum == LG_VAR; /* that of two constants is folded */
    count->cost.fma += count->fuses && count->costly;
    count->fuses = false;
    count->cost.fill--;
    return sum;
}

/* Whether the next step alone has more products than are left, which is better known before. */
static bool exceeds(const struct stepper *stepper, const struct lg_step *step, uint64_t left)
{
    const struct work *work = &stepper->work;
    if (stepper->dual != NULL || step->kind != LG_STEP_VERTEX ||
        step->j.index >= work->graph->vertices.count) {
        return false;
    }
    const struct work_vertex *vertex = &work->vertices[step->j.index];
    const uint64_t outer = vertex->out_degree;
    return (outer > 1 ? outer - 1 : outer) * vertex->in_degree > left; /* one may be a COPY edge */
}

bool lg_cost_within(const struct lg_graph *graph, const struct lg_plan *plan, uint64_t limit,
                    struct lg_cost *cost)
{
    struct arena *scratch = arena_create();
    struct count count = {.graph = graph};
    const struct lg_algebra algebra = {&count, label_kind, multiply_kinds, add_kinds};
    struct stepper stepper = stepper_create(scratch, graph, &algebra);
    stepper.work.watch = watch_product;
    stepper.work.watch_context = &count;
    struct text error = text_in(scratch);
    bool fits = true;
    for (uint32_t s = 0; fits && s < plan->steps.count; s++) {
        const struct lg_step *step = &plan->steps.at[s];
        fits = !exceeds(&stepper, step, limit - count.cost.textbook) &&
               stepper_apply(&stepper, step, &error) && count.cost.textbook <= limit;
    }
    fits = fits && stepper_left(&stepper) == 0;
    arena_destroy(scratch);
    *cost = count.cost;
    return fits;
}

struct lg_cost lg_cost_of(const struct lg_graph *graph, const struct lg_plan *plan)
{
    struct lg_cost cost;
    const bool fits = lg_cost_within(graph, plan, UINT64_MAX, &cost);
    assert(fits);
    (void)fits;
    return cost;
}

uint64_t lg_cost_operations(const struct lg_cost *cost)
{
    return cost->mul - cost->fma + cost->add;
}
