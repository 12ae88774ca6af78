/* Tests of replay, cost and bound: vertex and edge steps in any order, and steps that do not fit.
 */
#include "check_main.h"
#include "graphs.h"

#include <string.h>

/* A plan of vertex, front and back steps at random, and what the slow model says it costs. */
static struct lg_plan random_plan(struct arena *arena, const struct lg_graph *graph,
                                  struct dice *dice, bool edges_only, struct lg_cost *cost)
{
    struct lg_plan plan = lg_plan_create(arena, "random");
    struct dense dense = dense_of(graph);
    for (;;) {
        VEC(struct lg_step) possible = {0};
        for (uint32_t v = 0; v < dense.count; v++) {
            const bool inner = graph->vertices.at[v].role == LG_INTERMEDIATE && !dense.gone[v];
            if (inner && !edges_only) {
                vec_push(arena, &possible, (struct lg_step){.kind = LG_STEP_VERTEX, .j = {v}});
            }
            for (uint32_t u = 0; u < dense.count && inner; u++) {
                if (dense.kind[u][v] != DENSE_NONE) {
                    vec_push(arena, &possible, (struct lg_step){LG_STEP_FRONT, {u}, {v}, {0}, 0});
                }
                if (dense.kind[v][u] != DENSE_NONE) {
                    vec_push(arena, &possible, (struct lg_step){LG_STEP_BACK, {v}, {u}, {0}, 0});
                }
            }
        }
        if (possible.count == 0) {
            break;
        }
        const struct lg_step step = possible.at[dice_below(dice, possible.count)];
        vec_push(arena, &plan.steps, step);
        dense_apply(&dense, &step);
    }
    *cost = dense.cost;
    return plan;
}

static void assert_costs_equal(const struct lg_cost *left, const struct lg_cost *right)
{
    ck_assert_uint_eq(left->textbook, right->textbook);
    ck_assert_uint_eq(left->mul, right->mul);
    ck_assert_uint_eq(left->add, right->add);
    ck_assert_uint_eq(left->fma, right->fma);
    ck_assert_uint_eq(left->fill, right->fill);
}

static void check_random_plan(const struct lg_graph *graph, struct dice *dice)
{
    struct arena *arena = arena_create();
    struct matrices matrices = matrices_random(arena, graph, dice);
    const struct lg_algebra algebra = matrices_algebra(&matrices);
    struct lg_cost expected_cost;
    const struct lg_plan plan =
        random_plan(arena, graph, dice, dice_below(dice, 2) == 0, &expected_cost);
    struct lg_jacobian expected;
    struct lg_jacobian jacobian;
    struct text error = text_in(arena);
    lg_path_sum(arena, graph, &algebra, &expected);
    ck_assert_msg(lg_replay(arena, graph, &plan, &algebra, &jacobian, &error), "%s",
                  text_string(&error));
    jacobian_assert_equal(&jacobian, &expected);
    const struct lg_cost cost = lg_cost_of(graph, &plan);
    assert_costs_equal(&cost, &expected_cost);
    ck_assert_uint_le(lg_path_bound(graph), cost.textbook);
    arena_destroy(arena);
}

START_TEST(any_steps_give_the_path_sum_on_samples)
{
    struct compilation c = compilation_create();
    struct dice dice = {(uint64_t)_i};
    const struct lg_graph *graph = graph_load(&c, sample_graphs[_i]);
    for (int round = 0; round < 5; round++) {
        check_random_plan(graph, &dice);
    }
    compilation_destroy(&c);
}
END_TEST

START_TEST(any_steps_give_the_path_sum_on_random_graphs)
{
    struct dice dice = {100 + (uint64_t)_i};
    for (int round = 0; round < 100; round++) {
        struct arena *arena = arena_create();
        check_random_plan(graph_random(arena, &dice, 3 + dice_below(&dice, 20)), &dice);
        arena_destroy(arena);
    }
}
END_TEST

