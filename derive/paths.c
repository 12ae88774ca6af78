/* What lies between x and a result, and whether all of it has derivatives: of the user's functions
 * only those are known that he declares. */
#include "derive.h"

#include "ops.h"

#include <assert.h>

/* -- paths -- */

/* Whether a value depends smoothly on an operand; a list hands what it holds to the calls. */
static bool depends(const struct ir_value *value, uint32_t which)
{
    return value->op == IR_CALL || value->op == IR_LIST ||
           ir_op_info(value->op)->partial[which] != NULL;
}

bool *derive_paths(struct arena *arena, const struct ir_function *function, uint32_t result)
{
    const uint32_t count = function->values.count;
    const struct ir_result *y = &function->results.at[result];
    bool *active = arena_alloc(arena, count * sizeof *active);
    bool *needed = arena_alloc(arena, count * sizeof *needed);
    for (uint32_t v = 0; v < count; v++) {
        const struct ir_value *value = &function->values.at[v];
        active[v] = value->op == IR_ARGUMENT && value->array == IR_ARRAY_X;
        for (uint32_t i = 0; i < ir_op_info(value->op)->arity; i++) {
            active[v] = active[v] || (depends(value, i) && active[value->operand[i].index]);
        }
    }
    for (uint32_t e = 0; e < y->array.count; e++) {
        needed[y->elements[e].index] = true;
    }
    for (uint32_t v = count; v > 0; v--) {
        const struct ir_value *value = &function->values.at[v - 1];
        for (uint32_t i = 0; needed[v - 1] && i < ir_op_info(value->op)->arity; i++) {
            if (depends(value, i)) {
                needed[value->operand[i].index] = true;
            }
        }
        active[v - 1] = active[v - 1] && needed[v - 1] && ir_kind_of(value->op) != IR_ARGUMENTS;
    }
    return active;
}

/* -- what is declared -- */

struct checker {
    struct diagnostics *diagnostics;
    const struct ir_function *function;
    const char *mode;
    struct arena *scratch;
    bool *reported;     /* of each extern */
    uint64_t *required; /* likewise: for how many orders, counted anew for each call */
    uint64_t call;
    bool well;
};

enum { ORDERS_MAX = 32 };

struct number_vec {
    VEC_FIELDS(uint32_t);
};

/* Notes an extern that has no partial derivatives, the first time that they are missed. */
static void miss(struct checker *checker, uint32_t number, struct number_vec *missing)
{
    if (checker->function->externs->at[number].partials == NULL) {
        checker->well = false;
        if (!checker->reported[number]) {
            vec_push(checker->scratch, missing, number);
        }
        checker->reported[number] = true;
    }
}

/* Adds "declare `extern fn f(a, b) with f_a, f_b;`" to the latest error. */
static void help_to_declare(const struct checker *checker, const struct ir_extern *at)
{
    struct text parameters = text_in(checker->scratch);
    struct text partials = text_in(checker->scratch);
    for (uint32_t i = 0; i < at->parameter_count; i++) {
        const char *parameter = at->parameters[i];
        const char *comma = i == 0 ? "" : ", ";
        text_print(&parameters, "%s%s", comma, parameter);
        text_print(&partials, "%s%s_%s", comma, at->name, parameter);
    }
    diagnostic_help(checker->diagnostics, "they are declared by `extern fn %s(%s) with %s;`",
                    at->name, text_string(&parameters), text_string(&partials));
}

static void report(const struct checker *checker, ir_ref call, const struct number_vec *missing)
{
    const struct ir_function *f = checker->function;
    const struct ir_extern *callee = ir_callee(f, call);
    struct text names = text_in(checker->scratch);
    for (uint32_t i = 0; i < missing->count; i++) {
        text_print(&names, "%s`%s`",
                   i == 0                   ? ""
                   : i + 1 < missing->count ? ", "
                                            : " and ",
                   f->externs->at[missing->at[i]].name);
    }
    diagnostic_error(checker->diagnostics, ERROR_EXTERN_PARTIALS, ir_at(f, call)->span,
                     "%s needs the partial derivatives of %s, which are not declared",
                     checker->mode, text_string(&names));
    diagnostic_note(checker->diagnostics, callee->span, "`%s` is declared here", callee->name);
    for (uint32_t i = 0; i < missing->count; i++) {
        help_to_declare(checker, &f->externs->at[missing->at[i]]);
    }
    if (callee->partials == NULL) {
        diagnostic_help(checker->diagnostics, "`detach(%s(…))` is a constant to derivatives",
                        callee->name);
    }
}

/* Notes what is missing of an extern's derivatives up to this order, in the inputs that are active.
 */
static void require(struct checker *checker, const bool *active, uint32_t number, uint32_t order,
                    struct number_vec *missing)
{
    const struct ir_extern *at = &checker->function->externs->at[number];
    if (order == 0 || checker->required[number] >= checker->call + order) {
        return;
    }
    checker->required[number] = checker->call + order;
    miss(checker, number, missing);
    for (uint32_t i = 0; at->partials != NULL && i < at->parameter_count; i++) {
        if (active[i]) {
            require(checker, active, at->partials[i], order - 1, missing);
        }
    }
}

static void check_call(struct checker *checker, const bool *active, ir_ref call, uint32_t order)
{
    struct number_vec missing = {0};
    ir_ref inputs[IR_MAX_INPUTS];
    bool active_inputs[IR_MAX_INPUTS];
    const uint32_t count = ir_inputs(checker->function, call, inputs);
    for (uint32_t i = 0; i < count; i++) {
        active_inputs[i] = active[inputs[i].index];
    }
    checker->call += ORDERS_MAX;
    require(checker, active_inputs, ir_at(checker->function, call)->array, order, &missing);
    if (missing.count > 0 && checker->diagnostics != NULL) {
        report(checker, call, &missing);
    }
}

bool derive_check_externs(struct diagnostics *diagnostics, const struct ir_function *value,
                          uint32_t order, const char *mode)
{
    assert(order < ORDERS_MAX);
    if (value->externs == NULL || order == 0) {
        return true;
    }
    struct arena *scratch = arena_create();
    struct checker checker = {
        .diagnostics = diagnostics,
        .function = value,
        .mode = mode,
        .scratch = scratch,
        .reported = arena_alloc(scratch, value->externs->count * sizeof *checker.reported),
        .required = arena_alloc(scratch, value->externs->count * sizeof *checker.required),
        .well = true};
    const bool *active = derive_paths(scratch, value, 0);
    for (uint32_t v = 0; v < value->values.count; v++) {
        if (active[v] && value->values.at[v].op == IR_CALL) {
            check_call(&checker, active, (ir_ref){v}, order);
        }
    }
    arena_destroy(scratch);
    return checker.well;
}
