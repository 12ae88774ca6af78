/* Bundle adjustment: see bundle.ad. */
enum { nx = 15, np = 2, ny = 3 };

template <class T> void function(const T *x, const double *feature, T *y)
{
    const T *r = x, *centre = x + 3, &f = x[6], *x0 = x + 7, *rad = x + 9, *X = x + 11, &w = x[14];
    const T v[3] = {X[0] - centre[0], X[1] - centre[1], X[2] - centre[2]};
    const T sq = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
    T p[3];
    if (sq > 0.0) {
        const T theta = sqrt(sq), c = cos(theta), s = sin(theta);
        const T a[3] = {r[0] / theta, r[1] / theta, r[2] / theta};
        const T t = (a[0] * v[0] + a[1] * v[1] + a[2] * v[2]) * (1.0 - c);
        p[0] = v[0] * c + (a[1] * v[2] - a[2] * v[1]) * s + a[0] * t;
        p[1] = v[1] * c + (a[2] * v[0] - a[0] * v[2]) * s + a[1] * t;
        p[2] = v[2] * c + (a[0] * v[1] - a[1] * v[0]) * s + a[2] * t;
    } else {
        p[0] = v[0] + (r[1] * v[2] - r[2] * v[1]);
        p[1] = v[1] + (r[2] * v[0] - r[0] * v[2]);
        p[2] = v[2] + (r[0] * v[1] - r[1] * v[0]);
    }
    const T q0 = p[0] / p[2], q1 = p[1] / p[2];
    const T rsq = q0 * q0 + q1 * q1;
    const T distortion = 1.0 + rad[0] * rsq + rad[1] * rsq * rsq;
    y[0] = w * (q0 * distortion * f + x0[0] - feature[0]);
    y[1] = w * (q1 * distortion * f + x0[1] - feature[1]);
    y[2] = 1.0 - w * w;
}
