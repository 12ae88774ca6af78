/* Names in generated C. Any name that is legal in a model is legal here: one that C, C++ or
 * <math.h> has taken gets an underscore behind it, one that another variable has gets a number. */
#include "c_names.h"

#include "atom.h"
#include "vec.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* -- what is taken -- */

/* Keywords of C and C++, their alternative tokens, and what common compilers, <math.h> and other
 * headers of C, which a program may include before that of a model, define as macro, type or
 * variable. Sorted. */
/* clang-format off */
static const char *const words[] = {
    "BUFSIZ", "CLOCKS_PER_SEC", "DOMAIN", "EDOM", "EILSEQ", "EOF", "ERANGE", "EXIT_FAILURE",
    "EXIT_SUCCESS", "FILENAME_MAX", "FOPEN_MAX", "HUGE", "I", "INFINITY", "MAXFLOAT",
    "MB_CUR_MAX", "NAN", "NULL", "OVERFLOW", "PLOSS", "RAND_MAX", "SIGABRT", "SIGFPE", "SIGILL",
    "SIGINT", "SIGSEGV", "SIGTERM", "SING", "SNAN", "TLOSS", "TMP_MAX", "UNDERFLOW", "X_TLOSS",
    "alignas", "alignof", "alloca", "and", "and_eq", "asm", "assert", "atomic_cancel",
    "atomic_commit", "atomic_noexcept", "auto", "bitand", "bitor", "bool", "break", "case",
    "catch", "char", "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return",
    "co_yield", "compl", "complex", "concept", "const", "const_cast", "consteval", "constexpr",
    "constinit", "continue", "decltype", "default", "delete", "do", "double", "double_t",
    "dynamic_cast", "else", "enum", "errno", "exception", "explicit", "export", "extern", "false",
    "far", "float", "float_t", "for", "fortran", "friend", "goto", "huge", "i386", "if",
    "imaginary", "inline", "int", "interface", "linux", "long", "mutable", "namespace", "near",
    "new", "noexcept", "noreturn", "not", "not_eq", "nullptr", "operator", "or", "or_eq",
    "pascal", "private", "protected", "public", "reflexpr", "register", "reinterpret_cast",
    "requires", "restrict", "return", "short", "signed", "size_t", "sizeof", "small", "static",
    "static_assert", "static_cast", "std", "stderr", "stdin", "stdout", "struct", "switch",
    "synchronized", "template", "this", "thread_local", "throw", "true", "try", "typedef",
    "typeid", "typename", "typeof", "typeof_unqual", "uint", "ulong", "union", "unix",
    "unreachable", "unsigned", "ushort", "using", "virtual", "void", "volatile", "wchar_t",
    "while", "xor", "xor_eq",
};
/* clang-format on */

/* Functions of <math.h>, past, present and extended; also with f, l and _r behind them. Sorted. */
/* clang-format off */
static const char *const functions[] = {
    "abs", "acos", "acosh", "acospi", "asin", "asinh", "asinpi", "atan", "atan2", "atan2pi",
    "atanh", "atanpi", "cabs", "canonicalize", "cbrt", "ceil", "compoundn", "copysign", "cos",
    "cosh", "cospi", "div", "drem", "erf", "erfc", "exp", "exp10", "exp10m1", "exp2", "exp2m1",
    "expm1", "fabs", "fadd", "fdim", "fdiv", "ffma", "finite", "floor", "fma", "fmax",
    "fmaximum", "fmaximum_mag", "fmaximum_mag_num", "fmaximum_num", "fmaxmag", "fmin",
    "fminimum", "fminimum_mag", "fminimum_mag_num", "fminimum_num", "fminmag", "fmod", "fmul",
    "fpclassify", "frexp", "fromfp", "fromfpx", "fsqrt", "fsub", "gamma", "getpayload", "hypot",
    "ilogb", "iscanonical", "iseqsig", "isfinite", "isgreater", "isgreaterequal", "isinf",
    "isless", "islessequal", "islessgreater", "isnan", "isnormal", "issignaling", "issubnormal",
    "isunordered", "iszero", "j0", "j1", "jn", "labs", "ldexp", "lgamma", "llogb", "llrint",
    "llround", "log", "log10", "log10p1", "log1p", "log2", "log2p1", "logb", "logp1", "lrint",
    "lround", "matherr", "modf", "nan", "nearbyint", "nextafter", "nextdown", "nexttoward",
    "nextup", "pow", "pow10", "pown", "powr", "remainder", "remquo", "rint", "rootn", "round",
    "roundeven", "rsqrt", "scalb", "scalbln", "scalbn", "setpayload", "setpayloadsig",
    "signbit", "signgam", "significand", "sin", "sincos", "sinh", "sinpi", "sqrt", "tan",
    "tanh", "tanpi", "tgamma", "totalorder", "totalordermag", "trunc", "ufromfp", "ufromfpx",
    "y0", "y1", "yn",
};
/* clang-format on */

