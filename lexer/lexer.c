/* The lexer around the generated scanner: its life, its numbers and names, and what it says about
 * text that is no token. */
#include "lexer.h"

#include "actions.h"

#define YYSTYPE union token_value
#define YYLTYPE struct span
#include "scanner.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXCERPT_BYTES = 40 };

/* The scanner's memory; it has no other way to say that there is none. */
void *scanner_alloc(size_t size, void *scanner)
{
    (void)scanner;
    void *memory = malloc(size);
    if (memory == NULL) {
        fail_no_memory();
    }
    return memory;
}

void *scanner_realloc(void *old, size_t size, void *scanner)
{
    (void)scanner;
    void *memory = realloc(old, size);
    if (memory == NULL) {
        fail_no_memory();
    }
    return memory;
}

void scanner_free(void *old, void *scanner)
{
    (void)scanner;
    free(old);
}

static bool starts_with(const struct source *source, const char *bytes)
{
    const size_t length = strlen(bytes);
    return source->length >= length && memcmp(source->text, bytes, length) == 0;
}

/* Post: how many bytes of the source are to be read, from which one on: nothing of a file in an
 * encoding that would give an error at every byte, or too large for the scanner's ints. */
static uint32_t readable(const struct lexer *lexer, uint32_t *skip)
{
    const struct source *source = lexer->source;
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    *skip = 0;
    if (source->length > INT_MAX - 2) {
        diagnostic_error(diagnostics, ERROR_FILE_TOO_LARGE,
                         (struct span){source->base, source->base},
                         "the file is larger than 2 GiB");
        return 0;
    }
    if (starts_with(source, "\xFF\xFE") || starts_with(source, "\xFE\xFF")) {
        diagnostic_error(diagnostics, ERROR_NO_TEXT, (struct span){source->base, source->base},
                         "the file is UTF-16 text; save it as UTF-8");
        return 0;
    }
    if (starts_with(source, "\xEF\xBB\xBF")) { /* the byte order mark of some editors */
        *skip = 3;
    }
    return source->length - *skip;
}

struct lexer *lexer_create(const struct compilation *compilation, const struct source *source)
{
    struct lexer *lexer = arena_alloc(compilation->arena, sizeof *lexer);
    lexer->compilation = compilation;
    lexer->source = source;
    if (scanner_lex_init_extra(lexer, &lexer->scanner) != 0) {
        fail_no_memory();
    }
    uint32_t skip;
    const uint32_t length = readable(lexer, &skip);
    lexer->at = source->base + skip;
    scanner__scan_bytes(source->text + skip, (int)length, lexer->scanner);
    return lexer;
}

void lexer_destroy(struct lexer *lexer)
{
    if (lexer != NULL) {
        scanner_lex_destroy(lexer->scanner);
        lexer->scanner = NULL;
    }
}

struct token lexer_next(struct lexer *lexer)
{
    struct token token = {.kind = TOKEN_END};
    token.kind = (enum token_kind)scanner_lex(&token.value, &token.span, lexer->scanner);
    if (token.kind == TOKEN_END) {
        token.span = (struct span){lexer->at, lexer->at};
    }
    return token;
}

const char *token_words(enum token_kind kind)
{
    static const char *const words[] = {
#define TOKEN(id, text) [TOKEN_##id - TOKEN_BEFORE_FIRST] = text,
#include "tokens.def"
#undef TOKEN
    };
    if (kind > TOKEN_BEFORE_FIRST && kind < TOKEN_LIMIT) {
        return words[kind - TOKEN_BEFORE_FIRST];
    }
    return kind == TOKEN_END ? "the end of the file" : "a character that is no token";
}

const char *lexer_excerpt(const struct compilation *compilation, const struct source *source,
                          struct span span)
{
    const char *text = source->text + (span.begin - source->base);
    uint32_t length = span.end - span.begin;
    if (length <= EXCERPT_BYTES) {
        return arena_copy_text(compilation->arena, text, length);
    }
    length = EXCERPT_BYTES;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--; /* not within a character */
    }
    return arena_format(compilation->arena, "%.*s...", (int)length, text);
}

/* Whether a literal of digits alone is another number than `value`. The digits of a double above
 * 2^53 are printed exactly. */
static bool loses_digits(const char *text, double value)
{
    if (value < 9007199254740992.0 || strspn(text, "0123456789") != strlen(text)) {
        return false;
    }
    char exact[DBL_MAX_10_EXP + 3];
    snprintf(exact, sizeof exact, "%.0f", value);
    return strcmp(text + strspn(text, "0"), exact) != 0;
}

