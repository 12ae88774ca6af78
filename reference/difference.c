/* Derivatives of functions of which nothing is known but their values in floating point.
 *
 * Ridders' method (C. J. F. Ridders, Accurate computation of F'(x) and F'(x) F''(x), Advances in
 * Engineering Software 4, 1982): central differences over steps that are halved from one row of a
 * table to the next, and extrapolated to step 0 by Neville's rule, whose columns remove the errors
 * of order h^2, h^4, ... one after the other. An entry is as good as it agrees with its neighbours,
 * the one it was made of and the one it was made from; rounding, which halving the step doubles, is
 * added to that, and the best entry is taken. Tables and splines have pieces: once a step is
 * smaller than the piece, the rows below it agree. */
#include "reference.h"

#include <float.h>
#include <math.h>

enum { ROWS = 18, COLUMNS = 4, NOISE = 8 /* units of rounding in a value of the function */ };

static double value_at(const struct ir_extern *of, const double *point, uint32_t which, double x)
{
    double moved[IR_MAX_INPUTS];
    for (uint32_t i = 0; i < of->parameter_count; i++) {
        moved[i] = i == which ? x : point[i];
    }
    return of->run(moved);
}

double reference_difference(const struct ir_extern *of, const double *point, uint32_t which,
                            double *error)
{
    const double x = point[which];
    const double scale = x == 0 ? 1 : fabs(x);
    double above[COLUMNS]; /* the row before */
    uint32_t known = 0;    /* columns of it */
    double best = (double)NAN;
    *error = (double)INFINITY;
    for (int r = 0; r < ROWS; r++) {
        const double step = ldexp(scale, -3 - r);
        const double high = value_at(of, point, which, x + step);
        const double low = value_at(of, point, which, x - step);
        double row[COLUMNS];
        row[0] = (high - low) / (x + step - (x - step));
        if (!isfinite(row[0])) {
            known = 0; /* beyond the edge of the domain */
            continue;
        }
        const double rounding =
            of->unit * (NOISE * fmax(fabs(high), fabs(low)) + 2 * scale * fabs(row[0])) / step;
        const uint32_t columns = known + 1 < COLUMNS ? known + 1 : COLUMNS;
        for (uint32_t c = 1; c < columns; c++) {
            row[c] = row[c - 1] + (row[c - 1] - above[c - 1]) / (ldexp(1, (int)(2 * c)) - 1);
            const double apart = fmax(fabs(row[c] - row[c - 1]), fabs(row[c] - above[c - 1]));
            if (apart + rounding < *error) {
                *error = apart + rounding;
                best = row[c];
            }
        }
        for (uint32_t c = 0; c < columns; c++) {
            above[c] = row[c];
        }
        known = columns;
    }
    return best;
}
