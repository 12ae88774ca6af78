/* Tests of the orders: the published costs, the Jacobian, and the greedy rules by a slow model. */
#include "check_main.h"
#include "graphs.h"
#include "reach.h"

#include <string.h>

/* The known costs, as {ties to the first, ties to the last} for greedy orders. */
static const struct {
    const char *graph;
    uint64_t bound;
    uint64_t forward;
    uint64_t reverse;
    uint64_t markowitz[2];
    uint64_t relative[2];
    uint64_t lmmd[2];
    uint64_t min_fill[2];
    uint64_t best_vertex;
} known[] = {
    {"seed", 5, 10, 10, {7, 7}, {7, 7}, {7, 7}, {7, 7}, 7},
    {"lion", 8, 12, 12, {12, 12}, {12, 12}, {12, 12}, {12, 12}, 12},
    {"bat_like", 12, 15, 15, {15, 15}, {15, 15}, {15, 15}, {15, 15}, 15},
    {"bat", 16, 24, 24, {24, 24}, {24, 24}, {24, 24}, {24, 24}, 24},
    {"speelpenning4", 4, 5, 4, {5, 4}, {4, 4}, {4, 4}, {5, 4}, 4},
    {"speelpenning6", 8, 14, 8, {12, 8}, {8, 8}, {8, 8}, {12, 8}, 8},
    {"ladder5", 20, 36, 20, {20, 20}, {20, 20}, {20, 20}, {20, 20}, 20},
    {"grid2x3", 24, 42, 42, {42, 42}, {38, 38}, {44, 44}, {42, 42}, 38},
    {"grid3x3", 36, 72, 72, {68, 68}, {66, 66}, {68, 68}, {68, 68}, 62},
    {"layered_a", 25, 29, 31, {25, 25}, {27, 27}, {25, 25}, {25, 25}, 25},
    {"layered_b", 59, 87, 77, {69, 67}, {71, 67}, {71, 67}, {71, 67}, 67},
    {"heart_dipole", 148, 240, 172, {194, 148}, {148, 148}, {148, 148}, {195, 148}, 148},
};

static struct lg_plan plan_of(struct arena *arena, const struct lg_graph *graph, const char *name,
                              enum lg_tie tie)
{
    const struct lg_order *order = lg_order_named(name);
    ck_assert_msg(order != NULL, "no order %s", name);
    struct lg_plan plan = lg_plan_create(arena, name);
    const struct lg_order_options options = {.tie = tie, .effort = 5}; /* of searches */
    order->run(graph, &options, &plan);
    return plan;
}

static uint64_t textbook(struct arena *arena, const struct lg_graph *graph, const char *order,
                         enum lg_tie tie)
{
    const struct lg_plan plan = plan_of(arena, graph, order, tie);
    return lg_cost_of(graph, &plan).textbook;
}

START_TEST(costs_are_those_known)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, known[_i].graph);
    ck_assert_uint_eq(lg_path_bound(graph), known[_i].bound);
    for (int last = 0; last < 2; last++) {
        const enum lg_tie tie = last ? LG_TIE_LAST : LG_TIE_FIRST;
        ck_assert_uint_eq(textbook(c.arena, graph, "forward", tie), known[_i].forward);
        ck_assert_uint_eq(textbook(c.arena, graph, "reverse", tie), known[_i].reverse);
        ck_assert_uint_eq(textbook(c.arena, graph, "markowitz", tie), known[_i].markowitz[last]);
        ck_assert_uint_eq(textbook(c.arena, graph, "relative-markowitz", tie),
                          known[_i].relative[last]);
        ck_assert_uint_eq(textbook(c.arena, graph, "lmmd", tie), known[_i].lmmd[last]);
        ck_assert_uint_eq(textbook(c.arena, graph, "min-fill", tie), known[_i].min_fill[last]);
    }
    compilation_destroy(&c);
}
END_TEST

/* The least textbook cost over all sets of vertices eliminated, by dynamic programming: the graph
 * that is left does not depend on the order in which the others went. */
