/* Unit tests of lexer/ and parser/: what golden files cannot show, spans, sizes and bytes. */
#include "check_main.h"
#include "parser.h"

#include <string.h>

static struct compilation compilation;
static const struct source *source;

static void setup(void)
{
    compilation = compilation_create();
}

static void teardown(void)
{
    compilation_destroy(&compilation);
}

static const struct ast_file *parse_bytes(const char *text, size_t length)
{
    source = source_add(compilation.sources, "test.ad", text, length);
    return parse_file(&compilation, source);
}

static const struct ast_file *parse(const char *text)
{
    return parse_bytes(text, strlen(text));
}

static uint32_t errors(void)
{
    return diagnostics_errors(compilation.diagnostics);
}

static const char *said(void)
{
    struct text text = text_in(compilation.arena);
    diagnostics_write(compilation.diagnostics, false, &text);
    return text_string(&text);
}

/* The value of the constant that is written so. */
static const struct ast_expr *parse_expr(const char *text)
{
    const struct ast_file *file = parse(arena_format(compilation.arena, "const c = %s;", text));
    ck_assert_msg(errors() == 0, "%s", said());
    ck_assert_uint_eq(file->count, 1);
    return file->items[0]->value;
}

static void assert_span(struct span span, const char *text)
{
    ck_assert_uint_ge(span.begin, source->base);
    ck_assert_uint_le(span.end, source->base + source->length);
    const size_t length = span.end - span.begin;
    ck_assert_str_eq(
        arena_copy_text(compilation.arena, source->text + (span.begin - source->base), length),
        text);
}

/* An expression with all its parentheses. */
static void write_expr(const struct ast_expr *expr, struct text *out)
{
    static const char *const unary[] = {"-", "+", "!", "'"};
    switch ((int)expr->kind) {
    case AST_NUMBER:
        text_add_number(out, expr->as.number);
        break;
    case AST_NAME:
        text_add(out, atom_text(compilation.atoms, expr->as.name));
        break;
    case AST_UNARY:
        text_print(out, "(%s", unary[expr->as.unary.op]);
        write_expr(expr->as.unary.operand, out);
        text_add(out, ")");
        break;
    case AST_BINARY:
        text_add(out, "(");
        write_expr(expr->as.binary.left, out);
        text_print(out, " %s ", ast_binary_spelling(expr->as.binary.op));
        write_expr(expr->as.binary.right, out);
        text_add(out, ")");
        break;
    case AST_CONDITIONAL:
        text_add(out, "(");
        write_expr(expr->as.conditional.condition, out);
        text_add(out, " ? ");
        write_expr(expr->as.conditional.then, out);
        text_add(out, " : ");
        write_expr(expr->as.conditional.otherwise, out);
        text_add(out, ")");
        break;
    default:
        ck_abort_msg("no case for this kind of node");
    }
}

static const struct {
    const char *text;
    const char *read;
} precedences[] = {
    {"a + b - c", "((a + b) - c)"},
    {"a - b * c / d", "(a - ((b * c) / d))"},
    {"a .* b ./ c * d", "(((a .* b) ./ c) * d)"},
    {"-x^2", "(-(x ^ 2))"},
    {"2^-x", "(2 ^ (-x))"},
    {"2^-x^y * z", "((2 ^ (-(x ^ y))) * z)"},
    {"a^b.^c**d", "(a ^ (b .^ (c ^ d)))"},
    {"-a*b", "((-a) * b)"},
    {"!a == b", "((!a) == b)"},
    {"-v'", "(-('v))"},
    {"x^v''", "(x ^ ('('v)))"},
    {"a || b && c == d + e", "(a || (b && (c == (d + e))))"},
    {"a && b || c", "((a && b) || c)"},
    {"(a < b) < c", "((a < b) < c)"},
    {"a ? b : c ? d : e", "(a ? b : (c ? d : e))"},
    {"a || b ? c : d", "((a || b) ? c : d)"},
    {"if a then b else c + 1", "(a ? b : (c + 1))"},
    {"if a then b else if c then d else e", "(a ? b : (c ? d : e))"},
    {"1./v", "(1 ./ v)"},
    {"1.5.*2.^.5", "(1.5 .* (2 .^ 0.5))"},
    {"1e3+2.5E-1", "(1000 + 0.25)"},
    {"step + with", "(step + with)"},
};

START_TEST(operators_bind_as_documented)
{
    struct text text = text_in(compilation.arena);
    write_expr(parse_expr(precedences[_i].text), &text);
    ck_assert_str_eq(text_string(&text), precedences[_i].read);
}
END_TEST

