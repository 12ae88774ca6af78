/* The payoff of an Asian call: see asian.ad. */
enum { nx = 5, np = 16, ny = 1 };

template <class T> void function(const T *x, const double *z, T *payoff)
{
    const T &r = x[1], &sigma = x[2], &time = x[3];
    const T dt = time / 16.0;
    const T drift = (r - sigma * sigma / 2.0) * dt, spread = sigma * sqrt(dt);
    T S = x[0], total = T(0.0);
    for (int i = 0; i < 16; i++) {
        S *= exp(drift + spread * z[i]);
        total += S;
    }
    payoff[0] = exp(-r * time) * larger(T(total / 16.0 - x[4]), T(0.0));
}
