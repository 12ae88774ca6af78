/* The order `face-forward`: the faces (i, j, k) by j, then by i, then by k, all in topological
 * order: the products of the vertex order `forward`, one at a time. Ties play no part.
 *
 * U. Naumann, Optimal accumulation of Jacobian matrices by elimination methods on the dual
 * computational graph, Mathematical Programming 99, 2004. */
#include "face_greedy.h"

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct lg_order_options sequence = *options;
    sequence.tie = LG_TIE_FIRST;
    const struct face_rule rule = {NULL, FACE_ENDS};
    face_greedy_run(graph, &sequence, &rule, plan);
}

const struct lg_order lg_order_face_forward = {
    .name = "face-forward",
    .summary = "forward mode, one face at a time",
    .quick = false,
    .run = run,
};
