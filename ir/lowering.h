/* What the files of the lowering pass share: tensors of IR values, scopes, frames.
 *
 * Lowering runs the model at compile time. A value of the language is a tensor: a shape and one IR
 * value for each element; what is constant is an IR constant, so that constant expressions need no
 * rule of their own. Statements under a run-time condition are run on both sides; what they assign
 * is kept in a trail, taken back, and merged element by element into selections. An early `return`
 * is a run-time flag that later returns respect. */
#ifndef ADC_IR_LOWERING_H
#define ADC_IR_LOWERING_H

#include "lower.h"
#include "ops.h"

struct lowering;

struct shape {
    uint32_t rank; /* 0 scalar, 1 vector, 2 matrix */
    uint32_t rows;
    uint32_t columns; /* 1 unless a matrix */
};

/* A value: scalar in `one`, else row-major in `at`. An element may be boolean (a comparison). `bad`
 * stands for a value that an error was reported about: everything made of it is bad, silently. */
struct tensor {
    struct shape shape;
    ir_ref one;
    const ir_ref *at;
    bool bad;
};

/* One element of a variable. */
struct slot {
    ir_ref ref;     /* IR_NONE: not assigned (on every path) */
    uint32_t stamp; /* of the merge that saw it last */
    uint32_t birth; /* how many run-time branches were open when it was made */
    bool result;    /* a result of the call at hand, or its `returned`, rather than a variable */
    bool touched;   /* it was assigned, if only on some path */
};

/* A change to a slot under a run-time condition; undone and redone by swapping `other`. */
struct change {
    struct slot *slot;
    ir_ref other;
};

enum binding_kind { BIND_LET, BIND_VAR, BIND_OUT, BIND_ARGUMENT, BIND_INDEX, BIND_SHAPE };

struct binding {
    struct ast_name name;
    enum binding_kind kind;
    struct shape shape;
    struct tensor value; /* of what cannot be assigned */
    struct slot *slots;  /* BIND_VAR, BIND_OUT */
    uint32_t frame;      /* depth of the call that it belongs to */
    uint32_t block;      /* depth of the block */
    uint32_t shadowed;   /* index + 1 of the binding that it hides; 0: none */
};

/* One inlined call. */
struct frame {
    const struct ast_item *callee; /* a function or a model; NULL: outside of both */
    struct span call;
    const struct frame *caller;
    uint32_t depth;
    bool builtin;         /* the callee is part of the prelude */
    struct slot returned; /* boolean: whether a `return` was run */
    struct shape *result_shapes;
    struct slot **results; /* one array of slots for each result; NULL before the first return */
    uint32_t result_count;
    struct span first_return;
    bool bad; /* an error was reported about its results */
};

enum constant_state { CONSTANT_UNKNOWN, CONSTANT_BUSY, CONSTANT_DONE };

/* A `const` of the file: its numbers, and their IR values in the function at hand. */
struct constant {
    const struct ast_item *item;
    enum constant_state state;
    struct shape shape;
    double *numbers;
    ir_ref *refs;
    uint32_t generation; /* of the function that `refs` belong to */
    bool bad;
};

/* A built-in function that is written in C. */
struct builtin {
    const char *name;
    uint32_t least; /* number of arguments */
    uint32_t most;
    struct tensor (*call)(struct lowering *l, const struct ast_expr *call);
    const char *arguments; /* for the manual, as are these: "(m, n)" */
    const char *domain;
    const char *summary;
};

/* How large the model is, and how much work. */
struct lower_size {
    uint32_t operations;
    uint64_t steps;
    uint64_t bytes;
};

/* A loop that is being unrolled. */
struct lower_loop {
    struct span span;
    int64_t count;
    int64_t turn;   /* from 0 */
    uint32_t depth; /* of the call that it belongs to */
    struct lower_size before;
};

