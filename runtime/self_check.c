/* Checks a model's derivatives on the machine that they are for: each matrix times a direction
 * against differences of what it is the derivative of, extrapolated to the step 0 (C. J. F.
 * Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances in Engineering Software 4
 * (1982), 75-76), which also gives an estimate of their error. May be used without any conditions.
 */
#include "model.h"
#include <float.h>
#include <math.h>
#include <stdio.h>

enum { ADC_LEVELS = 8, ADC_POINTS = 5, ADC_TRIES = 200, ADC_AXES = 64, ADC_RANDOM = 8 };

/* Elements of scratch memory for a model; `most` is the number of elements of its largest array. */
#define ADC_SPACE(nx, np, ny, most, work) \
    (3 * (nx) + 2 * (np) + 2 * (ny) + (ADC_LEVELS + 13) * (most) + (work) + 1)

/* What is differentiated. */
enum adc_what {
    ADC_VALUES,    /* y */
    ADC_SUM,       /* the sum of w[i]*y[i] */
    ADC_SLOPES,    /* its gradient */
    ADC_DERIVATIVE /* a result of the function of higher orders */
};

struct adc_check {
    const struct adc_model *model;
    double *x;
    double *p;
    double *shaken_p;
    double *w;
    double *v;     /* the direction */
    double *moved; /* x + t*v */
    double *y;
    double *sparse; /* elements of a matrix */
    double *ahead;  /* what is differentiated at t > 0, behind, and at 0 */
    double *behind;
    double *here;
    double *row;   /* of Neville's scheme: ADC_LEVELS estimates for each element */
    double *trial; /* derivatives by differences from one first step, and their errors */
    double *trial_error;
    double *noise; /* how much what is differentiated changes with the last digits of x */
    double *other; /* likewise the second best of all first steps, */
    double *other_error;
    double *best; /* and the best, */
    double *error;
    double *doubt; /* and how far from it smaller steps are, */
    double *exact; /* the same as they were generated, */
    double *blur;  /* how much they change with x's last digits, */
    double *size;  /* and the sum of the absolute values of what they are sums of */
    double *work;
    double *results[10]; /* of the function of higher orders */
    double level;        /* of the sum whose slopes are differentiated; 0 where it is none */
    int count;           /* elements of what is differentiated */
    int order;           /* which result of higher orders is */
    unsigned long state; /* of chance */
    int points;
    int compared;
    int wrong;
    int skipped;
    int infinite; /* of these: not finite where differences are */
};

static double *adc_take(double **space, int count)
{
    double *const taken = *space;
    *space += count;
    return taken;
}

static int adc_larger(int a, int b)
{
    return a > b ? a : b;
}

/* The number of elements of the largest array. */
static int adc_most(const struct adc_model *model)
{
    int most = adc_larger(adc_larger(model->nx, model->ny), 1);
    most = adc_larger(most, adc_larger(model->jac.count, model->hess.count));
    for (int k = 0; k < model->order; k++) {
        most = adc_larger(most, model->orders[k].count);
    }
    return most;
}

static void adc_begin(struct adc_check *c, const struct adc_model *model, double *space)
{
    const int most = adc_most(model);
    c->model = model;
    c->x = adc_take(&space, model->nx);
    c->v = adc_take(&space, model->nx);
    c->moved = adc_take(&space, model->nx);
    c->p = adc_take(&space, model->np);
    c->shaken_p = adc_take(&space, model->np);
    c->w = adc_take(&space, model->ny);
    c->y = adc_take(&space, model->ny);
    c->row = adc_take(&space, ADC_LEVELS * most);
    c->sparse = adc_take(&space, most);
    c->ahead = adc_take(&space, most);
    c->behind = adc_take(&space, most);
    c->here = adc_take(&space, most);
    c->trial = adc_take(&space, most);
    c->trial_error = adc_take(&space, most);
    c->noise = adc_take(&space, most);
    c->other = adc_take(&space, most);
    c->other_error = adc_take(&space, most);
    c->best = adc_take(&space, most);
    c->error = adc_take(&space, most);
    c->doubt = adc_take(&space, most);
    c->size = adc_take(&space, most);
    c->exact = c->row; /* Neville's scheme is done with by then */
    c->blur = c->row + most;
    c->work = space;
    c->state = 1;
    c->points = 0;
}

/* A number between low and high, by a linear congruence (D. E. Knuth, The Art of Computer
 * Programming, volume 2, section 3.3.4, table 1, line 16). */
