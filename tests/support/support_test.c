/* Unit tests of support/: arena, arrays, atoms, text, sources, diagnostics. */
#include "check_main.h"
#include "compilation.h"
#include "text.h"
#include "vec.h"

#include <math.h>
#include <string.h>

START_TEST(arena_grows_in_place_only_when_last)
{
    struct arena *arena = arena_create();
    char *first = arena_grow(arena, NULL, 0, 100);
    memset(first, 'a', 100);
    char *grown = arena_grow(arena, first, 100, 200);
    ck_assert_ptr_eq(first, grown);
    ck_assert_int_eq(grown[99], 'a');
    ck_assert_int_eq(grown[100], 0);
    arena_alloc(arena, 1);
    char *moved = arena_grow(arena, grown, 200, 300);
    ck_assert_ptr_ne(grown, moved);
    ck_assert_int_eq(moved[99], 'a');
    ck_assert_int_eq(moved[299], 0);
    arena_destroy(arena);
}
END_TEST

/* Large allocations among small ones: what they hold stays, what is new is zero, and no more is
 * kept than is in use. */
START_TEST(arena_keeps_large_allocations_once)
{
    enum { SIZE = 300 * 1000, ROUNDS = 6 };
    struct arena *arena = arena_create();
    char *last = arena_grow(arena, NULL, 0, 100);
    memset(last, 'a', 100);
    last = arena_grow(arena, last, 100, SIZE); /* outgrows its block */
    ck_assert_int_eq(last[99], 'a');
    ck_assert_int_eq(last[100], 0);
    char *other = arena_alloc(arena, SIZE);
    other[SIZE - 1] = 'b';
    size_t size = SIZE;
    for (int i = 0; i < ROUNDS; i++) {
        last[size - 1] = 'c';
        arena_alloc(arena, 10);
        last = arena_grow(arena, last, size, 2 * size);
        ck_assert_int_eq(last[0], 'a');
        ck_assert_int_eq(last[size - 1], 'c');
        ck_assert_int_eq(last[size], 0);
        ck_assert_int_eq(last[2 * size - 1], 0);
        size *= 2;
    }
    ck_assert_int_eq(other[SIZE - 1], 'b');
    ck_assert_uint_lt(arena_bytes(arena), size + SIZE + 1000);
    arena_give_back(arena, last, size);
    arena_give_back(arena, arena_alloc(arena, 10), 10);
    arena_give_back(arena, NULL, 0);
    ck_assert_int_eq(other[SIZE - 1], 'b');
    ck_assert_uint_lt(arena_bytes(arena), SIZE + 1000);
    arena_destroy(arena);
}
END_TEST

START_TEST(vec_keeps_what_is_pushed)
{
    struct arena *arena = arena_create();
    VEC(uint32_t) numbers = {0};
    for (uint32_t i = 0; i < 100000; i++) {
        vec_push(arena, &numbers, i * 3);
    }
    ck_assert_uint_eq(numbers.count, 100000);
    for (uint32_t i = 0; i < 100000; i++) {
        ck_assert_uint_eq(numbers.at[i], i * 3);
    }
    arena_destroy(arena);
}
END_TEST

START_TEST(atoms_are_equal_for_equal_spellings)
{
    struct arena *arena = arena_create();
    struct atoms *atoms = atoms_create(arena);
    VEC(atom) names = {0};
    for (int i = 0; i < 2000; i++) {
        vec_push(arena, &names, atom_of_text(atoms, arena_format(arena, "name%d", i)));
    }
    for (int i = 0; i < 2000; i++) {
        const char *text = arena_format(arena, "name%d", i);
        ck_assert(atom_equal(names.at[i], atom_of_text(atoms, text)));
        ck_assert_str_eq(atom_text(atoms, names.at[i]), text);
    }
    ck_assert(atom_is_none(atom_of_text(atoms, "")));
    const uint32_t known = atoms_count(atoms);
    ck_assert(atom_equal(atom_find(atoms, "name7", 5), names.at[7]));
    ck_assert(atom_is_none(atom_find(atoms, "name7", 4)));
    ck_assert(atom_is_none(atom_find(atoms, "", 0)));
    ck_assert_uint_eq(atoms_count(atoms), known);
    arena_destroy(arena);
}
END_TEST

