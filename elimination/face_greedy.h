/* Greedy face orders: the engine that they share. An order is a score, and what it looks at. */
#ifndef ADC_ELIMINATION_FACE_GREEDY_H
#define ADC_ELIMINATION_FACE_GREEDY_H

#include "dual_graph.h"
#include "order.h"

/* What a score depends on, and so when it is worked out again. */
enum face_sight {
    FACE_ENDS,      /* the vertices i, j, k alone: never again */
    FACE_CENTRE,    /* the number of faces at j: where that has changed */
    FACE_NEIGHBOURS /* the faces at i, j and k */
};

struct face_greedy {
    struct dual *dual;
    const uint32_t *origins; /* see copies.h */
    uint32_t *products; /* of each vertex: faces centred at it, but free ones over COPY edges */
};

struct face_rule {
    /* Post: the score of the face in the graph as it is now; the lowest goes next.
     * NULL: all are equally good. */
    int64_t (*score)(const struct face_greedy *greedy, uint32_t face);
    enum face_sight sight;
};

/* Adds the steps of the order to the plan: again and again the face with the lowest score. Equal
 * ones are ordered by j, then by i, then by k, then by age, and that goes next which comes last (or
 * first). Faces over COPY edges go when there are no others. */
void face_greedy_run(const struct lg_graph *graph, const struct lg_order_options *options,
                     const struct face_rule *rule, struct lg_plan *plan);

#endif
