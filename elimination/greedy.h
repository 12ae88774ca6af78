/* Greedy vertex orders: the engine that they share. An order is a score, and what it looks at. */
#ifndef ADC_ELIMINATION_GREEDY_H
#define ADC_ELIMINATION_GREEDY_H

#include "order.h"
#include "work.h"

/* What a score depends on, and so when it is worked out again. */
enum greedy_sight {
    GREEDY_OWN_DEGREES, /* the vertex's own edges */
    GREEDY_NEIGHBOURS   /* also its neighbours' degrees and the edges between them */
};

struct greedy {
    struct work work;
    uint32_t *copies;    /* of each vertex, its COPY edges: free, so no part of its degree */
    const void *context; /* the order's own */
};

struct greedy_rule {
    /* Post: the score of intermediate v in the graph as it is now; the lowest goes next. */
    int64_t (*score)(const struct greedy *greedy, uint32_t v);
    enum greedy_sight sight;
};

/* Adds the steps of the order to the plan: again and again the vertex with the lowest score, of
 * equal ones that which comes last (or first) in topological order. */
void greedy_run(const struct lg_graph *graph, const struct lg_order_options *options,
                const struct greedy_rule *rule, const void *context, struct lg_plan *plan);

/* Post: the products of eliminating v: its Markowitz degree |P| * |S|. */
int64_t greedy_degree(const struct greedy *greedy, uint32_t v);

/* Post: how much the Markowitz degrees of all others would grow in sum if v were eliminated. */
int64_t greedy_growth(const struct greedy *greedy, uint32_t v);

#endif
