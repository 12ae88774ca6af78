/* What the tests of elimination/ share: graphs from files and at random, labels to calculate with,
 * and a slow model of everything that the room does, on a matrix of kinds. */
#ifndef ADC_TESTS_GRAPHS_H
#define ADC_TESTS_GRAPHS_H

#include "cost.h"
#include "graph.h"
#include "order.h"
#include "plan.h"
#include "replay.h"

/* -- random numbers: splitmix64, the same on every machine -- */

struct dice {
    uint64_t state;
};

uint64_t dice_roll(struct dice *dice);

/* Post: a number below `limit`, which is not 0. */
uint32_t dice_below(struct dice *dice, uint32_t limit);

/* -- graphs -- */

extern const char *const sample_graphs[];
extern const uint32_t sample_graph_count;

/* Post: the graph tests/graphs/NAME.dag; the test fails where it cannot be read. */
struct lg_graph *graph_load(struct compilation *compilation, const char *name);

/* Post: the graph of a text; NULL with diagnostics where it is wrong. */
struct lg_graph *graph_parse(struct compilation *compilation, const char *text);

/* Post: a random graph with all kinds of edges, parallel and dead ones, outputs that feed on, are
 * inputs, are wanted twice or are reached by nothing; about `size` vertices. */
struct lg_graph *graph_random(struct arena *arena, struct dice *dice, uint32_t size);

/* Fails the test where the graphs differ in anything but labels. */
void graph_assert_equal(const struct lg_graph *left, const struct lg_graph *right);

/* -- labels that are matrices modulo a prime: sums of products come out exactly, and a product
 * with its factors swapped is another one -- */

struct matrices {
    uint32_t *labels; /* of edges; those of known kinds are plus or minus the identity */
};

struct matrices matrices_random(struct arena *arena, const struct lg_graph *graph,
                                struct dice *dice);
struct lg_algebra matrices_algebra(struct matrices *matrices);

void jacobian_assert_equal(const struct lg_jacobian *left, const struct lg_jacobian *right);

/* -- the slow model -- */

enum { DENSE_MOST = 128, DENSE_NONE = -1 };

struct dense {
    const struct lg_graph *graph;
    uint32_t count;
    signed char kind[DENSE_MOST][DENSE_MOST]; /* of the edge from row to column */
    bool gone[DENSE_MOST];
    struct lg_cost cost; /* so far */
};

struct dense dense_of(const struct lg_graph *graph);
void dense_apply(struct dense *dense, const struct lg_step *step);
uint32_t dense_in_degree(const struct dense *dense, uint32_t v);

/* Post: edges that leave v, but those to private sinks. */
uint32_t dense_out_degree(const struct dense *dense, uint32_t v);

/* -- plans -- */

/* Post: what the plan costs in the textbook count. Pre: it fits. */
uint64_t plan_textbook(const struct lg_graph *graph, const struct lg_plan *plan);

/* Fails the test where the plan's Jacobian is not the sum over all paths, where its text does not
 * give it back, or where it costs less than the bound. */
void plan_check(const struct lg_graph *graph, const struct lg_plan *plan, struct dice *dice);

/* -- the least cost over all permutations -- */

enum { BRUTE_ITEMS = 9 };

/* Post: a random graph of up to BRUTE_ITEMS intermediates. */
struct lg_graph *graph_small(struct arena *arena, struct dice *dice);

/* Post: what the best vertex order of it costs, by trying all. Pre: small as those of graph_small.
 */
uint32_t graph_least(const struct lg_graph *graph);

#endif
