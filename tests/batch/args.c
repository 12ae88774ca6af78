/* The function for many points with each argument on its own (--abi=args) against that for one. */
#include "m.h"

#include "harness.h"

enum { POINTS = 100 };

static real v[STRIDE], angle[STRIDE], h[2 * STRIDE], wind[STRIDE], mass[STRIDE];
static real force[2 * STRIDE], energy[STRIDE], jac[12 * STRIDE];

/* Post: whether point i is not that of the function for one point. */
static int wrong_at(size_t i, int v_same, int with_force)
{
    real h_at[2], force_at[2], energy_at, jac_at[12];
    take(2, h, 0, i, h_at);
    flight_jacobian(v[v_same ? 0 : i], angle[i], h_at, wind[0], mass[i], force_at, &energy_at,
                    jac_at);
    return differ(2, force_at, force, with_force, i) || differ(1, &energy_at, energy, 1, i) ||
           differ(12, jac_at, jac, 1, i);
}

int main(void)
{
    fill(v, STRIDE);
    fill(angle, STRIDE);
    fill(h, 2 * STRIDE);
    fill(wind, STRIDE);
    fill(mass, STRIDE);
    angle[3] = 2;
    for (size_t i = 0; i < STRIDE; i++) {
        v[i] = v[i] * (real)1.5;
        mass[i] -= (real)0.3;
    }
    for (int how = 0; how < 4; how++) {
        const int v_same = how & 1, with_force = how >> 1;
        int wrong = 0;
        leave(force, 2 * STRIDE);
        flight_jacobian_batch(POINTS, v, v_same ? 0 : STRIDE, angle, STRIDE, h, STRIDE, wind, 0,
                              mass, STRIDE, with_force ? force : NULL, STRIDE, energy, STRIDE, jac,
                              STRIDE);
        for (size_t i = 0; i < POINTS; i++) {
            wrong |= wrong_at(i, v_same, with_force);
        }
        report("flight_jacobian", wrong);
    }
    return finish();
}