/* Families of macros: what begins so and goes on with a capital, a digit, or not at all; none ends
 * in an underscore. */
static const char *const families[] = {"CHAR_",   "DBL_",   "FLT_",   "FP_",   "HUGE_VAL", "INT_",
                                       "LC_",     "LDBL_",  "LLONG_", "LONG_", "MATH_",    "M_",
                                       "SCHAR_",  "SEEK_",  "SHRT_",  "SNAN",  "UCHAR_",   "UINT_",
                                       "ULLONG_", "ULONG_", "USHRT_"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct key {
    const char *at;
    size_t length;
};

static int compare(const void *key, const void *entry)
{
    const struct key *wanted = key;
    const char *word = *(const char *const *)entry;
    const int order = strncmp(wanted->at, word, wanted->length);
    return order != 0 ? order : -(word[wanted->length] != '\0');
}

static bool stands_in(const char *const *table, size_t count, const char *name, size_t length)
{
    const struct key key = {name, length};
    return bsearch(&key, table, count, sizeof *table, compare) != NULL;
}

/* `name` without its last `drop` characters is a function of <math.h>. */
static bool is_function(const char *name, size_t length, size_t drop)
{
    return length > drop && stands_in(functions, COUNT(functions), name, length - drop);
}

bool c_name_is_math_function(const char *name)
{
    return is_function(name, strlen(name), 0);
}

static bool is_macro(const char *name, size_t count)
{
    if (count > 0 && name[count - 1] == '_') {
        return false;
    }
    for (size_t i = 0; i < COUNT(families); i++) {
        const size_t length = strlen(families[i]);
        if (strncmp(name, families[i], length) == 0 && !islower((unsigned char)name[length])) {
            return true;
        }
    }
    return false;
}

bool c_name_is_reserved(const char *name)
{
    const size_t length = strlen(name);
    if (strstr(name, "__") != NULL || (name[0] == '_' && isupper((unsigned char)name[1]))) {
        return true;
    }
    if (is_macro(name, length) || stands_in(words, COUNT(words), name, length) ||
        is_function(name, length, 0)) {
        return true;
    }
    const char last = length == 0 ? '\0' : name[length - 1];
    if ((last == 'f' || last == 'l') && is_function(name, length, 1)) {
        return true;
    }
    return length > 2 && strcmp(name + length - 2, "_r") == 0 && is_function(name, length, 2);
}

/* -- what is legal -- */

const char *c_name_legal(struct arena *arena, const char *name)
{
    const size_t length = strlen(name);
    char *legal = arena_alloc(arena, length + 3);
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        const bool fits = isalnum((unsigned char)name[i]) != 0;
        if (fits || count == 0 || legal[count - 1] != '_') {
            legal[count++] = name[i];
            if (!fits) {
                legal[count - 1] = '_';
            }
        }
    }
    const bool bracket = length > 0 && name[length - 1] == ']';
    if (bracket && count > 1 && legal[count - 1] == '_') {
        count--;
    }
    legal[count] = '\0';
    if (count == 0 || isdigit((unsigned char)legal[0])) {
        memmove(legal + 1, legal, count + 1);
        legal[0] = 'v';
        count++;
    }
    if (legal[0] == '_' && isupper((unsigned char)legal[1])) {
        memmove(legal, legal + 1, count);
        count--;
        legal[count++] = '_';
    }
    if (c_name_is_reserved(legal) || strncmp(legal, "adc_", 4) == 0) {
        legal[count++] = '_'; /* adc_sigmoid may be embedded into the file */
    }
    legal[count] = '\0';
    return legal;
}

