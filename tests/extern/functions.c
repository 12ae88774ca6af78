/* The extern functions of externs.ad. */
#include "functions.h"

#include <math.h>

int drag_calls = 0;

static REAL exponential(REAL h)
{
    return (REAL)exp((double)-h);
}

REAL drag(REAL v, REAL h)
{
    drag_calls++;
    return v * v * exponential(h);
}

REAL drag_v(REAL v, REAL h)
{
    return 2 * v * exponential(h);
}

REAL drag_h(REAL v, REAL h)
{
    return -v * v * exponential(h);
}

REAL drag_vv(REAL v, REAL h)
{
    (void)v;
    return 2 * exponential(h);
}

REAL drag_vh(REAL v, REAL h)
{
    return -2 * v * exponential(h);
}

REAL drag_hh(REAL v, REAL h)
{
    return v * v * exponential(h);
}

REAL mix(REAL a, REAL b, REAL c)
{
    return (REAL)sin((double)(a * b)) + c * c * c;
}

REAL mix_a(REAL a, REAL b, REAL c)
{
    (void)c;
    return b * (REAL)cos((double)(a * b));
}

REAL mix_b(REAL a, REAL b, REAL c)
{
    (void)c;
    return a * (REAL)cos((double)(a * b));
}

REAL mix_c(REAL a, REAL b, REAL c)
{
    (void)a;
    (void)b;
    return 3 * c * c;
}

REAL mix_aa(REAL a, REAL b, REAL c)
{
    (void)c;
    return -b * b * (REAL)sin((double)(a * b));
}

REAL mix_ab(REAL a, REAL b, REAL c)
{
    (void)c;
    return (REAL)(cos((double)(a * b)) - (double)(a * b) * sin((double)(a * b)));
}

REAL mix_bb(REAL a, REAL b, REAL c)
{
    (void)c;
    return -a * a * (REAL)sin((double)(a * b));
}

REAL mix_cc(REAL a, REAL b, REAL c)
{
    (void)a;
    (void)b;
    return 6 * c;
}

REAL zero(REAL a, REAL b, REAL c)
{
    (void)a;
    (void)b;
    (void)c;
    return 0;
}

REAL root(REAL x)
{
    return (REAL)sqrt((double)x);
}

REAL root_1(REAL x)
{
    return (REAL)(0.5 / sqrt((double)x));
}

REAL root_2(REAL x)
{
    return (REAL)(-0.25 / ((double)x * sqrt((double)x)));
}

REAL scale(void)
{
    return (REAL)1.25;
}
