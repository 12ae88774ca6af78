/* Tests of the searches: optima by brute force, bounds below them, and that the same command gives
 * the same plan. */
#include "check_main.h"
#include "cuts.h"
#include "graphs.h"
#include "window.h"

#include <string.h>

static uint32_t count_intermediates(const struct lg_graph *graph)
{
    return graph->vertices.count - graph->inputs.count - graph->outputs.count;
}

static struct lg_plan search(struct arena *arena, const struct lg_graph *graph, const char *name,
                             struct lg_order_options options, struct lg_result *result)
{
    struct lg_plan plan = lg_plan_create(arena, name);
    options.result = result;
    lg_order_named(name)->run(graph, &options, &plan);
    ck_assert_uint_eq(plan.steps.count, count_intermediates(graph));
    if (result != NULL) {
        ck_assert_uint_eq(result->cost, lg_cost_of(graph, &plan).textbook);
        ck_assert_uint_le(result->bound, result->cost);
        ck_assert_uint_eq(result->optimal, result->bound == result->cost);
    }
    return plan;
}

static struct lg_graph *layered_graph(struct arena *arena, struct dice *dice, uint32_t layers,
                                      uint32_t width)
{
    struct lg_graph *graph = lg_create(arena);
    lg_vertex *outputs = arena_alloc(arena, width * sizeof *outputs);
    for (uint32_t layer = 0; layer <= layers + 1; layer++) {
        for (uint32_t place = 0; place < width; place++) {
            const lg_vertex v = lg_add_vertex(graph, layer == 0 ? LG_INPUT : LG_INTERMEDIATE, NULL);
            outputs[place] = v;
            for (uint32_t e = 1 + dice_below(dice, 3); layer > 0 && e > 0; e--) {
                const uint32_t from = (layer - 1) * width + dice_below(dice, width);
                lg_add_edge(graph, (lg_vertex){from}, v, LG_VAR, 0);
            }
        }
    }
    lg_vertex cycle;
    return lg_finish(graph, outputs, width, NULL, NULL, &cycle);
}

static void check_bounds(const struct lg_graph *graph, uint64_t least)
{
    struct arena *arena = arena_create();
    const struct sets sets = sets_of(arena, graph);
    struct cuts *cuts = cuts_create(arena, &sets);
    uint64_t *left = arena_alloc(arena, (sets.words + 1) * sizeof *left);
    uint64_t paths = 0;
    for (uint32_t v = 0; v < sets.count; v++) {
        bits_add(left, v);
    }
    const uint64_t bound = cuts_bound(cuts, &sets, left);
    for (uint32_t v = 0; v < sets.count; v++) {
        paths += cuts_least(cuts, v);
    }
    ck_assert_uint_eq(paths, lg_path_bound(graph));
    ck_assert_uint_le(paths, bound);
    ck_assert_uint_le(bound, least);
    arena_destroy(arena);
}

static void check_window(const struct lg_graph *graph, uint64_t least)
{
    struct arena *arena = arena_create();
    const struct sets sets = sets_of(arena, graph);
    struct window *window = window_create(arena, &sets);
    uint32_t items[BRUTE_ITEMS];
    for (uint32_t v = 0; v < sets.count; v++) {
        items[v] = v;
    }
    window_solve(window, &sets, items, sets.count);
    struct sets work = sets_copy(arena, &sets);
    uint64_t cost = 0;
    for (uint32_t place = 0; place < sets.count; place++) {
        cost += sets_cost(&work, items[place]);
        sets_eliminate(&work, items[place]);
    }
    ck_assert_uint_eq(cost, least);
    arena_destroy(arena);
}

static void check_small(const struct lg_graph *graph)
{
    struct arena *arena = arena_create();
    const uint64_t least = graph_least(graph);
    struct lg_result result;
    search(arena, graph, "exact", (struct lg_order_options){.effort = 500}, &result);
    ck_assert_uint_eq(result.cost, least);
    ck_assert(result.optimal);
    check_bounds(graph, least);
    check_window(graph, least);
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    for (uint32_t o = 0; o < count; o++) {
        if (strchr(orders[o]->name, '-') != NULL && !orders[o]->quick) {
            continue;
        }
        struct lg_plan plan = lg_plan_create(arena, orders[o]->name);
        orders[o]->run(graph, &(struct lg_order_options){.effort = 5}, &plan);
        ck_assert_uint_ge(lg_cost_of(graph, &plan).textbook, least);
    }
    arena_destroy(arena);
}

