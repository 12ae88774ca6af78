/* The entry points of --adapter=casadi, called as CasADi calls those of an external function: what
 * they say of themselves, and Newton's method for two equations with what they compute. */
#define _POSIX_C_SOURCE 200112L
#include "check.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef long long int casadi_int;
typedef casadi_int count_function(void);
typedef const char *name_function(casadi_int i);
typedef const casadi_int *sparsity_function(casadi_int i);
typedef int work_function(casadi_int *, casadi_int *, casadi_int *, casadi_int *);
typedef int evaluate_function(const double **, double **, casadi_int *, double *, int);

enum { MOST = 3 }; /* of arguments and results */

/* A function of the library, and its memory. */
struct function {
    count_function *n_in, *n_out;
    name_function *name_in, *name_out;
    sparsity_function *sparsity_in, *sparsity_out;
    work_function *work;
    evaluate_function *evaluate;
    const double *arguments[MOST];
    double *results[MOST];
    double *reals;
};

/* A pointer to a function, of which ISO C knows no conversion from void *. */
static void find(void *library, const char *name, const char *suffix, void *pointer)
{
    char symbol[100];
    snprintf(symbol, sizeof symbol, "%s%s", name, suffix);
    void *found = dlsym(library, symbol);
    if (found == NULL) {
        printf("no %s\n", symbol);
        exit(1);
    }
    memcpy(pointer, &found, sizeof found);
}

static struct function load(void *library, const char *name)
{
    struct function f;
    casadi_int arguments, results, integers, reals;
    memset(&f, 0, sizeof f);
    find(library, name, "_n_in", &f.n_in);
    find(library, name, "_n_out", &f.n_out);
    find(library, name, "_name_in", &f.name_in);
    find(library, name, "_name_out", &f.name_out);
    find(library, name, "_sparsity_in", &f.sparsity_in);
    find(library, name, "_sparsity_out", &f.sparsity_out);
    find(library, name, "_work", &f.work);
    find(library, name, "", &f.evaluate);
    expect_near("work", f.work(&arguments, &results, &integers, &reals), 0, 0);
    expect_near("arguments", arguments >= f.n_in() && f.n_in() < MOST, 1, 0);
    expect_near("results", results >= f.n_out() && f.n_out() < MOST, 1, 0);
    f.reals = calloc((size_t)reals + 1, sizeof *f.reals);
    return f;
}

static void evaluate(struct function *f)
{
    expect_near("status", f->evaluate(f->arguments, f->results, NULL, f->reals, 0), 0, 0);
}

static void expect_numbers(const char *what, const casadi_int *numbers, const casadi_int *right,
                           int count)
{
    for (int i = 0; i < count; i++) {
        expect_near(what, (double)numbers[i], (double)right[i], 0);
    }
}

static void equations(void *library)
{
    static const casadi_int column[] = {2, 1, 1};
    static const casadi_int full[] = {2, 2, 0, 2, 4, 0, 1, 0, 1};
    double x[2] = {3, 0.5}, y[2] = {0, 0}, jac[4];
    struct function f = load(library, "circle_casadi");
    struct function jacobian = load(library, "jac_circle_casadi");
    expect_near("inputs", (double)f.n_in(), 1, 0);
    expect_near("inputs of the Jacobian", (double)jacobian.n_in(), 2, 0);
    expect_near("names", strcmp(jacobian.name_in(1), "out_y"), 0, 0);
    expect_near("names", strcmp(jacobian.name_out(0), "jac_y_x"), 0, 0);
    expect_numbers("x", f.sparsity_in(0), column, 3);
    expect_numbers("y", f.sparsity_out(0), column, 3);
    expect_numbers("jac", jacobian.sparsity_out(0), full, 9);
    f.arguments[0] = jacobian.arguments[0] = x;
    f.results[0] = y;
    jacobian.results[0] = jac; /* by columns */
    for (int i = 0; i < 50; i++) {
        evaluate(&f);
        evaluate(&jacobian);
        const double determinant = jac[0] * jac[3] - jac[2] * jac[1];
        x[0] -= (y[0] * jac[3] - y[1] * jac[2]) / determinant;
        x[1] -= (jac[0] * y[1] - jac[1] * y[0]) / determinant;
    }
    expect_near("x", x[0], (sqrt(6) + sqrt(2)) / 2, 1e-14);
    expect_near("y", x[1], (sqrt(6) - sqrt(2)) / 2, 1e-14);

    /* What is NULL is zero, or not wanted. */
    f.arguments[0] = NULL;
    evaluate(&f);
    expect_near("y[0] at 0", y[0], -4, 0);
    expect_near("y[1] at 0", y[1], -1, 0);
    f.results[0] = jacobian.results[0] = NULL;
    evaluate(&f);
    evaluate(&jacobian);
    free(f.reals);
    free(jacobian.reals);
}

/* A Jacobian with zeros by structure. */
static void sparse(void *library)
{
    static const casadi_int pattern[] = {2, 3, 0, 1, 1, 3, 1, 0, 1};
    const double x[3] = {2, 5, 3};
    double jac[3];
    struct function jacobian = load(library, "jac_sparse_casadi");
    expect_numbers("pattern", jacobian.sparsity_out(0), pattern, 9);
    jacobian.arguments[0] = x;
    jacobian.results[0] = jac;
    evaluate(&jacobian);
    expect_near("dy[1] / dx[0]", jac[0], 3, 0);
    expect_near("dy[0] / dx[2]", jac[1], 6, 0);
    expect_near("dy[1] / dx[2]", jac[2], 2, 0);
    free(jacobian.reals);
}

int main(void)
{
    void *library = dlopen("./external.so", RTLD_NOW);
    if (library == NULL) {
        printf("%s\n", dlerror());
        return 1;
    }
    equations(library);
    sparse(library);
    dlclose(library);
    return wrong > 0;
}
