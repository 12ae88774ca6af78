/* --adapter: what the adapters that are asked for want of the options and of the models. */
#ifndef ADC_DRIVER_ADAPT_H
#define ADC_DRIVER_ADAPT_H

#include "adapter.h"
#include "option.h"

/* Post: the layout that the adapters take, where none was asked for; an error where the options
 * say what they cannot have. */
void adapt_options(struct option_reader *reader);

/* Post: whether each adapter takes a model of this shape; else a line on standard error. */
bool adapt_shape(const struct options *options, const struct ir_function *value);

/* Adds the modes that the adapters call and that are not there. */
void adapt_modes(struct arena *arena, const struct options *options, bool scalar,
                 struct option_words *modes);

/* Post: where the adapter's file goes: beside the C. Pre: that goes to a file. */
const char *adapt_path(struct arena *arena, const struct options *options,
                       const struct adapter *adapter);

/* Post: the base name of the C file without its ending. */
const char *adapt_stem(struct arena *arena, const struct options *options);

#endif
