/* Times the generated functions for many points against those for one, on one problem.
 *
 * Both read and store everything for every point, the one as an array of structures, the other as a
 * structure of arrays. A sample walks over all points as often as takes about half a millisecond of
 * the process's own time; samples of both take turns, and the lower quartiles are printed: other
 * work on the machine only ever adds to the time. */
#include "batch.h"

#include "bench.h"
#include "timing.h"

#include <stdio.h>
#include <stdlib.h>

enum { SAMPLES = 41 };

static const double sample_seconds = 0.0005;

/* Element k of point i is at [i*size + k] for the one, at [k*stride + i] for the other. */
struct points {
    size_t count;
    size_t stride;
    double *p;
    double *x[2];
    double *y[2];
    double *d[2];
};

static struct points make_points(size_t count)
{
    /* not a multiple of a page, whose rows would meet in the same sets of the cache */
    struct points points = {.count = count, .stride = count + 8};
    unsigned long long state = 1;
    points.p = timing_numbers((size_t)problem.np);
    for (int k = 0; k < problem.np; k++) {
        points.p[k] = timing_parameter(&problem, k, &state);
    }
    for (int way = 0; way < 2; way++) {
        points.x[way] = timing_numbers(points.stride * (size_t)problem.nx);
        points.y[way] = timing_numbers(points.stride * (size_t)problem.ny);
        points.d[way] = timing_numbers(points.stride * (size_t)problem.nd);
    }
    for (size_t i = 0; i < count; i++) {
        for (int k = 0; k < problem.nx; k++) {
            const double x = timing_input(&problem, k, &state);
            points.x[0][i * (size_t)problem.nx + (size_t)k] = x;
            points.x[1][(size_t)k * points.stride + i] = x;
        }
    }
    return points;
}

static void finish_points(struct points *points)
{
    free(points->p);
    for (int way = 0; way < 2; way++) {
        free(points->x[way]);
        free(points->y[way]);
        free(points->d[way]);
    }
}

static void compute(const struct points *points, int way)
{
    if (way == 1) {
        batch_many(points->count, points->x[1], points->stride, points->p, points->y[1],
                   points->d[1]);
        return;
    }
    for (size_t i = 0; i < points->count; i++) {
        batch_one(points->x[0] + i * (size_t)problem.nx, points->p,
                  points->y[0] + i * (size_t)problem.ny, points->d[0] + i * (size_t)problem.nd);
    }
}

/* Post: the largest difference of the two, relative to the largest entry of its point. */
static double difference(const struct points *points)
{
    double worst = 0;
    for (size_t i = 0; i < points->count; i++) {
        double largest = 0;
        double scale = 1e-300;
        for (size_t k = 0; k < (size_t)problem.nd; k++) {
            const double one = points->d[0][i * (size_t)problem.nd + k];
            const double distance = fabs(one - points->d[1][k * points->stride + i]);
            largest = distance <= largest ? largest : distance; /* NaN counts as large */
            scale = fabs(one) > scale ? fabs(one) : scale;
        }
        worst = largest / scale <= worst ? worst : largest / scale;
    }
    return worst;
}

static double run(const struct points *points, int way, long rounds)
{
    const double start = timing_seconds();
    for (long r = 0; r < rounds; r++) {
        compute(points, way);
    }
    return (timing_seconds() - start) / (double)rounds / (double)points->count;
}

/* Prints the times for so many points, as columns. */
static int measure(size_t count)
{
    struct points points = make_points(count);
    long rounds[2];
    double sample[2][SAMPLES];
    compute(&points, 0);
    compute(&points, 1);
    const double worst = difference(&points);
    for (int way = 0; way < 2; way++) {
        rounds[way] = 1 + (long)(sample_seconds / (run(&points, way, 2) * (double)count));
    }
    for (int s = 0; s < SAMPLES; s++) {
        for (int way = 0; way < 2; way++) {
            sample[way][s] = 1e9 * run(&points, way, rounds[way]);
        }
    }
    for (int way = 0; way < 2; way++) {
        timing_sort(sample[way], SAMPLES);
    }
    finish_points(&points);
    const double one = sample[0][SAMPLES / 4];
    const double many = sample[1][SAMPLES / 4];
    printf(" %9.1f %9.1f %6.2f", one, many, one / many);
    if (!(worst < 1e-9)) {
        printf("  DIFFERS by %.2g", worst);
        return 0;
    }
    return 1;
}

int main(int argc, char **argv)
{
    int fine = 1;
    printf("%-18s", batch_name);
    for (int i = 1; i < argc; i++) {
        fine &= measure((size_t)strtoul(argv[i], NULL, 10));
    }
    puts("");
    return fine ? 0 : 1;
}
