/* Calls generated functions in one numeric type and compares what they give with what real_bounds.c
 * writes, which stands on standard input. The runner, reals.sh, gives the type:
 *
 *     REAL     float, double or long double
 *     TYPE     0, 1 or 2: which of the bounds is its own
 *     models.h the generated headers, and MODELS: their names as MODEL(name)
 *
 * Usage: real_run [TYPE]; with a type the bounds of that one are applied instead. The last line
 * says how much was compared, and how much was wrong. */
#include "models.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1 << 20, MOST = 1 << 14 };

#define MODEL(name) &name##_model,
static const struct DESCRIPTOR *const models[] = {MODELS};
enum { MODEL_COUNT = sizeof models / sizeof *models };

static REAL x[MOST], p[MOST], dx[MOST], w[MOST], y[MOST], results[MOST], work[1 << 20];

static void die(const char *what, const char *which)
{
    fprintf(stderr, "real_run: %s %s\n", what, which);
    exit(2);
}

static void read_numbers(const char *text, REAL *numbers)
{
    char *end;
    for (int i = 0;; i++) {
        const long double number = strtold(text, &end);
        if (end == text) {
            return;
        }
        if (i == MOST) {
            die("too many numbers", "");
        }
        numbers[i] = (REAL)number;
        text = end;
    }
}

static const struct DESCRIPTOR *find_model(const char *name)
{
    for (int i = 0; i < MODEL_COUNT; i++) {
        if (strcmp(models[i]->name, name) == 0) {
            return models[i];
        }
    }
    die("no model", name);
    return NULL;
}

static void run(const struct DESCRIPTOR *m, const char *function)
{
    if (m->work > (int)(sizeof work / sizeof *work)) {
        die("too much work", m->name);
    }
    if (strcmp(function, "value") == 0) {
        m->value(x, p, results, work);
    } else if (strcmp(function, "jacobian") == 0) {
        m->jacobian(x, p, y, results, work);
    } else if (strcmp(function, "hessian") == 0) {
        m->hessian(x, p, w, results, work);
    } else if (strcmp(function, "jvp") == 0) {
        m->jvp(x, p, dx, y, results, work);
    } else if (strcmp(function, "vjp") == 0) {
        m->vjp(x, p, w, y, results, work);
    } else if (strcmp(function, "hvp") == 0) {
        m->hvp(x, p, w, dx, results, work);
    } else {
        die("no function", function);
    }
}

/* As reference_agrees, but that the smallest normal number is the type's own. */
static int agrees(long double computed, long double exact, double bound)
{
    static const long double units[] = {FLT_EPSILON / 2, DBL_EPSILON / 2, LDBL_EPSILON / 2};
    static const long double least[] = {FLT_MIN, DBL_MIN, DBL_MIN};
    return fabsl(computed - exact) <=
           2 * (long double)bound + units[TYPE] * fabsl(exact) + least[TYPE];
}

int main(int count, char **arguments)
{
    static char line[LONGEST];
    const int type = count > 1 ? atoi(arguments[1]) : TYPE;
    const struct DESCRIPTOR *model = NULL;
    char function[32] = "";
    int compared = 0, wrong = 0, unknown = 0;
    double largest = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        char name[32];
        int element, used;
        if (strncmp(line, "model ", 6) == 0) {
            line[strcspn(line, "\n")] = '\0';
            model = find_model(line + 6);
            function[0] = '\0';
        } else if (strncmp(line, "x", 1) == 0) {
            read_numbers(line + 1, x);
        } else if (strncmp(line, "p", 1) == 0) {
            read_numbers(line + 1, p);
        } else if (strncmp(line, "dx", 2) == 0) {
            read_numbers(line + 2, dx);
        } else if (strncmp(line, "w", 1) == 0) {
            read_numbers(line + 1, w);
        } else if (sscanf(line, "%31s %d%n", name, &element, &used) == 2 && model != NULL) {
            char *rest;
            const long double exact = strtold(line + used, &rest);
            double bound[3];
            for (int i = 0; i < 3; i++) {
                bound[i] = strtod(rest, &rest);
            }
            if (strcmp(name, function) != 0) {
                strcpy(function, name);
                run(model, function);
            }
            if (!isfinite(bound[type]) || !isfinite(exact)) {
                unknown++;
                continue;
            }
            compared++;
            const long double got = (long double)results[element];
            largest =
                fmax(largest,
                     bound[type] > 0 ? (double)(fabsl(got - exact) / (long double)bound[type]) : 0);
            if (!agrees(got, exact, bound[type])) {
                wrong++;
                printf("%s: %s %d is %.21Lg, not %.21Lg: off by %.2Lg, rounding explains %.2g\n",
                       model->name, function, element, got, exact, fabsl(got - exact), bound[type]);
            }
        } else {
            die("what is", line);
        }
    }
    printf("%d compared, %d wrong, %d unknown; largest difference %.2g of what rounding may do\n",
           compared, wrong, unknown, largest);
    return wrong > 0 || compared == 0;
}
