/* The order `separator`: nested dissection for Jacobians. A smallest set of intermediates that cuts
 * all paths from inputs to outputs is found by maximum flow; what lies above it is ordered in the
 * same way, with the separator in the place of the outputs; what lies below, with the separator in
 * the place of the inputs; and the separator goes last. No product ever connects something above
 * with something below while it is there, so that all costs stay bounded by its size.
 *
 * A. George, Nested dissection of a regular finite element mesh, SIAM J. Numerical Analysis 10,
 * 1973, for matrices; that a narrow place between inputs and outputs is where a Jacobian is to be
 * split is the vertex cover of T. Coleman & A. Verma, and Griewank & Walther 2008, chapter 10.
 *
 * By Menger's theorem the size of the cut is the number of vertex-disjoint paths, which grow by
 * augmentation (Ford & Fulkerson). Each vertex has two sides: `IN` is reached on the way to it, and
 * `OUT` when it may be passed. The vertices reached on the one side and not on the other are the
 * cut next to the inputs. It is moved on towards the middle: from one of its vertices the search
 * goes on as if from an input, and where that does not come to an output the cut behind what it
 * reached is as small. Regions in which the search has become too costly are left whole, and their
 * vertices, like those of a separator, go by ties. */
#include "order.h"

#include <string.h>

enum { NONE = UINT32_MAX, OUTSIDE = UINT32_MAX - 1, IN = 0, OUT = 1, MOST_FAILURES = 8 };

static const uint64_t budget = UINT64_C(1) << 27; /* edges looked at: about a second */

struct region {
    uint32_t begin; /* its vertices stand in members[begin..end), in topological order */
    uint32_t end;
    bool whole; /* it is not to be divided */
};

struct dissection {
    const struct lg_graph *graph;
    struct arena *scratch;
    uint32_t *members;
    uint32_t *spare;
    uint32_t *region_of; /* of each vertex, the number of the region that is being cut, else old */
    uint32_t region;
    uint32_t *before; /* of a vertex on a path: the one before it, OUTSIDE; else NONE */
    uint32_t *parent; /* of each side: the side from which it was reached */
    uint32_t *seen;   /* of each side: the search in which it was reached */
    uint32_t search;
    uint32_t *queue;
    uint32_t queued;
    uint64_t visited;
    VEC(struct region) waiting; /* the last one comes next */
};

static bool is_inside(const struct dissection *d, uint32_t v)
{
    return d->region_of[v] == d->region;
}

static bool has_outside(const struct dissection *d, uint32_t v, bool up)
{
    const struct lg_graph *graph = d->graph;
    const uint32_t *begin = up ? graph->in_begin : graph->out_begin;
    for (uint32_t at = begin[v]; at < begin[v + 1]; at++) {
        const struct lg_edge_info *edge =
            &graph->edges.at[(up ? graph->in_edges[at] : graph->out_edges[at]).index];
        if (!is_inside(d, up ? edge->from.index : edge->to.index)) {
            return true;
        }
    }
    return false;
}

static bool was_reached(const struct dissection *d, uint32_t v, uint32_t side)
{
    return d->seen[2 * v + side] == d->search;
}

static void reach(struct dissection *d, uint32_t v, uint32_t side, uint32_t from)
{
    if (!was_reached(d, v, side)) {
        d->seen[2 * v + side] = d->search;
        d->parent[2 * v + side] = from;
        d->queue[d->queued++] = 2 * v + side;
    }
}

/* The way to v: past it where no path leads through it, else only up to it. */
static void enter(struct dissection *d, uint32_t v, uint32_t from)
{
    reach(d, v, IN, from);
    if (d->before[v] == NONE) {
        reach(d, v, OUT, 2 * v + IN);
    }
}

/* Goes on from queue[at..). Post: a vertex with an edge out of the region that can be passed, or
 * NONE. */
static uint32_t spread(struct dissection *d, uint32_t at)
{
    for (; at < d->queued; at++) {
        const uint32_t v = d->queue[at] / 2;
        if (d->queue[at] % 2 == IN) {
            if (d->before[v] != NONE && d->before[v] != OUTSIDE) {
                reach(d, d->before[v], OUT, 2 * v + IN); /* undo the path's way to v */
            }
            continue;
        }
        if (d->before[v] != NONE) {
            reach(d, v, IN, 2 * v + OUT);
        }
        for (uint32_t e = d->graph->out_begin[v]; e < d->graph->out_begin[v + 1]; e++) {
            const uint32_t to = d->graph->edges.at[d->graph->out_edges[e].index].to.index;
            d->visited++;
            if (!is_inside(d, to)) {
                return v;
            }
            enter(d, to, 2 * v + OUT);
        }
    }
    return NONE;
}

/* Lays a path through the region along the parents of v. */
static void lay_path(struct dissection *d, uint32_t v)
{
    VEC(uint32_t) way = {0};
    for (uint32_t side = 2 * v + OUT; side != OUTSIDE; side = d->parent[side]) {
        vec_push(d->scratch, &way, side);
    }
    for (uint32_t n = 0; n + 1 < way.count; n++) { /* first undo, then lay */
        const uint32_t to = way.at[n];
        const uint32_t from = way.at[n + 1];
        if (to / 2 == from / 2 && to % 2 == IN) {
            d->before[to / 2] = NONE; /* passed backwards: off all paths, unless entered below */
        }
    }
    for (uint32_t n = 0; n < way.count; n++) {
        const uint32_t to = way.at[n];
        const uint32_t from = n + 1 < way.count ? way.at[n + 1] : OUTSIDE;
        const bool forward = from == OUTSIDE || (from % 2 == OUT && from / 2 != to / 2);
        if (to % 2 == IN && forward) {
            d->before[to / 2] = from == OUTSIDE ? OUTSIDE : from / 2;
        }
    }
}

