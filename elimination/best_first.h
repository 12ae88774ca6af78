/* Best-first search (A*) over states that are strings of bytes. */
#ifndef ADC_ELIMINATION_BEST_FIRST_H
#define ADC_ELIMINATION_BEST_FIRST_H

#include "arena.h"
#include "order.h"
#include "vec.h"

enum { BEST_FIRST_NONE = UINT32_MAX };

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
    bool final;
};

struct best_first {
    struct arena *arena;
    VEC(struct best_first_node) nodes;
    uint32_t *table; /* hash table of nodes: index plus one */
    uint32_t table_size;
    uint32_t limit;      /* solutions that cost as much are of no interest */
    uint32_t *queues;    /* of each total below the limit, the node that came last */
    uint32_t expanding;  /* the node that is expanded now */
    uint32_t least_lost; /* the lowest total of a state that could not be kept */
};

struct best_first_space {
    void *context;
    /* Calls best_first_reach for every state that is one move away. */
    void (*expand)(void *context, struct best_first *search, const uint8_t *state, uint32_t size);
};

/* Post: an empty search for solutions that cost less than the limit. */
struct best_first best_first_create(struct arena *arena, uint32_t limit);

/* Notes a state: reached from the one that is expanded now (or as the first) by this move, whose
 * cost is `cost`; `rest` is a lower bound of what comes after; `final`: nothing does. `state` may
 * be NULL: one that is too large to be kept. */
void best_first_reach(struct best_first *search, const uint8_t *state, uint32_t size, uint32_t move,
                      uint32_t cost, uint32_t rest, bool final);

/* Expands the most promising state until a cheapest solution is found, none is left, or the effort
 * of the options is spent: that many states, at most.
 * Post: the final node of a cheapest solution, or BEST_FIRST_NONE; *bound: no solution costs less
 * (the limit where there is none below); *effort: states expanded. */
uint32_t best_first_run(struct best_first *search, const struct best_first_space *space,
                        const struct lg_order_options *options, uint64_t effort_allowed,
                        uint32_t *bound, uint64_t *effort);

#endif
