/* Tests of the dual graph: faces in any order, and the face and edge rules by slow models. */
#include "check_main.h"
#include "graphs.h"

#include "dual_graph.h"
#include "small_dual.h"

#include <string.h>

/* -- random face plans, done side by side on both kinds of dual graph -- */

static uint32_t count_edges(const struct dual *dual)
{
    uint32_t count = 0;
    for (uint32_t v = 0; v < dual->vertices.count; v++) {
        count += !dual->vertices.at[v].terminal && !dual->vertices.at[v].gone;
    }
    return count;
}

static uint32_t pick_face(const struct dual *dual, struct dice *dice)
{
    uint32_t chosen = WORK_NONE;
    uint32_t seen = 0;
    for (uint32_t a = 0; a < dual->vertices.count; a++) {
        uint32_t f = dual->vertices.at[a].gone ? WORK_NONE : dual->vertices.at[a].first_out;
        for (; f != WORK_NONE; f = dual->faces.at[f].next_out) {
            if (dual_is_inner(dual, &dual->faces.at[f]) && dice_below(dice, ++seen) == 0) {
                chosen = f;
            }
        }
    }
    return chosen;
}

static uint32_t place_of_age(const struct small_dual *small, uint32_t age)
{
    uint32_t v = 0;
    while (v < small->count && small->vertices[v].age != age) {
        v++;
    }
    ck_assert_uint_lt(v, small->count);
    return v;
}

enum { MOST_FACES = 80 }; /* at random, or graphs of some size have more of them all the time */

/* A plan of faces at random, and vertices where these are too many; *numbered where one of the
 * faces needs its number. */
static struct lg_plan random_faces(struct arena *arena, const struct lg_graph *graph,
                                   struct dice *dice, bool *numbered)
{
    struct lg_plan plan = lg_plan_create(arena, "random");
    const struct work work = work_create(arena, graph, NULL);
    struct dual *dual = dual_create(arena, &work);
    struct small_dual small;
    bool fits = small_dual_of(graph, &small);
    uint32_t f = pick_face(dual, dice);
    for (; f != WORK_NONE && plan.steps.count < MOST_FACES; f = pick_face(dual, dice)) {
        vec_push(arena, &plan.steps, dual_step(dual, f));
        *numbered = *numbered || plan.steps.at[plan.steps.count - 1].place > 0;
        fits = fits && small_dual_eliminate(&small, place_of_age(&small, dual->faces.at[f].before),
                                            place_of_age(&small, dual->faces.at[f].after));
        dual_eliminate(dual, f);
        if (fits) {
            ck_assert_uint_eq(count_edges(dual) + graph->inputs.count + graph->outputs.count,
                              small.count);
        }
    }
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (dual->ends[v].faces > 0) {
            struct text error = text_in(arena);
            lg_plan_vertex(&plan, (lg_vertex){v});
            ck_assert(dual_apply(dual, &plan.steps.at[plan.steps.count - 1], &error));
        }
    }
    ck_assert_uint_eq(dual->left, 0);
    return plan;
}

/* Writing the plan and reading it gives the same steps. */
static void check_text(const struct lg_graph *graph, const struct lg_plan *plan)
{
    struct compilation c = compilation_create();
    struct text text = text_in(c.arena);
    lg_plan_write(graph, plan, &text);
    const struct source *source =
        source_add(c.sources, "p.plan", text_string(&text), (uint32_t)text.length);
    const struct lg_plan *again = lg_plan_read(&c, source, graph);
    ck_assert_ptr_nonnull(again);
    ck_assert_uint_eq(again->steps.count, plan->steps.count);
    bool equal = true;
    for (uint32_t s = 0; s < plan->steps.count; s++) {
        const struct lg_step *a = &plan->steps.at[s];
        const struct lg_step *b = &again->steps.at[s];
        equal = equal && a->kind == b->kind && a->i.index == b->i.index &&
                a->j.index == b->j.index && a->k.index == b->k.index && a->place == b->place;
    }
    ck_assert_msg(equal, "the steps differ");
    compilation_destroy(&c);
}

START_TEST(faces_in_any_order_give_the_path_sum)
{
    struct dice dice = {3000 + (uint64_t)_i};
    bool numbered = false;
    for (int round = 0; round < 100; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 3 + dice_below(&dice, 12));
        const struct lg_plan plan = random_faces(arena, graph, &dice, &numbered);
        plan_check(graph, &plan, &dice);
        check_text(graph, &plan);
        arena_destroy(arena);
    }
    ck_assert_msg(numbered, "no plan has parallel faces");
}
END_TEST

