/* The modes `jacobian` and `gradient`: the matrix of first derivatives, a row for each output. */
#include "improve.h"
#include "matrix.h"

/* Post: the function with its local partials, y optional, and the entries of the Jacobian. */
static struct ir_function *accumulated(const struct ir_function *value,
                                       const struct derive_request *request, const char *mode,
                                       struct jacobian_entries *entries)
{
    struct linearization *l = linearize(value, 0, SEED_NONE, NULL);
    const struct lg_plan *plan = request->plan(request->context, l->graph, mode);
    *entries = accumulate(l, plan);
    l->function->suffix = mode;
    l->function->results.at[0].optional = true;
    return l->function;
}

struct ir_function *derive_jacobian(const struct ir_function *value,
                                    const struct derive_request *request)
{
    struct jacobian_entries entries;
    struct ir_function *f = accumulated(value, request, "jacobian", &entries);
    matrix_add_result(f, "jac", f->results.at[0].array.count, f->arguments.at[IR_ARRAY_X].count,
                      &entries, request->layout);
    return ir_improve(f, 1);
}

struct ir_function *derive_gradient(const struct ir_function *value,
                                    const struct derive_request *request)
{
    struct jacobian_entries entries;
    struct ir_function *f = accumulated(value, request, "gradient", &entries);
    matrix_add_vector(f, "g", f->arguments.at[IR_ARRAY_X].count, &entries);
    return ir_improve(f, 1);
}
