/* Combustion of propane: see propane.ad. */
enum { nx = 11, np = 0, ny = 11 };

template <class T> void function(const T *n, const double *, T *f)
{
    const double pressure = 40, ratio = 10;
    const double k5 = 1.930e-1, k6 = 2.597e-3, k7 = 3.448e-3, k8 = 1.799e-5, k9 = 2.155e-4,
                 k10 = 3.846e-5;
    const T q = pressure / n[10];
    const T s = sqrt(q);
    f[0] = n[0] + n[3] - 3.0;
    f[1] = 2.0 * n[0] + n[1] + n[3] + n[6] + n[7] + n[8] + 2.0 * n[9] - ratio;
    f[2] = 2.0 * n[1] + 2.0 * n[4] + n[5] + n[6] - 8.0;
    f[3] = 2.0 * n[2] + n[8] - 4.0 * ratio;
    f[4] = k5 * n[1] * n[3] - n[0] * n[4];
    f[5] = k6 * sqrt(n[1] * n[3]) - sqrt(n[0]) * n[5] * s;
    f[6] = k7 * sqrt(n[0] * n[1]) - sqrt(n[3]) * n[6] * s;
    f[7] = k8 * n[0] - n[3] * n[7] * q;
    f[8] = k9 * n[0] * sqrt(n[2]) - n[3] * n[8] * s;
    f[9] = k10 * n[0] * n[0] - n[3] * n[3] * n[9] * q;
    f[10] = n[10];
    for (int i = 0; i < 10; i++) {
        f[10] -= n[i];
    }
}
