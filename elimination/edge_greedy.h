/* Greedy edge orders: the engine that they share. An order is a score, and what it looks at. */
#ifndef ADC_ELIMINATION_EDGE_GREEDY_H
#define ADC_ELIMINATION_EDGE_GREEDY_H

#include "order.h"
#include "work.h"

/* What a score depends on, and so when it is worked out again. */
enum edge_sight {
    EDGE_ENDS,      /* the vertices (i, j) alone: never */
    EDGE_NEXT,      /* what the label is multiplied into: the edges out of j, or into i */
    EDGE_NEIGHBOURS /* also how the vertices that these lead to are connected */
};

struct edge_greedy {
    struct work work;
    uint32_t *copies;        /* of each vertex, its COPY edges: free, so no products */
    const uint32_t *origins; /* see copies.h */
    const void *context;     /* the order's own */
};

struct edge_rule {
    /* Post: the score of eliminating the edge at its end (front) or its origin (back) in the graph
     * as it is now; the lowest goes next.
     * NULL: all are equally good. */
    int64_t (*score)(const struct edge_greedy *greedy, uint32_t edge, bool front);
    enum edge_sight sight;
    bool fronts; /* which eliminations there are to choose from */
    bool backs;
};

/* Adds the steps of the order to the plan: again and again the elimination with the lowest score.
 * Equal ones are ordered by the vertex at which the edge is eliminated, then by the edge's other
 * end, and that goes next which comes last (or first) in topological order. */
void edge_greedy_run(const struct lg_graph *graph, const struct lg_order_options *options,
                     const struct edge_rule *rule, const void *context, struct lg_plan *plan);

bool edge_greedy_is_copy(const struct edge_greedy *greedy, uint32_t edge);

/* Post: the successors of v, but private sinks. */
int64_t edge_greedy_next(const struct edge_greedy *greedy, uint32_t v);

/* Post: the products of the elimination: successors of j, or predecessors of i. */
int64_t edge_greedy_products(const struct edge_greedy *greedy, uint32_t edge, bool front);

#endif
