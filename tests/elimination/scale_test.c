/* Tests that large graphs are handled in near-linear time: what is asserted is the number of
 * products and that it ends; seconds are printed for the reader. */
#include "check_main.h"
#include "graphs.h"
#include "reach.h"

#include <stdio.h>
#include <time.h>

enum { SIZE = 250000 };

/* Each builds a graph of about a million edges. */

static void build_chain(struct lg_graph *graph, struct dice *dice)
{
    (void)dice;
    lg_vertex last = lg_add_vertex(graph, LG_INPUT, "x");
    for (uint32_t v = 0; v < 4 * SIZE; v++) {
        const lg_vertex next = lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
        lg_add_edge(graph, last, next, LG_VAR, 0);
        last = next;
    }
}

/* A recurrence: each vertex reads three before it. */
static void build_band(struct lg_graph *graph, struct dice *dice)
{
    for (uint32_t i = 0; i < 3; i++) {
        lg_add_vertex(graph, LG_INPUT, NULL);
    }
    for (uint32_t v = 3; v < 4 * SIZE / 3; v++) {
        const lg_vertex next = lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
        for (uint32_t back = 1; back <= 3; back++) {
            const uint32_t jitter = dice_below(dice, 2);
            const lg_vertex from = {next.index - back - jitter * (v > 6)};
            lg_add_edge(graph, from, next, LG_VAR, 0);
        }
    }
}

/* One input that every term reads, all terms added up in a chain. */
static void build_hub(struct lg_graph *graph, struct dice *dice)
{
    (void)dice;
    const lg_vertex hub = lg_add_vertex(graph, LG_INPUT, "hub");
    lg_vertex sum = hub;
    for (uint32_t v = 0; v < SIZE; v++) {
        const lg_vertex own = lg_add_vertex(graph, LG_INPUT, NULL);
        const lg_vertex term = lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
        const lg_vertex next = lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
        lg_add_edge(graph, hub, term, LG_VAR, 0);
        lg_add_edge(graph, own, term, LG_VAR, 0);
        lg_add_edge(graph, term, next, LG_ONE, 0);
        lg_add_edge(graph, sum, next, LG_ONE, 0);
        sum = next;
    }
}

static const struct {
    const char *name;
    void (*build)(struct lg_graph *graph, struct dice *dice);
    uint64_t most_products;
} shapes[] = {
    {"chain", build_chain, 4 * SIZE},
    {"band", build_band, 16 * SIZE},
    {"hub", build_hub, 4 * SIZE},
};

static double seconds_since(clock_t start)
{
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static struct lg_graph *build(struct arena *arena, int shape)
{
    const clock_t start = clock();
    struct dice dice = {7};
    struct lg_graph *graph = lg_create(arena);
    shapes[shape].build(graph, &dice);
    const lg_vertex output = {graph->vertices.count - 1};
    lg_vertex cycle;
    struct lg_graph *made = lg_finish(graph, &output, 1, NULL, NULL, &cycle);
    printf("%s: %u vertices, %u edges, built in %.2f s\n", shapes[shape].name, made->vertices.count,
           made->edges.count, seconds_since(start));
    return made;
}

START_TEST(greedy_orders_are_near_linear)
{
    static const char *const orders[] = {"reverse", "markowitz", "relative-markowitz", "lmmd",
                                         "min-fill"};
    struct arena *arena = arena_create();
    const struct lg_graph *graph = build(arena, _i);
    for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
        clock_t start = clock();
        struct lg_plan plan = lg_plan_create(arena, orders[o]);
        const struct lg_order_options options = {.tie = LG_TIE_LAST};
        lg_order_named(orders[o])->run(graph, &options, &plan);
        const double order_seconds = seconds_since(start);
        start = clock();
        const struct lg_cost cost = lg_cost_of(graph, &plan);
        printf("  %-20s %8llu products, order %.2f s, cost %.2f s\n", orders[o],
               (unsigned long long)cost.textbook, order_seconds, seconds_since(start));
        ck_assert_uint_le(cost.textbook, shapes[_i].most_products);
    }
    arena_destroy(arena);
}
END_TEST

