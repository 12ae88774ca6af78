/* One piece of code for all models, through their descriptors: generated in every layout, with both
 * forms of arguments, in pieces with scratch memory, in float and long double, and for many points.
 * They agree. */
#include "described_args.h"
#include "described_batch.h"
#include "described_batch_args.h"
#include "described_columns.h"
#include "described_coo.h"
#include "described_csc.h"
#include "described_csr.h"
#include "described_dense.h"
#include "described_float.h"
#include "described_gradient.h"
#include "described_long.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    NX = dense_form_nx,
    NP = dense_form_np,
    NY = dense_form_ny,
    ALL = 1000,
    POINTS = 37, /* not only whole blocks */
    STRIDE = 41,
    WORK = 4000
};

static int failures;

static void expect(const char *who, const char *what, int holds)
{
    if (!holds) {
        printf("%s: %s\n", who, what);
        failures++;
    }
}

static void same(const char *who, const char *what, int count, const double *a, const double *b,
                 double epsilon)
{
    for (int i = 0; i < count; i++) {
        const double scale = fmax(1, fabs(b[i]));
        expect(who, what, fabs(a[i] - b[i]) <= 60 * epsilon * scale);
    }
}

/* Post: all entries of the matrix, row by row, whatever its layout. */
static void spread(const struct adc_matrix *m, const double *elements, double *dense)
{
    memset(dense, 0, (size_t)(m->rows * m->columns) * sizeof *dense);
    for (int k = 0; k < m->count; k++) {
        int line = 0;
        if (m->ptr != NULL) {
            while (m->ptr[line + 1] <= k) {
                line++;
            }
        }
        const int row = m->layout == ADC_DENSE     ? k / m->columns
                        : m->layout == ADC_COLUMNS ? k % m->rows
                        : m->layout == ADC_CSR     ? line
                        : m->layout == ADC_CSC     ? m->idx[k]
                                                   : m->row[k];
        const int column = m->layout == ADC_DENSE     ? k % m->columns
                           : m->layout == ADC_COLUMNS ? k / m->rows
                           : m->layout == ADC_CSR     ? m->idx[k]
                           : m->layout == ADC_CSC     ? line
                                                      : m->col[k];
        dense[row * m->columns + column] = elements[k];
        if (m->triangle != ADC_FULL) {
            expect("triangle", "the other half",
                   m->triangle == ADC_LOWER ? row >= column : row <= column);
            dense[column * m->columns + row] = elements[k];
        }
    }
}

static const double x[NX] = {0.5, 1.25, -0.75, 2.0};
static const double p[NP] = {0.375};
static const double w[NY] = {1.0, 0.5, -2.0};
static const double dx[NX] = {0.25, -1.0, 0.5, 1.5};

/* What a model of any kind gives, in one form. */
struct all {
    double y[NY], jac[NY * NX], hess[NX * NX], dy[NY], wx[NX], hdx[NX], jac2[NY * NX * NX];
};

static void expect_sizes(const char *who, int nx, int np, int ny, int x_count, int p_count,
                         int y_count, const struct adc_variable *xs, const struct adc_variable *ps,
                         const struct adc_variable *ys)
{
    expect(who, "sizes", nx == NX && np == NP && ny == NY);
    expect(who, "variables", x_count == 3 && p_count == 1 && y_count == 2);
    expect(who, "s", strcmp(xs[0].name, "s") == 0 && xs[0].rank == 0 && xs[0].first == 0);
    expect(who, "b",
           strcmp(xs[1].name, "b") == 0 && xs[1].rank == 1 && xs[1].rows == 2 && xs[1].first == 1);
    expect(who, "c", strcmp(xs[2].name, "c") == 0 && xs[2].first == 3);
    expect(who, "k", strcmp(ps[0].name, "k") == 0);
    expect(who, "v", strcmp(ys[1].name, "v") == 0 && ys[1].first == 1);
}

static struct all all_of(const char *who, const struct adc_model *m)
{
    struct all all;
    static double work[ALL], jac[ALL], jac2[ALL], hess[ALL], y[NY], again[ALL];
    expect_sizes(who, m->nx, m->np, m->ny, m->x_count, m->p_count, m->y_count, m->x, m->p, m->y);
    expect(who, "what was not asked for", m->gradient == NULL);
    expect(who, "scratch memory", m->work <= ALL && m->jac.count <= ALL && m->hess.count <= ALL);
    m->value(x, p, all.y, work);
    m->jacobian(x, p, y, jac, work);
    same(who, "y with the Jacobian", NY, y, all.y, 0);
    m->jacobian(x, p, NULL, again, work);
    same(who, "the Jacobian alone", m->jac.count, again, jac, 0);
    spread(&m->jac, jac, all.jac);
    m->hessian(x, p, w, hess, work);
    spread(&m->hess, hess, all.hess);
    m->jvp(x, p, dx, NULL, all.dy, work);
    m->vjp(x, p, w, y, all.wx, work);
    m->hvp(x, p, w, dx, all.hdx, work);
    double *const results[] = {NULL, again, jac2};
    expect(who, "two orders", m->order == 2 && m->orders[0].count == m->jac.count);
    m->derivatives(x, p, results, work);
    same(who, "the Jacobian with the second order", m->jac.count, again, jac, DBL_EPSILON);
    static double rows[ALL * NX], dense[ALL];
    spread(&m->orders[1], jac2, rows);
    memset(all.jac2, 0, sizeof all.jac2);
    for (int j = 0; j < NX; j++) {
        for (int k = 0; k < m->jac.count; k++) {
            jac[k] = rows[k * NX + j];
        }
        spread(&m->jac, jac, dense);
        for (int k = 0; k < NY * NX; k++) {
            all.jac2[k * NX + j] = dense[k];
        }
    }
    return all;
}

