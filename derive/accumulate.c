/* Jacobian accumulation: a plan replayed over IR values. */
#include "derive.h"

#include "labels.h"
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t label_of_edge(void *context, lg_edge edge)
{
    const struct linearization *l = context;
    return l->graph->edges.at[edge.index].label;
}

struct jacobian_entries accumulate(struct linearization *linearization, const struct lg_plan *plan)
{
    const struct lg_algebra algebra = {.context = linearization,
                                       .label = label_of_edge,
                                       .multiply = multiply_labels,
                                       .add = add_labels};
    struct ir_function *f = linearization->function;
    struct arena *scratch = arena_create();
    struct lg_jacobian jacobian = {0};
    struct text error = text_in(scratch);
    if (!lg_replay(scratch, linearization->graph, plan, &algebra, &jacobian, &error)) {
        fprintf(stderr, "adc: internal error: %s\n", text_string(&error));
        exit(70);
    }
    struct jacobian_entries entries = {0};
    vec_reserve(f->arena, &entries, jacobian.entries.count);
    for (uint32_t i = 0; i < jacobian.entries.count; i++) {
        const struct lg_entry *entry = &jacobian.entries.at[i];
        const struct label label = linearization->labels.at[entry->label];
        vec_push(f->arena, &entries, (struct jacobian_entry){entry->output, entry->input, label});
    }
    arena_destroy(scratch);
    return entries;
}
