/* Writes random models: `random_model SEED COUNT` prints the models m<SEED>, m<SEED+1>, ... and for
 * each two points in comment lines `//| MODEL | in arguments | params` (points.awk of the
 * differential tests): one where the model is smooth, most likely, and one of small whole numbers
 * and halves, where minima tie and conditions turn. The same seed gives the same model everywhere.
 *
 * Expressions come from grammars of text. In a form, a capital letter stands for something to be
 * filled in, all else is printed as it is:
 *
 *     E  a scalar            V  a vector of D elements       C  a condition
 *     Q  one in [-1, 1]      M  a D x D matrix               F  a call of one of the file's
 * functions P  one in [0.1, 3]     W  a D x (5-D) matrix           I  an index from 0 to D-1, new
 * in the form U  a vector of 5-D elements     D  its end: 2 or 3
 *
 * Arguments of functions are kept inside of their domains by Q and P, so that nearly all models
 * have a derivative nearly everywhere. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 24, MOST_NAMES = 64 };

/* What a name stands for: by rank, and its size. An index is a scalar that may stand in brackets.
 */
struct symbol {
    char name[NAME];
    int rank;
    int rows;
    int columns;
    bool is_index;
};

struct generator {
    uint64_t state;
    struct symbol symbols[MOST_NAMES]; /* in scope */
    int count;
    int fresh;  /* names made up so far */
    int budget; /* forms that may still be filled in before only leaves are left */
    int seed;
    bool in_model; /* functions may be called */
};

/* Steele, Lea and Flood's SplitMix64 (2014). Post: 0 .. count-1. */
static int pick(struct generator *g, int count)
{
    uint64_t z = g->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (int)((z ^ (z >> 31)) % (uint64_t)count);
}

/* -- names -- */

static const char *declare(struct generator *g, const char *name, int rank, int rows, int columns)
{
    if (g->count == MOST_NAMES) {
        fprintf(stderr, "random_model: too many names\n");
        exit(EXIT_FAILURE);
    }
    struct symbol *symbol = &g->symbols[g->count++];
    *symbol = (struct symbol){.rank = rank, .rows = rows, .columns = columns};
    snprintf(symbol->name, sizeof symbol->name, "%s", name);
    return symbol->name;
}

static void fresh_name(struct generator *g, const char *stem, char name[NAME])
{
    snprintf(name, NAME, "%s%d", stem, ++g->fresh);
}

/* A name of this shape in scope, or NULL. An index counts as a scalar. */
static const struct symbol *find(struct generator *g, int rank, int rows, int columns)
{
    const struct symbol *found = NULL;
    int seen = 0;
    for (int i = 0; i < g->count; i++) {
        const struct symbol *s = &g->symbols[i];
        if (s->rank == rank && (rank < 1 || s->rows == rows) &&
            (rank < 2 || s->columns == columns) && pick(g, ++seen) == 0) {
            found = s;
        }
    }
    return found;
}

/* -- expressions -- */

static void print_scalar(struct generator *g, int size);
static void print_vector(struct generator *g, int size);
static void print_matrix(struct generator *g, int rows, int columns);

/* clang-format off */
static const char *const scalar_forms[] = {
    "(E + E)", "(E - E)", "(E*E)", "(E*E)", "E/P", "(-E)", "(E + Q)", "(E - E*E)", "sin(E)",
    "cos(E)", "tanh(E)", "atan(E)", "asinh(E)", "erf(E)", "erfc(E)", "sigmoid(E)", "softplus(E)",
    "sinc(E)", "tan(Q)", "exp(Q)", "exp2(Q)", "expm1(Q)", "sinh(Q)", "cosh(Q)", "sqrt(P)",
    "cbrt(P)", "log(P)", "log2(P)", "log10(P)", "log1p(P)", "gamma(P)", "lgamma(P)", "digamma(P)",
    "asin(0.9*Q)", "acos(0.9*Q)", "atanh(0.9*Q)", "acosh(1 + P)", "pow(P, E)", "P^Q", "Q^2", "Q^3",
    "P^-2", "2^Q", "hypot(E, E)", "atan2(E, P)", "logaddexp(E, E)", "detach(E)", "abs(E)",
    "max(E, E)", "min(E, E)", "min(E, E, E)", "max(V)", "relu(E)", "clamp(E, -1, Q)", "sign(E)",
    "floor(E)", "round(E)", "fmod(E, P)", "(C)*E", "(C ? E : E)", "(C ? E : E)",
    "(C ? sqrt(E) : E)", "(C ? log(E) : 1/P)", "(if C then E else Q)", "sum(V)", "mean(V)",
    "prod(V)", "dot(V, V)", "norm(V)", "logsumexp(V)", "(V'*V)", "(V'*W*U)", "trace(M)", "sum(M)",
    "sum(E for I in 0..D)", "sum(E*E for I in 0..D if C)", "prod(Q for I in 0..D if C)",
    "max(E for I in 0..D)", "F", "F",
};
static const char *const unit_forms[] = {
    "sin(E)", "cos(E)", "tanh(E)", "erf(E)", "sigmoid(E)", "(Q*Q)", "(-Q)", "clamp(E, -1, 1)",
    "(C ? Q : Q)",
};
static const char *const positive_forms[] = {
    "(1.5 + sin(E))", "(0.5 + Q^2)", "exp(Q)", "(1 + abs(Q))", "(0.1 + sigmoid(E))", "hypot(1, Q)",
    "(2 - Q)", "max(0.25, Q)",
};
static const char *const condition_forms[] = {
    "E > E", "E < E", "E >= 0", "E <= 0.5", "Q > 0.3", "E != 0", "(C && C)", "(C || C)", "!(C)",
};
static const char *const vector_forms[] = {
    "(V + V)", "(V - V)", "(E*V)", "(V/P)", "(V .* V)", "(-V)", "(M*V)", "(W*U)", "sin(V)",
    "tanh(V)", "exp(tanh(V))", "softmax(V)", "max(V, E)", "[E for I in 0..D]", "(V .* V + Q)",
    "(C ? V : V)",
};
static const char *const matrix_forms[] = {
    "(M + M)", "(M - M)", "(E*M)", "(M*M)", "(M')", "outer(V, V)", "(M .* M)", "cos(M)", "eye(D)",
};
/* clang-format on */

