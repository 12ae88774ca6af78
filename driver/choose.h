/* The elimination order of a mode: the one that was asked for, or the one whose code is cheapest.
 */
#ifndef ADC_DRIVER_CHOOSE_H
#define ADC_DRIVER_CHOOSE_H

#include "pipeline.h"

/* Post: the mode's function for the model, repeated so many times, and in *plans the plans that it
 * asked for. Where `auto` is the order and the graph is small, the function is built under every
 * quick order, and that one is kept which costs least as compiled code (ir_cost). NULL, with
 * diagnostics, where the stored plan does not fit. */
const struct ir_function *choose_function(struct pipeline *pipeline,
                                          const struct pipeline_model *model,
                                          const struct derive_mode *mode, uint32_t times,
                                          struct pipeline_plans *plans);

/* Post: the plan of the order for the graph of the model's first derivatives: that by which
 * choose_function builds them where it is the options' order; what a search says of it is in
 * *result, which may be NULL. Pre: no stored plan. */
struct lg_plan *choose_plan(struct pipeline *pipeline, const struct pipeline_model *model,
                            const struct lg_graph *graph, const struct lg_order *order,
                            struct lg_result *result);

#endif
