/* Ceres Solver's dual numbers: forward mode, all directions at once. */
#include <ceres/jet.h>

/* Ceres calls it abs. */
namespace ceres {
template <class T, int n> Jet<T, n> fabs(const Jet<T, n> &x)
{
    return abs(x);
}
}

#include "function.hpp"

void PEER(const double *x, const double *p, double *y, double *d)
{
    typedef ceres::Jet<double, directions> number;
    number in[nx], out[ny];
    for (int i = 0; i < nx; i++) {
        in[i] = number(x[i], direction(i));
    }
    function(in, p, out);
    for (int j = 0; j < ny; j++) {
        y[j] = out[j].a;
        store_row(j, d, [&](int k) { return out[j].v[k]; });
    }
}