static void print_form(struct generator *g, const char *form, int size);

#define PRINT_ONE_OF(g, forms, size) \
    print_form(g, (forms)[pick(g, (int)(sizeof(forms) / sizeof *(forms)))], size)

static void print_call(struct generator *g)
{
    if (!g->in_model) {
        printf("%s", g->symbols[0].name);
        return;
    }
    printf("f%d_%d(", g->seed, pick(g, 2));
    print_scalar(g, 0);
    printf(", ");
    print_vector(g, 2 + pick(g, 2));
    printf(")");
}

/* Fills in a form; size is D in it. */
static void print_form(struct generator *g, const char *form, int size)
{
    const int outside = g->count;
    char index[NAME] = "";
    if (strchr(form, 'I') != NULL) {
        fresh_name(g, "i", index);
        declare(g, index, 0, size, 0);
        g->symbols[g->count - 1].is_index = true;
    }
    g->budget--;
    for (const char *at = form; *at != '\0'; at++) {
        switch (*at) {
        case 'E':
            print_scalar(g, size);
            break;
        case 'Q':
            PRINT_ONE_OF(g, unit_forms, size);
            break;
        case 'P':
            PRINT_ONE_OF(g, positive_forms, size);
            break;
        case 'C':
            PRINT_ONE_OF(g, condition_forms, size);
            break;
        case 'V':
            print_vector(g, size);
            break;
        case 'U':
            print_vector(g, 5 - size);
            break;
        case 'M':
            print_matrix(g, size, size);
            break;
        case 'W':
            print_matrix(g, size, 5 - size);
            break;
        case 'F':
            print_call(g);
            break;
        case 'I':
            printf("%s", index);
            break;
        case 'D':
            printf("%d", size);
            break;
        default:
            putchar(*at);
        }
    }
    g->count = outside;
}

/* An index below this one, written as a number or as the name of one. */
static void print_index(struct generator *g, int end)
{
    for (int i = g->count; i-- > 0;) {
        if (g->symbols[i].is_index && g->symbols[i].rows <= end && pick(g, 3) > 0) {
            printf("%s", g->symbols[i].name);
            return;
        }
    }
    printf("%d", pick(g, end));
}

static void print_scalar_leaf(struct generator *g)
{
    static const char *const numbers[] = {"0.5", "2", "1", "0.3", "-1.25", "pi", "3"};
    const struct symbol *s = &g->symbols[pick(g, g->count)];
    if (pick(g, 6) == 0) {
        printf("%s", numbers[pick(g, sizeof numbers / sizeof *numbers)]);
        return;
    }
    printf("%s", s->name);
    if (s->rank > 0) {
        printf("[");
        print_index(g, s->rows);
        if (s->rank > 1) {
            printf(", ");
            print_index(g, s->columns);
        }
        printf("]");
    }
}

static void print_scalar(struct generator *g, int size)
{
    (void)size;
    if (g->budget <= 0 || pick(g, 3) == 0) {
        print_scalar_leaf(g);
    } else {
        PRINT_ONE_OF(g, scalar_forms, 2 + pick(g, 2));
    }
}

