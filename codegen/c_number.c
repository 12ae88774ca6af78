/* Numbers as literals of C: the shortest digits that read back to the same bits, laid out as a
 * person would write them. */
#include "c_number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIGITS_MAX = 17,    /* decimal digits that tell any two doubles apart */
    DIGITS_SURE = 15,   /* a decimal with so many digits survives the way through a normal double */
    PLAIN_LOWEST = -4,  /* 0.0001 is written plainly, 1e-5 is not */
    PLAIN_HIGHEST = 16, /* 12345678901234567.0 is, */
    PLAIN_ZEROS = 5     /* and 100000.0, but 1e6 is not */
};

/* A finite number that is not negative: d.ddd times ten to the power `exponent`. */
struct decimal {
    char digits[DIGITS_MAX + 1];
    int count; /* without trailing zeros, but at least 1 */
    int exponent;
};

static bool reads_back(double number, int count, bool single, struct decimal *decimal)
{
    char text[40];
    snprintf(text, sizeof text, "%.*e", count - 1, number);
    const double back = single ? (double)strtof(text, NULL) : strtod(text, NULL);
    if (back < number || back > number) {
        return false;
    }
    decimal->digits[0] = text[0];
    if (count > 1) {
        memcpy(decimal->digits + 1, text + 2, (size_t)count - 1);
    }
    decimal->count = count;
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0') {
        decimal->count--;
    }
    decimal->exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    return true;
}

/* If any decimal of up to 15 digits is the number, rounding to 15 digits finds it, save among the
 * subnormal numbers, which carry fewer digits; of floats to 6. */
static struct decimal shortest(double number, bool single)
{
    const bool subnormal = number < (single ? (double)FLT_MIN : DBL_MIN);
    struct decimal decimal = {0};
    for (int count = subnormal ? 1 : single ? FLT_DIG : DIGITS_SURE; count <= DIGITS_MAX; count++) {
        if (reads_back(number, count, single, &decimal)) {
            break;
        }
    }
    return decimal;
}

static void add_zeros(struct text *out, int count)
{
    for (int i = 0; i < count; i++) {
        text_add(out, "0");
    }
}

static void add_plain(struct text *out, const struct decimal *decimal)
{
    const int whole = decimal->exponent + 1; /* digits in front of the point */
    if (whole <= 0) {
        text_add(out, "0.");
        add_zeros(out, -whole);
        text_add_bytes(out, decimal->digits, (size_t)decimal->count);
    } else if (decimal->count <= whole) {
        text_add_bytes(out, decimal->digits, (size_t)decimal->count);
        add_zeros(out, whole - decimal->count);
        text_add(out, ".0");
    } else {
        text_add_bytes(out, decimal->digits, (size_t)whole);
        text_add(out, ".");
        text_add_bytes(out, decimal->digits + whole, (size_t)(decimal->count - whole));
    }
}

static void add_scientific(struct text *out, const struct decimal *decimal)
{
    text_add_bytes(out, decimal->digits, 1);
    if (decimal->count > 1) {
        text_add(out, ".");
        text_add_bytes(out, decimal->digits + 1, (size_t)decimal->count - 1);
    }
    text_print(out, "e%d", decimal->exponent);
}

/* Post: the number as this type holds it: infinite or zero where it is out of range. */
static double rounded(double number, const struct c_real *real)
{
    if (real->kind != CODEGEN_FLOAT || !isfinite(number)) {
        return number;
    }
    const double magnitude = fabs(number);
    if (magnitude >= (double)FLT_MAX * (1 + (double)FLT_EPSILON / 4)) {
        return number < 0 ? -HUGE_VAL : HUGE_VAL;
    }
    return (double)(float)number;
}

/* Post: whether the decimal is the number itself, not merely nearer to it than to its neighbours:
 * a whole number, or one with few digits. */
static bool is_exact(double number, const struct decimal *decimal)
{
    const int places = decimal->count - 1 - decimal->exponent; /* behind the point */
    if (places <= 0) {
        return decimal->exponent < DIGITS_SURE;
    }
    return places <= DIGITS_SURE && fmod(ldexp(number, places), 1.0) == 0.0;
}

void c_number(struct text *out, double number, const struct c_real *real)
{
    number = rounded(number, real);
    if (isnan(number)) {
        text_print(out, "(%s)NAN", real->type); /* NAN is a float */
        return;
    }
    if (signbit(number)) {
        text_add(out, "-");
    }
    if (isinf(number)) {
        text_add(out, real->infinity);
        return;
    }
    const struct decimal decimal = shortest(fabs(number), real->kind == CODEGEN_FLOAT);
    const bool cast = real->kind == CODEGEN_LONG_DOUBLE && !is_exact(number, &decimal);
    text_add(out, cast ? "(long double)" : "");
    const bool plain = decimal.exponent >= PLAIN_LOWEST && decimal.exponent <= PLAIN_HIGHEST &&
                       decimal.exponent + 1 - decimal.count <= PLAIN_ZEROS;
    if (plain) {
        add_plain(out, &decimal);
    } else {
        add_scientific(out, &decimal);
    }
    text_add(out, cast ? "" : real->literal);
}

bool c_number_needs_math(double number, const struct c_real *real)
{
    return !isfinite(rounded(number, real));
}
