/* Search by a cost that the products do not tell: what the code of a plan costs is known when it is
 * generated, so each order has to be judged as a whole, and that takes most of the time.
 *
 * The walk begins with the cheapest, by the judge, of the quick orders and of the one that was
 * found by products. A step moves one intermediate to another place; steps that change nothing are
 * not judged: if v passes w, that makes a difference only where they are neighbours when the first
 * of them goes. A step is taken if it is not dearer than the present order by more than a
 * threshold, which falls to nothing (G. Dueck & T. Scheuer, Threshold accepting: a general purpose
 * optimization algorithm appearing superior to simulated annealing, J. Computational Physics 90,
 * 1990). One thread does it, as judges need not be made for several. */
#include "judged.h"

#include "chains.h"
#include "cost.h"

enum {
    USUAL_JUDGEMENTS = 400,
    LEAST_JUDGEMENTS = 20,
    MOST_EDGES = 2000000, /* of all judgements together: some seconds */
    FARTHEST = 24,        /* places of one step */
    SLACK = 64            /* products that a quick order may take beyond half as many again */
};

static const double first_threshold = 0.01; /* of the present cost */

struct judged {
    const struct lg_judge *judge;
    const struct sets *sets;
    struct sets work;
    struct arena *scratch;
    struct search_dice dice;
};

static double cost_of(const struct judged *j, const uint32_t *order)
{
    struct arena *scratch = arena_create();
    struct lg_plan plan = lg_plan_create(scratch, "judged");
    for (uint32_t place = 0; place < j->sets->count; place++) {
        lg_plan_vertex(&plan, j->sets->vertices[order[place]]);
    }
    const double cost = j->judge->cost(j->judge->context, &plan);
    arena_destroy(scratch);
    return cost;
}

/* Post: the cheapest of the order and all quick ones that do not take too many products. */
static double begin(struct judged *j, const struct lg_graph *graph,
                    const struct search_budget *budget, uint32_t *order)
{
    uint32_t count;
    const struct lg_order *const *orders = lg_orders(&count);
    double least = cost_of(j, order);
    const uint64_t products = chains_cost(j->sets, &j->work, order, NULL);
    for (uint32_t o = 0; o < 2 * count; o++) {
        const struct lg_order_options quick = {.tie = o % 2 == 0 ? LG_TIE_LAST : LG_TIE_FIRST,
                                               .limit = products + products / 2 + SLACK};
        struct lg_plan plan = lg_plan_create(j->scratch, orders[o / 2]->name);
        struct lg_cost found;
        struct search_budget asked = *budget;
        if (!orders[o / 2]->quick || !search_spend(&asked, 0)) {
            continue;
        }
        orders[o / 2]->run(graph, &quick, &plan);
        if (lg_cost_within(graph, &plan, quick.limit, &found)) {
            const uint32_t *other = search_items(j->scratch, graph, j->sets, &plan);
            const double cost = cost_of(j, other);
            if (cost < least) {
                least = cost;
                memcpy(order, other, j->sets->count * sizeof *order);
            }
        }
    }
    return least;
}

/* Post: whether the order costs something else when the item at `from` goes to `to`. */
static bool matters(struct judged *j, const uint32_t *order, uint32_t from, uint32_t to)
{
    const uint32_t first = from < to ? from : to;
    const uint32_t last = from < to ? to : from;
    const uint32_t v = order[from];
    sets_reset(&j->work, j->sets);
    for (uint32_t place = 0; place < first; place++) {
        sets_eliminate(&j->work, order[place]);
    }
    for (uint32_t place = first; place <= last; place++) {
        const uint32_t w = order[place];
        if (w != v && (bits_has(sets_in(&j->work, v), w) || bits_has(sets_out(&j->work, v), w))) {
            return true;
        }
    }
    return false;
}

static void move(uint32_t *order, uint32_t from, uint32_t to)
{
    const uint32_t v = order[from];
    if (from < to) {
        memmove(order + from, order + from + 1, (to - from) * sizeof v);
    } else {
        memmove(order + to + 1, order + to, (from - to) * sizeof v);
    }
    order[to] = v;
}

/* Post: a step that matters; false where none was met. */
static bool draw(struct judged *j, const uint32_t *order, uint32_t *from, uint32_t *to)
{
    const uint32_t n = j->sets->count;
    for (uint32_t turn = 0; turn < 4 * n; turn++) {
        *from = search_below(&j->dice, n);
        const uint32_t least = *from > FARTHEST ? *from - FARTHEST : 0;
        const uint32_t most = *from + FARTHEST < n ? *from + FARTHEST : n - 1;
        *to = least + search_below(&j->dice, most - least + 1);
        if (matters(j, order, *from, *to)) {
            return true;
        }
    }
    return false;
}

static void walk(struct judged *j, struct search_budget *budget, double cost, uint32_t *best)
{
    const size_t bytes = j->sets->count * sizeof *best;
    uint32_t *order = arena_alloc(j->scratch, bytes);
    double least = cost;
    uint32_t from;
    uint32_t to;
    memcpy(order, best, bytes);
    while (draw(j, order, &from, &to) && search_spend(budget, 1)) {
        move(order, from, to);
        const double moved = cost_of(j, order);
        if (moved <= cost * (1 + first_threshold * (1 - search_used(budget)))) {
            cost = moved;
        } else {
            move(order, to, from);
        }
        if (moved < least) {
            least = moved;
            memcpy(best, order, bytes);
        }
    }
}

static uint64_t judgements(const struct lg_graph *graph, uint32_t ease, double part)
{
    const uint64_t most = MOST_EDGES / ((uint64_t)graph->edges.count + 1);
    const uint64_t usual = most < USUAL_JUDGEMENTS ? most : USUAL_JUDGEMENTS;
    const double wanted =
        part * ease * (double)(usual > LEAST_JUDGEMENTS ? usual : LEAST_JUDGEMENTS);
    return wanted < 1 ? 1 : wanted > 1e15 ? (uint64_t)1e15 : (uint64_t)wanted;
}

void judged_improve(const struct lg_graph *graph, const struct lg_order_options *options,
                    const struct sets *sets, double part, uint32_t *order)
{
    struct judged j = {
        .judge = options->judge, .sets = sets, .scratch = arena_create(), .dice = {options->seed}};
    j.work = sets_copy(j.scratch, sets);
    struct search_budget budget = search_budget(options, 1);
    search_slice(&budget, 0.5);
    budget.effort = judgements(graph, options->judge->ease, part);
    const double cost = begin(&j, graph, &budget, order);
    walk(&j, &budget, cost, order);
    arena_destroy(j.scratch);
}
