/* Random graphs on which orders and searches are measured. */
#ifndef ADC_BENCH_GRAPHS_H
#define ADC_BENCH_GRAPHS_H

#include "graph.h"
#include "search.h"

/* Post: layers of `width` between as many inputs and outputs, some `size` intermediates in all;
 * each vertex reads 1 to `operands` of the layer before (two thirds of them the most where that is
 * 2), one in ten one of the `far` layers above that, and every vertex is read by one at least. */
struct lg_graph *bench_layered(struct arena *arena, struct search_dice *dice, uint32_t size,
                               uint32_t width, uint32_t operands, uint32_t far);

/* Post: operations that each read one or two values not far back, as in straight-line code. */
struct lg_graph *bench_straight(struct arena *arena, struct search_dice *dice, uint32_t size,
                                uint32_t inputs, uint32_t outputs, uint32_t reach);

/* Post: a grid in which each vertex reads those left of it and above it. */
struct lg_graph *bench_grid(struct arena *arena, uint32_t rows, uint32_t columns);

/* Post: a recurrence of about so many edges: each vertex reads three of the four before it. */
struct lg_graph *bench_band(struct arena *arena, struct search_dice *dice, uint32_t edges);

/* Post: a tree of about so many edges, from many inputs to one output, by twos and threes. */
struct lg_graph *bench_tree(struct arena *arena, struct search_dice *dice, uint32_t edges);

/* Post: the clock on the wall. */
double bench_seconds(void);

#endif
