/* Tests of building, reading and writing graphs. */
#include "check_main.h"
#include "graphs.h"

#include <string.h>

static const char *written(struct arena *arena, const struct lg_graph *graph)
{
    struct text text = text_in(arena);
    lg_write(graph, &text);
    return text_string(&text);
}

/* What the reader says to this text; it must refuse it. */
static const char *complaint(struct compilation *c, const char *file, size_t length)
{
    const struct source *source = source_add(c->sources, "g.dag", file, length);
    ck_assert_ptr_null(lg_read(c, source));
    struct text text = text_in(c->arena);
    diagnostics_write(c->diagnostics, false, &text);
    return text_string(&text);
}

START_TEST(samples_survive_writing_and_reading)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_load(&c, sample_graphs[_i]);
    const char *text = written(c.arena, graph);
    const struct lg_graph *again = graph_parse(&c, text);
    graph_assert_equal(graph, again);
    ck_assert_str_eq(written(c.arena, again), text);
    compilation_destroy(&c);
}
END_TEST

START_TEST(random_graphs_survive_writing_and_reading)
{
    struct dice dice = {300 + (uint64_t)_i};
    for (int round = 0; round < 200; round++) {
        struct compilation c = compilation_create();
        const struct lg_graph *graph = graph_random(c.arena, &dice, 1 + dice_below(&dice, 30));
        const struct lg_graph *again = graph_parse(&c, written(c.arena, graph));
        ck_assert_ptr_nonnull(again);
        graph_assert_equal(graph, again);
        compilation_destroy(&c);
    }
}
END_TEST

/* Files, and the same graphs as they are written. */
static const struct {
    const char *file;
    const char *graph;
} forms[] = {
    /* several declarations on several lines, comments, blanks, a last line without its end */
    {"in a # x\n\n\tin b\r\nout y # z\nedge a y\t var\nedge b y one#!",
     "in a b\nout y\nedge a y\nedge b y one\n"},
    /* repeated edges merge */
    {"in a b\nout y\nedge a t one\nedge a t one\nedge b t neg\nedge b t var\nedge t y const\n"
     "edge t y neg\n",
     "in a b\nout y\nedge a t const\nedge b t\nedge t y const\n"},
    /* what is on no path goes, inputs stay; y feeds nothing that lives and needs no sink */
    {"in a b c\nout y\nedge a y\nedge b dead\nedge y dead\nedge s y\nedge a dead\n",
     "in a b c\nout y\nedge a y\n"},
    /* an output that no input reaches */
    {"in a\nout y z\nedge s z\nedge a y\n", "in a\nout y z\nvertex z\nedge a y\n"},
    {"in a\nout y z\nvertex z\nedge a y\n", "in a\nout y z\nvertex z\nedge a y\n"},
    /* an input that is an output; outputs twice */
    {"in a\nout a y\nagain a y\nedge a y\n", "in a\nout a y\nagain a y\nedge a y\n"},
    {"in a\nout y\nagain y\nout z\nedge a y\nedge y z\n",
     "in a\nout y\nagain y\nout z\nedge a y\nedge y z\n"},
    /* of the ready vertices the one declared first; inputs before all */
    {"in b a\nout y\nedge a t\nedge a u\nedge w v\nedge u v\nedge t w\nedge v y\n",
     "in b a\nout y\nedge a t\nedge a u\nedge t w\nedge u v\nedge w v\nedge v y\n"},
    /* names may be anything */
    {"in in out\nout edge >\nedge in edge\nedge out >\nedge in >\n",
     "in in out\nout edge >\nedge in edge\nedge in >\nedge out >\n"},
};

START_TEST(files_are_read_as_meant)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_parse(&c, forms[_i].file);
    ck_assert_ptr_nonnull(graph);
    ck_assert_str_eq(written(c.arena, graph), forms[_i].graph);
    graph_assert_equal(graph, graph_parse(&c, forms[_i].graph));
    compilation_destroy(&c);
}
END_TEST

