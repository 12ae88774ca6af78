/* The intermediate representation: one straight-line function over scalars in SSA form.
 *
 * A function is an array of values in topological order: an operand always precedes its use. Values
 * are real or boolean; shapes, loops and the model's own functions are gone, and what is called are
 * C functions of the user's, with lists of arguments, the third kind of value. Arguments come as
 * named arrays (`x` the independent variables, `p` the parameters, later `dx`, `w`, …) and results
 * leave as named arrays
 * (`y`, `jac`, …), so that every pass and the code generator serve all derivative modes alike.
 * Building hash-conses: equal operator and operands give the same value. */
#ifndef ADC_IR_IR_H
#define ADC_IR_IR_H

#include "atom.h"
#include "compilation.h"
#include "source.h"
#include "text.h"
#include "vec.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ir_ref {
    uint32_t index;
} ir_ref;

#define IR_NONE ((ir_ref){UINT32_MAX})

static inline bool ir_is_none(ir_ref ref)
{
    return ref.index == UINT32_MAX;
}

static inline bool ir_equal(ir_ref a, ir_ref b)
{
    return a.index == b.index;
}

/* One member for each row of ops.def: IR_CONSTANT, IR_ARGUMENT, IR_ADD, … */
enum ir_op {
#define OP(id, ...) IR_##id,
#include "ops.def"
#undef OP
    IR_OP_COUNT
};

enum ir_kind { IR_REAL, IR_BOOL, IR_ARGUMENTS };

enum {
    IR_MAX_ARITY = 3,
    IR_MAX_INPUTS = 127 /* of a call: as many as every C compiler takes (C11, 5.2.4.1) */
};

/* A row of the operator table as data; ops.h has the accessors. */
struct ir_value {
    enum ir_op op;
    ir_ref operand[IR_MAX_ARITY]; /* IR_NONE behind the operator's arity */
    double number;                /* IR_CONSTANT */
    uint32_t array;               /* IR_ARGUMENT: which argument array; IR_CALL: whom it calls */
    uint32_t element;             /* IR_ARGUMENT: which element of the array */
    uint32_t apart;               /* not 0: unlike values that are the same otherwise */
    struct span span;             /* where in the model it was written */
    atom name;                    /* a source name for it, if there is one */
};

/* A variable of the model and the elements first..first + rows*columns that it takes in its array.
 */
struct ir_port {
    atom name;
    uint32_t rank; /* 0 scalar, 1 vector (columns 1), 2 matrix, row-major */
    uint32_t rows;
    uint32_t columns;
    uint32_t first;
    struct span span;
};

struct ir_array {
    const char *name;      /* "x", "p", "y", "jac", …: the C name of the pointer */
    uint32_t count;        /* elements */
    struct ir_port *ports; /* in order; none for arrays that are no variables of the model */
    uint32_t port_count;
};

/* How a matrix lies in an array: all entries row by row, or column by column, or those that are not
 * zero by structure. */
enum ir_layout { IR_LAYOUT_DENSE, IR_LAYOUT_COLUMNS, IR_LAYOUT_CSR, IR_LAYOUT_CSC, IR_LAYOUT_COO };

static inline bool ir_layout_is_dense(enum ir_layout layout)
{
    return layout == IR_LAYOUT_DENSE || layout == IR_LAYOUT_COLUMNS;
}

struct ir_pattern {
    bool is_matrix; /* else the rest is 0; a matrix may have no rows */
    enum ir_layout layout;
    uint32_t rows;
    uint32_t columns;
    const uint32_t *row; /* of each element, sorted as the layout asks (coo as csr); sparse alone */
    const uint32_t *column;
};

struct ir_result {
    struct ir_array array;
    ir_ref *elements; /* array.count values, all real */
    bool optional;    /* the caller may pass NULL */
    struct ir_pattern pattern;
};

/* A C function of the user's, which generated code calls. It depends on its arguments alone: equal
 * calls are made once. */
struct ir_extern {
    const char *name;
    const char *const *parameters; /* what its arguments are called */
    uint32_t parameter_count;
    const uint32_t *partials; /* of each argument, the number of the function that is the partial
                                 derivative in it; NULL: none are declared */
    struct span span;         /* where it is named first */
    double (*run)(const double *arguments); /* NULL where it cannot be run here */
    double unit;                            /* where it can: the unit roundoff of its arithmetic */
};

struct ir_externs {
    VEC_FIELDS(struct ir_extern);
};

struct ir_function {
    struct arena *arena;
    struct atoms *atoms;
    atom name;          /* of the model */
    const char *suffix; /* what is computed: "value", "gradient", "jacobian" */
    VEC(struct ir_value) values;
    VEC(struct ir_array) arguments;
    VEC(struct ir_result) results;
    struct ir_externs *externs; /* those that it may call, shared with others; NULL: none */
    uint64_t *slots;            /* hash table over the values: hash and index + 1, 0 where free */
    uint32_t slot_count;
    uint32_t found; /* values that are in the table; those behind it come when one is looked for */
    struct span span;    /* given to the values that are built next */
    uint32_t told_apart; /* the latest such operation's number; 0: equal operations are one value */
};

/* The argument arrays that lowering makes, by their place. */
enum { IR_ARRAY_X = 0, IR_ARRAY_P = 1 };

/* -- building (build.c) -- */

/* Post: a function without values, arguments or results, in the arena. */
struct ir_function *ir_function_create(struct arena *arena, struct atoms *atoms, atom name,
                                       const char *suffix);

/* Post: a function of the same name, suffix, arguments and externs, without values or results. */
struct ir_function *ir_function_create_like(const struct ir_function *from);

