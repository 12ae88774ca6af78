/* Exact search on small dual graphs: what the orders `exact-edge` and `exact-face` share. */
#ifndef ADC_ELIMINATION_DUAL_SEARCH_H
#define ADC_ELIMINATION_DUAL_SEARCH_H

#include "order.h"

/* What a move of the search eliminates. */
enum dual_move_kind { DUAL_MOVE_EDGE, DUAL_MOVE_FACE };

/* Adds the steps of the cheapest plan that is found to the plan: by textbook cost, a proved optimum
 * where the effort is enough. The options' result is filled in; its bound holds for every plan of
 * this kind of moves. */
void dual_search_run(const struct lg_graph *graph, const struct lg_order_options *options,
                     enum dual_move_kind kind, struct lg_plan *plan);

#endif