/* Whether a literal that is read as zero, or almost, was written as something else. */
static bool underflows(const char *text, double value)
{
    return value < DBL_MIN && text[strspn(text, "0.")] >= '1' && text[strspn(text, "0.")] <= '9';
}

double lex_number(struct lexer *lexer, const char *text, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    const double value = strtod(text, NULL);
    if (isinf(value)) {
        diagnostic_error(diagnostics, ERROR_NUMBER_TOO_LARGE, span, "this number is too large");
        diagnostic_help(diagnostics, "the largest is about 1.8e308; infinity is written `inf`");
        return 0;
    }
    if (underflows(text, value) || loses_digits(text, value)) {
        struct text nearest = text_in(lexer->compilation->arena);
        text_add_number(&nearest, value);
        diagnostic_warning(diagnostics, WARNING_PRECISION, span, "this number is read as %s",
                           text_string(&nearest));
    }
    return value;
}

static const char *excerpt(const struct lexer *lexer, struct span span)
{
    return lexer_excerpt(lexer->compilation, lexer->source, span);
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/* `end`: the word that follows a number, a suffix of C or a product without its `*`. */
static void explain_word_after_number(struct lexer *lexer, const char *end, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    const struct span word = {span.end - (uint32_t)strlen(end), span.end};
    const struct span number = {span.begin, word.begin};
    diagnostic_error(diagnostics, ERROR_NUMBER, span, "`%s` is neither a number nor a name",
                     excerpt(lexer, span));
    if (strlen(end) <= 2 && strspn(end, "fFlLdD") == strlen(end)) {
        diagnostic_fix(diagnostics, span, excerpt(lexer, number),
                       "numbers have no suffix: write `%s`", excerpt(lexer, number));
    } else if ((end[0] == 'd' || end[0] == 'D') && end[1 + strspn(end + 1, "0123456789")] == '\0') {
        diagnostic_help(diagnostics, "an exponent is written with `e`: `%se%s`",
                        excerpt(lexer, number), end + 1);
    } else if (end[0] == '_' && is_letter(end[1])) {
        diagnostic_fix(diagnostics, span, excerpt(lexer, number),
                       "numbers have no kind: write `%s`", excerpt(lexer, number));
    } else if (end[0] == '_') {
        diagnostic_help(diagnostics, "digits are not grouped by `_`");
    } else if (strchr(end, '.') == NULL) {
        diagnostic_help(diagnostics, "a product is written with `*`: `%s*%s`",
                        excerpt(lexer, number), excerpt(lexer, word));
    }
}

/* A number like `3.` or `3.e4`: `tail` is what follows the dot. */
static void explain_dot(struct lexer *lexer, const char *text, const char *tail, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    diagnostic_error(diagnostics, ERROR_NUMBER_DOT, span, "a number does not end in a dot");
    const bool exponent =
        tail[0] != '\0' && strchr("eEdD", tail[0]) != NULL && tail[1] >= '0' && tail[1] <= '9';
    if (span.end - span.begin <= EXCERPT_BYTES && strchr(text, '.') == tail - 1) {
        diagnostic_help(diagnostics, "write `%.*s0%s%s`", (int)(tail - text), text,
                        exponent ? "e" : "", exponent ? tail + 1 : "");
    }
}

double lex_malformed(struct lexer *lexer, const char *text, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    const char *dot = text + strspn(text, "0123456789");
    const bool ends_in_dot = text[strlen(text) - 1] == '.';
    char *end; /* of the longest beginning that is a number */
    strtod(text, &end);
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        const unsigned long long value = strtoull(text, &end, 16);
        diagnostic_error(diagnostics, ERROR_NUMBER, span, "numbers are decimal: `%s` is none",
                         excerpt(lexer, span));
        if (*end == '\0' && value < 9007199254740992u) {
            const char *decimal = arena_format(lexer->compilation->arena, "%llu", value);
            diagnostic_fix(diagnostics, span, decimal, "write `%s`", decimal);
        }
    } else if (ends_in_dot) {
        explain_dot(lexer, text, text + strlen(text), span);
    } else if (dot[0] == '.' && (dot[1] < '0' || dot[1] > '9')) {
        explain_dot(lexer, text, dot + 1, span);
    } else if (end[0] == '.') {
        diagnostic_error(diagnostics, ERROR_NUMBER, span, "a number has one decimal point at most");
    } else if ((end[0] == 'e' || end[0] == 'E') && strspn(end + 1, "+-") == strlen(end + 1)) {
        diagnostic_error(diagnostics, ERROR_NUMBER, span,
                         "the exponent of this number has no digits");
    } else if (end[0] != '\0' && strchr("+-", end[1]) != NULL && end[1] != '\0') {
        diagnostic_error(diagnostics, ERROR_NUMBER, span,
                         "the exponent of this number is no whole number");
    } else {
        explain_word_after_number(lexer, end, span);
    }
    return 0;
}

