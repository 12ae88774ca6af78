/* The modes `jacobian` and `gradient`: the matrix of first derivatives, a row for each output; and
 * `jacobian:K`, its K-fold repetition: the matrix of the derivatives of order K, a row for each
 * stored entry of the matrix of order K - 1. Each round goes the whole way, from a function that is
 * improved by the round before to a linearized graph, a plan and its replay.
 *
 * Derivatives do not depend on the order in which the inputs are taken. Where several entries are
 * the same derivative of the same output, one value serves them all, and the others are pruned. */
#include "improve.h"
#include "matrix.h"

#include <stdlib.h>
#include <string.h>

/* -- equal entries -- */

/* What an entry is the derivative of, and in which inputs, from the last to the first. */
struct derivative {
    uint32_t output;
    uint32_t inputs[DERIVE_TIMES_MAX];
    uint32_t entry;
};

static int compare_derivatives(const void *left, const void *right)
{
    const struct derivative *a = left;
    const struct derivative *b = right;
    if (a->output != b->output) {
        return a->output < b->output ? -1 : 1;
    }
    for (uint32_t i = 0; i < DERIVE_TIMES_MAX; i++) {
        if (a->inputs[i] != b->inputs[i]) {
            return a->inputs[i] < b->inputs[i] ? -1 : 1;
        }
    }
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static void insert(uint32_t *inputs, uint32_t count, uint32_t input)
{
    while (count > 0 && inputs[count - 1] < input) {
        inputs[count] = inputs[count - 1];
        count--;
    }
    inputs[count] = input;
}

/* Result number r of the function holds the derivatives of order r. */
static struct derivative derivative_of(const struct ir_function *f, uint32_t times,
                                       const struct jacobian_entry *entry, uint32_t number)
{
    struct derivative derivative = {.output = entry->output, .entry = number};
    insert(derivative.inputs, 0, entry->input);
    for (uint32_t r = times - 1; r > 0; r--) {
        uint32_t input;
        ir_result_place(&f->results.at[r], derivative.output, &derivative.output, &input);
        insert(derivative.inputs, times - r, input);
    }
    return derivative;
}

/* Post: entries that are the same derivative have one label. */
static void unite_equal(const struct ir_function *f, uint32_t times,
                        struct jacobian_entries *entries)
{
    struct arena *scratch = arena_create();
    struct derivative *all = arena_alloc(scratch, entries->count * sizeof *all);
    for (uint32_t i = 0; i < entries->count; i++) {
        all[i] = derivative_of(f, times, &entries->at[i], i);
    }
    if (entries->count > 0) {
        qsort(all, entries->count, sizeof *all, compare_derivatives);
    }
    for (uint32_t i = 1; i < entries->count; i++) {
        if (all[i].output == all[i - 1].output &&
            memcmp(all[i].inputs, all[i - 1].inputs, sizeof all[i].inputs) == 0) {
            entries->at[all[i].entry].label = entries->at[all[i - 1].entry].label;
        }
    }
    arena_destroy(scratch);
}

/* -- the modes -- */

/* Post: the function with its local partials, the results before optional, and the entries of the
 * Jacobian of result number `result`. */
static struct ir_function *accumulated(const struct ir_function *function, uint32_t result,
                                       const struct derive_request *request, const char *mode,
                                       struct jacobian_entries *entries)
{
    struct linearization *l = linearize(function, result, SEED_NONE, NULL);
    const struct lg_plan *plan = request->plan(request->context, l->graph, mode);
    *entries = accumulate(l, plan);
    l->function->suffix = mode;
    l->function->results.at[result].optional = true;
    return l->function;
}

/* "jac", "jac2", "jac3", … */
static const char *numbered(struct arena *arena, const char *name, uint32_t times)
{
    return times == 1 ? name : arena_format(arena, "%s%u", name, (unsigned)times);
}

/* Post: the function of the order before with the derivatives of this one. */
static struct ir_function *next_order(const struct ir_function *before, uint32_t times,
                                      const struct derive_request *request)
{
    struct jacobian_entries entries;
    struct ir_function *f = accumulated(before, times - 1, request,
                                        numbered(before->arena, "jacobian", times), &entries);
    if (times > 1) {
        unite_equal(f, times, &entries);
    }
    matrix_add_result(f, numbered(f->arena, "jac", times), f->results.at[times - 1].array.count,
                      f->arguments.at[IR_ARRAY_X].count, &entries, request->layout);
    const uint32_t exact = derive_exact_results(request);
    return times < request->times || request->unfinished ? ir_improve_between(f, exact)
                                                         : ir_improve(f, exact);
}

struct ir_function *derive_jacobian(const struct ir_function *value,
                                    const struct derive_request *request)
{
    struct ir_function *f = next_order(value, 1, request);
    for (uint32_t times = 2; times <= request->times; times++) {
        f = next_order(f, times, request);
    }
    return f;
}

struct ir_function *derive_gradient(const struct ir_function *value,
                                    const struct derive_request *request)
{
    struct jacobian_entries entries;
    struct ir_function *f = accumulated(value, 0, request, "gradient", &entries);
    matrix_add_vector(f, "g", f->arguments.at[IR_ARRAY_X].count, &entries);
    return ir_improve(f, derive_exact_results(request));
}
