/* Runs the golden files of tests/golden/dag: NAME.dag is read; wrong ones have NAME.err, what is
 * said to them; right ones NAME.graph, what is written again, and NAME.plan, the order `markowitz`
 * on it. With ADC_GOLDEN=rewrite in the environment the files are written instead of compared. */
#include "check_main.h"
#include "graphs.h"

#include <stdio.h>
#include <string.h>

static const char *const wrong[] = {
    "unknown_word",           "missing_end",    "cycle",
    "input_with_predecessor", "declared_twice", "nothing_declared",
};

static const char *const right[] = {
    "sum_of_products",
    "output_feeds_on",
    "parallel_and_dropped",
};

static void compare(struct compilation *c, const char *name, const char *extension,
                    const struct text *text)
{
    const char *path = arena_format(c->arena, "%s/%s.%s", GOLDEN, name, extension);
    const char *mode = getenv("ADC_GOLDEN");
    if (mode != NULL && strcmp(mode, "rewrite") == 0) {
        FILE *file = fopen(path, "wb");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(text_string(text), 1, text->length, file), text->length);
        ck_assert_int_eq(fclose(file), 0);
        return;
    }
    const struct source *expected = source_read(c->sources, path);
    ck_assert_msg(expected != NULL, "cannot read %s", path);
    ck_assert_str_eq(text_string(text), expected->text);
}

/* The file under its bare name, so that messages do not depend on where the tests lie. */
static const struct source *open_golden(struct compilation *c, const char *name)
{
    const char *path = arena_format(c->arena, "%s/%s.dag", GOLDEN, name);
    const struct source *file = source_read(c->sources, path);
    ck_assert_msg(file != NULL, "cannot read %s", path);
    return source_add(c->sources, arena_format(c->arena, "%s.dag", name), file->text, file->length);
}

START_TEST(wrong_graphs)
{
    struct compilation c = compilation_create();
    ck_assert_ptr_null(lg_read(&c, open_golden(&c, wrong[_i])));
    struct text text = text_in(c.arena);
    diagnostics_write(c.diagnostics, false, &text);
    compare(&c, wrong[_i], "err", &text);
    compilation_destroy(&c);
}
END_TEST

START_TEST(right_graphs)
{
    struct compilation c = compilation_create();
    const struct lg_graph *graph = lg_read(&c, open_golden(&c, right[_i]));
    ck_assert_ptr_nonnull(graph);
    struct text text = text_in(c.arena);
    lg_write(graph, &text);
    compare(&c, right[_i], "graph", &text);
    struct lg_plan plan = lg_plan_create(c.arena, "markowitz");
    lg_order_named("markowitz")->run(graph, &(struct lg_order_options){.tie = LG_TIE_LAST}, &plan);
    struct text steps = text_in(c.arena);
    lg_plan_write(graph, &plan, &steps);
    compare(&c, right[_i], "plan", &steps);
    compilation_destroy(&c);
}
END_TEST

static Suite *golden_suite(void)
{
    Suite *suite = suite_create("golden");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, wrong_graphs, 0, sizeof wrong / sizeof *wrong);
    tcase_add_loop_test(all, right_graphs, 0, sizeof right / sizeof *right);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(golden_suite)
