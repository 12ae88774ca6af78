/* What the programs share that time functions; see timing.h. */
#define _POSIX_C_SOURCE 200809L
#include "timing.h"

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE = 64 /* bytes of the cache */ };

double timing_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double timing_random(unsigned long long *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

double timing_input(const struct problem *of, int element, unsigned long long *state)
{
    const int given = of->low != 0 || of->high != 0;
    double low = given ? of->low : 0.5;
    double high = given ? of->high : 1.5;
    if (of->lows != NULL) {
        low = of->lows[element];
        high = of->highs[element];
    }
    return low + (high - low) * timing_random(state);
}

double timing_parameter(const struct problem *of, int element, unsigned long long *state)
{
    return of->p != NULL ? of->p[element] : 0.5 + timing_random(state);
}

double *timing_numbers(size_t count)
{
    const size_t bytes = (count * sizeof(double) / LINE + 1) * LINE;
    double *result = aligned_alloc(LINE, bytes);
    if (result == NULL) {
        fputs("out of memory\n", stderr);
        exit(3);
    }
    return memset(result, 0, bytes);
}

static int ascending(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

void timing_sort(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, ascending);
}
