/* The errors of a homography: see homography.ad. */
enum { nx = 9, np = 16, ny = 8 };

template <class T> void function(const T *H, const double *p, T *err)
{
    for (int i = 0; i < 4; i++) {
        const double u = p[2 * i], v = p[2 * i + 1];
        const T q = H[6] * u + H[7] * v + H[8];
        err[2 * i] = (H[0] * u + H[1] * v + H[2]) / q - p[8 + 2 * i];
        err[2 * i + 1] = (H[3] * u + H[4] * v + H[5]) / q - p[8 + 2 * i + 1];
    }
}