atom lex_name(struct lexer *lexer, const char *text, size_t length)
{
    return atom_of(lexer->compilation->atoms, text, length);
}

/* Post: the name of a Greek letter, NULL for anything else. */
static const char *spell_greek(const char *text)
{
    static const char *const letters[] = {
        "alpha", "beta",   "gamma",   "delta", "epsilon", "zeta",    "eta",  "theta", "iota",
        "kappa", "lambda", "mu",      "nu",    "xi",      "omicron", "pi",   "rho",   "sigma",
        "sigma", "tau",    "upsilon", "phi",   "chi",     "psi",     "omega"};
    const unsigned char first = (unsigned char)text[0];
    const unsigned char second = (unsigned char)text[1];
    if ((first != 0xCE && first != 0xCF) || text[2] != '\0') {
        return NULL;
    }
    const uint32_t point = (first & 0x1Fu) << 6 | (second & 0x3Fu);
    return point >= 0x3B1 && point <= 0x3C9 ? letters[point - 0x3B1] : NULL;
}

atom lex_foreign_name(struct lexer *lexer, const char *text, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    diagnostic_error(diagnostics, ERROR_FOREIGN_NAME, span,
                     "`%s` is no name: names are made of A-Z, a-z, 0-9 and `_`",
                     excerpt(lexer, span));
    const char *greek = spell_greek(text);
    if (greek != NULL) {
        diagnostic_fix(diagnostics, span, greek, "write `%s`", greek);
    }
    return atom_of(lexer->compilation->atoms, text, span.end - span.begin);
}

const char *lex_string(struct lexer *lexer, const char *text, size_t length)
{
    return arena_copy_text(lexer->compilation->arena, text + 1, length - 2);
}

