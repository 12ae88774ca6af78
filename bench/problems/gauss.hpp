/* Two Gaussians on an exponential baseline: see gauss.ad. */
enum { nx = 8, np = 40, ny = 20 };

template <class T> void function(const T *b, const double *p, T *r)
{
    for (int i = 0; i < 20; i++) {
        const double x = p[i];
        const T u = (x - b[3]) / b[4], v = (x - b[6]) / b[7];
        r[i] = b[0] * exp(-b[1] * x) + b[2] * exp(-u * u) + b[5] * exp(-v * v) - p[20 + i];
    }
}
