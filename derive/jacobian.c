/* The modes `jacobian` and `gradient`: the matrix of first derivatives, a row for each output. */
#include "improve.h"
#include "matrix.h"

static struct ir_function *first_derivatives(const struct ir_function *value,
                                             const struct derive_request *request,
                                             const char *suffix, const char *array,
                                             enum ir_layout layout)
{
    struct linearization *l = linearize(value, 0, SEED_NONE, NULL);
    const struct lg_plan *plan = request->plan(request->context, l->graph, suffix);
    const struct jacobian_entries entries = accumulate(l, plan);
    struct ir_function *f = l->function;
    f->suffix = suffix;
    f->results.at[0].optional = true;
    matrix_add_result(f, array, f->results.at[0].array.count, f->arguments.at[IR_ARRAY_X].count,
                      &entries, layout);
    return ir_improve(f, 1);
}

struct ir_function *derive_jacobian(const struct ir_function *value,
                                    const struct derive_request *request)
{
    return first_derivatives(value, request, "jacobian", "jac", request->layout);
}

struct ir_function *derive_gradient(const struct ir_function *value,
                                    const struct derive_request *request)
{
    return first_derivatives(value, request, "gradient", "g", IR_LAYOUT_DENSE);
}
