/* The human heart dipole: see ../../examples/heart_dipole/heart_dipole.ad. */
enum { nx = 8, np = 0, ny = 8 };

template <class T> void function(const T *x, const double *, T *m)
{
    const T &a = x[0], &b = x[1], &c = x[2], &d = x[3], &t = x[4], &u = x[5], &v = x[6], &w = x[7];
    m[0] = a + b;
    m[1] = c + d;
    m[2] = t * a + u * b - v * c - w * d;
    m[3] = v * a + w * b + t * c + u * d;
    m[4] = a * (t * t - v * v) - 2.0 * c * t * v + b * (u * u - w * w) - 2.0 * d * u * w;
    m[5] = c * (t * t - v * v) + 2.0 * a * t * v + d * (u * u - w * w) + 2.0 * b * u * w;
    m[6] = a * t * (t * t - 3.0 * v * v) + c * v * (v * v - 3.0 * t * t)
           + b * u * (u * u - 3.0 * w * w) + d * w * (w * w - 3.0 * u * u);
    m[7] = c * t * (t * t - 3.0 * v * v) - a * v * (v * v - 3.0 * t * t)
           + d * u * (u * u - 3.0 * w * w) - b * w * (w * w - 3.0 * u * u);
}
