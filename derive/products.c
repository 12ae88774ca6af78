/* The modes `jvp`, `vjp` and `hvp`: a seed vertex before the inputs or behind the outputs makes a
 * product with a vector an ordinary Jacobian of one column or one row; what would be forward or
 * reverse mode elsewhere is whatever elimination order is cheapest here. A Hessian times a vector
 * is the tangent product of the adjoint product (forward over reverse: Griewank & Walther 2008, ch.
 * 5). */
#include "products.h"

#include "improve.h"
#include "labels.h"
#include "matrix.h"

struct ir_function *product_with(const struct ir_function *function, uint32_t result,
                                 const struct derive_request *request, const char *mode,
                                 enum seed seed, const char *seed_name, const char *product_name)
{
    struct linearization *l = linearize(function, result, seed, seed_name);
    const struct lg_plan *plan = request->plan(request->context, l->graph, mode);
    struct jacobian_entries entries = accumulate(l, plan);
    struct ir_function *f = l->function;
    const struct ir_array *x = &f->arguments.at[IR_ARRAY_X];
    const struct ir_array *y = &f->results.at[result].array;
    matrix_add_vector(f, product_name, seed == SEED_TANGENT ? y->count : x->count, &entries);
    return f;
}

struct ir_function *derive_jvp(const struct ir_function *value,
                               const struct derive_request *request)
{
    struct ir_function *f = product_with(value, 0, request, "jvp", SEED_TANGENT, "dx", "dy");
    f->suffix = "jvp";
    f->results.at[0].optional = true;
    return ir_improve(f, derive_exact_results(request));
}

struct ir_function *derive_vjp(const struct ir_function *value,
                               const struct derive_request *request)
{
    struct ir_function *f = product_with(value, 0, request, "vjp", SEED_ADJOINT, "wy", "wx");
    f->suffix = "vjp";
    f->results.at[0].optional = true;
    return ir_improve(f, derive_exact_results(request));
}

struct ir_function *derive_hvp(const struct ir_function *value,
                               const struct derive_request *request)
{
    struct ir_function *gradient = product_with(value, 0, request, "hvp", SEED_ADJOINT, "w", "wx");
    gradient->results.at[0] = gradient->results.at[1]; /* the gradient is what is differentiated */
    gradient->results.count = 1;
    struct ir_function *f = product_with(gradient, 0, request, "hvp", SEED_TANGENT, "dx", "hdx");
    f->results.at[0] = f->results.at[1];
    f->results.count = 1;
    f->suffix = "hvp";
    return ir_improve(f, 0);
}
