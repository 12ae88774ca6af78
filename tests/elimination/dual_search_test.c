/* Tests of the searches over edges and faces: the known optima, brute force, and that no kind of
 * elimination is worse than one that it includes. With THOROUGH in the environment a thousand
 * graphs are tried instead of a few. */
#include "check_main.h"
#include "graphs.h"
#include "small_dual.h"

#include <stdlib.h>
#include <string.h>

/* -- the optima -- */

static const struct {
    const char *graph;
    uint64_t best[2]; /* by edges, by faces */
} optima[] = {{"seed", {7, 7}},          {"lion", {11, 11}},          {"bat_like", {14, 14}},
              {"speelpenning4", {4, 4}}, {"speelpenning6", {8, 8}},   {"ladder5", {20, 20}},
              {"layered_a", {25, 25}},   {"heart_dipole", {148, 148}}};

static struct lg_result search(const struct lg_graph *graph, const char *name, struct dice *dice,
                               uint64_t effort)
{
    struct arena *arena = arena_create();
    struct lg_plan plan = lg_plan_create(arena, name);
    struct lg_result result;
    const struct lg_order_options options = {
        .tie = LG_TIE_LAST, .effort = effort, .result = &result};
    lg_order_named(name)->run(graph, &options, &plan);
    plan_check(graph, &plan, dice);
    ck_assert_uint_eq(plan_textbook(graph, &plan), result.cost);
    ck_assert_uint_le(result.bound, result.cost);
    ck_assert(result.optimal == (result.bound == result.cost));
    arena_destroy(arena);
    return result;
}

START_TEST(optima_are_those_known)
{
    struct compilation c = compilation_create();
    struct dice dice = {7};
    const struct lg_graph *graph = graph_load(&c, optima[_i].graph);
    static const char *const orders[] = {"exact-edge", "exact-face"};
    for (int faces = 0; faces < 2; faces++) {
        const struct lg_result result = search(graph, orders[faces], &dice, 0);
        ck_assert_uint_eq(result.cost, optima[_i].best[faces]);
        ck_assert(result.optimal);
    }
    compilation_destroy(&c);
}
END_TEST

/* Two faces at r are absorbed into the shortcuts past it, and then p, q, r go. */
START_TEST(bat_takes_22_products_by_faces)
{
    struct compilation c = compilation_create();
    struct dice dice = {8};
    const struct lg_graph *graph = graph_load(&c, "bat");
    const char *text = "order hand\nface p r y1\nface q r y4\nvertex p\nvertex q\nvertex r\n";
    const struct source *source = source_add(c.sources, "p.plan", text, (uint32_t)strlen(text));
    const struct lg_plan *plan = lg_plan_read(&c, source, graph);
    ck_assert_ptr_nonnull(plan);
    ck_assert_uint_eq(plan_textbook(graph, plan), 22);
    plan_check(graph, plan, &dice);
    const struct lg_result by_edges = search(graph, "exact-edge", &dice, 0);
    ck_assert_uint_eq(by_edges.cost, 23);
    ck_assert(by_edges.optimal);
    compilation_destroy(&c);
}
END_TEST

START_TEST(bat_takes_no_less_by_faces)
{
    struct compilation c = compilation_create();
    struct dice dice = {9};
    const struct lg_result result = search(graph_load(&c, "bat"), "exact-face", &dice, 0);
    ck_assert_uint_eq(result.cost, 22);
    ck_assert(result.optimal);
    compilation_destroy(&c);
}
END_TEST

/* A search that has to stop early says how far it got, and never too much. */
START_TEST(spent_effort_leaves_a_bound)
{
    struct compilation c = compilation_create();
    struct dice dice = {10};
    const struct lg_graph *graph = graph_load(&c, "bat");
    const struct lg_result result = search(graph, "exact-face", &dice, 200);
    ck_assert_uint_eq(result.effort, 200);
    ck_assert_uint_ge(result.cost, 22);
    ck_assert_uint_lt(result.bound, 22);
    ck_assert_uint_ge(result.bound, 16);
    compilation_destroy(&c);
}
END_TEST

/* Several copies of a graph, some of them with inputs in common, are too large to be searched as
 * one. */
