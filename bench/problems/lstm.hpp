/* A step of an LSTM: see lstm.ad. */
enum { nx = 128, np = 15, ny = 1 };

template <class T> T sigmoid(const T &x)
{
    return 1.0 / (1.0 + exp(-x));
}

template <class T> void function(const T *x, const double *p, T *loss)
{
    const T *U = x, *V = x + 64, *b = x + 112;
    const double *h = p, *c = p + 4, *u = p + 8, *t = p + 11;
    T z[16];
    for (int i = 0; i < 16; i++) {
        z[i] = b[i];
        for (int j = 0; j < 4; j++) {
            z[i] += U[4 * i + j] * h[j];
        }
        for (int j = 0; j < 3; j++) {
            z[i] += V[3 * i + j] * u[j];
        }
    }
    T sum = T(0.0);
    for (int i = 0; i < 4; i++) {
        const T cell = sigmoid(z[4 + i]) * c[i] + sigmoid(z[i]) * tanh(z[8 + i]);
        const T miss = sigmoid(z[12 + i]) * tanh(cell) - t[i];
        sum += miss * miss / 2.0;
    }
    loss[0] = sum;
}