START_TEST(faces_in_any_order_give_the_path_sum_on_samples)
{
    struct compilation c = compilation_create();
    struct dice dice = {3100 + (uint64_t)_i};
    const struct lg_graph *graph = graph_load(&c, sample_graphs[_i]);
    bool numbered = false;
    const struct lg_plan plan = random_faces(c.arena, graph, &dice, &numbered);
    plan_check(graph, &plan, &dice);
    compilation_destroy(&c);
}
END_TEST

/* Vertex and edge steps cost the same on the dual as on the working graph; where faces have gone
 * before, they still give the path sum. */
START_TEST(steps_of_all_kinds_mix)
{
    struct dice dice = {3200 + (uint64_t)_i};
    for (int round = 0; round < 100; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 3 + dice_below(&dice, 15));
        const struct work work = work_create(arena, graph, NULL);
        struct dual *dual = dual_create(arena, &work);
        struct lg_plan plan = lg_plan_create(arena, "mixed");
        struct text error = text_in(arena);
        for (uint32_t f = pick_face(dual, &dice); f != WORK_NONE; f = pick_face(dual, &dice)) {
            struct lg_step step = dual_step(dual, f);
            step.kind = (enum lg_step_kind)dice_below(&dice, 4);
            if (step.kind == LG_STEP_BACK) {
                step.i = step.j;
                step.j = step.k;
            }
            vec_push(arena, &plan.steps, step);
            ck_assert_msg(dual_apply(dual, &step, &error), "%s", text_string(&error));
        }
        plan_check(graph, &plan, &dice);
        arena_destroy(arena);
    }
}
END_TEST

START_TEST(vertices_and_edges_cost_the_same_on_the_dual)
{
    struct dice dice = {3300 + (uint64_t)_i};
    static const char *const orders[] = {"forward", "reverse", "lmmd", "edge-momr",
                                         "edge-relative"};
    for (int round = 0; round < 60; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 3 + dice_below(&dice, 25));
        const char *name = orders[dice_below(&dice, sizeof orders / sizeof *orders)];
        struct lg_plan plan = lg_plan_create(arena, name);
        lg_order_named(name)->run(graph, &(struct lg_order_options){.tie = LG_TIE_LAST}, &plan);
        struct matrices matrices = matrices_random(arena, graph, &dice);
        const struct lg_algebra algebra = matrices_algebra(&matrices);
        struct work work = work_create(arena, graph, &algebra);
        struct work again = work_create(arena, graph, &algebra);
        struct dual *dual = dual_create(arena, &again);
        struct text error = text_in(arena);
        for (uint32_t s = 0; s < plan.steps.count; s++) {
            ck_assert(work_apply(&work, &plan.steps.at[s], &error));
            ck_assert(dual_apply(dual, &plan.steps.at[s], &error));
            uint32_t edges = 0;
            for (uint32_t v = 0; v < graph->vertices.count; v++) {
                edges += work.vertices[v].in_degree;
            }
            ck_assert_uint_eq(count_edges(dual), edges);
            ck_assert_uint_eq(dual->left, work.left);
        }
        arena_destroy(arena);
    }
}
END_TEST

/* -- the greedy rules, each score worked out anew before every step -- */

static int64_t degree_sum(const struct dense *dense)
{
    int64_t sum = 0;
    for (uint32_t v = 0; v < dense->count; v++) {
        sum += (int64_t)dense_in_degree(dense, v) * (int64_t)dense_out_degree(dense, v);
    }
    return sum;
}

static struct dense after_edge(const struct dense *dense, const struct lg_step *step)
{
    struct dense next = *dense;
    dense_apply(&next, step);
    return next;
}

static int64_t edge_markowitz(const struct dense *dense, const struct lg_step *step)
{
    return step->kind == LG_STEP_FRONT ? (int64_t)dense_out_degree(dense, step->j.index)
                                       : (int64_t)dense_in_degree(dense, step->i.index);
}

static int64_t edge_momr(const struct dense *dense, const struct lg_step *step)
{
    const struct dense next = after_edge(dense, step);
    return degree_sum(&next) - degree_sum(dense);
}