static void compare(const char *who, const struct all *a, const struct all *b)
{
    same(who, "y", NY, a->y, b->y, 0);
    same(who, "jac", NY * NX, a->jac, b->jac, DBL_EPSILON);
    same(who, "hess", NX * NX, a->hess, b->hess, DBL_EPSILON);
    same(who, "dy", NY, a->dy, b->dy, DBL_EPSILON);
    same(who, "wx", NX, a->wx, b->wx, DBL_EPSILON);
    same(who, "hdx", NX, a->hdx, b->hdx, DBL_EPSILON);
    same(who, "jac2", NY * NX * NX, a->jac2, b->jac2, DBL_EPSILON);
}

/* The structs of the other types are others; that they are filled alike is seen from the Jacobian.
 */
static void check_float(const struct adc_model_float *m, const struct all *exact)
{
    float xf[NX], pf[NP], yf[NY], jf[ALL], workf[ALL];
    double y[NY], jac[NY * NX];
    for (int j = 0; j < NX; j++) {
        xf[j] = (float)x[j];
    }
    pf[0] = (float)p[0];
    expect_sizes("float", m->nx, m->np, m->ny, m->x_count, m->p_count, m->y_count, m->x, m->p,
                 m->y);
    m->jacobian(xf, pf, yf, jf, workf);
    for (int i = 0; i < NY; i++) {
        y[i] = (double)yf[i];
    }
    for (int i = 0; i < NY * NX; i++) {
        jac[i] = (double)jf[i];
    }
    same("float", "y", NY, y, exact->y, (double)FLT_EPSILON);
    same("float", "jac", NY * NX, jac, exact->jac, (double)FLT_EPSILON);
}

static void check_long(const struct adc_model_long_double *m, const struct all *exact)
{
    long double xl[NX], pl[NP], yl[NY], jl[ALL], workl[ALL];
    double jac[NY * NX];
    for (int j = 0; j < NX; j++) {
        xl[j] = (long double)x[j];
    }
    pl[0] = (long double)p[0];
    expect_sizes("long double", m->nx, m->np, m->ny, m->x_count, m->p_count, m->y_count, m->x, m->p,
                 m->y);
    m->jacobian(xl, pl, yl, jl, workl);
    for (int i = 0; i < NY * NX; i++) {
        jac[i] = (double)jl[i];
    }
    same("long double", "jac", NY * NX, jac, exact->jac, DBL_EPSILON);
}

/* -- many points -- */

/* An input for many points: that of one, and a little more from point to point. `shared` makes its
 * stride 0. */
struct input {
    double all[NX * STRIDE];
    size_t stride;
};

static struct input spread_input(int count, const double *one, int shared)
{
    struct input input = {.stride = shared ? 0 : STRIDE};
    for (int k = 0; k < count; k++) {
        for (int i = 0; i < POINTS; i++) {
            input.all[shared ? k : k * STRIDE + i] = shared ? one[k] : one[k] + 0.01 * i;
        }
    }
    return input;
}

/* Post: `one`, what the input is at a point. */
static const double *at_point(const struct input *input, int count, int point, double *one)
{
    for (int k = 0; k < count; k++) {
        one[k] = input->stride == 0 ? input->all[k] : input->all[k * STRIDE + point];
    }
    return one;
}

static void same_at(const char *who, const char *what, int point, int count, const double *many,
                    const double *one)
{
    double at[ALL];
    for (int k = 0; k < count; k++) {
        at[k] = many[k * STRIDE + point];
    }
    same(who, what, count, at, one, DBL_EPSILON);
}

