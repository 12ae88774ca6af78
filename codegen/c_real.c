/* The numeric type of generated code; see c_real.h.
 *
 * The embedded functions are written once, in double. Those that are short formulas over <math.h>
 * are as good in float when every token is exchanged for its float form. The others carry series
 * and zeros to the digits of double, which float cannot hold: there the double function is kept and
 * its result rounded, which is within half an ulp of float. In long double all are exchanged;
 * their series carry the digits of a 64-bit mantissa. What is there for the range of double alone
 * is the C library's in the other types. */
#include "c_real.h"

#include "c_names.h"

#include <ctype.h>
#include <string.h>

const struct c_real *c_real_of(enum codegen_real kind)
{
    static const struct c_real table[] = {
        [CODEGEN_DOUBLE] = {CODEGEN_DOUBLE, "double", "", "", "HUGE_VAL", "DBL", ""},
        [CODEGEN_FLOAT] = {CODEGEN_FLOAT, "float", "f", "f", "HUGE_VALF", "FLT", "_float"},
        [CODEGEN_LONG_DOUBLE] = {CODEGEN_LONG_DOUBLE, "long double", "L", "l", "HUGE_VALL", "LDBL",
                                 "_long_double"},
    };
    return &table[kind];
}

/* -- exchanging tokens -- */

static size_t word_length(const char *at)
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '_') {
        length++;
    }
    return length;
}

static size_t number_length(const char *at)
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '.' ||
           ((at[length] == '-' || at[length] == '+') && at[length - 1] == 'e')) {
        length++;
    }
    return length;
}

/* Post: whether the word is followed by a parenthesis: a call, or the head of a definition. */
static bool is_called(const char *behind)
{
    return *behind == '(';
}

static void add_upper(const char *word, struct text *out)
{
    for (; *word != '\0'; word++) {
        const char upper = (char)toupper((unsigned char)*word);
        text_add_bytes(out, &upper, 1);
    }
}

static void add_word(const struct c_real *real, bool embedded, const char *at, size_t length,
                     struct text *out)
{
    const char *word = arena_copy_text(out->arena, at, length);
    if (strcmp(word, "double") == 0) {
        text_add(out, real->type);
        return;
    }
    if (strncmp(word, "DBL_", 4) == 0) {
        text_print(out, "%s_%s", real->limits, word + 4);
        return;
    }
    text_add(out, word);
    if (strcmp(word, "adc_model") == 0 || strcmp(word, "adc_batch") == 0) {
        text_add(out, real->tag);
    } else if (strcmp(word, "ADC_MODEL") == 0) {
        add_upper(real->tag, out);
    }
    const bool generic = strncmp(word, "is", 2) == 0; /* isfinite(x) is a macro for every type */
    if (is_called(at + length) && !generic &&
        ((embedded && strncmp(word, "adc_", 4) == 0) || c_name_is_math_function(word))) {
        text_add(out, real->function);
    }
}

/* Where the text is of an embedded function, it and those that it calls have another name, too. */
static void add_exchanged(const struct c_real *real, bool embedded, const char *at,
                          struct text *out)
{
    while (*at != '\0') {
        size_t length = 1;
        if (strncmp(at, "/*", 2) == 0) {
            length = (size_t)(strstr(at, "*/") - at) + 2;
            text_add_bytes(out, at, length);
        } else if (*at == '"') {
            length = strcspn(at + 1, "\"") + 2; /* there are no quoted quotes in runtime/ */
            text_add_bytes(out, at, length);
        } else if (isdigit((unsigned char)*at)) {
            length = number_length(at);
            text_add_bytes(out, at, length);
            if (memchr(at, '.', length) != NULL || memchr(at, 'e', length) != NULL) {
                text_add(out, real->literal);
            }
        } else if (isalpha((unsigned char)*at) || *at == '_') {
            length = word_length(at);
            add_word(real, embedded, at, length, out);
        } else {
            text_add_bytes(out, at, 1);
        }
        at += length;
    }
}

void c_real_exchange(const struct c_real *real, const char *definitions, struct text *out)
{
    add_exchanged(real, false, definitions, out);
}

/* -- rounding -- */

/* Post: whether every token of the function may be exchanged for its float form. */
static bool is_formula(const char *name)
{
    static const char *const formulas[] = {"adc_logaddexp", "adc_polar_slope", "adc_polar_slopes",
                                           "adc_sigmoid",   "adc_sign",        "adc_softplus"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        if (strcmp(formulas[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Post: the C library's function that is as good in float and long double; NULL: none. */
static const char *library_function(const struct c_real *real, const char *name)
{
    return real->kind != CODEGEN_DOUBLE && strcmp(name, "adc_hypot") == 0 ? "hypot" : NULL;
}

/* A float function with the parameters of the double one, whose head is in its text. */
static void add_rounding(const char *name, const char *function, struct text *out)
{
    const char *head = strstr(function, arena_format(out->arena, "static double %s(", name));
    const char *list = strchr(head, '(');
    const bool two = memchr(list, ',', strcspn(list, ")")) != NULL;
    if (two) {
        text_print(out,
                   "\nstatic float %sf(float k, float x)\n{\n"
                   "    return (float)%s((double)k, (double)x);\n}\n",
                   name, name);
    } else {
        text_print(out, "\nstatic float %sf(float x)\n{\n    return (float)%s((double)x);\n}\n",
                   name, name);
    }
}

void c_real_embed(const struct c_real *real, const char *name, const char *function,
                  struct text *out)
{
    const char *library = library_function(real, name);
    if (library != NULL) {
        text_print(out, "static %s %s%s(%s a, %s b)\n{\n    return %s%s(a, b);\n}\n", real->type,
                   name, real->function, real->type, real->type, library, real->function);
        return;
    }
    if (real->kind == CODEGEN_LONG_DOUBLE || (real->kind == CODEGEN_FLOAT && is_formula(name))) {
        add_exchanged(real, true, function, out);
        return;
    }
    text_add(out, function);
}

void c_real_round(const struct c_real *real, const char *name, const char *function,
                  struct text *out)
{
    if (real->kind == CODEGEN_FLOAT && !is_formula(name) && library_function(real, name) == NULL) {
        add_rounding(name, function, out);
    }
}
