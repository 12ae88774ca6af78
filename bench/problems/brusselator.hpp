/* The Brusselator: see brusselator.ad. Every third u, and every third v, share a direction. */
enum { points = 40, nx = 2 * points, np = 0, ny = nx, directions = 6 };

inline int direction(int input)
{
    return input < points ? input % 3 : 3 + (input - points) % 3;
}

template <class T> void function(const T *x, const double *, T *y)
{
    const double c = (points + 1.0) * (points + 1.0) / 50;
    const T *u = x, *v = x + points;
    for (int i = 0; i < points; i++) {
        const T reaction = u[i] * u[i] * v[i];
        T diffusion_u = -2.0 * u[i], diffusion_v = -2.0 * v[i];
        if (i > 0) {
            diffusion_u += u[i - 1];
            diffusion_v += v[i - 1];
        } else {
            diffusion_u += 1.0;
            diffusion_v += 3.0;
        }
        if (i + 1 < points) {
            diffusion_u += u[i + 1];
            diffusion_v += v[i + 1];
        } else {
            diffusion_u += 1.0;
            diffusion_v += 3.0;
        }
        y[i] = 1.0 + reaction - 4.0 * u[i] + c * diffusion_u;
        y[points + i] = 3.0 * u[i] - reaction + c * diffusion_v;
    }
}
