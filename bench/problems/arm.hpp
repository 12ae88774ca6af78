/* The pose of a six-joint arm: see ../../examples/robot_arm/robot_arm.ad. */
enum { nx = 6, np = 0, ny = 6 };

template <class T> void function(const T *q, const double *, T *pose)
{
    static const double a[6] = {0, -0.425, -0.39225, 0, 0, 0};
    static const double d[6] = {0.089159, 0, 0, 0.10915, 0.09465, 0.0823};
    static const double ca[6] = {0, 1, 1, 0, 0, 1}, sa[6] = {1, 0, 0, 1, -1, 0};
    T R[3][3], p[3];
    for (int i = 0; i < 3; i++) {
        p[i] = T(0.0);
        for (int k = 0; k < 3; k++) {
            R[i][k] = T(i == k ? 1.0 : 0.0);
        }
    }
    for (int j = 0; j < 6; j++) {
        const T c = cos(q[j]), s = sin(q[j]);
        for (int i = 0; i < 3; i++) {
            const T r0 = R[i][0], r1 = R[i][1], r2 = R[i][2];
            const T along = r0 * c + r1 * s, across = r1 * c - r0 * s;
            p[i] += along * a[j] + r2 * d[j];
            R[i][0] = along;
            R[i][1] = across * ca[j] + r2 * sa[j];
            R[i][2] = r2 * ca[j] - across * sa[j];
        }
    }
    for (int i = 0; i < 3; i++) {
        pose[i] = p[i];
    }
    const T level = sqrt(R[0][0] * R[0][0] + R[1][0] * R[1][0]), down = -R[2][0];
    pose[3] = atan2(R[2][1], R[2][2]);
    pose[4] = atan2(down, level);
    pose[5] = atan2(R[1][0], R[0][0]);
}
