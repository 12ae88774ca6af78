/* The order `face-min-distance`: always the face (i, j, k) whose ends i and k are closest in
 * topological order.
 *
 * The rule is one of those of the ANGEL library (A. Albrecht, P. Gottschling & U. Naumann), used in
 * J. Utke et al., OpenAD/F: a modular open-source tool for automatic differentiation of Fortran
 * codes, ACM Transactions on Mathematical Software 34, 2008. */
#include "face_greedy.h"

static int64_t score(const struct face_greedy *greedy, uint32_t face)
{
    const struct dual *dual = greedy->dual;
    const struct dual_face *at = &dual->faces.at[face];
    return (int64_t)dual->vertices.at[at->after].to - dual->vertices.at[at->before].from;
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct face_rule rule = {score, FACE_ENDS};
    face_greedy_run(graph, options, &rule, plan);
}

const struct lg_order lg_order_face_min_distance = {
    .name = "face-min-distance",
    .summary = "the face with the closest ends next",
    .quick = false,
    .run = run,
};