static double adc_draw(struct adc_check *c, double low, double high)
{
    c->state = (c->state * 1664525ul + 1013904223ul) & 0xFFFFFFFFul;
    return low + (high - low) * ((double)(c->state / 256) / 16777216.0);
}

/* -- what is differentiated -- */

static void adc_add(double *out, double *size, int to, double element, double factor)
{
    out[to] += element * factor;
    size[to] += fabs(element * factor);
}

/* out = the product of a matrix and v, with the sums of absolute values in size. Symmetric matrices
 * have the other half, too. */
static void adc_multiply(const struct adc_matrix *m, const double *elements, const double *v,
                         double *out, double *size)
{
    int line = 0;
    for (int i = 0; i < m->rows; i++) {
        out[i] = size[i] = 0.0;
    }
    for (int k = 0; k < m->count; k++) {
        int i = m->layout == ADC_COLUMNS ? k % m->rows : k / m->columns;
        int j = m->layout == ADC_COLUMNS ? k / m->rows : k % m->columns;
        while (m->ptr && m->ptr[line + 1] <= k) {
            line++;
        }
        if (m->ptr) {
            i = m->layout == ADC_CSR ? line : m->idx[k];
            j = m->layout == ADC_CSR ? m->idx[k] : line;
        } else if (m->row) {
            i = m->row[k];
            j = m->col[k];
        }
        adc_add(out, size, i, elements[k], v[j]);
        if (m->triangle != ADC_FULL && i != j) {
            adc_add(out, size, j, elements[k], v[i]);
        }
    }
}

/* out = what is differentiated, at x + t*v. Post: the number of its elements. */
static int adc_evaluate(struct adc_check *c, enum adc_what what, double t, double *out)
{
    const struct adc_model *model = c->model;
    for (int j = 0; j < model->nx; j++) {
        c->moved[j] = c->x[j] + t * c->v[j];
    }
    switch (what) {
    case ADC_VALUES:
        model->value(c->moved, c->p, out, c->work);
        return model->ny;
    case ADC_SUM:
        model->value(c->moved, c->p, c->y, c->work);
        out[0] = 0.0;
        for (int i = 0; i < model->ny; i++) {
            out[0] += c->w[i] * c->y[i];
        }
        return 1;
    case ADC_SLOPES:
        model->vjp(c->moved, c->p, c->w, c->y, out, c->work);
        return model->nx;
    case ADC_DERIVATIVE:
        for (int k = 0; k <= model->order; k++) {
            c->results[k] = k == c->order ? out : k == model->order ? c->sparse : 0;
        }
        model->derivatives(c->moved, c->p, c->results, c->work);
        return c->order == 0 ? model->ny : model->orders[c->order - 1].count;
    }
    return 0;
}

/* -- differences -- */

/* Takes the estimate for element e at level i, from a step h, into Neville's scheme. `noise` is
 * what rounding does to it. */
static void adc_extrapolate(struct adc_check *c, int e, int i, double estimate, double noise)
{
    double *const row = c->row + e * ADC_LEVELS;
    double before = row[0]; /* of the level before, one step of extrapolation less */
    double factor = 1.0;
    row[0] = estimate;
    for (int j = 1; j <= i; j++) {
        factor *= 4.0;
        const double next = row[j - 1] + (row[j - 1] - before) / (factor - 1.0);
        const double change = fmax(fabs(next - row[j - 1]), fabs(next - before)) + noise;
        before = row[j];
        row[j] = next;
        if (isfinite(change) && (c->trial_error[e] < 0.0 || change < c->trial_error[e])) {
            c->trial_error[e] = change;
            c->trial[e] = next;
        }
    }
}

/* Keeps the best two of the derivatives from several first steps, which become smaller. The best is
 * in doubt by what a smaller step has against it: large steps do not see a small wave that is
 * shorter than they are, small ones not that a function near saturation moves in stairs, and agree
 * with each other on a wrong slope. Errors are estimated generously, with four units for what is
 * rounded once: a quarter of them is the limit. */
static void adc_keep(struct adc_check *c, int e)
{
    const double error = c->trial_error[e];
    const double apart = fabs(c->trial[e] - c->best[e]);
    if (error >= 0.0 && (c->error[e] < 0.0 || error < c->error[e])) {
        c->other[e] = c->best[e];
        c->other_error[e] = c->error[e];
        c->best[e] = c->trial[e];
        c->error[e] = error;
    } else if (error >= 0.0 && (c->other_error[e] < 0.0 || error < c->other_error[e])) {
        c->other[e] = c->trial[e];
        c->other_error[e] = error;
    }
    if (error > c->error[e] && apart > 0.25 * (error + c->error[e])) {
        c->doubt[e] = fmax(c->doubt[e], apart);
    }
}

