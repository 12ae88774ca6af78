/* Puts the loops of a function and the units between them in an order in which they can be
 * computed: depth first, so that each comes shortly before what needs it. The units follow the
 * order of the IR, which is that of demand; a loop stands where the first of its units would, and
 * in front of it all that any of its units needs. What only an optional result needs comes last. */
#include "c_order.h"

/* -- order -- */

/* What an item still has to have in front of it. */
struct pending {
    struct c_item item;
    uint32_t edge;
};

struct order {
    struct c_roll *roll;
    struct arena *arena;
    struct arena *scratch;
    bool *loop_done;
    bool *unit_done;
    VEC(struct pending) pending;
};

static struct c_item item_of(const struct c_roll *roll, uint32_t unit)
{
    return roll->loop_of[unit] != C_NO_LOOP ? (struct c_item){roll->loop_of[unit], 0}
                                            : (struct c_item){C_NO_LOOP, unit};
}

static bool *done(struct order *order, struct c_item item)
{
    return item.loop != C_NO_LOOP ? &order->loop_done[item.loop] : &order->unit_done[item.unit];
}

/* Post: operand number `edge` of all units of the item; false behind the last. */
static bool item_edge(const struct c_roll *roll, struct c_item item, uint32_t edge,
                      uint32_t *operand)
{
    uint32_t unit = item.unit;
    if (item.loop != C_NO_LOOP) {
        const struct c_loop *loop = &roll->loops.at[item.loop];
        const uint32_t each = loop->count * IR_MAX_ARITY;
        if (edge >= each * (loop->last - loop->first)) {
            return false;
        }
        unit = roll->runs.at[loop->first + edge / each][edge % each / IR_MAX_ARITY];
    } else if (edge >= IR_MAX_ARITY) {
        return false;
    }
    const uint32_t which = edge % IR_MAX_ARITY;
    *operand = which < c_unit_arity(&roll->units, unit)
                   ? c_unit_operand(&roll->units, unit, which).index
                   : UINT32_MAX;
    return true;
}

static void put_item(struct order *order, struct c_item item)
{
    if (*done(order, item)) {
        return;
    }
    *done(order, item) = true;
    vec_push(order->scratch, &order->pending, (struct pending){item, 0});
    while (order->pending.count > 0) {
        struct pending *at = &order->pending.at[order->pending.count - 1];
        uint32_t operand;
        if (!item_edge(order->roll, at->item, at->edge, &operand)) {
            vec_push(order->arena, &order->roll->items, at->item);
            order->pending.count--;
            continue;
        }
        at->edge++;
        if (operand != UINT32_MAX) {
            const struct c_item before = item_of(order->roll, operand);
            if (!*done(order, before)) {
                *done(order, before) = true;
                vec_push(order->scratch, &order->pending, (struct pending){before, 0});
            }
        }
    }
}

/* Puts the items of this owner in order: each value, what it needs before it, and what stores it
 * behind it. */
static void put_items(struct order *order, uint32_t owner, const uint32_t *stores_of,
                      const uint32_t *next_store)
{
    const struct c_units *units = &order->roll->units;
    for (uint32_t v = 0; v < units->value_count; v++) {
        if (c_unit_owner(units, v) == owner) {
            put_item(order, item_of(order->roll, v));
        }
        for (uint32_t s = stores_of[v]; s != 0; s = next_store[s - units->value_count]) {
            if (c_unit_owner(units, s) == owner && !c_unit_is_leaf(units, v)) {
                put_item(order, item_of(order->roll, s));
            }
        }
    }
    for (uint32_t s = units->value_count; s < units->count; s++) {
        if (c_unit_owner(units, s) == owner) {
            put_item(order, item_of(order->roll, s));
        }
    }
}

void c_order_items(struct c_roll *roll, struct arena *arena)
{
    struct arena *scratch = arena_create();
    const struct c_units *units = &roll->units;
    uint32_t *stores_of = arena_alloc(scratch, units->value_count * sizeof *stores_of);
    uint32_t *next_store =
        arena_alloc(scratch, (units->count - units->value_count + 1) * sizeof *next_store);
    struct order order = {
        .roll = roll,
        .arena = arena,
        .scratch = scratch,
        .loop_done = arena_alloc(scratch, roll->loops.count * sizeof(bool)),
        .unit_done = arena_alloc(scratch, units->count * sizeof(bool)),
    };
    for (uint32_t s = units->count; s-- > units->value_count;) {
        const uint32_t value = c_unit_operand(units, s, 0).index;
        next_store[s - units->value_count] = stores_of[value];
        stores_of[value] = s;
    }
    put_items(&order, C_SHARED, stores_of, next_store);
    for (uint32_t r = 0; r < units->plan->function->results.count; r++) {
        if (units->plan->function->results.at[r].optional) {
            put_items(&order, r, stores_of, next_store);
        }
    }
    arena_destroy(scratch);
}
