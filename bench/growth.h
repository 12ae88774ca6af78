/* What the programs share that show how time and memory grow: runs in processes of their own, and
 * the exponent. */
#ifndef ADC_BENCH_GROWTH_H
#define ADC_BENCH_GROWTH_H

#include <stdbool.h>
#include <stddef.h>

/* What this process has taken so far. */
struct growth_use {
    double seconds; /* of the processor */
    double bytes;   /* of memory, where it had the most */
};

struct growth_use growth_use(void);

/* Runs the work in a process of its own, so that what it takes is its own. Post: true and what it
 * left at `result`, `size` bytes; false where it did not come to its end, and zeros there. */
bool growth_run(void (*work)(void *context, void *result), void *context, void *result,
                size_t size);

/* Post: the power of the size with which the time grows, from the first to the second: 1 is linear.
 */
double growth_exponent(double first_seconds, double first_size, double seconds, double size);

/* Post: whether it is one of the names, which end with NULL, or there are none. */
bool growth_is_wanted(const char *name, char **names);

#endif
