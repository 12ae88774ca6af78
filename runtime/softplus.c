/* log(1 + exp(x)), whose larger part max(x, 0) is split off so that nothing overflows (Maechler,
 * "Accurately computing log(1 - exp(-|a|))", 2012). May be used without any conditions. */
#include <math.h>

static double adc_softplus(double x)
{
    const double tail = log1p(exp(-fabs(x)));

    return x > 0.0 ? x + tail : tail;
}
