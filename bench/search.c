/* How far the searches get on random graphs; prints tables in Markdown.
 *
 *     search exact SECONDS GRAPHS [SIZE...]   proofs on layered graphs of 40, 60, 80, 100 vertices
 *     search guess SECONDS GRAPHS [FIRST]     lns and anneal against all other orders
 */
#include "cost.h"
#include "graphs.h"
#include "order.h"
#include "timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct lg_graph *mixed(struct arena *arena, struct search_dice *dice, uint32_t number)
{
    const uint32_t size = 10 + search_below(dice, number % 5 == 0 ? 490 : 150);
    switch (number % 4) {
    case 0:
        return bench_layered(arena, dice, size, 2 + search_below(dice, 7), 2, UINT16_MAX);
    case 1:
        return bench_layered(arena, dice, size, 2 + search_below(dice, 7), 3, UINT16_MAX);
    case 2:
        return bench_straight(arena, dice, size, 1 + search_below(dice, 12),
                              1 + search_below(dice, 12), 4 + search_below(dice, 30));
    default:
        return bench_grid(arena, 2 + search_below(dice, 8), 2 + search_below(dice, 12));
    }
}

/* -- tables -- */

static struct lg_result run(const struct lg_graph *graph, const char *name, double seconds)
{
    struct lg_result result;
    const struct lg_order_options options = {
        .effort = UINT64_MAX / 4, .time_limit = seconds, .threads = 2, .result = &result};
    struct lg_plan plan = lg_plan_create(graph->arena, name);
    lg_order_named(name)->run(graph, &options, &plan);
    if (lg_cost_of(graph, &plan).textbook != result.cost) {
        fprintf(stderr, "%s: the plan does not cost what it should\n", name);
        exit(1);
    }
    return result;
}

static void exact_row(uint32_t size, uint32_t operands, uint32_t graphs, double seconds)
{
    double *times = calloc(graphs, sizeof *times);
    uint32_t proved = 0;
    double gaps = 0;
    uint64_t sets = 0;
    for (uint32_t g = 0; times != NULL && g < graphs; g++) {
        struct arena *arena = arena_create();
        struct search_dice dice = {1000 * (uint64_t)size + 100 * operands + g};
        const struct lg_graph *graph = bench_layered(arena, &dice, size, 5, operands, UINT16_MAX);
        const double begin = bench_seconds();
        const struct lg_result result = run(graph, "exact", seconds);
        times[g] = result.optimal ? bench_seconds() - begin : seconds + 1;
        proved += result.optimal;
        sets += result.effort;
        gaps += 100.0 * (double)(result.cost - result.bound) / (double)result.cost;
        arena_destroy(arena);
    }
    timing_sort(times, graphs);
    const double median = times[(graphs - 1) / 2];
    printf("| %u | %u | %u of %u | ", size, operands, proved, graphs);
    printf(median > seconds ? "over %.0f" : "%.1f", median > seconds ? seconds : median);
    printf(" | %.0f | %.1f %% |\n", (double)sets / graphs, gaps / graphs);
    fflush(stdout);
    free(times);
}

static void exact_table(double seconds, uint32_t graphs, char **sizes, int count)
{
    static const uint32_t usual[] = {20, 30, 40, 60, 80, 100};
    const int rows = count > 0 ? count : (int)(sizeof usual / sizeof *usual);
    printf("| intermediates | operands | proved in %g s | median s | sets visited | mean gap |\n"
           "|---|---|---|---|---|---|\n",
           seconds);
    for (uint32_t operands = 2; operands <= 3; operands++) {
        for (int r = 0; r < rows; r++) {
            const uint32_t size = count > 0 ? (uint32_t)strtoul(sizes[r], NULL, 10) : usual[r];
            exact_row(size, operands, graphs, seconds);
        }
    }
}

/* Post: the least cost of all orders that are no search, by vertices, edges or faces, under both
 * tie rules. */
static uint64_t best_heuristic(const struct lg_graph *graph)
{
    uint64_t best = UINT64_MAX;
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    for (uint32_t o = 0; o < 2 * count; o++) {
        if (orders[o / 2]->search) {
            continue;
        }
        const struct lg_order_options options = {.tie = o % 2 ? LG_TIE_FIRST : LG_TIE_LAST,
                                                 .limit = best};
        struct lg_plan plan = lg_plan_create(graph->arena, orders[o / 2]->name);
        struct lg_cost cost;
        orders[o / 2]->run(graph, &options, &plan);
        if (lg_cost_within(graph, &plan, best, &cost)) {
            best = cost.textbook;
        }
    }
    return best;
}

static void guess_table(double seconds, uint32_t graphs, uint32_t first)
{
    static const char *const names[] = {"lns", "anneal"};
    uint32_t better[2] = {0};
    uint32_t worse[2] = {0};
    uint32_t tight = 0;
    double gain[2] = {0};
    for (uint32_t g = first; g < first + graphs; g++) {
        struct arena *arena = arena_create();
        struct search_dice dice = {g};
        const struct lg_graph *graph = mixed(arena, &dice, g);
        const uint64_t known = best_heuristic(graph);
        tight += known == lg_path_bound(graph);
        for (int s = 0; s < 2; s++) {
            const struct lg_result result = run(graph, names[s], seconds);
            better[s] += result.cost < known;
            worse[s] += result.cost > known;
            if (result.cost > known) {
                fprintf(stderr, "graph %u: %s %llu, best order %llu\n", g, names[s],
                        (unsigned long long)result.cost, (unsigned long long)known);
            }
            gain[s] += 100.0 * (1 - (double)result.cost / (double)known);
        }
        arena_destroy(arena);
    }
    printf("%u graphs, %g s each; on %u an order meets the path bound\n\n"
           "| search | better than all orders | worse | mean saving |\n|---|---|---|---|\n",
           graphs, seconds, tight);
    for (int s = 0; s < 2; s++) {
        printf("| %s | %u | %u | %.1f %% |\n", names[s], better[s], worse[s], gain[s] / graphs);
    }
}

int main(int count, char **arguments)
{
    const double seconds = count > 3 ? strtod(arguments[2], NULL) : 0;
    const uint32_t graphs = count > 3 ? (uint32_t)strtoul(arguments[3], NULL, 10) : 0;
    if (seconds > 0 && graphs > 0 && strcmp(arguments[1], "exact") == 0) {
        exact_table(seconds, graphs, arguments + 4, count - 4);
    } else if (seconds > 0 && graphs > 0 && strcmp(arguments[1], "guess") == 0) {
        guess_table(seconds, graphs, count > 4 ? (uint32_t)strtoul(arguments[4], NULL, 10) : 0);
    } else {
        fputs("usage: search exact|guess SECONDS GRAPHS [SIZE...|FIRST]\n", stderr);
        return 2;
    }
    return 0;
}