/* The functions for many points against those for one; some inputs are the same for all points. */
static void check_many(const char *who, const struct adc_model *m, int x_shared, int p_shared,
                       int seeds_shared)
{
    const struct adc_batch *b = m->batch;
    const struct input xs = spread_input(NX, x, x_shared), ps = spread_input(NP, p, p_shared);
    const struct input ws = spread_input(NY, w, seeds_shared);
    const struct input dxs = spread_input(NX, dx, seeds_shared);
    static double y[NY * STRIDE], jac[ALL * STRIDE], hess[ALL * STRIDE], dy[NY * STRIDE],
        wx[NX * STRIDE], hdx[NX * STRIDE], jac2[ALL * STRIDE], again[ALL * STRIDE], work[WORK];
    double *const results[] = {NULL, again, jac2};
    const size_t strides[] = {STRIDE, STRIDE, STRIDE};
    expect(who, "scratch memory for many points", b->work <= WORK);
    b->value(POINTS, xs.all, xs.stride, ps.all, ps.stride, y, STRIDE, work);
    b->jacobian(POINTS, xs.all, xs.stride, ps.all, ps.stride, NULL, STRIDE, jac, STRIDE, work);
    b->hessian(POINTS, xs.all, xs.stride, ps.all, ps.stride, ws.all, ws.stride, hess, STRIDE, work);
    b->jvp(POINTS, xs.all, xs.stride, ps.all, ps.stride, dxs.all, dxs.stride, NULL, 0, dy, STRIDE,
           work);
    b->vjp(POINTS, xs.all, xs.stride, ps.all, ps.stride, ws.all, ws.stride, y, STRIDE, wx, STRIDE,
           work);
    b->hvp(POINTS, xs.all, xs.stride, ps.all, ps.stride, ws.all, ws.stride, dxs.all, dxs.stride,
           hdx, STRIDE, work);
    b->derivatives(POINTS, xs.all, xs.stride, ps.all, ps.stride, results, strides, work);
    for (int i = 0; i < POINTS; i++) {
        double x1[NX], p1[NP], w1[NY], dx1[NX], one[ALL], two[ALL];
        double *const both[] = {NULL, one, two};
        at_point(&xs, NX, i, x1);
        at_point(&ps, NP, i, p1);
        at_point(&ws, NY, i, w1);
        at_point(&dxs, NX, i, dx1);
        m->value(x1, p1, one, work);
        same_at(who, "y at many points", i, NY, y, one);
        m->jacobian(x1, p1, NULL, one, work);
        same_at(who, "jac at many points", i, m->jac.count, jac, one);
        m->hessian(x1, p1, w1, one, work);
        same_at(who, "hess at many points", i, m->hess.count, hess, one);
        m->jvp(x1, p1, dx1, NULL, one, work);
        same_at(who, "dy at many points", i, NY, dy, one);
        m->vjp(x1, p1, w1, NULL, one, work);
        same_at(who, "wx at many points", i, NX, wx, one);
        m->hvp(x1, p1, w1, dx1, one, work);
        same_at(who, "hdx at many points", i, NX, hdx, one);
        m->derivatives(x1, p1, both, work);
        same_at(who, "jac with the second order at many points", i, m->jac.count, again, one);
        same_at(who, "jac2 at many points", i, m->orders[1].count, jac2, two);
    }
}

/* A model with one output, one input and no parameter. */
static void check_gradient(void)
{
    const struct adc_model *m = &gradient_bell_model;
    double xs[POINTS], y[POINTS], g[POINTS];
    for (int i = 0; i < POINTS; i++) {
        xs[i] = 0.1 * i;
    }
    expect("gradient", "what was asked for", m->gradient != NULL && m->jacobian == NULL);
    expect("gradient", "what was asked for of many points",
           m->batch->gradient != NULL && m->batch->jacobian == NULL && m->batch->hvp == NULL &&
               m->batch->derivatives == NULL);
    m->batch->gradient(POINTS, xs, POINTS, NULL, 0, y, POINTS, g, POINTS, NULL);
    for (int i = 0; i < POINTS; i++) {
        double y1, g1;
        m->gradient(&xs[i], NULL, &y1, &g1, NULL);
        same("gradient", "at many points", 1, &g[i], &g1, DBL_EPSILON);
        same("gradient", "y at many points", 1, &y[i], &y1, DBL_EPSILON);
    }
}

int main(void)
{
    const struct all dense = all_of("dense", &dense_form_model);
    const struct {
        const char *who;
        const struct adc_model *model;
    } others[] = {{"columns", &columns_form_model},
                  {"csr", &csr_form_model},
                  {"csc", &csc_form_model},
                  {"coo", &coo_form_model},
                  {"args", &args_form_model},
                  {"batch", &batch_form_model},
                  {"batch, args", &batch_args_form_model}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const struct all other = all_of(others[i].who, others[i].model);
        compare(others[i].who, &other, &dense);
    }
    expect("args", "its functions want scratch memory", args_form_model.work > 0);
    expect("dense", "functions for many points", dense_form_model.batch == NULL);
    for (int shared = 0; shared < 8; shared++) {
        check_many("batch", &batch_form_model, shared & 1, shared >> 1 & 1, shared >> 2);
        check_many("batch, args", &batch_args_form_model, shared & 1, shared >> 1 & 1, shared >> 2);
    }
    expect("batch, args", "its functions for many points want scratch memory",
           batch_args_form_model.batch->work > 0);
    check_gradient();
    check_float(&float_form_model, &dense);
    check_long(&long_form_model, &dense);
    return failures > 0;
}
