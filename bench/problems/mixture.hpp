/* A mixture of Gaussians: see mixture.ad. */
enum { nx = 18, np = 16, ny = 1 };

/* The sum of three; the largest is taken out. */
template <class T> T log_sum_exp(const T *v)
{
    const T top = larger(larger(v[0], v[1]), v[2]);
    return top + log(exp(v[0] - top) + exp(v[1] - top) + exp(v[2] - top));
}

template <class T> void function(const T *x, const double *z, T *f)
{
    const T *alpha = x, *mu = x + 3, *q = x + 9, *l = x + 15;
    T e[6];
    for (int j = 0; j < 6; j++) {
        e[j] = exp(q[j]);
    }
    T sum = -8.0 * log_sum_exp(alpha);
    for (int i = 0; i < 8; i++) {
        T inner[3];
        for (int j = 0; j < 3; j++) {
            const T d0 = z[2 * i] - mu[2 * j], d1 = z[2 * i + 1] - mu[2 * j + 1];
            const T u0 = e[2 * j] * d0, u1 = l[j] * d0 + e[2 * j + 1] * d1;
            inner[j] = alpha[j] + q[2 * j] + q[2 * j + 1] - (u0 * u0 + u1 * u1) / 2.0;
        }
        sum += log_sum_exp(inner);
    }
    f[0] = sum;
}
