/* The order of loops and of what stands between them. */
#ifndef ADC_CODEGEN_C_ORDER_H
#define ADC_CODEGEN_C_ORDER_H

#include "c_roll.h"

/* Adds the items of the function, whose loops are known, in an order in which they can be computed.
 */
void c_order_items(struct c_roll *roll, struct arena *arena);

#endif
