/* What a user who knows another language may have meant by statements and expressions that are not
 * of this one: blocks, loops, definitions, assignments, lists, ranges. The words are in
 * habit_words.c. */
#include "expected.h"

#include <string.h>

#define FUNCTION "a function is written `fn f(x) { ... }` or `fn f(x) = e;`"
#define TYPE "there is one type, and it is not written: `let x = e;`, `var x[n];`"
#define BLOCK "a block stands in braces: `{ ... }`"
#define LOOP "loops run over a range: `for i in a..b { ... }`"
#define SLICE "a slice is written `x[a..b]` (without b), `x[a..]` or `x[..b]`"
#define PRODUCT "a product is written with `*`"

/* -- statements -- */

/* Post: the source from the beginning of the statement to the current token. */
static const char *statement_text(const struct parse *parse)
{
    const struct token first = parse->first.kind == TOKEN_BAD ? parse->current : parse->first;
    const uint32_t end = parse->current.span.begin;
    const uint32_t begin = first.span.begin < end ? first.span.begin : end;
    return arena_copy_text(parse->compilation->arena,
                           parse->source->text + (begin - parse->source->base), end - begin);
}

/* Whether a `//` stands where an operator would. */
static const char *comment_habit(const struct parse *parse)
{
    if (parse->previous.span.end == 0) {
        return NULL; /* nothing stands before the current token */
    }
    const char *at = parse->source->text + (parse->previous.span.end - parse->source->base);
    at += strspn(at, " \t");
    const bool comment = at[0] == '/' && at[1] == '/';
    return comment && at[strcspn(at, ";\n")] == ';'
               ? "`//` begins a comment; whole-number division is `div(a, b)`"
               : NULL;
}

/* Post: what follows the current token on its line, without blanks before it. */
static const char *behind(const struct parse *parse)
{
    const char *at = parse->source->text + (parse->current.span.end - parse->source->base);
    return at + strspn(at, " \t\r");
}

static bool is_last_on_line(const struct parse *parse)
{
    const char next = behind(parse)[0];
    return next == '\n' || next == '\0' || next == '#';
}

static bool is_at_margin(const struct parse *parse)
{
    const uint32_t at = parse->current.span.begin - parse->source->base;
    return at == 0 || parse->source->text[at - 1] == '\n';
}

static const char *block_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const bool colon = found == TOKEN_COLON && is_last_on_line(parse);
    if (colon && (expected_has(expected, TOKEN_CURLY_OPEN) || parse->previous.kind == TOKEN_ELSE)) {
        return BLOCK;
    }
    if (expected_has(expected, TOKEN_THEN) && found == TOKEN_CURLY_OPEN) {
        return "as an expression, write `if c then a else b` or `c ? a : b`";
    }
    if (found == TOKEN_CURLY_OPEN && parse->first.kind == TOKEN_FN &&
        parse->previous.kind == TOKEN_SET) {
        return "a body in braces stands without `=`: `fn f(x) { ... }`";
    }
    if (expected_has(expected, TOKEN_CURLY_OPEN) && parse->first.kind == TOKEN_IF &&
        found != TOKEN_SET) {
        return found == TOKEN_THEN ? "as a statement, `if (c) { ... } else { ... }`"
                                   : "the branches of an `if` stand in braces";
    }
    if (found == TOKEN_CURLY_OPEN && strstr(statement_text(parse), "function(") != NULL) {
        return "functions have names and stand outside of blocks: `fn f(x) { ... }`";
    }
    if (found >= TOKEN_FN && found <= TOKEN_IMPORT && expected_has(expected, TOKEN_LET) &&
        !is_at_margin(parse)) {
        return "functions, models and imports stand outside of blocks";
    }
    if (found == TOKEN_ELSE && expected_has(expected, TOKEN_LET)) {
        return "an `else` stands right behind the `}` of its `if`";
    }
    return NULL;
}

static const char *loop_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const bool range = expected_has(expected, TOKEN_RANGE) && !expected_has(expected, TOKEN_SET);
    if (found == TOKEN_NAME && expected_has(expected, TOKEN_STEP) &&
        !expected_has(expected, TOKEN_NAME)) {
        return "a step is written `a..b step k`";
    }
    if (range && strstr(statement_text(parse), "range(") != NULL) {
        return "`range(n)` is written `0..n`, `range(a, b)` is `a..b`";
    }
    if (parse->first.kind == TOKEN_FOR &&
        (expected_has(expected, TOKEN_IN) || parse->previous.kind == TOKEN_FOR)) {
        return "a loop is written `for i in a..b { ... }`";
    }
    if (found == TOKEN_CURLY_OPEN && expected_has(expected, TOKEN_RANGE)) {
        return LOOP;
    }
    if (range && (found == TOKEN_ROUND_CLOSE || found == TOKEN_SQUARE_CLOSE) &&
        strstr(statement_text(parse), " in ") != NULL) {
        return "an index runs over a range: `for i in 0..length(v)`, and `v[i]` is the element";
    }
    return NULL;
}

