/* Helmholtz energy: see helmholtz.ad. */
enum { nx = 10, np = 110, ny = 1 };

template <class T> void function(const T *x, const double *p, T *f)
{
    const double *b = p + 100;
    T bx = T(0.0), quadratic = T(0.0), ideal = T(0.0);
    for (int i = 0; i < nx; i++) {
        bx += b[i] * x[i];
    }
    for (int i = 0; i < nx; i++) {
        T row = T(0.0);
        for (int k = 0; k < nx; k++) {
            row += p[nx * i + k] * x[k];
        }
        quadratic += x[i] * row;
        ideal += x[i] * log(x[i] / (1.0 - bx));
    }
    const double root = std::sqrt(2.0);
    f[0] = ideal - quadratic / (std::sqrt(8.0) * bx)
                       * log((1.0 + (1.0 + root) * bx) / (1.0 + (1.0 - root) * bx));
}