/* -- what is free -- */

struct entry {
    bool taken;
    bool foreign; /* by what is no variable: a parameter, a name at file scope */
    bool promised;
    uint32_t next; /* the number to try next behind this name; 0 stands for the first */
};

struct c_names {
    const struct c_names *outer; /* NULL: none */
    struct arena *arena;
    struct atoms *atoms;
    VEC(struct entry) entries; /* by atom */
};

struct c_names *c_names_within(struct arena *arena, const struct c_names *outer)
{
    struct c_names *names = arena_alloc(arena, sizeof *names);
    names->outer = outer;
    names->arena = arena;
    names->atoms = atoms_create(arena);
    return names;
}

struct c_names *c_names_create(struct arena *arena)
{
    return c_names_within(arena, NULL);
}

static bool is_taken(const struct c_names *names, const char *name)
{
    const atom which = atom_find(names->atoms, name, strlen(name));
    return which.index < names->entries.count && names->entries.at[which.index].taken;
}

/* Names of the outer scope come in where they are asked for: there may be very many. */
static struct entry *find(struct c_names *names, const char *name)
{
    const atom which = atom_of_text(names->atoms, name);
    while (names->entries.count <= which.index) {
        struct entry *entry = vec_add(names->arena, &names->entries);
        entry->taken = entry->foreign = names->entries.count > which.index &&
                                        names->outer != NULL && is_taken(names->outer, name);
    }
    return &names->entries.at[which.index];
}

void c_names_take(struct c_names *names, const char *name)
{
    struct entry *entry = find(names, name);
    entry->taken = true;
    entry->foreign = true;
}

bool c_names_has(struct c_names *names, const char *name)
{
    return find(names, name)->taken;
}

/* Post: the name, with an underscore behind it where it is foreign. */
static const char *domestic(struct c_names *names, const char *name)
{
    while (find(names, name)->foreign) {
        name = arena_format(names->arena, "%s_", name);
    }
    return name;
}

void c_names_promise(struct c_names *names, const char *name)
{
    find(names, domestic(names, name))->promised = true;
}

/* Post: the first free name among stem + joint + number, numbers from `first` on. */
static const char *give_numbered(struct c_names *names, const char *stem, const char *joint,
                                 uint32_t first)
{
    uint32_t number = find(names, stem)->next;
    if (number == 0) {
        number = first;
    }
    for (;; number++) {
        const char *name = arena_format(names->arena, "%s%s%u", stem, joint, (unsigned)number);
        if (c_name_is_reserved(name)) {
            name = arena_format(names->arena, "%s_", name);
        }
        struct entry *entry = find(names, name);
        if (!entry->taken && !entry->promised) {
            entry->taken = true;
            find(names, stem)->next = number + 1;
            return name;
        }
    }
}

const char *c_names_give(struct c_names *names, const char *wanted)
{
    wanted = domestic(names, wanted);
    struct entry *entry = find(names, wanted);
    if (!entry->taken) {
        entry->taken = true;
        return wanted;
    }
    const size_t length = strlen(wanted);
    const bool joined = length > 0 && wanted[length - 1] == '_';
    return give_numbered(names, wanted, joined ? "" : "_", 2);
}

const char *c_names_number(struct c_names *names, const char *stem)
{
    return give_numbered(names, stem, "", 1);
}