/* Whether an anonymous function of MATLAB, Python or Julia begins the text. */
static bool is_anonymous(const char *text)
{
    text += strspn(text, " \t");
    const char *arrow = strstr(text, "->");
    return strncmp(text, "@(", 2) == 0 || strncmp(text, "lambda ", 7) == 0 ||
           (arrow != NULL && arrow < text + strcspn(text, "\n"));
}

/* Definitions, where no statement can stand. */
static const char *item_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const bool arguments = parse->open.count == 1 && !expected_has(expected, TOKEN_MUL) &&
                           stream_innermost(parse).kind == TOKEN_ROUND_OPEN;
    if (arguments && found == TOKEN_COLON) {
        return "arguments have no types, only shapes: `x`, `v[n]`, `A[m, n]`";
    }
    if (arguments && found == TOKEN_SET) {
        return "arguments have no defaults";
    }
    if (separates_arguments(parse)) {
        return "arguments are separated by commas";
    }
    if (arguments && found == TOKEN_ROUND_OPEN && token_is_word(parse->previous.kind)) {
        return "a shape stands in brackets: `x[n]`";
    }
    if (parse->first.kind == TOKEN_FN && parse->open.count == 0 && found == TOKEN_SUB) {
        return "the result of a function has no type: `fn f(x) { ... }`";
    }
    if (parse->first.kind == TOKEN_MODEL && parse->open.count == 0 && found == TOKEN_SUB) {
        return "what a model gives are its `out` arguments: `model name(in x, out y) { ... }`";
    }
    if ((parse->previous.kind == TOKEN_MODEL && found == TOKEN_CURLY_OPEN) ||
        (parse->first.kind == TOKEN_MODEL && parse->open.count == 0 &&
         expected_has(expected, TOKEN_ROUND_OPEN))) {
        return "a model has a name and arguments: `model name(in x, out y) { ... }`";
    }
    if (parse->previous.kind == TOKEN_IMPORT && token_is_word(found)) {
        return "mathematical functions need no import; a file is read by `import \"file.ad\";`";
    }
    if (parse->previous.kind == TOKEN_IMPORT) {
        return "write `import \"file.ad\";`";
    }
    if (!expected_has(expected, TOKEN_MODEL)) {
        return NULL;
    }
    if (found == TOKEN_IN || found == TOKEN_PARAM || found == TOKEN_OUT) {
        return "what a model takes and gives are its arguments: `model name(in x, param k, out y)`";
    }
    if (found == TOKEN_NOT) {
        return "a comment is written `// ...` or `# ...`";
    }
    if (token_is_word(found) && behind(parse)[0] == '=' && is_anonymous(behind(parse) + 1)) {
        return FUNCTION;
    }
    if (found == TOKEN_LET || found == TOKEN_VAR ||
        (token_is_word(found) && behind(parse)[0] == '=')) {
        return "formulas stand in a model, `model name(in x, out y) { ... }`; elsewhere write "
               "`const`";
    }
    if (token_is_word(found) && behind(parse)[0] == '(') {
        return FUNCTION;
    }
    return NULL;
}

