/* Whether a function with loops gives the bits of the same function without: both are called at
 * random points, with all results and with the optional ones left out. The macros of the command
 * line name the model and what the functions are made for; see run.sh. */
#include "plain.h"
#include "rolled.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOIN2(a, b, c) a##b##c
#define JOIN(a, b, c) JOIN2(a, b, c)
#define PLAIN(what) JOIN(plain_, MODEL, what)
#define ROLLED(what) JOIN(rolled_, MODEL, what)

enum { NX = PLAIN(_nx), NP = PLAIN(_np), NY = PLAIN(_ny), POINTS = 20, GUARD = 3 };
enum { NJ = PLAIN(_jac_nnz), NH = PLAIN(_hess_nnz) };

struct results {
    REAL y[NY + GUARD];
    REAL d[(NJ > NH ? NJ : NH) + NX + NY + GUARD];
};

static REAL x[NX + 1], p[NP + 1], dx[NX + 1], w[NY + 1];

static REAL next_random(void)
{
    static unsigned long long state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (REAL)(0.1 + 1.5 * (double)(state >> 11) / 9007199254740992.0);
}

static void fill(REAL *numbers, int count)
{
    for (int i = 0; i < count; i++) {
        numbers[i] = next_random();
    }
}

/* What the model `calls` calls: x*x*y. */
REAL loops_f(REAL a, REAL b);
REAL loops_fx(REAL a, REAL b);
REAL loops_fy(REAL a, REAL b);
REAL loops_fxx(REAL a, REAL b);
REAL loops_fxy(REAL a, REAL b);
REAL loops_fyy(REAL a, REAL b);

REAL loops_f(REAL a, REAL b)
{
    return a * a * b;
}

REAL loops_fx(REAL a, REAL b)
{
    return 2 * a * b;
}

REAL loops_fy(REAL a, REAL b)
{
    return a * a + 0 * b;
}

REAL loops_fxx(REAL a, REAL b)
{
    return 0 * a + 2 * b;
}

REAL loops_fxy(REAL a, REAL b)
{
    return 2 * a + 0 * b;
}

REAL loops_fyy(REAL a, REAL b)
{
    return 0 * a * b;
}

static int differ(const struct results *a, const struct results *b, const char *mode)
{
    if (memcmp(a, b, sizeof *a) == 0) {
        return 0;
    }
    const REAL *left = a->y;
    const REAL *right = b->y;
    for (size_t i = 0; i < sizeof *a / sizeof *left; i++) {
        if (memcmp(left + i, right + i, sizeof *left) != 0) {
            printf("%s: number %d of the results: %.17g and with loops %.17g\n", mode, (int)i,
                   (double)left[i], (double)right[i]);
            break;
        }
    }
    return 1;
}

#define COMPARE(mode, ...)                   \
    do {                                     \
        struct results *r = &one;            \
        memset(&one, 0x55, sizeof one);      \
        memset(&two, 0x55, sizeof two);      \
        PLAIN(mode)(__VA_ARGS__);            \
        r = &two;                            \
        ROLLED(mode)(__VA_ARGS__);           \
        failed += differ(&one, &two, #mode); \
    } while (0)

int main(void)
{
    static struct results one;
    static struct results two;
    int failed = 0;
    for (int i = 0; i < POINTS && failed == 0; i++) {
        fill(x, NX);
        fill(p, NP);
        fill(dx, NX);
        fill(w, NY);
        COMPARE(_value, x, p, r->y);
        COMPARE(_jacobian, x, p, r->y, r->d);
        COMPARE(_jacobian, x, p, NULL, r->d);
        COMPARE(_hessian, x, p, w, r->d);
        COMPARE(_jvp, x, p, dx, r->y, r->d);
        COMPARE(_jvp, x, p, dx, NULL, r->d);
        COMPARE(_vjp, x, p, w, r->y, r->d);
        COMPARE(_vjp, x, p, w, NULL, r->d);
        COMPARE(_hvp, x, p, w, dx, r->d);
    }
    return failed;
}
