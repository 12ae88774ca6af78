/* Checks all candidates of one problem against the hand-written code and times them.
 *
 *     PROGRAM [POINTS]             prints a line for each function: its name, a tab, the median of
 *                                  nanoseconds for a point, or how far it differs; at most POINTS
 *                                  (2048) are drawn
 *     PROGRAM FUNCTION COUNT       calls one function COUNT times and prints nothing: for tools
 *                                  that count instructions
 *
 * Points. So many that a processor does not know by heart how branches go: 128 it learns, by which
 * code with twice as many branches seemed 8 % faster than without. So few that their inputs take no
 * more than 256 KB: they come from the second cache in time, one after the other as they are.
 *
 * Throughput over many points: one sample walks over points for about half a millisecond of the
 * process's own time. The samples of all functions take turns, so that a disturbance of the machine
 * meets all alike, in an order that chance renews, so that none comes always behind the same one,
 * each after as many calls that are not timed: branch predictors and caches still hold what ran
 * before, by which the same code differed by 8 %. The medians are printed. */
#include "bench.h"

#include "timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 61, POINTS = 2048, POINTS_LEAST = 8, NUMBERS = 32768, FUNCTIONS_MAX = 128 };
enum { LINE = 8 /* numbers in a line of the cache */ };

static const double sample_seconds = 0.0005;
static const double tolerance = 1e-10; /* relative to the largest entry */

struct points {
    int count;
    double *x;
    double *p;
    double *y;
    double *d;
};

/* The value alone has no derivative, all others no value. */
struct function {
    const char *name;
    value_function *value;
    derivative_function *derivative;
    double difference; /* from the hand-written code */
    long calls;        /* in a sample */
    double sample[SAMPLES];
};

static struct function functions[FUNCTIONS_MAX];
static int function_count;

/* Post: so many numbers that what stands behind them begins with a line of the cache, too. */
static size_t padded(int count)
{
    return ((size_t)count + LINE - 1) / LINE * LINE;
}

/* The arrays lie one behind the other: storing across two lines or pages takes longer, and where
 * arrays lie would be chance. */
static struct points make_points(int most)
{
    struct points points = {.count = NUMBERS / problem.nx};
    points.count = points.count > most ? most : points.count;
    points.count = points.count < POINTS_LEAST ? POINTS_LEAST : points.count;
    const size_t before = padded(problem.np) + padded(problem.ny) + padded(problem.nd);
    points.p = timing_numbers(before + (size_t)points.count * (size_t)problem.nx);
    points.y = points.p + padded(problem.np);
    points.d = points.y + padded(problem.ny);
    points.x = points.p + before;
    unsigned long long state = 1;
    for (int i = 0; i < points.count * problem.nx; i++) {
        points.x[i] = timing_input(&problem, i % problem.nx, &state);
    }
    for (int i = 0; i < problem.np; i++) {
        points.p[i] = timing_parameter(&problem, i, &state);
    }
    return points;
}

static void add_function(const char *name, value_function *value, derivative_function *derivative)
{
    if (function_count == FUNCTIONS_MAX) {
        fputs("bench: too many functions\n", stderr);
        exit(3);
    }
    functions[function_count].name = name;
    functions[function_count].value = value;
    functions[function_count].derivative = derivative;
    function_count++;
}

static void call(const struct function *function, const struct points *points, long i)
{
    const double *x = points->x + i % points->count * problem.nx;
    if (function->value != NULL) {
        function->value(x, points->p, points->y);
    } else {
        function->derivative(x, points->p, points->y, points->d);
    }
}

/* Post: the largest difference of the two, relative to the largest entry; infinite for NaN. */
static double difference(const double *a, const double *b, int count)
{
    double largest = 0;
    double scale = 1e-300;
    for (int i = 0; i < count; i++) {
        const double distance = fabs(a[i] - b[i]);
        if (!(distance <= largest)) {
            largest = isnan(distance) ? HUGE_VAL : distance;
        }
        scale = fabs(b[i]) > scale ? fabs(b[i]) : scale;
    }
    return largest / scale;
}

