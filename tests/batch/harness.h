/* What the programs written by harness.awk share. */
#include <stdio.h>
#include <string.h>

#ifndef real
#define real double
#endif

#ifndef STRIDE
#define STRIDE 107
#endif

static const size_t counts[] = {0, 1, 7, 8, 9, 31, 32, 33, 100};
static const real untouched = (real)0x1.23456p+77;
static int compared;
static int failed;

/* Small numbers, with some that are whole or zero, the same in every program. */
static void fill(real *to, size_t count)
{
    unsigned long long state = 12345;
    for (size_t i = 0; i < count; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const int bits = (int)(state >> 40 & 0xffff);
        to[i] = bits % 16 == 0 ? (real)(bits / 16 % 5 - 2) : (real)bits / 16384 - 2;
    }
}

static void leave(real *to, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = untouched;
    }
}

/* Takes the elements of point i. */
static void take(size_t count, const real *from, int same, size_t i, real *to)
{
    for (size_t k = 0; k < count; k++) {
        to[k] = from[same ? k : k * STRIDE + i];
    }
}

static int same(real a, real b)
{
    return (a != a && b != b) || (a == b && 1 / a == 1 / b);
}

/* Post: whether point i of `many` is not what it should be: `one`, or untouched. */
static int differ(size_t count, const real *one, const real *many, int done, size_t i)
{
    for (size_t k = 0; k < count; k++) {
        if (!same(many[k * STRIDE + i], done ? one[k] : untouched)) {
            return 1;
        }
    }
    return 0;
}

static void report(const char *function, int wrong)
{
    compared++;
    failed += wrong;
    if (wrong) {
        printf("%s_batch differs from %s\n", function, function);
    }
}

static int finish(void)
{
    printf("%d compared, %d wrong\n", compared, failed);
    return failed > 0 || compared == 0;
}
