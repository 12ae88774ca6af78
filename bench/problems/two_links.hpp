/* An arm of two links: see two_links.ad. */
enum { nx = 6, np = 0, ny = 2 };

template <class T> void function(const T *x, const double *, T *a)
{
    const double m1 = 1.2, m2 = 0.8, l1 = 0.7, l2 = 0.5, g = 9.81;
    const T c = cos(x[1]), s = sin(x[1]), c12 = cos(x[0] + x[1]);
    const T M11 = l2 * l2 * m2 + 2.0 * l1 * l2 * m2 * c + l1 * l1 * (m1 + m2);
    const T M12 = l2 * l2 * m2 + l1 * l2 * m2 * c;
    const double M22 = l2 * l2 * m2;
    const T V1 = -m2 * l1 * l2 * s * x[3] * x[3] - 2.0 * m2 * l1 * l2 * s * x[2] * x[3];
    const T V2 = m2 * l1 * l2 * s * x[2] * x[2];
    const T G2 = m2 * l2 * g * c12;
    const T G1 = G2 + (m1 + m2) * l1 * g * cos(x[0]);
    const T b0 = x[4] - V1 - G1, b1 = x[5] - V2 - G2;
    const T d = M11 * M22 - M12 * M12;
    a[0] = (M22 * b0 - M12 * b1) / d;
    a[1] = (M11 * b1 - M12 * b0) / d;
}
