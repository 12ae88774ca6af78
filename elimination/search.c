/* What the searches share. */
#include "search.h"

#include "cost.h"

#include <time.h>

static double now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

struct search_budget search_budget(const struct lg_order_options *options, uint64_t usual)
{
    struct search_budget budget = {.options = options, .effort = options->effort};
    if (budget.effort == 0) {
        budget.effort = usual;
    }
    if (options->time_limit > 0) {
        budget.begin = now();
        budget.end = budget.begin + options->time_limit;
    }
    return budget;
}

bool search_spend(struct search_budget *budget, uint64_t effort)
{
    const struct lg_order_options *options = budget->options;
    budget->stopped = budget->stopped || (options->stop != NULL && *options->stop != 0) ||
                      (budget->end > 0 && now() > budget->end);
    if (budget->stopped || budget->effort < effort) {
        return false;
    }
    budget->effort -= effort;
    budget->spent += effort;
    return true;
}

void search_slice(struct search_budget *budget, double part)
{
    if (budget->end > 0) {
        const double end = now() + part * (budget->end - budget->begin);
        budget->begin = now();
        budget->end = end < budget->end ? end : budget->end;
    }
}

double search_used(const struct search_budget *budget)
{
    const double all = (double)budget->spent + (double)budget->effort;
    const double effort = all > 0 ? (double)budget->spent / all : 1;
    if (!(budget->end > budget->begin)) {
        return effort;
    }
    const double time = (now() - budget->begin) / (budget->end - budget->begin);
    return time > effort ? time : effort;
}

void search_report(const struct search_budget *budget, uint64_t best, uint64_t bound)
{
    const uint64_t sum = budget->others_bound + bound;
    if (budget->options->progress != NULL) {
        budget->options->progress(budget->options->progress_context, budget->others_cost + best,
                                  sum > budget->whole_bound ? sum : budget->whole_bound);
    }
}

uint64_t search_roll(struct search_dice *dice)
{
    uint64_t z = dice->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint32_t search_below(struct search_dice *dice, uint32_t limit)
{
    return (uint32_t)((search_roll(dice) >> 32) * limit >> 32);
}

/* exp(-x) as (1 + x / 1024)^-1024: with operations that IEEE 754 defines to the last bit, where
 * those of libraries differ. */
bool search_accept(struct search_dice *dice, uint64_t worse, double heat)
{
    double power = 1 + (double)worse / heat / 1024;
    for (int squares = 0; squares < 10; squares++) {
        power *= power;
    }
    return (double)search_below(dice, 1u << 20) * power < (double)(1u << 20);
}

struct lg_plan search_start(struct arena *arena, const struct lg_graph *graph,
                            const struct lg_order_options *options, uint64_t *cost)
{
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    struct lg_plan best = lg_plan_create(arena, "none");
    *cost = UINT64_MAX;
    for (uint32_t o = 0; o < 2 * count; o++) {
        const struct lg_order *order = orders[o % count];
        if (!order->quick) {
            continue;
        }
        const enum lg_tie other = options->tie == LG_TIE_LAST ? LG_TIE_FIRST : LG_TIE_LAST;
        const struct lg_order_options quick = {.tie = o < count ? options->tie : other,
                                               .limit = *cost};
        struct lg_plan plan = lg_plan_create(arena, order->name);
        order->run(graph, &quick, &plan);
        struct lg_cost found;
        if (lg_cost_within(graph, &plan, *cost, &found) && found.textbook < *cost) {
            best = plan;
            *cost = found.textbook;
        }
    }
    return best;
}

uint32_t *search_items(struct arena *arena, const struct lg_graph *graph, const struct sets *sets,
                       const struct lg_plan *plan)
{
    uint32_t *items = arena_alloc(arena, graph->vertices.count * sizeof *items);
    uint32_t *order = arena_alloc(arena, sets->count * sizeof *order);
    for (uint32_t item = 0; item < sets->count; item++) {
        items[sets->vertices[item].index] = item;
    }
    for (uint32_t s = 0; s < plan->steps.count; s++) {
        order[s] = items[plan->steps.at[s].j.index];
    }
    return order;
}
