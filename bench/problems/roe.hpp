/* Roe's flux: see roe.ad. */
enum { nx = 6, np = 0, ny = 3 };

static const double ratio = 1.4;

template <class T> T pressure(const T *U)
{
    return (ratio - 1) * (U[2] - U[1] * U[1] / (2.0 * U[0]));
}

template <class T> void flux(const T *U, T *F)
{
    const T u = U[1] / U[0], p = pressure(U);
    F[0] = U[1];
    F[1] = U[1] * u + p;
    F[2] = (U[2] + p) * u;
}

template <class T> void function(const T *x, const double *, T *y)
{
    const T *left = x, *right = x + 3;
    const T wl = sqrt(left[0]), wr = sqrt(right[0]);
    const T hl = (left[2] + pressure(left)) / left[0];
    const T hr = (right[2] + pressure(right)) / right[0];
    const T u = (wl * (left[1] / left[0]) + wr * (right[1] / right[0])) / (wl + wr);
    const T h = (wl * hl + wr * hr) / (wl + wr);
    const T c2 = (ratio - 1) * (h - u * u / 2.0);
    const T c = sqrt(c2);
    const T d0 = right[0] - left[0], d1 = right[1] - left[1], d2 = right[2] - left[2];
    const T middle = (ratio - 1) / c2 * (d0 * (h - u * u) + u * d1 - d2);
    const T first = (d0 * (u + c) - d1 - c * middle) / (2.0 * c);
    const T last = d0 - first - middle;
    const T s1 = first * fabs(u - c), s2 = middle * fabs(u), s3 = last * fabs(u + c);
    T fl[3], fr[3];
    flux(left, fl);
    flux(right, fr);
    y[0] = (fl[0] + fr[0]) / 2.0 - (s1 + s2 + s3) / 2.0;
    y[1] = (fl[1] + fr[1]) / 2.0 - (s1 * (u - c) + s2 * u + s3 * (u + c)) / 2.0;
    y[2] = (fl[2] + fr[2]) / 2.0 - (s1 * (h - u * c) + s2 * (u * u / 2.0) + s3 * (h + u * c)) / 2.0;
}