struct lowering {
    const struct compilation *compilation;
    const struct lower_options *options;
    struct arena *arena;   /* of the pass */
    struct ir_function *f; /* the function at hand */
    uint32_t generation;
    const struct ast_item **items;   /* by atom index: the file's items */
    const struct ast_item **prelude; /* by atom index: built-in functions written in the language */
    const struct builtin **builtins; /* by atom index: those written in C */
    uint32_t *operators;             /* by atom index: ir_op + 1, 0 for none */
    struct constant *constants;      /* by atom index */
    struct ir_externs *externs;      /* of the file and of those that it imports */
    uint32_t *extern_numbers;        /* by atom index: the extern of this name */
    uint32_t atom_count;
    VEC(struct binding) bindings;
    uint32_t *current; /* by atom index: index + 1 of the innermost binding */
    uint32_t block;
    struct frame *frame;
    VEC(struct change) trail;
    uint32_t branches;            /* open run-time branches */
    VEC(struct lower_loop) loops; /* open, of statements and expressions */
    bool *called;                 /* by atom index: whether the function was inlined somewhere */
    uint32_t stamp;
    VEC(const struct ast_expr *) spine; /* stack of the left-leaning chains being walked */
    atom assigned;                      /* by the statement at hand; none where it is another */
    uint32_t nesting;                   /* of the calls of lowering functions themselves */
    uint64_t steps;                     /* expressions and statements of the model so far */
    bool stopped;                       /* the rest of the model is given up */
    uint32_t errors;                    /* so far, with those that were said before */
    bool fresh;                         /* the latest was not said before */
    VEC(struct ast_name) calls;         /* that led to it, not yet noted */
    struct atom_names {
        atom sum, prod, min, max, pi, inf, solve;
    } known;
};

/* -- tensors (lower_tensor.c) -- */

enum { LARGEST_TENSOR = 20000000 };

extern const struct tensor tensor_bad;

bool shape_equal(struct shape a, struct shape b);
uint32_t shape_count(struct shape shape);
/* Post: "a scalar", "a vector of 3", "a 2x3 matrix". */
const char *shape_words(struct lowering *l, struct shape shape);

struct tensor tensor_scalar(ir_ref ref);
struct tensor tensor_number(struct lowering *l, double number);
/* Post: a tensor over `refs`, which it keeps (a scalar takes refs[0]). */
struct tensor tensor_of(struct shape shape, const ir_ref *refs);
ir_ref *tensor_alloc(struct lowering *l, uint32_t count);

static inline ir_ref tensor_at(const struct tensor *tensor, uint32_t element)
{
    return tensor->shape.rank == 0 ? tensor->one : tensor->at[element];
}

/* Post: the value as a real number (a truth value as 1 or 0), or as a condition (not 0). */
ir_ref as_real(struct lowering *l, ir_ref ref);
ir_ref as_condition(struct lowering *l, ir_ref ref);

/* Post: whether a matrix of this shape is of a sane size; else an error at the place. */
bool tensor_fits(struct lowering *l, struct span span, uint64_t rows, uint64_t columns);

/* Post: whether the value is a constant, and its number. */
bool is_constant(struct lowering *l, ir_ref ref, double *number);

/* Post: c ? a : b for real or boolean values. */
ir_ref build_choice(struct lowering *l, ir_ref c, ir_ref a, ir_ref b);
/* Post: a^b as the language defines it: whole constant exponents by their own operator. */
ir_ref build_power(struct lowering *l, ir_ref a, ir_ref b);
/* Post: the operator on real or boolean operands, converted to what it takes. */
ir_ref build_op(struct lowering *l, enum ir_op op, const ir_ref *operands);

/* Post: the values combined in balanced pairs, neighbours first: ((a b) (c d)) e; a product by
 * halves: ((a d) (b e)) c. Overwrites them.
 * Pre: count > 0. */
enum reduction { REDUCE_SUM, REDUCE_PROD, REDUCE_MIN, REDUCE_MAX };
ir_ref build_reduction(struct lowering *l, enum reduction reduction, ir_ref *values,
                       uint32_t count);

/* Post: the values, which have one shape, below each other: scalars make a vector, vectors a
 * matrix. An error where they do not; `spans` say where each is written. */
struct tensor lower_stack(struct lowering *l, const struct tensor *values, const struct span *spans,
                          uint32_t count);

/* -- diagnostics (lower_error.c) -- */

/* Reports an error at the place, or, inside a built-in function, at the call of it. Notes and helps
 * may follow; notes that name the inlined calls that led there end it (lower_finish_error). */
void lower_error(struct lowering *l, enum diagnostic_code code, struct span span,
                 const char *format, ...) PRINTF_LIKE(4, 5);
void lower_finish_error(struct lowering *l);
/* Reports a warning, in the file's own functions and models only. */
void lower_warning(struct lowering *l, enum diagnostic_code code, struct span span,
                   const char *format, ...) PRINTF_LIKE(4, 5);
void lower_help(struct lowering *l, const char *format, ...) PRINTF_LIKE(2, 3);
/* A help with the edit that it advises, see diagnostic_fix. */
void lower_fix(struct lowering *l, struct span span, const char *replacement, const char *format,
               ...) PRINTF_LIKE(4, 5);
