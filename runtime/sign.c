/* The sign of x: 1, -1, and x itself at 0, -0 and NaN (copysign knows no zero).
 * May be used without any conditions. */
static double adc_sign(double x)
{
    return x > 0.0 ? 1.0 : (x < 0.0 ? -1.0 : x);
}
