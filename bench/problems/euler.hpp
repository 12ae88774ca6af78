/* The flux of the Euler equations: see euler.ad. */
enum { nx = 4, np = 2, ny = 4 };

template <class T> void function(const T *U, const double *n, T *F)
{
    const T u = U[1] / U[0], v = U[2] / U[0];
    const T p = 0.4 * (U[3] - (U[1] * U[1] + U[2] * U[2]) / (2.0 * U[0]));
    const T vn = u * n[0] + v * n[1];
    F[0] = U[0] * vn;
    F[1] = U[1] * vn + p * n[0];
    F[2] = U[2] * vn + p * n[1];
    F[3] = (U[3] + p) * vn;
}
