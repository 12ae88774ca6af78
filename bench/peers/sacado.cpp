/* Sacado's forward mode with a fixed number of directions; for Hessians forward over forward. */
#define TRILINOS_NO_CONFIG_H /* of Trilinos nothing but Sacado's headers */
#define SACADO_ENABLE_NEW_DESIGN
#define SACADO_NEW_FAD_DESIGN_IS_DEFAULT
#include <trilinos/Sacado_No_Kokkos.hpp>

namespace Sacado { namespace Fad { namespace Exp {
/* Sacado has none. */
template <class Storage> GeneralFad<Storage> erfc(const GeneralFad<Storage> &x)
{
    using std::erfc;
    using std::exp;
    typedef typename GeneralFad<Storage>::value_type value_type;
    const value_type v = x.val();
    GeneralFad<Storage> y(x.size(), value_type(erfc(v)));
    const value_type slope = -1.1283791670955126 * exp(-v * v);
    for (int i = 0; i < x.size(); i++) {
        y.fastAccessDx(i) = slope * x.dx(i);
    }
    return y;
}
}}}

#include "function.hpp"

typedef Sacado::Fad::SFad<double, directions> number;

#ifdef HESSIAN
void PEER(const double *x, const double *p, double *, double *d)
{
    typedef Sacado::Fad::SFad<number, nx> second;
    second in[nx], out[ny];
    for (int i = 0; i < nx; i++) {
        in[i] = second(nx, i, number(nx, i, x[i]));
    }
    function(in, p, out);
    for (int i = 0; i < nx; i++) {
        for (int k = 0; k < nx; k++) {
            d[nx * i + k] = out[0].dx(i).dx(k);
        }
    }
}
#else
void PEER(const double *x, const double *p, double *y, double *d)
{
    number in[nx], out[ny];
    for (int i = 0; i < nx; i++) {
        in[i] = number(directions, direction(i), x[i]);
    }
    function(in, p, out);
    for (int j = 0; j < ny; j++) {
        y[j] = out[j].val();
        store_row(j, d, [&](int k) { return out[j].dx(k); });
    }
}
#endif