START_TEST(parts_are_searched_apart)
{
    struct compilation c = compilation_create();
    struct dice dice = {11};
    const struct lg_graph *one = graph_load(&c, "lion");
    struct lg_graph *graph = lg_create(c.arena);
    lg_vertex *outputs = arena_alloc(c.arena, 10 * (size_t)one->outputs.count * sizeof *outputs);
    uint32_t output_count = 0;
    for (uint32_t copy = 0; copy < 10; copy++) {
        const uint32_t begin = copy % 2 == 0 ? graph->vertices.count : 0;
        uint32_t *numbers = arena_alloc(c.arena, one->vertices.count * sizeof *numbers);
        for (uint32_t v = 0; v < one->vertices.count; v++) {
            const enum lg_role role = one->vertices.at[v].role;
            const bool shared = role == LG_INPUT && copy % 2 == 1;
            const enum lg_role made = role == LG_INPUT ? LG_INPUT : LG_INTERMEDIATE;
            numbers[v] = shared ? begin + v : lg_add_vertex(graph, made, NULL).index;
            if (role == LG_OUTPUT) {
                outputs[output_count++] = (lg_vertex){numbers[v]};
            }
        }
        for (uint32_t e = 0; e < one->edges.count; e++) {
            const struct lg_edge_info *edge = &one->edges.at[e];
            lg_add_edge(graph, (lg_vertex){numbers[edge->from.index]},
                        (lg_vertex){numbers[edge->to.index]}, edge->kind, 0);
        }
    }
    lg_vertex cycle;
    graph = lg_finish(graph, outputs, output_count, NULL, NULL, &cycle);
    static const char *const orders[] = {"exact-edge", "exact-face"};
    for (int faces = 0; faces < 2; faces++) {
        const struct lg_result result = search(graph, orders[faces], &dice, 0);
        ck_assert_uint_eq(result.cost, 10 * 11);
        ck_assert(result.optimal);
    }
    compilation_destroy(&c);
}
END_TEST

START_TEST(a_search_ends_with_its_time)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, "grid3x3");
    struct lg_result result;
    const struct lg_order_options options = {
        .effort = UINT64_MAX / 2, .time_limit = 0.05, .result = &result};
    struct lg_plan plan = lg_plan_create(c.arena, "exact-face");
    lg_order_named("exact-face")->run(graph, &options, &plan);
    ck_assert_uint_eq(plan_textbook(graph, &plan), result.cost);
    ck_assert(!result.optimal);
    compilation_destroy(&c);
}
END_TEST

/* -- brute force: all states there are, without any bound -- */

enum { STATE_MOST = 700, STATES_MOST = 600 };

struct brute {
    struct arena *arena;
    VEC(struct brute_state {
        uint8_t bytes[STATE_MOST];
        uint32_t size;
        uint32_t spent; /* the least with which it was reached */
    })
    states;
    uint32_t least;
    bool full; /* too many states: nothing is known */
};

/* Post: whether the state is new, or has been reached for less than ever before. */
static bool is_news(struct brute *brute, const uint8_t *bytes, uint32_t size, uint32_t spent)
{
    if (spent >= brute->least) {
        return false;
    }
    for (uint32_t s = 0; s < brute->states.count; s++) {
        struct brute_state *state = &brute->states.at[s];
        if (state->size == size && memcmp(state->bytes, bytes, size) == 0) {
            const bool less = spent < state->spent;
            state->spent = less ? spent : state->spent;
            return less;
        }
    }
    brute->full = brute->full || brute->states.count == STATES_MOST;
    if (brute->full) {
        return false;
    }
    struct brute_state *state = vec_add(brute->arena, &brute->states);
    memcpy(state->bytes, bytes, size);
    state->size = size;
    state->spent = spent;
    return true;
}

static uint32_t count_faces(const struct small_dual *small)
{
    uint32_t faces = 0;
    for (uint32_t v = 0; v < small->count; v++) {
        faces += small_count(small_dual_faces_behind(small, v));
    }
    return faces;
}