static void print_vector(struct generator *g, int size)
{
    const struct symbol *s = find(g, 1, size, 0);
    if (s != NULL && (g->budget <= 0 || pick(g, 2) == 0)) {
        printf("%s", s->name);
    } else if (g->budget <= 0 || pick(g, 4) == 0) {
        printf("[");
        for (int i = 0; i < size; i++) {
            printf(i == 0 ? "" : ", ");
            print_scalar(g, size);
        }
        printf("]");
    } else {
        PRINT_ONE_OF(g, vector_forms, size);
    }
}

static void print_matrix(struct generator *g, int rows, int columns)
{
    const struct symbol *s = find(g, 2, rows, columns);
    if (s != NULL && (g->budget <= 0 || pick(g, 2) == 0)) {
        printf("%s", s->name);
    } else if (g->budget <= 0 || rows != columns) {
        char i[NAME];
        char j[NAME];
        fresh_name(g, "i", i);
        fresh_name(g, "j", j);
        printf("[");
        print_scalar_leaf(g);
        printf("*(%s + 1) - 0.5*%s for %s in 0..%d, %s in 0..%d]", i, j, i, rows, j, columns);
    } else {
        PRINT_ONE_OF(g, matrix_forms, rows);
    }
}

/* -- statements -- */

static void indent(int depth)
{
    printf("%*s", 4 * depth, "");
}

/* E in the form is a scalar with this many forms to fill in; N is the name. */
static void print_line(struct generator *g, int depth, const char *form, const char *name, int size)
{
    indent(depth);
    for (; *form != '\0'; form++) {
        const char one[2] = {*form, '\0'};
        g->budget = 5;
        if (*form == 'N') {
            printf("%s", name);
        } else {
            print_form(g, one, size);
        }
    }
    printf("\n");
}

static void print_statement(struct generator *g, int depth);

/* Some statements in a scope of their own, then an assignment to a scalar outside. */
static void print_block(struct generator *g, int depth, const char *assign, const char *name)
{
    const int outside = g->count;
    if (depth < 4 && pick(g, 2) == 0) {
        print_statement(g, depth);
    }
    print_line(g, depth, assign, name, 2);
    g->count = outside;
}

static void print_if(struct generator *g, int depth, const char *name)
{
    print_line(g, depth, "if (C) {", name, 2);
    print_block(g, depth + 1, "N = E;", name);
    if (pick(g, 2) == 0) {
        print_line(g, depth, "} else if (C) {", name, 2);
        print_block(g, depth + 1, "N += Q;", name);
    }
    if (pick(g, 2) == 0) {
        print_line(g, depth, "} else {", name, 2);
        print_block(g, depth + 1, "N = 0.5*N - E;", name);
    }
    print_line(g, depth, "}", name, 2);
}

static void print_loop(struct generator *g, int depth, const char *name)
{
    static const char *const updates[] = {"N += E;", "N = sin(N) + E;", "N *= Q;", "N = 0.5*N + Q;",
                                          "if (C) { N -= E; }"};
    const int outside = g->count;
    const int size = 2 + pick(g, 2);
    char index[NAME];
    fresh_name(g, "i", index);
    indent(depth);
    printf("for %s in 0..%d {\n", index, size);
    declare(g, index, 0, size, 0);
    g->symbols[g->count - 1].is_index = true;
    print_block(g, depth + 1, updates[pick(g, sizeof updates / sizeof *updates)], name);
    indent(depth);
    printf("}\n");
    g->count = outside;
}

/* A vector that is assigned element by element. */
static void print_elements(struct generator *g, int depth, int size)
{
    char name[NAME];
    fresh_name(g, "v", name);
    indent(depth);
    printf("var %s[%d];\n", name, size);
    for (int i = 0; i < size; i++) {
        char element[NAME + 16];
        snprintf(element, sizeof element, "%s[%d]", name, i);
        print_line(g, depth, "N = E;", element, size);
    }
    declare(g, name, 1, size, 0);
}

static void print_statement(struct generator *g, int depth)
{
    const int size = 2 + pick(g, 2);
    char name[NAME];
    fresh_name(g, "s", name);
    switch (pick(g, 8)) {
    case 0:
        print_line(g, depth, "let N = V;", name, size);
        declare(g, name, 1, size, 0);
        break;
    case 1:
        print_line(g, depth, "let N = M;", name, size);
        declare(g, name, 2, size, size);
        break;
    case 2:
        print_line(g, depth, "var N = E;", name, size);
        print_if(g, depth, name);
        declare(g, name, 0, 0, 0);
        break;
    case 3:
        print_line(g, depth, "var N = Q;", name, size);
        print_loop(g, depth, name);
        declare(g, name, 0, 0, 0);
        break;
    case 4:
        print_elements(g, depth, size);
        break;
    case 5:
        if (g->in_model) {
            char other[NAME];
            fresh_name(g, "s", other);
            indent(depth);
            printf("let [%s, %s] = f%d_2(", name, other, g->seed);
            print_line(g, 0, "E, E);", name, size);
            declare(g, name, 0, 0, 0);
            declare(g, other, 0, 0, 0);
            break;
        }
        /* fall through */
    default:
        print_line(g, depth, "let N = E;", name, size);
        declare(g, name, 0, 0, 0);
    }
}