/* Graphs on which edge elimination beats every vertex order. */
static const struct {
    const char *graph;
    uint64_t best_edge;
} best_edges[] = {{"seed", 7}, {"lion", 11}, {"bat_like", 14}, {"bat", 23}, {"speelpenning4", 4}};

START_TEST(random_edge_plans_reach_the_known_optimum_and_no_less)
{
    struct compilation c = compilation_create();
    struct dice dice = {5};
    const struct lg_graph *graph = graph_load(&c, best_edges[_i].graph);
    uint64_t least = UINT64_MAX;
    for (int round = 0; round < 3000; round++) {
        struct arena *arena = arena_create();
        struct lg_cost cost;
        const struct lg_plan plan = random_plan(arena, graph, &dice, true, &cost);
        const uint64_t textbook = lg_cost_of(graph, &plan).textbook;
        least = textbook < least ? textbook : least;
        arena_destroy(arena);
    }
    ck_assert_uint_eq(least, best_edges[_i].best_edge);
    compilation_destroy(&c);
}
END_TEST

/* -- the path bound against flows on a matrix -- */

struct matrix_flow {
    uint32_t count; /* 2 * vertices: v comes in at 2v and leaves at 2v + 1 */
    bool capacity[2 * DENSE_MOST][2 * DENSE_MOST];
    bool seen[2 * DENSE_MOST];
};

static bool push(struct matrix_flow *flow, const struct lg_graph *graph, uint32_t node,
                 enum lg_role goal)
{
    flow->seen[node] = true;
    if (node % 2 == 1 && graph->vertices.at[node / 2].role == goal) {
        return true;
    }
    for (uint32_t to = 0; to < flow->count; to++) {
        if (flow->capacity[node][to] && !flow->seen[to] && push(flow, graph, to, goal)) {
            flow->capacity[node][to] = false;
            flow->capacity[to][node] = true;
            return true;
        }
    }
    return false;
}

static uint64_t disjoint_paths(const struct lg_graph *graph, uint32_t v, bool down)
{
    struct arena *arena = arena_create();
    struct matrix_flow *flow = arena_alloc(arena, sizeof *flow);
    flow->count = 2 * graph->vertices.count;
    for (uint32_t u = 0; u < graph->vertices.count; u++) {
        flow->capacity[2 * u][2 * u + 1] = true;
    }
    for (uint32_t e = 0; e < graph->edges.count; e++) {
        const struct lg_edge_info *edge = &graph->edges.at[e];
        const uint32_t from = down ? edge->from.index : edge->to.index;
        const uint32_t to = down ? edge->to.index : edge->from.index;
        flow->capacity[2 * from + 1][2 * to] = !(from == v && edge->kind == LG_COPY);
    }
    uint64_t paths = 0;
    while (push(flow, graph, 2 * v + 1, down ? LG_OUTPUT : LG_INPUT)) {
        paths++;
        memset(flow->seen, 0, sizeof flow->seen);
    }
    arena_destroy(arena);
    return paths;
}

static void assert_bound_is_exact(const struct lg_graph *graph)
{
    uint64_t expected = 0;
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (graph->vertices.at[v].role == LG_INTERMEDIATE) {
            expected += disjoint_paths(graph, v, false) * disjoint_paths(graph, v, true);
        }
    }
    ck_assert_uint_eq(lg_path_bound(graph), expected);
}

START_TEST(path_bound_is_the_sum_of_flows)
{
    struct dice dice = {200 + (uint64_t)_i};
    for (int round = 0; round < 30; round++) {
        struct arena *arena = arena_create();
        assert_bound_is_exact(graph_random(arena, &dice, 5 + dice_below(&dice, 50)));
        arena_destroy(arena);
    }
}
END_TEST

/* Layers of six on both sides of one vertex, each a matching with some edges more: the flows are
 * large, and early paths often stand in the way of later ones. */
