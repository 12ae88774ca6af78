/* What derivatives should be at a point; see check_target.h. First derivatives are differences of
 * the model's values, second ones differences of its adjoint product as it is before constants are
 * folded and anything is improved, which would round. Those of repeated modes are differences of
 * the order before, as that is while it may be differentiated: what is finished may have lost that
 * (exp_ratio of the operator table). */
#include "check_target.h"

#include "choose.h"
#include "order.h"
#include "products.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool target_is_second(const char *mode)
{
    return strcmp(mode, "hessian") == 0 || strcmp(mode, "hvp") == 0;
}

#if ADC_HAVE_MPFR

const double *const *site_arguments(const struct site *site, const struct ir_function *f)
{
    const double **arguments = arena_alloc(site->scratch, f->arguments.count * sizeof *arguments);
    for (uint32_t a = 0; a < f->arguments.count; a++) {
        arguments[a] = a == IR_ARRAY_X                               ? site->x
                       : a == IR_ARRAY_P                             ? site->p
                       : reference_is_constants(&f->arguments.at[a]) ? site->constants
                       : strcmp(f->arguments.at[a].name, "dx") == 0  ? site->direction
                                                                     : site->weights;
    }
    return arguments;
}

static struct lg_plan *reverse_plan(void *context, const struct lg_graph *graph, const char *mode)
{
    (void)mode;
    const struct pipeline *pipeline = context;
    return pipeline_make_plan(pipeline->options, graph, lg_order_named("reverse"), NULL, NULL);
}

struct site site_of(struct pipeline *pipeline, const struct pipeline_model *model)
{
    struct arena *arena = pipeline->compilation.arena;
    const struct options *options = pipeline->options;
    struct pipeline_model *opened = arena_alloc(arena, sizeof *opened);
    struct site site = {.model = model, .opened = opened};
    opened->value = reference_open_constants(model->value, &site.constants);
    site.orders = arena_alloc(arena, model->functions.count * sizeof(struct ir_function *));
    for (uint32_t i = 0; i < model->functions.count; i++) {
        uint32_t times;
        struct pipeline_plans plans;
        const struct derive_mode *mode = derive_mode_named(options->derive.at[i], &times);
        vec_push(arena, &opened->functions, choose_function(pipeline, opened, mode, times, &plans));
        if (target_is_second(mode->name) && site.adjoint == NULL) {
            const struct derive_request request = {.plan = reverse_plan, .context = pipeline};
            site.adjoint =
                product_with(opened->value, 0, &request, "vjp", SEED_ADJOINT, "wy", "wx");
        }
        if (times > 1) {
            const struct derive_request request = {.times = times,
                                                   .layout = options->layout,
                                                   .unfinished = true,
                                                   .plan = reverse_plan,
                                                   .context = pipeline};
            site.orders[i] = mode->build(model->value, &request);
        }
    }
    return site;
}

void site_differentiate(struct site *site)
{
    const struct ir_function *value = site->model->value;
    site->jacobian = reference_jacobian(site->scratch, value, 0, IR_ARRAY_X,
                                        site_arguments(site, value), REFERENCE_PRECISION);
    site->hessian =
        site->adjoint == NULL
            ? NULL
            : reference_jacobian(site->scratch, site->adjoint, 1, IR_ARRAY_X,
                                 site_arguments(site, site->adjoint), REFERENCE_PRECISION);
}

/* -- bounds -- */