START_TEST(long_lists_are_broken)
{
    struct compilation c = compilation_create();
    struct lg_graph *graph = lg_create(c.arena);
    for (int v = 0; v < 100; v++) {
        lg_add_vertex(graph, LG_INPUT, arena_format(c.arena, "input%d", v));
    }
    const lg_vertex output = lg_add_vertex(graph, LG_OUTPUT, "y");
    lg_add_edge(graph, graph->inputs.at[7], output, LG_VAR, 0);
    lg_vertex cycle;
    graph = lg_finish(graph, &output, 1, NULL, NULL, &cycle);
    const char *text = written(c.arena, graph);
    for (const char *line = text; *line != '\0'; line = strchr(line, '\n') + 1) {
        ck_assert_int_le(strchr(line, '\n') - line, 100);
    }
    graph_assert_equal(graph, graph_parse(&c, text));
    compilation_destroy(&c);
}
END_TEST

static uint32_t merge_labels(void *context, uint32_t first, uint32_t second)
{
    ++*(int *)context;
    return first * 10 + second;
}

START_TEST(labels_merge_in_the_order_given)
{
    struct arena *arena = arena_create();
    struct lg_graph *graph = lg_create(arena);
    const lg_vertex y = lg_add_vertex(graph, LG_INTERMEDIATE, "y"); /* declared before its input */
    const lg_vertex a = lg_add_vertex(graph, LG_INPUT, "a");
    lg_add_edge(graph, a, y, LG_ONE, 1);
    lg_add_edge(graph, a, y, LG_NEG, 2);
    lg_add_edge(graph, a, y, LG_CONST, 3);
    int merges = 0;
    lg_vertex cycle;
    const struct lg_graph *made = lg_finish(graph, &y, 1, merge_labels, &merges, &cycle);
    ck_assert_int_eq(merges, 2);
    ck_assert_uint_eq(made->edges.count, 1);
    ck_assert_uint_eq(made->edges.at[0].label, 123);
    ck_assert_int_eq(made->edges.at[0].kind, LG_CONST);
    ck_assert_uint_eq(made->inputs.at[0].index, 0);
    ck_assert_uint_eq(made->outputs.at[0].index, 1);
    ck_assert_int_eq(made->vertices.at[1].role, LG_OUTPUT);
    arena_destroy(arena);
}
END_TEST

START_TEST(inputs_come_first_in_the_order_declared)
{
    struct arena *arena = arena_create();
    struct lg_graph *graph = lg_create(arena);
    const lg_vertex z = lg_add_vertex(graph, LG_OUTPUT, "z"); /* that nothing leads to */
    const lg_vertex b = lg_add_vertex(graph, LG_INPUT, "b");
    const lg_vertex t = lg_add_vertex(graph, LG_INTERMEDIATE, "t");
    const lg_vertex a = lg_add_vertex(graph, LG_INPUT, "a");
    const lg_vertex y = lg_add_vertex(graph, LG_INTERMEDIATE, "y");
    lg_add_edge(graph, b, t, LG_VAR, 0);
    lg_add_edge(graph, t, y, LG_VAR, 0);
    lg_add_edge(graph, a, y, LG_VAR, 0);
    lg_vertex cycle;
    const lg_vertex outputs[] = {y, z};
    const struct lg_graph *made = lg_finish(graph, outputs, 2, NULL, NULL, &cycle);
    ck_assert_str_eq(written(arena, made),
                     "in b a\nout y z\nvertex z\nedge b t\nedge a y\nedge t y\n");
    ck_assert_str_eq(made->vertices.at[1].name, "a");
    arena_destroy(arena);
}
END_TEST

