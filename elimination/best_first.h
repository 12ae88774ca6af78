/* Best-first search (A*) over states that are strings of bytes. */
#ifndef ADC_ELIMINATION_BEST_FIRST_H
#define ADC_ELIMINATION_BEST_FIRST_H

#include "arena.h"
#include "search.h"
#include "vec.h"

#define BEST_FIRST_NONE UINT32_MAX

struct best_first_node {
    const uint8_t *state;
    uint32_t size;
    uint32_t parent;      /* the node before it on the cheapest way found, BEST_FIRST_NONE for the
                           * first; */
    uint32_t move;        /* and the move from there, in the client's own terms */
    uint32_t cost;        /* of that way */
    uint32_t total;       /* no solution through here costs less */
    uint32_t next_queued; /* the next node with the same total that waits */
    bool queued;
};

struct best_first {
    struct arena *arena;
    VEC(struct best_first_node) nodes;
    uint32_t *table; /* hash table of nodes: index plus one */
    uint32_t table_size;
    uint32_t limit;      /* only solutions that cost less are of interest */
    uint32_t best;       /* the node from which the client knows a solution of this cost, */
                         /* BEST_FIRST_NONE where the limit has been there from the start */
    uint32_t *queues;    /* of each total, the node that came last */
    uint32_t expanding;  /* the node that is expanded now */
    uint32_t least_lost; /* the lowest total of a state that could not be kept */
};

struct best_first_space {
    void *context;
    /* Calls best_first_reach for every state that is one move away, and best_first_offer where it
     * knows a solution; it must for states that are one. */
    void (*expand)(void *context, struct best_first *search, const uint8_t *state, uint32_t size);
};

/* Post: an empty search for solutions that cost less than the limit. */
struct best_first best_first_create(struct arena *arena, uint32_t limit);

/* Notes a state: reached from the one that is expanded now (or as the first) by this move, whose
 * cost is `cost`; `rest` is a lower bound of what comes after. `state` may be NULL: one that is too
 * large to be kept. */
void best_first_reach(struct best_first *search, const uint8_t *state, uint32_t size, uint32_t move,
                      uint32_t cost, uint32_t rest);

/* Notes a solution: `rest` more than what led to the state that is expanded now. */
void best_first_offer(struct best_first *search, uint32_t rest);

/* Expands the most promising state, each for an effort of 1, until no cheaper solution can be left
 * or the budget is used up.
 * Post: search->best and limit: the cheapest solution known; the value: no solution costs less. */
uint32_t best_first_run(struct best_first *search, const struct best_first_space *space,
                        struct search_budget *budget);

#endif