/* trial = derivatives from the first step h on, which is halved. */
static void adc_try(struct adc_check *c, enum adc_what what, int count, double h)
{
    for (int e = 0; e < count; e++) {
        c->trial_error[e] = -1.0;
    }
    for (int i = 0; i < ADC_LEVELS; i++) {
        adc_evaluate(c, what, h, c->ahead);
        adc_evaluate(c, what, -h, c->behind);
        for (int e = 0; e < count; e++) {
            const double a = c->ahead[e];
            const double b = c->behind[e];
            const double noise = fmax(c->noise[e], 4.0 * ADC_EPSILON * fmax(fabs(a), fabs(b)));
            adc_extrapolate(c, e, i, (a - b) / (2.0 * h), noise / h);
        }
        h *= 0.5;
    }
}

/* Whether element e is smooth at x: no jump nor kink there or between there and the steps of the
 * best estimate, as a step h to both sides shows, which is small. Pre: it is known ahead, behind
 * and here. */
static int adc_is_smooth(const struct adc_check *c, int e, double h)
{
    const double a = c->ahead[e];
    const double b = c->behind[e];
    const double bend = fabs(a - c->here[e] + (b - c->here[e]));
    const double scale = fabs(a) + fabs(b) + fabs(c->here[e]);
    const double slack = (h * sqrt(h) + 32.0 * ADC_EPSILON) * scale;
    return bend <= slack && fabs((a - b) / (2.0 * h) - c->best[e]) <= slack / h;
}

/* best = the derivatives along v, with their errors; negative where there is
 * none. First steps are large, for what is smooth, and smaller and smaller. By chance an estimate
 * can agree with its neighbours and be wrong: what the best two differ by is part of the error.
 * Post: the number of elements. */
static int adc_differentiate(struct adc_check *c, enum adc_what what)
{
    static const double steps[] = {0.11, 0.083, 0.023, 0.0047, 0.00091, 0.00017};
    const int count = adc_evaluate(c, what, 0.0, c->here);
    c->level = 0.0;
    for (int i = 0; what == ADC_SLOPES && i < c->model->ny; i++) {
        c->level += fabs(c->w[i] * c->y[i]);
    }
    for (int e = 0; e < count; e++) {
        c->best[e] = c->other[e] = 0.0;
        c->error[e] = c->other_error[e] = -1.0;
        c->noise[e] = c->doubt[e] = 0.0;
    }
    for (int k = 0; k < 4; k++) {
        adc_evaluate(c, what, ADC_EPSILON * (double)(2 * k - 3), c->ahead);
        for (int e = 0; e < count; e++) {
            c->noise[e] = fmax(c->noise[e], fabs(c->ahead[e] - c->here[e]));
        }
    }
    for (int s = 0; s < (int)(sizeof steps / sizeof steps[0]); s++) {
        adc_try(c, what, count, steps[s]);
        for (int e = 0; e < count; e++) {
            adc_keep(c, e);
        }
    }
    const double h = 8.0 * sqrt(ADC_EPSILON);
    adc_evaluate(c, what, h, c->ahead);
    adc_evaluate(c, what, -h, c->behind);
    for (int e = 0; e < count; e++) {
        c->error[e] = c->other_error[e] < 0.0 || !adc_is_smooth(c, e, h)
                          ? -1.0
                          : c->error[e] + fabs(c->best[e] - c->other[e]) + c->doubt[e];
    }
    return count;
}

/* -- what was generated -- */

enum adc_function {
    ADC_GRADIENT,
    ADC_JACOBIAN,
    ADC_HESSIAN,
    ADC_JVP,
    ADC_VJP,
    ADC_HVP,
    ADC_ORDERS,
    ADC_FUNCTIONS
};

/* What the function is the derivative of. */
static enum adc_what adc_of(enum adc_function function)
{
    return function == ADC_ORDERS                           ? ADC_DERIVATIVE
           : function == ADC_VJP                            ? ADC_SUM
           : function == ADC_HESSIAN || function == ADC_HVP ? ADC_SLOPES
                                                            : ADC_VALUES;
}

/* out[0] = the sum of the n elements times those of v; as one element of a product. */
static void adc_sum(struct adc_check *c, int n, const double *elements, double *out)
{
    const struct adc_matrix row = {ADC_DENSE, ADC_FULL, 1, n, n, 0, 0, 0, 0};
    adc_multiply(&row, elements, c->v, out, c->size);
}

