/* Bundle adjustment: the Jacobian by an expert. */
#include "bench.h"

static void rotation(const double *r, double *c, double *s, double *a)
{
    const double theta = sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
    const double inverse = 1 / theta;
    *c = cos(theta);
    *s = sin(theta);
    a[0] = r[0] * inverse;
    a[1] = r[1] * inverse;
    a[2] = r[2] * inverse;
    a[3] = inverse;
}

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    const double v0 = x[11] - x[3], v1 = x[12] - x[4], v2 = x[13] - x[5];
    double c, s, a[4];
    rotation(x, &c, &s, a);
    const double t = (a[0] * v0 + a[1] * v1 + a[2] * v2) * (1 - c);
    const double p0 = v0 * c + (a[1] * v2 - a[2] * v1) * s + a[0] * t;
    const double p1 = v1 * c + (a[2] * v0 - a[0] * v2) * s + a[1] * t;
    const double p2 = v2 * c + (a[0] * v1 - a[1] * v0) * s + a[2] * t;
    const double iz = 1 / p2;
    const double q0 = p0 * iz, q1 = p1 * iz;
    const double rsq = q0 * q0 + q1 * q1;
    const double l = x[6] * (1 + rsq * (x[9] + x[10] * rsq));
    y[0] = x[14] * (q0 * l + x[7] - p[0]);
    y[1] = x[14] * (q1 * l + x[8] - p[1]);
    y[2] = 1 - x[14] * x[14];
}

/* The rows of d(err)/d(p) times the rotation matrix for the centre and the point; for the rotation
 * vector the derivative of Rodrigues' formula in the axis (perpendicular part over theta) and in
 * the angle (along the axis). */
static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    const double v0 = x[11] - x[3], v1 = x[12] - x[4], v2 = x[13] - x[5];
    const double w = x[14], f = x[6], k0 = x[9], k1 = x[10];
    double c, s, a[4];
    rotation(x, &c, &s, a);
    const double a0 = a[0], a1 = a[1], a2 = a[2], inverse = a[3];
    const double e = 1 - c;
    const double av = a0 * v0 + a1 * v1 + a2 * v2;
    const double x0 = a1 * v2 - a2 * v1, x1 = a2 * v0 - a0 * v2, x2 = a0 * v1 - a1 * v0;
    const double t = av * e;
    const double p0 = v0 * c + x0 * s + a0 * t;
    const double p1 = v1 * c + x1 * s + a1 * t;
    const double p2 = v2 * c + x2 * s + a2 * t;
    const double iz = 1 / p2;
    const double q0 = p0 * iz, q1 = p1 * iz;
    const double rsq = q0 * q0 + q1 * q1;
    const double l = 1 + rsq * (k0 + k1 * rsq);
    const double fl = f * l;
    const double r0 = q0 * fl + x[7] - p[0], r1 = q1 * fl + x[8] - p[1];
    y[0] = w * r0;
    y[1] = w * r1;
    y[2] = 1 - w * w;
    const double wf = w * f;
    const double dl = 2 * wf * (k0 + 2 * k1 * rsq);
    const double wfl = wf * l;
    /* d(err)/dq, then d(err)/dp */
    const double e01 = dl * q0 * q1;
    const double e00 = wfl + dl * q0 * q0, e11 = wfl + dl * q1 * q1;
    const double g00 = e00 * iz, g01 = e01 * iz, g11 = e11 * iz;
    const double g02 = -(g00 * q0 + g01 * q1), g12 = -(g01 * q0 + g11 * q1);
    /* R = c I + s [a]x + e a a' */
    const double ea0 = e * a0, ea1 = e * a1, ea2 = e * a2, sa0 = s * a0, sa1 = s * a1, sa2 = s * a2;
    const double R00 = c + ea0 * a0, R11 = c + ea1 * a1, R22 = c + ea2 * a2;
    const double R01 = ea0 * a1 - sa2, R10 = ea0 * a1 + sa2;
    const double R02 = ea0 * a2 + sa1, R20 = ea0 * a2 - sa1;
    const double R12 = ea1 * a2 - sa0, R21 = ea1 * a2 + sa0;
    /* dp/dtheta, projected terms */
    const double h0 = c * x0 - s * v0 + s * av * a0;
    const double h1 = c * x1 - s * v1 + s * av * a1;
    const double h2 = c * x2 - s * v2 + s * av * a2;
    const double q3 = w * l, wq0 = w * q0 * f, wq1 = w * q1 * f;
    const double G[2][3] = {{g00, g01, g02}, {g01, g11, g12}};
    for (int i = 0; i < 2; i++) {
        const double g0 = G[i][0], g1 = G[i][1], g2 = G[i][2];
        double *row = d + 15 * i;
        /* with respect to the axis: s v x g + e (a.v g + (a.g) v) */
        const double ag = e * (a0 * g0 + a1 * g1 + a2 * g2);
        const double n0 = s * (v1 * g2 - v2 * g1) + t * g0 + ag * v0;
        const double n1 = s * (v2 * g0 - v0 * g2) + t * g1 + ag * v1;
        const double n2 = s * (v0 * g1 - v1 * g0) + t * g2 + ag * v2;
        const double along =
            (g0 * h0 + g1 * h1 + g2 * h2) - (a0 * n0 + a1 * n1 + a2 * n2) * inverse;
        row[0] = n0 * inverse + along * a0;
        row[1] = n1 * inverse + along * a1;
        row[2] = n2 * inverse + along * a2;
        const double m0 = g0 * R00 + g1 * R10 + g2 * R20;
        const double m1 = g0 * R01 + g1 * R11 + g2 * R21;
        const double m2 = g0 * R02 + g1 * R12 + g2 * R22;
        row[3] = -m0;
        row[4] = -m1;
        row[5] = -m2;
        row[11] = m0;
        row[12] = m1;
        row[13] = m2;
        row[7] = i == 0 ? w : 0;
        row[8] = i == 1 ? w : 0;
    }
    d[6] = q3 * q0;
    d[9] = wq0 * rsq;
    d[10] = wq0 * rsq * rsq;
    d[14] = r0;
    d[21] = q3 * q1;
    d[24] = wq1 * rsq;
    d[25] = wq1 * rsq * rsq;
    d[29] = r1;
    for (int j = 30; j < 44; j++) {
        d[j] = 0;
    }
    d[44] = -2 * w;
}

const struct problem problem = {.nx = 15,
                                .np = 2,
                                .ny = 3,
                                .nd = 45,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