static const char *assignment_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind before = parse->previous.kind;
    const bool target = expected_has(expected, TOKEN_SET_ADD);
    const char *next = parse->source->text + (parse->current.span.end - parse->source->base);
    if (parse->first.kind == TOKEN_LET && found == TOKEN_SEMICOLON &&
        expected_has(expected, TOKEN_SET)) {
        return "a name that is set later is declared by `var`";
    }
    if (found == TOKEN_COMMA && before == TOKEN_NUMBER && next[0] >= '0' && next[0] <= '9' &&
        expected_has(expected, TOKEN_SEMICOLON)) {
        return "decimals are separated by a point: `1.5`";
    }
    if (found == TOKEN_COMMA && expected_has(expected, TOKEN_SEMICOLON)) {
        return "one name a statement: `let a = 1; let b = 2;`";
    }
    if (before == TOKEN_LET && found == TOKEN_ROUND_OPEN) {
        return "several results are taken apart by `let [a, b] = f(x);`";
    }
    if (found == TOKEN_CONST && parse->open.count > 0) {
        return "within a block write `let`";
    }
    if ((target || expected_has(expected, TOKEN_LET)) &&
        (found == TOKEN_ADD || found == TOKEN_SUB) &&
        (behind(parse)[0] == '+' || behind(parse)[0] == '-')) {
        return "write `x += 1;` or `x -= 1;`";
    }
    if (found == TOKEN_MUL && expected_has(expected, TOKEN_LET)) {
        return "there are no pointers: an output is assigned by its name, `y = e;`";
    }
    if (expected_has(expected, TOKEN_SET) && found == TOKEN_LT && behind(parse)[0] == '-') {
        return "an assignment is written `=`";
    }
    if (target && found >= TOKEN_ADD && found <= TOKEN_OR && behind(parse)[0] == '=') {
        return "only `+=`, `-=`, `*=` and `/=` exist; write `x = x op e;`";
    }
    if (found == TOKEN_SET && (before == TOKEN_AND || before == TOKEN_OR ||
                               (before >= TOKEN_ELEMENT_MUL && before <= TOKEN_ELEMENT_POW))) {
        return "only `+=`, `-=`, `*=` and `/=` exist; write `x = x op e;`";
    }
    if (target && (found == TOKEN_SEMICOLON || found == TOKEN_CURLY_CLOSE)) {
        return "a value that is not used has no effect; name it by `let`, or `return` it from a "
               "function";
    }
    if (target && found == TOKEN_EQ) {
        return "`==` compares, `=` assigns";
    }
    if (target && found >= TOKEN_ADD && found <= TOKEN_OR) {
        return "a statement gives a name a value, `y = e;`, or a function its result, `return e;`";
    }
    if (found == TOKEN_COLON && expected_has(expected, TOKEN_SET)) {
        return TYPE;
    }
    return NULL;
}

/* -- expressions -- */

bool separates_rows(const struct parse *parse)
{
    const char *rest = behind(parse);
    return parse->current.kind == TOKEN_SEMICOLON &&
           stream_innermost(parse).kind == TOKEN_SQUARE_OPEN && rest[strcspn(rest, "]\n")] == ']';
}

/* A `)` on the same line or a role behind it shows that the list goes on. */
bool separates_arguments(const struct parse *parse)
{
    static const char *const roles[] = {"in ", "param ", "out "};
    const char *rest = behind(parse);
    const char *next = rest + strspn(rest, " \t\r\n");
    bool goes_on = rest[strcspn(rest, ")\n")] == ')';
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        goes_on = goes_on || strncmp(next, roles[i], strlen(roles[i])) == 0;
    }
    return goes_on && parse->current.kind == TOKEN_SEMICOLON && parse->open.count == 1 &&
           stream_innermost(parse).kind == TOKEN_ROUND_OPEN;
}