/* out = the function at x, times v. */
static void adc_generated(struct adc_check *c, enum adc_function function, const double *x,
                          double *out)
{
    const struct adc_model *m = c->model;
    for (int e = 0; e < c->count; e++) {
        c->size[e] = 0.0;
    }
    switch (function) {
    case ADC_GRADIENT:
        m->gradient(x, c->p, 0, c->sparse, c->work);
        adc_sum(c, m->nx, c->sparse, out);
        break;
    case ADC_JACOBIAN:
        m->jacobian(x, c->p, 0, c->sparse, c->work);
        adc_multiply(&m->jac, c->sparse, c->v, out, c->size);
        break;
    case ADC_HESSIAN:
        m->hessian(x, c->p, c->w, c->sparse, c->work);
        adc_multiply(&m->hess, c->sparse, c->v, out, c->size);
        break;
    case ADC_JVP:
        m->jvp(x, c->p, c->v, 0, out, c->work);
        break;
    case ADC_VJP:
        m->vjp(x, c->p, c->w, 0, c->sparse, c->work);
        adc_sum(c, m->nx, c->sparse, out);
        break;
    case ADC_HVP:
        m->hvp(x, c->p, c->w, c->v, out, c->work);
        break;
    case ADC_ORDERS:
        for (int k = 0; k <= m->order; k++) {
            c->results[k] = k == c->order + 1 ? c->ahead : k == m->order ? c->sparse : 0;
        }
        m->derivatives(x, c->p, c->results, c->work);
        adc_multiply(&m->orders[c->order], c->ahead, c->v, out, c->size);
        break;
    case ADC_FUNCTIONS:
        break;
    }
}

/* Post: the number, changed in its last digits. */
static double adc_shake(struct adc_check *c, double number)
{
    return number * (1.0 + ADC_EPSILON * adc_draw(c, -4.0, 4.0));
}

/* exact = what was generated, times v; blur = how
 * much it changes where the last digits of the arguments do: its own rounding is no smaller. */
static void adc_take_exact(struct adc_check *c, enum adc_function function)
{
    const struct adc_model *m = c->model;
    double *const w = c->w;
    double *const p = c->p;
    for (int k = 0; k < 4; k++) {
        double *const out = k == 0 ? c->exact : c->behind;
        for (int j = 0; j < m->nx; j++) {
            c->moved[j] = k == 0 ? c->x[j] : adc_shake(c, c->x[j]);
        }
        for (int j = 0; k > 0 && j < m->np; j++) {
            c->shaken_p[j] = adc_shake(c, p[j]);
        }
        for (int j = 0; k > 0 && j < m->ny; j++) {
            c->y[j] = adc_shake(c, w[j]);
        }
        c->p = k == 0 ? p : c->shaken_p;
        c->w = k == 0 ? w : c->y;
        adc_generated(c, function, c->moved, out);
        for (int e = 0; e < c->count; e++) {
            c->blur[e] = k == 0 ? 0.0 : fmax(c->blur[e], fabs(out[e] - c->exact[e]));
        }
    }
    c->w = w;
    c->p = p;
}

/* Post: of what length the element j of x is. */
static double adc_length(const struct adc_check *c, int j)
{
    return fabs(c->x[j]) > 0.0 ? fabs(c->x[j]) : 1.0;
}

/* -- comparing -- */

/* Compares what was generated with differences. What they tell only roughly is not compared, nor
 * what is no number: right is that where a slope is infinite (sqrt(x - x)). The generated code
 * rounds, too: relative to the largest of the elements, as more cannot be said of all, and by as
 * much as it is blurred; and slopes relative to the values that they are of, over the length of x:
 * where these are saturated, slopes move in stairs that are as high. */