static const struct {
    double number;
    const char *text;
} shortest[] = {
    {0.1, "0.1"},
    {1.0 / 3.0, "0.3333333333333333"},
    {5e-324, "5e-324"},
    {-0.0, "-0"},
    {1e22, "1e+22"},
    {123456789.0, "123456789"},
    {INFINITY, "inf"},
    {-INFINITY, "-inf"},
    {1.7976931348623157e308, "1.7976931348623157e+308"},
    {0.30000000000000004, "0.30000000000000004"},
};

START_TEST(numbers_print_as_the_shortest_that_reads_back)
{
    struct arena *arena = arena_create();
    struct text text = text_in(arena);
    text_add_number(&text, shortest[_i].number);
    ck_assert_str_eq(text_string(&text), shortest[_i].text);
    arena_destroy(arena);
}
END_TEST

START_TEST(lines_and_columns_count_characters)
{
    struct arena *arena = arena_create();
    struct sources *sources = sources_create(arena);
    source_add(sources, "first.ad", "x", 1);
    const char *content = "\xc3\xa9 = 1;\r\nb";
    const struct source *source = source_add(sources, "second.ad", content, strlen(content));
    uint32_t line;
    uint32_t column;
    source_line_column(source, source->base + 3, &line, &column);
    ck_assert_uint_eq(line, 1);
    ck_assert_uint_eq(column, 3);
    source_line_column(source, source->base + 9, &line, &column);
    ck_assert_uint_eq(line, 2);
    ck_assert_uint_eq(column, 1);
    ck_assert_ptr_eq(source_at(sources, source->base + source->length), source);
    const struct span first_line = source_line(source, source->base, 100);
    ck_assert_uint_eq(first_line.end - first_line.begin, 7);
    arena_destroy(arena);
}
END_TEST

START_TEST(diagnostics_are_sorted_and_said_once)
{
    struct compilation compilation = compilation_create();
    const char *content = "let a = b;\nlet c = dd;\n";
    const struct source *source = source_add(compilation.sources, "m.ad", content, strlen(content));
    const uint32_t base = source->base;
    diagnostic_error(compilation.diagnostics, ERROR_UNKNOWN_NAME,
                     (struct span){base + 19, base + 21}, "unknown name `%s`", "dd");
    diagnostic_help(compilation.diagnostics, "did you mean `d`?");
    diagnostic_error(compilation.diagnostics, ERROR_UNKNOWN_NAME, (struct span){base + 8, base + 9},
                     "unknown name `b`");
    diagnostic_error(compilation.diagnostics, ERROR_UNKNOWN_NAME, (struct span){base + 8, base + 9},
                     "unknown name `b`");
    diagnostic_help(compilation.diagnostics, "this goes with what was dropped");
    ck_assert_uint_eq(diagnostics_errors(compilation.diagnostics), 2);
    struct text text = text_in(compilation.arena);
    diagnostics_write(compilation.diagnostics, false, &text);
    ck_assert_str_eq(text_string(&text), "m.ad:1:9: error: unknown name `b` [E0301]\n"
                                         "    1 | let a = b;\n"
                                         "      |         ^\n"
                                         "m.ad:2:9: error: unknown name `dd` [E0301]\n"
                                         "    2 | let c = dd;\n"
                                         "      |         ^~\n"
                                         "      = help: did you mean `d`?\n");
    compilation_destroy(&compilation);
}
END_TEST

static Suite *support_suite(void)
{
    Suite *suite = suite_create("support");
    TCase *all = tcase_create("all");
    tcase_add_test(all, arena_grows_in_place_only_when_last);
    tcase_add_test(all, arena_keeps_large_allocations_once);
    tcase_add_test(all, vec_keeps_what_is_pushed);
    tcase_add_test(all, atoms_are_equal_for_equal_spellings);
    tcase_add_loop_test(all, numbers_print_as_the_shortest_that_reads_back, 0,
                        sizeof shortest / sizeof *shortest);
    tcase_add_test(all, lines_and_columns_count_characters);
    tcase_add_test(all, diagnostics_are_sorted_and_said_once);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(support_suite)