START_TEST(searches_equal_brute_force)
{
    struct dice dice = {3000 + (uint64_t)_i};
    for (int round = 0; round < 50; round++) {
        struct arena *arena = arena_create();
        check_small(graph_small(arena, &dice));
        check_small(
            layered_graph(arena, &dice, 1 + dice_below(&dice, 3), 2 + dice_below(&dice, 2)));
        arena_destroy(arena);
    }
}
END_TEST

/* -- proofs -- */

static const struct {
    const char *graph;
    uint64_t least;
} known[] = {{"seed", 7},          {"lion", 12},         {"bat_like", 15},  {"bat", 24},
             {"speelpenning4", 4}, {"speelpenning6", 8}, {"ladder5", 20},   {"grid2x3", 38},
             {"grid3x3", 62},      {"layered_a", 25},    {"layered_b", 67}, {"heart_dipole", 148}};

START_TEST(samples_are_proved)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, known[_i].graph);
    struct lg_result result;
    search(c.arena, graph, "exact", (struct lg_order_options){0}, &result);
    ck_assert_uint_eq(result.cost, known[_i].least);
    ck_assert(result.optimal);
    compilation_destroy(&c);
}
END_TEST

START_TEST(bounds_hold_when_the_effort_ends)
{
    struct dice dice = {4000 + (uint64_t)_i};
    struct arena *arena = arena_create();
    const struct lg_graph *graph = layered_graph(arena, &dice, 4, 4);
    struct lg_result best;
    struct lg_result early;
    search(arena, graph, "exact", (struct lg_order_options){.effort = 20000}, &best);
    ck_assert(best.optimal);
    uint64_t bound = 0;
    for (uint64_t effort = 1; effort < 1000; effort *= 4) {
        search(arena, graph, "exact", (struct lg_order_options){.effort = effort}, &early);
        ck_assert_uint_le(early.bound, best.cost);
        ck_assert_uint_ge(early.cost, best.cost);
        ck_assert_uint_ge(early.bound, bound);
        bound = early.bound;
    }
    arena_destroy(arena);
}
END_TEST

/* -- searches that guess -- */

static void assert_same(const struct lg_plan *left, const struct lg_plan *right)
{
    ck_assert_uint_eq(left->steps.count, right->steps.count);
    for (uint32_t s = 0; s < left->steps.count; s++) {
        ck_assert_uint_eq(left->steps.at[s].j.index, right->steps.at[s].j.index);
    }
}

static const char *const guessing[] = {"anneal", "lns", "exact"};

START_TEST(the_same_command_gives_the_same_plan)
{
    struct dice dice = {5000};
    for (int round = 0; round < 4; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph =
            round % 2 == 0 ? layered_graph(arena, &dice, 8, 5) : graph_random(arena, &dice, 90);
        static const uint64_t efforts[] = {4000, 600, 100};
        struct lg_order_options options = {.effort = efforts[_i], .seed = (uint64_t)round};
        struct lg_result first;
        const struct lg_plan plan = search(arena, graph, guessing[_i], options, &first);
        for (uint32_t run = 0; run < 10; run++) {
            struct lg_result again;
            options.threads = run % 3;
            const struct lg_plan other = search(arena, graph, guessing[_i], options, &again);
            assert_same(&plan, &other);
            ck_assert_uint_eq(again.bound, first.bound);
            ck_assert_uint_eq(again.effort, first.effort);
        }
        arena_destroy(arena);
    }
}
END_TEST

