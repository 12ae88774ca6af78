/* Calls generated functions at points and compares what they give, bit for bit, with numbers that
 * stand on standard input:
 *
 *     model NAME            begins a point of this model
 *     x NUMBER...           the `in` arguments, one after the other
 *     p NUMBER...           the `param` arguments
 *     table NUMBER...       what is expected by hand, the values first, then the derivatives
 *     ANYTHING = NUMBER     a line of `adc eval`: what it computes, in the same order
 *
 * Numbers of `table` may differ in the sign of a zero, lines of `adc eval` in nothing; NaN is NaN.
 * models.h, made by the runner, includes the generated headers and lists the models as
 * MODEL(NAME, gradient) or MODEL(NAME, jacobian). Valid C99 and C++. */
#include "models.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void value_function(const double *x, const double *p, double *y);
typedef void derivative_function(const double *x, const double *p, double *y, double *jacobian);

struct model {
    const char *name;
    int nx;
    int np;
    int ny;
    value_function *value;
    derivative_function *derivative;
};

#define MODEL(name, mode) {#name, name##_nx, name##_np, name##_ny, name##_value, name##_##mode},
static const struct model models[] = {MODELS{NULL, 0, 0, 0, NULL, NULL}};

enum { LONGEST_LINE = 1 << 16, MOST_NUMBERS = 1 << 12 };

/* Numbers of one kind; a point has a handful of them. */
struct numbers {
    int count;
    double at[MOST_NUMBERS];
};

struct point {
    const struct model *model;
    struct numbers x;
    struct numbers p;
    struct numbers table;
    struct numbers eval;
};

static void die(const char *what, const char *which)
{
    fprintf(stderr, "harness: %s %s\n", what, which);
    exit(2);
}

static void add_number(struct numbers *numbers, double number)
{
    if (numbers->count == MOST_NUMBERS) {
        die("too many numbers", "");
    }
    numbers->at[numbers->count++] = number;
}

static void read_numbers(const char *text, struct numbers *numbers)
{
    for (;;) {
        char *end;
        const double number = strtod(text, &end);
        if (end == text) {
            if (text[strspn(text, " \n")] != '\0') {
                die("no number:", text);
            }
            return;
        }
        add_number(numbers, number);
        text = end;
    }
}

static const struct model *find_model(const char *name)
{
    for (const struct model *model = models; model->name != NULL; model++) {
        if (strcmp(model->name, name) == 0) {
            return model;
        }
    }
    die("no model", name);
    return NULL;
}

static int same_bits(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static int same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || !(a < b || a > b || isnan(a) || isnan(b));
}

/* Compares count results with the wanted ones; post: the number of those that differ. */
static int compare(const char *name, const char *function, const double *results,
                   const double *wanted, int count, int (*same)(double, double), const char *whose)
{
    int wrong = 0;
    for (int i = 0; i < count; i++) {
        if (!same(results[i], wanted[i])) {
            printf("%s_%s: result %d is %.17g, but %.17g by %s\n", name, function, i, results[i],
                   wanted[i], whose);
            wrong++;
        }
    }
    return wrong;
}

/* Two results of which the generated function must write every element, and none behind. */
static double value[MOST_NUMBERS + 1];
static double jacobian[MOST_NUMBERS + 1];
static const double untouched = -7.25e-77;

static void forget_results(void)
{
    for (int i = 0; i <= MOST_NUMBERS; i++) {
        value[i] = untouched;
        jacobian[i] = untouched;
    }
}

static int is_overrun(const char *name, int ny, int nj)
{
    if (same_bits(value[ny], untouched) && same_bits(jacobian[nj], untouched)) {
        return 0;
    }
    printf("%s: wrote behind the end of a result\n", name);
    return 1;
}

static int compare_all(const struct point *point, const struct numbers *wanted,
                       int (*same)(double, double), const char *whose)
{
    const struct model *m = point->model;
    const int ny = m->ny;
    const int nj = m->ny * m->nx;
    if (wanted->count != ny + nj) {
        printf("%s: %d numbers by %s, but %d results\n", m->name, wanted->count, whose, ny + nj);
        return 1;
    }
    forget_results();
    m->value(point->x.at, point->p.at, value);
    int wrong = compare(m->name, "value", value, wanted->at, ny, same, whose);
    wrong += is_overrun(m->name, ny, 0);

    forget_results();
    m->derivative(point->x.at, point->p.at, value, jacobian);
    wrong += compare(m->name, "derivative's value", value, wanted->at, ny, same, whose);
    wrong += compare(m->name, "derivative", jacobian, wanted->at + ny, nj, same, whose);
    wrong += is_overrun(m->name, ny, nj);

    forget_results();
    m->derivative(point->x.at, point->p.at, NULL, jacobian);
    wrong += compare(m->name, "derivative, y NULL", jacobian, wanted->at + ny, nj, same, whose);
    wrong += is_overrun(m->name, 0, nj);
    return wrong;
}

/* Post: whether the point's model gives what is wanted there. */
static int check_point(const struct point *point)
{
    const struct model *m = point->model;
    if (point->x.count != m->nx || point->p.count != m->np) {
        printf("%s: %d x, %d p where it has %d and %d\n", m->name, point->x.count, point->p.count,
               m->nx, m->np);
        return 0;
    }
    int wrong = compare_all(point, &point->eval, same_bits, "adc eval");
    if (point->table.count > 0) {
        wrong += compare_all(point, &point->table, same_number, "the table");
    }
    if (wrong > 0) {
        printf("  at x =");
        for (int i = 0; i < m->nx; i++) {
            printf(" %.17g", point->x.at[i]);
        }
        printf("\n");
    }
    return wrong == 0;
}

int main(void)
{
    static char line[LONGEST_LINE];
    static struct point point;
    int passed = 0;
    int failed = 0;
    for (int more = 1; more;) {
        more = fgets(line, sizeof line, stdin) != NULL;
        if (!more || strncmp(line, "model ", 6) == 0) {
            if (point.model != NULL) {
                const int fine = check_point(&point);
                passed += fine;
                failed += !fine;
            }
            line[strcspn(line, "\n")] = '\0';
            memset(&point, 0, sizeof point);
            point.model = more ? find_model(line + 6) : NULL;
        } else if (strncmp(line, "x ", 2) == 0 && strchr(line, '=') == NULL) {
            read_numbers(line + 2, &point.x);
        } else if (strncmp(line, "p ", 2) == 0 && strchr(line, '=') == NULL) {
            read_numbers(line + 2, &point.p);
        } else if (strncmp(line, "table ", 6) == 0 && strchr(line, '=') == NULL) {
            read_numbers(line + 6, &point.table);
        } else if (strrchr(line, '=') != NULL) {
            read_numbers(strrchr(line, '=') + 1, &point.eval);
        } else {
            die("what is", line);
        }
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 && passed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
