/* The extern functions of names.ad: x(p) = p^3, y(p) = p^2, m_value(a, b) = a*b. */
double x(double p)
{
    return p * p * p;
}

double g(double p)
{
    return 3 * p * p;
}

double h(double p)
{
    return 6 * p;
}

double y(double p)
{
    return p * p;
}

double work(double p)
{
    return 2 * p;
}

double t1(double p)
{
    (void)p;
    return 2;
}

double m_value(double a, double b)
{
    return a * b;
}

double i(double a, double b)
{
    (void)a;
    return b;
}

double m_jacobian_piece1(double a, double b)
{
    (void)b;
    return a;
}