static uint64_t best_vertex_cost(struct arena *arena, const struct lg_graph *graph)
{
    uint32_t vertices[16];
    uint32_t count = 0;
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (graph->vertices.at[v].role == LG_INTERMEDIATE) {
            ck_assert_uint_lt(count, 16);
            vertices[count++] = v;
        }
    }
    uint64_t *best = arena_alloc(arena, (UINT64_C(1) << count) * sizeof *best);
    memset(best, 0xFF, (UINT64_C(1) << count) * sizeof *best);
    best[0] = 0;
    for (uint32_t set = 0; set < UINT32_C(1) << count; set++) {
        struct dense left = dense_of(graph);
        for (uint32_t v = 0; v < count; v++) {
            if (set >> v & 1) {
                dense_apply(&left, &(struct lg_step){.kind = LG_STEP_VERTEX, .j = {vertices[v]}});
            }
        }
        for (uint32_t v = 0; v < count; v++) {
            if (set >> v & 1) {
                continue;
            }
            const uint64_t cost = best[set] + (uint64_t)dense_in_degree(&left, vertices[v]) *
                                                  dense_out_degree(&left, vertices[v]);
            uint64_t *then = &best[set | UINT32_C(1) << v];
            *then = cost < *then ? cost : *then;
        }
    }
    return best[(UINT64_C(1) << count) - 1];
}

START_TEST(best_vertex_orders_are_those_known)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, known[_i].graph);
    uint32_t intermediates = 0;
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        intermediates += graph->vertices.at[v].role == LG_INTERMEDIATE;
    }
    if (intermediates <= 10) {
        ck_assert_uint_eq(best_vertex_cost(c.arena, graph), known[_i].best_vertex);
    }
    compilation_destroy(&c);
}
END_TEST

enum { MOST_FOR_EXACT = 25 }; /* edges: each state of a search costs time that grows with them */

static void check_all_orders(const struct lg_graph *graph, struct dice *dice)
{
    struct arena *arena = arena_create();
    struct matrices matrices = matrices_random(arena, graph, dice);
    const struct lg_algebra algebra = matrices_algebra(&matrices);
    struct lg_jacobian expected;
    lg_path_sum(arena, graph, &algebra, &expected);
    const uint64_t bound = lg_path_bound(graph);
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    for (uint32_t o = 0; o < count; o++) {
        const enum lg_tie tie = dice_below(dice, 2) ? LG_TIE_LAST : LG_TIE_FIRST;
        if (strncmp(orders[o]->name, "exact", 5) == 0 && graph->edges.count > MOST_FOR_EXACT) {
            continue;
        }
        const struct lg_plan plan = plan_of(arena, graph, orders[o]->name, tie);
        struct lg_jacobian jacobian;
        struct text error = text_in(arena);
        ck_assert_msg(lg_replay(arena, graph, &plan, &algebra, &jacobian, &error), "%s: %s",
                      orders[o]->name, text_string(&error));
        jacobian_assert_equal(&jacobian, &expected);
        ck_assert_uint_le(bound, lg_cost_of(graph, &plan).textbook);
        const struct lg_plan again = plan_of(arena, graph, orders[o]->name, tie);
        ck_assert_uint_eq(again.steps.count, plan.steps.count);
        for (uint32_t s = 0; s < plan.steps.count; s++) {
            ck_assert_uint_eq(again.steps.at[s].j.index, plan.steps.at[s].j.index);
        }
    }
    arena_destroy(arena);
}

START_TEST(orders_give_the_path_sum_on_samples)
{
    struct compilation c = compilation_create();
    struct dice dice = {(uint64_t)_i};
    check_all_orders(graph_load(&c, sample_graphs[_i]), &dice);
    compilation_destroy(&c);
}
END_TEST

START_TEST(orders_give_the_path_sum_on_random_graphs)
{
    struct dice dice = {(uint64_t)_i};
    for (int round = 0; round < 100; round++) {
        struct arena *arena = arena_create();
        check_all_orders(graph_random(arena, &dice, 3 + dice_below(&dice, 40)), &dice);
        arena_destroy(arena);
    }
}
END_TEST

/* -- the greedy rules, each score worked out anew for every vertex before every step -- */

static int64_t degree(const struct dense *dense, uint32_t v)
{
    return (int64_t)dense_in_degree(dense, v) * (int64_t)dense_out_degree(dense, v);
}

static struct dense without(const struct dense *dense, uint32_t v)
{
    struct dense left = *dense;
    dense_apply(&left, &(struct lg_step){.kind = LG_STEP_VERTEX, .j = {v}});
    return left;
}

static int64_t lmmd_score(const struct dense *dense, uint32_t v)
{
    const struct dense left = without(dense, v);
    int64_t score = degree(dense, v);
    for (uint32_t u = 0; u < dense->count; u++) {
        score += u == v ? 0 : degree(&left, u) - degree(dense, u);
    }
    return score;
}

static int64_t min_fill_score(const struct dense *dense, uint32_t v)
{
    return (int64_t)(without(dense, v).cost.fill - dense->cost.fill);
}

static void mark_reached(const struct dense *dense, uint32_t v, bool up, bool *reached)
{
    reached[v] = true;
    for (uint32_t u = 0; u < dense->count; u++) {
        if (!reached[u] && (up ? dense->kind[u][v] : dense->kind[v][u]) != DENSE_NONE) {
            mark_reached(dense, u, up, reached);
        }
    }
}

