/* Sacado's reverse mode, which records the operations of each evaluation: for gradients. */
#define TRILINOS_NO_CONFIG_H /* of Trilinos nothing but Sacado's headers */
#include <trilinos/Sacado_No_Kokkos.hpp>

#include "function.hpp"

void PEER(const double *x, const double *p, double *y, double *d)
{
    typedef Sacado::Rad::ADvar<double> number;
    number in[nx], out[1];
    for (int i = 0; i < nx; i++) {
        in[i] = x[i];
    }
    function(in, p, out);
    number::Gradcomp();
    y[0] = out[0].val();
    for (int i = 0; i < nx; i++) {
        d[i] = in[i].adj();
    }
}
