/* What the searches share: how long they may go on, random numbers, and where they begin. */
#ifndef ADC_ELIMINATION_SEARCH_H
#define ADC_ELIMINATION_SEARCH_H

#include "order.h"
#include "plan.h"
#include "sets.h"

/* -- how long: so many units of effort, till a time, till somebody says stop -- */

struct search_budget {
    const struct lg_order_options *options;
    uint64_t effort; /* what is left of it */
    uint64_t spent;
    double begin;         /* seconds by the clock */
    double end;           /* 0: no limit */
    bool stopped;         /* by time or by the flag: what was found depends on the machine */
    uint64_t others_cost; /* of parts that are searched apart: added to what is reported */
    uint64_t others_bound;
    uint64_t whole_bound; /* of all parts together, known beforehand; 0: nothing is */
};

/* Post: a budget as the options say, `usual` effort where they leave it to the order. */
struct search_budget search_budget(const struct lg_order_options *options, uint64_t usual);

/* Takes so much effort off. Post: false where nothing is left or the search was stopped. */
bool search_spend(struct search_budget *budget, uint64_t effort);

/* Post: the budget begins now and ends after this part of the time that it was given in all, if it
 * was given any. */
void search_slice(struct search_budget *budget, double part);

/* Tells who wants to know what has been reached. */
void search_report(const struct search_budget *budget, uint64_t best, uint64_t bound);

/* -- random numbers: splitmix64 -- */

struct search_dice {
    uint64_t state;
};

uint64_t search_roll(struct search_dice *dice);

/* Post: a number below `limit`, which is not 0. */
uint32_t search_below(struct search_dice *dice, uint32_t limit);

/* Post: true with probability exp(-worse / heat), the same on every machine. */
bool search_accept(struct search_dice *dice, uint64_t worse, double heat);

/* -- where to begin -- */

/* Post: the plan with the lowest textbook cost that the quick orders find under both tie rules, in
 * the arena. */
struct lg_plan search_start(struct arena *arena, const struct lg_graph *graph,
                            const struct lg_order_options *options, uint64_t *cost);

/* Post: the plan's vertices as items of the rows of bits. Pre: it has vertex steps only. */
uint32_t *search_items(struct arena *arena, const struct lg_graph *graph, const struct sets *sets,
                       const struct lg_plan *plan);

/* Post: how much of the budget is used up, by effort or by time, from 0 to 1. */
double search_used(const struct search_budget *budget);

#endif
