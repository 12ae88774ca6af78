/* Chooses elimination orders by the code that they lead to.
 *
 * The products of a plan are not the cost of its code: shared reciprocals, common factors and
 * spilled values weigh as much. So `auto` builds a mode's function under each quick order, with
 * ties to the last and to the first vertex, and compares ir_cost. A plan that takes many more
 * products than the best by count is not built; of the plain orders, which everybody would try by
 * hand, some more are. Of larger graphs only these are compared with the order with the fewest
 * operations (elimination/auto.c), and of the largest none: that order is taken. Candidates live in
 * memory of their own, which goes with them; the best is built anew. */
#include "choose.h"

#include "code_cost.h"
#include "order.h"

#include <math.h>
#include <string.h>

enum {
    EDGES_MAX = 4096,    /* of graphs for which all candidates are built, */
    EDGES_PLAIN = 16384, /* and for which the plain ones are */
    SLACK = 64,          /* products that a candidate may take beyond twice as many */
    SLACK_PLAIN = 1024   /* and a plain one of a small graph beyond four times as many */
};

static bool is_plain(const struct lg_order *order)
{
    return strcmp(order->name, "forward") == 0 || strcmp(order->name, "reverse") == 0 ||
           strcmp(order->name, "markowitz") == 0;
}

struct planner {
    struct pipeline *pipeline;
    const struct pipeline_model *model;
    const struct derive_mode *mode;
    struct arena *arena; /* of what is built */
    uint32_t times;      /* that it is repeated */
    const struct lg_order *order;
    enum lg_tie tie;
    bool limited;  /* give up where the plan takes many more products than `products` */
    bool hopeless; /* it did */
    bool failed;   /* the stored plan does not fit */
    uint64_t products;
    uint64_t taken; /* products of the plans of the function built last */
    uint32_t edges;
    struct lg_result *result; /* NULL, or what the search for the first plan says */
    struct pipeline_plans plans;
};

/* A function that is built to see what it costs, under a plan for one of its graphs. */
struct trial {
    const struct planner *planner;
    const struct lg_plan *plan; /* for the graph behind those that have theirs */
    uint32_t next;              /* of the function's graphs */
};

static struct lg_plan *plan_for_trial(void *context, const struct lg_graph *graph, const char *mode)
{
    struct trial *trial = context;
    const struct pipeline_plans *settled = &trial->planner->plans;
    struct lg_plan *plan = arena_alloc(graph->arena, sizeof *plan);
    (void)mode;
    if (trial->next < settled->count) {
        *plan = *settled->at[trial->next].plan;
    } else if (trial->next == settled->count) {
        *plan = *trial->plan;
    } else {
        const struct lg_order_options options = {.tie = LG_TIE_LAST};
        *plan = lg_plan_create(graph->arena, "markowitz");
        lg_order_named("markowitz")->run(graph, &options, plan);
    }
    trial->next++;
    return plan;
}

static struct derive_request request_of(const struct planner *planner)
{
    const struct options *options = planner->pipeline->options;
    return (struct derive_request){.times = planner->times,
                                   .layout = options->layout,
                                   .triangle = options->triangle,
                                   .reassociate_values = options->reassociate_values};
}

/* Post: the cycles of the function by this plan for the next of its graphs. */
static double cycles_by(void *context, const struct lg_plan *plan)
{
    const struct planner *planner = context;
    struct trial trial = {planner, plan, 0};
    struct derive_request request = request_of(planner);
    struct ir_function value = *planner->model->value;
    request.plan = plan_for_trial;
    request.context = &trial;
    value.arena = arena_create();
    const double cycles =
        ir_cost(planner->mode->build(&value, &request), &planner->pipeline->weights);
    arena_destroy(value.arena);
    return cycles;
}

/* Post: the plan of this order, or that of `auto` where the former takes too many products. */
static struct lg_plan *limited_plan(struct planner *planner, const struct lg_graph *graph)
{
    const uint64_t products = planner->products;
    const uint64_t limit = is_plain(planner->order) && planner->edges <= EDGES_MAX
                               ? 4 * products + SLACK_PLAIN
                               : 2 * products + SLACK;
    const struct lg_order_options options = {.tie = planner->tie, .limit = limit};
    struct lg_plan *plan = arena_alloc(graph->arena, sizeof *plan);
    *plan = lg_plan_create(graph->arena, planner->order->name);
    planner->order->run(graph, &options, plan);
    struct lg_cost cost;
    if (lg_cost_within(graph, plan, limit, &cost)) {
        return plan;
    }
    planner->hopeless = true;
    return pipeline_make_plan(planner->pipeline->options, graph, lg_order_named("auto"), NULL,
                              NULL);
}

