/* Regression with Student's t: see student.ad. */
enum { nx = 6, np = 150, ny = 1 };

template <class T> void function(const T *beta, const double *p, T *f)
{
    const T s = exp(beta[5]);
    T sum = T(0.0);
    for (int i = 0; i < 25; i++) {
        T r = T(p[125 + i]);
        for (int j = 0; j < 5; j++) {
            r -= p[5 * i + j] * beta[j];
        }
        const T q = r / s;
        sum += log(1.0 + q * q / 4.0);
    }
    f[0] = 25.0 * beta[5] + 2.5 * sum;
}