/* -- functions and models -- */

/* Two functions of a scalar and a vector of any size that may return early, one of two results. */
static void print_functions(struct generator *g)
{
    g->in_model = false;
    for (int i = 0; i < 2; i++) {
        g->count = 0;
        declare(g, "a", 0, 0, 0);
        declare(g, "v[0]", 0, 0, 0);
        declare(g, "v[n-1]", 0, 0, 0);
        declare(g, "norm(v + 2)", 0, 0, 0);
        printf("fn f%d_%d(a, v[n]) {\n", g->seed, i);
        print_line(g, 1, "if (C) { return E; }", "", 2);
        print_statement(g, 1);
        printf("    for i in 0..n {\n        let w = v[i];\n");
        const int outside = g->count;
        declare(g, "w", 0, 0, 0);
        print_line(g, 2, i == 0 ? "if (C) { return E; }" : "let N = E*E; if (N > E) { return N; }",
                   "t", 2);
        g->count = outside;
        printf("    }\n");
        print_line(g, 1, "return E;", "", 2);
        printf("}\n");
    }
    g->count = 0;
    declare(g, "a", 0, 0, 0);
    declare(g, "b", 0, 0, 0);
    printf("fn f%d_2(a, b) {\n", g->seed);
    print_line(g, 1, "if (C) { return E, Q; }", "", 2);
    print_line(g, 1, "return E, E;", "", 2);
    printf("}\n");
}

/* The numbers of a point, for every argument of the role: each drawn from the quarters of [-2, 2)
 * with some noise, or from a few numbers with which conditions turn and minima tie. */
static void print_numbers(struct generator *g, int first, int last, bool smooth)
{
    static const char *const special[] = {"0", "1", "-1", "2", "0.5", "0", "1"};
    for (int i = first; i < last; i++) {
        const struct symbol *s = &g->symbols[i];
        const int count = s->rank == 0 ? 1 : s->rank == 1 ? s->rows : s->rows * s->columns;
        printf(" %s=", s->name);
        for (int e = 0; e < count; e++) {
            printf(e == 0 ? "" : ",");
            if (smooth) {
                printf("%.6f", pick(g, 4000000) * 1e-6 - 2);
            } else {
                printf("%s", special[pick(g, sizeof special / sizeof *special)]);
            }
        }
    }
}

static void print_model(int seed)
{
    struct generator generator = {.state = (uint64_t)seed * 0xD1342543DE82EF95u, .seed = seed};
    struct generator *g = &generator;
    print_functions(g);
    g->count = 0;
    g->in_model = true;
    const int size = 2 + pick(g, 2);
    const int outputs = 1 + pick(g, 3);
    declare(g, "x", 0, 0, 0);
    declare(g, "y", 0, 0, 0);
    declare(g, "u", 1, size, 0);
    if (pick(g, 3) == 0) {
        declare(g, "a", 2, 2, 2);
    }
    const int inputs = g->count;
    declare(g, "p", 0, 0, 0);
    declare(g, "q", 1, 2, 0);
    const int arguments = g->count;
    for (int point = 0; point < 2; point++) {
        printf("//| m%d |", seed);
        print_numbers(g, 0, inputs, point == 0);
        printf(" |");
        print_numbers(g, inputs, arguments, point == 0);
        printf("\n");
    }
    printf("model m%d(in x, in y, in u[%d], %sparam p, param q[2], out r, out z[%d]) {\n", seed,
           size, inputs == 4 ? "in a[2,2], " : "", outputs);
    for (int i = 2 + pick(g, 5); i > 0; i--) {
        print_statement(g, 1);
    }
    print_line(g, 1, "N = x*E + E;", "r", size);
    for (int i = 0; i < outputs; i++) {
        char name[NAME];
        snprintf(name, sizeof name, "z[%d]", i);
        print_line(g, 1, "N = E*E - y;", name, size);
    }
    printf("}\n\n");
}

int main(int count, char **arguments)
{
    const int first = count > 1 ? atoi(arguments[1]) : 1;
    const int models = count > 2 ? atoi(arguments[2]) : 1;
    for (int i = 0; i < models; i++) {
        print_model(first + i);
    }
    return EXIT_SUCCESS;
}