static int64_t edge_min_distance(const struct dense *dense, const struct lg_step *step)
{
    int64_t farthest = 0;
    for (uint32_t v = 0; v < dense->count; v++) {
        const bool front = step->kind == LG_STEP_FRONT;
        const signed char kind =
            front ? dense->kind[step->j.index][v] : dense->kind[v][step->i.index];
        const int64_t distance =
            front ? (int64_t)v - step->i.index : (int64_t)step->j.index - (int64_t)v;
        farthest = kind != DENSE_NONE && distance > farthest ? distance : farthest;
    }
    return farthest;
}

static const struct {
    const char *order;
    int64_t (*score)(const struct dense *dense, const struct lg_step *step);
} edge_rules[] = {{"edge-markowitz", edge_markowitz},
                  {"edge-momr", edge_momr},
                  {"edge-min-distance", edge_min_distance}};

/* Whether `a` comes behind `b` among equals: by the vertex eliminated at, then by the other end. */
static bool comes_behind(const struct lg_step *a, const struct lg_step *b)
{
    const bool a_front = a->kind == LG_STEP_FRONT;
    const bool b_front = b->kind == LG_STEP_FRONT;
    const uint32_t a_at = a_front ? a->j.index : a->i.index;
    const uint32_t b_at = b_front ? b->j.index : b->i.index;
    const uint32_t a_far = a_front ? a->i.index : a->j.index;
    const uint32_t b_far = b_front ? b->i.index : b->j.index;
    return a_at != b_at ? a_at > b_at : a_far > b_far;
}

static struct lg_step best_edge(const struct dense *dense, size_t rule, enum lg_tie tie)
{
    struct lg_step best = {.kind = LG_STEP_VERTEX};
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < dense->count; i++) {
        for (uint32_t j = 0; j < dense->count; j++) {
            for (int front = 0; front < 2 && dense->kind[i][j] != DENSE_NONE; front++) {
                const struct lg_step step = {
                    .kind = front ? LG_STEP_FRONT : LG_STEP_BACK, .i = {i}, .j = {j}};
                if (dense->graph->vertices.at[front ? j : i].role != LG_INTERMEDIATE ||
                    (!front && dense->kind[i][j] == LG_COPY)) {
                    continue;
                }
                const int64_t score = edge_rules[rule].score(dense, &step);
                if (score < least ||
                    (score == least && comes_behind(&step, &best) == (tie == LG_TIE_LAST))) {
                    least = score;
                    best = step;
                }
            }
        }
    }
    return best;
}

START_TEST(edge_orders_follow_their_rule)
{
    struct dice dice = {5000 + (uint64_t)_i};
    const size_t rule = (size_t)_i % (sizeof edge_rules / sizeof *edge_rules);
    for (int round = 0; round < 20; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 3 + dice_below(&dice, 15));
        const enum lg_tie tie = dice_below(&dice, 2) ? LG_TIE_LAST : LG_TIE_FIRST;
        struct lg_plan plan = lg_plan_create(arena, "");
        lg_order_named(edge_rules[rule].order)
            ->run(graph, &(struct lg_order_options){.tie = tie}, &plan);
        struct dense dense = dense_of(graph);
        for (uint32_t s = 0; s < plan.steps.count; s++) {
            const struct lg_step best = best_edge(&dense, rule, tie);
            const struct lg_step *step = &plan.steps.at[s];
            ck_assert_msg(step->kind == best.kind && step->i.index == best.i.index &&
                              step->j.index == best.j.index,
                          "%s, step %u: %u %u-%u instead of %u %u-%u", edge_rules[rule].order,
                          s + 1, step->kind, step->i.index, step->j.index, best.kind, best.i.index,
                          best.j.index);
            dense_apply(&dense, step);
        }
        arena_destroy(arena);
    }
}
END_TEST

static int64_t face_markowitz(const struct small_dual *small, uint32_t a, uint32_t b)
{
    int64_t faces = 0;
    (void)b;
    for (uint32_t v = 0; v < small->count; v++) {
        uint64_t left = small_dual_faces_behind(small, v);
        for (; left != 0 && small->vertices[v].to.index == small->vertices[a].to.index;
             left &= left - 1) {
            faces += small->vertices[small_lowest(left)].kind != SMALL_COPY;
        }
    }
    return faces;
}