/* Whether a type in parentheses ends the text. */
static bool ends_in_cast(const char *text)
{
    static const char *const casts[] = {"(double)", "(float)", "(int)", "(real)", "(long)"};
    const char *open = strrchr(text, '(');
    for (size_t i = 0; open != NULL && i < sizeof casts / sizeof *casts; i++) {
        if (strncmp(open, casts[i], strlen(casts[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a name follows a name in an expression: `s = v t`, but not `vectro x`. */
static bool joins_names(const struct parse *parse)
{
    return parse->previous.kind == TOKEN_NAME && parse->current.kind == TOKEN_NAME &&
           strpbrk(statement_text(parse), "=+-*/^(,") != NULL;
}

/* Habits about what stands between two operands. */
static const char *operator_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind before = parse->previous.kind;
    const bool operand = token_is_word(found) || found == TOKEN_NUMBER || found == TOKEN_ROUND_OPEN;
    if ((found == TOKEN_LT && before == TOKEN_SET) ||
        (found == TOKEN_SET && behind(parse)[0] == '<')) {
        return "at most is written `<=`";
    }
    if ((found == TOKEN_GT && (before == TOKEN_SUB || before == TOKEN_SET)) ||
        (found == TOKEN_SET && behind(parse)[0] == '>')) {
        return "there are no `->` and `=>`: a function is `fn f(x) = e;`, at least is `>=`";
    }
    if (found == TOKEN_COLON && behind(parse)[0] == ':' && token_is_word(before)) {
        return "there are no modules: write `f(x)` for `m::f(x)`";
    }
    if (before == TOKEN_ROUND_CLOSE && operand && ends_in_cast(statement_text(parse))) {
        return "there is one type of numbers, and no casts; `trunc(x)` cuts off";
    }
    if (operand && !is_first_on_line(parse, parse->current) && expected_has(expected, TOKEN_MUL) &&
        stream_innermost(parse).kind != TOKEN_SQUARE_OPEN) {
        if (before == TOKEN_ROUND_CLOSE || before == TOKEN_NUMBER) {
            return PRODUCT;
        }
        if (joins_names(parse)) {
            return "a product is written `a*b`, a call `f(x)`";
        }
    }
    if (found == TOKEN_IF && expected_has(expected, TOKEN_QUESTION)) {
        return "a choice is written `c ? a : b` or `if c then a else b`";
    }
    return NULL;
}

/* Ranges, slices and sums. */
static const char *range_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const bool twice = found == TOKEN_COLON && parse->previous.kind == TOKEN_COLON;
    if (found == TOKEN_COLON && stream_innermost(parse).kind == TOKEN_ROUND_OPEN &&
        (parse->previous.kind == TOKEN_ROUND_OPEN || parse->previous.kind == TOKEN_COMMA)) {
        return "elements and slices stand in brackets: `A[:, j]`";
    }
    if ((found == TOKEN_COLON || parse->previous.kind == TOKEN_COLON) &&
        stream_innermost(parse).kind == TOKEN_SQUARE_OPEN && expected_has(expected, TOKEN_COMMA)) {
        return twice ? "a slice has no step: `[x[i] for i in a..b step k]`" : SLICE;
    }
    if (found == TOKEN_COLON &&
        (expected_has(expected, TOKEN_RANGE) || expected_has(expected, TOKEN_MUL))) {
        return "a range is written `a..b` (without b) or `a..=b` (with b)";
    }
    const char *rest = behind(parse);
    const char *range = strstr(rest, "..");
    if (stream_innermost(parse).kind == TOKEN_ROUND_OPEN &&
        (found == TOKEN_IN ||
         (found == TOKEN_SET && range != NULL && range < rest + strcspn(rest, ")\n")))) {
        return "a sum is written `sum(e for i in a..b)`";
    }
    if (found == TOKEN_FOR && expected_has(expected, TOKEN_COMMA)) {
        return "several indices are written `for i in a..b, j in c..d`";
    }
    return NULL;
}

static const char *list_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    if (found == TOKEN_CURLY_OPEN && expected_has(expected, TOKEN_MUL) &&
        token_is_word(parse->previous.kind) && !is_first_on_line(parse, parse->current) &&
        (parse->first.kind == TOKEN_NAME || parse->first.kind == TOKEN_LET)) {
        return "arguments stand in parentheses: `f(x)`";
    }
    const enum token_kind bracket = stream_innermost(parse).kind;
    if (bracket == TOKEN_SQUARE_OPEN && expected_has(expected, TOKEN_COMMA)) {
        if (found == TOKEN_NUMBER || token_is_word(found)) {
            return "elements are separated by commas: `[a, b]`";
        }
        if (separates_rows(parse)) {
            return "the rows of a matrix are lists: `[[a, b], [c, d]]`";
        }
    }
    if ((found == TOKEN_CURLY_OPEN && expected_has(expected, TOKEN_NUMBER) &&
         parse->previous.kind != TOKEN_IF) ||
        (found == TOKEN_COMMA && bracket == TOKEN_ROUND_OPEN &&
         expected_has(expected, TOKEN_MUL))) {
        return "vectors are written in brackets: `[a, b]`";
    }
    return NULL;
}

static const char *expression_habit(const struct parse *parse, const struct expected *expected)
{
    const enum token_kind found = parse->current.kind;
    const enum token_kind bracket = stream_innermost(parse).kind;
    if (found == TOKEN_SET && bracket == TOKEN_CURLY_OPEN &&
        expected_has(expected, TOKEN_SEMICOLON)) {
        return "one assignment a statement; `==` compares";
    }
    if (found == TOKEN_SET &&
        (expected_has(expected, TOKEN_EQ) || parse->previous.kind == TOKEN_EQ ||
         parse->previous.kind == TOKEN_NE) &&
        bracket != TOKEN_SQUARE_OPEN) {
        return "`==` compares, `=` assigns";
    }
    if (found == TOKEN_STRING && expected_has(expected, TOKEN_LET)) {
        return "a comment is written `// ...` or `/* ... */`";
    }
    if (report_is_misnamed(parse, expected)) {
        return "a word of the language cannot be a name";
    }
    return NULL;
}

struct habit habit_of_syntax(const struct parse *parse, const struct expected *expected)
{
    static const char *(*const habits[])(const struct parse *, const struct expected *) = {
        block_habit, loop_habit,     item_habit,  assignment_habit,
        list_habit,  operator_habit, range_habit, expression_habit};
    if (expected_has(expected, TOKEN_SEMICOLON) && comment_habit(parse) != NULL) {
        return (struct habit){.help = comment_habit(parse)};
    }
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        const char *help = habits[i](parse, expected);
        if (help != NULL) {
            return (struct habit){.help = help};
        }
    }
    return (struct habit){.help = NULL};
}
