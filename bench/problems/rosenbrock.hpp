/* Rosenbrock's function in 1000 dimensions: see ../../examples/rosenbrock/rosenbrock.ad. */
enum { nx = 1000, np = 0, ny = 1 };

template <class T> void function(const T *x, const double *, T *f)
{
    f[0] = T(0.0);
    for (int i = 0; i + 1 < nx; i++) {
        const T a = x[i + 1] - x[i] * x[i], b = 1.0 - x[i];
        f[0] += 100.0 * a * a + b * b;
    }
}
