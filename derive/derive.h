/* From a value function to functions that compute its derivatives too.
 *
 * linearize() puts the local partials behind the values of a function and lays the linearized graph
 * over them; an elimination order makes a plan for that graph; accumulate() replays the plan over
 * IR values. A mode (gradient, jacobian, jvp, …) says what is linearized and what becomes of the
 * entries; it is one file and one row of the table in derive.c. */
#ifndef ADC_DERIVE_DERIVE_H
#define ADC_DERIVE_DERIVE_H

#include "graph.h"
#include "ir.h"
#include "plan.h"

/* A partial derivative, or a product or sum of such: `guard ? value : 0`, where value may be inf or
 * NaN while the guard is false. `settled`: value is 0 already while the guard is false. */
struct label {
    ir_ref guard;
    ir_ref value;
    bool settled;
};

/* What stands at the ends of the graph beside the elements of x and of the result. */
enum seed {
    SEED_NONE,    /* nothing: the entries are those of the Jacobian */
    SEED_TANGENT, /* one input `dx` before the elements of x, by edges that carry a direction */
    SEED_ADJOINT  /* one output behind the elements of the result, by edges that carry weights */
};

/* That a value depends on one of its inputs (ir_inputs), with a partial derivative that is not zero
 * by structure. */
struct dependence {
    ir_ref operand;
    uint32_t which; /* of the inputs */
    uint32_t label;
};

struct linearization {
    struct ir_function *function; /* the values, and the local partials behind them */
    uint32_t value_count;         /* how many values it has without the partials */
    struct lg_graph *graph;       /* inputs: the elements of x; outputs: those of the result; NULL:
                                     there is none */
    VEC(struct label) labels;     /* of the graph's edges, by their label; 0 is exactly one */
    VEC(struct dependence) dependences; /* of all values, one value after the other */
    uint32_t *first_dependence;         /* of value v: those of [v] to [v + 1] - 1 */
    uint32_t partial_operations;        /* values that the partials took */
};

/* Post: the linearization of a copy of the function, of its result number `result` with respect to
 * argument array x. With a seed the copy has one argument array more, which is named and holds the
 * direction (an element for each of x) or the weights (one for each of the result). */
struct linearization *linearize(const struct ir_function *function, uint32_t result, enum seed seed,
                                const char *seed_name);

/* Post: likewise, without a seed and without the graph: the partials alone. */
struct linearization *linearize_locally(const struct ir_function *function, uint32_t result);

/* Post: of each value of the function whether it lies on a path from an element of x to one of the
 * result, over operands on which it depends smoothly; calls depend on all their arguments. */
bool *derive_paths(struct arena *arena, const struct ir_function *function, uint32_t result);

/* Post: whether every extern on a path from x to the outputs has declared its partial derivatives,
 * and they theirs, as far as derivatives of this order need them; else errors at the calls, unless
 * the diagnostics are NULL. `mode` is what needs them. */
bool derive_check_externs(struct diagnostics *diagnostics, const struct ir_function *value,
                          uint32_t order, const char *mode);

/* An entry of the Jacobian that is not zero by structure. */
struct jacobian_entry {
    uint32_t output;
    uint32_t input;
    struct label label;
};
struct jacobian_entries {
    VEC_FIELDS(struct jacobian_entry); /* by output, then by input */
};

/* Post: the entries of the Jacobian that are not zero by structure, as values of
 * linearization->function behind what was there. Pre: the plan fits the graph. */
struct jacobian_entries accumulate(struct linearization *linearization, const struct lg_plan *plan);

/* -- modes -- */

/* Which half of a symmetric matrix is stored. */
enum derive_triangle { TRIANGLE_LOWER, TRIANGLE_UPPER, TRIANGLE_FULL };

enum { DERIVE_TIMES_MAX = 9 };

/* What is wanted beside the mode. */
struct derive_request {
    uint32_t times; /* how often the mode is repeated: the order of the derivatives; 0: once */
    enum ir_layout layout;
    enum derive_triangle triangle;
    bool
        reassociate_values; /* they may be rounded like derivatives, and need not keep their bits */
    bool unfinished;        /* of a repeated mode: so that it can be differentiated once more */
    /* Post: the plan for a graph that the mode needs eliminated. */
    struct lg_plan *(*plan)(void *context, const struct lg_graph *graph, const char *mode);
    void *context;
};

/* Post: how many results, the first ones, keep the bits of the model as written. */
static inline uint32_t derive_exact_results(const struct derive_request *request)
{
    return request->reassociate_values ? 0 : 1;
}

/* One thing that can be computed. */
struct derive_mode {
    const char *name;    /* what `--derive` calls it, and the suffix of the C function */
    const char *summary; /* a line for --help */
    bool one_output;     /* only for functions with one scalar output */
    bool repeats;        /* NAME:K is its K-fold repetition */
    uint32_t order;      /* of the derivatives, unrepeated */
    /* Post: the function, pruned and ready for the code generator. */
    struct ir_function *(*build)(const struct ir_function *value,
                                 const struct derive_request *request);
};

/* Post: the mode of this word, NAME or NAME:K, and how often it is to be repeated; NULL where there
 * is none, or where it cannot be repeated so often. */
const struct derive_mode *derive_mode_named(const char *word, uint32_t *times);

/* Post: the words for people: "value, gradient, …". */
const char *derive_mode_list(struct arena *arena);

/* The modes' functions, each in its file. */
struct ir_function *derive_value(const struct ir_function *value,
                                 const struct derive_request *request);
struct ir_function *derive_gradient(const struct ir_function *value,
                                    const struct derive_request *request);
struct ir_function *derive_jacobian(const struct ir_function *value,
                                    const struct derive_request *request);
struct ir_function *derive_jvp(const struct ir_function *value,
                               const struct derive_request *request);
struct ir_function *derive_vjp(const struct ir_function *value,
                               const struct derive_request *request);
struct ir_function *derive_hvp(const struct ir_function *value,
                               const struct derive_request *request);
struct ir_function *derive_hessian(const struct ir_function *value,
                                   const struct derive_request *request);

#endif