/* A stored plan is one for the graph of the Jacobian; other modes have other graphs. */
static struct lg_plan *plan_for_mode(void *context, const struct lg_graph *graph, const char *mode)
{
    struct planner *planner = context;
    const struct options *options = planner->pipeline->options;
    const enum stage before = stages_enter(&planner->pipeline->stages, STAGE_ORDER);
    struct lg_plan *plan = NULL;
    if (options->plan != NULL && (strcmp(mode, "jacobian") == 0 || strcmp(mode, "gradient") == 0)) {
        plan = pipeline_stored_plan(planner->pipeline, graph);
        planner->failed = planner->failed || plan == NULL;
    }
    if (plan == NULL) {
        const struct lg_judge cycles = {cycles_by, planner, 1};
        struct lg_result *result = planner->plans.count == 0 ? planner->result : NULL;
        plan = planner->limited
                   ? limited_plan(planner, graph)
                   : pipeline_make_plan(options, graph, planner->order, &cycles, result);
    }
    const uint64_t products = lg_cost_of(graph, plan).textbook;
    planner->taken += products;
    if (!planner->limited) {
        planner->products = products > planner->products ? products : planner->products;
        planner->edges += graph->edges.count;
    }
    vec_push(planner->arena, &planner->plans, ((struct pipeline_plan){mode, graph, plan}));
    stages_enter(&planner->pipeline->stages, before);
    return plan;
}

static const struct ir_function *build(struct planner *planner)
{
    struct derive_request request = request_of(planner);
    request.plan = plan_for_mode;
    request.context = planner;
    planner->plans = (struct pipeline_plans){0};
    planner->taken = 0;
    planner->hopeless = false;
    const struct ir_function value = ir_function_for(planner->model->value, planner->arena);
    const struct ir_function *function = planner->mode->build(&value, &request);
    pipeline_verify(function, planner->mode->name);
    return function;
}

/* Post: the cost of the function under the order that the planner has, and planner->taken; infinite
 * where that is hopeless. */
static double cost_of_candidate(struct planner *planner)
{
    struct planner candidate = *planner;
    candidate.arena = arena_create();
    const double cost = ir_cost(build(&candidate), &planner->pipeline->weights);
    arena_destroy(candidate.arena);
    planner->taken = candidate.taken;
    return candidate.hopeless ? INFINITY : cost;
}

/* Post: the cheapest of the functions under all quick orders and of `first`; of equal ones the one
 * of the plan with the fewest products. */
static const struct ir_function *cheapest(struct planner *planner, const struct ir_function *first)
{
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    double least = ir_cost(first, &planner->pipeline->weights);
    struct planner best = *planner;
    const enum stage before = stages_enter(&planner->pipeline->stages, STAGE_ORDER);
    planner->limited = true;
    for (uint32_t o = 0; o < 2 * count; o++) {
        planner->order = orders[o / 2];
        planner->tie = o % 2 == 0 ? LG_TIE_LAST : LG_TIE_FIRST;
        if (!planner->order->quick || (planner->edges > EDGES_MAX && !is_plain(planner->order))) {
            continue;
        }
        const double cost = cost_of_candidate(planner);
        if (cost < least || (cost == least && planner->taken < best.taken)) {
            least = cost;
            best = *planner;
        }
    }
    *planner = best;
    stages_enter(&planner->pipeline->stages, before);
    return planner->limited ? build(planner) : first;
}

/* Post: the mode's function and its plans; where the order is `auto` and the graph small, the
 * cheapest there is. */
static const struct ir_function *choose(struct planner *planner, struct pipeline_plans *plans)
{
    const struct ir_function *function = build(planner);
    if (planner->failed) {
        return NULL;
    }
    if (planner->order == lg_order_named("auto") && planner->pipeline->options->plan == NULL &&
        planner->plans.count > 0 && planner->edges <= EDGES_PLAIN) {
        function = cheapest(planner, function);
    }
    *plans = planner->plans;
    return function;
}

const struct ir_function *choose_function(struct pipeline *pipeline,
                                          const struct pipeline_model *model,
                                          const struct derive_mode *mode, uint32_t times,
                                          struct pipeline_plans *plans)
{
    struct planner planner = {.pipeline = pipeline,
                              .model = model,
                              .mode = mode,
                              .arena = pipeline->compilation.arena,
                              .times = times,
                              .order = pipeline->options->order,
                              .tie = pipeline->options->tie};
    const enum stage before = stages_enter(&pipeline->stages, STAGE_DERIVE);
    const struct ir_function *function = choose(&planner, plans);
    stages_enter(&pipeline->stages, before);
    return function;
}

struct lg_plan *choose_plan(struct pipeline *pipeline, const struct pipeline_model *model,
                            const struct lg_graph *graph, const struct lg_order *order,
                            struct lg_result *result)
{
    const struct options *options = pipeline->options;
    const bool scalar = model->value->results.at[0].array.count == 1;
    struct planner planner = {.pipeline = pipeline,
                              .model = model,
                              .arena = pipeline->compilation.arena,
                              .order = order,
                              .tie = options->tie,
                              .result = result};
    struct pipeline_plans plans = {0};
    if (!(order == lg_order_named("auto") && graph->edges.count <= EDGES_PLAIN) &&
        !(order->judged && options->cost == COST_CYCLES)) {
        return pipeline_make_plan(options, graph, order, NULL, result);
    }
    planner.mode = derive_mode_named(scalar ? "gradient" : "jacobian", &planner.times);
    choose(&planner, &plans);
    return plans.at[0].plan;
}
