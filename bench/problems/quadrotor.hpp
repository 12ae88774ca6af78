/* A quadrotor: see quadrotor.ad. */
enum { nx = 17, np = 0, ny = 13 };

template <class T> void function(const T *x, const double *, T *y)
{
    static const double mass = 0.5, arm = 0.17, drag = 0.016, I[3] = {2.3e-3, 2.4e-3, 4e-3};
    const T *v = x + 3, *q = x + 6, *w = x + 10, *u = x + 13;
    const T lift = (u[0] + u[1] + u[2] + u[3]) / mass;
    for (int i = 0; i < 3; i++) {
        y[i] = v[i];
    }
    y[3] = lift * (2.0 * (q[1] * q[3] + q[0] * q[2]));
    y[4] = lift * (2.0 * (q[2] * q[3] - q[0] * q[1]));
    y[5] = lift * (q[0] * q[0] - q[1] * q[1] - q[2] * q[2] + q[3] * q[3]) - 9.81;
    y[6] = (-q[1] * w[0] - q[2] * w[1] - q[3] * w[2]) / 2.0;
    y[7] = (q[0] * w[0] + q[2] * w[2] - q[3] * w[1]) / 2.0;
    y[8] = (q[0] * w[1] - q[1] * w[2] + q[3] * w[0]) / 2.0;
    y[9] = (q[0] * w[2] + q[1] * w[1] - q[2] * w[0]) / 2.0;
    y[10] = (arm * (u[1] - u[3]) + (I[1] - I[2]) * w[1] * w[2]) / I[0];
    y[11] = (arm * (u[2] - u[0]) + (I[2] - I[0]) * w[2] * w[0]) / I[1];
    y[12] = (drag * (u[0] - u[1] + u[2] - u[3]) + (I[0] - I[1]) * w[0] * w[1]) / I[2];
}