static void try_all_faces(struct brute *brute, struct small_dual *small, uint32_t spent)
{
    uint8_t bytes[SMALL_DUAL_BYTES];
    small_dual_arrange(small);
    const uint32_t size = small_dual_encode(small, bytes);
    if (!is_news(brute, bytes, size, spent)) {
        return;
    }
    if (count_faces(small) == 0) {
        brute->least = spent;
    }
    for (uint32_t a = 0; a < small->count; a++) {
        for (uint64_t left = small_dual_faces_behind(small, a); left != 0; left &= left - 1) {
            const uint32_t b = small_lowest(left);
            struct small_dual next = *small;
            ck_assert(small_dual_eliminate(&next, a, b));
            try_all_faces(brute, &next, spent + (small->vertices[b].kind != SMALL_COPY));
        }
    }
}

static void try_all_edges(struct brute *brute, const struct dense *dense)
{
    uint8_t bytes[STATE_MOST];
    uint32_t size = 0;
    bool done = true;
    for (uint32_t i = 0; i < dense->count; i++) {
        for (uint32_t j = i + 1; j < dense->count; j++) {
            bytes[size++] = (uint8_t)(dense->kind[i][j] + 1);
        }
    }
    if (!is_news(brute, bytes, size, (uint32_t)dense->cost.textbook)) {
        return;
    }
    for (uint32_t e = 0; e < 2 * dense->count * dense->count; e++) {
        const uint32_t i = e / 2 / dense->count;
        const uint32_t j = e / 2 % dense->count;
        const bool front = e % 2;
        if (dense->kind[i][j] != DENSE_NONE &&
            dense->graph->vertices.at[front ? j : i].role == LG_INTERMEDIATE) {
            struct dense next = *dense;
            done = false;
            dense_apply(&next, &(struct lg_step){.kind = front ? LG_STEP_FRONT : LG_STEP_BACK,
                                                 .i = {i},
                                                 .j = {j}});
            try_all_edges(brute, &next);
        }
    }
    if (done) {
        brute->least = (uint32_t)dense->cost.textbook;
    }
}

static uint32_t least_by_vertices(const struct dense *dense)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t v = 0; v < dense->count; v++) {
        if (dense->graph->vertices.at[v].role != LG_INTERMEDIATE || dense->gone[v]) {
            continue;
        }
        struct dense next = *dense;
        dense_apply(&next, &(struct lg_step){.kind = LG_STEP_VERTEX, .j = {v}});
        const uint32_t cost = (uint32_t)(next.cost.textbook - dense->cost.textbook);
        const uint32_t all = cost + least_by_vertices(&next);
        least = all < least ? all : least;
    }
    return least == UINT32_MAX ? 0 : least;
}

/* Post: whether the graph is one for brute force. */
static bool check_by_force(const struct lg_graph *graph, struct dice *dice)
{
    struct small_dual small;
    ck_assert(small_dual_of(graph, &small));
    if (count_faces(&small) < 3 || count_faces(&small) > 8) {
        return false;
    }
    struct arena *arena = arena_create();
    const struct dense dense = dense_of(graph);
    const uint32_t vertex = least_by_vertices(&dense);
    struct brute edges = {.arena = arena, .least = vertex + 1};
    try_all_edges(&edges, &dense);
    struct brute faces = {.arena = arena, .least = edges.least + 1};
    try_all_faces(&faces, &small, 0);
    if (edges.full || faces.full) {
        arena_destroy(arena);
        return false;
    }
    ck_assert_uint_le(edges.least, vertex);
    ck_assert_uint_le(faces.least, edges.least);
    ck_assert_uint_le(small_dual_bound(&small), faces.least);
    ck_assert_uint_le(lg_path_bound(graph), faces.least);
    const struct lg_result by_edges = search(graph, "exact-edge", dice, 0);
    const struct lg_result by_faces = search(graph, "exact-face", dice, 0);
    ck_assert(by_edges.optimal && by_faces.optimal);
    ck_assert_uint_eq(by_edges.cost, edges.least);
    ck_assert_uint_eq(by_faces.cost, faces.least);
    arena_destroy(arena);
    return true;
}

START_TEST(searches_equal_brute_force)
{
    struct dice dice = {4000 + (uint64_t)_i};
    for (int checked = 0; checked < 40;) {
        struct arena *arena = arena_create();
        checked += check_by_force(graph_random(arena, &dice, 2 + dice_below(&dice, 5)), &dice);
        arena_destroy(arena);
    }
}
END_TEST