static struct lg_graph *random_layers(struct arena *arena, struct dice *dice)
{
    enum { WIDTH = 6, DEPTH = 5 };
    struct lg_graph *graph = lg_create(arena);
    for (uint32_t v = 0; v < 2 * WIDTH * DEPTH + 1; v++) {
        lg_add_vertex(graph, v < WIDTH ? LG_INPUT : LG_INTERMEDIATE, NULL);
    }
    const uint32_t middle = WIDTH * DEPTH;
    for (uint32_t layer = 0; layer < 2 * DEPTH; layer++) {
        const uint32_t first = layer * WIDTH + (layer >= DEPTH);
        for (uint32_t place = 0; place < WIDTH; place++) {
            const lg_vertex from = {first + place};
            if (layer == DEPTH - 1) {
                lg_add_edge(graph, from, (lg_vertex){middle}, LG_VAR, 0);
                lg_add_edge(graph, (lg_vertex){middle}, (lg_vertex){middle + 1 + place}, LG_VAR, 0);
            } else if (layer < 2 * DEPTH - 1) {
                for (uint32_t e = 1 + dice_below(dice, 3); e > 0; e--) {
                    const lg_vertex to = {first + WIDTH + dice_below(dice, WIDTH)};
                    lg_add_edge(graph, from, to, LG_VAR, 0);
                }
            }
        }
    }
    lg_vertex outputs[WIDTH];
    for (uint32_t o = 0; o < WIDTH; o++) {
        outputs[o].index = graph->vertices.count - WIDTH + o;
    }
    lg_vertex cycle;
    return lg_finish(graph, outputs, WIDTH, NULL, NULL, &cycle);
}

START_TEST(path_bound_gives_up_paths_for_better_ones)
{
    struct dice dice = {250 + (uint64_t)_i};
    for (int round = 0; round < 100; round++) {
        struct arena *arena = arena_create();
        assert_bound_is_exact(random_layers(arena, &dice));
        arena_destroy(arena);
    }
}
END_TEST

/* -- kinds, one product and one sum at a time -- */

static const struct {
    const char *inner;
    const char *outer;
    uint64_t mul; /* of the product alone */
} pairs[] = {
    {"var", "var", 1},   {"var", "one", 0},   {"var", "neg", 0},     {"var", "const", 1},
    {"one", "var", 0},   {"one", "one", 0},   {"one", "neg", 0},     {"one", "const", 0},
    {"neg", "var", 0},   {"neg", "one", 0},   {"neg", "neg", 0},     {"neg", "const", 0},
    {"const", "var", 1}, {"const", "one", 0}, {"const", "const", 0},
};

START_TEST(products_of_kinds_cost_what_they_should)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph =
        graph_parse(&c, arena_format(c.arena, "in a\nout y\nedge a t %s\nedge t y %s\n",
                                     pairs[_i].inner, pairs[_i].outer));
    struct lg_plan plan = lg_plan_create(c.arena, "one");
    lg_plan_vertex(&plan, (lg_vertex){1});
    const struct lg_cost cost = lg_cost_of(graph, &plan);
    const struct lg_cost expected = {.textbook = 1, .mul = pairs[_i].mul, .fill = 1};
    assert_costs_equal(&cost, &expected);
    compilation_destroy(&c);
}
END_TEST

START_TEST(sums_of_constants_are_folded_and_others_fused)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_parse(&c, "in a b\nout y z\n"
                                                   "edge a s const\nedge s y const\n"
                                                   "edge a y const\n"
                                                   "edge b t\nedge t z\nedge b z\n"
                                                   "edge a u\nedge u z one\nedge a z\n");
    struct lg_plan plan = lg_plan_create(c.arena, "forward");
    lg_order_named("forward")->run(graph, &(struct lg_order_options){.tie = LG_TIE_LAST}, &plan);
    const struct lg_cost cost = lg_cost_of(graph, &plan);
    const struct lg_cost expected = {.textbook = 3, .mul = 1, .add = 2, .fma = 1, .fill = 0};
    assert_costs_equal(&cost, &expected);
    ck_assert_uint_eq(lg_cost_operations(&cost), 2);
    compilation_destroy(&c);
}
END_TEST

