/* Points at which models are evaluated: from --at, or made up. */
#ifndef ADC_DRIVER_POINT_H
#define ADC_DRIVER_POINT_H

#include "ir.h"
#include "options.h"

/* Post: whether every name of the options' --at is an argument of one of the functions: a variable
 * of the model, or a direction `dx` or weights `w`, `wy` that one of them takes. Else a line on
 * standard error. */
bool point_names_are_known(const struct options *options,
                           const struct ir_function *const *functions, uint32_t count);

/* Post: whether --at gives this direction or these weights, `dx`, `w` or `wy`: a variable of the
 * model that has the same name goes before. */
bool point_seed_is_given(const struct options *options, const struct ir_function *function,
                         const char *name);

/* Post: for every argument array of the function its elements, from the options' --at; weights that
 * are not given are 1. False, with a line on standard error, where one is missing or has another
 * number of elements. */
bool point_from_options(struct arena *arena, const struct options *options,
                        const struct ir_function *function, const double ***point);

/* Post: as above, with every element drawn from a fixed sequence of numbers in (low, high). */
const double **point_drawn(struct arena *arena, const struct ir_function *function, uint64_t *state,
                           double low, double high);

/* Post: the `count` elements of a direction or of weights from --at, or drawn where it does not
 * name them. False, with a line on standard error, where it has another number of elements. */
bool point_seed(struct arena *arena, const struct options *options,
                const struct ir_function *function, const char *name, uint32_t count,
                uint64_t *state, const double **elements);

#endif
