/* How many inputs lie above each vertex, and how many outputs below it. */
#ifndef ADC_ELIMINATION_REACH_H
#define ADC_ELIMINATION_REACH_H

#include "graph.h"

struct reach {
    uint32_t *inputs;  /* of each vertex: inputs with a path to it, itself included */
    uint32_t *outputs; /* of each vertex: outputs that it has a path to, itself included */
};

/* Post: the counts, in the arena; estimates on graphs where exact ones would take too long (see
 * reach.c). The same graph always gives the same counts. */
struct reach reach_count(struct arena *arena, const struct lg_graph *graph);

#endif
