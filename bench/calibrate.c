/* Measures what the operators of ir/ops.def cost on this machine: prints a file for --weights.
 *
 * For each operator two loops are timed. In one every operation needs the result of the one before:
 * its time is the latency. In the other CHAINS such sequences run side by side: their time is the
 * reciprocal throughput, what an operation costs among others. An operand is tied to the result
 * before by adding zero times it, which no compiler may leave out; the same loops with nothing but
 * that are subtracted. Operands are drawn from the operator's sample interval.
 *
 * The unit is the cycle of the core: a shift and an exclusive-or that depend on each other take one
 * each on every machine that matters. Of several turns the fastest counts, because a disturbance
 * only adds. This file has to be compiled without vectorisation. */
#include "ops.h"
#include "timing.h"

#include "binade.c"
#include "hypot.c"
#include "logaddexp.c"
#include "polar_slope.c"
#include "polygamma.c"
#include "sigmoid.c"
#include "sign.c"
#include "sinc_derivative.c"
#include "softplus.c"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHAINS = 8, SAMPLES = 64, CALLS = 20000, TURNS = 15 };

struct operands {
    double a[SAMPLES][CHAINS];
    double b[SAMPLES][CHAINS];
    double c[SAMPLES][CHAINS];
};

/* Post: nothing but the time that it takes; `zero` is 0. */
typedef double timed_loop(const struct operands *operands, double zero);

/* Powers by whole numbers become products before code is generated: not measured. */
static double power(double base, double exponent)
{
    return pow(base, exponent);
}

/* The two loops for a value as a function of a, b, c. */
#define LOOPS(id, value)                                                          \
    static double one_of_##id(double a, double b, double c)                       \
    {                                                                             \
        (void)a;                                                                  \
        (void)b;                                                                  \
        (void)c;                                                                  \
        return (double)(value);                                                   \
    }                                                                             \
    static double latency_of_##id(const struct operands *o, double zero)          \
    {                                                                             \
        double r = 0;                                                             \
        for (int i = 0; i < CALLS; i++) {                                         \
            const int s = i % SAMPLES;                                            \
            r = one_of_##id(o->a[s][0] + r * zero, o->b[s][0], o->c[s][0]);       \
        }                                                                         \
        return r;                                                                 \
    }                                                                             \
    static double throughput_of_##id(const struct operands *o, double zero)       \
    {                                                                             \
        double r[CHAINS] = {0};                                                   \
        for (int i = 0; i < CALLS / CHAINS; i++) {                                \
            const int s = i % SAMPLES;                                            \
            r[0] = one_of_##id(o->a[s][0] + r[0] * zero, o->b[s][0], o->c[s][0]); \
            r[1] = one_of_##id(o->a[s][1] + r[1] * zero, o->b[s][1], o->c[s][1]); \
            r[2] = one_of_##id(o->a[s][2] + r[2] * zero, o->b[s][2], o->c[s][2]); \
            r[3] = one_of_##id(o->a[s][3] + r[3] * zero, o->b[s][3], o->c[s][3]); \
            r[4] = one_of_##id(o->a[s][4] + r[4] * zero, o->b[s][4], o->c[s][4]); \
            r[5] = one_of_##id(o->a[s][5] + r[5] * zero, o->b[s][5], o->c[s][5]); \
            r[6] = one_of_##id(o->a[s][6] + r[6] * zero, o->b[s][6], o->c[s][6]); \
            r[7] = one_of_##id(o->a[s][7] + r[7] * zero, o->b[s][7], o->c[s][7]); \
        }                                                                         \
        return r[0] + r[1] + r[2] + r[3] + r[4] + r[5] + r[6] + r[7];             \
    }

#define OP(id, name, arity, flags, value, partial_a, partial_b, partial_c, spelling, spelled, \
           domain, low, high, mpfr, summary)                                                  \
    LOOPS(id, value)
#include "ops.def"
#undef OP

LOOPS(NOTHING, a)
LOOPS(FMA, fma(a, b, c))

struct row {
    const char *name;
    uint32_t arity;
    uint32_t flags;
    double low;
    double high;
    timed_loop *latency;
    timed_loop *throughput;
};

static const struct row nothing = {
    "nothing", 1, 0, -10, 10, latency_of_NOTHING, throughput_of_NOTHING};

static const struct row rows[] = {
#define OP(id, name, arity, flags, value, partial_a, partial_b, partial_c, spelling, spelled, \
           domain, low, high, mpfr, summary)                                                  \
    {name, arity, flags, low, high, latency_of_##id, throughput_of_##id},
#include "ops.def"
#undef OP
#ifdef __FMA__
    {"fma", 3, 0, -10, 10, latency_of_FMA, throughput_of_FMA},
#endif
};

/* Post: the seconds of a cycle. */
static double cycle_seconds(void)
{
    enum { STEPS = 100000 };
    double best = HUGE_VAL;
    for (int turn = 0; turn < TURNS; turn++) {
        volatile unsigned long long keep = 88172645463325252u;
        unsigned long long x = keep;
        const double start = timing_seconds();
        for (int i = 0; i < STEPS; i++) {
            x ^= x >> 7;
            x ^= x >> 9;
        }
        keep = x;
        best = fmin(best, (timing_seconds() - start) / (4.0 * STEPS));
    }
    return best;
}

static double drawn(double low, double high)
{
    return low + (high - low) * ((double)rand() / RAND_MAX);
}

static struct operands operands_of(const struct row *row)
{
    struct operands operands;
    for (int s = 0; s < SAMPLES; s++) {
        for (int k = 0; k < CHAINS; k++) {
            operands.a[s][k] = drawn(row->low, row->high);
            operands.b[s][k] = drawn(row->low, row->high);
            operands.c[s][k] = drawn(row->low, row->high);
        }
    }
    return operands;
}

/* Post: the cycles of a call in this loop. */
static double cycles_of(timed_loop *loop, const struct operands *operands, double cycle)
{
    static volatile double sink;
    static volatile double zero = 0;
    double best = HUGE_VAL;
    for (int turn = 0; turn < TURNS; turn++) {
        const double start = timing_seconds();
        sink = loop(operands, zero);
        best = fmin(best, (timing_seconds() - start) / CALLS);
    }
    (void)sink;
    return best / cycle;
}

/* Conditions, what is about whole numbers, and what is no operation are not measured. */
static bool is_measured(const struct row *row)
{
    const uint32_t others = IR_BOOLEAN | IR_BOOLEAN_ARGS | IR_WHOLE_A | IR_WHOLE_B | IR_LISTED;
    return row->arity > 0 && (row->flags & others) == 0 && strcmp(row->name, "call") != 0;
}

int main(void)
{
    const double cycle = cycle_seconds();
    printf("# %.2f GHz; operator, cycles: reciprocal throughput, latency\n", 1e-9 / cycle);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!is_measured(&rows[i])) {
            continue;
        }
        const struct operands operands = operands_of(&rows[i]);
        const double latency = cycles_of(rows[i].latency, &operands, cycle) -
                               cycles_of(nothing.latency, &operands, cycle);
        const double throughput = cycles_of(rows[i].throughput, &operands, cycle) -
                                  cycles_of(nothing.throughput, &operands, cycle);
        printf("%s %.1f %.0f\n", rows[i].name, fmax(throughput, 0), fmax(latency, 0));
    }
    return 0;
}