START_TEST(adjacency_lists_all_edges_in_order)
{
    struct dice dice = {400};
    for (int round = 0; round < 200; round++) {
        struct arena *arena = arena_create();
        const struct lg_graph *graph = graph_random(arena, &dice, 1 + dice_below(&dice, 30));
        uint32_t in = 0;
        uint32_t out = 0;
        for (uint32_t v = 0; v < graph->vertices.count; v++) {
            for (uint32_t at = graph->in_begin[v]; at < graph->in_begin[v + 1]; at++, in++) {
                const struct lg_edge_info *edge = &graph->edges.at[graph->in_edges[at].index];
                ck_assert_uint_eq(edge->to.index, v);
                ck_assert_uint_lt(edge->from.index, v);
            }
            uint32_t last = v;
            for (uint32_t at = graph->out_begin[v]; at < graph->out_begin[v + 1]; at++, out++) {
                const struct lg_edge_info *edge = &graph->edges.at[graph->out_edges[at].index];
                ck_assert_uint_eq(edge->from.index, v);
                ck_assert_uint_gt(edge->to.index, last);
                last = edge->to.index;
            }
            const bool inner = graph->vertices.at[v].role == LG_INTERMEDIATE;
            ck_assert(!inner || graph->in_begin[v] < graph->in_begin[v + 1]);
            ck_assert(!inner || graph->out_begin[v] < graph->out_begin[v + 1]);
            ck_assert(graph->vertices.at[v].role != LG_OUTPUT || last == v);
        }
        ck_assert_uint_eq(in, graph->edges.count);
        ck_assert_uint_eq(out, graph->edges.count);
        arena_destroy(arena);
    }
}
END_TEST

START_TEST(private_sinks_do_not_clash)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = graph_parse(&c, "in a\nout y y@out z\nagain z\nedge a y\n"
                                                   "edge y y@out\nedge a z\n");
    ck_assert_uint_eq(graph->outputs.count, 4);
    const char *const names[] = {"y@out'", "y@out", "z@out", "z@out'"};
    for (uint32_t o = 0; o < 4; o++) {
        ck_assert_str_eq(graph->vertices.at[graph->outputs.at[o].index].name, names[o]);
    }
    compilation_destroy(&c);
}
END_TEST

START_TEST(cycles_are_named)
{
    struct arena *arena = arena_create();
    struct lg_graph *graph = lg_create(arena);
    lg_vertex v[6];
    v[0] = lg_add_vertex(graph, LG_INPUT, "a");
    for (uint32_t n = 1; n < 6; n++) {
        v[n] = lg_add_vertex(graph, LG_INTERMEDIATE, NULL);
    }
    /* 1 leads into the cycle 2 -> 3 -> 2, and 4, 5 hang on it: neither is a right answer */
    lg_add_edge(graph, v[0], v[1], LG_VAR, 0);
    lg_add_edge(graph, v[1], v[2], LG_VAR, 0);
    lg_add_edge(graph, v[2], v[3], LG_VAR, 0);
    lg_add_edge(graph, v[3], v[2], LG_VAR, 0);
    lg_add_edge(graph, v[3], v[4], LG_VAR, 0);
    lg_add_edge(graph, v[4], v[5], LG_VAR, 0);
    lg_vertex cycle = {99};
    ck_assert_ptr_null(lg_finish(graph, &v[5], 1, NULL, NULL, &cycle));
    ck_assert(cycle.index == 2 || cycle.index == 3);
    arena_destroy(arena);
}
END_TEST

