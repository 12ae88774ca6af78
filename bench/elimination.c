/* How time and memory of the orders grow with the graph; prints a table in Markdown.
 *
 *     elimination [EDGES...] [ORDER...]      100000 1000000 10000000 and all orders by default
 *
 * Every order that is no search (or those named) runs on graphs like bands, trees and layers, each
 * run in a process of its own, so that what it takes is its own: seconds of CPU for order and cost,
 * and the most memory beyond the graph's. The exponent is that of time between the two largest
 * graphs: 1 is linear. */
#define _XOPEN_SOURCE 700
#include "cost.h"
#include "graphs.h"
#include "growth.h"
#include "order.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { MOST_SIZES = 8, WIDTH = 4, MOST_SECONDS = 100 };

struct shape {
    const char *name;
    struct lg_graph *(*build)(struct arena *arena, struct search_dice *dice, uint32_t edges);
};

static struct lg_graph *layers(struct arena *arena, struct search_dice *dice, uint32_t edges)
{
    return bench_layered(arena, dice, edges / 2, WIDTH, 2, 3);
}

static const struct shape shapes[] = {
    {"band", bench_band}, {"tree", bench_tree}, {"layers", layers}};

/* What one run took; products 0 where it did not end. */
struct taken {
    double seconds;
    double bytes;
    uint64_t products;
};

struct run {
    const struct lg_graph *graph;
    const struct lg_order *order; /* NULL: the bound */
};

static void work(void *context, void *result)
{
    const struct run *run = context;
    struct taken *taken = result;
    const struct rlimit limit = {MOST_SECONDS, MOST_SECONDS};
    setrlimit(RLIMIT_CPU, &limit);
    const struct growth_use before = growth_use();
    struct arena *arena = arena_create();
    if (run->order == NULL) {
        taken->products = lg_path_bound(run->graph);
    } else {
        struct lg_plan plan = lg_plan_create(arena, run->order->name);
        run->order->run(run->graph, &(struct lg_order_options){0}, &plan);
        taken->products = lg_cost_of(run->graph, &plan).textbook;
    }
    const struct growth_use after = growth_use();
    taken->seconds = after.seconds - before.seconds;
    taken->bytes = after.bytes - before.bytes;
}

static void print_row(const char *name, const struct taken *taken, const uint32_t *edges,
                      uint32_t sizes)
{
    printf("| %s |", name);
    for (uint32_t s = 0; s < sizes; s++) {
        if (taken[s].products == 0) {
            printf(" - |");
        } else {
            printf(" %.2f |", taken[s].seconds);
        }
    }
    const struct taken *last = &taken[sizes - 1];
    if (sizes > 1 && last->products > 0 && last[-1].products > 0) {
        printf(" %.2f |", growth_exponent(last[-1].seconds, edges[sizes - 2], last->seconds,
                                          edges[sizes - 1]));
    } else {
        printf(" - |");
    }
    printf(" %.0f | %.2f |\n", last->bytes / edges[sizes - 1],
           (double)last->products / edges[sizes - 1]);
}

static void print_table(const struct shape *shape, const uint32_t *wanted, uint32_t sizes,
                        char **names)
{
    struct arena *arenas[MOST_SIZES];
    const struct lg_graph *graphs[MOST_SIZES];
    uint32_t edges[MOST_SIZES];
    printf("\n| %s: s for edges:", shape->name);
    for (uint32_t s = 0; s < sizes; s++) {
        arenas[s] = arena_create();
        graphs[s] = shape->build(arenas[s], &(struct search_dice){s}, wanted[s]);
        edges[s] = graphs[s]->edges.count;
        printf(" | %u", edges[s]);
    }
    printf(" | exponent | bytes/edge | products/edge |\n|---|");
    for (uint32_t s = 0; s < sizes + 3; s++) {
        printf("---:|");
    }
    printf("\n");
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    for (uint32_t o = 0; o <= count; o++) {
        const struct lg_order *order = o < count ? orders[o] : NULL;
        struct taken taken[MOST_SIZES];
        if (order != NULL && (order->search || !growth_is_wanted(order->name, names))) {
            continue;
        }
        for (uint32_t s = 0; s < sizes; s++) {
            struct run run = {graphs[s], order};
            growth_run(work, &run, &taken[s], sizeof taken[s]);
        }
        print_row(order == NULL ? "(path bound)" : order->name, taken, edges, sizes);
    }
    for (uint32_t s = 0; s < sizes; s++) {
        arena_destroy(arenas[s]);
    }
}

int main(int count, char **arguments)
{
    uint32_t sizes[MOST_SIZES] = {100000, 1000000, 10000000};
    uint32_t number = 0;
    char **names = arguments + 1;
    while (*names != NULL && number < MOST_SIZES && strtoul(*names, NULL, 10) >= 100) {
        sizes[number++] = (uint32_t)strtoul(*names++, NULL, 10);
    }
    for (int a = (int)(names - arguments); a < count; a++) {
        if (lg_order_named(arguments[a]) == NULL) {
            fprintf(stderr, "usage: elimination [EDGES...] [ORDER...]; no order `%s`\n",
                    arguments[a]);
            return 2;
        }
    }
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        print_table(&shapes[s], sizes, number == 0 ? 3 : number, names);
    }
    return 0;
}