static int64_t relative_score(const struct dense *dense, uint32_t v)
{
    const struct dense original = dense_of(dense->graph);
    bool above[DENSE_MOST] = {false};
    bool below[DENSE_MOST] = {false};
    mark_reached(&original, v, true, above);
    mark_reached(&original, v, false, below);
    int64_t inputs = 0;
    int64_t outputs = 0;
    for (uint32_t u = 0; u < dense->count; u++) {
        inputs += above[u] && dense->graph->vertices.at[u].role == LG_INPUT;
        outputs += below[u] && dense->graph->vertices.at[u].role == LG_OUTPUT;
    }
    return degree(dense, v) - inputs * outputs;
}

static const struct {
    const char *order;
    int64_t (*score)(const struct dense *dense, uint32_t v);
} rules[] = {
    {"markowitz", degree},
    {"relative-markowitz", relative_score},
    {"lmmd", lmmd_score},
    {"min-fill", min_fill_score},
};

static void check_rule(const struct lg_graph *graph, size_t rule, enum lg_tie tie)
{
    struct arena *arena = arena_create();
    const struct lg_plan plan = plan_of(arena, graph, rules[rule].order, tie);
    struct dense dense = dense_of(graph);
    for (uint32_t s = 0; s < plan.steps.count; s++) {
        int64_t least = INT64_MAX;
        uint32_t best = UINT32_MAX;
        for (uint32_t v = 0; v < dense.count; v++) {
            if (dense.gone[v] || graph->vertices.at[v].role != LG_INTERMEDIATE) {
                continue;
            }
            const int64_t score = rules[rule].score(&dense, v);
            if (score < least || (score == least && tie == LG_TIE_LAST)) {
                least = score;
                best = v;
            }
        }
        ck_assert_msg(plan.steps.at[s].j.index == best, "%s, step %u: vertex %u instead of %u",
                      rules[rule].order, s + 1, plan.steps.at[s].j.index, best);
        dense_apply(&dense, &plan.steps.at[s]);
    }
    arena_destroy(arena);
}

START_TEST(greedy_orders_follow_their_rule)
{
    struct dice dice = {1000 + (uint64_t)_i};
    for (int round = 0; round < 20; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 3 + dice_below(&dice, 25));
        for (size_t rule = 0; rule < sizeof rules / sizeof *rules; rule++) {
            check_rule(graph, rule, LG_TIE_LAST);
            check_rule(graph, rule, LG_TIE_FIRST);
        }
        arena_destroy(arena);
    }
}
END_TEST

START_TEST(auto_is_the_cheapest_of_the_others)
{
    struct dice dice = {2000 + (uint64_t)_i};
    for (int round = 0; round < 20; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 3 + dice_below(&dice, 40));
        const struct lg_plan chosen = plan_of(arena, graph, "auto", LG_TIE_LAST);
        const struct lg_cost cost = lg_cost_of(graph, &chosen);
        uint32_t count;
        const struct lg_order *const *orders = lg_orders(&count);
        const char *first_best = NULL;
        for (uint32_t o = 0; o < count; o++) {
            if (!orders[o]->quick) {
                continue;
            }
            const struct lg_plan plan = plan_of(arena, graph, orders[o]->name, LG_TIE_LAST);
            const struct lg_cost other = lg_cost_of(graph, &plan);
            ck_assert_uint_le(lg_cost_operations(&cost), lg_cost_operations(&other));
            if (first_best == NULL && lg_cost_operations(&other) == lg_cost_operations(&cost)) {
                first_best = orders[o]->name;
            }
        }
        if (first_best != NULL) {
            ck_assert_str_eq(chosen.order, first_best);
        } else {
            ck_assert_str_eq(chosen.order, "exact"); /* it is cheaper than all of them */
        }
        arena_destroy(arena);
    }
}
END_TEST

