/* How time and memory of the front end, from text to IR, grow with the model; a table in Markdown.
 *
 *     frontend [OPERATIONS...] [SHAPE...]       100000 1000000 and all shapes by default
 *
 * Each shape is a model of a few lines whose loops unroll to about so many operations, lowered in a
 * process of its own, so that what it takes is its own: seconds of CPU per million operations of
 * the function that comes out, and the most memory per operation. Parsing, lowering and dropping
 * what is neutral are measured together: they are what `adc` does before it thinks of derivatives.
 * The ratio is that of time per operation between the two largest: 1 is linear. */
#define _XOPEN_SOURCE 700
#include "growth.h"
#include "parser.h"
#include "unrolled.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_SIZES = 8, FRESH_RUNS = 3 };

static const struct unrolled shapes[] = {
    {"elements", 4, 1,
     "model m(in x[$], out y[$]) { for i in 0..$ { y[i] = 2*x[i] + sin(x[i])/3; } }"},
    {"matrix product", 2, 3, "model m(in A[$,$], in B[$,$], out C[$,$]) { C = A*B; }"},
    {"long sum", 3, 1, "model m(in x[$], out y) { y = sum((x[i] - i)^2 for i in 0..$); }"},
    {"chain", 3, 1,
     "model m(in x, in t, out y) { var s = x; for i in 0..$ { s = s*t + sin(s); } y = s; }"},
    {"nested loops, if", 6, 2,
     "model m(in x[$], out y[$]) { for i in 0..$ { var s = x[i]; for j in 0..$ {"
     " if (i == j) { s += 1; } else if (s > x[j]) { s -= i*x[j]; } else { s += j*x[j]; } }"
     " y[i] = s; } }"},
    {"early return", 5, 1,
     "fn first(v[n], t) { for i in 0..n { if (v[i]*t > 1) { return v[i]; } } return t; }"
     " model m(in x[$], in t, out y) { y = first(x, t); }"},
    {"calls", 12, 1,
     "fn force(p[2], q[2]) { let d = q - p; let r = norm(d); return d/(r*r*r + 1); }"
     " model m(in p[$,2], out f[$,2]) { f[0] = p[0];"
     " for i in 1..$ { f[i] = force(p[i-1], p[i]); } }"},
    {"heat, time steps", 6, 2,
     "fn heat(u[n]) { var v = u; for i in 1..n-1 { v[i] = u[i] + 0.1*(u[i-1] - 2*u[i] + u[i+1]); }"
     " return v; }"
     " model m(in x[$], out y[$]) { var u = x; for t in 0..$ { u = heat(u); } y = u; }"},
    {"solve", 2.5, 3, "model m(in A[$,$], in b[$], out x[$]) { x = solve(A, b); }"},
};

/* What one run took; operations 0 where it did not end. */
struct taken {
    double seconds;
    double bytes;
    uint32_t operations;
};

static void work(void *context, void *result)
{
    const struct unrolled_run *run = context;
    struct taken *taken = result;
    const struct growth_use before = growth_use();
    const struct compilation compilation = compilation_create();
    const struct source *source = unrolled_source(&compilation, run->model, run->operations);
    const struct ast_file *file = parse_file(&compilation, source);
    const struct ir_function *value = unrolled_lower(&compilation, run->model, file);
    if (value == NULL) {
        return;
    }
    taken->operations = unrolled_operations(value);
    const struct growth_use after = growth_use();
    taken->seconds = after.seconds - before.seconds;
    taken->bytes = after.bytes - before.bytes;
}

/* Post: the fastest of some runs, which is the one that was disturbed least. */
static struct taken measure_best(const struct unrolled *shape, double wanted)
{
    struct unrolled_run run = {shape, wanted};
    struct taken best;
    growth_run(work, &run, &best, sizeof best);
    for (int again = 1; again < FRESH_RUNS && best.operations > 0; again++) {
        struct taken taken;
        growth_run(work, &run, &taken, sizeof taken);
        best = taken.operations > 0 && taken.seconds < best.seconds ? taken : best;
    }
    return best;
}

static void print_row(const struct unrolled *shape, const double *sizes, uint32_t count)
{
    double last = 0;
    double before = 0;
    printf("| %s |", shape->name);
    for (uint32_t s = 0; s < count; s++) {
        const struct taken taken = measure_best(shape, sizes[s]);
        if (taken.operations == 0) {
            printf(" - | - | - |");
            continue;
        }
        before = last;
        last = taken.seconds / taken.operations;
        printf(" %u | %.2f | %.0f |", taken.operations, 1e6 * last, taken.bytes / taken.operations);
    }
    if (before > 0) {
        printf(" %.2f |\n", last / before);
    } else {
        printf(" - |\n");
    }
}

int main(int count, char **arguments)
{
    double sizes[MOST_SIZES] = {1e5, 1e6};
    uint32_t number = 0;
    char **names = arguments + 1;
    (void)count;
    while (*names != NULL && number < MOST_SIZES && strtod(*names, NULL) > 0) {
        sizes[number++] = strtod(*names++, NULL);
    }
    number = number == 0 ? 2 : number;
    printf("| front end |");
    for (uint32_t s = 0; s < number; s++) {
        printf(" operations | us/op | bytes/op |");
    }
    printf(" ratio |\n|---|");
    for (uint32_t s = 0; s < 3 * number + 1; s++) {
        printf("---:|");
    }
    printf("\n");
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        if (growth_is_wanted(shapes[s].name, names)) {
            print_row(&shapes[s], sizes, number);
        }
    }
    return 0;
}