START_TEST(spans_cover_exactly_the_tokens)
{
    const struct ast_expr *sum = parse_expr(" (a + b)  * -foo( x ,1 )  ");
    assert_span(sum->span, "(a + b)  * -foo( x ,1 )");
    assert_span(sum->as.binary.op_span, "*");
    assert_span(sum->as.binary.left->span, "a + b");
    assert_span(sum->as.binary.right->span, "-foo( x ,1 )");
    assert_span(sum->as.binary.right->as.unary.operand->as.call.callee.span, "foo");
    const struct ast_expr *index = parse_expr("A[ 1 .. n step 2 , : ]' + 1");
    const struct ast_expr *left = index->as.binary.left;
    assert_span(left->span, "A[ 1 .. n step 2 , : ]'");
    assert_span(left->as.unary.operand->as.index.subscripts[0].span, "1 .. n step 2");
    assert_span(left->as.unary.operand->as.index.subscripts[1].span, ":");
    const struct ast_file *file = parse("  fn f( v[ 2 ] , w ) { ; let x = 1 ; if (a) { } }  ");
    assert_span(file->items[0]->span, "fn f( v[ 2 ] , w ) { ; let x = 1 ; if (a) { } }");
    assert_span(file->items[0]->name.span, "f");
    assert_span(file->items[0]->arguments[0].span, "v[ 2 ]");
    assert_span(file->items[0]->arguments[1].span, "w");
    assert_span(file->items[0]->body->at[0]->span, "let x = 1 ;");
    assert_span(file->items[0]->body->at[1]->span, "if (a) { }");
    assert_span(file->items[0]->body->at[1]->as.branch.then->span, "{ }");
    file = parse("\xEF\xBB\xBFimport \"a b.ad\";");
    assert_span(file->items[0]->path_span, "\"a b.ad\"");
    ck_assert_str_eq(file->items[0]->path, "a b.ad");
    ck_assert_uint_eq(errors(), 0);
}
END_TEST

START_TEST(slices_may_be_open)
{
    const struct ast_expr *expr = parse_expr("x[0..n, ..=2, 1.., .., :, 3]");
    const struct ast_subscript *at = expr->as.index.subscripts;
    ck_assert_uint_eq(expr->as.index.count, 6);
    ck_assert(at[0].slice.low->as.number == 0);
    ck_assert_int_eq(at[0].slice.high->kind, AST_NAME);
    ck_assert(!at[0].slice.closed && at[1].slice.closed);
    ck_assert_ptr_null(at[1].slice.low);
    ck_assert_ptr_null(at[2].slice.high);
    ck_assert_ptr_null(at[3].slice.low);
    ck_assert_int_eq(at[3].kind, AST_SLICE);
    ck_assert_int_eq(at[4].kind, AST_ALL);
    ck_assert_int_eq(at[5].kind, AST_AT);
}
END_TEST

/* Texts, and how many errors each has: no less, and no more. */
static const struct {
    const char *text;
    uint32_t errors;
} broken[] = {
    {"fn f(x) { let a = x let b = x; return a; }", 1},
    {"fn f(x) { let a = ; let b = ; return ; } const c = ; model m( { }", 5},
    {"fn f(x) { let a = g(1, , 2) + [3 4] + (5 + ); return a; }", 3},
    {"fn f(x) { if (x { return 1; } else { return 2; } }", 1},
    {"fn f(x) { for { let a = ; } if { let b = ; } else { } }", 4},
    {"fn f(x) { { { return x; fn g(x) = ;", 2},
    {"fn f(x) { return x; } }\nfn g(x) = ;", 2},
    {"fn f(x) { a = b < c < d < e; }", 2},
    {"const a = 1e999; const b = 0x1; const c = 1..2;", 3},
    {"const a = `1; const b = $; const c = \"", 3},
    {"/* never closed", 1},
    {"fn", 1},
    {"((((", 1},
    {"", 0},
};

START_TEST(each_error_is_said_once)
{
    parse(broken[_i].text);
    ck_assert_msg(errors() == broken[_i].errors, "%s", said());
}
END_TEST

START_TEST(missing_semicolon_is_behind_the_token_before)
{
    parse("fn f(x) {\n    let a = x   // so\n    return a;\n}\n");
    ck_assert_str_eq(said(), "test.ad:2:14: error: expected `;` after this statement, found "
                             "`return` [E0202]\n"
                             "    2 |     let a = x   // so\n"
                             "      |              ^\n");
}
END_TEST

START_TEST(what_can_be_read_is_kept)
{
    const struct ast_file *file = parse("const a = ; fn f(x) { let b = ; } const c = 3;");
    ck_assert_uint_eq(file->count, 2);
    ck_assert_int_eq(file->items[0]->kind, AST_FN);
    ck_assert_int_eq(file->items[1]->kind, AST_CONST);
    ck_assert_uint_eq(errors(), 2);
}
END_TEST

START_TEST(bad_bytes_are_said_at_their_place)
{
    static const char bytes[] = "const a = 1 \0\0\0;\n# \0\xff\nconst b = \0 2;\n";
    parse_bytes(bytes, sizeof bytes - 1);
    ck_assert_uint_eq(errors(), 2);
    const char *text = said();
    ck_assert_ptr_nonnull(strstr(text, "test.ad:1:13: error: there is a NUL byte here"));
}
END_TEST

/* `prefix`, `piece` 100000 times, `suffix`. */
static const struct ast_file *parse_many(const char *prefix, const char *piece, const char *suffix)
{
    struct text text = text_in(compilation.arena);
    text_add(&text, prefix);
    for (int i = 0; i < 100000; i++) {
        text_add(&text, piece);
    }
    text_add(&text, suffix);
    return parse_bytes(text.at, text.length);
}