/* Characters that the language does not have, what was meant by them, and how that is written. */
static const struct stray {
    const char *text;
    int meant;
    const char *help;
} strays[] = {
    {"&", TOKEN_AND, "logical and is written `&&`"},
    {"|", TOKEN_OR, "logical or is written `||`, the absolute value `abs(x)`"},
    {"|>", TOKEN_BAD, "there are no pipes: write `f(x)` for `x |> f`"},
    {"~", TOKEN_NOT, "logical not is written `!`"},
    {"~=", TOKEN_NE, "unequal is written `!=`"},
    {"<>", TOKEN_NE, "unequal is written `!=`"},
    {":=", TOKEN_SET, "an assignment is written `=`"},
    {"@", TOKEN_MUL, "the product of matrices is written `*`"},
    {".'", TOKEN_TRANSPOSE, "the transpose is written `'`"},
    {"...", TOKEN_RANGE, "a range is written `a..b`"},
    {"%*%", TOKEN_MUL, "the product of matrices is written `*`"},
    {".and.", TOKEN_AND, "logical and is written `&&`"},
    {".or.", TOKEN_OR, "logical or is written `||`"},
    {".not.", TOKEN_NOT, "logical not is written `!`"},
    {".eq.", TOKEN_EQ, "equality is written `==`"},
    {".ne.", TOKEN_NE, "unequal is written `!=`"},
    {".lt.", TOKEN_LT, "less is written `<`"},
    {".le.", TOKEN_LE, "at most is written `<=`"},
    {".gt.", TOKEN_GT, "greater is written `>`"},
    {".ge.", TOKEN_GE, "at least is written `>=`"},
    {".true.", TOKEN_BAD, "true is written `1`"},
    {".false.", TOKEN_BAD, "false is written `0`"},
    {"\\", TOKEN_BAD, "the solution of A x = b is written `solve(A, b)`"},
    {"*/", TOKEN_BAD, "no comment is open here"},
    {"\xE2\x80\x9C", TOKEN_BAD, "write a straight quote, `\"`"},
    {"\xE2\x80\x9D", TOKEN_BAD, "write a straight quote, `\"`"},
    {"\xE2\x80\x9E", TOKEN_BAD, "write a straight quote, `\"`"},
    {"\xC2\xAB", TOKEN_BAD, "write a straight quote, `\"`"},
    {"\xC2\xBB", TOKEN_BAD, "write a straight quote, `\"`"},
    {"\xE2\x80\x98", TOKEN_TRANSPOSE, "the transpose is written with a straight quote, `'`"},
    {"\xE2\x80\x99", TOKEN_TRANSPOSE, "the transpose is written with a straight quote, `'`"},
    {"\xE2\x80\xB2", TOKEN_TRANSPOSE, "the transpose is written with a straight quote, `'`"},
    {"\xC2\xB4", TOKEN_TRANSPOSE, "the transpose is written with a straight quote, `'`"},
    {"\xC3\x97", TOKEN_MUL, "write `*`, or `cross(a, b)`"},
    {"\xC2\xB7", TOKEN_MUL, "write `*`, or `dot(a, b)`"},
    {"\xE2\x8B\x85", TOKEN_MUL, "write `*`, or `dot(a, b)`"},
    {"\xC3\xB7", TOKEN_DIV, "write `/`"},
    {"\xE2\x88\x92", TOKEN_SUB, "write `-`"},
    {"\xE2\x80\x93", TOKEN_SUB, "write `-`"},
    {"\xE2\x80\x94", TOKEN_SUB, "write `-`"},
    {"\xE2\x89\xA4", TOKEN_LE, "write `<=`"},
    {"\xE2\x89\xA5", TOKEN_GE, "write `>=`"},
    {"\xE2\x89\xA0", TOKEN_NE, "write `!=`"},
    {"\xE2\x88\xA7", TOKEN_AND, "write `&&`"},
    {"\xE2\x88\xA8", TOKEN_OR, "write `||`"},
    {"\xC2\xAC", TOKEN_NOT, "write `!`"},
    {"\xE2\x80\xA6", TOKEN_RANGE, "a range is written `a..b`"},
    {"\xC2\xB2", TOKEN_BAD, "write `^2`"},
    {"\xC2\xB3", TOKEN_BAD, "write `^3`"},
    {"\xE2\x88\x9A", TOKEN_BAD, "write `sqrt(x)`"},
    {"\xE2\x88\x91", TOKEN_BAD, "write `sum(e for i in a..b)`"},
    {"\xE2\x88\x8F", TOKEN_BAD, "write `prod(e for i in a..b)`"},
    {"\xE2\x88\x9E", TOKEN_BAD, "write `inf`"},
    {"\xEF\xBC\x9B", TOKEN_SEMICOLON, "write `;`"},
    {"\xEF\xBC\x8C", TOKEN_COMMA, "write `,`"},
    {"\xEF\xBC\x88", TOKEN_ROUND_OPEN, "write `(`"},
    {"\xEF\xBC\x89", TOKEN_ROUND_CLOSE, "write `)`"},
};

/* Characters that cannot be seen, or not told from a blank. */
static const struct {
    const char *text;
    const char *name;
} invisible[] = {
    {"\xC2\xA0", "no-break space"},        {"\xC2\xAD", "soft hyphen"},
    {"\xE2\x80\x89", "thin space"},        {"\xE2\x80\xAF", "narrow no-break space"},
    {"\xE2\x80\x8B", "zero-width space"},  {"\xE2\x81\xA0", "word joiner"},
    {"\xE3\x80\x80", "ideographic space"}, {"\xEF\xBB\xBF", "byte order mark"},
};

/* Whether the character before the place, blanks apart, can end an operand. */
static bool follows_operand(const struct lexer *lexer, struct span span)
{
    const char *text = lexer->source->text;
    uint32_t at = span.begin - lexer->source->base;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
        at--;
    }
    return at > 0 && (is_letter(text[at - 1]) || (text[at - 1] >= '0' && text[at - 1] <= '9') ||
                      text[at - 1] == ')' || text[at - 1] == ']');
}

/* Whether a density of Stan is being called on this line, as in `normal_lpdf(y | mu, sigma)`. */
static bool is_in_density(const struct lexer *lexer, struct span span)
{
    const char *text = lexer->source->text;
    uint32_t begin = span.begin - lexer->source->base;
    const uint32_t end = begin;
    while (begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '(') {
        begin--;
    }
    return end > 6 && begin > 6 &&
           (strncmp(text + begin - 6, "_lpdf(", 6) == 0 ||
            strncmp(text + begin - 6, "_lpmf(", 6) == 0);
}