START_TEST(the_bound_ends_and_is_one)
{
    struct arena *arena = arena_create();
    const struct lg_graph *graph = build(arena, _i);
    struct lg_plan plan = lg_plan_create(arena, "reverse");
    lg_order_named("reverse")->run(graph, &(struct lg_order_options){.tie = LG_TIE_LAST}, &plan);
    const clock_t start = clock();
    const uint64_t bound = lg_path_bound(graph);
    printf("  bound %llu in %.2f s\n", (unsigned long long)bound, seconds_since(start));
    ck_assert_uint_le(bound, lg_cost_of(graph, &plan).textbook);
    ck_assert_uint_ge(bound, plan.steps.count);
    arena_destroy(arena);
}
END_TEST

START_TEST(files_are_read_and_written)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = build(c.arena, _i);
    clock_t start = clock();
    struct text text = text_in(c.arena);
    lg_write(graph, &text);
    printf("  written in %.2f s", seconds_since(start));
    start = clock();
    const struct source *source = source_add(c.sources, "g.dag", text.at, text.length);
    const struct lg_graph *again = lg_read(&c, source);
    printf(", read in %.2f s\n", seconds_since(start));
    ck_assert_ptr_nonnull(again);
    graph_assert_equal(graph, again);
    compilation_destroy(&c);
}
END_TEST

/* On the graph `hub` exact counts would take 10^10 steps: the sum after n terms sees n + 1 inputs.
 */
START_TEST(reach_is_estimated_where_it_is_large)
{
    struct arena *arena = arena_create();
    const struct lg_graph *graph = build(arena, 2);
    const clock_t start = clock();
    const struct reach reach = reach_count(arena, graph);
    printf("  reach in %.2f s\n", seconds_since(start));
    const uint32_t first = graph->inputs.count;
    uint32_t off = 0;
    for (uint32_t v = first; v + 1 < graph->vertices.count; v++) {
        const uint32_t terms = (v - first) / 2 + 1; /* term and sum stand by turns */
        const uint32_t inputs = (v - first) % 2 == 0 ? 2 : terms + 1;
        off += reach.inputs[v] < inputs / 2 || reach.inputs[v] > inputs * 2;
        off += reach.outputs[v] != 1;
    }
    ck_assert_uint_le(off, graph->vertices.count / 100);
    arena_destroy(arena);
}
END_TEST

/* A sum of SIZE terms, and its sine. */
START_TEST(faces_at_one_vertex_have_one_score)
{
    struct arena *arena = arena_create();
    struct lg_graph *graph = lg_create(arena);
    for (uint32_t v = 0; v < SIZE; v++) {
        lg_add_vertex(graph, LG_INPUT, NULL);
        lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
        lg_add_edge(graph, (lg_vertex){2 * v}, (lg_vertex){2 * v + 1}, LG_VAR, 0);
    }
    const lg_vertex sum = lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
    for (uint32_t v = 0; v < SIZE; v++) {
        lg_add_edge(graph, (lg_vertex){2 * v + 1}, sum, LG_VAR, 0);
    }
    const lg_vertex sine = lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
    lg_add_edge(graph, sum, sine, LG_VAR, 0);
    lg_vertex cycle;
    const struct lg_graph *made = lg_finish(graph, &sine, 1, NULL, NULL, &cycle);
    struct lg_plan plan = lg_plan_create(arena, "face-markowitz");
    const clock_t start = clock();
    const struct lg_order_options options = {.tie = LG_TIE_LAST};
    lg_order_named("face-markowitz")->run(made, &options, &plan);
    printf("  face-markowitz in %.2f s\n", seconds_since(start));
    ck_assert_uint_eq(lg_cost_of(made, &plan).textbook, 2 * SIZE);
    arena_destroy(arena);
}
END_TEST

static Suite *scale_suite(void)
{
    const int shape_count = sizeof shapes / sizeof *shapes;
    Suite *suite = suite_create("scale");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 110);
    tcase_add_loop_test(all, greedy_orders_are_near_linear, 0, shape_count);
    tcase_add_loop_test(all, the_bound_ends_and_is_one, 0, shape_count);
    tcase_add_loop_test(all, files_are_read_and_written, 0, shape_count);
    tcase_add_test(all, reach_is_estimated_where_it_is_large);
    tcase_add_test(all, faces_at_one_vertex_have_one_score);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(scale_suite)