START_TEST(searches_are_never_worse_than_quick_orders)
{
    struct dice dice = {6000 + (uint64_t)_i};
    uint32_t better = 0;
    for (int round = 0; round < 20; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = round % 2 == 0
                                           ? layered_graph(arena, &dice, 6, 5)
                                           : graph_random(arena, &dice, 50 + dice_below(&dice, 99));
        uint64_t quick = UINT64_MAX;
        uint32_t count;
        const struct lg_order *const *orders = lg_orders(&count);
        for (uint32_t o = 0; o < count; o++) {
            if (orders[o]->quick) {
                struct lg_plan plan = lg_plan_create(arena, orders[o]->name);
                orders[o]->run(graph, &(struct lg_order_options){0}, &plan);
                const uint64_t cost = lg_cost_of(graph, &plan).textbook;
                quick = cost < quick ? cost : quick;
            }
        }
        struct lg_result result;
        const uint64_t effort = _i == 0 ? 20000 : _i == 1 ? 400 : 50;
        search(arena, graph, guessing[_i], (struct lg_order_options){.effort = effort}, &result);
        ck_assert_uint_le(result.cost, quick);
        better += result.cost < quick;
        arena_destroy(arena);
    }
    ck_assert_uint_ge(better, 5); /* of the ten layered ones alone */
}
END_TEST

/* -- searches by another cost -- */

struct judged_graph {
    const struct lg_graph *graph;
    uint32_t judgements;
};

static double judge_mul(void *context, const struct lg_plan *plan)
{
    struct judged_graph *judged = context;
    judged->judgements++;
    return (double)lg_cost_of(judged->graph, plan).mul;
}

/* Post: the least `mul` of all orders that begin with the plan's steps. */
static uint64_t least_mul(const struct lg_graph *graph, struct lg_plan *plan, bool *gone)
{
    uint64_t least = UINT64_MAX;
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (graph->vertices.at[v].role == LG_INTERMEDIATE && !gone[v]) {
            gone[v] = true;
            lg_plan_vertex(plan, (lg_vertex){v});
            const uint64_t found = least_mul(graph, plan, gone);
            least = found < least ? found : least;
            plan->steps.count--;
            gone[v] = false;
        }
    }
    return least < UINT64_MAX ? least : lg_cost_of(graph, plan).mul;
}

START_TEST(judged_searches_find_the_least_of_small_graphs)
{
    struct dice dice = {8000};
    uint32_t beside = 0;
    for (uint32_t round = 0; round < 60;) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_small(arena, &dice);
        const uint32_t intermediates = count_intermediates(graph);
        if (intermediates >= 2 && intermediates <= 6) {
            struct judged_graph judged = {graph, 0};
            const struct lg_judge judge = {judge_mul, &judged, 20};
            struct lg_result result;
            const struct lg_order_options options = {.judge = &judge};
            struct lg_plan all = lg_plan_create(arena, "all");
            const struct lg_plan plan = search(arena, graph, guessing[_i], options, &result);
            bool *gone = arena_alloc(arena, graph->vertices.count * sizeof *gone);
            ck_assert_uint_eq(lg_cost_of(graph, &plan).mul, least_mul(graph, &all, gone));
            ck_assert_uint_gt(judged.judgements, 0);
            beside += result.cost > graph_least(graph);
            round++;
        }
        arena_destroy(arena);
    }
    ck_assert_uint_gt(beside, 0); /* it is another cost */
}
END_TEST

START_TEST(judged_searches_are_never_worse_than_quick_orders)
{
    struct dice dice = {9000};
    uint32_t better = 0;
    for (int round = 0; round < 10; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 90);
        struct judged_graph judged = {graph, 0};
        const struct lg_judge judge = {judge_mul, &judged, 1};
        struct lg_order_options options = {.effort = 1000, .seed = (uint64_t)round};
        struct lg_result result;
        const struct lg_plan free = search(arena, graph, guessing[_i], options, &result);
        options.judge = &judge;
        const struct lg_plan plan = search(arena, graph, guessing[_i], options, &result);
        const uint64_t mul = lg_cost_of(graph, &plan).mul;
        ck_assert_uint_le(mul, lg_cost_of(graph, &free).mul);
        better += mul < lg_cost_of(graph, &free).mul;
        uint32_t count;
        const struct lg_order *const *orders = lg_orders(&count);
        for (uint32_t o = 0; o < count; o++) {
            if (orders[o]->quick) {
                struct lg_plan quick = lg_plan_create(arena, orders[o]->name);
                orders[o]->run(graph, &(struct lg_order_options){0}, &quick);
                ck_assert_uint_le(mul, lg_cost_of(graph, &quick).mul);
            }
        }
        for (uint32_t threads = 1; threads <= 2; threads++) {
            options.threads = threads;
            const struct lg_plan other = search(arena, graph, guessing[_i], options, &result);
            assert_same(&plan, &other);
        }
        arena_destroy(arena);
    }
    ck_assert_uint_gt(better, 0);
}
END_TEST