/* Post: a largest set of disjoint paths, and the sides that can still be reached past them. */
static void find_flow(struct dissection *d, const struct region *region)
{
    for (uint32_t end = 0; end != NONE && d->visited < budget;) {
        d->search++;
        d->queued = 0;
        for (uint32_t m = region->begin; m < region->end; m++) {
            if (has_outside(d, d->members[m], true)) {
                enter(d, d->members[m], OUTSIDE);
            }
        }
        end = spread(d, 0);
        if (end != NONE) {
            lay_path(d, end);
        }
    }
}

static uint32_t count_passed(const struct dissection *d, uint32_t from)
{
    uint32_t passed = 0;
    for (uint32_t at = from; at < d->queued; at++) {
        passed += d->queue[at] % 2 == OUT;
    }
    return passed;
}

/* Moves the cut towards the middle of the region. */
static void move_cut(struct dissection *d, uint32_t size)
{
    uint32_t passed = count_passed(d, 0);
    uint32_t failures = 0;
    for (uint32_t at = 0; at < d->queued && failures < MOST_FAILURES; at++) {
        const uint32_t v = d->queue[at] / 2;
        if (passed >= size / 2 || d->visited >= budget) {
            return;
        }
        if (was_reached(d, v, OUT)) {
            continue;
        }
        const uint32_t first = d->queued;
        reach(d, v, OUT, OUTSIDE);
        if (spread(d, first) == NONE) {
            passed += count_passed(d, first);
            continue;
        }
        failures++;
        while (d->queued > first) {
            d->seen[d->queue[--d->queued]] = 0;
        }
    }
}

/* Sorts the region into what is above the cut, below it, and the cut itself, which come up in this
 * order. */
static void divide(struct dissection *d, const struct region *region)
{
    uint32_t at = region->begin;
    uint32_t ends[3];
    memcpy(d->spare + region->begin, d->members + region->begin,
           (region->end - region->begin) * sizeof *d->members);
    for (uint32_t part = 0; part < 3; part++) {
        for (uint32_t m = region->begin; m < region->end; m++) {
            const uint32_t v = d->spare[m];
            const uint32_t its = was_reached(d, v, OUT) ? 0 : was_reached(d, v, IN) ? 2 : 1;
            if (its == part) {
                d->members[at++] = v;
            }
        }
        ends[part] = at;
    }
    vec_push(d->scratch, &d->waiting, (struct region){ends[1], ends[2], true});
    vec_push(d->scratch, &d->waiting, (struct region){ends[0], ends[1], false});
    vec_push(d->scratch, &d->waiting, (struct region){region->begin, ends[0], false});
}

static void cut_region(struct dissection *d, const struct region *region)
{
    d->region++;
    for (uint32_t m = region->begin; m < region->end; m++) {
        d->region_of[d->members[m]] = d->region;
        d->before[d->members[m]] = NONE;
    }
    find_flow(d, region);
    if (d->visited >= budget) {
        vec_push(d->scratch, &d->waiting, (struct region){region->begin, region->end, true});
        return;
    }
    move_cut(d, region->end - region->begin);
    divide(d, region);
}

static struct dissection start(struct arena *scratch, const struct lg_graph *graph)
{
    const size_t vertices = graph->vertices.count;
    struct dissection d = {.graph = graph, .scratch = scratch};
    d.members = arena_alloc(scratch, vertices * sizeof *d.members);
    d.spare = arena_alloc(scratch, vertices * sizeof *d.spare);
    d.region_of = arena_alloc(scratch, vertices * sizeof *d.region_of);
    d.before = arena_alloc(scratch, vertices * sizeof *d.before);
    d.parent = arena_alloc(scratch, 2 * vertices * sizeof *d.parent);
    d.seen = arena_alloc(scratch, 2 * vertices * sizeof *d.seen);
    d.queue = arena_alloc(scratch, 2 * vertices * sizeof *d.queue);
    struct region all = {0, 0, false};
    for (uint32_t v = 0; v < graph->vertices.count; v++) {
        if (graph->vertices.at[v].role == LG_INTERMEDIATE) {
            d.members[all.end++] = v;
        }
    }
    vec_push(scratch, &d.waiting, all);
    return d;
}

static void run(const struct lg_graph *graph, const struct lg_order_options *options,
                struct lg_plan *plan)
{
    struct arena *scratch = arena_create();
    struct dissection d = start(scratch, graph);
    while (d.waiting.count > 0) {
        const struct region region = d.waiting.at[--d.waiting.count];
        const uint32_t size = region.end - region.begin;
        if (size > 1 && !region.whole) {
            cut_region(&d, &region);
            continue;
        }
        for (uint32_t m = 0; m < size; m++) {
            const uint32_t at = options->tie == LG_TIE_LAST ? region.end - 1 - m : region.begin + m;
            lg_plan_vertex(plan, (lg_vertex){d.members[at]});
        }
    }
    arena_destroy(scratch);
}

const struct lg_order lg_order_separator = {
    .name = "separator",
    .summary = "smallest cuts between inputs and outputs last, recursively",
    .quick = false,
    .run = run,
};
