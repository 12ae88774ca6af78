/* What derivatives should be at a point, to 30 digits and more: for `adc check` and for tests. */
#ifndef ADC_DRIVER_CHECK_TARGET_H
#define ADC_DRIVER_CHECK_TARGET_H

#include "pipeline.h"
#include "reference.h"

/* What an element should be. */
struct target {
    long double value;
    double error; /* of it, far below double's */
    bool smooth;  /* it has a derivative there */
};

#if ADC_HAVE_MPFR

/* A point, and what is exact there. */
struct site {
    struct arena *scratch;
    const struct pipeline_model *model;
    const struct pipeline_model *opened; /* the same with opened constants, */
    const struct ir_function *adjoint;   /* and its adjoint product; NULL where not wanted */
    const struct ir_function **orders; /* of repeated modes: what can be differentiated, or NULL */
    const double *x;
    const double *p;
    const double *direction;                   /* an element for each of x */
    const double *weights;                     /* an element for each of y */
    const double *constants;                   /* of functions whose constants are opened */
    const struct reference_jacobian *jacobian; /* of the outputs */
    const struct reference_jacobian *hessian;  /* of their weighted sum; NULL where not wanted */
};

/* Post: a site without a point. The constants of the model are opened and it is derived again for
 * bounds; see reference/constants.c. */
struct site site_of(struct pipeline *pipeline, const struct pipeline_model *model);

/* Post: the point as arguments of a function of any mode. */
const double *const *site_arguments(const struct site *site, const struct ir_function *f);

/* Post: the site has the derivatives that the model's functions need. */
void site_differentiate(struct site *site);

/* Post: bounds on the errors of the values of the model's function number `mode`, as
 * reference_bound; those of the results, but for y, also cover what derivation makes of constants.
 */
void site_bounds(const struct site *site, uint32_t mode,
                 const struct reference_arithmetic *arithmetic, const double *values,
                 double *bounds);

/* Post: the matrix of derivatives that this result of a function is, or is the product of with a
 * vector; of a higher order: the Jacobian of the order before, which is checked itself. */
const struct reference_jacobian *site_matrix(const struct site *site, const struct ir_function *f,
                                             uint32_t result);

/* Post: what belongs at a place of a matrix. */
struct target target_of_entry(const struct reference_jacobian *matrix, uint32_t row,
                              uint32_t column);

/* Post: what element e of a result should be; `matrix` is that of site_matrix. */
struct target target_of_element(const struct site *site, const struct reference_jacobian *matrix,
                                const struct ir_result *result, uint32_t e);

#endif

/* Post: whether the mode of this name computes second derivatives. */
bool target_is_second(const char *mode);

#endif
