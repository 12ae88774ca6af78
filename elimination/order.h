/* The registry of elimination orders. An order is one file that defines `lg_order_NAME` and one
 * word in elimination/meson.build. */
#ifndef ADC_ELIMINATION_ORDER_H
#define ADC_ELIMINATION_ORDER_H

#include "graph.h"
#include "plan.h"

/* Which of several equally good vertices is taken: by place in the topological order. */
enum lg_tie { LG_TIE_LAST, LG_TIE_FIRST };

struct lg_order_options {
    enum lg_tie tie;
    uint64_t limit; /* 0, or the products after which an order may give up and leave its plan
                     * incomplete: what `auto` sets to spend no time on hopeless ones */
};

struct lg_order {
    const char *name;    /* what `--order` calls it */
    const char *summary; /* a line for `--order=list` */
    bool quick;          /* near-linear where degrees stay small: `auto` tries it */
    /* Appends the steps to the plan, which then eliminates every intermediate of the graph. */
    void (*run)(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan);
};

/* Post: all orders, in the sequence of elimination/meson.build; *count of them. */
const struct lg_order *const *lg_orders(uint32_t *count);

/* Post: the order of this name, NULL where there is none. */
const struct lg_order *lg_order_named(const char *name);

#endif