START_TEST(copies_are_free_in_every_count)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, "reused_output");
    /* a, b, t, y1 and then y2, y1@out: y1 has two predecessors once t is gone */
    ck_assert_uint_eq(graph->vertices.count, 6);
    ck_assert_str_eq(graph->vertices.at[5].name, "y1@out");
    ck_assert_int_eq(graph->vertices.at[3].role, LG_INTERMEDIATE);
    struct lg_plan plan = lg_plan_create(c.arena, "forward");
    lg_order_named("forward")->run(graph, &(struct lg_order_options){.tie = LG_TIE_LAST}, &plan);
    const struct lg_cost cost = lg_cost_of(graph, &plan);
    const struct lg_cost expected = {.textbook = 4, .mul = 4, .add = 2, .fma = 2, .fill = 4};
    assert_costs_equal(&cost, &expected);
    compilation_destroy(&c);
}
END_TEST

/* -- plans that do not fit -- */

static const struct {
    struct lg_step steps[3];
    uint32_t count;
    const char *error;
} misfits[] = {
    /* seed: a 0, b 1, v1 2, v2 3, v3 4, v4 5, v5 6 */
    {{{LG_STEP_VERTEX, {0}, {2}, {0}, 0}, {LG_STEP_VERTEX, {0}, {2}, {0}, 0}},
     2,
     "step 2: `v1` is gone already"},
    {{{LG_STEP_VERTEX, {0}, {0}, {0}, 0}},
     1,
     "step 1: `a` is an input, and only intermediates are eliminated"},
    {{{LG_STEP_VERTEX, {0}, {5}, {0}, 0}},
     1,
     "step 1: `v4` is an output, and only intermediates are eliminated"},
    {{{LG_STEP_VERTEX, {0}, {99}, {0}, 0}}, 1, "step 1: the graph has no vertex number 99"},
    {{{LG_STEP_FRONT, {0}, {3}, {0}, 0}}, 1, "step 1: there is no edge from `a` to `v2` here"},
    {{{LG_STEP_FRONT, {4}, {5}, {0}, 0}},
     1,
     "step 1: `v4` is an output, and only intermediates are eliminated"},
    {{{LG_STEP_BACK, {0}, {2}, {0}, 0}},
     1,
     "step 1: `a` is an input, and only intermediates are eliminated"},
    {{{LG_STEP_BACK, {2}, {99}, {0}, 0}}, 1, "step 1: the graph has no vertex number 99"},
    {{{LG_STEP_FACE, {0}, {2}, {5}, 0}},
     1,
     "step 1: there is no face from `a` over `v1` to `v4` here"},
    {{{LG_STEP_FACE, {0}, {2}, {3}, 2}},
     1,
     "step 1: there is no face number 3 from `a` over `v1` to `v2` here, only 1"},
    {{{LG_STEP_FACE, {0}, {1}, {3}, 0}},
     1,
     "step 1: `b` is an input, and only intermediates are eliminated"},
    {{{LG_STEP_FACE, {0}, {2}, {99}, 0}}, 1, "step 1: the graph has no vertex number 99"},
    {{{LG_STEP_FACE, {0}, {2}, {3}, 0}, {LG_STEP_FACE, {0}, {2}, {3}, 0}},
     2,
     "step 2: there is no face from `a` over `v1` to `v2` here"},
    {{{LG_STEP_FACE, {0}, {2}, {3}, 0}, {LG_STEP_VERTEX, {0}, {2}, {0}, 0}},
     2,
     "the plan leaves `v2` and 1 more"},
    {{{LG_STEP_VERTEX, {0}, {2}, {0}, 0}}, 1, "the plan leaves `v2` and 1 more"},
    {{{LG_STEP_VERTEX, {0}, {2}, {0}, 0}, {LG_STEP_VERTEX, {0}, {3}, {0}, 0}},
     2,
     "the plan leaves `v3`"},
};

