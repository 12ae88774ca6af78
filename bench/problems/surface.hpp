/* The area of a surface: see surface.ad. */
enum { side = 10, nx = side * side, np = 0, ny = 1 };

template <class T> void function(const T *u, const double *, T *area)
{
    const double h = 1.0 / (side + 1);
    T v[side + 2][side + 2];
    for (int i = 0; i < side + 2; i++) {
        for (int j = 0; j < side + 2; j++) {
            const bool inside = i > 0 && i <= side && j > 0 && j <= side;
            v[i][j] = inside ? u[side * (i - 1) + j - 1] : T(i * h * (i * h) - j * h * (j * h));
        }
    }
    T total = T(0.0);
    for (int i = 0; i <= side; i++) {
        for (int j = 0; j <= side; j++) {
            const T a = (v[i + 1][j] - v[i][j]) / h, b = (v[i][j + 1] - v[i][j]) / h;
            const T c = (v[i + 1][j + 1] - v[i][j + 1]) / h;
            const T e = (v[i + 1][j + 1] - v[i + 1][j]) / h;
            total += sqrt(1.0 + a * a + b * b) + sqrt(1.0 + c * c + e * e);
        }
    }
    area[0] = h * h / 2.0 * total;
}
