/* How the kinds of labels multiply and add: the algebra that costs are counted in. */
#ifndef ADC_ELIMINATION_KIND_H
#define ADC_ELIMINATION_KIND_H

#include "graph.h"

/* Post: whether the value is known at compile time. */
static inline bool kind_is_constant(enum lg_kind kind)
{
    return kind != LG_VAR;
}

/* Post: whether a product with this factor is no operation: the other factor or its negative. */
static inline bool kind_is_unit(enum lg_kind kind)
{
    return kind == LG_ONE || kind == LG_NEG || kind == LG_COPY;
}

/* Post: the kind of the product. A COPY edge behaves as ONE, and only two of them in a row make
 * another one: what runs through a private sink is no copy any more. */
static inline enum lg_kind kind_product(enum lg_kind outer, enum lg_kind inner)
{
    if (outer == LG_COPY || (outer == LG_ONE && inner != LG_COPY)) {
        return inner;
    }
    if (inner == LG_COPY || inner == LG_ONE) {
        return outer;
    }
    if (outer == LG_NEG && inner == LG_NEG) {
        return LG_ONE;
    }
    return outer == LG_VAR || inner == LG_VAR ? LG_VAR : LG_CONST;
}

/* Post: the kind of the sum. */
static inline enum lg_kind kind_sum(enum lg_kind present, enum lg_kind more)
{
    return present == LG_VAR || more == LG_VAR ? LG_VAR : LG_CONST;
}

#endif
