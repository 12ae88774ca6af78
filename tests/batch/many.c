/* The functions of runtime/ for many points: how far they are from those of the C library in long
 * double, and that they agree with them where nothing is left to round. */
#include "../../runtime/atan2_many.c"
#include "../../runtime/cos_many.c"
#include "../../runtime/erfc_many.c"
#include "../../runtime/sigmoid_many.c"
#include "../../runtime/sin_many.c"
#include "../../runtime/sincos_many.c"
#include "../../runtime/softplus_many.c"
#include "../../runtime/tanh_many.c"

#include <float.h>
#include <stdio.h>

enum { POINTS = 37, ROUNDS = 3000 };

static long double sigmoidl(long double x)
{
    return 1 / (1 + expl(-x));
}

static double sigmoid(double x)
{
    return x != x ? x : (double)sigmoidl(x);
}

static long double softplusl(long double x)
{
    return (x > 0 ? x : 0) + log1pl(expl(-fabsl(x)));
}

static double softplus(double x)
{
    return x != x ? x : (double)softplusl(x);
}

static void sine_of_both(size_t points, const double *restrict x, double *restrict y)
{
    double cosine[POINTS];
    adc_sincos_many(points, x, y, cosine);
}

static void cosine_of_both(size_t points, const double *restrict x, double *restrict y)
{
    double sine[POINTS];
    adc_sincos_many(points, x, sine, y);
}

static const struct {
    const char *name;
    void (*many)(size_t points, const double *restrict x, double *restrict y);
    long double (*exact)(long double x);
    double (*one)(double x);
    double low;
    double high;
    double ulps; /* as the comment of the function says */
} ranges[] = {
    {"exp", adc_exp_many, expl, exp, -707, 707, 1},
    {"exp", adc_exp_many, expl, exp, -1, 1, 1},
    {"exp", adc_exp_many, expl, exp, -1e-6, 1e-6, 1},
    {"log", adc_log_many, logl, log, 1e-6, 10, 1},
    {"log", adc_log_many, logl, log, 0.99, 1.01, 1},
    {"log", adc_log_many, logl, log, 1, 1e300, 1},
    {"sin", adc_sin_many, sinl, sin, -99999, 99999, 3},
    {"sin", adc_sin_many, sinl, sin, -4, 4, 3},
    {"sin", adc_sin_many, sinl, sin, 3.14159265, 3.14159266, 3},
    {"cos", adc_cos_many, cosl, cos, -99999, 99999, 3},
    {"cos", adc_cos_many, cosl, cos, -4, 4, 3},
    {"cos", adc_cos_many, cosl, cos, 1.57079632, 1.57079633, 3},
    {"sin of both", sine_of_both, sinl, sin, -99999, 99999, 3},
    {"sin of both", sine_of_both, sinl, sin, -4, 4, 3},
    {"sin of both", sine_of_both, sinl, sin, 3.14159265, 3.14159266, 3},
    {"cos of both", cosine_of_both, cosl, cos, -99999, 99999, 3},
    {"cos of both", cosine_of_both, cosl, cos, -4, 4, 3},
    {"cos of both", cosine_of_both, cosl, cos, 1.57079632, 1.57079633, 3},
    {"tanh", adc_tanh_many, tanhl, tanh, -30, 30, 3},
    {"tanh", adc_tanh_many, tanhl, tanh, -1, 1, 3},
    {"tanh", adc_tanh_many, tanhl, tanh, -1e-6, 1e-6, 3},
    {"sigmoid", adc_sigmoid_many, sigmoidl, sigmoid, -700, 700, 3},
    {"sigmoid", adc_sigmoid_many, sigmoidl, sigmoid, -4, 4, 3},
    {"log1p", adc_log1p_many, log1pl, log1p, -0.999999, 10, 2},
    {"log1p", adc_log1p_many, log1pl, log1p, -1e-6, 1e-6, 2},
    {"log1p", adc_log1p_many, log1pl, log1p, -1e-16, 1e-15, 2},
    {"log1p", adc_log1p_many, log1pl, log1p, 1, 1e300, 2},
    {"softplus", adc_softplus_many, softplusl, softplus, -700, 700, 3},
    {"softplus", adc_softplus_many, softplusl, softplus, -4, 4, 3},
    {"erfc", adc_erfc_many, erfcl, erfc, -6, 6, 7},
    {"erfc", adc_erfc_many, erfcl, erfc, -1e-2, 1e-2, 7},
    {"erfc", adc_erfc_many, erfcl, erfc, 5, 26.5, 7},
};

