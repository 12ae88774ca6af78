/* Finds values that one call computes in pairs: the slopes of atan2(a, b) in a and in b, which
 * share a sum of squares, the test whether it is in range, and a division. Two calls of a function
 * that tests cannot share them once they are compiled: the division then stands in two branches. */
#include "c_pair.h"

#include <stdlib.h>

/* A slope, its operands in ascending order. */
struct slope {
    uint32_t low, high;
    uint32_t value;
};

static int by_operands(const void *left, const void *right)
{
    const struct slope *a = left;
    const struct slope *b = right;
    if (a->low != b->low) {
        return a->low < b->low ? -1 : 1;
    }
    if (a->high != b->high) {
        return a->high < b->high ? -1 : 1;
    }
    return (a->value > b->value) - (a->value < b->value);
}

ir_ref *c_pairs_find(const struct ir_function *function, struct arena *arena)
{
    VEC(struct slope) slopes = {0};
    for (uint32_t v = 0; v < function->values.count; v++) {
        const struct ir_value *value = &function->values.at[v];
        const uint32_t a = value->operand[0].index;
        const uint32_t b = value->operand[1].index;
        if (value->op == IR_POLAR_SLOPE && a != b) {
            vec_push(arena, &slopes, ((struct slope){a < b ? a : b, a < b ? b : a, v}));
        }
    }
    if (slopes.count < 2) {
        return NULL;
    }
    qsort(slopes.at, slopes.count, sizeof *slopes.at, by_operands);
    ir_ref *partners = arena_alloc(arena, function->values.count * sizeof *partners);
    for (uint32_t v = 0; v < function->values.count; v++) {
        partners[v] = IR_NONE;
    }
    for (uint32_t i = 1; i < slopes.count; i++) { /* a value is there once, so no more than two */
        if (slopes.at[i].low == slopes.at[i - 1].low &&
            slopes.at[i].high == slopes.at[i - 1].high) {
            partners[slopes.at[i].value] = (ir_ref){slopes.at[i - 1].value};
            partners[slopes.at[i - 1].value] = (ir_ref){slopes.at[i].value};
        }
    }
    return partners;
}