/* What a single dot may have meant, by what is before and behind it. */
static int report_dot(struct lexer *lexer, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    const char *text = lexer->source->text + (span.begin - lexer->source->base);
    const bool after_name = span.begin > lexer->source->base && is_letter(text[-1]);
    diagnostic_error(diagnostics, ERROR_STRAY, span, "a single `.` means nothing here");
    if (text[1] == '+' || text[1] == '-' || text[1] == '<' || text[1] == '>' || text[1] == '=') {
        diagnostic_help(diagnostics, "`%c` works element by element without a dot", text[1]);
        return LEX_SKIP;
    }
    if (text[1] == '(') {
        diagnostic_help(diagnostics, "a function of scalars works element by element: `f(v)`");
        return LEX_SKIP;
    }
    if (text[1] == 'T' && !is_letter(text[2])) {
        diagnostic_help(diagnostics, "the transpose is written `'`");
        return TOKEN_BAD;
    }
    if (after_name && is_letter(text[1])) {
        diagnostic_help(
            diagnostics,
            "there are no members and no modules: write `f(x)` for `m.f(x)` and `x.f()`");
    } else {
        diagnostic_help(diagnostics,
                        "elements are `x[i]`; the element-wise operators are `.*`, `./` and `.^`");
    }
    return TOKEN_BAD;
}

/* As a comment of MATLAB or TeX it begins a line or follows the end of a statement. */
bool lex_percent(struct lexer *lexer, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    const char *text = lexer->source->text;
    uint32_t at = span.begin - lexer->source->base;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
        at--;
    }
    const bool comment = at == 0 || strchr("\n;{}", text[at - 1]) != NULL;
    diagnostic_error(diagnostics, ERROR_STRAY, span, "the language has no `%%`");
    diagnostic_help(diagnostics, comment ? "a comment is written `// ...` or `# ...`"
                                         : "the remainder is written `mod(a, b)`");
    return comment;
}

int lex_stray(struct lexer *lexer, const char *text, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++) {
        if (strcmp(text, invisible[i].text) == 0) {
            diagnostic_error(diagnostics, ERROR_INVISIBLE, span,
                             "there is an invisible character here, a %s", invisible[i].name);
            return LEX_SKIP;
        }
    }
    const struct stray *known = NULL;
    for (size_t i = 0; i < sizeof strays / sizeof *strays; i++) {
        if (strcmp(text, strays[i].text) == 0) {
            known = &strays[i];
        }
    }
    if (known == NULL && span.begin == lexer->bad_end) {
        lexer->bad_end = span.end;
        return TOKEN_BAD;
    }
    if (text[0] == '.' && text[1] == '\0') {
        return report_dot(lexer, span);
    }
    diagnostic_error(diagnostics, ERROR_STRAY, span, "the language has no `%s`",
                     text[0] == '`' ? "backquote" : text);
    if (strcmp(text, "@") == 0 && !follows_operand(lexer, span)) {
        diagnostic_help(diagnostics, "a function is written `fn f(x) { ... }` or `fn f(x) = e;`");
        return TOKEN_BAD;
    }
    if ((text[0] == '~' && text[1] == '\0' && follows_operand(lexer, span)) ||
        (text[0] == '|' && text[1] == '\0' && is_in_density(lexer, span))) {
        diagnostic_help(diagnostics, "distributions are written out: add up their logarithms");
        return TOKEN_BAD;
    }
    if (known != NULL) {
        diagnostic_help(diagnostics, "%s", known->help);
        return known->meant;
    }
    lexer->bad_end = span.end;
    return TOKEN_BAD;
}

void lex_bad_byte(struct lexer *lexer, unsigned char byte, struct span span)
{
    struct diagnostics *diagnostics = lexer->compilation->diagnostics;
    const bool in_run = span.begin == lexer->bad_end;
    lexer->bad_end = span.end;
    if (in_run) {
        return;
    }
    if (byte == 0) {
        diagnostic_error(diagnostics, ERROR_NO_TEXT, span,
                         "there is a NUL byte here: is this a text file?");
    } else if (byte < 0x80) {
        diagnostic_error(diagnostics, ERROR_NO_TEXT, span,
                         "there is a control character here, number %u", byte);
    } else {
        diagnostic_error(diagnostics, ERROR_NO_TEXT, span, "this is not valid UTF-8 (byte 0x%02X)",
                         byte);
    }
}

void lex_open_string(struct lexer *lexer, struct span span)
{
    diagnostic_error(lexer->compilation->diagnostics, ERROR_OPEN_STRING, span,
                     "this string has no closing `\"`");
}

void lex_open_comment(struct lexer *lexer)
{
    diagnostic_error(lexer->compilation->diagnostics, ERROR_OPEN_COMMENT, lexer->comment,
                     "this comment has no closing `*/`");
}
