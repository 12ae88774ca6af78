/* What the programs share that time functions: the clock, chance, memory, and the drawing of points
 * of a problem. */
#ifndef BENCH_TIMING_H
#define BENCH_TIMING_H

#include <stddef.h>

struct problem;

/* Post: the seconds that the process has had of the processor. */
double timing_seconds(void);

/* Post: the next number of the sequence, in [0, 1); all machines have the same. */
double timing_random(unsigned long long *state);

/* Post: an input of a point of the problem, or a parameter. */
double timing_input(const struct problem *of, int element, unsigned long long *state);
double timing_parameter(const struct problem *of, int element, unsigned long long *state);

/* Post: that many zeros, from a line of the cache on; free() takes them. Ends the program where
 * there is no memory. */
double *timing_numbers(size_t count);

/* Post: the numbers ascend. */
void timing_sort(double *numbers, size_t count);

#endif
