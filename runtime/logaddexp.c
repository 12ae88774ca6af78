/* log(exp(a) + exp(b)), scaled by the larger operand (Blanchard, Higham and Higham, "Accurately
 * computing the log-sum-exp and softmax functions", 2021). May be used without any conditions. */
#include <math.h>

static double adc_logaddexp(double a, double b)
{
    if (a == b) { /* also infinities, whose difference is none */
        return a + 0.69314718055994530942;
    }
    return (a > b ? a : b) + log1p(exp(-fabs(a - b)));
}
