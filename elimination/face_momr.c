/* The order `face-momr`, maximal overall Markowitz reduction: always the face whose elimination
 * takes most off the number of all faces, which is the sum of the Markowitz degrees.
 *
 * The face (a, b) itself goes. Where its product is not absorbed, a new dual vertex gets |P(a)| +
 * |S(b)| faces, sources and sinks not counted. Where a has no other face behind it, its faces in
 * front go; where b has none in front of it, those behind it. Dual vertices that can be merged then
 * take more faces with them; that is not foreseen.
 *
 * The rule is one of those of the ANGEL library (A. Albrecht, P. Gottschling & U. Naumann), used in
 * J. Utke et al., OpenAD/F: a modular open-source tool for automatic differentiation of Fortran
 * codes, ACM Transactions on Mathematical Software 34, 2008. */
#include "face_greedy.h"

/* The faces in front of the dual vertex, or behind it, but those at sources and sinks. */
static int64_t inner_degree(const struct dual *dual, uint32_t vertex, bool before)
{
    const struct dual_vertex *at = &dual->vertices.at[vertex];
    const uint32_t f = before ? at->first_in : at->first_out;
    if (!dual_is_inner(dual, &dual->faces.at[f])) {
        return 0; /* edges out of an input have its source before them and nothing else */
    }
    return before ? (int64_t)at->in_degree : (int64_t)at->out_degree;
}

static int64_t score(const struct face_greedy *greedy, uint32_t face)
{
    struct dual *dual = greedy->dual;
    const uint32_t a = dual->faces.at[face].before;
    const uint32_t b = dual->faces.at[face].after;
    const int64_t before = inner_degree(dual, a, true);
    const int64_t after = inner_degree(dual, b, false);
    int64_t reduction = 1;
    reduction -= dual_find_absorber(dual, face) == WORK_NONE ? before + after : 0;
    reduction += dual->vertices.at[a].out_degree == 1 ? before : 0;
    reduction += dual->vertices.at[b].in_degree == 1 ? after : 0;
    return -reduction;
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct face_rule rule = {score, FACE_NEIGHBOURS};
    face_greedy_run(graph, options, &rule, plan);
}

const struct lg_order lg_order_face_momr = {
    .name = "face-momr",
    .summary = "the face that leaves the fewest faces next",
    .quick = false,
    .run = run,
};