/* Wrong files, and what is said to them. */
static const struct {
    const char *file;
    const char *said; /* as a part of all that is said */
} wrong[] = {
    {"in a\nout y\nedgy a y\n", "g.dag:3:1: error: unknown word `edgy` [E0803]\n"
                                "    3 | edgy a y\n"
                                "      | ^~~~\n"
                                "      = help: did you mean `edge`?\n"},
    {"in a\nout y\nedge a\n",
     "g.dag:3:7: error: `edge` needs the name of a second vertex behind it [E0803]\n"
     "    3 | edge a\n"
     "      |       ^\n"},
    {"in a\nout y\nedge # a y\n",
     "g.dag:3:5: error: `edge` needs the names of two vertices behind it [E0803]\n"
     "    3 | edge # a y\n"
     "      |     ^\n"},
    {"in a\nout y\nedge a y\nedge y y\n",
     "g.dag:4:6: error: this edge leads from `y` to itself [E0803]\n"
     "    4 | edge y y\n"
     "      |      ^~~\n"},
    {"in a\nout y\nedge a t\nedge t u\nedge u v\nedge v t\nedge v y\n",
     "g.dag:6:6: error: this edge closes a cycle through `t` [E0803]\n"
     "    6 | edge v t\n"
     "      |      ^~~\n"
     "      = help: the cycle is t -> u -> v -> t\n"},
    {"in a\nout y\nedge a y\nedge y a\n",
     "g.dag:4:8: error: this edge leads to the input `a` [E0803]\n"
     "    4 | edge y a\n"
     "      |        ^\n"
     "g.dag:1:4: note: it is declared here\n"
     "    1 | in a\n"
     "      |    ^\n"},
    {"in a\nout y z\nedge a y\n", "g.dag:2:7: error: output `z` is on no edge [E0803]\n"
                                  "    2 | out y z\n"
                                  "      |       ^\n"
                                  "      = help: `vertex z` says that no input reaches it\n"},
    {"in a\nin b a\nout y\nedge a y\n", "g.dag:2:6: error: input `a` is declared twice [E0803]\n"
                                        "    2 | in b a\n"
                                        "      |      ^\n"
                                        "g.dag:1:4: note: the first time is here\n"},
    {"in a\nout y y\nedge a y\n",
     "      = help: `again y` asks for a second row of the Jacobian\n"},
    {"in a\nout y\nagain a\nedge a y\n",
     "g.dag:3:7: error: `a` is no output before this line [E0803]\n"},
    {"out y\nedge a y\n", "g.dag:1:1: error: this graph has no input [E0803]\n"},
    {"in a\n", "g.dag:1:1: error: this graph has no output [E0803]\n"},
    {"", "g.dag:1:1: error: this graph has neither an input nor an output [E0803]\n"},
    {"in\nout y\nedge a y\n",
     "g.dag:1:3: error: `in` needs the name of an input behind it [E0803]\n"},
    {"in a\nout\nedge a y\n",
     "g.dag:2:4: error: `out` needs the name of an output behind it [E0803]\n"},
    {"in a\nout y\nvertex\nedge a y\n",
     "error: `vertex` needs the name of a vertex behind it [E0803]\n"},
    {"in a\nout y\nedge a y fast\n", "g.dag:3:10: error: `fast` is no kind of edge [E0803]\n"
                                     "    3 | edge a y fast\n"
                                     "      |          ^~~~\n"
                                     "      = help: the kinds are `var`, `one`, `neg`, `const`\n"},
    {"in a\nout y\nedge a y cosnt\n", "      = help: did you mean `const`?\n"},
    {"in a\nout y\nedge a y one two\n",
     "g.dag:3:14: error: unexpected `two`: the line is complete without it [E0803]\n"},
    {"in a\nout y\nedge a\x01 y\nedge a y\n",
     "g.dag:3:7: error: a word cannot hold the control character 0x01 [E0803]\n"},
    {"edge a a\nedge b b\nfrob\nedge\nin q q\nout r r\n",
     "g.dag:2:6: error: this edge leads from `b` to itself [E0803]\n"},
};

START_TEST(wrong_files_are_refused_with_a_place)
{
    struct compilation c = compilation_create();
    const char *said = complaint(&c, wrong[_i].file, strlen(wrong[_i].file));
    ck_assert_msg(strstr(said, wrong[_i].said) != NULL, "said:\n%s", said);
    compilation_destroy(&c);
}
END_TEST

START_TEST(all_mistakes_are_reported_in_one_run)
{
    struct compilation c = compilation_create();
    const char *file = "edge a a\nfrob\nedge\nin q q\nout r r\nedge s r twice\nedge q s t u\n"
                       "edge u v\nedge v u\n";
    complaint(&c, file, strlen(file));
    ck_assert_uint_eq(diagnostics_errors(c.diagnostics), 8);
    compilation_destroy(&c);
}
END_TEST

