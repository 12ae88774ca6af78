#include <stddef.h>

#ifndef ADC_MATRIX
#define ADC_MATRIX
/* How a matrix lies in the array that a generated function fills, which has `count` elements. May
 * be used without any conditions. */
enum adc_layout {
    ADC_NONE,    /* there is no such matrix */
    ADC_DENSE,   /* all entries, row by row */
    ADC_COLUMNS, /* all entries, column by column */
    ADC_CSR,     /* those that are not zero by structure, row by row, */
    ADC_CSC,     /* column by column, */
    ADC_COO      /* with the place of each */
};
enum adc_triangle { ADC_FULL, ADC_LOWER, ADC_UPPER };

struct adc_matrix {
    enum adc_layout layout;
    enum adc_triangle triangle; /* of a symmetric matrix: which half is stored */
    int rows;
    int columns;
    int count;
    const int *ptr; /* csr: where each row begins, and the end; csc: each column; else NULL */
    const int *idx; /* csr: the column of each element; csc: its row; else NULL */
    const int *row; /* coo: of each element; else NULL */
    const int *col;
};

/* An argument of a model: the elements first .. first + rows*columns - 1 of x, p or y. */
struct adc_variable {
    const char *name;
    int rank; /* 0 scalar, 1 vector (one column), 2 matrix, row by row */
    int rows;
    int columns;
    int first;
};
#endif

#ifndef ADC_MODEL
#define ADC_MODEL
/* The functions of a model for many points at once, like those for one below. Element k of point i
 * of an array is at k*stride + i, where the array's stride is count or more; that of an input may
 * be 0: then element k of all points is at k. */
struct adc_batch {
    int work; /* elements of scratch memory */
    void (*value)(size_t count, const double *x, size_t x_stride, const double *p, size_t p_stride,
                  double *y, size_t y_stride, double *work);
    void (*gradient)(size_t count, const double *x, size_t x_stride, const double *p,
                     size_t p_stride, double *y, size_t y_stride, double *g, size_t g_stride,
                     double *work);
    void (*jacobian)(size_t count, const double *x, size_t x_stride, const double *p,
                     size_t p_stride, double *y, size_t y_stride, double *jac, size_t jac_stride,
                     double *work);
    void (*hessian)(size_t count, const double *x, size_t x_stride, const double *p,
                    size_t p_stride, const double *w, size_t w_stride, double *h, size_t h_stride,
                    double *work);
    void (*jvp)(size_t count, const double *x, size_t x_stride, const double *p, size_t p_stride,
                const double *dx, size_t dx_stride, double *y, size_t y_stride, double *dy,
                size_t dy_stride, double *work);
    void (*vjp)(size_t count, const double *x, size_t x_stride, const double *p, size_t p_stride,
                const double *wy, size_t wy_stride, double *y, size_t y_stride, double *wx,
                size_t wx_stride, double *work);
    void (*hvp)(size_t count, const double *x, size_t x_stride, const double *p, size_t p_stride,
                const double *w, size_t w_stride, const double *dx, size_t dx_stride, double *hdx,
                size_t hdx_stride, double *work);
    void (*derivatives)(size_t count, const double *x, size_t x_stride, const double *p,
                        size_t p_stride, double *const *results, const size_t *strides,
                        double *work);
};

/* A model for code that serves all: its sizes, names, sparsity and functions. Those that were not
 * generated are NULL. `work` is scratch memory of `work` elements, one for each thread; it may be
 * NULL where that is 0. y may be NULL where derivatives are computed. */
struct adc_model {
    const char *name;
    int nx;
    int np;
    int ny;
    int work;
    int x_count; /* variables in x, p and y */
    int p_count;
    int y_count;
    const struct adc_variable *x;
    const struct adc_variable *p;
    const struct adc_variable *y;
    struct adc_matrix jac;  /* ny x nx */
    struct adc_matrix hess; /* nx x nx */
    void (*value)(const double *x, const double *p, double *y, double *work);
    void (*gradient)(const double *x, const double *p, double *y, double *g, double *work);
    void (*jacobian)(const double *x, const double *p, double *y, double *jac, double *work);
    void (*hessian)(const double *x, const double *p, const double *w, double *h, double *work);
    void (*jvp)(const double *x, const double *p, const double *dx, double *y, double *dy,
                double *work);
    void (*vjp)(const double *x, const double *p, const double *wy, double *y, double *wx,
                double *work);
    void (*hvp)(const double *x, const double *p, const double *w, const double *dx, double *hdx,
                double *work);
    /* of jacobian:K: y and the derivatives of the orders 1 to K, results[0] to results[K], each the
     * Jacobian of the one before; all but the last may be NULL */
    int order;                       /* K; 0: there is no such function */
    const struct adc_matrix *orders; /* of results[1] to results[K] */
    void (*derivatives)(const double *x, const double *p, double *const *results, double *work);
    const struct adc_batch *batch; /* functions for many points; NULL: none were generated */
};
#endif
