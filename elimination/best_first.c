/* A* (P. Hart, N. Nilsson & B. Raphael, A formal basis for the heuristic determination of minimum
 * cost paths, IEEE Transactions on Systems Science and Cybernetics 4, 1968). Costs are small whole
 * numbers, so the states wait in one stack for each total of cost and bound; of equal totals the
 * latest is expanded first, which goes deep. The client may know solutions
 * from a state before the search gets there; they cut off all that cannot be cheaper. Bounds need
 * not be consistent: a total is never lower than its parent's, and a state that is reached more
 * cheaply later waits again. States are kept in full and compared byte by byte: what is proved does
 * not rest on a hash. */
#include "best_first.h"

#include <string.h>

struct best_first best_first_create(struct arena *arena, uint32_t limit)
{
    struct best_first search = {.arena = arena,
                                .limit = limit,
                                .best = BEST_FIRST_NONE,
                                .expanding = BEST_FIRST_NONE,
                                .least_lost = UINT32_MAX};
    search.table_size = 1024;
    search.table = arena_alloc(arena, search.table_size * sizeof *search.table);
    search.queues = arena_alloc(arena, limit * sizeof *search.queues);
    for (uint32_t total = 0; total < limit; total++) {
        search.queues[total] = BEST_FIRST_NONE;
    }
    return search;
}

/* FNV-1a, with a last stir. */
static uint64_t hash_of(const uint8_t *state, uint32_t size)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (uint32_t b = 0; b < size; b++) {
        hash = (hash ^ state[b]) * UINT64_C(0x100000001B3);
    }
    return hash ^ (hash >> 29);
}

/* Post: the place in the table of this state, or where it belongs. */
static uint32_t *find_place(const struct best_first *search, const uint8_t *state, uint32_t size)
{
    const uint32_t mask = search->table_size - 1;
    uint32_t at = (uint32_t)hash_of(state, size) & mask;
    for (; search->table[at] != 0; at = (at + 1) & mask) {
        const struct best_first_node *node = &search->nodes.at[search->table[at] - 1];
        if (node->size == size && memcmp(node->state, state, size) == 0) {
            break;
        }
    }
    return &search->table[at];
}

static void grow_table(struct best_first *search)
{
    search->table_size *= 2;
    search->table = arena_alloc(search->arena, search->table_size * sizeof *search->table);
    for (uint32_t n = 0; n < search->nodes.count; n++) {
        const struct best_first_node *node = &search->nodes.at[n];
        *find_place(search, node->state, node->size) = n + 1;
    }
}

static uint32_t add_node(struct best_first *search, const uint8_t *state, uint32_t size)
{
    if (2 * search->nodes.count >= search->table_size) {
        grow_table(search);
    }
    uint8_t *copy = arena_alloc(search->arena, size);
    memcpy(copy, state, size);
    *find_place(search, state, size) = search->nodes.count + 1;
    vec_push(search->arena, &search->nodes,
             (struct best_first_node){.state = copy, .size = size, .cost = UINT32_MAX});
    return search->nodes.count - 1;
}

static void queue(struct best_first *search, uint32_t n)
{
    struct best_first_node *node = &search->nodes.at[n];
    node->queued = true;
    node->next_queued = search->queues[node->total];
    search->queues[node->total] = n;
}

/* Takes the node out of the stack in which it waits: a cheaper way to it has been found. */
static void unqueue(struct best_first *search, uint32_t n)
{
    uint32_t *link = &search->queues[search->nodes.at[n].total];
    while (*link != n) {
        link = &search->nodes.at[*link].next_queued;
    }
    *link = search->nodes.at[n].next_queued;
}

void best_first_reach(struct best_first *search, const uint8_t *state, uint32_t size, uint32_t move,
                      uint32_t cost, uint32_t rest)
{
    uint32_t total = cost + rest;
    if (search->expanding != BEST_FIRST_NONE) {
        const struct best_first_node *parent = &search->nodes.at[search->expanding];
        cost += parent->cost;
        total = cost + rest > parent->total ? cost + rest : parent->total;
    }
    if (total >= search->limit) {
        return;
    }
    if (state == NULL) {
        search->least_lost = total < search->least_lost ? total : search->least_lost;
        return;
    }
    const uint32_t known = *find_place(search, state, size);
    const uint32_t n = known != 0 ? known - 1 : add_node(search, state, size);
    struct best_first_node *node = &search->nodes.at[n];
    if (cost >= node->cost) {
        return;
    }
    if (node->queued) {
        unqueue(search, n);
    }
    node->parent = search->expanding;
    node->move = move;
    node->cost = cost;
    node->total = total;
    queue(search, n);
}

void best_first_offer(struct best_first *search, uint32_t rest)
{
    const uint32_t cost = search->nodes.at[search->expanding].cost + rest;
    if (cost < search->limit) {
        search->limit = cost;
        search->best = search->expanding;
    }
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

uint32_t best_first_run(struct best_first *search, const struct best_first_space *space,
                        struct search_budget *budget)
{
    for (uint32_t total = 0; total < search->limit; total++) {
        while (total < search->limit && search->queues[total] != BEST_FIRST_NONE) {
            if (!search_spend(budget, 1)) {
                return least(total, search->least_lost);
            }
            const uint32_t n = search->queues[total];
            struct best_first_node *node = &search->nodes.at[n];
            search->queues[total] = node->next_queued;
            node->queued = false;
            search->expanding = n;
            space->expand(space->context, search, node->state, node->size);
        }
        search_report(budget, search->limit, least(total + 1, search->least_lost));
    }
    return least(search->limit, search->least_lost);
}