START_TEST(dropped_edges_are_warned_of)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph =
        graph_parse(&c, "in a\nout y\nedge a y\nedge b y\nedge b y\nedge a z\n");
    ck_assert_ptr_nonnull(graph);
    struct text text = text_in(c.arena);
    diagnostics_write(c.diagnostics, false, &text);
    ck_assert_str_eq(
        text_string(&text),
        "g.dag:4:6: warning: `b` is no input and nothing leads to it: its edges are "
        "dropped [-Wdropped]\n"
        "    4 | edge b y\n"
        "      |      ^\n"
        "g.dag:6:8: warning: `z` is no output and leads nowhere: its edges are dropped "
        "[-Wdropped]\n"
        "    6 | edge a z\n"
        "      |        ^\n");
    compilation_destroy(&c);
}
END_TEST

START_TEST(no_bytes_crash_the_reader)
{
    static const char *const pieces[] = {"in",   "out",  "edge",  "again",       "vertex", " ",
                                         " ",    "\n",   "\n",    "a",           "b",      "c",
                                         "y",    "#",    "const", "neg",         "\xff",   "\x01",
                                         "\r\n", "in a", "out y", "\nedge a y\n"};
    struct dice dice = {500 + (uint64_t)_i};
    for (int round = 0; round < 300; round++) {
        struct compilation c = compilation_create();
        struct text text = text_in(c.arena);
        for (uint32_t n = dice_below(&dice, 60); n > 0; n--) {
            if (dice_below(&dice, 20) == 0) {
                const char byte = (char)dice_below(&dice, 256);
                text_add_bytes(&text, &byte, 1);
            } else {
                text_add(&text, pieces[dice_below(&dice, sizeof pieces / sizeof *pieces)]);
                text_add(&text, dice_below(&dice, 2) ? " " : "");
            }
        }
        const struct source *source =
            source_add(c.sources, "g.dag", text_string(&text), text.length);
        const struct lg_graph *graph = lg_read(&c, source);
        ck_assert((graph == NULL) == (diagnostics_errors(c.diagnostics) > 0));
        if (graph != NULL) {
            graph_assert_equal(graph, graph_parse(&c, written(c.arena, graph)));
        }
        struct text said = text_in(c.arena);
        diagnostics_write(c.diagnostics, false, &said);
        compilation_destroy(&c);
    }
}
END_TEST

START_TEST(dual_graphs_have_a_vertex_for_every_edge)
{
    struct dice dice = {600 + (uint64_t)_i};
    for (int round = 0; round < 50; round++) {
        struct compilation c = compilation_create();
        const struct lg_graph *graph = graph_random(c.arena, &dice, 1 + dice_below(&dice, 20));
        uint32_t faces = 0;
        for (uint32_t v = 0; v < graph->vertices.count; v++) {
            const uint32_t in = graph->in_begin[v + 1] - graph->in_begin[v];
            const uint32_t out = graph->out_begin[v + 1] - graph->out_begin[v];
            const enum lg_role role = graph->vertices.at[v].role;
            faces += role == LG_INPUT ? out : role == LG_OUTPUT ? in : in * out;
        }
        struct text text = text_in(c.arena);
        lg_write_dual(graph, &text);
        const struct lg_graph *dual = graph_parse(&c, text_string(&text));
        ck_assert_ptr_nonnull(dual);
        ck_assert_uint_eq(dual->edges.count, faces);
        ck_assert_uint_eq(dual->inputs.count, graph->inputs.count);
        ck_assert_uint_eq(dual->outputs.count, graph->outputs.count);
        ck_assert_uint_eq(dual->vertices.count,
                          graph->edges.count + graph->inputs.count + graph->outputs.count);
        compilation_destroy(&c);
    }
}
END_TEST

