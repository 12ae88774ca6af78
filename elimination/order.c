/* The registry of elimination orders: the words of meson.build, each with its table row. */
#include "order.h"

#include <string.h>

#define ORDER(name) extern const struct lg_order lg_order_##name;
#include "order_list.h"
#undef ORDER

#define ORDER(name) &lg_order_##name,
static const struct lg_order *const orders[] = {
#include "order_list.h"
};
#undef ORDER

const struct lg_order *const *lg_orders(uint32_t *count)
{
    *count = sizeof orders / sizeof *orders;
    return orders;
}

const struct lg_order *lg_order_named(const char *name)
{
    for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
        if (strcmp(orders[o]->name, name) == 0) {
            return orders[o];
        }
    }
    return NULL;
}
