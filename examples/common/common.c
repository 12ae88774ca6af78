/* What several examples need; see common.h. */
#include "common.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

double larger(double a, double b)
{
    return isnan(a) || b <= a ? a : b;
}

double largest_entry(int n, const double *a)
{
    double largest = 0;
    for (int i = 0; i < n; i++) {
        largest = larger(largest, fabs(a[i]));
    }
    return largest;
}

double largest_difference(int n, const double *a, const double *b)
{
    double largest = 0;
    for (int i = 0; i < n; i++) {
        largest = larger(largest, fabs(a[i] - b[i]));
    }
    return largest;
}

int check_below(const char *what, double difference, double bound)
{
    printf("%-58s below %.0e: ", what, bound);
    if (difference < bound) {
        if (getenv("SHOW_DIFFERENCES") != NULL) {
            printf("yes, %.1e\n", difference);
        } else {
            printf("yes\n");
        }
        return 0;
    }
    printf("no, %.2e\n", difference);
    return 1;
}

double tidy(double v, int decimals)
{
    return fabs(v) < 0.5 * pow(10, -decimals) ? 0 : v;
}

static void swap_rows(int n, double *a, int i, int j)
{
    for (int k = 0; k < n; k++) {
        double held = a[i * n + k];
        a[i * n + k] = a[j * n + k];
        a[j * n + k] = held;
    }
}

static int pivot_row(int n, const double *a, int column)
{
    int best = column;
    for (int i = column + 1; i < n; i++) {
        if (fabs(a[i * n + column]) > fabs(a[best * n + column])) {
            best = i;
        }
    }
    return best;
}

static void subtract_row(int n, double *a, int from, int row, double factor)
{
    for (int k = 0; k < n; k++) {
        a[row * n + k] -= factor * a[from * n + k];
    }
}

/* Gauss-Jordan: what is above the pivot goes too, so no back substitution follows. */
int solve(int n, double *a, int columns, double *b)
{
    for (int c = 0; c < n; c++) {
        int p = pivot_row(n, a, c);
        if (!(fabs(a[p * n + c]) > 0)) {
            return 0;
        }
        swap_rows(n, a, c, p);
        swap_rows(columns, b, c, p);
        for (int i = 0; i < n; i++) {
            if (i != c) {
                double factor = a[i * n + c] / a[c * n + c];
                subtract_row(n, a, c, i, factor);
                subtract_row(columns, b, c, i, factor);
            }
        }
    }
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < columns; k++) {
            b[i * columns + k] /= a[i * n + i];
        }
    }
    return 1;
}
