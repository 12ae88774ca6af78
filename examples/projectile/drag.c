/* The coefficient of drag over the Mach number, by cubic Hermite interpolation in a table: it rises
 * steeply at the speed of sound and falls slowly behind it. The numbers are made up. */
double drag(double mach);
double drag_slope(double mach);

enum { last = 14 };

static const double spacing = 0.25;
static const double table[last + 1] = {0.120, 0.120, 0.120, 0.130, 0.380, 0.370, 0.345, 0.320,
                                       0.300, 0.283, 0.268, 0.255, 0.244, 0.234, 0.225};

static double slope_at(int k)
{
    return k == 0 || k == last ? 0 : (table[k + 1] - table[k - 1]) / 2;
}

/* Post: the interval of the table and where in it, from 0 to 1; 0 beyond either end. */
static int locate(double mach, double *t)
{
    const double place = mach / spacing;
    if (!(place > 0)) {
        *t = 0;
        return 0;
    }
    if (place >= last) {
        *t = 0;
        return last;
    }
    const int k = (int)place;
    *t = place - k;
    return k;
}

double drag(double mach)
{
    double t;
    const int k = locate(mach, &t);
    if (!(t > 0)) {
        return table[k];
    }
    const double rise = table[k + 1] - table[k];
    const double left = slope_at(k), right = slope_at(k + 1);
    return table[k] +
           t * (left + t * (3 * rise - 2 * left - right + t * (left + right - 2 * rise)));
}

double drag_slope(double mach)
{
    double t;
    const int k = locate(mach, &t);
    if (k == last) {
        return 0;
    }
    const double rise = table[k + 1] - table[k];
    const double left = slope_at(k), right = slope_at(k + 1);
    return (left + t * (2 * (3 * rise - 2 * left - right) + t * 3 * (left + right - 2 * rise))) /
           spacing;
}
