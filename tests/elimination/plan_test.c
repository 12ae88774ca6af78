/* Tests of writing and reading plans. */
#include "check_main.h"
#include "graphs.h"

#include <string.h>

static struct lg_plan plan_of(struct arena *arena, const struct lg_graph *graph, const char *name)
{
    struct lg_plan plan = lg_plan_create(arena, name);
    const struct lg_order_options options = {.tie = LG_TIE_LAST};
    lg_order_named(name)->run(graph, &options, &plan);
    return plan;
}

static const char *written(struct arena *arena, const struct lg_graph *graph,
                           const struct lg_plan *plan)
{
    struct text text = text_in(arena);
    lg_plan_write(graph, plan, &text);
    return text_string(&text);
}

static const struct lg_plan *parse(struct compilation *c, const struct lg_graph *graph,
                                   const char *text)
{
    return lg_plan_read(c, source_add(c->sources, "p.plan", text, strlen(text)), graph);
}

#define HEAD                                                                                      \
    "# A step eliminates a vertex, or an edge: every path that ran over it becomes an edge past " \
    "it,\n"                                                                                       \
    "# and a product. c(k,j) is the partial derivative of k with respect to j, on the edge from " \
    "j to\n"                                                                                      \
    "# k. The edges that are left in the end are the entries of the Jacobian.\n"

START_TEST(written_plans_teach_elimination)
{
    /* s = x*y + sin x */
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_parse(&c, "in x y\nout s\nedge x p\nedge y p\n"
                                                   "edge x q\nedge p s one\nedge q s one\n");
    struct lg_plan plan = plan_of(c.arena, graph, "reverse");
    ck_assert_str_eq(written(c.arena, graph, &plan),
                     HEAD "order reverse\ngraph 88638f9d5a18b42f\n"
                          "vertex q            # c(s,x) = 1 * c(q,x)\n"
                          "vertex p            # c(s,x) += 1 * c(p,x)\n"
                          "                    # c(s,y) = 1 * c(p,y)\n"
                          "# textbook 3, mul 0, add 1, fma 0, fill 2\n");
    plan = plan_of(c.arena, graph, "forward");
    ck_assert_str_eq(written(c.arena, graph, &plan),
                     HEAD "order forward\ngraph 88638f9d5a18b42f\n"
                          "vertex p            # c(s,x) = 1 * c(p,x)\n"
                          "                    # c(s,y) = 1 * c(p,y)\n"
                          "vertex q            # c(s,x) += 1 * c(q,x)\n"
                          "# textbook 3, mul 0, add 1, fma 0, fill 2\n");
    compilation_destroy(&c);
}
END_TEST

START_TEST(written_edge_plans_name_their_products)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, "units");
    const char *text = HEAD "order hand\ngraph 4431b68ff96af24f\n"
                            "front b s           # c(t,b) = c(t,s) * -1\n"
                            "                    # c(z,b) = c(z,s) * -1\n"
                            "back t y            # c(y,b) = 1 * c(t,b)\n"
                            "                    # c(y,s) = 1 * c(t,s)\n"
                            "vertex s            # c(y,a) = c(y,s) * 1\n"
                            "                    # c(z,a) = c(z,s) * 1\n"
                            "# textbook 6, mul 0, add 0, fma 0, fill 6\n";
    const struct lg_plan *plan = parse(&c, graph, text);
    ck_assert_ptr_nonnull(plan);
    ck_assert_str_eq(plan->order, "hand");
    ck_assert_uint_eq(plan->steps.count, 3);
    ck_assert_str_eq(written(c.arena, graph, plan), text);
    compilation_destroy(&c);
}
END_TEST

START_TEST(plans_survive_writing_and_reading)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, sample_graphs[_i]);
    const struct lg_plan plan = plan_of(c.arena, graph, "markowitz");
    const char *text = written(c.arena, graph, &plan);
    const struct lg_plan *again = parse(&c, graph, text);
    ck_assert_ptr_nonnull(again);
    ck_assert_str_eq(again->order, "markowitz");
    ck_assert_str_eq(written(c.arena, graph, again), text);
    compilation_destroy(&c);
}
END_TEST

