/* Chains: the effort is spent in rounds; in each, some chains walk from the best order so far, each
 * with a share of the effort and random numbers of its own, and the best of their orders, among
 * equals that of the lowest number, is where the next round begins. What a chain does depends on
 * its number and round alone, not on the thread that runs it, so the result is the same with any
 * number of threads, unless the clock or an interruption ends it. */
#define _POSIX_C_SOURCE 200809L
#include "chains.h"

#include "cost.h"
#include "judged.h"

#include <pthread.h>

enum { CHAINS = 4, ROUNDS = 8, LEAST_SHARE = 200 };

static const uint64_t most_bytes = UINT64_C(1) << 28; /* larger graphs keep the order they have */

struct worker {
    struct chain *chains;
    uint32_t count;
    chain_walk *walk;
    uint32_t first;
    uint32_t step;
    double slice; /* of the time, where that is limited, for each chain */
};

static uint32_t between(uint64_t number, uint32_t least, uint32_t most)
{
    return number < least ? least : number > most ? most : (uint32_t)number;
}

static void *work(void *argument)
{
    const struct worker *worker = argument;
    for (uint32_t c = worker->first; c < worker->count; c += worker->step) {
        search_slice(&worker->chains[c].budget, worker->slice);
        worker->walk(&worker->chains[c]);
    }
    return NULL;
}

/* Runs all chains; what no thread can be had for is done here. */
static void walk_all(struct chain *chains, uint32_t count, chain_walk *walk, uint32_t threads,
                     uint32_t rounds)
{
    pthread_t handles[CHAINS];
    bool started[CHAINS] = {false};
    struct worker workers[CHAINS];
    threads = between(threads, 1, count);
    for (uint32_t t = 0; t < threads; t++) {
        const double slice = (double)threads / ((double)count * rounds);
        workers[t] = (struct worker){chains, count, walk, t, threads, slice};
        started[t] = t > 0 && pthread_create(&handles[t], NULL, work, &workers[t]) == 0;
    }
    for (uint32_t t = 0; t < threads; t++) {
        if (started[t]) {
            pthread_join(handles[t], NULL);
        } else {
            work(&workers[t]);
        }
    }
}

void chains_improve(const struct sets *sets, struct search_budget *budget, uint64_t bound,
                    chain_walk *walk, uint32_t *order, uint64_t *cost)
{
    struct arena *scratch = arena_create();
    struct chain chains[CHAINS];
    const size_t bytes = sets->count * sizeof *order;
    const uint32_t count = between(budget->effort / LEAST_SHARE, 1, CHAINS);
    const uint32_t rounds = between(budget->effort / LEAST_SHARE / count, 1, ROUNDS);
    const uint64_t share = budget->effort / ((uint64_t)count * rounds);
    for (uint32_t c = 0; c < count; c++) {
        chains[c].order = arena_alloc(scratch, bytes);
    }
    for (uint32_t round = 0; round<ROUNDS && * cost> bound; round++) {
        for (uint32_t c = 0; c < count; c++) {
            struct chain *chain = &chains[c];
            chain->sets = sets;
            chain->budget = *budget;
            chain->budget.effort = share;
            chain->budget.spent = 0;
            chain->number = round * count + c;
            chain->dice.state = budget->options->seed + (uint64_t)chain->number * 0x632BE5AB;
            chain->cost = *cost;
            chain->bound = bound;
            memcpy(chain->order, order, bytes);
        }
        walk_all(chains, count, walk, budget->options->threads, rounds);
        for (uint32_t c = 0; c < count; c++) {
            if (chains[c].cost < *cost) {
                *cost = chains[c].cost;
                memcpy(order, chains[c].order, bytes);
            }
            budget->spent += chains[c].budget.spent;
        }
        search_report(budget, *cost, bound);
        if (!search_spend(budget, 0)) {
            break;
        }
    }
    arena_destroy(scratch);
}

uint64_t chains_cost(const struct sets *sets, struct sets *work_sets, const uint32_t *order,
                     uint64_t *costs)
{
    uint64_t sum = 0;
    sets_reset(work_sets, sets);
    for (uint32_t place = 0; place < sets->count; place++) {
        const uint64_t cost = sets_cost(work_sets, order[place]);
        sets_eliminate(work_sets, order[place]);
        sum += cost;
        if (costs != NULL) {
            costs[order[place]] = cost;
        }
    }
    return sum;
}

void chains_run(const struct lg_graph *graph, const struct lg_order_options *options,
                uint64_t usual_effort, chain_walk *walk, struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    struct search_budget budget = search_budget(options, usual_effort);
    if (options->judge != NULL) {
        search_slice(&budget, 0.5); /* the rest is for the judge */
    }
    struct lg_result result = {.bound = lg_path_bound(graph)};
    const struct lg_plan start = search_start(scratch, graph, options, &result.cost);
    const bool judged = options->judge != NULL;
    if ((result.cost > result.bound || judged) && sets_bytes(graph) <= most_bytes) {
        const struct sets sets = sets_of(scratch, graph);
        uint32_t *order = search_items(scratch, graph, &sets, &start);
        chains_improve(&sets, &budget, result.bound, walk, order, &result.cost);
        if (judged) {
            const uint64_t effort = options->effort > 0 ? options->effort : usual_effort;
            judged_improve(graph, options, &sets, (double)effort / (double)usual_effort, order);
        }
        for (uint32_t place = 0; place < sets.count; place++) {
            lg_plan_vertex(plan, sets.vertices[order[place]]);
        }
    } else {
        for (uint32_t s = 0; s < start.steps.count; s++) {
            lg_plan_vertex(plan, start.steps.at[s].j);
        }
    }
    result.cost = judged ? lg_cost_of(graph, plan).textbook : result.cost;
    result.effort = budget.spent;
    result.optimal = result.cost == result.bound;
    if (options->result != NULL) {
        *options->result = result;
    }
    arena_destroy(scratch);
}
