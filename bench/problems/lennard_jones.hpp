/* A Lennard-Jones cluster: see lennard_jones.ad. */
enum { nx = 24, np = 0, ny = 1 };

template <class T> void function(const T *r, const double *, T *e)
{
    T sum = T(0.0);
    for (int i = 0; i < 8; i++) {
        for (int j = i + 1; j < 8; j++) {
            const T x = r[3 * i] - r[3 * j], y = r[3 * i + 1] - r[3 * j + 1];
            const T z = r[3 * i + 2] - r[3 * j + 2];
            const T square = x * x + y * y + z * z;
            const T s = 1.0 / (square * square * square);
            sum += 4.0 * (s * s - s);
        }
    }
    e[0] = sum;
}
