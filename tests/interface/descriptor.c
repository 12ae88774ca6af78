/* One piece of code for all models, through their descriptors: generated in every layout, with both
 * forms of arguments, in pieces with scratch memory, in float and long double, and from C++. They
 * agree. */
#include "described_args.h"
#include "described_columns.h"
#include "described_coo.h"
#include "described_csc.h"
#include "described_csr.h"
#include "described_dense.h"
#include "described_float.h"
#include "described_long.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NX = dense_form_nx, NP = dense_form_np, NY = dense_form_ny, ALL = 1000 };

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
                  {"args", &args_form_model}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const struct all other = all_of(others[i].who, others[i].model);
        compare(others[i].who, &other, &dense);
    }
    expect("args", "its functions want scratch memory", args_form_model.work > 0);
    check_float(&float_form_model, &dense);
    check_long(&long_form_model, &dense);
    return failures > 0;
}
