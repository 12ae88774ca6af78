/* Checks the generated code of one problem against the hand-written code and times both.
 *
 * Throughput over many points: one sample walks over all points a number of times that takes about
 * half a millisecond of the process's own time; the samples of the three functions take turns, so
 * that a disturbance of the machine meets all of them, and the lower quartiles are printed, in
 * nanoseconds for a point: other work on the machine only ever adds to the time. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SAMPLES = 41, POINT_NUMBERS = 4096, POINTS_MAX = 128 };

static const double sample_seconds = 0.0005;

struct points {
    int count;
    int stride;
    double *x;
    double *p;
    double *y;
    double *d;
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double next_random(unsigned long long *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static double *numbers(size_t count)
{
    double *result = calloc(count + 1, sizeof *result);
    if (result == NULL) {
        fputs("bench: out of memory\n", stderr);
        exit(3);
    }
    return result;
}

static struct points make_points(void)
{
    struct points points = {.stride = problem.nx};
    points.count = POINT_NUMBERS / problem.nx;
    points.count = points.count < 8 ? 8 : points.count > POINTS_MAX ? POINTS_MAX : points.count;
    points.x = numbers((size_t)points.count * (size_t)problem.nx);
    points.p = numbers((size_t)problem.np);
    points.y = numbers((size_t)problem.ny);
    points.d = numbers((size_t)problem.nd);
    unsigned long long state = 1;
    for (int i = 0; i < points.count * problem.nx; i++) {
        const int e = i % problem.nx;
        const double low = problem.low == NULL ? 0.5 : problem.low[e];
        const double high = problem.high == NULL ? 1.5 : problem.high[e];
        points.x[i] = low + (high - low) * next_random(&state);
    }
    for (int i = 0; i < problem.np; i++) {
        points.p[i] = 0.5 + next_random(&state);
    }
    return points;
}

/* Post: the largest difference of the two, relative to the largest entry. */
static double difference(const double *a, const double *b, int count)
{
    double largest = 0;
    double scale = 1e-300;
    for (int i = 0; i < count; i++) {
        const double distance = fabs(a[i] - b[i]);
        largest = distance <= largest ? largest : distance; /* NaN counts as large */
        scale = fabs(a[i]) > scale ? fabs(a[i]) : scale;
    }
    return largest / scale;
}

static int check(const struct points *points)
{
    double *y = numbers((size_t)problem.ny);
    double *d = numbers((size_t)problem.nd);
    double worst = 0;
    for (int i = 0; i < points->count; i++) {
        const double *x = points->x + i * points->stride;
        problem.derivative(x, points->p, points->y, points->d);
        problem.hand_derivative(x, points->p, y, d);
        const double of_d = difference(points->d, d, problem.nd);
        worst = of_d <= worst ? worst : of_d;
        problem.value(x, points->p, points->y);
        problem.hand_value(x, points->p, y);
        const double of_y = difference(points->y, y, problem.ny);
        worst = of_y <= worst ? worst : of_y;
    }
    free(y);
    free(d);
    if (!(worst < 1e-10)) {
        printf("%-18s DIFFERS from the hand-written code by %.2g\n", problem.name, worst);
        return 0;
    }
    return 1;
}

static double run(int which, const struct points *points, long rounds)
{
    const double start = seconds();
    for (long r = 0; r < rounds; r++) {
        for (int i = 0; i < points->count; i++) {
            const double *x = points->x + i * points->stride;
            if (which == 0) {
                problem.value(x, points->p, points->y);
            } else if (which == 1) {
                problem.hand_derivative(x, points->p, points->y, points->d);
            } else {
                problem.derivative(x, points->p, points->y, points->d);
            }
        }
    }
    return (seconds() - start) / (double)rounds / points->count;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(void)
{
    struct points points = make_points();
    if (!check(&points)) {
        return 1;
    }
    long rounds[3];
    double sample[3][SAMPLES];
    for (int which = 0; which < 3; which++) {
        run(which, &points, 10);
        rounds[which] = 1 + (long)(sample_seconds / (run(which, &points, 10) * points.count));
    }
    for (int s = 0; s < SAMPLES; s++) {
        for (int which = 0; which < 3; which++) {
            sample[which][s] = 1e9 * run(which, &points, rounds[which]);
        }
    }
    for (int which = 0; which < 3; which++) {
        qsort(sample[which], SAMPLES, sizeof(double), compare);
    }
    const double value = sample[0][SAMPLES / 4];
    const double hand = sample[1][SAMPLES / 4];
    const double ours = sample[2][SAMPLES / 4];
    printf("%-18s %9.1f %9.1f %9.1f %8.2f %8.2f\n", problem.name, value, hand, ours, ours / value,
           ours / hand);
    return 0;
}