/* A note with a place of its own, which is left out where it is in a built-in function. */
void lower_note(struct lowering *l, struct span span, const char *format, ...) PRINTF_LIKE(3, 4);
const char *lower_text(const struct lowering *l, atom name);

/* -- limits (lower_limit.c) -- */

/* Post: whether there is anything to be gained by going on; false with an error, reported once,
 * where the model grows beyond the limit or takes too long, and from then on. */
bool lower_goes_on(struct lowering *l, struct span span);
/* Post: whether so many operations more are within the limit; false with an error. */
bool lower_has_room(struct lowering *l, struct span span, uint64_t operations);

/* A loop of `count` turns: it is open for as long as its body is lowered, turn by turn; lower_turn
 * is as lower_goes_on. */
void lower_open_loop(struct lowering *l, struct span span, int64_t count);
bool lower_turn(struct lowering *l);
void lower_close_loop(struct lowering *l);

/* Post: the rest of the model at hand is given up; an error has been reported. */
void lower_stop(struct lowering *l);

/* Post: as lower_goes_on, and one level more is open if so. */
bool lower_enter(struct lowering *l, struct span span);
void lower_leave(struct lowering *l);

/* -- scopes (lower_scope.c) -- */

void scope_open(struct lowering *l, uint32_t *mark);
void scope_close(struct lowering *l, uint32_t mark);

/* Post: the innermost binding of the name that the frame at hand sees; NULL where there is none. */
struct binding *scope_find(struct lowering *l, atom name);

/* Post: the name is bound in the block at hand; an error where it is bound there already. */
struct binding *scope_bind(struct lowering *l, struct ast_name name, enum binding_kind kind);

/* Post: slots for a variable of this shape, unset. */
struct slot *slots_create(struct lowering *l, struct shape shape);
/* Post: the slot holds `ref`; under a run-time condition the change is in the trail. */
void slot_set(struct lowering *l, struct slot *slot, ir_ref ref);

/* -- branches (lower_scope.c) -- */

/* One side of a run-time branch: what ran between begin and end is taken back and kept. */
struct side {
    uint32_t begin; /* in the trail */
    struct change *changes;
    uint32_t count;
    bool returned; /* it always ends in a `return` */
};
void side_begin(struct lowering *l, struct side *side);
void side_end(struct lowering *l, struct side *side);
/* Post: every slot that a side changed holds the selection of both sides' values. */
void sides_merge(struct lowering *l, ir_ref condition, const struct side *then,
                 const struct side *otherwise);

/* -- expressions (lower_expr.c, lower_loop.c, lower_index.c, lower_call.c) -- */

struct tensor lower_expr(struct lowering *l, const struct ast_expr *expr);
/* Post: the value, which must be a scalar; else an error and IR_NONE. `what` names it: "a
 * condition". */
ir_ref lower_scalar(struct lowering *l, const struct ast_expr *expr, const char *what);
/* Post: the value of a constant expression that is a whole number; `what` as above. */
bool lower_whole(struct lowering *l, const struct ast_expr *expr, const char *what,
                 int64_t *number);
/* Post: the shape that a declarator writes; false with an error where it is none. */
bool lower_shape(struct lowering *l, const struct ast_exprs *written, struct shape *shape);
/* Post: the range as `count` numbers first, first + step, …; false with an error. */
bool lower_range(struct lowering *l, const struct ast_range *range, int64_t *first, int64_t *step,
                 int64_t *count);

struct tensor lower_binary_values(struct lowering *l, enum ast_binary op, struct span op_span,
                                  struct span span, const struct tensor *left,
                                  const struct tensor *right);
struct tensor lower_index(struct lowering *l, const struct ast_expr *expr);
struct tensor lower_name(struct lowering *l, const struct ast_expr *expr);
struct tensor lower_transpose(struct lowering *l, const struct tensor *value);
struct tensor lower_loop_expr(struct lowering *l, const struct ast_expr *expr);
struct tensor lower_call(struct lowering *l, const struct ast_expr *expr);
/* Post: the results of a call as `*count` tensors; for any other expression one. */
struct tensor *lower_results(struct lowering *l, const struct ast_expr *expr, uint32_t *count);

/* Post: the elements that the subscripts select, as offsets into a tensor of shape `base`,
 * row-major in the shape of the selection; NULL with an error. `name` is what the base is called.
 */
uint32_t *lower_subscripts(struct lowering *l, const struct ast_expr *index, struct shape base,
                           const char *name, struct shape *selected);

/* -- calls (lower_call.c, lower_builtin.c) -- */

