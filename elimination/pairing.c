/* A queue is a tree in which no item goes before its parent; two become one where the root that
 * goes later becomes a child of the other. Without its root a tree falls into its children, which
 * are joined in pairs, from the first to the last, and the pairs then from the last to the first.
 *
 * M. L. Fredman, R. Sedgewick, D. D. Sleator & R. E. Tarjan, The pairing heap: a new form of
 * self-adjusting heap, Algorithmica 1, 1986. */
#include "pairing.h"

void pairing_reserve(struct arena *arena, struct pairing *pairing, uint32_t capacity)
{
    if (capacity <= pairing->capacity) {
        return;
    }
    const size_t before = pairing->capacity;
    const size_t after = capacity + before / 2;
    pairing->nodes = arena_grow(arena, pairing->nodes, before * sizeof *pairing->nodes,
                                after * sizeof *pairing->nodes);
    pairing->capacity = (uint32_t)after;
}

/* Post: the root of both trees. Neither root has siblings. */
static uint32_t join(struct pairing *pairing, uint32_t a, uint32_t b)
{
    if (a == PAIRING_NONE || b == PAIRING_NONE) {
        return a == PAIRING_NONE ? b : a;
    }
    const bool a_first = pairing->is_higher(pairing->context, a, b) == pairing->last;
    const uint32_t root = a_first ? a : b;
    const uint32_t child = a_first ? b : a;
    struct pairing_node *nodes = pairing->nodes;
    const uint32_t next = nodes[root].child;
    if (next != PAIRING_NONE) {
        nodes[next].before = child;
    }
    nodes[child].next = next;
    nodes[child].before = root;
    nodes[root].child = child;
    return root;
}

/* Post: the root of all the trees in the list that begins with `first`. */
static uint32_t join_all(struct pairing *pairing, uint32_t first)
{
    struct pairing_node *nodes = pairing->nodes;
    uint32_t pairs = PAIRING_NONE; /* from the last to the first */
    while (first != PAIRING_NONE) {
        const uint32_t second = nodes[first].next;
        const uint32_t rest = second != PAIRING_NONE ? nodes[second].next : PAIRING_NONE;
        const uint32_t root = join(pairing, first, second);
        nodes[root].next = pairs;
        pairs = root;
        first = rest;
    }
    uint32_t root = PAIRING_NONE;
    while (pairs != PAIRING_NONE) {
        const uint32_t next = nodes[pairs].next;
        root = join(pairing, root, pairs);
        pairs = next;
    }
    if (root != PAIRING_NONE) {
        nodes[root].next = PAIRING_NONE;
        nodes[root].before = PAIRING_NONE;
    }
    return root;
}

uint32_t pairing_insert(struct pairing *pairing, uint32_t root, uint32_t item)
{
    pairing->nodes[item] = (struct pairing_node){PAIRING_NONE, PAIRING_NONE, PAIRING_NONE};
    return join(pairing, root, item);
}

uint32_t pairing_remove(struct pairing *pairing, uint32_t root, uint32_t item)
{
    struct pairing_node *nodes = pairing->nodes;
    const struct pairing_node *node = &nodes[item];
    const uint32_t below = join_all(pairing, node->child);
    if (item == root) {
        return below;
    }
    if (nodes[node->before].child == item) {
        nodes[node->before].child = node->next;
    } else {
        nodes[node->before].next = node->next;
    }
    if (node->next != PAIRING_NONE) {
        nodes[node->next].before = node->before;
    }
    return join(pairing, root, below);
}
