/* The likelihood by the Kalman filter: see kalman.ad. */
enum { nx = 3, np = 12, ny = 1 };

template <class T> void function(const T *x, const double *t, T *f)
{
    const T q0 = exp(x[0]), q1 = exp(x[1]), r = exp(x[2]);
    T a0 = T(t[0]), a1 = T(0.0), p00 = T(1.0), p01 = T(0.0), p11 = T(1.0), sum = T(0.0);
    for (int i = 1; i < 12; i++) {
        a0 += a1;
        p00 += 2.0 * p01 + p11 + q0;
        p01 += p11;
        p11 += q1;
        const T miss = t[i] - a0, S = p00 + r;
        const T k0 = p00 / S, k1 = p01 / S;
        sum += (log(S) + miss * miss / S) / 2.0;
        a0 += k0 * miss;
        a1 += k1 * miss;
        p11 -= k1 * p01;
        p01 -= k1 * p00;
        p00 -= k0 * p00;
    }
    f[0] = sum;
}
