/* ADOL-C: the function is recorded once, at the first point, and the tape interpreted from then on.
 * Jacobians are taken by the mode that its driver `jacobian` chooses, by the routines that it
 * calls, because these give the values, too. (Debian's is built without ColPack, so its drivers for
 * sparse matrices do nothing; they are taken by the colouring of function.hpp.) */
#include <adolc/adolc.h>

inline adouble larger(const adouble &a, const adouble &b)
{
    return fmax(a, b);
}

#include "function.hpp"

static const short tape = 1;

static void record(const double *x, const double *p)
{
    static adouble in[nx], out[ny];
    double ignored;
    trace_on(tape);
    for (int i = 0; i < nx; i++) {
        in[i] <<= x[i];
    }
    function(in, p, out);
    for (int j = 0; j < ny; j++) {
        out[j] >>= ignored;
    }
    trace_off();
}

/* Where the derivative is sparse: the directions of its colouring. */
static double **seeds()
{
    double **seed = myalloc2(nx, directions);
    for (int i = 0; i < nx; i++) {
        for (int k = 0; k < directions; k++) {
            seed[i][k] = k == direction(i);
        }
    }
    return seed;
}

#if defined HESSIAN && defined SPARSE
static void derivative(const double *x, double *, double *d)
{
    static double **seed = seeds(), **product = myalloc2(nx, directions);
    hess_mat(tape, nx, directions, const_cast<double *>(x), seed, product);
    for (int i = 0; i < nx; i++) {
        store_row(i, d, [&](int k) { return product[i][k]; });
    }
}
#elif defined HESSIAN
static void derivative(const double *x, double *, double *d)
{
    double *lower[nx];
    for (int i = 0; i < nx; i++) {
        lower[i] = d + nx * i;
    }
    hessian(tape, nx, const_cast<double *>(x), lower);
    for (int i = 0; i < nx; i++) {
        for (int k = 0; k < i; k++) {
            d[nx * k + i] = d[nx * i + k];
        }
    }
}
#elif defined SPARSE
static void derivative(const double *x, double *y, double *d)
{
    static double **seed = seeds(), **product = myalloc2(ny, directions);
    fov_forward(tape, ny, nx, directions, x, seed, y, product);
    for (int j = 0; j < ny; j++) {
        store_row(j, d, [&](int k) { return product[j][k]; });
    }
}
#else
static void derivative(const double *x, double *y, double *d)
{
    double *row[ny];
    for (int j = 0; j < ny; j++) {
        row[j] = d + nx * j;
    }
    if (nx / 2 < ny) {
        static double **seed = seeds();
        fov_forward(tape, ny, nx, nx, x, seed, y, row);
    } else {
        static double **identity = myallocI2(ny);
        zos_forward(tape, ny, nx, 1, x, y);
        fov_reverse(tape, ny, nx, ny, identity, row);
    }
}
#endif

void PEER(const double *x, const double *p, double *y, double *d)
{
    static bool recorded = false;
    if (!recorded) {
        record(x, p);
        recorded = true;
    }
    derivative(x, y, d);
}
