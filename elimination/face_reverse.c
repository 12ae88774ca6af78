/* The order `face-reverse`: the faces (i, j, k) by j, then by i, then by k, all against topological
 * order: the products of the vertex order `reverse`, one at a time. Ties play no part.
 *
 * U. Naumann, Optimal accumulation of Jacobian matrices by elimination methods on the dual
 * computational graph, Mathematical Programming 99, 2004. */
#include "face_greedy.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct lg_order_options sequence = *options;
    sequence.tie = LG_TIE_LAST;
    const struct face_rule rule = {NULL, FACE_ENDS};
    face_greedy_run(graph, &sequence, &rule, plan);
}

const struct lg_order lg_order_face_reverse = {
    .name = "face-reverse",
    .summary = "reverse mode, one face at a time",
    .quick = false,
    .run = run,
};
