/* model: ../examples/robot_arm/robot_arm.ad
 * The pose of a six-joint arm: the geometric Jacobian, by an expert. */
#include "bench.h"

static const double a1 = -0.425, a2 = -0.39225;
static const double d0 = 0.089159, d3 = 0.10915, d4 = 0.09465, d5 = 0.0823;

/* The axes of joints 1 to 3 are parallel: z = (s0, -c0, 0), angles add up. */
static void hand(const double *restrict q, double *restrict y, double *restrict d)
{
    const double c0 = cos(q[0]), s0 = sin(q[0]), c1 = cos(q[1]), s1 = sin(q[1]);
    const double q12 = q[1] + q[2], q123 = q12 + q[3];
    const double c12 = cos(q12), s12 = sin(q12), c123 = cos(q123), s123 = sin(q123);
    const double c4 = cos(q[4]), s4 = sin(q[4]), c5 = cos(q[5]), s5 = sin(q[5]);
    /* in the plane turned by q0: (r, v) radial and vertical; the third axis is z1 */
    const double r1 = a1 * c1, v1 = a1 * s1, r2 = r1 + a2 * c12, v2 = v1 + a2 * s12;
    /* joint 4 axis in that plane: (s123, -c123); joint 5 axis: (-c123 s4, c4 along z1?, -s123 s4)
     */
    const double r4 = r2 + d4 * s123, v4 = v2 - d4 * c123;
    const double zr = -c123 * s4, zv = -s123 * s4, zl = c4; /* radial, vertical, along z1 */
    const double pr = r4 + d5 * zr, pv = v4 + d5 * zv, pl = d3 + d5 * zl;
    const double px = c0 * pr + s0 * pl, py = s0 * pr - c0 * pl, pz = d0 + pv;
    /* x axis of the last frame: c5 * (c123 c4, s4, s123 c4) + s5 * (-s123, 0, c123) and y axis */
    const double er = c123 * c4, ev = s123 * c4;
    const double xr = c5 * er - s5 * s123, xv = c5 * ev + s5 * c123, xl = c5 * s4;
    const double yv = c5 * c123 - s5 * ev;
    const double R00 = c0 * xr + s0 * xl, R10 = s0 * xr - c0 * xl, R20 = xv, R21 = yv, R22 = zv;
    const double h = sqrt(R00 * R00 + R10 * R10);
    y[0] = px;
    y[1] = py;
    y[2] = pz;
    y[3] = atan2(R21, R22);
    y[4] = atan2(-R20, h);
    y[5] = atan2(R10, R00);
    if (d == 0) {
        return;
    }
    const double ih = 1 / h, cy = R00 * ih, sy = R10 * ih, t = R20 * ih;
    const double wx = c0 * zr + s0 * zl, wy = s0 * zr - c0 * zl, wz = zv;
    const double jx = c0 * s123, jy = s0 * s123, jz = -c123;
    /* columns of position: z x (p - o) */
    d[0] = -py;
    d[6] = px;
    d[12] = 0;
    const double o[3][2] = {{0, 0}, {r1, v1}, {r2, v2}};
    for (int j = 0; j < 3; j++) {
        const double dr = pr - o[j][0], dv = pv - o[j][1];
        d[1 + j] = -c0 * dv;
        d[7 + j] = -s0 * dv;
        d[13 + j] = dr;
    }
    const double ax = d5 * wx, ay = d5 * wy, az = d5 * wz;
    d[4] = jy * az - jz * ay;
    d[10] = jz * ax - jx * az;
    d[16] = jx * ay - jy * ax;
    d[5] = 0;
    d[11] = 0;
    d[17] = 0;
    /* rates of roll, pitch, yaw of each axis; those of joints 1 to 3 agree */
    const double m = cy * s0 - sy * c0, n = -sy * s0 - cy * c0;
    const double rolls[3] = {m, cy * jx + sy * jy, cy * wx + sy * wy};
    const double pitches[3] = {n, cy * jy - sy * jx, cy * wy - sy * wx};
    const double ups[3] = {0, jz, wz};
    d[18] = 0;
    d[24] = 0;
    d[30] = 1;
    for (int j = 1; j < 6; j++) {
        const int i = j < 4 ? 0 : j - 3;
        d[18 + j] = rolls[i] * ih;
        d[24 + j] = pitches[i];
        d[30 + j] = ups[i] - t * rolls[i];
    }
}

static void hand_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    hand(x, y, 0);
}

static void hand_derivative(const double *restrict x, const double *restrict p, double *restrict y,
                            double *restrict d)
{
    (void)p;
    hand(x, y, d);
}

static const double low[] = {0.1, 0.1, 0.1, 0.1, 0.3, 0.1};
static const double high[] = {1, 1, 1, 1, 1, 1};
const struct problem problem = {.nx = 6,
                                .ny = 6,
                                .nd = 36,
                                .lows = low,
                                .highs = high,
                                .hand_value = hand_value,
                                .hand_derivative = hand_derivative};