static int64_t face_min_distance(const struct small_dual *small, uint32_t a, uint32_t b)
{
    return (int64_t)small->vertices[b].to.index - small->vertices[a].from.index;
}

static int64_t face_momr(const struct small_dual *small, uint32_t a, uint32_t b)
{
    const int64_t before = small_count(small_dual_faces_before(small, a));
    const int64_t behind = small_count(small_dual_faces_behind(small, b));
    int64_t change = before + behind - 1;
    for (uint32_t v = 0; v < small->count; v++) {
        if (small->vertices[v].before == small->vertices[a].before &&
            small->vertices[v].behind == small->vertices[b].behind) {
            change = -1;
        }
    }
    change -= small_count(small->vertices[a].behind) == 1 ? before : 0;
    change -= small_count(small->vertices[b].before) == 1 ? behind : 0;
    return change;
}

static const struct {
    const char *order;
    int64_t (*score)(const struct small_dual *small, uint32_t a, uint32_t b);
} face_rules[] = {{"face-markowitz", face_markowitz},
                  {"face-momr", face_momr},
                  {"face-min-distance", face_min_distance}};

START_TEST(face_orders_follow_their_rule)
{
    struct dice dice = {6000 + (uint64_t)_i};
    const size_t rule = (size_t)_i % (sizeof face_rules / sizeof *face_rules);
    for (int round = 0; round < 20; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 3 + dice_below(&dice, 8));
        struct lg_plan plan = lg_plan_create(arena, "");
        lg_order_named(face_rules[rule].order)
            ->run(graph, &(struct lg_order_options){.tie = LG_TIE_FIRST}, &plan);
        struct small_dual small;
        bool fits = small_dual_of(graph, &small);
        for (uint32_t s = 0; fits && s < plan.steps.count; s++) {
            int64_t least = INT64_MAX;
            uint32_t best[2] = {0, 0};
            uint64_t best_key[3] = {0, 0, 0};
            for (uint32_t a = 0; a < small.count; a++) {
                uint64_t left = small_dual_faces_behind(&small, a);
                for (; left != 0; left &= left - 1) {
                    const uint32_t b = small_lowest(left);
                    const struct small_vertex *x = &small.vertices[a];
                    const struct small_vertex *y = &small.vertices[b];
                    const uint64_t key[3] = {(uint64_t)x->to.index << 32 | x->from.index,
                                             y->to.index, (uint64_t)x->age << 32 | y->age};
                    const int64_t score = y->kind == SMALL_COPY
                                              ? INT64_MAX - 1
                                              : face_rules[rule].score(&small, a, b);
                    int order = 0;
                    for (int n = 0; n < 3 && order == 0; n++) {
                        order = (key[n] > best_key[n]) - (key[n] < best_key[n]);
                    }
                    if (score < least || (score == least && order < 0)) {
                        least = score;
                        best[0] = a;
                        best[1] = b;
                        memcpy(best_key, key, sizeof key);
                    }
                }
            }
            const struct lg_step *step = &plan.steps.at[s];
            ck_assert_msg(small.vertices[best[0]].from.index == step->i.index &&
                              small.vertices[best[0]].to.index == step->j.index &&
                              small.vertices[best[1]].to.index == step->k.index,
                          "%s, step %u: another face", face_rules[rule].order, s + 1);
            fits = small_dual_eliminate(&small, best[0], best[1]);
        }
        arena_destroy(arena);
    }
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *made = tcase_create(name);
    tcase_set_timeout(made, 120);
    suite_add_tcase(suite, made);
    return made;
}

static Suite *dual_suite(void)
{
    Suite *suite = suite_create("dual");
    TCase *faces = add_case(suite, "faces");
    tcase_add_loop_test(faces, faces_in_any_order_give_the_path_sum, 0, 10);
    tcase_add_loop_test(faces, faces_in_any_order_give_the_path_sum_on_samples, 0,
                        (int)sample_graph_count);
    tcase_add_loop_test(faces, steps_of_all_kinds_mix, 0, 5);
    tcase_add_loop_test(faces, vertices_and_edges_cost_the_same_on_the_dual, 0, 5);
    TCase *rules = add_case(suite, "rules");
    tcase_add_loop_test(rules, edge_orders_follow_their_rule, 0, 6);
    tcase_add_loop_test(rules, face_orders_follow_their_rule, 0, 6);
    return suite;
}

CHECK_MAIN(dual_suite)
