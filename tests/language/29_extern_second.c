/* Made from 29_extern_second.ad by adc 0.1.0 with --order=auto --derive=hessian.
 * This file may be used without any conditions. */
#ifdef __cplusplus
#define restrict __restrict /* the keyword is C's alone */
#endif

/* The functions that the model calls. */
#ifdef __cplusplus
extern "C" {
#endif
double sh(double x);
double drag_vv(double v, double h);
double drag_vh(double v, double h);
double drag_hh(double v, double h);
double table(double x);
#ifdef __cplusplus
}
#endif

/* Model m
 * x: v, h at 1
 * y: y
 *
 * hessian: edge pushing, backwards from the outputs, each symmetric pair once. */
enum { m_nx = 2, m_np = 0, m_ny = 1, m_hess_nnz = 4 };
void m_hessian(const double *x, const double *p, const double *w, double *h);

/* Computes the Hessian of s = w[0]*y[0], row by row: h[i*m_nx + j] = d2s/dx[i]dx[j]. */
void m_hessian(const double *restrict x, const double *restrict p, const double *restrict w,
               double *restrict h)
{
    (void)p;
    const double v = x[0];
    const double h_ = x[1];
    const double w_0 = w[0];

    const double t1 = sh(v);
    const double t2 = drag_vh(v, h_);
    const double t3 = table(h_);
    const double t4 = drag_hh(v, h_);
    const double t5 = t1 + drag_vv(v, h_);
    h[0] = w_0 * t5;
    const double t6 = w_0 * t2;
    h[1] = t6;
    h[2] = t6;
    h[3] = w_0 * (t4 + 2.0 * t3);
}