static const double special[] = {
    0.0,    -0.0,   INFINITY, -INFINITY, NAN,    DBL_MAX, -DBL_MAX, 1e300,   -1e300, 1e22, 1e5,
    709.78, 709.79, -745.13,  -745.14,   -708.5, DBL_MIN, 1e-310,   -1e-310, 5e-324, -1,   -1e5};

static double draw(double low, double high)
{
    static unsigned long long state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * ((double)(state >> 11) / 9007199254740992.0);
}

/* Post: the largest error, in units in the last place of the result. */
static double worst_of(size_t range)
{
    double worst = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double x[POINTS];
        double y[POINTS];
        for (size_t i = 0; i < POINTS; i++) {
            x[i] = draw(ranges[range].low, ranges[range].high);
        }
        ranges[range].many(POINTS, x, y);
        for (size_t i = 0; i < POINTS; i++) {
            const long double exact = ranges[range].exact(x[i]);
            const double size = fabs((double)exact);
            const double ulp = nextafter(size, INFINITY) - size;
            const double error = (double)(fabsl(y[i] - exact) / ulp);
            worst = error <= worst ? worst : error; /* NaN counts as large */
        }
    }
    return worst;
}

/* Post: how many special points have another result than one call gives. */
static int check_special(size_t range, double tolerance)
{
    enum { COUNT = sizeof special / sizeof *special };
    double y[COUNT];
    int wrong = 0;
    ranges[range].many(COUNT, special, y);
    for (size_t i = 0; i < COUNT; i++) {
        const double one = ranges[range].one(special[i]);
        const int same =
            one != one ? y[i] != y[i] : y[i] == one || fabs(y[i] - one) <= tolerance * fabs(one);
        if (!same || (one == 0 && signbit(one) != signbit(y[i]))) {
            printf("%s(%g): %a instead of %a\n", ranges[range].name, special[i], y[i], one);
            wrong++;
        }
    }
    return wrong;
}

/* Post: the largest error of angles of points in the box -y..y by -x..x, in units in the last
 * place. */
static double worst_angle(double y, double x)
{
    double worst = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double ordinate[POINTS];
        double abscissa[POINTS];
        double angle[POINTS];
        for (size_t i = 0; i < POINTS; i++) {
            ordinate[i] = draw(-y, y);
            abscissa[i] = draw(-x, x);
        }
        adc_atan2_many(POINTS, ordinate, abscissa, angle);
        for (size_t i = 0; i < POINTS; i++) {
            const long double exact = atan2l(ordinate[i], abscissa[i]);
            const double size = fabs((double)exact);
            const double error =
                (double)(fabsl(angle[i] - exact) / (nextafter(size, INFINITY) - size));
            worst = error <= worst ? worst : error; /* NaN counts as large */
        }
    }
    return worst;
}

/* Post: how many angles of special points are not those of the C library. */
static int check_special_angles(void)
{
    enum { COUNT = sizeof special / sizeof *special };
    int wrong = 0;
    for (size_t i = 0; i < COUNT * COUNT; i++) {
        const double y = special[i / COUNT];
        const double x = special[i % COUNT];
        const double one = atan2(y, x);
        double many;
        adc_atan2_many(1, &y, &x, &many);
        if (one != one ? many == many
                       : !(fabs(many - one) <= 4 * DBL_EPSILON * fabs(one)) ||
                             signbit(one) != signbit(many)) {
            printf("atan2(%g, %g): %a instead of %a\n", y, x, many, one);
            wrong++;
        }
    }
    return wrong;
}

int main(void)
{
    int wrong = 0;
    for (size_t range = 0; range < sizeof ranges / sizeof *ranges; range++) {
        const double worst = worst_of(range);
        if (!(worst <= ranges[range].ulps)) {
            printf("%s between %g and %g: %g units in the last place\n", ranges[range].name,
                   ranges[range].low, ranges[range].high, worst);
            wrong++;
        }
        wrong += check_special(range, (ranges[range].ulps + 1) * DBL_EPSILON);
    }
    static const double boxes[][2] = {{1, 1}, {1e-5, 1}, {1, 1e-9}, {1e200, 1e199}, {1e-299, 1}};
    for (size_t box = 0; box < sizeof boxes / sizeof *boxes; box++) {
        const double worst = worst_angle(boxes[box][0], boxes[box][1]);
        if (!(worst <= 3)) {
            printf("atan2 up to %g, %g: %g units in the last place\n", boxes[box][0], boxes[box][1],
                   worst);
            wrong++;
        }
    }
    wrong += check_special_angles();
    return wrong > 0;
}
