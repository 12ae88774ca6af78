/* Examples written once more by hand, as a C programmer would: the generated functions must give
 * the same values to the last bit. What the language promises is thereby fixed: the order of
 * operations is that of the model's text, whole powers are products, dot products of three are
 * summed from the left, and nothing is contracted or reordered. */
#include "black_scholes.h"
#include "bundle_adjustment.h"
#include "dual_graph.h"
#include "heart_dipole.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void dual_graph(const double *x, const double *p, double *y)
{
    (void)p;
    const double v1 = x[0] * x[1];
    const double v2 = sin(v1);
    const double v3 = v1 * v2;
    y[0] = cos(v3);
    y[1] = exp(v3);
}

static double normal_cdf(double z)
{
    return erfc(-z / sqrt(2.0)) / 2.0;
}

static void black_scholes(const double *x, const double *p, double *y)
{
    (void)p;
    const double S = x[0], K = x[1], r = x[2], sigma = x[3], T = x[4];
    const double spread = sigma * sqrt(T);
    const double d1 = (log(S / K) + (r + sigma * sigma / 2.0) * T) / spread;
    const double d2 = d1 - spread;
    y[0] = S * normal_cdf(d1) - K * exp(-r * T) * normal_cdf(d2);
}

static void heart_dipole(const double *x, const double *p, double *y)
{
    (void)p;
    const double a = x[0], b = x[1], c = x[2], d = x[3];
    const double t = x[4], u = x[5], v = x[6], w = x[7];
    const double tt = t * t, uu = u * u, vv = v * v, ww = w * w;
    y[0] = a + b;
    y[1] = c + d;
    y[2] = t * a + u * b - v * c - w * d;
    y[3] = v * a + w * b + t * c + u * d;
    y[4] = a * (tt - vv) - 2 * c * t * v + b * (uu - ww) - 2 * d * u * w;
    y[5] = c * (tt - vv) + 2 * a * t * v + d * (uu - ww) + 2 * b * u * w;
    y[6] = a * t * (tt - 3 * vv) + c * v * (vv - 3 * tt) + b * u * (uu - 3 * ww) +
           d * w * (ww - 3 * uu);
    y[7] = c * t * (tt - 3 * vv) - a * v * (vv - 3 * tt) + d * u * (uu - 3 * ww) -
           b * w * (ww - 3 * uu);
}

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void cross(const double *a, const double *b, double *c)
{
    c[0] = a[1] * b[2] - a[2] * b[1];
    c[1] = a[2] * b[0] - a[0] * b[2];
    c[2] = a[0] * b[1] - a[1] * b[0];
}

static void rotate(const double *r, const double *v, double *result)
{
    const double sq = dot(r, r);
    double turned[3];
    if (sq > 1e-12) {
        const double theta = sqrt(sq);
        const double axis[3] = {r[0] / theta, r[1] / theta, r[2] / theta};
        cross(axis, v, turned);
        for (int i = 0; i < 3; i++) {
            result[i] = cos(theta) * v[i] + sin(theta) * turned[i] +
                        (1 - cos(theta)) * dot(axis, v) * axis[i];
        }
    } else {
        cross(r, v, turned);
        for (int i = 0; i < 3; i++) {
            result[i] = v[i] + turned[i];
        }
    }
}

static void reproject(const double *x, const double *feature, double *err)
{
    const double *rot = x, *centre = x + 3, *k = x + 7, *X = x + 9;
    const double f = x[6];
    const double away[3] = {X[0] - centre[0], X[1] - centre[1], X[2] - centre[2]};
    double p[3];
    rotate(rot, away, p);
    const double q[2] = {p[0] / p[2], p[1] / p[2]};
    const double r2 = q[0] * q[0] + q[1] * q[1];
    const double scale = f * (1 + k[0] * r2 + k[1] * (r2 * r2));
    err[0] = scale * q[0] - feature[0];
    err[1] = scale * q[1] - feature[1];
}

enum { MOST = 12, POINTS = 25 };

static const struct example {
    const char *name;
    int nx;
    int np;
    int ny;
    void (*generated)(const double *x, const double *p, double *y);
    void (*by_hand)(const double *x, const double *p, double *y);
    double low;
    double high;
} examples[] = {
    {"dual_graph", dual_graph_nx, dual_graph_np, dual_graph_ny, dual_graph_value, dual_graph, -3,
     3},
    {"black_scholes", black_scholes_nx, black_scholes_np, black_scholes_ny, black_scholes_value,
     black_scholes, 0.05, 2},
    {"heart_dipole", heart_dipole_nx, heart_dipole_np, heart_dipole_ny, heart_dipole_value,
     heart_dipole, -2, 2},
    {"reproject", reproject_nx, reproject_np, reproject_ny, reproject_value, reproject, -1, 1},
    {"reproject, hardly turned", reproject_nx, reproject_np, reproject_ny, reproject_value,
     reproject, 0, 1e-7},
};

/* Numbers that fill an interval evenly: multiples of the golden ratio's fractional part. */
static void draw(const struct example *e, int *draws, double *numbers, int count)
{
    for (int i = 0; i < count; i++) {
        const double at = ++*draws * 0.6180339887498949;
        numbers[i] = e->low + (e->high - e->low) * (at - floor(at));
    }
}

static int is_same(const struct example *e, int *draws)
{
    double x[MOST], p[MOST], y[MOST], wanted[MOST];
    draw(e, draws, x, e->nx);
    draw(e, draws, p, e->np);
    e->generated(x, p, y);
    e->by_hand(x, p, wanted);
    int same = 1;
    for (int i = 0; i < e->ny; i++) {
        if (!isfinite(wanted[i]) || memcmp(&y[i], &wanted[i], sizeof y[i]) != 0) {
            printf("%s: y[%d] is %.17g, by hand %.17g\n", e->name, i, y[i], wanted[i]);
            same = 0;
        }
    }
    return same;
}

int main(void)
{
    int passed = 0;
    int failed = 0;
    int draws = 0;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        for (int point = 0; point < POINTS; point++) {
            const int same = is_same(&examples[i], &draws);
            passed += same;
            failed += !same;
        }
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
