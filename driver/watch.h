/* Watching a search: a line on the terminal with what it has, and Ctrl-C to take that. */
#ifndef ADC_DRIVER_WATCH_H
#define ADC_DRIVER_WATCH_H

#include "order.h"

struct watch {
    bool terminal; /* standard error is one */
    bool shown;    /* a line stands there */
    uint64_t best; /* what it says */
    uint64_t bound;
    void (*before)(int); /* what an interruption did */
};

/* Post: the options tell the watch what goes on, and stop at the first interruption from now on; a
 * second one ends the process. */
void watch_begin(struct watch *watch, struct lg_order_options *options);

/* Post: the line is gone, an interruption ends the process again. */
void watch_end(struct watch *watch);

#endif
