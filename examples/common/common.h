/* What several examples need: comparison of vectors, checks that print yes or no, a linear solver.
 */
#ifndef EXAMPLES_COMMON_H
#define EXAMPLES_COMMON_H

/* Post: the larger one; NaN where one of them is (fmax would lose it). */
double larger(double a, double b);

/* Post: the largest |a[i]|; NaN where one of them is. */
double largest_entry(int n, const double *a);

/* Post: the largest |a[i] - b[i]|; NaN where one of them is. */
double largest_difference(int n, const double *a, const double *b);

/* Prints `what` and whether `difference` is below `bound`; if not, what it is instead. The
 * difference itself is nothing that two machines agree on; it is shown where SHOW_DIFFERENCES is
 * set. Post: 0 if it is below, 1 if not (as NaN), so that a program can add up its failures. */
int check_below(const char *what, double difference, double bound);

/* Post: v, or 0 where printing v with so many decimals would give nothing but zeros (no "-0.00").
 */
double tidy(double v, int decimals);

/* Solves a x = b for several right-hand sides by elimination with partial pivoting.
 * a: n x n, b: n x columns, both row-major. Post: b holds x, a is overwritten.
 * Returns 0 where a is singular, 1 otherwise. */
int solve(int n, double *a, int columns, double *b);

#endif
