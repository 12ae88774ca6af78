/* A network 8-16-4: see network.ad. */
enum { nx = 212, np = 12, ny = 1 };

template <class T> void function(const T *x, const double *p, T *loss)
{
    T hidden[16];
    for (int i = 0; i < 16; i++) {
        T sum = x[128 + i];
        for (int j = 0; j < 8; j++) {
            sum += x[8 * i + j] * p[j];
        }
        hidden[i] = tanh(sum);
    }
    loss[0] = T(0.0);
    for (int i = 0; i < 4; i++) {
        T sum = x[208 + i];
        for (int j = 0; j < 16; j++) {
            sum += x[144 + 16 * i + j] * hidden[j];
        }
        const T miss = tanh(sum) - p[8 + i];
        loss[0] += miss * miss / 2.0;
    }
}
