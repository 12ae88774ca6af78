/* The functions that batch.ad calls; nobody asks here whether their second partials are right. */
#ifdef __cplusplus
extern "C" {
#endif
#ifndef real
#define real double
#endif
real drag(real v, real h);
real drag_dv(real v, real h);
real drag_dh(real v, real h);
real drag_dvv(real v, real h);
real drag_dvh(real v, real h);
real drag_dhh(real v, real h);
#ifdef __cplusplus
}
#endif

real drag(real v, real h)
{
    return v * v / (1 + h * h);
}

real drag_dv(real v, real h)
{
    return 2 * v / (1 + h * h);
}

real drag_dh(real v, real h)
{
    return -2 * h * v * v / ((1 + h * h) * (1 + h * h));
}

real drag_dvv(real v, real h)
{
    return 2 + 0 * v / (1 + h * h);
}

real drag_dvh(real v, real h)
{
    return -4 * h * v / ((1 + h * h) * (1 + h * h));
}

real drag_dhh(real v, real h)
{
    return v - h;
}
