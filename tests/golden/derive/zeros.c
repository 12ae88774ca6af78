/* Made from zeros.ad by adc 0.1.0 with --order=auto --derive=jacobian.
 * This file may be used without any conditions. */
#ifdef __cplusplus
#define restrict __restrict /* the keyword is C's alone */
#endif

/* Model couple
 * x: x[12]
 * y: y[12]
 *
 * jacobian: order forward, 0 multiplications and 0 additions to accumulate it
 * (textbook count 0, lower bound of every order 0). */
enum { couple_nx = 12, couple_np = 0, couple_ny = 12, couple_jac_nnz = 144 };
void couple_jacobian(const double *x, const double *p, double *y, double *jac);

/* Computes y, the outputs, and their Jacobian, row by row: jac[i*couple_nx + j] = dy[i]/dx[j]. y
 * may be NULL. */
void couple_jacobian(const double *restrict x, const double *restrict p, double *restrict y,
                     double *restrict jac)
{
    (void)p;
    const double x_1 = x[1];
    const double x_2 = x[2];
    const double x_3 = x[3];
    const double x_4 = x[4];
    const double x_5 = x[5];
    const double x_6 = x[6];
    const double x_7 = x[7];
    const double x_8 = x[8];
    const double x_9 = x[9];
    const double x_10 = x[10];
    const double x_11 = x[11];

    for (int i = 0; i < 144; i++) {
        jac[i] = 0.0;
    }
    if (y) {
        y[0] = x[0];
        y[1] = 2.0 * x_1;
        y[2] = 2.0 * x_2;
        y[3] = 2.0 * x_3;
        y[4] = 2.0 * x_4;
        y[5] = x_5 * x_6;
        y[6] = 2.0 * x_6;
        y[7] = 2.0 * x_7;
        y[8] = 2.0 * x_8;
        y[9] = 2.0 * x_9;
        y[10] = 2.0 * x_10;
        y[11] = 2.0 * x_11;
    }
    jac[0] = 1.0;
    jac[13] = 2.0;
    jac[26] = 2.0;
    jac[39] = 2.0;
    jac[52] = 2.0;
    jac[65] = x_6;
    jac[66] = x_5;
    jac[78] = 2.0;
    jac[91] = 2.0;
    jac[104] = 2.0;
    jac[117] = 2.0;
    jac[130] = 2.0;
    jac[143] = 2.0;
}