/* -- the end of a search -- */

static void count_reports(void *context, uint64_t best, uint64_t bound)
{
    uint32_t *reports = context;
    ck_assert_uint_le(bound, best);
    (*reports)++;
}

START_TEST(an_interrupted_search_gives_what_it_has)
{
    struct dice dice = {7000};
    struct arena *arena = arena_create();
    const struct lg_graph *graph = layered_graph(arena, &dice, 20, 6);
    const volatile sig_atomic_t stop = 1;
    uint32_t reports = 0;
    struct lg_result result;
    struct lg_order_options options = {.effort = UINT64_MAX / 2,
                                       .threads = 2,
                                       .stop = &stop,
                                       .progress = count_reports,
                                       .progress_context = &reports};
    search(arena, graph, guessing[_i], options, &result);
    ck_assert_uint_gt(reports, 0);
    options.stop = NULL;
    options.time_limit = 0.05;
    search(arena, graph, guessing[_i], options, &result);
    ck_assert(!result.optimal);
    arena_destroy(arena);
}
END_TEST

/* What was told of a search. */
struct told {
    uint64_t least; /* the lowest cost */
    uint64_t most;  /* the highest bound */
    uint32_t reports;
};

static void listen(void *context, uint64_t best, uint64_t bound)
{
    struct told *told = context;
    told->least = best < told->least ? best : told->least;
    told->most = bound > told->most ? bound : told->most;
    told->reports++;
}

START_TEST(reports_are_of_the_whole_graph)
{
    struct dice dice = {7500};
    uint32_t reports = 0;
    for (int round = 0; round < 20; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 90); /* often in parts */
        struct told told = {.least = UINT64_MAX};
        struct lg_result result;
        const struct lg_order_options options = {
            .effort = 500, .progress = listen, .progress_context = &told};
        search(arena, graph, guessing[_i], options, &result);
        ck_assert_uint_ge(told.least, result.cost);
        ck_assert_uint_le(told.most, result.cost);
        ck_assert(told.reports == 0 || told.most >= lg_path_bound(graph));
        reports += told.reports;
        arena_destroy(arena);
    }
    ck_assert_uint_gt(reports, 0);
}
END_TEST

START_TEST(searches_take_graphs_with_nothing_to_do)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_parse(&c, "in a\nout b a\nedge a b\n");
    struct lg_result result;
    search(c.arena, graph, guessing[_i], (struct lg_order_options){0}, &result);
    ck_assert_uint_eq(result.cost, 0);
    ck_assert(result.optimal);
    compilation_destroy(&c);
}
END_TEST

static Suite *search_suite(void)
{
    const int guesses = sizeof guessing / sizeof *guessing;
    Suite *suite = suite_create("searches");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, searches_equal_brute_force, 0, 10);
    tcase_add_loop_test(all, samples_are_proved, 0, sizeof known / sizeof *known);
    tcase_add_loop_test(all, bounds_hold_when_the_effort_ends, 0, 4);
    tcase_add_loop_test(all, the_same_command_gives_the_same_plan, 0, guesses);
    tcase_add_loop_test(all, searches_are_never_worse_than_quick_orders, 0, guesses);
    tcase_add_loop_test(all, judged_searches_find_the_least_of_small_graphs, 0, 2);
    tcase_add_loop_test(all, judged_searches_are_never_worse_than_quick_orders, 0, 2);
    tcase_add_loop_test(all, an_interrupted_search_gives_what_it_has, 0, guesses);
    tcase_add_loop_test(all, reports_are_of_the_whole_graph, 0, guesses);
    tcase_add_loop_test(all, searches_take_graphs_with_nothing_to_do, 0, guesses);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(search_suite)
