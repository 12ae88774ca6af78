/* The price of a call: see ../../examples/black_scholes/black_scholes.ad. */
enum { nx = 5, np = 0, ny = 1 };

template <class T> T normal_cdf(const T &z)
{
    const T scaled = -z / sqrt(2.0);
    return erfc(scaled) / 2.0;
}

template <class T> void function(const T *x, const double *, T *price)
{
    const T &S = x[0], &K = x[1], &r = x[2], &sigma = x[3], &t = x[4];
    const T spread = sigma * sqrt(t);
    const T d1 = (log(S / K) + (r + sigma * sigma / 2.0) * t) / spread;
    const T d2 = d1 - spread;
    price[0] = S * normal_cdf(d1) - K * exp(-r * t) * normal_cdf(d2);
}
