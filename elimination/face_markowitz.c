/* The order `face-markowitz`: always a face (i, j, k) at the vertex j with the fewest faces, those
 * over COPY edges not counted. On the dual of a linearized graph that is the vertex with the lowest
 * Markowitz degree, and once begun a vertex is mostly seen to its end; but other vertices may get
 * cheaper in the meantime.
 *
 * The rule is one of those of the ANGEL library (A. Albrecht, P. Gottschling & U. Naumann), used in
 * J. Utke et al., OpenAD/F: a modular open-source tool for automatic differentiation of Fortran
 * codes, ACM Transactions on Mathematical Software 34, 2008. */
#include "face_greedy.h"

static int64_t score(const struct face_greedy *greedy, uint32_t face)
{
    const struct dual *dual = greedy->dual;
    return (int64_t)greedy->products[dual->vertices.at[dual->faces.at[face].before].to];
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    const struct face_rule rule = {score, FACE_CENTRE};
    face_greedy_run(graph, options, &rule, plan);
}

const struct lg_order lg_order_face_markowitz = {
    .name = "face-markowitz",
    .summary = "a face at the vertex with the fewest faces next",
    .quick = false,
    .run = run,
};
