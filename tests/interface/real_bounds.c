/* What generated code should give at a point, in each numeric type: for real_run.c to compare with.
 *
 * Takes the command line of `adc check FILE --derive=LIST --at NAME=NUMBERS...`, of all models or
 * of one, and writes for each model the point, rounded to float so that it is the same in every
 * type, and for each element of what the functions compute a line with the number from the
 * reference and what float, double and long double arithmetic may be off by: infinite where nothing
 * is known. */
#include "check_target.h"
#include "point.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES = 3 };

static const double *rounded(struct arena *arena, const double *numbers, uint32_t count)
{
    double *floats = arena_alloc(arena, count * sizeof *floats);
    for (uint32_t i = 0; i < count; i++) {
        floats[i] = (double)(float)numbers[i];
    }
    return floats;
}

static void print_numbers(const char *name, const double *numbers, uint32_t count)
{
    printf("%s", name);
    for (uint32_t i = 0; i < count; i++) {
        printf(" %a", numbers[i]);
    }
    printf("\n");
}

/* The outputs themselves have no target but their value. */
static struct target value_of(const struct site *site, mpfr_t *values, uint32_t e)
{
    const ir_ref y = site->model->value->results.at[0].elements[e];
    return (struct target){mpfr_get_ld(values[y.index], MPFR_RNDN), 0, true};
}

static void print_result(const struct site *site, const struct ir_function *f, uint32_t number,
                         mpfr_t *exact, double *const *bounds)
{
    const struct ir_result *result = &f->results.at[number];
    const bool is_value = strcmp(result->array.name, "y") == 0;
    const struct reference_jacobian *matrix = is_value ? NULL : site_matrix(site, f, number);
    for (uint32_t e = 0; e < result->array.count; e++) {
        const struct target target =
            is_value ? value_of(site, exact, e) : target_of_element(site, matrix, result, e);
        printf("%s %u %La", f->suffix, e, target.value);
        for (int type = 0; type < TYPES; type++) {
            const double bound = bounds[type][result->elements[e].index] + target.error;
            printf(" %a", target.smooth ? bound : INFINITY);
        }
        printf("\n");
    }
}

static void print_functions(const struct site *site)
{
    static const struct reference_arithmetic *const types[TYPES] = {
        &reference_float, &reference_double, &reference_long_double};
    const struct ir_function *value = site->model->value;
    mpfr_t *exact =
        reference_numbers(site->scratch, value->values.count, (mpfr_prec_t)REFERENCE_PRECISION);
    reference_evaluate(value, site_arguments(site, value), exact);
    for (uint32_t i = 0; i < site->model->functions.count; i++) {
        const struct ir_function *f = site->model->functions.at[i];
        double *values = arena_alloc(site->scratch, f->values.count * sizeof *values);
        double *bounds[TYPES];
        ir_evaluate(f, site_arguments(site, f), values);
        for (int type = 0; type < TYPES; type++) {
            bounds[type] = arena_alloc(site->scratch, f->values.count * sizeof *bounds[type]);
            site_bounds(site, i, types[type], values, bounds[type]);
        }
        print_result(site, f, f->results.count - 1, exact, bounds);
    }
}

static bool print_model(struct pipeline *pipeline, const struct pipeline_model *model)
{
    const struct ir_function *value = model->value;
    struct arena *arena = pipeline->compilation.arena;
    struct site site = site_of(pipeline, model);
    const uint32_t nx = value->arguments.at[IR_ARRAY_X].count;
    const uint32_t np = value->arguments.at[IR_ARRAY_P].count;
    const uint32_t ny = value->results.at[0].array.count;
    const double **point;
    const double *seed;
    uint64_t state = 1;
    if (!point_from_options(arena, pipeline->options, value, &point) ||
        !point_seed(arena, pipeline->options, value, "dx", nx, &state, &seed)) {
        return false;
    }
    site.x = rounded(arena, point[IR_ARRAY_X], nx);
    site.p = rounded(arena, point[IR_ARRAY_P], np);
    site.direction = rounded(arena, seed, nx);
    point_seed(arena, pipeline->options, value, "w", ny, &state, &seed);
    site.weights = rounded(arena, seed, ny);
    site.scratch = arena_create();
    site_differentiate(&site);
    printf("model %s\n", atom_text(value->atoms, value->name));
    print_numbers("x", site.x, nx);
    print_numbers("p", site.p, np);
    print_numbers("dx", site.direction, nx);
    print_numbers("w", site.weights, ny);
    print_functions(&site);
    arena_destroy(site.scratch);
    return true;
}

int main(int count, char **arguments)
{
    struct pipeline pipeline = {.compilation = compilation_create()};
    struct options options;
    pipeline.options = &options;
    bool well = options_read(pipeline.compilation.arena, count, arguments, &options) == OPTIONS_GO;
    well = well && pipeline_report(&pipeline, pipeline_read(&pipeline, options.inputs.at[0])) ==
                       STATUS_FINE;
    well = well && pipeline_derive(&pipeline) == STATUS_FINE;
    for (uint32_t i = 0; well && i < pipeline.models.count; i++) {
        well = print_model(&pipeline, &pipeline.models.at[i]);
    }
    compilation_destroy(&pipeline.compilation);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