/* Post: the values of the arguments, some of which may be bad. */
struct tensor *lower_arguments(struct lowering *l, const struct ast_expr *call);
/* Post: whether the call has as many arguments as that; else an error. */
bool lower_check_count(struct lowering *l, const struct ast_expr *call, uint32_t least,
                       uint32_t most);
/* Reports what is wrong with a call of a function that is not lowered: what is called, and with how
 * many arguments. `declared` is the value of this name in sight, or NULL. */
void lower_check_call(struct lowering *l, const struct ast_expr *call,
                      const struct ast_name *declared);
/* Post: the shape that a function of scalars gives for these arguments, which are scalars or of
 * one shape; false where one is bad, or with an error. */
bool lower_common_shape(struct lowering *l, const struct ast_expr *call,
                        const struct tensor *arguments, struct shape *shape);
/* Post: the `*count` results of a function of the language for these arguments. */
struct tensor *lower_call_with(struct lowering *l, const struct ast_expr *call,
                               const struct ast_item *callee, const struct tensor *arguments,
                               uint32_t *count);
/* Post: whether this is a built-in function that the frame at hand may call. */
bool lower_is_callable(const struct lowering *l, atom name);
const struct builtin *lower_builtins(uint32_t *count);
struct tensor lower_operator(struct lowering *l, const struct ast_expr *call, enum ir_op op);

/* -- externs (lower_extern.c) -- */

/* Adds the externs that the file declares to those of the model; errors where they contradict each
 * other. */
void lower_externs(struct lowering *l, const struct ast_file *file);
/* Post: the value of a call of an extern, element by element. */
struct tensor lower_extern_call(struct lowering *l, const struct ast_expr *call,
                                const struct ast_item *callee);

/* -- items (lower.c) -- */

/* Post: the const of this name, worked out; a bad tensor with an error where it fails. */
struct tensor lower_constant(struct lowering *l, atom name);
/* Post: the item that a name means for the frame at hand, NULL where there is none. */
const struct ast_item *lower_item(struct lowering *l, atom name);
/* Post: whether the item is a built-in function written in the language. */
bool lower_is_builtin(const struct lowering *l, const struct ast_item *item);
/* Post: whether every path has returned, so that what follows is never run. */
bool lower_has_returned(const struct lowering *l);
/* Adds "did you mean …?" to the latest error where a function, or else a value, in sight is spelled
 * alike. */
void lower_suggest(struct lowering *l, struct ast_name unknown, bool function);

/* Adds a help about a built-in function that was called with so many arguments, where it takes them
 * in other languages. */
void lower_suggest_count(struct lowering *l, atom name, uint32_t count);

/* -- warnings (lower_names.c, lower_warn.c) -- */

/* Reports unknown names in functions that were never inlined, of which nothing else is known. */
void lower_check_names(struct lowering *l, const struct ast_file *file);
/* Warns of variables and arguments that nothing reads, and of extents that hide a constant, as the
 * functions and models are written. */
void lower_warn_names(struct lowering *l, const struct ast_file *file);
/* Warns of the inputs of the model, which was lowered to `f`, on which no output depends. */
void lower_warn_inputs(struct lowering *l, const struct ast_item *model,
                       const struct ir_function *f);
/* Warns where a condition, whose value turned out constant, is made of run-time values. */
void lower_warn_condition(struct lowering *l, const struct ast_expr *condition);

/* -- statements (lower_stmt.c) -- */

void lower_statement(struct lowering *l, const struct ast_stmt *stmt);
/* Runs the statements in a scope of their own. */
void lower_block(struct lowering *l, const struct ast_block *block);

/* Adds to the error at hand, which is about something else being needed, that the name is an
 * argument that is declared a scalar, if it is. */
void lower_note_scalar(struct lowering *l, const struct ast_expr *expr);
/* Reports that a name means no value: it is unknown, or a function or a model. */
void lower_report_no_value(struct lowering *l, struct ast_name name);
/* Reports that a function does not return on every path. */
void lower_report_no_return(struct lowering *l, const struct ast_item *callee);
/* Reports that a name that is declared as this cannot be assigned to, or one that no binding has.
 */
void lower_report_fixed(struct lowering *l, struct ast_name name, enum binding_kind kind,
                        struct span declared);
void lower_report_no_variable(struct lowering *l, struct ast_name name);

/* Post: `element` of a variable as it is written: `y`, `y[2]`, `A[1,2]`. */
const char *element_words(struct lowering *l, atom name, struct shape shape, uint32_t element);
/* Reports that an element has no value where it is used. */
void lower_unassigned(struct lowering *l, struct span span, atom name, struct shape shape,
                      const struct slot *slots, uint32_t element);

#endif
