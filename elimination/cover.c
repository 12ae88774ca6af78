/* The cheapest cover of conflicts: charges above on one side, charges below on the other, so a
 * vertex cover of a bipartite graph with weights. By duality it costs as much as the largest flow
 * from the charges above, over the conflicts, to the charges below. What goes straight through is
 * sent first; then paths that take flow back are searched for, breadth first (J. Edmonds & R. M.
 * Karp, Theoretical improvements in algorithmic efficiency for network flow problems, J. ACM 19,
 * 1972). */
#include "cover.h"

#define NONE UINT32_MAX

struct cover *cover_create(struct arena *arena, uint32_t count)
{
    struct cover *cover = arena_alloc(arena, sizeof *cover);
    const size_t rows = (size_t)count * bits_words(count) * sizeof(uint64_t);
    cover->count = count;
    cover->words = bits_words(count);
    cover->above = arena_alloc(arena, count * sizeof *cover->above);
    cover->below = arena_alloc(arena, count * sizeof *cover->below);
    cover->conflicts = arena_alloc(arena, rows);
    cover->carriers = arena_alloc(arena, rows);
    cover->flow = arena_alloc(arena, (size_t)count * count * sizeof *cover->flow);
    cover->seen = arena_alloc(arena, cover->words * sizeof *cover->seen);
    cover->reached = arena_alloc(arena, cover->words * sizeof *cover->reached);
    cover->from = arena_alloc(arena, 2 * (size_t)count * sizeof *cover->from);
    cover->queue = arena_alloc(arena, 2 * (size_t)count * sizeof *cover->queue);
    return cover;
}

static uint64_t *row_of(const struct cover *cover, uint64_t *rows, uint32_t item)
{
    return rows + (size_t)item * cover->words;
}

static uint64_t *flow_of(const struct cover *cover, uint32_t w, uint32_t v)
{
    return &cover->flow[(size_t)w * cover->count + v];
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

void cover_begin(struct cover *cover, uint32_t item, uint64_t above, uint64_t below)
{
    cover->above[item] = above;
    cover->below[item] = below;
    bits_clear(row_of(cover, cover->conflicts, item), cover->words);
    bits_clear(row_of(cover, cover->carriers, item), cover->words);
}

void cover_add_conflict(struct cover *cover, uint32_t w, uint32_t v)
{
    bits_add(row_of(cover, cover->conflicts, w), v);
    *flow_of(cover, w, v) = 0;
}

static void send(struct cover *cover, uint32_t w, uint32_t v, uint64_t amount)
{
    *flow_of(cover, w, v) += amount;
    bits_add(row_of(cover, cover->carriers, v), w);
}

static void take_back(struct cover *cover, uint32_t w, uint32_t v, uint64_t amount)
{
    *flow_of(cover, w, v) -= amount;
    if (*flow_of(cover, w, v) == 0) {
        bits_remove(row_of(cover, cover->carriers, v), w);
    }
}

static uint64_t send_straight(struct cover *cover, uint32_t w)
{
    uint64_t sum = 0;
    BITS_EACH(v, row_of(cover, cover->conflicts, w), cover->words)
    {
        const uint64_t amount = least(cover->above[w], cover->below[v]);
        if (amount > 0) {
            cover->above[w] -= amount;
            cover->below[v] -= amount;
            send(cover, w, v, amount);
            sum += amount;
        }
    }
    return sum;
}

/* Post: a charge below that has room and can be reached from one above that is not used up. */
static uint32_t find_room(struct cover *cover, const uint64_t *left)
{
    const uint32_t n = cover->count;
    uint32_t tail = 0;
    bits_clear(cover->seen, cover->words);
    bits_clear(cover->reached, cover->words);
    BITS_EACH(w, left, cover->words)
    {
        if (cover->above[w] > 0) {
            bits_add(cover->seen, w);
            cover->from[w] = NONE;
            cover->queue[tail++] = w;
        }
    }
    for (uint32_t head = 0; head < tail; head++) {
        const uint32_t w = cover->queue[head];
        BITS_EACH(v, row_of(cover, cover->conflicts, w), cover->words)
        {
            if (bits_has(cover->reached, v)) {
                continue;
            }
            bits_add(cover->reached, v);
            cover->from[n + v] = w;
            if (cover->below[v] > 0) {
                return v;
            }
            BITS_EACH(u, row_of(cover, cover->carriers, v), cover->words)
            {
                if (!bits_has(cover->seen, u)) {
                    bits_add(cover->seen, u);
                    cover->from[u] = v;
                    cover->queue[tail++] = u;
                }
            }
        }
    }
    return NONE;
}

/* Sends what the path to charge v below can take. Post: the amount. */
static uint64_t send_along(struct cover *cover, uint32_t v)
{
    const uint32_t n = cover->count;
    uint64_t amount = cover->below[v];
    uint32_t w = cover->from[n + v];
    for (uint32_t back = cover->from[w]; back != NONE; back = cover->from[w]) {
        amount = least(amount, *flow_of(cover, w, back));
        w = cover->from[n + back];
    }
    amount = least(amount, cover->above[w]);
    cover->above[w] -= amount;
    cover->below[v] -= amount;
    w = cover->from[n + v];
    send(cover, w, v, amount);
    for (uint32_t back = cover->from[w]; back != NONE; back = cover->from[w]) {
        take_back(cover, w, back, amount);
        w = cover->from[n + back];
        send(cover, w, back, amount);
    }
    return amount;
}

uint64_t cover_cost(struct cover *cover, const uint64_t *left)
{
    uint64_t sum = 0;
    BITS_EACH(w, left, cover->words)
    {
        sum += send_straight(cover, w);
    }
    for (uint32_t v = find_room(cover, left); v != NONE; v = find_room(cover, left)) {
        sum += send_along(cover, v);
    }
    return sum;
}
