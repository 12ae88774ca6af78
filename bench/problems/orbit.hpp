/* A satellite: see orbit.ad. */
enum { nx = 6, np = 0, ny = 6 };

template <class T> void function(const T *x, const double *, T *y)
{
    const double mu = 398600.4418, radius = 6378.1363, J2 = 1.0826269e-3;
    const T d = sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
    const T q = radius / d, s = x[2] / d;
    const T flat = 1.5 * J2 * q * q;
    const T z = 5.0 * s * s;
    const T pull = -mu / (d * d * d);
    y[0] = x[3];
    y[1] = x[4];
    y[2] = x[5];
    y[3] = pull * x[0] * (1.0 + flat * (1.0 - z));
    y[4] = pull * x[1] * (1.0 + flat * (1.0 - z));
    y[5] = pull * x[2] * (1.0 + flat * (3.0 - z));
}
