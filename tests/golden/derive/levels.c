/* Made from levels.ad by adc 0.1.0 with --order=auto.
 * This file may be used without any conditions. */
#ifdef __cplusplus
#define restrict __restrict /* the keyword is C's alone */
#endif

/* Model product
 * x: x[32]
 * y: f
 *
 * gradient: order reverse, 60 multiplications and 0 additions to accumulate it
 * (textbook count 60, lower bound of every order 60). */
enum { product_nx = 32, product_np = 0, product_ny = 1 };
void product_value(const double *x, const double *p, double *y);
void product_gradient(const double *x, const double *p, double *y, double *g);

/* Computes y, the output. */
void product_value(const double *restrict x, const double *restrict p, double *restrict y)
{
    (void)p;
    const double x_0 = x[0];
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
    const double x_12 = x[12];
    const double x_13 = x[13];
    const double x_14 = x[14];
    const double x_15 = x[15];
    const double x_16 = x[16];
    const double x_17 = x[17];
    const double x_18 = x[18];
    const double x_19 = x[19];
    const double x_20 = x[20];
    const double x_21 = x[21];
    const double x_22 = x[22];
    const double x_23 = x[23];
    const double x_24 = x[24];
    const double x_25 = x[25];
    const double x_26 = x[26];
    const double x_27 = x[27];
    const double x_28 = x[28];
    const double x_29 = x[29];
    const double x_30 = x[30];
    const double x_31 = x[31];

    const double t1 = x_0 * x_16 * (x_8 * x_24);
    const double t2 = t1 * (x_4 * x_20 * (x_12 * x_28));
    const double t3 = x_2 * x_18 * (x_10 * x_26);
    const double t4 = t2 * (t3 * (x_6 * x_22 * (x_14 * x_30)));
    const double t5 = x_1 * x_17 * (x_9 * x_25);
    const double t6 = t5 * (x_5 * x_21 * (x_13 * x_29));
    const double t7 = x_3 * x_19 * (x_11 * x_27);
    const double t8 = t6 * (t7 * (x_7 * x_23 * (x_15 * x_31)));
    y[0] = t4 * t8;
}

/* Computes y, the output, and its gradient: g[j] = dy[0]/dx[j]. y may be NULL. */
void product_gradient(const double *restrict x, const double *restrict p, double *restrict y,
                      double *restrict g)
{
    (void)p;
    double work[48];

    for (int i = 0; i < 16; i++) {
        work[i] = x[i] * x[i + 16];
    }
    for (int i = 0; i < 8; i++) {
        work[i + 16] = work[i] * work[i + 8];
    }
    for (int i = 0; i < 4; i++) {
        work[i + 24] = work[i + 16] * work[i + 20];
    }
    const double t1 = work[24];
    const double t2 = work[26];
    const double t3 = t1 * t2;
    const double t4 = work[25];
    const double t5 = work[27];
    const double t6 = t4 * t5;
    const double t7 = t6 * t2;
    work[28] = t7;
    const double t8 = t3 * t5;
    work[29] = t8;
    const double t9 = t6 * t1;
    work[30] = t9;
    const double t10 = t3 * t4;
    work[31] = t10;
    for (int i = 0; i < 4; i++) {
        work[i + 32] = work[i + 28] * work[i + 20];
    }
    for (int i = 0; i < 4; i++) {
        work[i + 36] = work[i + 28] * work[i + 16];
    }
    for (int i = 0; i < 8; i++) {
        work[i + 40] = work[i + 32] * work[i + 8];
    }
    for (int i = 0; i < 8; i++) {
        const double t11 = work[i + 40];
        g[i] = t11 * x[i + 16];
        g[i + 16] = t11 * x[i];
    }
    for (int i = 0; i < 8; i++) {
        const double t12 = work[i + 32] * work[i];
        g[i + 8] = t12 * x[i + 24];
        g[i + 24] = t12 * x[i + 8];
    }
    if (y) {
        y[0] = t3 * t6;
    }
}