/* Post: the same function, to be read alone; what is made from it will be in the arena. */
struct ir_function ir_function_for(const struct ir_function *function, struct arena *arena);

/* Post: the value op(a, b, c), IR_NONE behind the operator's arity; constant operands are folded,
 * and the identities that hold for every operand, also -0, Inf and NaN, are applied (simplify.c).
 */
ir_ref ir_build(struct ir_function *function, enum ir_op op, ir_ref a, ir_ref b, ir_ref c);

/* Post: as ir_build of the value's operation; also of leaves and calls. Its name is not taken. */
ir_ref ir_build_like(struct ir_function *function, const struct ir_value *like);

ir_ref ir_constant(struct ir_function *function, double number); /* by its bits; one NaN */
ir_ref ir_boolean(struct ir_function *function, bool value);
ir_ref ir_argument(struct ir_function *function, uint32_t array, uint32_t element);

/* Post: from now on every real operation that is built is a value of its own, also where an equal
 * one is there: a formula as it is written, not as it is shared. */
void ir_tell_apart(struct ir_function *function);

static inline ir_ref ir_unary(struct ir_function *function, enum ir_op op, ir_ref a)
{
    return ir_build(function, op, a, IR_NONE, IR_NONE);
}

static inline ir_ref ir_binary(struct ir_function *function, enum ir_op op, ir_ref a, ir_ref b)
{
    return ir_build(function, op, a, b, IR_NONE);
}

static inline struct ir_value *ir_at(const struct ir_function *function, ir_ref ref)
{
    return &function->values.at[ref.index];
}

/* Post: whether the value is a real constant, and if so its number. */
bool ir_is_constant(const struct ir_function *function, ir_ref ref, double *number);

/* Post: whether it is the boolean constant `value`. */
bool ir_is_boolean(const struct ir_function *function, ir_ref ref, bool value);

/* Post: whether one of the conditions is the other's opposite, as is seen at a look. */
bool ir_are_opposite(const struct ir_function *function, ir_ref p, ir_ref q);

/* Post: the number of the extern of this name, which is added with these parameters where there was
 * none. */
uint32_t ir_extern_number(struct arena *arena, struct ir_externs *externs, const char *name,
                          const char *const *parameters, uint32_t parameter_count);

/* Post: the call of extern number `callee`, with as many arguments as it takes, or with a list. */
ir_ref ir_call(struct ir_function *function, uint32_t callee, const ir_ref *arguments);
ir_ref ir_call_list(struct ir_function *function, uint32_t callee, ir_ref list);

/* Post: the extern that is called. */
const struct ir_extern *ir_callee(const struct ir_function *function, ir_ref call);

/* Post: the values that this one is a function of, and how many: its operands; of a call the
 * arguments. */
uint32_t ir_inputs(const struct ir_function *function, ir_ref ref, ir_ref inputs[IR_MAX_INPUTS]);

/* Post: the partial derivative of `ref` with respect to its input number `which`, built behind
 * the existing values from the text of its row, or as a call: `*value` real and `*guard` boolean;
 * the partial counts only where the guard is true. False where it is zero by structure (no edge),
 * or not declared: then nothing is built. */
bool ir_partial(struct ir_function *function, ir_ref ref, uint32_t which, ir_ref *value,
                ir_ref *guard);

/* Post: a new function with only what the results need, in the order in which they use it (depth
 * first, result by result); names and places are kept. */
struct ir_function *ir_prune(const struct ir_function *function);

/* Post: as ir_prune, but of the operands of a value that which keeps most values alive comes first,
 * and calls of the C library, where they are few, come before all else. */
struct ir_function *ir_schedule(const struct ir_function *function);

/* Post: as ir_prune, with the operators that C has no spelling for replaced by those it has:
 * whole powers by shared squarings. Values stay bit-identical. */
struct ir_function *ir_expand(const struct ir_function *function);

/* Post: the function without operations that change no value for any argument (neutral.c); itself
 * where there are none. Values stay bit-identical. */
struct ir_function *ir_drop_neutral(struct ir_function *function);

/* Post: what the model calls this element of an argument or result array: "f", "x[1]", "A[0,2]". */
const char *ir_element_name(struct arena *arena, const struct atoms *atoms,
                            const struct ir_array *array, uint32_t element);

/* Post: row and column of an element of a result that is a matrix; row 0 for a vector. */
void ir_result_place(const struct ir_result *result, uint32_t element, uint32_t *row,
                     uint32_t *column);

/* -- text (print.c, read.c) -- */

/* Post: "dense", "columns", "csr", "csc", "coo". */
const char *ir_layout_name(enum ir_layout layout);

/* Adds the function as text that ir_read reads back. */
void ir_print(const struct ir_function *function, struct text *out);

/* Post: the function that the text describes; NULL with diagnostics where it is none. */
struct ir_function *ir_read(const struct compilation *compilation, const struct source *source);

/* -- checking and evaluating (verify.c, evaluate.c) -- */

/* Post: the number of broken invariants, each told in a line of `out`: operands that follow their
 * use, wrong kinds or arities, results out of range, a value that occurs twice. 0 is well. */
uint32_t ir_verify(const struct ir_function *function, struct text *out);

/* Computes every value: `values[i]` for value i (booleans 0 or 1, of lists nothing), from
 * `arguments[a][e]`, element e of argument array a. */
void ir_evaluate(const struct ir_function *function, const double *const *arguments,
                 double *values);

/* Post: op(a, b, c) in double arithmetic, as generated code computes it; NaN for a call. */
double ir_evaluate_op(enum ir_op op, double a, double b, double c);

#endif
