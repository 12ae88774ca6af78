/* Made from 55_logsumexp.ad by adc 0.1.0 with --order=auto.
 * This file may be used without any conditions. */
#include <math.h>

#ifdef __cplusplus
#define restrict __restrict /* the keyword is C's alone */
#endif

/* Model m
 * x: v[3], w[2] at 3
 * y: a, b at 1
 *
 * jacobian: order reverse, 5 multiplications and 6 additions to accumulate it
 * (textbook count 27, lower bound of every order 27). */
enum { m_nx = 5, m_np = 0, m_ny = 2, m_jac_nnz = 10 };
void m_value(const double *x, const double *p, double *y);
void m_jacobian(const double *x, const double *p, double *y, double *jac);

/* Computes y, the outputs. */
void m_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double v_0 = x[0];
    const double v_1 = x[1];
    const double v_2 = x[2];
    const double w_0 = x[3];
    const double w_1 = x[4];

    const int c1 = v_0 < v_1;
    const double t1 = c1 ? v_1 : v_0;
    const int c2 = t1 < v_2;
    const double t2 = c2 ? v_2 : t1;
    const double t3 = c1 ? v_0 : v_1;
    const double t4 = t3 == t2 ? 0.0 : t3 - t2;
    const double t5 = exp(t4);
    const double t6 = c2 ? t1 : v_2;
    const double t7 = t6 == t2 ? 0.0 : t6 - t2;
    y[0] = t2 + log1p(t5 + exp(t7));
    const int c3 = w_0 < w_1;
    const double t8 = c3 ? w_1 : w_0;
    const double t9 = c3 ? w_0 : w_1;
    const double t10 = t9 == t8 ? 0.0 : t9 - t8;
    y[1] = t8 + log1p(exp(t10));
}

/* Computes y, the outputs, and their Jacobian, row by row: jac[i*m_nx + j] = dy[i]/dx[j]. y may
 * be NULL. */
void m_jacobian(const double *restrict x, const double *restrict p, double *restrict y,
                double *restrict jac)
{
    (void)p;
    const double v_0 = x[0];
    const double v_1 = x[1];
    const double v_2 = x[2];
    const double w_0 = x[3];
    const double w_1 = x[4];

    const int c1 = v_0 < v_1;
    const double t1 = c1 ? v_1 : v_0;
    const int c2 = t1 < v_2;
    const double t2 = c2 ? v_2 : t1;
    const double t3 = c1 ? v_0 : v_1;
    const double t4 = t3 == t2 ? 0.0 : t3 - t2;
    const double t5 = c2 ? t1 : v_2;
    const double t6 = t5 == t2 ? 0.0 : t5 - t2;
    const double t7 = exp(t4);
    const double t8 = exp(t6);
    const int c3 = w_0 < w_1;
    const double t9 = c3 ? w_0 : w_1;
    const double t10 = c3 ? w_1 : w_0;
    const double t11 = t9 == t10 ? 0.0 : t9 - t10;
    const double t12 = exp(t11);
    const double t13 = t7 + t8;
    const double t14 = 1.0 / (1.0 + t13);
    const double t15 = t14 * t8;
    const double t16 = c2 ? t15 : t14;
    const double t17 = t14 * t7;
    jac[0] = c1 ? t17 : t16;
    jac[1] = c1 ? t16 : t17;
    jac[2] = c2 ? t14 : t15;
    const double t18 = 1.0 / (1.0 + t12);
    const double t19 = t18 * t12;
    jac[3] = 0.0;
    jac[4] = 0.0;
    jac[5] = 0.0;
    jac[6] = 0.0;
    jac[7] = 0.0;
    jac[8] = c3 ? t19 : t18;
    jac[9] = c3 ? t18 : t19;
    if (y) {
        y[0] = t2 + log1p(t13);
        y[1] = t10 + log1p(t12);
    }
}