static int compare_numbers(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Post: the magnitudes of the constants of the function, sorted. */
static double *constants_of(struct arena *arena, const struct ir_function *f, uint32_t *count)
{
    double *numbers = arena_alloc(arena, f->values.count * sizeof *numbers);
    *count = 0;
    for (uint32_t v = 0; v < f->values.count; v++) {
        if (f->values.at[v].op == IR_CONSTANT) {
            numbers[(*count)++] = fabs(f->values.at[v].number);
        }
    }
    if (*count > 0) {
        qsort(numbers, *count, sizeof *numbers, compare_numbers);
    }
    return numbers;
}

/* Post: whether the function has constants that the model has not. */
static bool has_others(struct arena *arena, const struct ir_function *f,
                       const struct ir_function *value)
{
    uint32_t count;
    uint32_t own;
    const double *known = constants_of(arena, value, &count);
    const double *numbers = constants_of(arena, f, &own);
    for (uint32_t i = 0; i < own; i++) {
        const bool plain = numbers[i] == 0 || numbers[i] == 1 || isnan(numbers[i]);
        if (!plain && (count == 0 || bsearch(&numbers[i], known, count, sizeof *known,
                                             compare_numbers) == NULL)) {
            return true;
        }
    }
    return false;
}

/* Post: whether elements of both results stand at the same places. */
static bool match(const struct ir_result *a, const struct ir_result *b)
{
    bool same = a->array.count == b->array.count;
    for (uint32_t e = 0; same && e < a->array.count; e++) {
        uint32_t row[2];
        uint32_t column[2];
        ir_result_place(a, e, &row[0], &column[0]);
        ir_result_place(b, e, &row[1], &column[1]);
        same = row[0] == row[1] && column[0] == column[1];
    }
    return same;
}

/* Constants of the model are exact where the arithmetic has them; others may be folded ones. */
void site_bounds(const struct site *site, uint32_t mode,
                 const struct reference_arithmetic *arithmetic, const double *values,
                 double *bounds)
{
    const struct ir_function *f = site->model->functions.at[mode];
    const struct ir_function *opened = site->opened->functions.at[mode];
    struct reference_arithmetic with_exact = *arithmetic;
    if (!has_others(site->scratch, f, site->model->value)) {
        with_exact.constants = arithmetic->unit > reference_double.unit ? arithmetic->constants : 0;
        reference_bound(f, &with_exact, values, bounds);
        return;
    }
    reference_bound(f, arithmetic, values, bounds);
    double *other_values = arena_alloc(site->scratch, opened->values.count * sizeof(double));
    double *others = arena_alloc(site->scratch, opened->values.count * sizeof *others);
    ir_evaluate(opened, site_arguments(site, opened), other_values);
    reference_bound(opened, arithmetic, other_values, others);
    for (uint32_t r = 0; r < f->results.count; r++) {
        const struct ir_result *result = &f->results.at[r];
        const struct ir_result *other = &opened->results.at[r];
        const bool exact = strcmp(result->array.name, "y") == 0;
        if (exact || !match(result, other)) {
            continue;
        }
        for (uint32_t e = 0; e < result->array.count; e++) {
            double *bound = &bounds[result->elements[e].index];
            *bound = fmax(*bound, others[other->elements[e].index]);
        }
    }
}

/* -- what belongs there -- */

struct target target_of_entry(const struct reference_jacobian *matrix, uint32_t row,
                              uint32_t column)
{
    const size_t at = (size_t)row * matrix->columns + column;
    return (struct target){mpfr_get_ld(matrix->exact[at], MPFR_RNDN), matrix->error[at],
                           matrix->smooth[at]};
}

/* Post: the sum of factors[k] times the entries of a row, or of a column. */
static struct target product_of(const struct site *site, const struct reference_jacobian *matrix,
                                bool of_row, uint32_t line, const double *factors)
{
    const uint32_t count = of_row ? matrix->columns : matrix->rows;
    mpfr_t *numbers = reference_numbers(site->scratch, 2, REFERENCE_PRECISION);
    struct target target = {.smooth = true};
    mpfr_set_zero(numbers[0], 1);
    for (uint32_t k = 0; k < count; k++) {
        const size_t at =
            of_row ? (size_t)line * matrix->columns + k : (size_t)k * matrix->columns + line;
        mpfr_mul_d(numbers[1], matrix->exact[at], factors[k], MPFR_RNDN);
        mpfr_add(numbers[0], numbers[0], numbers[1], MPFR_RNDN);
        target.error += fabs(factors[k]) * matrix->error[at];
        target.smooth = target.smooth && matrix->smooth[at];
    }
    target.value = mpfr_get_ld(numbers[0], MPFR_RNDN);
    return target;
}

const struct reference_jacobian *site_matrix(const struct site *site, const struct ir_function *f,
                                             uint32_t result)
{
    const char *array = f->results.at[result].array.name;
    for (uint32_t i = 0; result > 1 && i < site->model->functions.count; i++) {
        if (site->model->functions.at[i] == f && site->orders[i] != NULL) {
            return reference_jacobian(site->scratch, site->orders[i], result - 1, IR_ARRAY_X,
                                      site_arguments(site, site->orders[i]), REFERENCE_PRECISION);
        }
    }
    return strcmp(array, "h") == 0 || strcmp(array, "hdx") == 0 ? site->hessian : site->jacobian;
}

struct target target_of_element(const struct site *site, const struct reference_jacobian *matrix,
                                const struct ir_result *result, uint32_t e)
{
    const char *array = result->array.name;
    if (strcmp(array, "dy") == 0 || strcmp(array, "hdx") == 0) {
        return product_of(site, matrix, true, e, site->direction);
    }
    if (strcmp(array, "wx") == 0) {
        return product_of(site, matrix, false, e, site->weights);
    }
    uint32_t row;
    uint32_t column;
    ir_result_place(result, e, &row, &column);
    return target_of_entry(matrix, row, column);
}

#endif
