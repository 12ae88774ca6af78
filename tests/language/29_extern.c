/* Made from 29_extern.ad by adc 0.1.0 with --order=reverse --derive=value,gradient.
 * This file may be used without any conditions. */
#ifdef __cplusplus
#define restrict __restrict /* the keyword is C's alone */
#endif

/* The functions that the model calls. */
#ifdef __cplusplus
extern "C" {
#endif
double drag(double v, double h);
double drag_dv(double v, double h);
double gravity(void);
double g(double double_);
double work(double double_);
#ifdef __cplusplus
}
#endif

/* Model flight
 * x: v[2]
 * p: h
 * y: y
 *
 * gradient: order reverse, 2 multiplications and 2 additions to accumulate it
 * (textbook count 9, lower bound of every order 7). */
enum { flight_nx = 2, flight_np = 1, flight_ny = 1 };
void flight_value(const double *x, const double *p, double *y);
void flight_gradient(const double *x, const double *p, double *y, double *g_);

/* Computes y, the output. */
void flight_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    const double v_0 = x[0];
    const double v_1 = x[1];
    const double h = p[0];

    const double d_0 = drag(v_0, h);
    const double d_1 = drag(v_1, h);
    const double t1 = drag(1.0, 2.0) * d_1;
    const double t2 = d_0 * v_0 + d_0 + t1;
    y[0] = t2 - gravity();
}

/* Computes y, the output, and its gradient: g[j] = dy[0]/dx[j]. y may be NULL. */
void flight_gradient(const double *restrict x, const double *restrict p, double *restrict y,
                     double *restrict g_)
{
    const double v_0 = x[0];
    const double v_1 = x[1];
    const double h = p[0];

    const double t1 = drag_dv(v_0, h);
    const double d_0 = drag(v_0, h);
    const double t2 = drag(1.0, 2.0);
    if (y) {
        const double d_1 = drag(v_1, h);
        const double t3 = d_0 * v_0 + d_0 + t2 * d_1;
        y[0] = t3 - gravity();
    }
    const double t4 = drag_dv(v_1, h);
    g_[0] = d_0 + (v_0 + 1.0) * t1;
    g_[1] = t2 * t4;
}

/* Model names
 * x: x, drag at 1
 * y: y
 *
 * gradient: order reverse, 1 multiplications and 0 additions to accumulate it
 * (textbook count 1, lower bound of every order 1). */
enum { names_nx = 2, names_np = 0, names_ny = 1 };
void names_value(const double *x, const double *p, double *y);
void names_gradient(const double *x, const double *p, double *y, double *g_);

/* Computes y, the output. */
void names_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double x_ = x[0];
    const double drag_ = x[1];

    y[0] = g(x_) * drag_;
}

/* Computes y, the output, and its gradient: g[j] = dy[0]/dx[j]. y may be NULL. */
void names_gradient(const double *restrict x, const double *restrict p, double *restrict y,
                    double *restrict g_)
{
    (void)p;
    const double x_ = x[0];
    const double drag_ = x[1];

    const double t1 = g(x_);
    if (y) {
        y[0] = t1 * drag_;
    }
    g_[0] = drag_ * work(x_);
    g_[1] = t1;
}
