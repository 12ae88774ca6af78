/* The logistic function 1/(1 + exp(-x)), by whichever of its two forms cannot overflow or cancel.
 * May be used without any conditions. */
#include <math.h>

static double adc_sigmoid(double x)
{
    const double e = exp(-fabs(x));

    return (x < 0.0 ? e : 1.0) / (1.0 + e);
}
