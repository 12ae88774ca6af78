/* What is known of a value for all arguments: bounds, signs of zero, and where it is NaN. */
#ifndef ADC_IR_RANGE_H
#define ADC_IR_RANGE_H

#include "ir.h"

/* Sets of sources, a bit each. A source is a value together with a way of being bad: not finite, or
 * NaN. */
typedef uint64_t ir_sources;

struct ir_range {
    double low, high;   /* of every value that is not NaN; infinite where nothing is known */
    bool plus;          /* it is never -0 */
    bool minus;         /* it is never +0 */
    ir_sources needs;   /* it is NaN at most where one of these is bad */
    ir_sources spreads; /* it is NaN wherever one of these is bad */
    ir_sources firm;    /* of `spreads`: by operands alone that may be more than one number */
};

struct ir_ranges {
    struct arena *arena;
    const struct ir_function *function;
    VEC(struct ir_range) of; /* each value */
    VEC(uint8_t) source;     /* of each value: its number, from 1; 0 if it is none */
    uint32_t source_count;
};

/* Post: whether it is a zero of any sign, or NaN. */
static inline bool ir_range_is_zero(const struct ir_range *range)
{
    return range->low == 0 && range->high == 0;
}

/* Post: whether it is one number (zeros of both signs count as one), or NaN. */
static inline bool ir_range_is_single(const struct ir_range *range)
{
    return range->low == range->high;
}

/* Post: the value has this source's number, if it had none and `number` is not 0. */
void ir_range_set_source(struct ir_ranges *ranges, ir_ref ref, uint8_t number);

/* Post: `ranges->of` covers all values of the function, also those that were built since. */
void ir_ranges_update(struct ir_ranges *ranges);

#endif