/* Every entry is overwritten by every function: the previous one's must not pass for its own. A
 * Hessian's function may leave y alone, which then holds what the hand-written code computed. */
static void check(const struct points *points)
{
    double *y = timing_numbers((size_t)problem.ny);
    double *d = timing_numbers((size_t)problem.nd);
    for (int f = 0; f < function_count; f++) {
        for (int i = 0; i < points->count; i++) {
            const double *x = points->x + i * problem.nx;
            problem.hand_derivative(x, points->p, y, d);
            problem.hand_value(x, points->p, y);
            memcpy(points->y, y, (size_t)problem.ny * sizeof *y);
            memset(points->d, 0xff, (size_t)problem.nd * sizeof *d); /* NaN */
            call(&functions[f], points, i);
            double worst = difference(points->y, y, problem.ny);
            if (functions[f].value == NULL) {
                const double of_d = difference(points->d, d, problem.nd);
                worst = of_d > worst ? of_d : worst;
            }
            if (worst > functions[f].difference) {
                functions[f].difference = worst;
            }
        }
    }
    free(y);
    free(d);
}

static double run(const struct function *function, const struct points *points, long calls)
{
    const double start = timing_seconds();
    for (long i = 0; i < calls; i++) {
        call(function, points, i);
    }
    return (timing_seconds() - start) / (double)calls;
}

/* Post: how many calls make a sample; a multiple of the number of points where that is short. */
static long calls_of_sample(const struct function *function, const struct points *points)
{
    long calls = 1;
    while (run(function, points, calls) * (double)calls < sample_seconds / 4) {
        calls *= 2;
    }
    calls = 1 + (long)(sample_seconds / run(function, points, calls));
    return calls < points->count ? calls : calls / points->count * points->count;
}

/* Post: all permutations are equally likely (Fisher and Yates 1938). */
static void shuffle(int *numbers, int count, unsigned long long *state)
{
    for (int i = count; i-- > 1;) {
        const int j = (int)(timing_random(state) * (i + 1));
        const int other = numbers[j];
        numbers[j] = numbers[i];
        numbers[i] = other;
    }
}

static void measure(const struct points *points)
{
    int turns[FUNCTIONS_MAX];
    unsigned long long state = 1;
    for (int f = 0; f < function_count; f++) {
        functions[f].calls = calls_of_sample(&functions[f], points);
        turns[f] = f;
    }
    for (int s = 0; s < SAMPLES; s++) {
        shuffle(turns, function_count, &state);
        for (int i = 0; i < function_count; i++) {
            struct function *function = &functions[turns[i]];
            run(function, points, function->calls);
            function->sample[s] = run(function, points, function->calls);
        }
    }
}

int main(int argc, char **argv)
{
    const struct points points = make_points(argc == 2 ? atoi(argv[1]) : POINTS);
    add_function("value", generated_value, NULL);
    add_function("hand", NULL, problem.hand_derivative);
    for (const struct candidate *c = candidates; c->name != NULL; c++) {
        add_function(c->name, NULL, c->derivative);
    }
    if (argc == 3) {
        for (int f = 0; f < function_count; f++) {
            if (strcmp(functions[f].name, argv[1]) == 0) {
                run(&functions[f], &points, atol(argv[2]));
            }
        }
        return 0;
    }
    check(&points);
    measure(&points);
    for (int f = 0; f < function_count; f++) {
        if (functions[f].difference < tolerance) {
            timing_sort(functions[f].sample, SAMPLES);
            printf("%s\t%.2f\n", functions[f].name, 1e9 * functions[f].sample[SAMPLES / 2]);
        } else {
            printf("%s\tdiffers by %.2g\n", functions[f].name, functions[f].difference);
        }
    }
    return 0;
}
