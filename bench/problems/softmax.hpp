/* The cross entropy of a softmax layer: see softmax.ad. */
enum { nx = 54, np = 14, ny = 1 };

template <class T> void function(const T *x, const double *p, T *loss)
{
    const double *u = p, *t = p + 8;
    T z[6], top;
    for (int i = 0; i < 6; i++) {
        z[i] = x[48 + i];
        for (int j = 0; j < 8; j++) {
            z[i] += x[8 * i + j] * u[j];
        }
        top = i == 0 ? z[0] : larger(top, z[i]);
    }
    T sum = T(0.0), agreement = T(0.0);
    double shares = 0;
    for (int i = 0; i < 6; i++) {
        sum += exp(z[i] - top);
        agreement += t[i] * z[i];
        shares += t[i];
    }
    loss[0] = shares * (top + log(sum)) - agreement;
}
