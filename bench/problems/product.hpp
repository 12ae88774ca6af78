/* The product of 64 variables: see product.ad. */
enum { nx = 64, np = 0, ny = 1 };

template <class T> void function(const T *x, const double *, T *y)
{
    y[0] = x[0];
    for (int i = 1; i < nx; i++) {
        y[0] *= x[i];
    }
}
