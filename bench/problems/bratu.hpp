/* Bratu's problem: see bratu.ad. Five colours suffice: a point and its four neighbours differ. */
enum { side = 32, nx = side * side, np = 0, ny = nx, directions = 5 };

inline int direction(int input)
{
    return (input / side + 2 * (input % side)) % directions;
}

template <class T> void function(const T *u, const double *, T *r)
{
    const double h = 1.0 / (side + 1), lambda = 5;
    for (int i = 0; i < side; i++) {
        for (int j = 0; j < side; j++) {
            const T *at = u + side * i + j;
            T &sum = r[side * i + j];
            sum = 4.0 * *at - h * h * lambda * exp(*at);
            if (i > 0) {
                sum -= at[-side];
            }
            if (i + 1 < side) {
                sum -= at[side];
            }
            if (j > 0) {
                sum -= at[-1];
            }
            if (j + 1 < side) {
                sum -= at[1];
            }
        }
    }
}