/* -- all orders and searches on one graph -- */

static const char *const searches[] = {"anneal", "lns", "exact", "exact-edge", "exact-face"};

/* Post: the least cost of vertex, edge or face orders, where the search proved it; else a bound. */
static uint64_t least_by(const struct lg_graph *graph, const char *name, uint64_t effort,
                         struct dice *dice, uint64_t known)
{
    const struct lg_result result = search(graph, name, dice, effort);
    ck_assert_uint_ge(result.cost, known);
    return result.bound;
}

static void check_all_orders(const struct lg_graph *graph, struct dice *dice)
{
    struct arena *arena = arena_create();
    const uint64_t least = graph_least(graph);
    ck_assert_uint_eq(search(graph, "exact", dice, 5000).cost, least);
    ck_assert_uint_eq(search(graph, "lns", dice, 200).cost, least);
    ck_assert_uint_eq(search(graph, "anneal", dice, 20000).cost, least);
    const uint64_t faces = least_by(graph, "exact-face", 300, dice, lg_path_bound(graph));
    const uint64_t edges = least_by(graph, "exact-edge", 300, dice, faces);
    ck_assert_uint_le(edges, least);
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    for (uint32_t o = 0; o < count; o++) {
        if (orders[o]->search) {
            continue;
        }
        struct lg_plan plan = lg_plan_create(arena, orders[o]->name);
        orders[o]->run(graph, &(struct lg_order_options){.tie = dice_below(dice, 2)}, &plan);
        const bool by_faces = strncmp(orders[o]->name, "face-", 5) == 0;
        const bool by_edges = strncmp(orders[o]->name, "edge-", 5) == 0;
        ck_assert_uint_ge(plan_textbook(graph, &plan), by_faces ? faces : by_edges ? edges : least);
    }
    arena_destroy(arena);
}

START_TEST(no_kind_of_elimination_is_worse_than_what_it_includes)
{
    struct dice dice = {8000 + (uint64_t)_i};
    for (int round = 0; round < (getenv("THOROUGH") == NULL ? 2 : 100); round++) {
        struct arena *arena = arena_create();
        check_all_orders(graph_small(arena, &dice), &dice);
        arena_destroy(arena);
    }
}
END_TEST

/* -- the same command, the same bytes -- */

START_TEST(ten_runs_and_any_threads_give_the_same_plan)
{
    const int rounds = getenv("THOROUGH") == NULL ? 1 : 20;
    struct dice dice = {9000};
    for (int round = 0; round < rounds; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 10 + dice_below(&dice, 8));
        const char *first = NULL;
        for (uint32_t run = 0; run < 10; run++) {
            struct lg_result result;
            const struct lg_order_options options = {
                .effort = 100, .seed = (uint64_t)round, .threads = run % 3, .result = &result};
            struct lg_plan plan = lg_plan_create(arena, searches[_i]);
            lg_order_named(searches[_i])->run(graph, &options, &plan);
            struct text text = text_in(arena);
            lg_plan_write(graph, &plan, &text);
            text_print(&text, "%llu %llu %llu", (unsigned long long)result.cost,
                       (unsigned long long)result.bound, (unsigned long long)result.effort);
            first = run == 0 ? text_string(&text) : first;
            ck_assert_str_eq(text_string(&text), first);
        }
        arena_destroy(arena);
    }
}
END_TEST

static Suite *dual_search_suite(void)
{
    Suite *suite = suite_create("searches over edges and faces");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 300);
    tcase_add_loop_test(all, optima_are_those_known, 0, sizeof optima / sizeof *optima);
    tcase_add_test(all, bat_takes_22_products_by_faces);
    tcase_add_test(all, bat_takes_no_less_by_faces);
    tcase_add_test(all, spent_effort_leaves_a_bound);
    tcase_add_test(all, parts_are_searched_apart);
    tcase_add_test(all, a_search_ends_with_its_time);
    tcase_add_loop_test(all, searches_equal_brute_force, 0, 5);
    tcase_add_loop_test(all, no_kind_of_elimination_is_worse_than_what_it_includes, 0, 10);
    tcase_add_loop_test(all, ten_runs_and_any_threads_give_the_same_plan, 0,
                        sizeof searches / sizeof *searches);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(dual_search_suite)