START_TEST(long_texts_are_fine)
{
    static const char *const texts[][3] = {
        {"const c = ", "x + ", "x;"},
        {"const c = ", "x*y - z/w + ", "x;"},
        {"const c = ", "x && ", "x;"},
        {"const c = [", "1, ", "1];"},
        {"const c = f(", "x, ", "x);"},
        {"fn f(x) { ", "y = x; ", "}"},
        {"", "const c = 1; ", ""},
        {"fn f(", "x, ", "x) = 1;"},
        {"extern fn f(x) with f; /*", "*", "*/"},
        {"const c = 0.", "1", ";"},
    };
    const struct ast_file *file = parse_many(texts[_i][0], texts[_i][1], texts[_i][2]);
    ck_assert_msg(errors() == 0, "%.500s", said());
    struct text text = text_in(compilation.arena);
    ast_print(compilation.atoms, file, &text);
    ck_assert_uint_ge(text.length, 1);
    ck_assert_uint_le(text.length, 10000000);
}
END_TEST

START_TEST(deep_texts_are_refused)
{
    static const char *const texts[][3] = {
        {"const c = ", "(", ""},
        {"const c = ", "[", ""},
        {"const c = ", "f(", ""},
        {"const c = ", "-", "x;"},
        {"const c = ", "x^", "x;"},
        {"const c = ", "x ? y : ", "x;"},
        {"const c = ", "if x then y else ", "x;"},
        {"const c = x", "'", ";"},
        {"const c = x", "[0]", ";"},
        {"fn f(x) {", "{", ""},
        {"fn f(x) {", "if (x) { } else ", "{ } }"},
        {"fn f(x) {", "for i in 0..n {", ""},
    };
    const struct ast_file *file = parse_many(texts[_i][0], texts[_i][1], texts[_i][2]);
    ck_assert_uint_eq(errors(), 1);
    ck_assert_ptr_nonnull(strstr(said(), "error: this is nested too deeply"));
    struct text text = text_in(compilation.arena);
    ast_print(compilation.atoms, file, &text);
}
END_TEST

START_TEST(nesting_up_to_the_limit_is_fine)
{
    struct text text = text_in(compilation.arena);
    text_add(&text, "const c = ");
    for (int i = 0; i < AST_MAX_HEIGHT - 1; i++) {
        text_add(&text, "f(");
    }
    text_add(&text, "x");
    for (int i = 0; i < AST_MAX_HEIGHT - 1; i++) {
        text_add(&text, ")");
    }
    text_add(&text, ";");
    const struct ast_file *file = parse_bytes(text.at, text.length);
    ck_assert_uint_eq(errors(), 0);
    ck_assert_uint_eq(file->items[0]->value->height, AST_MAX_HEIGHT);
}
END_TEST

START_TEST(heights_leave_chains_out)
{
    ck_assert_uint_eq(parse_expr("a + b - c + d")->height, 2);
    ck_assert_uint_eq(parse_expr("a + (b - c)")->height, 3);
    ck_assert_uint_eq(parse_expr("a * b + c")->height, 3);
    ck_assert_uint_eq(parse_expr("a ^ b ^ c")->height, 3);
}
END_TEST

START_TEST(lost_digits_are_warned_of)
{
    parse("const a = 9007199254740993; const b = 1e-400;");
    ck_assert_uint_eq(errors(), 0);
    ck_assert_ptr_nonnull(strstr(said(), "test.ad:1:11: warning: this number is read as "
                                         "9007199254740992 [-Wprecision]"));
    ck_assert_ptr_nonnull(strstr(said(), "test.ad:1:39: warning: this number is read as 0"));
}
END_TEST

START_TEST(exact_numbers_are_not_warned_of)
{
    parse("const a = [9007199254740992, 0.0, 0e9, 1e22, 0.1, 10000000000000000000000, 1e300];");
    ck_assert_str_eq(said(), "");
}
END_TEST

static Suite *parser_suite(void)
{
    Suite *suite = suite_create("parser");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, operators_bind_as_documented, 0,
                        sizeof precedences / sizeof *precedences);
    tcase_add_test(all, spans_cover_exactly_the_tokens);
    tcase_add_test(all, slices_may_be_open);
    tcase_add_loop_test(all, each_error_is_said_once, 0, sizeof broken / sizeof *broken);
    tcase_add_test(all, missing_semicolon_is_behind_the_token_before);
    tcase_add_test(all, what_can_be_read_is_kept);
    tcase_add_test(all, bad_bytes_are_said_at_their_place);
    tcase_add_loop_test(all, long_texts_are_fine, 0, 10);
    tcase_add_loop_test(all, deep_texts_are_refused, 0, 12);
    tcase_add_test(all, nesting_up_to_the_limit_is_fine);
    tcase_add_test(all, heights_leave_chains_out);
    tcase_add_test(all, lost_digits_are_warned_of);
    tcase_add_test(all, exact_numbers_are_not_warned_of);
    suite_add_tcase(suite, all);
    return suite;
}

CHECK_MAIN(parser_suite)
