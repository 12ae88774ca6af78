/* From a value function to functions that compute its derivatives too.
 *
 * linearize() puts the local partials behind the values of the function and lays the linearized
 * graph over them; an elimination order makes a plan for that graph; accumulate() replays the plan
 * over IR values. A mode (value, gradient, jacobian, …) is one file and one row of the table in
 * derive.c. */
#ifndef ADC_DERIVE_DERIVE_H
#define ADC_DERIVE_DERIVE_H

#include "graph.h"
#include "ir.h"
#include "plan.h"
#include "replay.h"

/* A partial derivative, or a product or sum of such: `guard ? value : 0`, where value may be inf or
 * NaN while the guard is false. `settled`: value is 0 already while the guard is false. */
struct label {
    ir_ref guard;
    ir_ref value;
    bool settled;
};

struct linearization {
    struct ir_function *function; /* the values, and the local partials behind them */
    struct lg_graph *graph;       /* inputs: the elements of x; outputs: the elements of y */
    VEC(struct label) labels;     /* of the graph's edges, by their label; 0 is exactly one */
    uint32_t partial_operations;  /* values that the partials took */
};

/* Post: the linearization of a copy of the function with respect to argument array x, of result 0.
 */
struct linearization *linearize(const struct ir_function *function);

struct jacobian_entry {
    uint32_t output;
    uint32_t input;
    ir_ref value;
};
struct jacobian_entries {
    VEC_FIELDS(struct jacobian_entry); /* by output, then by input */
};

/* Post: the entries of the Jacobian that are not zero by structure, as values of
 * linearization->function behind what was there. Pre: the plan fits the graph. */
struct jacobian_entries accumulate(struct linearization *linearization, const struct lg_plan *plan);

/* One thing that can be computed. */
struct derive_mode {
    const char *name;    /* what `--derive` calls it, and the suffix of the C function */
    const char *summary; /* a line for --help */
    bool one_output;     /* only for functions with one scalar output */
    bool needs_plan;     /* linearization and plan are NULL in `build` otherwise */
    struct ir_function *(*build)(const struct ir_function *value,
                                 struct linearization *linearization, const struct lg_plan *plan);
};

/* Post: all modes; *count of them. */
const struct derive_mode *derive_modes(uint32_t *count);
/* Post: the mode of this name, NULL where there is none. */
const struct derive_mode *derive_mode_named(const char *name);

/* The modes' functions, each in its file: the result arrays y and the mode's own. */
struct ir_function *derive_value(const struct ir_function *value,
                                 struct linearization *linearization, const struct lg_plan *plan);
struct ir_function *derive_gradient(const struct ir_function *value,
                                    struct linearization *linearization,
                                    const struct lg_plan *plan);
struct ir_function *derive_jacobian(const struct ir_function *value,
                                    struct linearization *linearization,
                                    const struct lg_plan *plan);

#endif
