/* The registry of elimination orders. An order is one file that defines `lg_order_NAME` and one
 * word in elimination/meson.build. */
#ifndef ADC_ELIMINATION_ORDER_H
#define ADC_ELIMINATION_ORDER_H

#include "graph.h"
#include "plan.h"

#include <signal.h>

/* Which of several equally good vertices is taken: by place in the topological order. */
enum lg_tie { LG_TIE_LAST, LG_TIE_FIRST };

/* What a search says about its plan, in products (textbook). */
struct lg_result {
    uint64_t cost;   /* of the plan */
    uint64_t bound;  /* no vertex order costs less; 0 where nothing is known */
    uint64_t effort; /* that it took */
    bool optimal;    /* proved: cost == bound */
};

/* What a plan costs where that is not its products: the less, the better. */
struct lg_judge {
    double (*cost)(void *context, const struct lg_plan *plan);
    void *context;
    uint32_t ease; /* so many plans are judged in the time of one whose code is generated */
};

/* All zero is what quick orders need: ties to the last. */
struct lg_order_options {
    enum lg_tie tie;
    uint64_t limit; /* 0, or the products after which an order may give up and leave its plan
                     * incomplete: what `auto` sets to spend no time on hopeless ones */

    /* Of searches. The same effort and seed give the same plan on every machine and with any number
     * of threads; a search that was ended by the clock or by `stop` gives the best that it has. */
    uint64_t effort; /* nodes or moves; 0: the order's usual number */
    uint64_t seed;
    double time_limit;                 /* seconds; 0: none */
    uint32_t threads;                  /* 0: as 1 */
    const volatile sig_atomic_t *stop; /* NULL, or ends the search when it is not 0 */
    void (*progress)(void *context, uint64_t best, uint64_t bound); /* NULL, or told now and then */
    void *progress_context;
    struct lg_result *result;     /* NULL, or filled in by searches */
    const struct lg_judge *judge; /* NULL, or what a search with the flag `judged` minimises */
};

struct lg_order {
    const char *name;    /* what `--order` calls it */
    const char *summary; /* a line for `--order=list` */
    bool quick;          /* near-linear where degrees stay small: `auto` tries it */
    bool search;         /* as long as its effort lasts: run where it is asked for by name */
    bool judged;         /* takes a judge */
    /* Appends the steps to the plan, which then eliminates every intermediate of the graph. */
    void (*run)(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan);
};

/* Post: all orders, in the sequence of elimination/meson.build; *count of them. */
const struct lg_order *const *lg_orders(uint32_t *count);

/* Post: the order of this name, NULL where there is none. */
const struct lg_order *lg_order_named(const char *name);

#endif