START_TEST(dual_and_dot_of_a_small_graph)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph =
        graph_parse(&c, "in a \"b\nout t y\nedge a t one\nedge \"b t\nedge t y const\n");
    struct text dual = text_in(c.arena);
    lg_write_dual(graph, &dual);
    ck_assert_str_eq(text_string(&dual), "in a\nin \"b\nout t@out\nout y\n"
                                         "edge a a>t\nedge \"b \"b>t\n"
                                         "edge a>t t>y\nedge a>t t>t@out\n"
                                         "edge \"b>t t>y\nedge \"b>t t>t@out\n"
                                         "edge t>y y\nedge t>t@out t@out\n");
    struct text dot = text_in(c.arena);
    struct lg_plan plan = lg_plan_create(c.arena, "hand");
    lg_plan_vertex(&plan, (lg_vertex){2});
    lg_write_dot(graph, &plan, &dot);
    ck_assert_str_eq(text_string(&dot), "digraph model {\n"
                                        "    rankdir=LR;\n"
                                        "    \"a\" [shape=box];\n"
                                        "    \"\\\"b\" [shape=box];\n"
                                        "    \"t\" [shape=circle, label=\"\\N\\n1\"];\n"
                                        "    \"y\" [shape=doublecircle];\n"
                                        "    \"t@out\" [shape=doublecircle];\n"
                                        "    \"a\" -> \"t\" [label=\"1\"];\n"
                                        "    \"\\\"b\" -> \"t\";\n"
                                        "    \"t\" -> \"y\" [label=\"const\"];\n"
                                        "    \"t\" -> \"t@out\" [style=dashed];\n"
                                        "}\n");
    compilation_destroy(&c);
}
END_TEST

/* A face goes with the first of the steps that take it. */
START_TEST(faces_carry_the_steps_that_eliminate_them)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph =
        graph_parse(&c, "in a b\nout y z\nedge a t\nedge b t\nedge t y\nedge t z\n");
    struct lg_plan plan = lg_plan_create(c.arena, "hand");
    struct text text =
        text_in(c.arena); /* the plan: one face, an edge in front, an edge behind, the rest */
    const struct lg_step steps[] = {
        {.kind = LG_STEP_FACE, .i = {1}, .j = {2}, .k = {4}},
        {.kind = LG_STEP_FRONT, .i = {0}, .j = {2}},
        {.kind = LG_STEP_BACK, .i = {2}, .j = {3}},
        {.kind = LG_STEP_VERTEX, .j = {2}},
    };
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        vec_push(c.arena, &plan.steps, steps[s]);
    }
    lg_write_dual_dot(graph, &plan, &text);
    const char *dot = text_string(&text);
    ck_assert_ptr_nonnull(strstr(dot, "e0 [label=\"a>t\"]"));
    ck_assert_ptr_nonnull(strstr(dot, "v0 -> e0;"));
    ck_assert_ptr_nonnull(strstr(dot, "e3 -> v4;"));
    ck_assert_ptr_nonnull(strstr(dot, "e0 -> e2 [label=\"2\"]"));
    ck_assert_ptr_nonnull(strstr(dot, "e0 -> e3 [label=\"2\"]"));
    ck_assert_ptr_nonnull(strstr(dot, "e1 -> e2 [label=\"3\"]"));
    ck_assert_ptr_nonnull(strstr(dot, "e1 -> e3 [label=\"1\"]"));
    compilation_destroy(&c);
}
END_TEST

static Suite *dag_suite(void)
{
    Suite *suite = suite_create("dag");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, samples_survive_writing_and_reading, 0, (int)sample_graph_count);
    tcase_add_loop_test(all, random_graphs_survive_writing_and_reading, 0, 5);
    tcase_add_loop_test(all, files_are_read_as_meant, 0, sizeof forms / sizeof *forms);
    tcase_add_test(all, long_lists_are_broken);
    tcase_add_test(all, labels_merge_in_the_order_given);
    tcase_add_test(all, inputs_come_first_in_the_order_declared);
    tcase_add_test(all, adjacency_lists_all_edges_in_order);
    tcase_add_test(all, private_sinks_do_not_clash);
    tcase_add_test(all, cycles_are_named);
    tcase_add_loop_test(all, wrong_files_are_refused_with_a_place, 0, sizeof wrong / sizeof *wrong);
    tcase_add_test(all, all_mistakes_are_reported_in_one_run);
    tcase_add_test(all, dropped_edges_are_warned_of);
    tcase_add_loop_test(all, no_bytes_crash_the_reader, 0, 5);
    tcase_add_loop_test(all, dual_graphs_have_a_vertex_for_every_edge, 0, 4);
    tcase_add_test(all, dual_and_dot_of_a_small_graph);
    tcase_add_test(all, faces_carry_the_steps_that_eliminate_them);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(dag_suite)
