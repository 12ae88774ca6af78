/* A graph on which the steps of a plan are done, whatever their kind: a working graph, and from the
 * first face on its dual. */
#ifndef ADC_ELIMINATION_STEPPER_H
#define ADC_ELIMINATION_STEPPER_H

#include "dual_graph.h"
#include "work.h"

struct stepper {
    struct work work;  /* as long as there is no dual; its watch may be set before the first step */
    struct dual *dual; /* NULL until a step needs it */
};

/* Post: a copy of the graph in the arena, on which nothing is eliminated yet. */
struct stepper stepper_create(struct arena *arena, const struct lg_graph *graph,
                              const struct lg_algebra *algebra);

/* Post: the step is done. False, with its reason in `error`, where it does not fit the graph as it
 * is now; the graph is unchanged then. */
bool stepper_apply(struct stepper *stepper, const struct lg_step *step, struct text *error);

/* Post: the intermediates that are left. */
uint32_t stepper_left(const struct stepper *stepper);

/* Post: whether no intermediate is left; else `error` names one. */
bool stepper_is_done(const struct stepper *stepper, struct text *error);

/* Post: the entries of the Jacobian, in `arena`. Pre: no intermediate is left. */
void stepper_collect(const struct stepper *stepper, struct arena *arena,
                     struct lg_jacobian *jacobian);

#endif