static const struct {
    const char *plan; /* for the graph seed */
    const char *said;
} wrong[] = {
    {"vertex v1\nvertex v1\n",
     "p.plan:2:1: error: this step does not fit: `v1` is gone already [E0804]\n"
     "    2 | vertex v1\n"
     "      | ^~~~~~~~~\n"},
    {"vertex v1\nvertex v2\n", "p.plan:3:1: error: the plan leaves `v3` [E0804]\n"},
    {"", "p.plan:1:1: error: the plan leaves `v1` and 2 more [E0804]\n"},
    {"vertex v7\n", "p.plan:1:8: error: the graph has no vertex `v7` [E0804]\n"},
    {"vertex\n", "p.plan:1:7: error: `vertex` needs the name of a vertex behind it [E0804]\n"},
    {"front a\n", "p.plan:1:8: error: `front` needs the names of two vertices behind it [E0804]\n"},
    {"vertex v1 v2\n",
     "p.plan:1:11: error: unexpected `v2`: the line is complete without it [E0804]\n"},
    {"front a v3\n",
     "p.plan:1:1: error: this step does not fit: there is no edge from `a` to `v3` here [E0804]\n"},
    {"face a v1 v4\n",
     "this step does not fit: there is no face from `a` over `v1` to `v4` here [E0804]\n"},
    {"face a v1 v2 2\n",
     "p.plan:1:1: error: this step does not fit: there is no face number 2 from `a` over `v1` to "
     "`v2` here, only 1 [E0804]\n"
     "    1 | face a v1 v2 2\n"
     "      | ^~~~~~~~~~~~~~\n"},
    {"face a v1 v2 0\n",
     "p.plan:1:14: error: `0` is not the number of a face: 1, 2, ... [E0804]\n"},
    {"face a v1 v2 x1\n",
     "p.plan:1:14: error: `x1` is not the number of a face: 1, 2, ... [E0804]\n"},
    {"face a v1 v2 1 1\n",
     "p.plan:1:16: error: unexpected `1`: the line is complete without it [E0804]\n"},
    {"face a v1\n",
     "p.plan:1:10: error: `face` needs the names of three vertices behind it [E0804]\n"},
    {"vertx v1\n", "      = help: did you mean `vertex`?\n"},
    {"whatever v1\n",
     "      = help: a line begins with `order`, `graph`, `vertex`, `front`, `back` or `face`\n"},
    {"order a\norder b\n", "p.plan:2:7: error: the order is named twice [E0804]\n"},
    {"graph 0123456789abcdef\nvertex v2\nvertex v1\nvertex v3\n",
     "p.plan:1:7: error: the plan is for another graph: that of the model is c7ae4684086515aa "
     "[E0805]\n"
     "    1 | graph 0123456789abcdef\n"
     "      |       ^~~~~~~~~~~~~~~~\n"
     "      = help: the model, or what is derived of it, has changed since the plan was made; make "
     "it anew with --emit=plan\n"},
    {"graph\n", "p.plan:1:6: error: `graph` needs the fingerprint of a graph behind it [E0804]\n"},
    {"graph c7ae4684086515aa\ngraph c7ae4684086515aa\n",
     "p.plan:2:7: error: there are two fingerprints [E0804]\n"},
    {"order\n", "p.plan:1:6: error: `order` needs the name of an order behind it [E0804]\n"},
};

START_TEST(wrong_plans_are_refused_with_a_place)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, "seed");
    ck_assert_ptr_null(parse(&c, graph, wrong[_i].plan));
    struct text text = text_in(c.arena);
    diagnostics_write(c.diagnostics, false, &text);
    ck_assert_msg(strstr(text_string(&text), wrong[_i].said) != NULL, "said:\n%s",
                  text_string(&text));
    compilation_destroy(&c);
}
END_TEST

/* What the fingerprint tells apart, and what it does not. */
START_TEST(fingerprints_are_of_the_structure)
{
    static const struct {
        const char *graph;
        bool same;
    } others[] = {{"in a b\nout y\nedge a v\nedge b v\nedge v y\n", true},
                  {"in p q\nout z\nedge p w\nedge q w\nedge w z\n", true},
                  {"in a b\nout y\nedge a v\nedge b v\nedge v y one\n", false},
                  {"in a b\nout y\nedge a v\nedge b y\nedge v y\n", false},
                  {"in a b\nout y v\nedge a v\nedge b v\nedge v y\n", false}};
    struct compilation c = compilation_create();
    const uint64_t first = lg_fingerprint(graph_parse(&c, others[0].graph));
    for (size_t o = 0; o < sizeof others / sizeof *others; o++) {
        const uint64_t found = lg_fingerprint(graph_parse(&c, others[o].graph));
        ck_assert_msg((found == first) == others[o].same, "%s", others[o].graph);
    }
    compilation_destroy(&c);
}
END_TEST

START_TEST(plans_may_do_without_a_fingerprint)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, "seed");
    ck_assert_ptr_nonnull(parse(&c, graph, "vertex v2\nvertex v1\nvertex v3\n"));
    compilation_destroy(&c);
}
END_TEST

static Suite *plan_suite(void)
{
    Suite *suite = suite_create("plan");
    TCase *all = tcase_create("all");
    tcase_add_test(all, written_plans_teach_elimination);
    tcase_add_test(all, written_edge_plans_name_their_products);
    tcase_add_loop_test(all, plans_survive_writing_and_reading, 0, (int)sample_graph_count);
    tcase_add_loop_test(all, wrong_plans_are_refused_with_a_place, 0, sizeof wrong / sizeof *wrong);
    tcase_add_test(all, fingerprints_are_of_the_structure);
    tcase_add_test(all, plans_may_do_without_a_fingerprint);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(plan_suite)