static void adc_compare(struct adc_check *c, enum adc_function function)
{
    const double rounding = cbrt(ADC_EPSILON) * cbrt(ADC_EPSILON);
    double largest = 0.0;
    c->count = adc_differentiate(c, adc_of(function));
    adc_take_exact(c, function);
    for (int e = 0; e < c->count; e++) {
        largest = fmax(largest, fabs(c->here[e]));
        if (isfinite(c->exact[e])) {
            largest = fmax(largest, fmax(fabs(c->exact[e]), c->size[e]));
        }
    }
    for (int e = 0; e < c->count; e++) {
        const double scale = fabs(c->exact[e]) + fabs(c->best[e]) + fabs(c->here[e]);
        const double sloped = c->level > 0.0 ? c->level / adc_length(c, e) : 0.0;
        const double bound = 30.0 * (c->error[e] + c->blur[e]) + rounding * fmax(largest, sloped);
        if (!isfinite(c->exact[e])) {
            c->skipped++;
            c->infinite += c->error[e] >= 0.0;
        } else if (c->error[e] < 0.0 || !(bound < 1e-2 * scale + 1e-4)) {
            c->skipped++;
        } else {
            c->compared++;
            if (!(fabs(c->exact[e] - c->best[e]) <= bound)) {
                c->wrong++;
                printf("  WRONG: element %d of the product is %.9g, by differences %.9g, at most "
                       "%.1e off\n",
                       e, (adc_wide)c->exact[e], (adc_wide)c->best[e], (adc_wide)bound);
            }
        }
    }
}

/* -- points and directions -- */

/* Another point, at which all values are finite: of magnitude 1 and positive first, as many models
 * are defined there alone, then of either sign; or the user's, once. */
static int adc_next_point(struct adc_check *c, const double *x, const double *p)
{
    const struct adc_model *model = c->model;
    for (int tries = 0; tries < (x ? 1 - c->points : ADC_TRIES); tries++) {
        const double low = (c->points + tries) % 2 == 0 ? 0.1 : -2.0;
        int finite = 1;
        for (int j = 0; j < model->nx; j++) {
            c->x[j] = x ? x[j] : adc_draw(c, low, 2.0);
        }
        for (int k = 0; k < model->np; k++) {
            c->p[k] = p ? p[k] : adc_draw(c, low, 2.0);
        }
        model->value(c->x, c->p, c->y, c->work);
        for (int i = 0; i < model->ny; i++) {
            c->w[i] = adc_draw(c, 0.5, 2.0);
            finite = finite && isfinite(c->y[i]);
        }
        if (finite) {
            c->points++;
            return 1;
        }
    }
    return 0;
}

/* v = along an axis, or drawn; as long as x is in each element. */
static void adc_direct(struct adc_check *c, int number, int axes)
{
    for (int j = 0; j < c->model->nx; j++) {
        const double length = adc_length(c, j);
        c->v[j] = number >= axes ? length * adc_draw(c, -1.0, 1.0) : j == number ? length : 0.0;
    }
}

/* Checks one function at several points in several directions. Post: whether something is wrong, or
 * nothing could be compared. */
static int adc_check_function(struct adc_check *c, enum adc_function function, const double *x,
                              const double *p)
{
    static const char *const names[] = {"gradient", "jacobian", "hessian",      "jvp",
                                        "vjp",      "hvp",      "higher orders"};
    const int axes = c->model->nx < ADC_AXES ? c->model->nx : ADC_AXES;
    const int orders = function == ADC_ORDERS ? c->model->order : 1;
    c->points = c->compared = c->wrong = c->skipped = c->infinite = 0;
    c->state = 1;
    for (int point = 0; point < ADC_POINTS && adc_next_point(c, x, p); point++) {
        for (int number = 0; number < axes + ADC_RANDOM; number++) {
            adc_direct(c, number, axes);
            for (c->order = 0; c->order < orders; c->order++) {
                adc_compare(c, function);
            }
        }
    }
    printf("%s: %s: %d point%s, %d derivatives compared, %d wrong, %d skipped\n", c->model->name,
           names[function], c->points, c->points == 1 ? "" : "s", c->compared, c->wrong,
           c->skipped);
    if (c->infinite > 0) {
        printf("  of those skipped %d are infinite or NaN, where differences are not\n",
               c->infinite);
    }
    if (c->compared == 0) {
        printf("  nothing could be compared: give a point by --at\n");
    }
    return c->wrong > 0 || c->compared == 0;
}

/* Checks all functions of a model, at the user's point where x is not NULL. Post: how many are
 * wrong. */
static int adc_self_check(const struct adc_model *model, const double *x, const double *p,
                          double *space)
{
    struct adc_check c;
    int wrong = 0;
    const int made[ADC_FUNCTIONS] = {
        model->gradient != 0, model->jacobian != 0, model->hessian != 0, model->jvp != 0,
        model->vjp != 0,      model->hvp != 0,      model->order > 0};
    adc_begin(&c, model, space);
    for (int f = 0; f < ADC_FUNCTIONS; f++) {
        wrong += made[f] ? adc_check_function(&c, (enum adc_function)f, x, p) : 0;
    }
    return wrong;
}
