/* Logistic regression: see logistic.ad. */
enum { nx = 11, np = 220, ny = 1 };

template <class T> void function(const T *w, const double *p, T *f)
{
    const double *t = p + 200;
    T sum = T(0.0);
    for (int i = 0; i < 20; i++) {
        T m = w[10];
        for (int j = 0; j < 10; j++) {
            m += p[10 * i + j] * w[j];
        }
        /* the stable form of log(1 + exp(m)) */
        const T magnitude = fabs(m);
        sum += log(1.0 + exp(-magnitude)) + 0.5 * (m + magnitude) - t[i] * m;
    }
    for (int j = 0; j < 10; j++) {
        sum += 0.05 * w[j] * w[j];
    }
    f[0] = sum;
}