START_TEST(auto_passes_by_hopeless_orders)
{
    /* 3000 inputs, a chain of 3000 products, one output: forward takes 4.5 million products, and
     * as many edges to be kept at a time. */
    struct arena *arena = arena_create();
    struct lg_graph *graph = lg_create(arena);
    lg_vertex chain = lg_add_vertex(graph, LG_INPUT, NULL);
    for (int v = 1; v < 3000; v++) {
        const lg_vertex input = lg_add_vertex(graph, LG_INPUT, NULL);
        const lg_vertex product = lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
        lg_add_edge(graph, chain, product, LG_VAR, 0);
        lg_add_edge(graph, input, product, LG_VAR, 0);
        chain = product;
    }
    lg_vertex cycle;
    graph = lg_finish(graph, &chain, 1, NULL, NULL, &cycle);
    const struct lg_plan plan = plan_of(arena, graph, "auto", LG_TIE_LAST);
    ck_assert_str_eq(plan.order, "reverse");
    ck_assert_uint_eq(lg_cost_of(graph, &plan).textbook, 2 * 2998);
    const struct lg_plan forward = plan_of(arena, graph, "forward", LG_TIE_LAST);
    struct lg_cost cost;
    ck_assert(!lg_cost_within(graph, &forward, 1000000, &cost));
    arena_destroy(arena);
}
END_TEST

START_TEST(reach_counts_more_terminals_than_a_word_has_bits)
{
    /* 200 inputs, 200 outputs; each output reads a stretch of sums that each read some inputs */
    enum { COUNT = 200 };
    struct arena *arena = arena_create();
    struct dice dice = {(uint64_t)_i};
    struct lg_graph *graph = lg_create(arena);
    lg_vertex outputs[COUNT];
    for (uint32_t v = 0; v < 3 * COUNT; v++) {
        lg_add_vertex(graph, v < COUNT ? LG_INPUT : LG_INTERMEDIATE, NULL);
        for (uint32_t e = 0; v >= COUNT && e < 4; e++) {
            const uint32_t from = v - COUNT + (dice_below(&dice, 60)) * (e > 0);
            lg_add_edge(graph, (lg_vertex){from}, (lg_vertex){v}, LG_VAR, 0);
        }
        outputs[v % COUNT].index = v;
    }
    lg_vertex cycle;
    graph = lg_finish(graph, outputs, COUNT, NULL, NULL, &cycle);
    const struct reach reach = reach_count(arena, graph);
    const uint32_t vertices = graph->vertices.count;
    bool *reaches = arena_alloc(arena, (size_t)vertices * vertices);
    uint32_t most = 0;
    for (uint32_t v = 0; v < vertices; v++) {
        reaches[(size_t)v * vertices + v] = true;
        for (uint32_t at = graph->in_begin[v]; at < graph->in_begin[v + 1]; at++) {
            const uint32_t from = graph->edges.at[graph->in_edges[at].index].from.index;
            for (uint32_t u = 0; u <= from; u++) {
                reaches[(size_t)u * vertices + v] |= reaches[(size_t)u * vertices + from];
            }
        }
    }
    for (uint32_t v = 0; v < vertices; v++) {
        uint32_t inputs = 0;
        uint32_t below = 0;
        for (uint32_t u = 0; u < vertices; u++) {
            inputs += reaches[(size_t)u * vertices + v] && graph->vertices.at[u].role == LG_INPUT;
            below += reaches[(size_t)v * vertices + u] && graph->vertices.at[u].role == LG_OUTPUT;
        }
        ck_assert_uint_eq(reach.inputs[v], inputs);
        ck_assert_uint_eq(reach.outputs[v], below);
        most = inputs > most ? inputs : most;
    }
    ck_assert_uint_gt(most, 20);
    arena_destroy(arena);
}
END_TEST

START_TEST(registry_knows_every_order_by_its_name)
{
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    ck_assert_uint_ge(count, 7);
    for (uint32_t o = 0; o < count; o++) {
        ck_assert_ptr_eq(lg_order_named(orders[o]->name), orders[o]);
        ck_assert_ptr_null(strchr(orders[o]->name, '_'));
        ck_assert_uint_gt(strlen(orders[o]->summary), 10);
    }
    ck_assert_ptr_null(lg_order_named("no-such-order"));
    ck_assert_ptr_null(lg_order_named("min_fill"));
}
END_TEST

static Suite *order_suite(void)
{
    const int known_count = sizeof known / sizeof *known;
    Suite *suite = suite_create("orders");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, costs_are_those_known, 0, known_count);
    tcase_add_loop_test(all, best_vertex_orders_are_those_known, 0, known_count);
    tcase_add_loop_test(all, orders_give_the_path_sum_on_samples, 0, (int)sample_graph_count);
    tcase_add_loop_test(all, orders_give_the_path_sum_on_random_graphs, 0, 10);
    tcase_add_loop_test(all, greedy_orders_follow_their_rule, 0, 5);
    tcase_add_loop_test(all, auto_is_the_cheapest_of_the_others, 0, 5);
    tcase_add_test(all, auto_passes_by_hopeless_orders);
    tcase_add_loop_test(all, reach_counts_more_terminals_than_a_word_has_bits, 0, 5);
    tcase_add_test(all, registry_knows_every_order_by_its_name);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(order_suite)