START_TEST(steps_that_do_not_fit_are_refused)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, "seed");
    struct lg_plan plan = lg_plan_create(c.arena, "wrong");
    for (uint32_t s = 0; s < misfits[_i].count; s++) {
        vec_push(c.arena, &plan.steps, misfits[_i].steps[s]);
    }
    struct dice dice = {1};
    struct matrices matrices = matrices_random(c.arena, graph, &dice);
    const struct lg_algebra algebra = matrices_algebra(&matrices);
    struct lg_jacobian jacobian;
    struct text error = text_in(c.arena);
    ck_assert(!lg_replay(c.arena, graph, &plan, &algebra, &jacobian, &error));
    ck_assert_str_eq(text_string(&error), misfits[_i].error);
    struct lg_cost cost;
    ck_assert(!lg_cost_within(graph, &plan, UINT64_MAX, &cost));
    compilation_destroy(&c);
}
END_TEST

START_TEST(costs_within_a_limit_include_it)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, "seed");
    struct lg_plan plan = lg_plan_create(c.arena, "forward");
    lg_order_named("forward")->run(graph, &(struct lg_order_options){.tie = LG_TIE_LAST}, &plan);
    struct lg_cost cost;
    ck_assert(lg_cost_within(graph, &plan, 10, &cost));
    ck_assert_uint_eq(cost.textbook, 10);
    ck_assert(!lg_cost_within(graph, &plan, 9, &cost));
    compilation_destroy(&c);
}
END_TEST

START_TEST(vertices_without_edges_left_go_with_the_last)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_parse(&c, "in a\nout y z\nedge a t\nedge t y\nedge t z\n");
    struct lg_plan plan = lg_plan_create(c.arena, "front");
    vec_push(c.arena, &plan.steps, (struct lg_step){LG_STEP_FRONT, {0}, {1}, {0}, 0});
    const struct lg_cost cost = lg_cost_of(graph, &plan);
    ck_assert_uint_eq(cost.textbook, 2);
    plan.steps.count = 0;
    vec_push(c.arena, &plan.steps, (struct lg_step){LG_STEP_BACK, {1}, {2}, {0}, 0});
    vec_push(c.arena, &plan.steps, (struct lg_step){LG_STEP_BACK, {1}, {3}, {0}, 0});
    ck_assert_uint_eq(lg_cost_of(graph, &plan).textbook, 2);
    compilation_destroy(&c);
}
END_TEST

static Suite *replay_suite(void)
{
    Suite *suite = suite_create("replay");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, any_steps_give_the_path_sum_on_samples, 0, (int)sample_graph_count);
    tcase_add_loop_test(all, any_steps_give_the_path_sum_on_random_graphs, 0, 10);
    tcase_add_loop_test(all, random_edge_plans_reach_the_known_optimum_and_no_less, 0,
                        sizeof best_edges / sizeof *best_edges);
    tcase_add_loop_test(all, path_bound_is_the_sum_of_flows, 0, 5);
    tcase_add_loop_test(all, path_bound_gives_up_paths_for_better_ones, 0, 5);
    tcase_add_loop_test(all, products_of_kinds_cost_what_they_should, 0,
                        sizeof pairs / sizeof *pairs);
    tcase_add_test(all, sums_of_constants_are_folded_and_others_fused);
    tcase_add_test(all, copies_are_free_in_every_count);
    tcase_add_loop_test(all, steps_that_do_not_fit_are_refused, 0,
                        sizeof misfits / sizeof *misfits);
    tcase_add_test(all, costs_within_a_limit_include_it);
    tcase_add_test(all, vertices_without_edges_left_go_with_the_last);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(replay_suite)
